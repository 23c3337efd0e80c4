"""Swapped: a source's face made ready for one face of a photo, and laid over it."""

from dataclasses import dataclass

import numpy as np
import torch

from ganeditor.edits.swap import SHAPE, SKIN, SwapEdit
from ganeditor.engine.eyes.blending import as_sharp, grey
from ganeditor.engine.eyes.window import Window
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image, crop, invert, resample, shifted, transform_points
from ganeditor.engine.faces.anatomy import Anatomy
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.latent.invert import synthesize
from ganeditor.engine.latent.painted import segments_of
from ganeditor.engine.model import FaceModel
from ganeditor.engine.paste import VISIBLE, Overlay
from ganeditor.engine.swap import blending, masks
from ganeditor.engine.swap.light import Places, lit_as, opposites
from ganeditor.engine.swap.reenactment import expression, reenacted
from ganeditor.engine.swap.shape import box_around, moved_as, shaped, width_of
from ganeditor.engine.swap.source import SourceFace
from ganeditor.engine.swap.texture import Surface, Triangles, triangulated
from ganeditor.engine.swap.visible import alone, bare, inner, visible
from ganeditor.engine.tensors import to_levels
from ganeditor.opencv import cv2

WIDER = 3
"""Times the crop's side: what is looked at for the person, who can't be told from a face alone."""

LOOKS = 2
"""At the mesh of a picture that nobody has seen yet, each aligned by the one before."""


@dataclass(frozen=True, eq=False)
class Swapped:
    """A source on one face."""

    source: SourceFace
    face: FaceState
    acted: Image  # [R, R, 3] levels: the source in the face's pose and expression, as the generator has it
    mesh: Mesh  # of that, in its pixels
    shown: Image  # [R, R] in [0, 1]: how much of the source's own crop shows its face
    drawn: Image  # [S, S] in [0, 1]: how much of acted does
    visible: Image  # [R, R] in [0, 1]: how much of the face's crop does

    @classmethod
    def of(cls, source: SourceFace, face: FaceState) -> "Swapped":
        """FaceError says why one of them has no mesh, EditError that the source was kept with another model."""
        model, anatomy, side = face.model, face.anatomy, len(face.crop)
        ws = source.latents_in(model)
        to_crop = np.array([[1.0, 0, 0], [0, 1, 0]]) * (side / len(source.picture))
        start = source.mesh.seen_through(to_crop)
        own = face.mesh.seen_through(face.matrix)
        moved, acted, mesh = reenacted(
            model.latents,
            ws,
            expression(own),
            lambda moved: _rendered(model, moved),
            lambda picture: followed(anatomy, picture, start),
        )
        known = model.segmentation is not None
        drawn = inner(bare(segments_of(model, moved, {}))) if known else np.ones(acted.shape[:2], np.float32)
        seen = face.known("visible face", lambda: _visible_in(face, own))
        return cls(source, face, acted, mesh, shown_in(source, model), drawn, seen)

    def overlay(self, window: Window, edit: SwapEdit, *, edited: bool) -> Overlay:
        """The source's face laid over a window of the photo as edit wants it.

        edited: what the window shows differs from the photo, so that pose and expression are looked at anew. What is
        before the face is told from the photo.
        """
        unedited = self.face.mesh.seen_through(window.matrix)
        own = followed(self.face.anatomy, window.picture, unedited) if edited else unedited
        x0, y0, x1, y1 = box_around(own, window.picture.shape[1], window.picture.shape[0])
        size_wh = x1 - x0, y1 - y0
        own, unedited = (mesh.seen_through(np.array([[1.0, 0, -x0], [0, 1, -y0]])) for mesh in (own, unedited))
        there = window.picture[y0:y1, x0:x1].astype(np.float32)
        width = width_of(own)
        laid = moved_as(own, unedited, shaped(unedited, self.mesh, edit.amount if SHAPE in edit.parts else 0.0))
        triangles = triangulated(laid)
        surface = Surface.of(laid, triangles, size_wh)
        carried = surface.texture(own, triangles).of(there)
        skin = masks.skin(laid, size_wh, width)
        opposite = opposites(laid, surface)
        other, seen, known = self._drawn(laid, surface, triangles, opposite, skin, width)
        seeing = self._visible(window, x0, y0, size_wh) if edit.occlusion else np.ones_like(skin)
        bare = skin * seeing
        other = as_sharp(other, carried, bare)
        other = lit_as(carried, other, bare, skin * known, opposite, width, edit.light, SKIN in edit.parts)
        rim = masks.rim(laid, size_wh, width, edit.feather) * seeing * known
        if SKIN not in edit.parts:
            other = blending.joined(carried, other, rim, bare * seen, width)
        other = blending.grained(carried, other, bare)
        share = masks.coming(laid, size_wh, width, edit.parts) * np.float32(edit.amount)
        drawn = carried + (other - carried) * share[..., None]
        if self.face.monochrome:
            drawn = grey(drawn)
        rim[rim < VISIBLE] = 0
        box = x0 + window.x0, y0 + window.y0, x1 + window.x0, y1 + window.y0
        return Overlay(box, rim, (drawn - there).astype(np.float32), replaces=False)

    def _drawn(
        self, laid: Mesh, surface: Surface, triangles: Triangles, opposite: Places, skin: Image, width: float
    ) -> tuple[Image, Image, Image]:
        """The source's face [h, w, 3] where laid is; how much of it its photo shows [h, w], since what is hidden there
        is in-painted from the generator's picture, as a mouth is that opens as another's; and how much of it either
        shows [h, w]."""
        own, acted = (surface.texture(mesh, triangles) for mesh in (self.source.mesh, self.mesh))
        photo = own.of(self.source.picture)
        seen = own.seen * own.share(self.shown, len(self.source.picture)) * (1 - masks.mouth(laid, surface.size_wh))
        filled = acted.of(self.acted)
        drawn = acted.share(self.drawn, len(self.acted))
        filled = lit_as(photo, filled, skin * seen, skin * drawn, opposite, width, 1.0, tone=False)
        known = np.maximum(seen, drawn)
        whole = filled + (photo - filled) * seen[..., None]
        return np.asarray(whole, np.float32), np.asarray(seen, np.float32), known

    def _visible(self, window: Window, x0: int, y0: int, size_wh: tuple[int, int]) -> Image:
        """How much of the face is seen in a box of the window."""
        to_crop = np.hstack([self.face.matrix[:, :2] * float(window.shrink), self.face.matrix[:, 2:]])
        to_box = invert(shifted(to_crop, x0 + window.x0, y0 + window.y0))
        return np.clip(np.asarray(resample(self.visible, to_box, size_wh), np.float32), 0, 1)


def shown_in(source: SourceFace, model: FaceModel) -> Image:
    """How much of source's own crop [R, R] shows its face, in [0, 1]; EditError as from latents_in."""
    side = model.resolution
    to_crop = np.array([[1.0, 0, 0], [0, 1, 0]]) * (side / len(source.picture))
    taken = cv2.resize(source.picture, (side, side), interpolation=cv2.INTER_AREA)
    mesh, landmarks = source.mesh.seen_through(to_crop), transform_points(to_crop, source.landmarks)
    segments = segments_of(model, source.latents_in(model), {}) if model.segmentation is not None else None
    return alone(visible(taken, mesh, landmarks, np.ones((side, side), np.float32), segments), mesh)


def followed(anatomy: Anatomy, picture: Photo8, mesh: Mesh) -> Mesh:
    """The mesh of the face in picture, which lies nearly as mesh does."""
    for _ in range(LOOKS):
        mesh = anatomy.mesh_again(picture, mesh)
    return mesh


def _visible_in(face: FaceState, mesh: Mesh) -> Image:
    """How much of each pixel of a face's crop [R, R] shows it; mesh: in the crop's pixels."""
    landmarks = transform_points(face.matrix, face.face.landmarks)
    known = face.model.segmentation is not None
    segments = segments_of(face.model, face.ws, face.replaced) if known else None
    return visible(face.crop, mesh, landmarks, person_in(face), segments)


def person_in(face: FaceState) -> Image:
    """How much of each pixel of a face's crop [R, R] is a person, told from what is around it, too."""
    side = len(face.crop)
    wider = np.array([[1.0, 0, side * (WIDER - 1) / 2], [0, 1, side * (WIDER - 1) / 2]]) / WIDER
    matrix = wider[:, :2] @ face.matrix + np.hstack([np.zeros((2, 2)), wider[:, 2:]])
    mask = face.anatomy.person(crop(face.photo, matrix, side, face.model.template.border))
    return np.asarray(resample(mask, invert(wider), (side, side), enlarge=cv2.INTER_LINEAR), np.float32)


def _rendered(model: FaceModel, ws: torch.Tensor) -> Image:
    with torch.no_grad():
        levels: Image = to_levels(synthesize(model, ws[None], {}, torch.float32).float())[0]
    return levels
