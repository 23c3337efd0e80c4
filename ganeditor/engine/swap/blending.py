"""Blending: one face made one with the photo that it is laid into, in its light, without a seam, with its grain."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags_array
from scipy.sparse.linalg import splu

from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.light import luminance
from ganeditor.opencv import cv2

REGION = 0.13  # of the face's width: deviation of the region in which light and colour are compared
COARSE = 160  # pixels of the longer side at which light and membrane are worked out: both are smooth
DARK = 4.0  # of lightness: added before logarithms, so that a black does not ask for any light
MOST = 0.6  # natural logarithm of what lightness is matched by at most, either way
FAINT = 0.02  # weight below which nothing is known of a region's light
LEAST_CONTRAST, MOST_CONTRAST = 0.75, 1.3  # by which a source's modelling may be strengthened
RING = 0.06  # of the face's width: how far from the rim the two pictures are compared
HOLD = 1e-3  # of the membrane to nothing, so that it is known where no rim is near
GRAIN = 1.0  # pixels: deviation of the blur beyond which brightness is no grain
SEED = 20190801  # of the grain, so that a face always looks the same


def lit_as(own: Image, other: Image, skin: Image, width: float, light: float, tone: bool) -> Image:
    """other [h, w, 3] with the light and the colour that own's skin has in each region of the face.

    skin [h, w]: what of both pictures is bare skin; width: of the face, in pixels; light from 0 to 1; tone: the other's
    skin keeps its own tone, and only how light falls on it changes. Means and deviations are matched in Lab (Reinhard
    et al. 2001), lightness by a factor, so that what is dark stays so, and colour less in the dark, where it is faint.
    """
    scale = min(1.0, COARSE / max(skin.shape))
    size = max(1, round(skin.shape[1] * scale)), max(1, round(skin.shape[0] * scale))
    small = [to_lab(np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA))) for part in (own, other)]
    weights, sigma = np.asarray(cv2.resize(skin, size, interpolation=cv2.INTER_AREA)), REGION * width * scale
    here, there = (_around(part, weights, sigma) for part in small)
    factor = np.log((here[..., :1] + DARK) / (there[..., :1] + DARK))
    change = np.concatenate([np.clip(factor, -MOST, MOST), (here - there)[..., 1:]], 2) * np.float32(light)
    if tone:
        change -= (change * weights[..., None]).sum((0, 1)) / max(float(weights.sum()), 1e-6)
    spreads = [_spread((part - mean)[..., 0], weights) for part, mean in zip(small, (here, there), strict=True)]
    contrast = float(np.clip(spreads[0] / spreads[1], LEAST_CONTRAST, MOST_CONTRAST)) ** light
    change, mean = (cv2.resize(part, skin.shape[::-1], interpolation=cv2.INTER_LINEAR) for part in (change, there))
    lab = to_lab(other)
    share = np.clip(lab[..., :1] / np.maximum(mean[..., :1], 1), 0, 1)
    bright = mean[..., 0] + (lab[..., 0] - mean[..., 0]) * np.float32(contrast)
    lab[..., 0] = (bright + DARK) * np.exp(change[..., 0]) - DARK
    apart = (lab[..., 1:] - mean[..., 1:]) * np.exp(np.minimum(change[..., :1], 0))
    lab[..., 1:] = mean[..., 1:] + change[..., 1:] * share + apart
    return np.clip(from_lab(lab), 0, 255)


def to_lab(levels: Image) -> Image:
    """RGB in levels of 255 [h, w, 3] -> L from 0 to 100, a, b."""
    return np.asarray(cv2.cvtColor(np.clip(levels / np.float32(255), 0, 1), cv2.COLOR_RGB2Lab), np.float32)


def from_lab(lab: Image) -> Image:
    """L, a, b [h, w, 3] -> RGB in levels of 255."""
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB) * np.float32(255), np.float32)


def joined(own: Image, other: Image, mask: Image, skin: Image, width: float) -> Image:
    """other [h, w, 3] plus the smoothest change by which it meets own at the rim of mask [h, w].

    Its gradients stay, but for those of the membrane (Pérez et al. 2003; Farbman et al. 2009). Only rims of skin [h, w]
    count: next to hair or a hand the change goes on as it comes.
    """
    scale = min(1.0, COARSE / max(mask.shape))
    size = max(2, round(mask.shape[1] * scale)), max(2, round(mask.shape[0] * scale))
    ring = mask * (1 - cv2.GaussianBlur((mask > 0.5).astype(np.float32), (0, 0), max(RING * width / 2, 0.5)))
    weights = np.asarray(cv2.resize(ring * skin, size, interpolation=cv2.INTER_AREA), np.float32)
    difference = cv2.resize((own - other) * (ring * skin)[..., None], size, interpolation=cv2.INTER_AREA)
    found = membrane(weights)(np.asarray(difference, np.float32))
    return np.asarray(other + cv2.resize(found, mask.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def grained(own: Image, other: Image, skin: Image) -> Image:
    """other [h, w, 3] with as much grain as own's skin [h, w] has, where it has less."""
    finest = [_spread(luminance(part - cv2.GaussianBlur(part, (0, 0), GRAIN)), skin) for part in (own, other)]
    missing = max(finest[0] ** 2 - finest[1] ** 2, 0.0) ** 0.5
    noise = np.random.default_rng(SEED).normal(size=skin.shape).astype(np.float32)
    noise = cv2.GaussianBlur(noise, (0, 0), 0.6)
    noise = noise - cv2.GaussianBlur(noise, (0, 0), GRAIN)
    return np.asarray(other + (noise * np.float32(missing / max(float(noise.std()), 1e-6)))[..., None], np.float32)


def _around(values: Image, weights: Image, sigma: float) -> Image:
    """The mean of values [h, w, C] around each pixel, as weights [h, w] count them."""
    near = cv2.GaussianBlur(weights, (0, 0), sigma)[..., None]
    far = (values * weights[..., None]).sum((0, 1)) / max(float(weights.sum()), 1e-6)
    mean = cv2.GaussianBlur(values * weights[..., None], (0, 0), sigma).reshape(values.shape)
    return np.asarray((mean + FAINT * far) / (near + FAINT), np.float32)


def _spread(values: Image, weights: Image) -> float:
    """Deviation of values [h, w] from nothing, as weights count them."""
    return float(np.sqrt((values * values * weights).sum() / max(float(weights.sum()), 1e-6))) + 1e-3


def membrane(weights: Image) -> Callable[[Image], Image]:
    """Solves, again and again, for the smoothest surface [h, w, C] that is pulls over weights where these are above 0.

    weights [h, w]; pulls [h, w, C].
    """
    height, width = weights.shape
    numbers = np.arange(height * width).reshape(height, width)
    pairs = [(numbers[:, :-1], numbers[:, 1:]), (numbers[:-1], numbers[1:])]
    first, second = (np.concatenate([pair[end].ravel() for pair in pairs]) for end in (0, 1))
    ones = np.ones(len(first))
    links = csr_matrix((ones, (first, second)), shape=(numbers.size, numbers.size))
    links = links + links.T
    matrix = diags_array(np.asarray(links.sum(1)).ravel() + weights.ravel() * 4 + HOLD * 1e-2) - links
    factors = splu(matrix.tocsc())

    def surface(pulls: Image) -> Image:
        found: npt.NDArray[np.float64] = factors.solve(pulls.reshape(-1, pulls.shape[2]) * 4.0)
        return np.asarray(found.reshape(pulls.shape), np.float32)

    return surface
