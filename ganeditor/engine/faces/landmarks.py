"""dlib's 68 landmarks (Kazemi and Sullivan 2014), and the window in which dlib's models see a face."""

import dlib
import face_recognition_models
import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Points
from ganeditor.engine.faces.detect import Photo8
from ganeditor.opencv import cv2

WINDOW_SIDE = 300
"""Faces are reduced or enlarged to about this box size, near to what the models were trained on."""


class LandmarkPredictor:
    """photo and box of a face -> landmarks."""

    def __init__(self) -> None:
        self._predictor = dlib.shape_predictor(face_recognition_models.pose_predictor_model_location())

    def landmarks(self, photo: Photo8, box_xyxy: tuple[float, float, float, float]) -> Points:
        """Landmarks [68, 2] in pixels of photo."""
        x0, y0, x1, y1 = box_xyxy
        # dlib was trained on square boxes from brows to chin; a detector's box is taller and starts higher.
        side, x, y = (x1 - x0 + y1 - y0) / 2, (x0 + x1) / 2, (y0 + y1) / 2 + 0.05 * (y1 - y0)
        window, offset, scale = window_of(photo, (x, y), side)
        left, top = (np.array([x, y]) - side / 2 - offset) * scale
        box = dlib.rectangle(int(left), int(top), int(left + side * scale), int(top + side * scale))
        parts = self._predictor(window, box).parts()
        points = np.array([(part.x + 0.5, part.y + 0.5) for part in parts])
        return (points / scale + offset).astype(np.float32)


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
