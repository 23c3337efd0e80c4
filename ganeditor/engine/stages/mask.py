"""MaskEdit drawn: the face with its latents moved as the search has found, in the region of change alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ganeditor.edits.mask import MaskEdit
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image
from ganeditor.engine.latent.painted import Painted, read_painted
from ganeditor.engine.paste import FaceRegion, Overlay
from ganeditor.engine.stages.drawing import Drawing, See
from ganeditor.opencv import cv2

FEATHER = 0.02  # of the side: deviation of the blur at the region's rim


def draw(face: FaceState, drawing: Drawing, edit: MaskEdit) -> Drawing:
    """The drawing with what was painted over it."""
    painted = read_painted(face.asset(edit.found), face.model)
    return replace(drawing, patches=(*drawing.patches, _Painting(face, painted, edit, drawing.rough)))


@dataclass(frozen=True, eq=False)
class _Painting:
    """A Patch."""

    face: FaceState
    painted: Painted
    edit: MaskEdit
    rough: bool

    def __call__(self, _see: See, shrink: float) -> Sequence[Overlay]:
        face = self.face
        region = face.known(f"painted {self.edit.found}", self._region).shrunk(shrink)
        before = face.rough_before if self.rough else face.before
        moved = face.ws + self.edit.strength * face.ws.new_tensor(self.painted.offset)
        after = face.synthesis(face.model.latents.within(face.ws, moved), rough=self.rough)
        detail = region.detail(before, after, crop=face.crop.astype(np.float32), moved=after)
        return [region.overlay(detail, face.monochrome)]

    def _region(self) -> FaceRegion:
        face, side = self.face, len(self.face.crop)
        mask = cv2.resize(self.painted.region.astype(np.float32) / 255, (side, side), interpolation=cv2.INTER_LINEAR)
        soft: Image = np.asarray(cv2.GaussianBlur(mask, (0, 0), FEATHER * side), np.float32)
        return face.region.within(soft)
