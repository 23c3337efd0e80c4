"""Drawing: what stages hand on from one to the next, and how it comes into the photo in the end."""

from dataclasses import dataclass

import numpy as np

from ganeditor.edits.latent import DETAIL, MODES
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image
from ganeditor.engine.paste import Overlay
from ganeditor.errors import EditError


@dataclass(frozen=True, eq=False)
class Drawing:
    """One face's aligned crop on its way; pictures are levels of 255, [R, R, 3]."""

    before: Image  # the unedited synthesis
    after: Image  # with all that has been done so far
    mode: str = DETAIL  # of MODES: how it is pasted


def pasted(face: FaceState, drawing: Drawing) -> Overlay:
    """What drawing does to the photo."""
    if drawing.mode not in MODES:
        raise EditError(f"There is no paste mode '{drawing.mode}'; choose one of {', '.join(MODES)}.")
    if drawing.mode == DETAIL:
        return face.region.detail_overlay(drawing.before, drawing.after, monochrome=face.monochrome)
    own = face.crop.astype(np.float32)
    return face.region.generated_overlay(own, drawing.before, drawing.after, monochrome=face.monochrome)
