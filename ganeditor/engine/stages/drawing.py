"""Drawing: what stages hand on from one to the next, and how it comes into the photo in the end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ganeditor.edits.attributes import EVERYWHERE
from ganeditor.edits.latent import DETAIL, GENERATED, MODES
from ganeditor.engine.ageing import Ageing
from ganeditor.engine.eyes.window import Window
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image, invert, resample, scale_of, shifted
from ganeditor.engine.greying import Greying
from ganeditor.engine.paste import Detail, Layer, Layers, Overlay
from ganeditor.engine.swap.blending import grained
from ganeditor.errors import EditError
from ganeditor.opencv import cv2

See = Callable[[float], Window]
"""shrink -> what lies around the face by then, where the mean of shrink × shrink pixels of the photo is one; below 1
the photo is enlarged."""

Patch = Callable[[See, float], Sequence[Overlay]]
"""Draws in the pixels of the photo, shrunk by the second argument, over what See shows."""

Ground = Callable[[float], Sequence[Overlay]]
"""Draws over the photo itself, shrunk by its argument."""


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
    greying: float = 0.0  # share of its colour that the hair loses
    rough: bool = False  # a preview, made by rough syntheses
    ground: Ground | None = None  # what lies under all else, in place of the photo
    sharp: bool = False  # pictures by the generator are made as fine as the photo
    patches: tuple[Patch, ...] = ()  # what is finer than the crop, in its order

    @property
    def crop_stays(self) -> bool:
        """Whether the crop stays as the photo has it."""
        return self.after is self.before and self.mode == DETAIL

    @property
    def untouched(self) -> bool:
        """Whether nothing has been done yet."""
        return self.crop_stays and not (self.patches or self.ground)


def pasted(face: FaceState, drawing: Drawing, shrink: float = 1) -> Layer:
    """What drawing does to the photo, or to the one in which a pixel is the mean of shrink × shrink."""
    overlays: list[Layer] = [*_overlays(face, drawing, shrink)]
    if drawing.greying:
        overlays.append(Greying(face.hair.placed(face.region.shrunk(shrink)), drawing.greying))
    return overlays[0] if len(overlays) == 1 else Layers(tuple(overlays))


def _overlays(face: FaceState, drawing: Drawing, shrink: float) -> list[Overlay]:
    overlays = [*drawing.ground(shrink)] if drawing.ground else []
    if not drawing.crop_stays or not (drawing.patches or drawing.ground):
        overlays.append(_crop_overlay(face, drawing, shrink))
    for index, patch in enumerate(drawing.patches):
        earlier = replace(drawing, patches=drawing.patches[:index])

        def see(shrink: float, earlier: Drawing = earlier) -> Window:
            window = Window.of(face.photo, face.region.shrunk(shrink).box_xyxy, shrink)
            for overlay in [] if earlier.untouched else _overlays(face, earlier, shrink):
                window = window.with_overlay(overlay)
            return window

        overlays += patch(see, shrink)
    return overlays


def _crop_overlay(face: FaceState, drawing: Drawing, shrink: float) -> Overlay:
    if drawing.mode not in MODES:
        raise EditError(f"There is no paste mode '{drawing.mode}'; choose one of {', '.join(MODES)}.")
    region = face.region.shrunk(shrink)
    if drawing.mode == GENERATED:
        made = region.matched(face.crop.astype(np.float32), drawing.before, drawing.after)
        fine = face.finer(made, 1 / scale_of(region.matrix)) if drawing.sharp else made
        overlay = region.replaced(fine, drawing.regions, face.monochrome)
        return overlay if fine is made else _grained(face, overlay, shrink)
    return region.overlay(detail(face, drawing), face.monochrome)


def _grained(face: FaceState, overlay: Overlay, shrink: float) -> Overlay:
    """The overlay, which is all of the face, with the grain that the photo has there."""
    own = Window.of(face.photo, overlay.box_xyxy, shrink)
    to_box = invert(shifted(face.region.shrunk(shrink).matrix, *overlay.box_xyxy[:2]))
    skin = resample(face.region.skin.astype(np.float32), to_box, overlay.mask.shape[::-1], enlarge=cv2.INTER_LINEAR)
    return replace(overlay, colour=grained(own.picture.astype(np.float32), overlay.colour, skin))


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
