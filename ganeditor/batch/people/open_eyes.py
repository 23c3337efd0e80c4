"""Which of a person's photos has the best open eyes: open as wide as they usually are, sharp, and looking ahead."""

import math
from collections.abc import Mapping

import numpy as np

from ganeditor.batch.exemplars import USUAL, Seen
from ganeditor.batch.eyes import seen
from ganeditor.engine.editor import FaceEditor
from ganeditor.project.people.values import Known
from ganeditor.project.picture import read_picture

TURNED = 30.0
"""Degrees of yaw or pitch that count as much as eyes that are not open at all."""


def eyes_of(editor: FaceEditor, face: Known) -> Seen:
    """What can be told of a known face's eyes; FaceError says why nothing can, PictureError why it can't be looked at.

    The photo is read, and the face looked for in its box alone: 0.2 s beside the reading.
    """
    editor.put_photo(read_picture(face.photo).pixels)
    return seen(editor, editor.add_face_in(face.box_xyxy), face.photo, face.number)


def scores(eyes: Mapping[int, Seen]) -> dict[int, float]:
    """How good each face's eyes would be to take, the higher the better; eyes are one person's, by the faces' ids."""
    if not eyes:
        return {}
    usual = float(np.quantile([ratio for one in eyes.values() for ratio in one.open], USUAL))
    sharpest = max(one.sharpness for one in eyes.values())
    return {face: _score(one, usual, sharpest) for face, one in eyes.items()}


def _score(one: Seen, usual: float, sharpest: float) -> float:
    """1 for eyes that are open as usual, as sharp as any, and look ahead."""
    opened = min(1.0, min(one.open) / max(usual, 1e-6))
    blurred = 0.25 * math.log2(max(sharpest, 1e-6) / max(one.sharpness, 1e-6))
    return opened - (math.hypot(*one.turn) / TURNED) ** 2 - min(blurred, 1.0)
