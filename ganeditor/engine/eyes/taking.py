"""Taking: an exemplar's eyes laid over those of a face, in the face's light and as sharp as it is."""

import math
from dataclasses import dataclass, replace

import numpy as np

from ganeditor.edits.eyes import SIDES, EyesEdit
from ganeditor.engine.eyes import blending, mapping
from ganeditor.engine.eyes.exemplar import Exemplar
from ganeditor.engine.eyes.filling import Filling
from ganeditor.engine.eyes.frame import Frame
from ganeditor.engine.eyes.window import Window
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image, crop, invert, resample, shifted
from ganeditor.engine.faces.mesh import Pose
from ganeditor.engine.paste import Overlay
from ganeditor.opencv import cv2

BROWS = ((46, 53, 52, 65, 55), (285, 295, 282, 283, 276))
"""Of the mesh, the lower edge of the left and the right brow, from left to right."""

LIGHT = 0.15  # of the eye's width: deviation above which what the filling says of light holds; what is finer is taken
EYEBALL = 0.4  # its radius in widths of the eye: what an iris moves by when a head turns
FARTHEST = 0.2  # widths that an iris is moved at most to go with the head


@dataclass(frozen=True, eq=False)
class Taken:
    """An exemplar on one face."""

    exemplar: Exemplar
    face: FaceState
    filled: Image | None = None  # [R, R, 3]: the face's crop as a Filling made it

    def with_filling(self, filling: Filling) -> "Taken":
        """The same once both eyes have been made one with the face's crop."""
        face, edit = self.face, EyesEdit(feather=1.0)
        window = Window.of(face.photo, face.region.box_xyxy, 1)
        picture, mask = window.picture.astype(np.float32), np.zeros(window.picture.shape[:2], np.float32)
        for side in range(len(SIDES)):
            overlay = self.overlay(window, side, edit).moved(-window.x0, -window.y0)
            x0, y0, x1, y1 = overlay.box_xyxy
            picture[y0:y1, x0:x1] += overlay.colour
            mask[y0:y1, x0:x1] = np.maximum(mask[y0:y1, x0:x1], overlay.mask)
        matrix, side_px = shifted(face.matrix, window.x0, window.y0), face.crop.shape[0]
        laid = crop(np.clip(np.rint(picture), 0, 255).astype(np.uint8), matrix, side_px).astype(np.float32)
        share: Image = resample(mask, matrix, (side_px, side_px))
        target = face.crop.astype(np.float32)
        return replace(self, filled=filling(target, np.clip(share, 0, 1).astype(np.float32), laid))

    def overlay(self, window: Window, side: int, edit: EyesEdit) -> Overlay:
        """One eye, 0 the left or 1 the right, laid over a window of the photo as edit wants it."""
        size_wh = window.picture.shape[1], window.picture.shape[0]
        mesh = self.face.mesh.seen_through(window.matrix)
        own = Frame(self.face.eyes[side].seen_through(window.matrix), size_wh)
        own = mapping.placed(self.exemplar, side, own, mesh)
        theirs = Frame(self.exemplar.eyes[side], (0, 0))
        lids = own.to_picture(theirs.of_points(theirs.eye.lids))
        opened = Frame(replace(own.eye, lids=lids), size_wh)
        x0, y0, x1, y1 = own.box_xyxy
        there = window.picture[y0:y1, x0:x1].astype(np.float32)
        other = mapping.seen(self.exemplar, mapping.sources(self.exemplar, side, own, mesh))
        skin = blending.skin_around(own, np.minimum(own.upper, opened.upper), np.maximum(own.lower, opened.lower))
        other = blending.as_sharp(other, there, skin)
        gains = blending.gain(there, other, skin, own, edit.light)
        lit = blending.relit(other, gains, blending.between_lids(opened))
        if self.filled is not None:
            lit = self._repaired(lit, there, opened, window, edit.light)
        brow = own.of_points(mesh.flat[list(BROWS[side])])
        highest = np.interp(own.grid[0], brow[:, 0], brow[:, 1])
        mask = blending.rim(opened, edit.feather, highest.astype(np.float32), self.face.glasses)
        # What is left at the rim is the skin's: an eye would get the colours of make-up and shadows around it.
        beside = 1 - blending.between_lids(opened)[..., None]
        lit = lit + edit.light * beside * (blending.cloned(there, lit, mask, own) - lit)
        if self.face.monochrome:
            lit = blending.grey(lit)
        box = x0 + window.x0, y0 + window.y0, x1 + window.x0, y1 + window.y0
        return Overlay(box, mask * np.float32(edit.amount), (lit - there).astype(np.float32), replaces=False)

    def turn(self) -> tuple[float, float]:
        """(x, y) in widths of the eye, y downwards, by which irises move so that they look where those of the exemplar
        did, though this head is turned otherwise."""
        here, there = self.face.mesh.pose, self.exemplar.mesh.pose
        return _way(there, here, "yaw"), -_way(there, here, "pitch")

    def _repaired(self, lit: Image, there: Image, frame: Frame, window: Window, light: float) -> Image:
        """lit [h, w, 3] with the light that the filled crop has, in which lids and sockets belong to the face."""
        assert self.filled is not None
        x0, y0, x1, y1 = frame.box_xyxy
        scale = float(window.shrink)
        to_crop = np.hstack([self.face.matrix[:, :2] * scale, self.face.matrix[:, 2:]])
        to_box = invert(shifted(to_crop, x0 + window.x0, y0 + window.y0))
        made = np.asarray(resample(self.filled, to_box, (x1 - x0, y1 - y0)), np.float32)
        skin = blending.skin_around(frame, frame.upper, frame.lower)
        lids = 1 - blending.between_lids(frame)
        made = made * blending.gain(there, made, skin, frame, 1.0)
        # Between the lids the exemplar is right: a generator's iris is never quite where that of the person is.
        change = (made - lit) * skin[..., None]
        sigma = LIGHT * frame.eye.width
        broad = (
            cv2.GaussianBlur(change, (0, 0), sigma) / np.maximum(cv2.GaussianBlur(skin, (0, 0), sigma), 0.05)[..., None]
        )
        return np.asarray(lit + light * broad * lids[..., None], np.float32)


def _way(there: Pose, here: Pose, angle: str) -> float:
    difference = math.radians(getattr(there, angle) - getattr(here, angle))
    return float(np.clip(EYEBALL * math.sin(difference), -FARTHEST, FARTHEST))
