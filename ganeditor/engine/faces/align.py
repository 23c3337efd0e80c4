"""Where a face's crop lies in the photo: similarity transforms to a template, crop out and paste back.

Coordinates are x to the right and y down, in pixels, with pixel centres at whole numbers plus 0.5. A transform is
a matrix [2, 3] that takes photo coordinates to crop coordinates.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ganeditor.errors import FaceError
from ganeditor.opencv import cv2

Points = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]
Image = npt.NDArray[np.float32]

BORDERS = {"reflect": cv2.BORDER_REFLECT, "zero": cv2.BORDER_CONSTANT}


@dataclass(frozen=True)
class Template:
    """Where a model expects left eye, right eye, left and right mouth corner ("left" is the picture's left)."""

    points: tuple[tuple[float, float], ...]  # four (x, y), in units of the crop's side
    border: str = "reflect"

    def transform(self, anchors: Points, side: int) -> Matrix:
        """The similarity that brings anchors [4, 2] nearest to the template (least squares), for a crop of side px."""
        return fit_similarity(anchors, np.asarray(self.points, np.float64) * side)


@dataclass(frozen=True)
class FFHQTemplate:
    """The alignment of FFHQ (Karras et al. 2019, appendix A), which foreign face generators expect."""

    border: str = "reflect"

    def transform(self, anchors: Points, side: int) -> Matrix:
        """anchors [4, 2] as for Template; the crop's square stands on the eye-to-eye and eye-to-mouth vectors."""
        left_eye, right_eye, left_mouth, right_mouth = np.asarray(anchors, np.float64)
        eyes, mouth = (left_eye + right_eye) / 2, (left_mouth + right_mouth) / 2
        eye_to_eye, eye_to_mouth = right_eye - left_eye, mouth - eyes
        x = eye_to_eye - np.array([-eye_to_mouth[1], eye_to_mouth[0]])
        length = np.hypot(*x)
        if length < 1e-6:
            raise FaceError("The eyes and the mouth of this face coincide, so it can't be aligned; mark them by hand.")
        x *= max(np.hypot(*eye_to_eye) * 2.0, np.hypot(*eye_to_mouth) * 1.8) / length
        y = np.array([-x[1], x[0]])
        centre = eyes + eye_to_mouth * 0.1
        corners = np.stack([centre - x - y, centre + x - y, centre + x + y, centre - x + y])
        return fit_similarity(corners, np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float64))


def fit_similarity(source: npt.ArrayLike, target: npt.ArrayLike) -> Matrix:
    """Rotation, uniform scale and shift [2, 3] that bring source [N, 2] nearest to target [N, 2]."""
    source, target = np.asarray(source, np.float64), np.asarray(target, np.float64)
    source_mean, target_mean = source.mean(0), target.mean(0)
    a, b = source - source_mean, target - target_mean
    spread = float((a**2).sum())
    if not np.isfinite(spread) or spread < 1e-9:
        raise FaceError("The landmarks of this face coincide, so it can't be aligned; mark eyes and mouth by hand.")
    cosine = float((a * b).sum()) / spread
    sine = float((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()) / spread
    linear = np.array([[cosine, -sine], [sine, cosine]])
    return np.hstack([linear, (target_mean - linear @ source_mean)[:, None]])


def invert(matrix: Matrix) -> Matrix:
    """The transform back."""
    linear = np.linalg.inv(matrix[:, :2])
    return np.hstack([linear, -linear @ matrix[:, 2:]])


def transform_points(matrix: Matrix, points: npt.ArrayLike) -> Points:
    """points [N, 2] moved by matrix."""
    moved: Points = (np.asarray(points, np.float64) @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)
    return moved


def scale_of(matrix: Matrix) -> float:
    """Target pixels for each source pixel."""
    return float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))


def box_of_crop(matrix: Matrix, side: int, width: int, height: int) -> tuple[int, int, int, int]:
    """box_xyxy of whole photo pixels that the crop of side px touches, cut to the photo."""
    corners = transform_points(invert(matrix), [[0, 0], [side, 0], [side, side], [0, side]])
    low, high = np.floor(corners.min(0)).astype(int), np.ceil(corners.max(0)).astype(int)
    x0, y0 = max(0, int(low[0])), max(0, int(low[1]))
    return x0, y0, max(x0, min(width, int(high[0]))), max(y0, min(height, int(high[1])))


def crop(photo: npt.NDArray[np.uint8], matrix: Matrix, side: int, border: str = "reflect") -> npt.NDArray[np.uint8]:
    """The aligned face [side, side, C] out of photo [H, W, C], without aliasing when it shrinks."""
    height, width = photo.shape[:2]
    x0, y0, x1, y1 = box_of_crop(matrix, side, width, height)
    # A rim for the interpolation, and never an empty window: reflection needs something to reflect.
    rim = 4 + int(np.ceil(2 / scale_of(matrix)))
    x0, y0 = max(0, min(x0 - rim, width - 1)), max(0, min(y0 - rim, height - 1))
    window = photo[y0 : max(y1 + rim, y0 + 1), x0 : max(x1 + rim, x0 + 1)]
    aligned: npt.NDArray[np.uint8] = resample(window, shifted(matrix, x0, y0), (side, side), BORDERS[border])
    return aligned


def shifted(matrix: Matrix, x0: int, y0: int) -> Matrix:
    """The same transform for a window of the source that starts at (x0, y0)."""
    return np.hstack([matrix[:, :2], matrix[:, 2:] + matrix[:, :2] @ np.array([[x0], [y0]])])


def resample(
    source: Any,
    matrix: Matrix,
    size_wh: tuple[int, int],
    border: int = cv2.BORDER_REPLICATE,
    *,
    enlarge: int = cv2.INTER_CUBIC,
) -> Any:
    """source [h, w(, C)] seen through matrix, [H, W(, C)]; when it shrinks, areas are averaged first."""
    scale = scale_of(matrix)
    if scale > 0.75:
        return _warp(source, matrix, size_wh, enlarge if scale > 1 else cv2.INTER_LINEAR, border)
    # Average to twice the target's density, sample there, and average again: no pixel is skipped.
    shrink = min(1.0, 2 * scale)
    height, width = source.shape[:2]
    small_wh = max(1, round(width * shrink)), max(1, round(height * shrink))
    small = cv2.resize(source, small_wh, interpolation=cv2.INTER_AREA)
    to_small = np.array([width / small_wh[0], height / small_wh[1]])
    double = np.hstack([matrix[:, :2] * to_small, matrix[:, 2:]]) * 2
    fine = _warp(small, double, (size_wh[0] * 2, size_wh[1] * 2), cv2.INTER_LINEAR, border)
    return cv2.resize(fine, size_wh, interpolation=cv2.INTER_AREA)


def _warp(source: Any, matrix: Matrix, size_wh: tuple[int, int], interpolation: int, border: int) -> Any:
    # OpenCV puts pixel centres at whole numbers.
    half = np.array([[0.5], [0.5]])
    matrix = np.hstack([matrix[:, :2], matrix[:, 2:] + matrix[:, :2] @ half - half])
    return cv2.warpAffine(source, matrix, size_wh, flags=interpolation, borderMode=border)
