"""Geometry of an aligned face, read off its landmarks: what a slider is held to."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Points

Vector = npt.NDArray[Any]


def smile(points: Points) -> float:
    """How far the corners of the mouth stand above its middle, in distances between the eyes."""
    corners, middle = (points[48] + points[54]) / 2, (points[51] + points[57]) / 2
    return float((middle - corners) @ _down(points)) / _eye_distance(points)


def mouth_open(points: Points) -> float:
    """Height of the mouth's opening, in distances between the eyes."""
    return _length(points[66] - points[62]) / _eye_distance(points)


def mouth_width(points: Points) -> float:
    """From corner to corner, in distances between the eyes."""
    return _length(points[54] - points[48]) / _eye_distance(points)


def eye_open(points: Points) -> float:
    """Height of the eyes' opening in their widths, the mean of both."""
    heights = [_length(points[top] - points[bottom]) for top, bottom in ((37, 41), (38, 40), (43, 47), (44, 46))]
    widths = [_length(points[outer] - points[inner]) for outer, inner in ((36, 39), (42, 45))]
    return float(np.mean(heights) / np.mean(widths))


def brow(points: Points) -> float:
    """How far the brows stand above the eyes, in distances between the eyes."""
    return float((points[36:48].mean(0) - points[17:27].mean(0)) @ _down(points)) / _eye_distance(points)


GEOMETRY: dict[str, Callable[[Points], float]] = {
    "smile": smile,
    "mouth_open": mouth_open,
    "mouth_width": mouth_width,
    "eye_open": eye_open,
    "brow": brow,
}
"""By attribute, from landmarks [68, 2]; in the unit in which packs state the mean and deviation of their read-outs."""


def _eyes(points: Points) -> Vector:
    return np.asarray(points[42:48].mean(0) - points[36:42].mean(0))


def _eye_distance(points: Points) -> float:
    return max(_length(_eyes(points)), 1e-6)


def _down(points: Points) -> Vector:
    x, y = _eyes(points)
    return np.array([-y, x]) / _eye_distance(points)


def _length(vector: Vector) -> float:
    return float(np.hypot(*vector))
