"""Swap in motion: a source's face over one person's in every frame of a clip.

What takes long is done once: the guise. In a frame its texture is laid over the mesh, in the light of the frame.
"""

from collections.abc import Sequence

import numpy as np

from ganeditor.edits.swap import SHAPE, SwapEdit
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.eyes.blending import grey
from ganeditor.engine.faces.align import Image, Matrix, crop, invert, resample, shifted, transform_points
from ganeditor.engine.faces.anatomy import Anatomy
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.moving.atlas import sampled
from ganeditor.engine.moving.guise import Guise, Shown
from ganeditor.engine.moving.known import Known
from ganeditor.engine.moving.light import Light
from ganeditor.engine.moving.one_euro import OneEuro, Smoothing
from ganeditor.engine.moving.tracker import Tracked
from ganeditor.engine.paste import VISIBLE
from ganeditor.engine.swap import masks
from ganeditor.engine.swap.shape import box_around, width_of
from ganeditor.engine.swap.texture import Surface
from ganeditor.engine.swap.visible import bare, visible

SEEN_SIDE = 128
"""Pixels of the aligned face in which is told what is before it."""

QUICK = Smoothing(still=3.0)
"""Of what is before a face: a hand that comes is there at once."""


class MovingSwap:
    """One source on one person. A Mover."""

    def __init__(self, editor: FaceEditor, edit: SwapEdit, guise: Guise, *, monochrome: bool) -> None:
        self._anatomy: Anatomy = editor.anatomy
        self._template = editor.model.template
        self._edit, self._guise, self._monochrome = edit, guise, monochrome
        self._track = -1

    @classmethod
    def of(cls, known: Sequence[Known], edit: SwapEdit) -> "MovingSwap":
        """For the person who is known from some pictures."""
        shown = [_shown(one.editor, one.face_id, edit) for one in known]
        return cls(known[0].editor, edit, Guise.of(shown), monochrome=shown[0].swapped.face.monochrome)

    def draw(self, picture: Photo8, tracked: Tracked, time: float) -> None:
        """Change picture [H, W, 3] in place."""
        if tracked.track != self._track:
            self._track = tracked.track
            self._light, self._settle = Light(self._guise, self._edit), OneEuro(QUICK)
        to_crop = self._template.transform(tracked.face.anchors, SEEN_SIDE)
        seen = self._seen(picture, tracked, to_crop, time)
        spots = self._light.places(tracked.mesh)
        in_crop = transform_points(to_crop, spots.reshape(-1, 2)).reshape(spots.shape)
        relit = self._light.relit(picture, spots, sampled(seen, in_crop), time)
        self._lay(picture, tracked.mesh, relit, seen, to_crop)

    def _seen(self, picture: Photo8, tracked: Tracked, to_crop: Matrix, time: float) -> Image:
        """How much of the aligned face nothing is before [SEEN_SIDE, SEEN_SIDE]."""
        size_wh = SEEN_SIDE, SEEN_SIDE
        if not self._edit.occlusion:
            return np.ones(size_wh, np.float32)
        here = crop(picture, to_crop, SEEN_SIDE, self._template.border)
        person = np.asarray(resample(self._anatomy.person(picture), to_crop, size_wh), np.float32)
        landmarks = transform_points(to_crop, tracked.landmarks)
        found = visible(here, tracked.mesh.seen_through(to_crop), landmarks, person, None)
        return np.asarray(self._settle(found[..., None], time)[..., 0], np.float32)

    def _lay(self, picture: Photo8, mesh: Mesh, relit: Image, seen: Image, to_crop: Matrix) -> None:
        """Lay relit, which is in the atlas, over the face."""
        edit, guise = self._edit, self._guise
        x0, y0, x1, y1 = box_around(mesh, picture.shape[1], picture.shape[0])
        size_wh = x1 - x0, y1 - y0
        if min(size_wh) < 1:
            return
        there = picture[y0:y1, x0:x1].astype(np.float32)
        own = mesh.seen_through(np.array([[1.0, 0, -x0], [0, 1, -y0]]))
        width = width_of(own)
        laid = guise.laid(own, edit.amount if SHAPE in edit.parts else 0.0)
        surface = Surface.of(laid, guise.atlas.triangles, size_wh)
        places = surface.carry(np.column_stack([guise.atlas.mesh.flat, own.flat]))
        spots, own_spots = places[..., :2], places[..., 2:]
        carried, other = sampled(there, own_spots), sampled(relit, spots)
        rim = masks.rim(laid, size_wh, width, edit.feather) * sampled(guise.known, spots)
        if edit.occlusion:
            rim *= np.clip(resample(seen, invert(shifted(to_crop, x0, y0)), size_wh), 0, 1) * sampled(guise.free, spots)
        share = masks.coming(laid, size_wh, width, edit.parts) * np.float32(edit.amount)
        drawn = carried + (other - carried) * share[..., None]
        if self._monochrome:
            drawn = grey(drawn)
        rim[rim < VISIBLE] = 0
        picture[y0:y1, x0:x1] = np.rint(np.clip(there + (drawn - there) * rim[..., None], 0, 255))


def _shown(editor: FaceEditor, face_id: str, edit: SwapEdit) -> Shown:
    height, width = editor.photo.shape[:2]
    free = np.ones((height, width), np.float32)
    if editor.model.segmentation is not None:
        to_photo = invert(editor.mask_matrix(face_id))
        free = np.asarray(resample(bare(editor.segments(face_id)), to_photo, (width, height)), np.float32)
    return Shown(editor.photo, editor.mesh(face_id), np.clip(free, 0, 1), editor.swapped(face_id, edit.source))
