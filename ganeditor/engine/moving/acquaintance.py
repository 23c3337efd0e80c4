"""Acquaintance: who is in a clip, and the pictures that show each person best, told from a sample of its frames."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.align import crop
from ganeditor.engine.faces.detect import SURE, Face, Photo8, anchors_of
from ganeditor.engine.faces.identity import Descriptor
from ganeditor.engine.faces.light import luminance
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.moving.frame import Frame
from ganeditor.engine.moving.people import People
from ganeditor.errors import FaceError
from ganeditor.opencv import cv2
from ganeditor.progress import Progress

Choose = Callable[[Sequence[Face], FaceEditor, str], Sequence[Face]]
"""Faces of a photo, the editor in which that is set, and what it is called -> those that are meant, or FaceError."""

BEST = 3
"""Pictures of a person that are kept: what one of them hides, or shows with half-closed eyes, another shows."""

JUDGED = 128
"""Pixels of the aligned face by which its sharpness is judged."""

TURNED, NODDED, NARROW = 12.0, 15.0, 0.05
"""Degrees of yaw and pitch, and lack of the eyes' opening in their width, that count as much as half the sharpness."""

OPEN = 0.25
"""Opening of an eye in its width from which on it is open."""


@dataclass(frozen=True, eq=False)
class Look:
    """One face in one picture."""

    picture: Photo8
    face: Face
    mesh: Mesh
    descriptor: Descriptor
    goodness: float  # how sharp, frontal and open-eyed; one more is twice as sharp


@dataclass(frozen=True, eq=False)
class Acquaintance:
    """Who is in a clip."""

    people: People
    looks: dict[int, list[Look]]  # of each person who is meant, the best first


def acquainted(
    editor: FaceEditor, samples: Iterable[Frame], choose: Choose | None, where: str, progress: Progress
) -> Acquaintance:
    """Who is in samples of the clip called where, and whom choose means; without it everybody is meant.

    The first picture in which choose finds whom it names decides. FaceError says that nobody is found, or not those.
    """
    people, looks = People(), dict[int, list[Look]]()
    meant: set[int] | None = set() if choose else None
    error: FaceError | None = None
    for index, frame in enumerate(samples):
        progress(1 - 0.9**index, "Looking who is there")
        found: dict[int, Look] = {}
        for look in _looks(editor, frame.picture):
            person = people.who(look.descriptor, found)
            if person is not None:
                found[person] = look
                best = [*looks.get(person, []), look]
                looks[person] = sorted(best, key=lambda one: -one.goodness)[:BEST]
        if choose and not meant and found:
            other = editor.sibling()
            faces = {look.face.id: person for person, look in found.items()}
            try:
                other.set_photo(frame.picture, [look.face for look in found.values()])
                meant = {faces[face.id] for face in choose(other.found.faces, other, where)}
            except FaceError as refusal:
                error = error or refusal
    if not looks:
        raise FaceError(f"No face was found in {where}; use a clip in which one looks at the camera, 45 pixels wide.")
    if error and not meant:
        raise error
    return Acquaintance(people, {person: kept for person, kept in looks.items() if meant is None or person in meant})


def _looks(editor: FaceEditor, picture: Photo8) -> list[Look]:
    """The faces in picture, from left to right."""
    found: list[Look] = []
    for detection in sorted(editor.finder.glance(picture), key=lambda one: one.box_xyxy):
        if detection.confidence < SURE:
            continue
        landmarks = editor.finder.predictor.landmarks(picture, detection.box_xyxy)
        try:
            mesh = editor.anatomy.mesh(picture, landmarks)
        except FaceError:
            continue
        face = Face(f"face {len(found)}", detection.box_xyxy, landmarks, detection.confidence)
        descriptor = editor.identifier.describe(picture, landmarks)
        found.append(Look(picture, face, mesh, descriptor, _goodness(editor, picture, face, mesh)))
    return found


def _goodness(editor: FaceEditor, picture: Photo8, face: Face, mesh: Mesh) -> float:
    template = editor.model.template
    seen = crop(picture, template.transform(anchors_of(face.landmarks), JUDGED), JUDGED, template.border)
    fine = cv2.Laplacian(luminance(seen.astype(np.float32)), cv2.CV_32F)
    sharpness = float(np.log2(np.abs(fine[JUDGED // 4 : -JUDGED // 4, JUDGED // 4 : -JUDGED // 4]).mean() + 0.1))
    closed = max(0.0, OPEN - min(_opening(mesh, part) for part in ("left_eye", "right_eye")))
    pose = mesh.pose
    return sharpness - abs(pose.yaw) / TURNED - abs(pose.pitch) / NODDED - closed / NARROW


def _opening(mesh: Mesh, part: str) -> float:
    """Of an eye, in its width."""
    loop = mesh.loop(part)
    return float(np.hypot(*(loop[4] - loop[12]))) / max(float(np.hypot(*(loop[8] - loop[0]))), 1e-6)
