"""Finding the faces of a photo through any backend, whatever their size and however they are turned."""

import hashlib
import math
from collections.abc import Callable

import numpy as np

from ganeditor.engine.faces.align import fit_similarity, transform_points
from ganeditor.engine.faces.detect import (
    LEAST_EYE_DISTANCE,
    Box,
    Detection,
    Detector,
    Face,
    Found,
    LandmarkPredictor,
    Photo8,
    Point,
    eye_distance,
    marks_of,
    turn_of,
)
from ganeditor.engine.faces.scan import LABEL, glance, merged, scan, scan_turned
from ganeditor.engine.faces.turned import Judge, SecondLook
from ganeditor.errors import FaceError, UserError
from ganeditor.progress import Progress, part, silent

EYES_AND_MOUTH = np.array([[0.307, 0.3], [0.693, 0.3], [0.5, 0.7]])
BOX_CORNERS = np.array([[0.09, -0.12], [0.92, -0.12], [0.92, 0.97], [0.09, 0.97]])
"""An average face, in units of the bundled template: eyes and mouth, and the box a detector draws around them."""

LYING = 60.0
"""Degrees from upright from which on a face lies, and does not lean."""


class FaceFinder:
    """A photo becomes its faces, sorted from left to right."""

    def __init__(self, detector: Detector, predictor: LandmarkPredictor, judge: Judge) -> None:
        self._detector, self.predictor = detector, predictor
        self._second_look = SecondLook(detector, predictor, judge)

    def find(self, photo: Photo8, progress: Progress = silent) -> Found:
        """All faces of photo; none is an empty answer, not an error. progress is told of each tile and each face.

        With CenterFace on one core 12 megapixels take about 2 s, 24 take 3 s, 50 take 6 s and any more 8 s, in
        400 MB beside the photo. A face is sure to be found from 45 px of height on, in photos of up to 64 megapixels.
        Who lies or stands on their head is looked for anew, in a copy of 1280 px and 1.5 s more, where nobody is
        upright; beside somebody upright such a face is found if the detector sees it as it lies, as it mostly does.
        """
        seen = scan(photo, self._detector, part(progress, 0.0, 0.6))
        found = self._looked_at(photo, seen, part(progress, 0.6, 0.8), doubted=False)
        if all(abs(_turn(detection)) > LYING for detection in found):
            # Nobody, or the photo lies on its side.
            seen = scan_turned(photo, self._detector, part(progress, 0.8, 0.9))
            found = merged([*found, *self._looked_at(photo, seen, part(progress, 0.9, 1.0), doubted=True)])
        faces = [_face(photo, detection) for detection in found]
        offered = [face for face in faces if eye_distance(face.landmarks) >= LEAST_EYE_DISTANCE]
        offered.sort(key=lambda face: (face.box_xyxy[0], face.box_xyxy[1]))
        return Found(tuple(offered), len(faces) - len(offered))

    def glance(self, picture: Photo8) -> list[Detection]:
        """The faces in a clip's picture, without a second look and without landmarks of their own."""
        return glance(picture, self._detector)

    def at_points(self, photo: Photo8, left_eye: Point, right_eye: Point, mouth: Point) -> Face:
        """A face that a person marked by hand, however it is turned; points (x, y) in pixels of photo.

        Which eye is the left one is clear from the mouth, so they may come in any order.
        """
        marked = np.array([left_eye, right_eye, mouth], np.float64)
        across, down = marked[1] - marked[0], marked[2] - marked[0]
        if across[0] * down[1] < across[1] * down[0]:
            marked = marked[[1, 0, 2]]
        to_photo = fit_similarity(EYES_AND_MOUTH, marked)
        corners = transform_points(to_photo, BOX_CORNERS).astype(np.float64)
        turn = math.degrees(math.atan2(to_photo[1, 0], to_photo[0, 0]))
        points = self._second_look.landmarks(photo, corners, turn)
        # The person's own marks win: the predicted shape is moved onto them.
        shape = np.array([points[36:42].mean(0), points[42:48].mean(0), points[48:68].mean(0)])
        points = transform_points(fit_similarity(shape, marked), points)
        low, high = corners.min(0), corners.max(0)
        box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        return _face(photo, Detection(box, 1.0, points))

    def in_box(self, photo: Photo8, box_xyxy: Box) -> Face:
        """The face in a rectangle that a person, or another program, has drawn around it, however it is turned.

        Where no face is seen in it, its landmarks are those that one would have there.
        """
        face = _face(photo, self._second_look.marked(photo, box_xyxy))
        if eye_distance(face.landmarks) < LEAST_EYE_DISTANCE:
            raise FaceError(
                f"This face has less than {LEAST_EYE_DISTANCE:.0f} pixels between the eyes; mark a larger one."
            )
        return face

    def _looked_at(
        self, photo: Photo8, detections: list[Detection], progress: Progress, *, doubted: bool
    ) -> list[Detection]:
        faces = []
        for index, detection in enumerate(detections):
            progress(index / len(detections), LABEL)
            faces.append(self._second_look.face(photo, detection, doubted=doubted))
        # A second look at two halves of a face sees the same one.
        return merged(face for face in faces if face is not None)


def open_finder(
    name: str, builders: dict[str, Callable[[], Detector]], predictor: LandmarkPredictor, judge: Judge
) -> FaceFinder:
    """The finder with the backend called name."""
    if name not in builders:
        raise UserError(f"There is no face detector '{name}'; choose one of {', '.join(builders)}.")
    return FaceFinder(builders[name](), predictor, judge)


def _turn(detection: Detection) -> float:
    assert detection.landmarks is not None, "a second look gives landmarks"
    return turn_of(detection.landmarks)


def _face(photo: Photo8, detection: Detection) -> Face:
    assert detection.landmarks is not None, "a second look gives landmarks"
    x0, y0, x1, y1 = detection.box_xyxy
    left, top = max(0, int(x0)), max(0, int(y0))
    pixels = np.ascontiguousarray(photo[top : int(y1) + 1, left : int(x1) + 1])
    digest = hashlib.sha256(np.array([left, top]).data)
    digest.update(pixels.data)
    return Face(
        digest.hexdigest()[:12],
        detection.box_xyxy,
        detection.landmarks,
        detection.confidence,
        marks_of(detection.landmarks),
    )
