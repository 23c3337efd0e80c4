"""Light: how it falls on a face, told from the face's own skin, and one face seen in another's.

Light is what changes slowly over a face, and those edges that its two halves do not share: a cast shadow has no
counterpart on the other cheek, as a beard, a fold or the side of a nose has.
"""

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.swap.texture import Surface
from ganeditor.opencv import cv2

COARSE = 96  # pixels of the longer side at which light is worked out
REGION = 0.11  # of the face's width: deviation of the region in which a picture is compared with its mean
NEAR = 0.05  # of the width: deviation of that from which light goes on where no skin is
FINEST = 0.02  # of the width: deviation of the blur beyond which nothing counts as an edge
EDGE = np.array([0.17, 8.0, 8.0], np.float32)  # deviations of log lightness, a and b, half of which count as edges
FAINT = 0.02  # weight below which nothing is known of a region's light
DARK = 4.0  # of lightness: added before logarithms, so that a black does not ask for any light
MOST = 0.8  # natural logarithm of what lightness is matched by at most, either way
LEAST_CONTRAST, MOST_CONTRAST = 0.75, 1.3  # by which a source's modelling may be strengthened
SHOULDER = 88.0  # of lightness: from which on what is too bright is drawn together, instead of cut off
PAIRS = ((33, 263), (133, 362), (61, 291), (234, 454), (172, 397), (105, 334))
"""Of the mesh, points that lie opposite each other."""

Places = npt.NDArray[np.float32]
"""[h, w, 2]: (x, y) in the same picture."""


def lit_as(
    own: Image,
    other: Image,
    own_skin: Image,
    other_skin: Image,
    opposite: Places,
    width: float,
    light: float,
    tone: bool,
) -> Image:
    """other [h, w, 3] in the light that own has; both in levels, with the face's parts in the same places.

    own_skin, other_skin [h, w]: what of each is bare skin; opposite: where each pixel's counterpart on the other half
    of the face is; width: of the face, in pixels; light from 0 to 1; tone: the other's skin keeps its own tone, and
    only how light falls on it changes. Lightness is matched by a factor, so that what is dark stays so, and colour less
    in the dark, where it is faint.
    """
    here, there = looks(own), looks(other)
    ours = light_of(here, own_skin, opposite, width)
    theirs = light_of(there, other_skin, opposite, width)
    change = (ours - theirs) * np.float32(light)
    change[..., 0] = np.clip(change[..., 0], -MOST, MOST)
    if tone:
        both = own_skin * other_skin
        change -= (change * both[..., None]).sum((0, 1)) / max(float(both.sum()), 1e-6)
    apart = there - theirs
    spreads = [spread(part[..., 0], skin) for part, skin in ((here - ours, own_skin), (apart, other_skin))]
    contrast = float(np.clip(spreads[0] / spreads[1], LEAST_CONTRAST, MOST_CONTRAST)) ** light
    share = np.exp(np.minimum(there[..., :1] - theirs[..., :1], 0))  # colours less in what is dark
    apart[..., 0] *= np.float32(contrast)
    apart[..., 1:] *= np.exp(np.minimum(change[..., :1], 0))
    change[..., 1:] *= share
    return levels(theirs + change + apart)


def light_of(picture: Image, skin: Image, opposite: Places, width: float) -> Image:
    """What light alone makes of skin in picture [h, w, 3], as looks has it; between parts of the skin it goes on.

    Edge-preserving (guided filter, He et al. 2010; its coefficients from few pixels, He and Sun 2015), where an edge is
    told by how much a region differs in itself and from its opposite.
    """
    scale = min(1.0, COARSE / max(skin.shape))
    size = max(2, round(skin.shape[1] * scale)), max(2, round(skin.shape[0] * scale))
    sigma = REGION * width * scale
    weights = np.asarray(cv2.resize(skin, size, interpolation=cv2.INTER_AREA))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
    mean = _around(small, weights, sigma)
    soft = _around(small, weights, FINEST * width * scale)
    maps = _maps(opposite, scale, size)
    across = np.asarray(soft - cv2.remap(soft, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)
    both = weights * cv2.remap(weights, *maps, cv2.INTER_LINEAR)
    edge = _edges(soft, across, both, sigma)
    slope = _around(edge, weights, NEAR * width * scale)
    carried = np.asarray(mean + slope * (small - mean), np.float32)
    filled = _around(carried, weights, NEAR * width * scale)
    mean, slope, filled = (
        np.asarray(cv2.resize(part, skin.shape[::-1], interpolation=cv2.INTER_LINEAR)) for part in (mean, slope, filled)
    )
    return np.asarray(filled + (mean + slope * (picture - mean) - filled) * skin[..., None], np.float32)


def opposites(mesh: Mesh, surface: Surface) -> Places:
    """Where the counterpart of each pixel on the other half of a face lies; surface: of mesh, in the same picture."""
    points = mesh.points.astype(np.float64)
    left, right = (points[[pair[side] for pair in PAIRS]] for side in (0, 1))
    normal = (right - left).sum(0)
    normal /= np.linalg.norm(normal)
    away = (points - (left + right).mean(0) / 2) @ normal
    return surface.carry((points - 2 * away[:, None] * normal)[:, :2])


def looks(rgb: Image) -> Image:
    """RGB in levels of 255 [h, w, 3] -> log lightness, a, b."""
    lab = np.asarray(cv2.cvtColor(np.clip(rgb / np.float32(255), 0, 1), cv2.COLOR_RGB2Lab), np.float32)
    lab[..., 0] = np.log(lab[..., 0] + np.float32(DARK))
    return lab


def levels(picture: Image) -> Image:
    """Log lightness, a, b [h, w, 3] -> RGB in levels of 255."""
    lab = picture.copy()
    lightness = np.exp(lab[..., 0]) - np.float32(DARK)
    room = np.float32(100 - SHOULDER)
    over = np.maximum(lightness - np.float32(SHOULDER), 0)
    lab[..., 0] = np.clip(np.minimum(lightness, np.float32(SHOULDER)) + room * (1 - np.exp(-over / room)), 0, 100)
    return np.clip(np.asarray(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB) * np.float32(255), np.float32), 0, 255)


def spread(values: Image, weights: Image) -> float:
    """Deviation of values [h, w] from nothing, as weights count them."""
    return float(np.sqrt((values * values * weights).sum() / max(float(weights.sum()), 1e-6))) + 1e-3


def _maps(places: Places, scale: float, size: tuple[int, int]) -> list[Image]:
    small = cv2.resize(places, size, interpolation=cv2.INTER_NEAREST) * np.float32(scale)
    return [np.ascontiguousarray(small[..., axis] - np.float32(0.5)) for axis in (0, 1)]


def _around(values: Image, weights: Image, sigma: float) -> Image:
    """The mean of values [h, w, C] around each pixel, as weights [h, w] count them."""
    near = cv2.GaussianBlur(weights, (0, 0), sigma)[..., None]
    far = (values * weights[..., None]).sum((0, 1)) / max(float(weights.sum()), 1e-6)
    mean = cv2.GaussianBlur(values * weights[..., None], (0, 0), sigma).reshape(values.shape)
    return np.asarray((mean + FAINT * far) / (near + FAINT), np.float32)


def _edges(values: Image, across: Image, weights: Image, sigma: float) -> Image:
    """How much of what values [h, w, C] do around each pixel is an edge that across, their difference from the other
    half, has too: from 0 to 1."""
    means = [_around(one, weights, sigma) for one in (values, across)]
    spreads = [_around(one**2, weights, sigma) - mean**2 for one, mean in zip((values, across), means, strict=True)]
    common = _around(values * across, weights, sigma) - means[0] * means[1]
    least = np.maximum(np.minimum(*spreads), 0)
    explained = common * np.abs(common) / np.maximum(spreads[0] * spreads[1], 1e-9)
    return np.asarray(np.clip(explained, 0, 1) * (1 - 1 / (1 + (least / EDGE**2) ** 2)), np.float32)
