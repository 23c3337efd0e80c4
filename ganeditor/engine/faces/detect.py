"""Faces in a photo: what is known of each, which one is meant, and what a backend has to offer to find them."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Points
from ganeditor.errors import FaceError

Photo8 = npt.NDArray[np.uint8]
"""uint8 RGB [H, W, 3]."""

MIN_EYE_DISTANCE = 16.0
"""Pixels between the eyes below which a face is marked as tiny: less than half of what a 128-pixel model sees."""

LEAST_EYE_DISTANCE = 8.0
"""Pixels between the eyes below which a face is counted but not offered: nothing of an edit would be seen."""

SURE = 0.6
"""Confidence from which a detection needs no second look, and that it has to have in one. In windows all of 54
portraits reduced to 18 px or more had 0.63 to 0.95; what noise, gravel, stars and cloth were taken for, at most 0.24
(of half a face: 0.7)."""

ALL, LARGEST, NEAR = "all", "largest", "near"
"""Choices of faces beside numbers and ids."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]

PROFILE_ASYMMETRY = 0.55
"""Share by which the nose is nearer to one side of the jaw than to the other from which a face counts as profile."""


@dataclass(frozen=True, eq=False)
class Face:
    """One face; coordinates in pixels of the photo at full size, pixel centres at whole numbers plus 0.5."""

    id: str  # from the face's own pixels: the same photo gives the same id
    box_xyxy: Box
    landmarks: Points  # [68, 2], the iBUG order
    confidence: float  # of the detector, in [0, 1]
    marks: tuple[str, ...] = ()  # "tiny", "profile": kept, but an edit may look poor

    @property
    def anchors(self) -> Points:
        """Left eye, right eye, left and right mouth corner [4, 2]: what alignment goes by."""
        return anchors_of(self.landmarks)

    @property
    def turn(self) -> float:
        """Degrees clockwise from upright, in (-180, 180]."""
        return turn_of(self.landmarks)

    @property
    def size(self) -> float:
        """Longer side of the box in pixels."""
        return longer_side(self.box_xyxy)


@dataclass(frozen=True, eq=False)
class Found:
    """What a photo holds."""

    faces: tuple[Face, ...]  # from left to right
    too_small: int = 0  # faces with less than LEAST_EYE_DISTANCE between the eyes

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know who misses a face."""
        if not self.too_small:
            return ()
        more = "more " if self.faces else ""
        faces = "1 {}face is" if self.too_small == 1 else f"{self.too_small} {{}}faces are"
        return (f"{faces.format(more)} too small to edit: less than {LEAST_EYE_DISTANCE:.0f} pixels between the eyes.",)


@dataclass(frozen=True, eq=False)
class Detection:
    """What a backend reports, in coordinates of the picture it was given."""

    box_xyxy: Box
    confidence: float
    landmarks: Points | None = None  # [68, 2]; None leaves them to the landmark predictor

    @property
    def size(self) -> float:
        """Longer side of the box in pixels."""
        return longer_side(self.box_xyxy)


class Detector(Protocol):
    """Finds faces; each backend is one file."""

    def detect(self, pictures: Iterable[Photo8]) -> Iterator[Sequence[Detection]]:
        """The faces in each of pictures, which are all of one size."""


class LandmarkPredictor(Protocol):
    """photo and box_xyxy of one face -> landmarks [68, 2]."""

    def landmarks(self, photo: Photo8, box_xyxy: Box) -> Points: ...


def anchors_of(landmarks: Points) -> Points:
    """landmarks [68, 2] -> left eye, right eye, left and right mouth corner [4, 2]."""
    return np.stack([landmarks[36:42].mean(0), landmarks[42:48].mean(0), landmarks[48], landmarks[54]])


def turn_of(landmarks: Points) -> float:
    """Degrees by which a face is turned clockwise, in (-180, 180], from its eyes to its mouth; landmarks [68, 2]."""
    left_eye, right_eye, left_mouth, right_mouth = anchors_of(landmarks).astype(np.float64)
    across, down = (left_mouth + right_mouth - left_eye - right_eye).tolist()
    return math.degrees(math.atan2(-across, down))


def longer_side(box_xyxy: Box) -> float:
    """In the box's own unit."""
    x0, y0, x1, y1 = box_xyxy
    return max(x1 - x0, y1 - y0)


def eye_distance(landmarks: Points) -> float:
    """Between the middles of both eyes, in the landmarks' own unit; landmarks [68, 2]."""
    return math.dist(*anchors_of(landmarks)[:2].tolist())


def marks_of(landmarks: Points) -> tuple[str, ...]:
    """Why an edit of this face may look poor; landmarks [68, 2]."""
    left, right = np.hypot(*(landmarks[30] - landmarks[1])), np.hypot(*(landmarks[30] - landmarks[15]))
    marks = []
    if eye_distance(landmarks) < MIN_EYE_DISTANCE:
        marks.append("tiny")
    if abs(left - right) > PROFILE_ASYMMETRY * max(left + right, 1e-6):
        marks.append("profile")
    return tuple(marks)


def choose_faces(faces: Sequence[Face], choice: str | None, where: str) -> list[Face]:
    """The faces that choice names: a number from the left, starting at 1, an id, ALL, LARGEST, or NEAR: not tiny.

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
            "--face N|all|largest|like:FILE|person:NAME",
        )
    if choice == NEAR:
        near = [face for face in faces if "tiny" not in face.marks]
        if not near:
            raise FaceError(f"All faces in {where} are tiny; ask for them if they are to be drawn anew.", "--face all")
        return near
    if choice == LARGEST:
        return [max(faces, key=lambda face: face.size)]
    by_name = {face.id: face for face in faces} | {str(index): face for index, face in enumerate(faces, 1)}
    if choice not in by_name:
        raise FaceError(
            f"There is no face '{choice}' in {where}; it has faces 1 to {len(faces)}, counted from the left."
        )
    return [by_name[choice]]
