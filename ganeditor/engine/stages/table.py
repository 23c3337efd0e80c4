"""STAGES: how each kind of operation is drawn, one row each; in what order is OPERATIONS' to say."""

from collections.abc import Callable, Sequence
from typing import Any

from ganeditor.edits.enhance import EnhanceEdit
from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.finish import FinishEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.mask import MaskEdit
from ganeditor.edits.operation import Operation
from ganeditor.edits.restore import RestoreEdit
from ganeditor.edits.restyle import RestyleEdit
from ganeditor.edits.swap import SwapEdit
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.latent.invert import Watch
from ganeditor.engine.paste import Pixels
from ganeditor.engine.stages import enhance, eyes, finish, latent, mask, restore, restyle, swap
from ganeditor.engine.stages.drawing import Drawing
from ganeditor.engine.stages.scene import Scene
from ganeditor.progress import Progress, part

STAGES: dict[type, Callable[[FaceState, Drawing, Any], Drawing]] = {
    FinishEdit: finish.draw,
    RestoreEdit: restore.draw,
    LatentEdit: latent.draw,
    MaskEdit: mask.draw,
    SwapEdit: swap.draw,
    EyesEdit: eyes.draw,
}
"""Of a face: what is known of it, the drawing so far, the operation -> the drawing after it."""

PREPARATIONS: dict[type, Callable[[FaceState, Any, Watch], None]] = {
    RestoreEdit: restore.prepare,
    EyesEdit: eyes.prepare,
    SwapEdit: swap.prepare,
}
"""Of those that are slow to draw for the first time, what does the slow part."""

PHOTO_STAGES: dict[type, Callable[[Pixels, Any, Scene, Progress], Pixels]] = {
    RestyleEdit: restyle.draw,
    EnhanceEdit: enhance.draw,
}
"""Of a whole photo: pixels [H, W, C], which stay, the operation, what else it may ask for and who hears how far it is
-> other pixels, perhaps of another size."""


def drawn(state: FaceState, operations: Sequence[Operation], *, rough: bool = False) -> Drawing:
    """What operations, in their order, make of a face."""
    before = state.rough_before if rough else state.before
    drawing = Drawing(before, before, rough=rough, sharp=not rough)
    for operation in operations:
        drawing = STAGES[type(operation)](state, drawing, operation)
    return drawing


def done_to_photo(pixels: Pixels, operations: Sequence[Operation], scene: Scene, progress: Progress) -> Pixels:
    """What operations, in their order, make of a whole photo [H, W, C]."""
    for index, operation in enumerate(operations):
        share = part(progress, index / len(operations), (index + 1) / len(operations))
        pixels = PHOTO_STAGES[type(operation)](pixels, operation, scene, share)
    return pixels
