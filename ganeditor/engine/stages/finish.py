"""FinishEdit drawn: nothing is, but what is drawn after it is pasted as it says."""

from dataclasses import replace

from ganeditor.edits.finish import SHARP, FinishEdit
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.stages.drawing import Drawing


def draw(_face: FaceState, drawing: Drawing, edit: FinishEdit) -> Drawing:
    """The drawing, whose finish is chosen."""
    return replace(drawing, sharp=drawing.sharp and edit.finish == SHARP)
