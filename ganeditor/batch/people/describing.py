"""A photo's faces as what is kept of them: whom they show, how they look, and a thumbnail."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.detect import Photo8
from ganeditor.opencv import cv2
from ganeditor.progress import Progress, part
from ganeditor.project.people.values import Described
from ganeditor.project.picture import read_picture

Describe = Callable[[Path, Progress], Sequence[Described]]
"""The faces in a photo's file, from left to right; UserError where it can't be read."""

THUMBNAIL = 96
"""Pixels of a thumbnail's side."""


def describer(editor: FaceEditor) -> Describe:
    """Describes with editor, which is given each photo; its progress is told of each face."""

    def describe(path: Path, progress: Progress) -> list[Described]:
        faces = editor.set_photo(read_picture(path).pixels, progress=part(progress, 0.0, 0.7))
        described = []
        for index, face in enumerate(faces):
            progress(0.7 + 0.3 * index / len(faces), path.name)
            has_encoder = editor.model.encoder is not None
            described.append(
                Described(
                    face.id,
                    face.box_xyxy,
                    editor.descriptor(face.id).astype(np.float32),
                    _thumbnail(editor.crop(face.id)),
                    editor.model.fingerprint if has_encoder else "",
                    editor.guess(face.id).guess.astype(np.float32) if has_encoder else None,
                )
            )
        return described

    return describe


def _thumbnail(crop: Photo8) -> bytes:
    """An aligned face [R, R, 3] as a small JPEG."""
    small = cv2.resize(crop, (THUMBNAIL, THUMBNAIL), interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR))[1])
