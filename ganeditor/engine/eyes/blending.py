"""An exemplar's eye made one with a face: in its light, and without a seam."""

import numpy as np
from scipy.sparse import diags_array, kronsum
from scipy.sparse.linalg import spsolve

from ganeditor.engine.eyes.frame import LOWERMOST, UPPERMOST, Frame
from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.light import luminance
from ganeditor.opencv import cv2

MOST_GAIN = 3.0  # by which light is matched at most, either way
BROAD = 0.22  # of the eye's width: deviation of what counts as light and not as detail
DARK = 12.0  # levels: added on both sides, so that a black does not ask for any gain
BELOW, ABOVE, BESIDE = 0.34, 0.36, 0.66  # of the width: from the eye's middle to the rim of what is put in
NARROW = 0.75  # of that, within glasses
SHARPER = 1.3  # by which eyes may be sharper than skin, on which this is told
SOFTNESS = (0, 0.5, 0.7, 0.9, 1.2)  # pixels: deviations of blurs that are tried
MEMBRANE = 48.0  # pixels of an eye's width at which a membrane is worked out, at most; it is smooth
SOFT, SOFTEST = 0.06, 0.3  # of the width: the rim itself, for a feather of 0 and of 1


def skin_around(frame: Frame, upper: Image, lower: Image) -> Image:
    """How much each pixel of the box counts as skin around the eye [h, w]: lashes and what lies between is none."""
    u, v = frame.grid
    inside = np.maximum(upper - 0.1 - v, v - lower - 0.08)  # below 0 between the lids
    beside = np.abs(u) - 0.58
    away = np.clip(np.maximum(inside, beside) / 0.06, 0, 1)
    near = np.clip(np.minimum(v - UPPERMOST, LOWERMOST - v) / 0.1, 0, 1)
    return np.asarray(away * near, np.float32)


def between_lids(frame: Frame) -> Image:
    """Where the eye itself is [h, w], softly."""
    _u, v = frame.grid
    inside = np.minimum(v - frame.upper + 0.03, frame.lower + 0.02 - v)
    return np.asarray(np.clip(inside / 0.05, 0, 1), np.float32)


def gain(own: Image, other: Image, skin: Image, frame: Frame, share: float) -> Image:
    """By what to multiply other [h, w, 3] so that light and colour of its skin are those of own: a smooth [h, w, 3]."""
    logs = np.log((np.clip(own, 0, 255) + DARK) / (np.clip(other, 0, 255) + DARK)) * skin[..., None]
    total, weights = np.zeros_like(own), np.zeros_like(skin)
    for spread in (BROAD, 3 * BROAD):
        sigma = spread * frame.eye.width
        near = cv2.GaussianBlur(skin, (0, 0), sigma)
        part = np.clip(near * 3, 1e-4, 1) * (1 - weights)
        total += cv2.GaussianBlur(logs, (0, 0), sigma) / np.maximum(near, 1e-6)[..., None] * part[..., None]
        weights += part
    found = total / np.maximum(weights, 1e-6)[..., None]
    limit = np.log(MOST_GAIN)
    return np.asarray(np.exp(np.clip(found, -limit, limit) * share), np.float32)


def relit(other: Image, gains: Image, between: Image) -> Image:
    """other [h, w, 3] in other light. Where between [h, w] is, what lay in deep shade gets weaker colours, since those
    of an eye there are mostly noise."""
    lit = other * gains
    bright = luminance(lit)[..., None]
    brighter = 1 + np.maximum(luminance(gains) - 1, 0) * between
    return np.asarray(bright + (lit - bright) / brighter[..., None], np.float32)


def as_sharp(other: Image, own: Image, skin: Image) -> Image:
    """other [h, w, 3] made as soft as own, where it is the sharper one; told by what is finest in their skin."""
    wanted = SHARPER * _fineness(own, skin)
    for sigma in SOFTNESS:
        softer = other if sigma == 0 else np.asarray(cv2.GaussianBlur(other, (0, 0), sigma), np.float32)
        if _fineness(softer, skin) <= wanted:
            break
    return softer


def _fineness(picture: Image, skin: Image) -> float:
    """How much of the contrast is in the finest details."""
    bright = luminance(picture)
    bands = [cv2.GaussianBlur(bright, (0, 0), sigma) for sigma in (0.8, 1.6, 3.2)]
    fine, middle = (float((((a - b) ** 2) * skin).sum()) for a, b in ((bands[0], bands[1]), (bands[1], bands[2])))
    return fine / max(middle, 1e-6)


def rim(frame: Frame, feather: float, highest: Image, narrow: bool) -> Image:
    """How much of the exemplar is to be seen [h, w]; nothing above highest, which is where the brow begins.

    narrow: no more than the eye itself, since there are glasses around it.
    """
    u, v = frame.grid
    soft = SOFT + (SOFTEST - SOFT) * feather
    middle = (frame.upper + frame.lower) / 2
    shrunk = NARROW if narrow else 1.0
    up = np.maximum(np.minimum(ABOVE * shrunk, middle - highest), 0.15)
    down = BELOW * shrunk
    distance = np.hypot(u / BESIDE, (v - middle) / np.where(v < middle, up, down))
    share = np.clip((1 - distance) * down / (0.6 * soft), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def cloned(there: Image, other: Image, share: Image, frame: Frame) -> Image:
    """other [h, w, 3] with all its contrasts, and the levels of there at the rim of share [h, w].

    Poisson's equation (Pérez et al. 2003, section 2) on logarithms of levels, so that a pupil stays as dark as it was:
    what is added to those of other is harmonic within the rim, where it is the difference of both.
    """
    height, width = share.shape
    scale = min(1.0, MEMBRANE / frame.eye.width)
    size_wh = max(3, round(scale * width)), max(3, round(scale * height))
    logs = np.log((there + DARK) / (np.maximum(other, 0) + DARK))
    found = np.asarray(cv2.resize(logs, size_wh, interpolation=cv2.INTER_AREA), np.float32)
    inside = cv2.resize(share, size_wh, interpolation=cv2.INTER_AREA) > 0
    inside[[0, -1]] = inside[:, [0, -1]] = False
    within, flat = inside.ravel(), found.reshape(-1, 3)
    across, down = (diags_array((1.0, -2.0, 1.0), offsets=(-1, 0, 1), shape=(size, size)) for size in size_wh)
    rows = kronsum(across, down, format="csr")[within]
    if within.any():
        flat[within] = spsolve(rows[:, within], -rows[:, ~within] @ flat[~within])
    membrane = cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray((other + DARK) * np.exp(membrane) - DARK, np.float32)


def grey(picture: Image) -> Image:
    """[h, w, 3] without colour."""
    return np.repeat(luminance(picture)[..., None], 3, axis=2)
