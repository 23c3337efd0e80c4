"""Tracker: the faces of a clip followed from picture to picture, and who each of them is.

Faces are detected every few pictures and in between looked at where they were. A face that the mesh network does not
find again is lost, until a detection finds it. Who it is, its descriptor tells: once, and again when in doubt.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ganeditor.engine.faces.align import Points
from ganeditor.engine.faces.anatomy import Anatomy
from ganeditor.engine.faces.detect import SURE, Box, Detection, Face, Photo8
from ganeditor.engine.faces.finder import FaceFinder
from ganeditor.engine.faces.identity import Identifier
from ganeditor.engine.faces.mesh import FARTHEST_YAW, LEAST_CONFIDENCE, LEAST_EYE_DISTANCE, Mesh
from ganeditor.engine.faces.scan import overlap
from ganeditor.engine.moving.cuts import Cuts
from ganeditor.engine.moving.one_euro import OneEuro, Smoothing
from ganeditor.engine.moving.people import People
from ganeditor.errors import FaceError

EVERY = 10
"""Pictures from one detection to the next."""

SEEKING = 2
"""The same while somebody who was there is missing."""

UNSEEN = 2
"""Detections in a row that miss a face which is then given up."""

SAME = 0.3
"""Share of the union of two boxes that is common to both, from which on they are of one face."""

NEAR = 0.02
"""The same from which on two faces may be mistaken for each other."""

JUMP = 0.5
"""Of a face's width: a move from one picture to the next after which it may be another face."""

TELLING_YAW = 30.0
"""Degrees up to which a face that looks like nobody known is somebody new, and not seen too poorly to tell."""

STEADY = Smoothing(still=1.0, rise=30.0, speed=1.5)
"""Of a mesh, in face widths and seconds. What trembles by 0.1 to 0.15 % of the width does so by 0.07 to 0.1 %, and lags
behind by 0.35 % where a head sways."""

SETTLING = 2
"""Looks at a face that was just found until the mesh stays where it is."""

LANDMARKS = (
    *(34, 234, 93, 132, 58, 136, 149, 148, 152, 377, 378, 365, 288, 361, 323, 454, 264),
    *(70, 63, 105, 66, 55, 285, 296, 334, 293, 300, 168, 197, 5, 4, 75, 97, 2, 326, 305),
    *(33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380),
    *(61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312, 308, 317, 14, 87),
)
"""Of the mesh, what comes nearest to the 68 landmarks: on 24 portraits within 0.04 eye distances, at the jaw 0.1."""


@dataclass(frozen=True, eq=False)
class Tracked:
    """One face in one picture of a clip."""

    person: int | None  # of People; None is somebody who can't be told yet
    track: int  # a number for each run of pictures in which the face was not lost
    mesh: Mesh  # smoothed in time, in pixels of the picture

    @property
    def landmarks(self) -> Points:
        """[68, 2], from the mesh."""
        return self.mesh.flat[list(LANDMARKS)]

    @property
    def face(self) -> Face:
        """As the editor takes one."""
        points = self.landmarks
        return Face(f"person {self.person}", box_of(self.mesh), points, self.mesh.confidence)


@dataclass(eq=False)
class _Track:
    """One face that is followed."""

    number: int
    mesh: Mesh  # as it was last seen
    shown: Mesh  # that, smoothed
    unit: float  # pixels: the face's width when it was found
    smooth: OneEuro
    person: int | None = None
    doubt: bool = True  # whether it is to be told who this is
    near: bool = False  # to another face
    unseen: int = 0  # detections in a row

    def move(self, mesh: Mesh, time: float) -> None:
        jump = np.linalg.norm(mesh.flat.mean(0) - self.mesh.flat.mean(0))
        if jump > JUMP * np.ptp(self.mesh.flat[:, 0]):
            self.doubt = True
        self.mesh = mesh
        self.shown = replace(
            mesh, points=self.smooth(mesh.points / np.float32(self.unit), time) * np.float32(self.unit)
        )


class Tracker:
    """Sees the pictures of one clip in their order; not for use from several threads at once."""

    def __init__(self, finder: FaceFinder, identifier: Identifier, anatomy: Anatomy, people: People) -> None:
        """people: who is known already; others are added as they come."""
        self._finder, self._identifier, self._anatomy = finder, identifier, anatomy
        self.people = people
        self._cuts = Cuts()
        self._tracks: list[_Track] = []
        self._begun = 0  # tracks
        self._since = 0  # pictures since the last detection

    def follow(self, picture: Photo8, time: float) -> Sequence[Tracked]:
        """The faces in picture [H, W, 3] at time in seconds that are seen well enough to be edited."""
        cut = self._cuts(picture)
        if cut:
            self._tracks = []
        self._look_again(picture, time)
        self._keep_apart()
        self._since += 1
        present = {track.person for track in self._tracks}
        if cut or self._since >= (EVERY if present >= self.people.seen else SEEKING):
            self._detect(picture, time)
        for track in self._tracks:
            if track.doubt:
                self._tell(picture, track)
        return [Tracked(track.person, track.number, track.shown) for track in self._tracks if _usable(track.mesh)]

    def _look_again(self, picture: Photo8, time: float) -> None:
        for track in self._tracks:
            track.move(self._anatomy.mesh_again(picture, track.mesh), time)
        height, width = picture.shape[:2]
        self._tracks = [track for track in self._tracks if _there(track.mesh, width, height)]

    def _keep_apart(self) -> None:
        """Of two that have come upon one face one goes; who passes near another may have been mistaken for them."""
        kept: list[_Track] = []
        for track in self._tracks:
            boxes = [overlap(box_of(track.mesh), box_of(other.mesh)) for other in kept]
            if max(boxes, default=0.0) < SAME:
                kept.append(track)
                continue
            other = kept[int(np.argmax(boxes))]
            other.doubt = True
        for track in kept:
            box = box_of(track.mesh)
            near = any(overlap(box, box_of(other.mesh)) > NEAR for other in kept if other is not track)
            track.doubt = track.doubt or (track.near and not near)
            track.near = near
        self._tracks = kept

    def _detect(self, picture: Photo8, time: float) -> None:
        self._since = 0
        found = self._finder.glance(picture)
        seen = [detection.box_xyxy for detection in found]
        for track in self._tracks:
            box = box_of(track.mesh)
            track.unseen = 0 if any(overlap(box, one) >= SAME for one in seen) else track.unseen + 1
            track.doubt = track.doubt or track.near or track.person is None
        self._tracks = [track for track in self._tracks if track.unseen < UNSEEN]
        for detection in found:
            known = [overlap(detection.box_xyxy, box_of(track.mesh)) for track in self._tracks]
            if detection.confidence >= SURE and max(known, default=0.0) < SAME:
                self._begin(picture, detection, time)

    def _begin(self, picture: Photo8, detection: Detection, time: float) -> None:
        try:
            mesh = self._anatomy.mesh(picture, self._finder.predictor.landmarks(picture, detection.box_xyxy))
        except FaceError:
            return  # too small, turned too far or hidden: it is looked for again
        for _look in range(SETTLING):
            mesh = self._anatomy.mesh_again(picture, mesh)
        if any(overlap(box_of(mesh), box_of(track.mesh)) >= SAME for track in self._tracks):
            return
        self._begun += 1
        track = _Track(self._begun, mesh, mesh, float(np.ptp(mesh.flat[:, 0])), OneEuro(STEADY))
        track.move(mesh, time)
        self._tracks.append(track)

    def _tell(self, picture: Photo8, track: _Track) -> None:
        """Find out who it is; nobody is in a picture twice."""
        landmarks = self._finder.predictor.landmarks(picture, box_of(track.mesh))
        descriptor = self._identifier.describe(picture, landmarks)
        track.doubt, track.person = False, None
        taken = {other.person for other in self._tracks if not other.doubt} - {None}
        clear = abs(track.mesh.pose.yaw) < TELLING_YAW and not track.near
        track.person = self.people.who(descriptor, taken, add=clear)


def box_of(mesh: Mesh) -> Box:
    """Around the face, as detectors have it."""
    low, high = mesh.flat.min(0), mesh.flat.max(0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _there(mesh: Mesh, width: int, height: int) -> bool:
    """Whether mesh is of a face whose middle lies in the picture."""
    x, y = mesh.flat.mean(0)
    return mesh.confidence >= LEAST_CONFIDENCE and 0 <= x < width and 0 <= y < height


def _usable(mesh: Mesh) -> bool:
    eyes = mesh.anchors[:2]
    return abs(mesh.pose.yaw) <= FARTHEST_YAW and float(np.hypot(*(eyes[1] - eyes[0]))) >= LEAST_EYE_DISTANCE
