"""Blending: one face made one with the photo that it is laid into, in its light, without a seam, with its grain."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags_array
from scipy.sparse.linalg import splu

from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.light import luminance
from ganeditor.engine.swap.light import spread
from ganeditor.opencv import cv2

COARSE = 160  # pixels of the longer side at which the membrane is worked out, which is smooth
RING = 0.06  # of the face's width: how far from the rim the two pictures are compared
HOLD = 1e-3  # of the membrane to nothing, so that it is known where no rim is near
GRAIN = 1.0  # pixels: deviation of the blur beyond which brightness is no grain
SEED = 20190801  # of the grain, so that a face always looks the same


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
    finest = [spread(luminance(part - cv2.GaussianBlur(part, (0, 0), GRAIN)), skin) for part in (own, other)]
    missing = max(finest[0] ** 2 - finest[1] ** 2, 0.0) ** 0.5
    noise = np.random.default_rng(SEED).normal(size=skin.shape).astype(np.float32)
    noise = cv2.GaussianBlur(noise, (0, 0), 0.6)
    noise = noise - cv2.GaussianBlur(noise, (0, 0), GRAIN)
    return np.asarray(other + (noise * np.float32(missing / max(float(noise.std()), 1e-6)))[..., None], np.float32)


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
