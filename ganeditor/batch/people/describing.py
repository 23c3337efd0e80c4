"""A photo's faces as what is kept of them: whom they show, how they look, and a thumbnail."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.detect import Face, Photo8
from ganeditor.engine.faces.scan import is_same
from ganeditor.errors import FaceError
from ganeditor.opencv import cv2
from ganeditor.progress import Progress, part
from ganeditor.project.people.values import Described, Drawn
from ganeditor.project.picture import read_picture

Describe = Callable[[Path, Sequence[Drawn], Progress], Sequence[Described]]
"""The faces in a photo's file, from left to right, also those in rectangles that were drawn; UserError where it can't
be read."""

THUMBNAIL = 96
"""Pixels of a thumbnail's side."""


def describer(editor: FaceEditor) -> Describe:
    """Describes with editor, which is given each photo; its progress is told of each face."""

    def describe(path: Path, drawn: Sequence[Drawn], progress: Progress) -> list[Described]:
        pixels = read_picture(path).pixels
        progress(0.05, path.name)
        faces = list(editor.set_photo(pixels, progress=part(progress, 0.05, 0.7)))
        by_hand = dict[str, int]()
        for one in drawn:
            if (face := _added(editor, one, faces)) is not None:
                by_hand[face.id] = one.id
                faces.append(face)
        faces.sort(key=lambda face: face.box_xyxy)
        found = []
        for index, face in enumerate(faces):
            progress(0.7 + 0.3 * index / len(faces), path.name)
            found.append(described(editor, face, by_hand.get(face.id, 0)))
        return found

    return describe


def described(editor: FaceEditor, face: Face, drawn: int = 0) -> Described:
    """A face of editor's photo; its latents there are the encoder's guess from now on. drawn: as Described has it."""
    has_encoder = editor.model.encoder is not None
    return Described(
        face.id,
        face.box_xyxy,
        editor.descriptor(face.id).astype(np.float32),
        _thumbnail(editor.crop(face.id)),
        editor.model.fingerprint if has_encoder else "",
        editor.guess(face.id).guess.astype(np.float32) if has_encoder else None,
        drawn,
    )


def _added(editor: FaceEditor, drawn: Drawn, faces: Sequence[Face]) -> Face | None:
    """The face in a drawn rectangle of editor's photo; None where it is one of faces, or too small."""
    height, width = editor.photo.shape[:2]
    x0, y0, x1, y1 = drawn.box_xyxy
    try:
        face = editor.add_face_in((x0 * width, y0 * height, x1 * width, y1 * height))
    except FaceError:
        return None
    return None if any(is_same(face.box_xyxy, other.box_xyxy) for other in faces) else face


def _thumbnail(crop: Photo8) -> bytes:
    """An aligned face [R, R, 3] as a small JPEG."""
    small = cv2.resize(crop, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR))[1])
