"""Drawing: what stages hand on from one to the next, and how it comes into the photo in the end."""

from dataclasses import dataclass

import numpy as np

from ganeditor.edits.attributes import EVERYWHERE
from ganeditor.edits.latent import DETAIL, GENERATED, MODES
from ganeditor.engine.ageing import Ageing
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image
from ganeditor.engine.paste import Detail, FaceRegion, Overlay
from ganeditor.errors import EditError


@dataclass(frozen=True, eq=False)
class Drawing:
    """One face's aligned crop on its way; pictures are levels of 255, [R, R, 3]."""

    before: Image  # the unedited synthesis
    after: Image  # with all that has been done so far
    mode: str = DETAIL  # of MODES: how it is pasted
    regions: frozenset[str] = EVERYWHERE  # of the face, outside which the photo stays
    hold_skin: bool = False  # the skin's mean colour is not to change
    moved: Image | None = None  # before, with its parts where after has them; None where all stays in its place
    ageing: Ageing | None = None  # what of it is ageing


def pasted(face: FaceState, drawing: Drawing, region: FaceRegion) -> Overlay:
    """What drawing does to the photo that region is of."""
    if drawing.mode not in MODES:
        raise EditError(f"There is no paste mode '{drawing.mode}'; choose one of {', '.join(MODES)}.")
    before, after, own = drawing.before, drawing.after, face.crop.astype(np.float32)
    if drawing.mode == GENERATED:
        return region.generated_overlay(own, before, after, regions=drawing.regions, monochrome=face.monochrome)
    return region.overlay(detail(face, drawing), face.monochrome)


def detail(face: FaceState, drawing: Drawing) -> Detail:
    """What drawing adds to the photo."""
    return face.region.detail(
        drawing.before,
        drawing.after,
        crop=face.crop.astype(np.float32),
        moved=drawing.moved,
        regions=drawing.regions,
        hold_skin=drawing.hold_skin,
        ageing=drawing.ageing,
    )
