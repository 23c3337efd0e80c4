"""Cuts: whether a picture goes on from the one before, or another take begins."""

import numpy as np

from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.detect import Photo8
from ganeditor.opencv import cv2

SIDE_WH = (32, 24)
"""Pixels of the copies that are compared."""

ALIKE = 0.8
"""Correlation of two pictures from which on they are of one take. Portraits that move by a fifth of their width from
one picture to the next have 0.9 and more, different ones mostly below 0.6."""

FLAT = 4.0
"""Levels: deviation below which a picture counts as flat, and is like any other flat one."""


class Cuts:
    """Sees the pictures of a clip one after the other."""

    def __init__(self) -> None:
        self._last: Image | None = None

    def __call__(self, picture: Photo8) -> bool:
        """Whether picture [H, W, 3] begins a take; the first one does. Light that goes on or off is no cut."""
        small = np.asarray(cv2.resize(picture, SIDE_WH, interpolation=cv2.INTER_AREA), np.float32)
        small -= small.mean((0, 1))
        last, self._last = self._last, small
        return last is None or _correlation(last, small) < ALIKE


def _correlation(one: Image, other: Image) -> float:
    spreads = [float((small * small).mean()) + FLAT**2 for small in (one, other)]
    return (float((one * other).mean()) + FLAT**2) / float(np.sqrt(spreads[0] * spreads[1]))
