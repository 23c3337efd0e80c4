"""STAGES: how each kind of operation is drawn, one row each; in what order is OPERATIONS' to say."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from ganeditor.edits.enhance import EnhanceEdit
from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.mask import MaskEdit
from ganeditor.edits.swap import SwapEdit
from ganeditor.engine.enhance.upscaler import Upscalers
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.latent.invert import Watch
from ganeditor.engine.stages import enhance, eyes, latent, mask, swap
from ganeditor.engine.stages.drawing import Drawing
from ganeditor.progress import Progress

STAGES: dict[type, Callable[[FaceState, Drawing, Any], Drawing]] = {
    LatentEdit: latent.draw,
    MaskEdit: mask.draw,
    SwapEdit: swap.draw,
    EyesEdit: eyes.draw,
}
"""Of a face: what is known of it, the drawing so far, the operation -> the drawing after it."""

PREPARATIONS: dict[type, Callable[[FaceState, Any, Watch], None]] = {
    EyesEdit: eyes.prepare,
    SwapEdit: swap.prepare,
}
"""Of those that are slow to draw for the first time, what does the slow part."""

PhotoStage = Callable[[npt.NDArray[Any], Any, Upscalers, Progress], npt.NDArray[np.uint8] | npt.NDArray[np.uint16]]

PHOTO_STAGES: dict[type, PhotoStage] = {EnhanceEdit: enhance.draw}
"""Of a whole photo: pixels [H, W, C], which stay, the operation, networks for it and who hears how far it is -> other
pixels, perhaps of another size."""
