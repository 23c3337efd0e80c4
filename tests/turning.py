"""Pictures turned by an angle, and points with them."""

from collections.abc import Callable

import numpy as np

from ganeditor.engine.faces.align import transform_points
from ganeditor.opencv import cv2


def turned(picture: np.ndarray, degrees: float) -> tuple[np.ndarray, Callable[..., np.ndarray]]:
    """picture [H, W, 3] turned clockwise, exactly where it is by right angles, and what moves points [N, 2] along."""
    height, width = picture.shape[:2]
    if degrees % 90 == 0:
        quarters = int(degrees // 90) % 4
        home = {
            0: [[1, 0, 0], [0, 1, 0]],
            1: [[0, -1, height], [1, 0, 0]],
            2: [[-1, 0, width], [0, -1, height]],
            3: [[0, 1, 0], [-1, 0, width]],
        }[quarters]
        matrix = np.array(home, np.float64)
        picture = np.ascontiguousarray(np.rot90(picture, -quarters))
    else:
        side = int(np.hypot(height, width)) + 1
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
        matrix[:, 2] += [(side - width) / 2, (side - height) / 2]
        picture = cv2.warpAffine(picture, matrix, (side, side))
    return picture, lambda points: transform_points(matrix, points)
