"""Colour that was made small, along the edges of the large photo: a fast guided filter (He and Sun 2015)."""

import numpy as np

from ganeditor.engine.faces.align import Image
from ganeditor.opencv import cv2

RADIUS = 2  # pixels of the small picture over which colour is taken for a line of lightness
NOISE = 6.0  # of lightness, in 100: less than this is no edge


def lines_of(chroma: Image, lightness: Image) -> Image:
    """a and b [h, w, 2] as lines of lightness [h, w] near each pixel: slopes and what they are at 0, [h, w, 4]."""
    guide = lightness[..., None]
    products = np.concatenate([guide, guide * guide, chroma, guide * chroma], 2)
    mean, square, middle, product = np.split(_smooth(products), [1, 2, 4], 2)
    slope = (product - mean * middle) / (square - mean * mean + NOISE**2)
    return _smooth(np.concatenate([slope, middle - slope * mean], 2))


def flat(chroma: Image) -> Image:
    """Lines of a and b [h, w, 2] that are the same at every lightness."""
    return np.concatenate([np.zeros_like(chroma), chroma], 2)


def along(lines: Image, lightness: Image) -> Image:
    """a and b [h, w, 2] of lines [h, w, 4], which may be enlarged ones, at lightness [h, w]."""
    return np.asarray(lines[..., :2] * lightness[..., None] + lines[..., 2:])


def _smooth(planes: Image) -> Image:
    side = 2 * RADIUS + 1
    return np.asarray(cv2.blur(np.ascontiguousarray(planes), (side, side), borderType=cv2.BORDER_REFLECT))
