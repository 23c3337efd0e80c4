"""A group photo in which every closed eye is opened: the photos of a folder are looked through one after another, and
each face gets the eyes of the same person that fit it best."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ganeditor.batch.exemplars import LEFT, RIGHT, Choice, Reason, Refusal, Seen, choose, people
from ganeditor.batch.job import sources_in
from ganeditor.batch.photo import face_row
from ganeditor.edits.eyes import SIDES, EyesEdit
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.align import Image, Points, transform_points
from ganeditor.engine.faces.detect import Face, Photo8, eye_distance
from ganeditor.errors import FaceError, UserError
from ganeditor.opencv import cv2
from ganeditor.progress import Progress, part
from ganeditor.project.assets import sha256
from ganeditor.project.picture import read_picture

AROUND = 0.14
"""Half of a square around an eye, as a share of the aligned crop: lids, brow and the skin beside them."""


@dataclass(frozen=True, eq=False)
class Surveyed:
    """What a folder's photos hold."""

    faces: Mapping[Seen, Face]  # whose eyes can be told
    failed: tuple[str, ...] = ()  # a sentence for each file that can't be read


def others_in(folder: Path, but: Sequence[Path], notify: Callable[[str], None]) -> tuple[Path, ...]:
    """The photos in a folder and below, without those in but, by whatever name these are called."""
    left_out = {path.resolve() for path in but}
    return tuple(source.path for source in sources_in([folder], notify) if source.path.resolve() not in left_out)


def survey(editor: FaceEditor, photos: Sequence[Path], progress: Progress) -> Surveyed:
    """Look at each of photos; one is in memory at a time, and only numbers of its faces stay."""
    other = editor.sibling()
    faces: dict[Seen, Face] = {}
    failed = []
    for index, path in enumerate(photos):
        share = part(progress, index / len(photos), (index + 1) / len(photos))
        share(0.0, path.name)
        try:
            pixels = read_picture(path).pixels
            found = other.set_photo(pixels, progress=part(share, 0.2, 0.8))
        except UserError as error:
            failed.append(str(error))
            continue
        for number, face in enumerate(found, 1):
            with contextlib.suppress(FaceError):  # whose eyes can't be told can't be taken
                faces[seen(other, face, path, number)] = face
    return Surveyed(faces, tuple(failed))


@dataclass(frozen=True, eq=False)
class Plan:
    """What is to be done to one face of the group photo."""

    face: Face
    number: int  # from the left
    seen: Seen | None  # None where nothing can be told of its eyes
    outcome: Choice | Refusal
    why: str = ""  # the sentence why nothing can be told

    def row(self) -> dict[str, Any]:
        """The plan as plain values."""
        row = {"face": self.number, **face_row(self.face)}
        if self.seen:
            row["open"] = {side: round(ratio, 3) for side, ratio in zip(SIDES, self.seen.open, strict=True)}
        if isinstance(self.outcome, Refusal):
            reason = self.why or self.outcome.reason.value
            return row | {"opened": [], "reason": reason, "nearest": self.outcome.nearest}
        chosen = self.outcome.seen
        return row | {
            "opened": [SIDES[side] for side in self.outcome.eyes],
            "from": str(chosen.photo),
            "from_face": chosen.number,
            "distance": round(self.outcome.distance, 3),
        }


def plans(editor: FaceEditor, faces: Sequence[Face], surveyed: Surveyed, threshold: float) -> list[Plan]:
    """For each of faces, which are those of editor's photo from left to right, whose eyes it is to get."""
    known: dict[str, Seen] = {}
    unknown: dict[str, str] = {}
    for number, face in enumerate(faces, 1):
        try:
            known[face.id] = seen(editor, face, Path(), number)
        except FaceError as error:
            unknown[face.id] = str(error)
    belonging = people(list(known.values()), list(surveyed.faces))
    return [
        Plan(face, number, known[face.id], choose(known[face.id], belonging[known[face.id]], threshold))
        if face.id in known
        else Plan(face, number, None, Refusal(Reason.UNKNOWN), unknown[face.id])
        for number, face in enumerate(faces, 1)
    ]


def exemplars(editor: FaceEditor, made: Sequence[Plan], surveyed: Surveyed, progress: Progress) -> dict[str, bytes]:
    """The eyes that plans ask for, as data for EyesEdit, by the face that gets them; each photo is read once more."""
    other, found = editor.sibling(), dict[str, bytes]()
    chosen = [(plan.face.id, plan.outcome.seen) for plan in made if isinstance(plan.outcome, Choice)]
    photos = list(dict.fromkeys(one.photo for _face, one in chosen))
    for index, path in enumerate(photos):
        progress(index / len(photos), path.name)
        wanted = [(face, surveyed.faces[one]) for face, one in chosen if one.photo == path]
        other.set_photo(read_picture(path).pixels, list({theirs.id: theirs for _face, theirs in wanted}.values()))
        found |= {face: other.exemplar(theirs.id).to_bytes() for face, theirs in wanted}
    return found


def edit_for(plan: Plan, data: bytes, painter: str = "") -> EyesEdit:
    """What opens a plan's eyes with data of exemplars(); painter as in EyesEdit."""
    assert isinstance(plan.outcome, Choice)
    return EyesEdit(exemplar=sha256(data), take=tuple(SIDES[side] for side in plan.outcome.eyes), painter=painter)


def seen(editor: FaceEditor, face: Face, photo: Path, number: int) -> Seen:
    """What can be told of a face of editor's photo; FaceError says why nothing can be told of its eyes."""
    eyes, pose = editor.eyes(face.id), editor.mesh(face.id).pose
    squares = [_surroundings(editor.crop(face.id), eye) for eye in _eyes_in_crop(editor, face)]
    left, right = (float(square.mean()) + 1 for square in squares)
    return Seen(
        photo,
        number,
        editor.descriptor(face.id),
        (eyes[LEFT].openness, eyes[RIGHT].openness),
        (pose.yaw, pose.pitch),
        eye_distance(face.landmarks),
        float(np.mean([cv2.Laplacian(square, cv2.CV_32F).std() for square in squares])),
        (left, right),
    )


def _eyes_in_crop(editor: FaceEditor, face: Face) -> Points:
    """The middles of both eyes [2, 2] in the aligned crop."""
    side = editor.crop(face.id).shape[0]
    return transform_points(editor.model.template.transform(face.anchors, side), face.anchors[:2])


def _surroundings(crop: Photo8, eye: Points) -> Image:
    """Luminance of an eye and what is around it."""
    half = round(AROUND * crop.shape[0])
    x, y = np.clip(np.rint(eye).astype(int), half, crop.shape[0] - half).tolist()
    square = crop[y - half : y + half, x - half : x + half]
    return np.asarray(cv2.cvtColor(square, cv2.COLOR_RGB2GRAY), np.float32)
