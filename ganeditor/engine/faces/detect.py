"""Faces in a photo: what is known of each, and finding them through any backend."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Points, fit_similarity, transform_points
from ganeditor.errors import FaceError, UserError
from ganeditor.opencv import cv2

Photo8 = npt.NDArray[np.uint8]
"""uint8 RGB [H, W, 3]."""

DETECTION_SIDE = 1280
"""Detection runs on a copy whose longest side is at most this; only an empty result asks for the full size."""

MIN_EYE_DISTANCE = 16.0
"""Pixels between the eyes below which a face is marked as tiny: less than half of what a 128-pixel model sees."""

EYES_AND_MOUTH = np.array([[0.307, 0.3], [0.693, 0.3], [0.5, 0.7]])
BOX_CORNERS = np.array([[0.09, -0.12], [0.92, -0.12], [0.92, 0.97], [0.09, 0.97]])
"""An average face, in units of the bundled template: eyes and mouth, and the box a detector draws around them."""

ALL, LARGEST = "all", "largest"
"""Choices of faces beside numbers and ids."""

Point = tuple[float, float]

PROFILE_ASYMMETRY = 0.55
"""Share by which the nose is nearer to one side of the jaw than to the other from which a face counts as profile."""


@dataclass(frozen=True, eq=False)
class Face:
    """One face; coordinates in pixels of the photo at full size, pixel centres at whole numbers plus 0.5."""

    id: str  # from the face's own pixels: the same photo gives the same id
    box_xyxy: tuple[float, float, float, float]
    landmarks: Points  # [68, 2], the iBUG order
    confidence: float  # of the detector, in [0, 1]
    marks: tuple[str, ...] = ()  # "tiny", "profile": kept, but an edit may look poor

    @property
    def anchors(self) -> Points:
        """Left eye, right eye, left and right mouth corner [4, 2]: what alignment goes by."""
        points = self.landmarks
        return np.stack([points[36:42].mean(0), points[42:48].mean(0), points[48], points[54]])

    @property
    def size(self) -> float:
        """Longer side of the box in pixels."""
        x0, y0, x1, y1 = self.box_xyxy
        return max(x1 - x0, y1 - y0)


@dataclass(frozen=True, eq=False)
class Detection:
    """What a backend reports, in coordinates of the picture it was given."""

    box_xyxy: tuple[float, float, float, float]
    confidence: float
    landmarks: Points | None = None  # [68, 2]; None leaves them to the landmark predictor


class Detector(Protocol):
    """Finds faces; each backend is one file."""

    def detect(self, photo: Photo8) -> Sequence[Detection]: ...


class LandmarkPredictor(Protocol):
    """photo and box_xyxy of one face -> landmarks [68, 2]."""

    def landmarks(self, photo: Photo8, box_xyxy: tuple[float, float, float, float]) -> Points: ...


class FaceFinder:
    """A detector and a landmark predictor together: a photo becomes its faces, sorted from left to right."""

    def __init__(self, detector: Detector, predictor: LandmarkPredictor) -> None:
        self._detector, self.predictor = detector, predictor

    def find(self, photo: Photo8) -> tuple[Face, ...]:
        """All faces of photo; none is an empty tuple, not an error."""
        scale = min(1.0, DETECTION_SIDE / max(photo.shape[:2]))
        detections = self._detect(photo, scale)
        if not detections and scale < 1:
            detections = self._detect(photo, 1.0)
        faces = [self._face(photo, detection) for detection in detections]
        return tuple(sorted(faces, key=lambda face: (face.box_xyxy[0], face.box_xyxy[1])))

    def at_points(self, photo: Photo8, left_eye: Point, right_eye: Point, mouth: Point) -> Face:
        """A face that a person marked by hand; points (x, y) in pixels of photo."""
        marked = np.array([left_eye, right_eye, mouth], np.float64)
        to_photo = fit_similarity(EYES_AND_MOUTH, marked)
        corners = transform_points(to_photo, BOX_CORNERS)
        low, high = corners.min(0), corners.max(0)
        box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        points = self.predictor.landmarks(photo, box)
        # The person's own marks win: the predicted shape is moved onto them.
        shape = np.array([points[36:42].mean(0), points[42:48].mean(0), points[48:68].mean(0)])
        points = transform_points(fit_similarity(shape, marked), points)
        return self._face(photo, Detection(box, 1.0, points))

    def _detect(self, photo: Photo8, scale: float) -> list[Detection]:
        if scale == 1:
            return list(self._detector.detect(photo))
        small: Photo8 = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        to_full = np.array([photo.shape[1] / small.shape[1], photo.shape[0] / small.shape[0]])
        return [_scaled(detection, to_full) for detection in self._detector.detect(small)]

    def _face(self, photo: Photo8, detection: Detection) -> Face:
        points = detection.landmarks
        if points is None:
            points = self.predictor.landmarks(photo, detection.box_xyxy)
        x0, y0, x1, y1 = detection.box_xyxy
        left, top = max(0, int(x0)), max(0, int(y0))
        pixels = np.ascontiguousarray(photo[top : int(y1) + 1, left : int(x1) + 1])
        digest = hashlib.sha256(np.array([left, top]).tobytes() + pixels.tobytes())
        return Face(digest.hexdigest()[:12], detection.box_xyxy, points, detection.confidence, marks_of(points))


def marks_of(landmarks: Points) -> tuple[str, ...]:
    """Why an edit of this face may look poor; landmarks [68, 2]."""
    eyes = landmarks[42:48].mean(0) - landmarks[36:42].mean(0)
    left, right = np.hypot(*(landmarks[30] - landmarks[1])), np.hypot(*(landmarks[30] - landmarks[15]))
    marks = []
    if np.hypot(*eyes) < MIN_EYE_DISTANCE:
        marks.append("tiny")
    if abs(left - right) > PROFILE_ASYMMETRY * max(left + right, 1e-6):
        marks.append("profile")
    return tuple(marks)


def choose_faces(faces: Sequence[Face], choice: str | None, where: str) -> list[Face]:
    """The faces that choice names: a number from the left, starting at 1, an id, ALL or LARGEST.

    Without a choice a single face is taken; several are an error, since nobody else may choose.
    """
    if not faces:
        raise FaceError(
            f"No face was found in {where}; use a photo in which a face looks at the camera and is at least "
            "40 pixels wide."
        )
    if choice == ALL or (choice is None and len(faces) == 1):
        return list(faces)
    if choice is None:
        raise FaceError(
            f"{len(faces)} faces were found in {where}; choose one, 1 to {len(faces)} from the left, or all.",
            "--face N|all|largest|like:FILE",
        )
    if choice == LARGEST:
        return [max(faces, key=lambda face: face.size)]
    by_name = {face.id: face for face in faces} | {str(index): face for index, face in enumerate(faces, 1)}
    if choice not in by_name:
        raise FaceError(
            f"There is no face '{choice}' in {where}; it has faces 1 to {len(faces)}, counted from the left."
        )
    return [by_name[choice]]


def open_finder(name: str, builders: dict[str, Callable[[], Detector]], predictor: LandmarkPredictor) -> FaceFinder:
    """The finder with the backend called name."""
    if name not in builders:
        raise UserError(f"There is no face detector '{name}'; choose one of {', '.join(builders)}.")
    return FaceFinder(builders[name](), predictor)


def _scaled(detection: Detection, factor: npt.NDArray[np.float64]) -> Detection:
    x0, y0, x1, y1 = (np.asarray(detection.box_xyxy) * np.tile(factor, 2)).tolist()
    points = None if detection.landmarks is None else (detection.landmarks * factor).astype(np.float32)
    return Detection((x0, y0, x1, y1), detection.confidence, points)
