"""dlib's 68 landmarks, its judge of upright faces, and the window its models see."""

import math

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Points
from ganeditor.engine.faces.detect import Box, Photo8
from ganeditor.engine.faces.shapes import Shapes
from ganeditor.opencv import cv2

WINDOW_SIDE = 300
"""Faces are reduced or enlarged to about this box size, near to what the models were trained on."""

LOWEST_SCORE = -1.5
_SCORED_FROM = -1.0
"""The judge's scores; 0 is where dlib itself decides."""


class LandmarkPredictor:
    """photo and box of a face -> landmarks."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes

    def landmarks(self, photo: Photo8, box_xyxy: Box) -> Points:
        """Landmarks [68, 2] in pixels of photo."""
        x0, y0, x1, y1 = box_xyxy
        # dlib was trained on square boxes from brows to chin; a detector's box is taller and starts higher.
        side, x, y = (x1 - x0 + y1 - y0) / 2, (x0 + x1) / 2, (y0 + y1) / 2 + 0.05 * (y1 - y0)
        window, offset, scale = window_of(photo, (x, y), side)
        left, top = (np.array([x, y]) - side / 2 - offset) * scale
        box = int(left), int(top), int(left + side * scale), int(top + side * scale)
        points = self._shapes.landmarks(window, box)
        return (points / scale + offset).astype(np.float32)


class UprightJudge:
    """dlib's detector of frontal and half-turned faces.

    It sees upright faces alone, up to about 30° to either side, which makes it a judge of what is upright.
    """

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes

    def score(self, window: Photo8, reach: float) -> float:
        """The best score within reach of the middle of window [S, S, 3], a share of S; LOWEST_SCORE for none.

        A face of 80 px or more is seen; a window of 256 px takes 6 ms.
        """
        side = window.shape[0]
        seen = self._shapes.upright(window, _SCORED_FROM).tolist()
        near = (score for x, y, score in seen if math.dist((x, y), (side / 2, side / 2)) < reach * side)
        return max(near, default=LOWEST_SCORE)


def window_of(photo: Photo8, centre: tuple[float, float], side: float) -> tuple[Photo8, npt.NDArray[np.float64], float]:
    """The surroundings of a face at a handy size, where they start in photo, and their scale."""
    reach = max(side, 2.0)
    height, width = photo.shape[:2]
    x0, y0 = (max(0, min(int(c - reach), size - 1)) for c, size in zip(centre, (width, height), strict=True))
    x1, y1 = max(x0 + 1, min(width, int(centre[0] + reach))), max(y0 + 1, min(height, int(centre[1] + reach)))
    scale = WINDOW_SIDE / reach
    size_wh = max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    window = cv2.resize(photo[y0:y1, x0:x1], size_wh, interpolation=method)
    return np.ascontiguousarray(window), np.array([x0, y0], np.float64), scale
