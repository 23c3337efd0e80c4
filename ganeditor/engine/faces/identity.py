"""Who it is: dlib's descriptor of a person, 128 numbers."""

import dlib
import face_recognition_models
import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Points
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.landmarks import window_of

Descriptor = npt.NDArray[np.float64]
"""A person's face as 128 numbers."""


class Identifier:
    """photo and landmarks of a face -> the descriptor of the person."""

    def __init__(self) -> None:
        self._network = dlib.face_recognition_model_v1(face_recognition_models.face_recognition_model_location())

    def describe(self, photo: Photo8, landmarks: Points) -> Descriptor:
        low, high = landmarks.min(0), landmarks.max(0)
        centre, side = (low + high) / 2, float((high - low).max())
        window, offset, scale = window_of(photo, (float(centre[0]), float(centre[1])), side)
        points = dlib.points([dlib.point(int(x), int(y)) for x, y in (landmarks - offset) * scale])
        shape = dlib.full_object_detection(dlib.rectangle(0, 0, window.shape[1], window.shape[0]), points)
        return np.asarray(self._network.compute_face_descriptor(window, shape))


def distance(a: Descriptor, b: Descriptor) -> float:
    """How unlike two persons look: 0 is the same picture, likeness.SAME_PERSON the limit for one person."""
    return float(np.linalg.norm(a - b))
