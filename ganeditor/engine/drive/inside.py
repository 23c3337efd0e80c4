"""Inside: what is seen between lips that part, drawn by the generator once and laid in as far as they do."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ganeditor.engine.drive.features import eye_distance
from ganeditor.engine.drive.readout import SHAPES, shapes_of
from ganeditor.engine.eyes.blending import grey
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.light import luminance
from ganeditor.engine.faces.mesh import LOOPS, Mesh
from ganeditor.engine.latent.space import Change
from ganeditor.engine.swap import masks
from ganeditor.engine.swap.texture import Triangles, texture, triangulated
from ganeditor.opencv import cv2

MOUTH = "mouth_open"

TRUNCATION_PSI = 0.5
"""How far from the mean face the mouth is taken: near a face with closed lips the generator knows no clean open one."""

TRIED = (1.0, 1.5, 2.0)
"""Deviations of MOUTH at which it draws one; beyond, it becomes a hole."""

LEAST, OPEN = 0.06, 0.2
"""Distances between the eyes that a mouth has to be open to show anything, and that are enough."""

TEETH, CAVITY, TONGUE = (1.15, 1.07, 0.98), (0.2, 0.08, 0.07), (0.42, 0.19, 0.17)
"""Colours in parts of the skin's brightness: what the generator draws is purple, so that only its light and shade are
taken, for the teeth."""

TEETH_HEIGHT, TONGUE_HEIGHT, SHADOW = 0.1, 0.07, 0.03
"""Distances between the eyes that teeth reach below the upper lip, the tongue above the lower one, and the upper lip's
shadow."""

MODELLED = (0.8, 1.15)
"""Bounds of the teeth's light and shade."""

FROM, OVER = 0.015, 0.04
"""Distances between the eyes by which lips part more than they do, until the generator's mouth is seen, and wholly."""

NEAR, LIT = 0.6, 55
"""Distances between the eyes around the mouth in which the skin has the light that falls into it, and the percent of it
that are darker than that: lips and shadows are among them."""

STRETCHED = 1.25
"""How far the inside of a mouth that is open in the photo opens before it looks stretched."""

UPPER_EDGE = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_EDGE = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
"""Of the mesh, the lips' inner edges."""

_ROW = SHAPES.index(MOUTH)
_LIPS = sorted({*LOOPS["upper_lip"], *LOOPS["lower_lip"]})


@dataclass(frozen=True, eq=False)
class Inside:
    """A mouth of the generator, wide open."""

    shade: Image  # [R, R, 3] light and shade, around 1
    mesh: Mesh  # of that, in its pixels
    triangles: Triangles  # of the lips and what is between them
    light: Image  # [3] levels that white has in it: half as tinted as the photo's skin
    monochrome: bool

    @classmethod
    def of(cls, face: FaceState) -> "Inside | None":
        """The widest that the generator draws for a face; None if it draws none that is open."""
        latents, start = face.model.latents, face.mesh.seen_through(face.matrix)
        guess = torch.from_numpy(face.inversion.guess).to(latents.mean.device)
        w = latents.mean + TRUNCATION_PSI * (guess - latents.mean)
        ws, best, widest = w.expand(face.model.generator.num_ws, -1), None, LEAST
        for amount in TRIED if MOUTH in latents.directions else ():
            picture = face.synthesis(latents.edit(ws, {MOUTH: Change(amount)}, 0.0))
            mesh = face.anatomy.mesh_again(np.clip(np.rint(picture), 0, 255).astype(np.uint8), start)
            opening = float(shapes_of(mesh)[_ROW])
            if opening > widest:
                best, widest = (picture, mesh), opening
            if widest >= OPEN:
                break
        if best is None:
            return None
        triangles = triangulated(best[1])
        between = np.isin(triangles, _LIPS).all(1)
        tone = np.asarray(np.percentile(_around(face, start), LIT, axis=0), np.float32)
        light: Image = np.asarray((tone + luminance(tone[None])) / 2, np.float32)
        return cls(_modelling(*best), best[1], triangles[between], light, face.monochrome)

    def laid(self, own: Mesh, moved: Mesh, size_wh: tuple[int, int]) -> tuple[Image, Image]:
        """What is seen in the mouth of moved [h, w, 3] in a picture of size_wh, and how much of it [h, w]; own has the
        mouth as the photo does."""
        before, now = (float(shapes_of(mesh)[_ROW]) for mesh in (own, moved))
        share = float(np.clip((now - STRETCHED * before - FROM) / OVER, 0, 1))
        mask = masks.mouth(moved, size_wh)
        if not share:
            return np.zeros((*mask.shape, 3), np.float32), np.zeros_like(mask)
        shade = texture(moved, self.mesh, self.triangles, size_wh).of(self.shade)
        unit = eye_distance(moved)
        below = _away(moved, UPPER_EDGE, size_wh) / unit
        teeth = _falling(below / TEETH_HEIGHT) * _middle(moved, size_wh)
        shade = shade * (0.7 + 0.3 * np.clip(below / SHADOW, 0, 1))[..., None]
        tongue = _falling(_away(moved, LOWER_EDGE, size_wh) / (TONGUE_HEIGHT * unit))
        drawn = np.array(CAVITY) + tongue[..., None] * (np.array(TONGUE) - CAVITY)
        drawn = drawn + teeth[..., None] * (shade * TEETH - drawn)
        lit: Image = np.asarray(drawn * self.light, np.float32)
        return grey(lit) if self.monochrome else lit, np.asarray(mask * share, np.float32)


def _around(face: FaceState, mesh: Mesh) -> Image:
    """The pixels [N, 3] of the skin near the mouth of mesh, in face's crop."""
    lips = mesh.flat[_LIPS]
    middle, reach = lips.mean(0), NEAR * eye_distance(mesh)
    ys, xs = np.mgrid[: len(face.crop), : len(face.crop)] + 0.5
    near = np.hypot(xs - middle[0], ys - middle[1]) < reach
    both = near & face.region.skin
    around: Image = face.crop[both if both.any() else near]
    return around


def _away(mesh: Mesh, edge: Sequence[int], size_wh: tuple[int, int]) -> Image:
    """Pixels from the line through points of mesh, in a picture of size_wh [h, w]."""
    line = np.ones(size_wh[::-1], np.uint8)
    cv2.polylines(line, [np.rint(mesh.flat[list(edge)] - 0.5).astype(np.int32)], False, 0)
    return np.asarray(cv2.distanceTransform(line, cv2.DIST_L2, cv2.DIST_MASK_5))


def _middle(mesh: Mesh, size_wh: tuple[int, int]) -> Image:
    """1 between the corners of a mouth, 0 towards them [h, w]."""
    left, right = (mesh.flat[end].astype(np.float64) for end in (UPPER_EDGE[0], UPPER_EDGE[-1]))
    across = (right - left) / max(float((right - left) @ (right - left)), 1e-6)
    ys, xs = np.mgrid[: size_wh[1], : size_wh[0]] + 0.5
    place = 2 * ((xs - left[0]) * across[0] + (ys - left[1]) * across[1]) - 1
    return np.asarray(np.clip(1 - place**4, 0, 1), np.float32)


def _falling(x: Image) -> Image:
    """1 near 0, 0 from 1 on."""
    share = np.clip(1 - x, 0, 1)
    return np.asarray(np.minimum(1, 1.6 * share * share * (3 - 2 * share)), np.float32)


def _modelling(picture: Image, mesh: Mesh) -> Image:
    """Light and shade [R, R, 3] between the lips of mesh in picture [R, R, 3], around 1."""
    bright = luminance(picture)
    inside = masks.mouth(mesh, (len(picture), len(picture)))
    mean = float((bright * inside).sum() / max(float(inside.sum()), 1e-6))
    return np.repeat(np.clip(bright / max(mean, 1.0), *MODELLED)[..., None], 3, axis=2).astype(np.float32)
