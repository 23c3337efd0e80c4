"""Light in motion: a guise in the light that falls on a face, frame by frame, without a flicker and without a seam.

Both are compared in the atlas, where the face does not move, so that what is found can be smoothed in time.
"""

import numpy as np

from ganeditor.edits.swap import SKIN, SwapEdit
from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.moving.atlas import Atlas, sampled
from ganeditor.engine.moving.guise import Guise
from ganeditor.engine.moving.one_euro import OneEuro, Smoothing
from ganeditor.engine.swap import masks
from ganeditor.engine.swap.blending import membrane
from ganeditor.engine.swap.light import FAINT, LEAST_CONTRAST, MOST, MOST_CONTRAST, REGION, levels, looks, spread
from ganeditor.opencv import cv2

SIDE = 64
"""Pixels of the atlas in which light is worked out; it is smooth."""

RING = 0.06
"""Of the width: how far from the rim both pictures are made to meet."""

SLOW = Smoothing(still=1.2, rise=1.5, speed=1.0)
"""Of light, in logarithms and Lab / 100."""

SCALE = np.array([1.0, 0.01, 0.01], np.float32)
"""By which log lightness, a and b are made comparable."""


class Light:
    """One person's light while a track lasts."""

    def __init__(self, guise: Guise, edit: SwapEdit) -> None:
        self._edit = edit
        self._atlas = guise.atlas.sized(SIDE)
        self._skin = _small(guise.skin)
        self._there = looks(guise.picture)
        self._theirs = self._light_of(_small(self._there), self._skin * _small(guise.known))
        self._flat = cv2.resize(self._theirs, guise.atlas.size_wh, interpolation=cv2.INTER_LINEAR)
        self._smooth, self._contrast, self._seam = OneEuro(SLOW), OneEuro(SLOW), OneEuro(SLOW)
        oval = masks.rim(self._atlas.mesh, (SIDE, SIDE), self._atlas.width, edit.feather) * _small(guise.known)
        inner = cv2.GaussianBlur((oval > 0.5).astype(np.float32), (0, 0), RING * self._atlas.width / 2)
        self._ring = np.asarray(oval * (1 - inner) * self._skin * _small(guise.free), np.float32)
        self._surface = membrane(self._ring)
        self._held = np.zeros((SIDE, SIDE, 3), np.float32)

    def places(self, mesh: Mesh) -> Image:
        """Where in a frame with mesh what is compared lies [SIDE, SIDE, 2]."""
        return self._atlas.surface.carry(mesh.flat)

    def relit(self, picture: Photo8, places: Image, seen: Image, time: float) -> Image:
        """The guise [S, S, 3] in the light of picture [H, W, 3], where the face is at places.

        seen [SIDE, SIDE]: how much of it is seen there; elsewhere light stays as it was.
        """
        own = _reduced(picture, places, self._atlas)
        here, skin = looks(own), self._skin * seen
        ours = self._light_of(here, skin)
        change = (ours - self._theirs) * np.float32(self._edit.light)
        change[..., 0] = np.clip(change[..., 0], -MOST, MOST)
        if SKIN in self._edit.parts:
            change -= (change * skin[..., None]).sum((0, 1)) / max(float(skin.sum()), 1e-6)
        change = self._smooth(change * SCALE, time) / SCALE
        spreads = [
            spread((one - light)[..., 0], skin) for one, light in ((here, ours), (_small(self._there), self._theirs))
        ]
        contrast = np.clip(spreads[0] / spreads[1], LEAST_CONTRAST, MOST_CONTRAST) ** self._edit.light
        relit = self._in(change, float(self._contrast(np.array([contrast]), time)[0]))
        if SKIN in self._edit.parts:
            return relit
        pulls = (own - _small(relit)) * seen[..., None] + self._held * (1 - seen[..., None])
        self._held = np.asarray(self._surface(pulls * self._ring[..., None]), np.float32)
        seam = self._seam(self._held / np.float32(100), time) * np.float32(100)
        return np.asarray(relit + cv2.resize(seam, relit.shape[:2], interpolation=cv2.INTER_LINEAR), np.float32)

    def _light_of(self, looks: Image, skin: Image) -> Image:
        """What changes slowly over the skin in looks, and how it goes on beside that."""
        sigma = REGION * self._atlas.width
        near = cv2.GaussianBlur(skin, (0, 0), sigma)[..., None]
        far = (looks * skin[..., None]).sum((0, 1)) / max(float(skin.sum()), 1e-6)
        mean = cv2.GaussianBlur(looks * skin[..., None], (0, 0), sigma)
        return np.asarray((mean + FAINT * far) / (near + FAINT), np.float32)

    def _in(self, change: Image, contrast: float) -> Image:
        """The guise with its light changed by change [SIDE, SIDE, 3]."""
        changed = cv2.resize(change, self._flat.shape[:2], interpolation=cv2.INTER_LINEAR)
        apart = self._there - self._flat
        lab = self._flat + changed + apart
        lab[..., 0] += (contrast - 1) * apart[..., 0]
        dimmed = np.exp(np.minimum(changed[..., :1], 0))
        share = np.exp(np.minimum(apart[..., :1], 0))  # colours less in what is dark
        lab[..., 1:] = self._flat[..., 1:] + changed[..., 1:] * share + apart[..., 1:] * dimmed
        return levels(lab)


def _small(image: Image) -> Image:
    return np.asarray(cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.float32)


def _reduced(picture: Photo8, places: Image, atlas: Atlas) -> Image:
    """The mean of picture [H, W, 3] around places [SIDE, SIDE, 2] of atlas."""
    inside = places[atlas.surface.pixels // SIDE, atlas.surface.pixels % SIDE]
    (left, top), (right, bottom) = inside.min(0), inside.max(0)
    height, width = picture.shape[:2]
    x0, y0 = min(max(0, int(left)), width - 1), min(max(0, int(top)), height - 1)
    part = picture[y0 : max(y0 + 1, int(bottom) + 1), x0 : max(x0 + 1, int(right) + 1)]
    scale = min(1.0, atlas.width / max(float(right - left), 1.0))
    size_wh = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
    small = cv2.resize(part, size_wh, interpolation=cv2.INTER_AREA)
    factor = np.array([size_wh[0] / part.shape[1], size_wh[1] / part.shape[0]], np.float32)
    return sampled(small.astype(np.float32), (places - np.array([x0, y0], np.float32)) * factor)
