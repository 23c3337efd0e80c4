"""A second look at what a detector has seen: whether it is a face, which way it is turned, and its landmarks.

dlib's landmarks know upright faces only: those of a face at 30° are 2.6 % of the distance between the eyes off, at 45°
a fifth, and on a face that lies they are a grimace. So a face is turned upright before they are looked for. Which way
up it is tells a judge that knows upright faces and nothing else.
"""

import math
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Matrix, Points, crop, invert, transform_points
from ganeditor.engine.faces.detect import SURE, Box, Detection, Detector, LandmarkPredictor, Photo8, turn_of

WINDOW_SIDE = 256
"""Pixels of the window in which a face is looked at again, and one network's only picture size."""

SHARP_SIDE = 640
"""Pixels of the window in which landmarks are looked for; the face then has about the size that dlib works at."""

FACE_SHARE = 0.45
"""Of a window's side: the longer side of the face's box."""

CENTRED = 0.2
"""Share of a window's side by which a face in it may lie beside the middle to be the one that is meant."""

UPRIGHT = 1.0
"""The judge's score from which on nobody asks whether a face stands on its head. Upright faces have 0.3 to 3.2, those
lying on a side at most -0.3, on their heads at most 0.6."""

CLEARER = 0.3
"""By how much another turn's score has to be higher than the upright one's."""

FACE_SCORE = 0.0
"""The judge's least score for what the detector doubts."""

TURNS = (0.0, -45.0, 45.0, 90.0, -90.0, 135.0, -135.0, 180.0)
"""Degrees clockwise; the judge is content with 30° more or less."""

TILTED = 15.0
"""Degrees up to which landmarks are as good as in an upright face (1.4 % off at 20°, 0.9 % at 10°)."""

LEANING = 45.0
"""Degrees up to which the detector's own box and confidence are the better ones."""

ROUNDS = 3
"""How often a face is turned by what its landmarks still say; two are enough for nearly all."""


class Judge(Protocol):
    """How clearly a face in the middle of window [S, S, 3] stands upright; FACE_SCORE is a guess."""

    def score(self, window: Photo8, reach: float) -> float: ...


@dataclass(frozen=True, eq=False)
class _Window:
    picture: Photo8  # [side, side, 3], the face upright in its middle
    matrix: Matrix  # photo -> picture


class SecondLook:
    """Detections become faces with landmarks, turned as they are, or nothing."""

    def __init__(self, detector: Detector, predictor: LandmarkPredictor, judge: Judge) -> None:
        self._detector, self._predictor, self._judge = detector, predictor, judge

    def face(self, photo: Photo8, detection: Detection, *, doubted: bool = False) -> Detection | None:
        """The detection with landmarks, its box and confidence as they are in the upright face; None for no face.

        A doubted one has to prove itself whatever its confidence. What is upright and sure stays as it is.
        """
        corners = corners_of(detection.box_xyxy)
        turn, score = self._turn(photo, corners)
        if doubted or detection.confidence < SURE:
            again = self._again(photo, corners, turn)
            if again is None or again[0].confidence < SURE or score < FACE_SCORE:
                return None
        if turn:
            return self._straightened(photo, detection, turn)
        points = detection.landmarks
        if points is None:
            points = self._predictor.landmarks(photo, detection.box_xyxy)
        if abs(turn_of(points)) > TILTED:
            return self._straightened(photo, detection, turn_of(points))
        return replace(detection, landmarks=points)

    def marked(self, photo: Photo8, box_xyxy: Box) -> Detection:
        """A face that is surely there, with landmarks; the box is the detector's own where it sees the face as well."""
        corners = corners_of(box_xyxy)
        turn, _score = self._turn(photo, corners)
        again = self._again(photo, corners, turn)
        if again and abs(turn) < LEANING:
            box_xyxy = _bounds(again[1])
        return self._straightened(photo, Detection(box_xyxy, 1.0), turn)

    def landmarks(self, photo: Photo8, corners: npt.NDArray[np.float64], turn: float) -> Points:
        """Landmarks [68, 2] of a face in the rectangle with corners [4, 2], which is turned by turn degrees."""
        window = _window(photo, corners, turn, SHARP_SIDE)
        box = _bounds(transform_points(window.matrix, corners))
        return transform_points(invert(window.matrix), self._predictor.landmarks(window.picture, box))

    def _turn(self, photo: Photo8, corners: npt.NDArray[np.float64]) -> tuple[float, float]:
        """How the face is turned, to the nearest of TURNS, and the judge's score."""
        scores: dict[float, float] = {}
        for turn in TURNS:
            window = _window(photo, corners, turn, WINDOW_SIDE)
            scores[turn] = self._judge.score(window.picture, CENTRED)
            if turn == TURNS[2] and scores[0.0] >= max(UPRIGHT, *scores.values()):
                break
        best = max(scores, key=scores.__getitem__)
        if scores[best] < max(FACE_SCORE, scores[0.0] + CLEARER):
            best = 0.0
        return best, scores[best]

    def _again(
        self, photo: Photo8, corners: npt.NDArray[np.float64], turn: float
    ) -> tuple[Detection, npt.NDArray[np.float64]] | None:
        """What the detector sees in the turned window, and the corners [4, 2] of its box in photo."""
        window = _window(photo, corners, turn, WINDOW_SIDE)
        (found,) = self._detector.detect([window.picture])
        middle = [
            one
            for one in found
            if math.dist(_centre(corners_of(one.box_xyxy)), (WINDOW_SIDE / 2, WINDOW_SIDE / 2)) < CENTRED * WINDOW_SIDE
        ]
        if not middle:
            return None
        best = max(middle, key=lambda one: one.confidence)
        back = invert(window.matrix)
        points = None if best.landmarks is None else transform_points(back, best.landmarks)
        return replace(best, landmarks=points), transform_points(back, corners_of(best.box_xyxy)).astype(np.float64)

    def _straightened(self, photo: Photo8, detection: Detection, turn: float) -> Detection:
        """The detection with landmarks that were found with the face upright; a lying face's box is from there too."""
        corners, confidence = corners_of(detection.box_xyxy), detection.confidence
        for _ in range(ROUNDS):
            again, known = self._again(photo, corners, turn), None
            if again is not None:
                corners, confidence, known = again[1], again[0].confidence, again[0].landmarks
            points = self.landmarks(photo, corners, turn) if known is None else known
            left = (turn_of(points) - turn + 180) % 360 - 180
            if abs(left) < TILTED / 2:
                break
            turn += left
        if abs(turn_of(points)) < LEANING:
            return replace(detection, landmarks=points)
        return Detection(_bounds_of_turned(corners), confidence, points)


def corners_of(box_xyxy: Box) -> npt.NDArray[np.float64]:
    """The corners of a box [4, 2], clockwise from its upper left."""
    x0, y0, x1, y1 = box_xyxy
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float64)


def _centre(corners: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    centre: npt.NDArray[np.float64] = corners.mean(0)
    return centre


def _window(photo: Photo8, corners: npt.NDArray[np.float64], turn: float, side: int) -> _Window:
    """The surroundings of a face that is turned by turn degrees, upright; black beyond the photo, as a mirror would
    show more faces."""
    longest = max(math.dist(corners[0], corners[1]), math.dist(corners[1], corners[2]), 1.0)
    scale, angle = FACE_SHARE * side / longest, math.radians(-turn)
    cosine, sine = scale * math.cos(angle), scale * math.sin(angle)
    linear = np.array([[cosine, -sine], [sine, cosine]])
    matrix = np.hstack([linear, (side / 2 - linear @ _centre(corners))[:, None]])
    return _Window(crop(photo, matrix, side, "zero"), matrix)


def _bounds(points: Points | npt.NDArray[np.float64]) -> Box:
    (x0, y0), (x1, y1) = points.min(0).tolist(), points.max(0).tolist()
    return x0, y0, x1, y1


def _bounds_of_turned(corners: npt.NDArray[np.float64]) -> Box:
    """The box around the ellipse in a turned rectangle: around a face it is closer than the box around the corners."""
    centre = _centre(corners)
    reach = np.hypot(*((corners[1:3] - corners[0:2]) / 2))
    return _bounds(np.stack([centre - reach, centre + reach]))
