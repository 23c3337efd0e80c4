"""dlib's two face models: 68 landmarks (Kazemi and Sullivan 2014) and the 128-number descriptor of a person."""

import dlib
import face_recognition_models
import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Points
from ganeditor.engine.faces.detect import Photo8
from ganeditor.opencv import cv2

SAME_PERSON = 0.6
"""Distance of two descriptors below which they count as one person, as published with the model."""

WINDOW_SIDE = 300
"""Faces are reduced or enlarged to about this box size, near to what the models were trained on."""

Descriptor = npt.NDArray[np.float64]
"""A person's face as 128 numbers."""


class LandmarkPredictor:
    """photo and box of a face -> landmarks."""

    def __init__(self) -> None:
        self._predictor = dlib.shape_predictor(face_recognition_models.pose_predictor_model_location())

    def landmarks(self, photo: Photo8, box_xyxy: tuple[float, float, float, float]) -> Points:
        """Landmarks [68, 2] in pixels of photo."""
        x0, y0, x1, y1 = box_xyxy
        # dlib was trained on square boxes from brows to chin; a detector's box is taller and starts higher.
        side, x, y = (x1 - x0 + y1 - y0) / 2, (x0 + x1) / 2, (y0 + y1) / 2 + 0.05 * (y1 - y0)
        window, offset, scale = _window(photo, (x, y), side)
        left, top = (np.array([x, y]) - side / 2 - offset) * scale
        box = dlib.rectangle(int(left), int(top), int(left + side * scale), int(top + side * scale))
        parts = self._predictor(window, box).parts()
        points = np.array([(part.x + 0.5, part.y + 0.5) for part in parts])
        return (points / scale + offset).astype(np.float32)


class Identifier:
    """photo and landmarks of a face -> the descriptor of the person."""

    def __init__(self) -> None:
        self._network = dlib.face_recognition_model_v1(face_recognition_models.face_recognition_model_location())

    def describe(self, photo: Photo8, landmarks: Points) -> Descriptor:
        low, high = landmarks.min(0), landmarks.max(0)
        centre, side = (low + high) / 2, float((high - low).max())
        window, offset, scale = _window(photo, (float(centre[0]), float(centre[1])), side)
        points = dlib.points([dlib.point(int(x), int(y)) for x, y in (landmarks - offset) * scale])
        shape = dlib.full_object_detection(dlib.rectangle(0, 0, window.shape[1], window.shape[0]), points)
        return np.asarray(self._network.compute_face_descriptor(window, shape))


def distance(a: Descriptor, b: Descriptor) -> float:
    """How unlike two persons look: 0 is the same picture, SAME_PERSON the limit for one person."""
    return float(np.linalg.norm(a - b))


def _window(photo: Photo8, centre: tuple[float, float], side: float) -> tuple[Photo8, npt.NDArray[np.float64], float]:
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
