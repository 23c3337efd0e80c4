"""What is done with one photo, step by step, and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganeditor.batch.choice import FaceChoice
from ganeditor.edits.attributes import AGE
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.operation import Operation
from ganeditor.edits.table import Scope, rows_of
from ganeditor.edits.words.applying import at_age
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.anatomy import Anatomy
from ganeditor.engine.faces.detect import Face, Photo8
from ganeditor.engine.faces.eyes import Eye
from ganeditor.engine.latent.invert import InversionSettings, Step
from ganeditor.errors import FaceError
from ganeditor.likeness import SAME_PERSON
from ganeditor.progress import Progress, part, silent
from ganeditor.project.document import Document, Photo, Set
from ganeditor.project.picture import Picture, read_picture
from ganeditor.project.render import Overlay, Pixels, render

PREPARED = 0.8
"""Share of the time of editing that has passed once all searches are done."""


@dataclass(frozen=True, eq=False)
class OpenPhoto:
    """A photo with its chosen faces inverted, ready to be edited."""

    path: Path
    picture: Picture
    faces: tuple[Face, ...]  # all that were found
    chosen: tuple[Face, ...]
    notices: tuple[str, ...] = ()  # of reading the picture and of looking for its faces


def open_photo(
    editor: FaceEditor, path: Path, choice: FaceChoice, settings: InversionSettings, progress: Progress
) -> OpenPhoto:
    """Read path, find its faces and invert those that choice names."""
    progress(0.0, "Reading")
    picture = read_picture(path)
    faces = editor.set_photo(picture.pixels, progress=part(progress, 0.02, 0.15))
    chosen = choice.among(faces, editor, str(path))
    for index, face in enumerate(chosen):
        share = part(progress, 0.15 + 0.8 * index / len(chosen), 0.15 + 0.8 * (index + 1) / len(chosen))
        label = "Inverting" if len(chosen) == 1 else f"Inverting face {index + 1} of {len(chosen)}"

        def watch(step: Step, share: Progress = share, label: str = label) -> None:
            share(step.fraction, label)

        editor.invert(face.id, settings, watch)
    return OpenPhoto(path, picture, faces, tuple(chosen), (*picture.notices, *editor.found.notices))


def edited_pixels(
    editor: FaceEditor,
    photo: OpenPhoto,
    operations: Sequence[Operation],
    progress: Progress = silent,
    age: float | None = None,
) -> Pixels:
    """The photo with the same operations done to each chosen face, or to the whole of it, as they are made for.

    age: years, to which the attributes of each face are to bring it from the age that the model reads in it.
    """
    height, width = photo.picture.pixels.shape[:2]
    document, rest = Document(Photo(str(photo.path), "", width, height)), progress
    whole = {row.kind for row in rows_of(Scope.PHOTO)}
    for operation in operations:
        places = [None] if type(operation) in whole else [face.id for face in photo.chosen]
        for place in places:
            if age is not None and place and isinstance(operation, LatentEdit):
                operation = at_age(operation, age, _read_age(editor, place))
            document = document.with_edit(Set(place, operation))
    if photo.chosen:
        rest = part(progress, PREPARED, 1.0)
        _prepare(editor, photo.chosen, document, part(progress, 0.0, PREPARED))
    return render(document, photo.picture.pixels, _Watched(editor, rest))


def _read_age(editor: FaceEditor, face_id: str) -> float:
    """In years; FaceError where the model reads none, as one without an encoder or without that read-out."""
    reading = editor.readings(face_id).get(AGE)
    if reading is None:
        raise FaceError(
            f"The model {editor.model.name} reads no age in a face, so that none can be reached; say by how many years "
            "the face is to age, or choose a model that does."
        )
    return reading.natural


def _prepare(editor: FaceEditor, faces: Sequence[Face], document: Document, progress: Progress) -> None:
    """What is slow of a document's edits of faces, while progress hears of it."""
    for index, face in enumerate(faces):
        share = part(progress, index / len(faces), (index + 1) / len(faces))

        def watch(step: Step, share: Progress = share) -> None:
            share(step.fraction, "Searching")

        editor.prepare(face.id, document.operations(face.id), watch)


@dataclass(frozen=True, eq=False)
class _Watched:
    """The editor, and who hears how far it is with the whole of a photo."""

    editor: FaceEditor
    progress: Progress

    def overlay(self, face_id: str, operations: Sequence[Operation], shrink: float = 1) -> Overlay | None:
        return self.editor.overlay(face_id, operations, shrink)

    def whole(self, pixels: Pixels, operations: Sequence[Operation], _progress: Progress = silent) -> Pixels:
        return self.editor.whole(pixels, operations, self.progress)


def face_report(editor: FaceEditor, photo: OpenPhoto, face: Face, edited: Pixels, source: str = "") -> dict[str, Any]:
    """Everything that can be said of one face, and how much it still looks like the person in edited [H, W, C].

    source: the SHA-256 of the asset whose person it is to look like instead.
    """
    inversion, distance = editor.inversion(face.id), editor.identity_distance(face.id, edited)
    identity = {"distance": distance, "limit": SAME_PERSON, "same_person": distance < SAME_PERSON}
    if source:
        identity["source_distance"] = editor.source_distance(face.id, source, edited)
    return {
        "face": photo.faces.index(face) + 1,
        **face_row(face),
        "inversion": {"steps": inversion.steps, "loss": inversion.loss, "seconds": round(inversion.seconds, 2)},
        "reconstruction": editor.figures(face.id)._asdict(),
        "readings": {name: reading._asdict() for name, reading in editor.readings(face.id).items()},
        "identity": identity,
    }


def face_row(face: Face) -> dict[str, Any]:
    """A face as plain values."""
    return {
        "id": face.id,
        "box_xyxy": [round(value, 1) for value in face.box_xyxy],
        "size": round(face.size, 1),
        "confidence": round(face.confidence, 3),
        "marks": list(face.marks),
    }


def anatomy_row(anatomy: Anatomy, photo: Photo8, face: Face) -> dict[str, Any]:
    """How a face of photo is turned and what its eyes do, as plain values; or why that is unknown."""
    try:
        mesh = anatomy.mesh(photo, face.landmarks)
    except FaceError as error:
        return {"unknown": str(error)}
    left, right = anatomy.eyes(photo, mesh)
    pose = {name: round(degrees, 1) for name, degrees in vars(mesh.pose).items()}
    return {"pose": pose, "eyes": {"left": _eye_row(left), "right": _eye_row(right)}}


def _eye_row(eye: Eye) -> dict[str, Any]:
    return {
        "state": eye.state,
        "openness": round(eye.openness, 3),
        "ratio": round(eye.ratio, 3),
        "corners": [[round(value, 1) for value in corner] for corner in eye.corners.tolist()],
        "iris": [round(value, 1) for value in eye.iris.tolist()],
        "radius": round(eye.radius, 1),
        "gaze": [round(eye.gaze_x, 3), round(eye.gaze_y, 3)],
    }


def warnings_for(report: dict[str, Any], where: str) -> Sequence[str]:
    """What a person should know before trusting the result."""
    warnings = []
    if "tiny" in report["marks"]:
        warnings.append(f"Face {report['face']} in {where} is very small; an edit shows little detail.")
    if "profile" in report["marks"]:
        warnings.append(f"Face {report['face']} in {where} is seen from the side; an edit may look poor.")
    identity = report["identity"]
    if "source_distance" in identity:
        if identity["source_distance"] >= SAME_PERSON:
            warnings.append(
                f"Face {report['face']} in {where} does not look like the source (distance "
                f"{identity['source_distance']:.2f}, limit {identity['limit']}); take a sharp photo in which that "
                f"person looks the same way."
            )
    elif not identity["same_person"]:
        warnings.append(
            f"Face {report['face']} in {where} may no longer look like the person "
            f"(distance {identity['distance']:.2f}, limit {identity['limit']}); use smaller changes, or keep other "
            "attributes still."
        )
    return warnings
