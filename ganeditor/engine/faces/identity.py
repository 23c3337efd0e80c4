"""Who it is: dlib's descriptor of a person, 128 numbers."""

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Points
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.landmarks import window_of
from ganeditor.engine.faces.shapes import Shapes

Descriptor = npt.NDArray[np.float64]
"""A person's face as 128 numbers."""


class Identifier:
    """photo and landmarks of a face -> the descriptor of the person."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes

    def describe(self, photo: Photo8, landmarks: Points) -> Descriptor:
        low, high = landmarks.min(0), landmarks.max(0)
        centre, side = (low + high) / 2, float((high - low).max())
        window, offset, scale = window_of(photo, (float(centre[0]), float(centre[1])), side)
        return self._shapes.descriptor(window, (landmarks - offset) * scale)


def distance(a: Descriptor, b: Descriptor) -> float:
    """How unlike two persons look: 0 is the same picture, likeness.SAME_PERSON the limit for one person."""
    return float(np.linalg.norm(a - b))
