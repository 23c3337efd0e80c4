"""Hair that greys: it loses its colour and its darkness, and keeps its strands."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ganeditor.engine.faces.align import (
    Image,
    Matrix,
    Points,
    box_of_crop,
    crop,
    invert,
    resample,
    shifted,
    transform_points,
)
from ganeditor.engine.faces.anatomy import Anatomy
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.hair import hair_mask
from ganeditor.engine.faces.light import luminance
from ganeditor.engine.faces.skin import cheeks_and_nose
from ganeditor.engine.paste import VISIBLE, FaceRegion, Pixels
from ganeditor.opencv import cv2

WINDOW = 320  # pixels: side of the picture around the head in which hair is looked for
WIDER, LOWER = 2.2, 0.05  # how much wider than the crop it is, and by what share of it the crop lies below its middle
FIRST, LAST = 30.0, 75.0  # years between which hair greys
WHITE, DARKEST = 0.95, 8.0  # the middle of white hair, of the skin's brightness; in levels, what hair is taken for
LIGHTER = 0.65  # share of the way to white
COLOUR = 0.1  # share of the colour that grey hair keeps
STRIP = 64  # rows that are drawn at a time


def grey_share(now: float, then: float) -> float:
    """How much of the colour that hair has at the age of now is lost at the age of then; 0 for younger."""
    has, loses = (min(1.0, max(0.0, (years - FIRST) / (LAST - FIRST))) for years in (now, then))
    return max(0.0, (loses - has) / (1 - has)) if has < 1 else 0.0


@dataclass(frozen=True, eq=False)
class Hair:
    """One person's hair, in a window around the head."""

    mask: Image  # [WINDOW, WINDOW] in [0, 1]
    middle: float  # its brightness, levels of 255
    white: float  # that of white hair in the light of this photo

    @cached_property
    def _placed(self) -> dict[tuple[int, int], "HairInPhoto"]:
        return {}

    def placed(self, region: FaceRegion) -> "HairInPhoto":
        """The hair in the photo that region is of; worked out once for each size of it."""
        if region.size_wh not in self._placed:
            matrix = window_matrix(region.matrix, region.side)
            x0, y0, x1, y1 = box_of_crop(matrix, WINDOW, *region.size_wh)
            mask = resample(self.mask, invert(shifted(matrix, x0, y0)), (x1 - x0, y1 - y0), enlarge=cv2.INTER_LINEAR)
            mask[mask < VISIBLE] = 0
            self._placed[region.size_wh] = HairInPhoto((x0, y0, x1, y1), mask, self.middle, self.white)
        return self._placed[region.size_wh]


@dataclass(frozen=True, eq=False)
class HairInPhoto:
    """One person's hair in a photo."""

    box_xyxy: tuple[int, int, int, int]  # whole pixels of the photo
    mask: Image  # [h, w] in [0, 1]; where it is 0, pixels stay bit-identical
    middle: float  # levels of 255
    white: float


def window_matrix(matrix: Matrix, side: int) -> Matrix:
    """photo -> window around the head, WINDOW pixels wide; matrix is photo -> crop of side pixels."""
    scale = WINDOW / side / WIDER
    shift = np.array([[WINDOW / 2 - scale * side / 2], [WINDOW * (0.5 + LOWER) - scale * side / 2]])
    return np.hstack([matrix[:, :2] * scale, matrix[:, 2:] * scale + shift])


def hair_of(photo: Photo8, matrix: Matrix, side: int, landmarks: Points, anatomy: Anatomy) -> Hair:
    """The hair of the face with landmarks [68, 2] in photo [H, W, 3]; matrix is photo -> crop of side pixels."""
    to_window = window_matrix(matrix, side)
    window, points = crop(photo, to_window, WINDOW, "zero"), transform_points(to_window, landmarks)
    mask, light = hair_mask(window, points, anatomy.person(window)), luminance(window.astype(np.float32))
    own, skin = light[mask > 0.5], light[cheeks_and_nose(points, WINDOW)]
    if not len(own) or not len(skin):
        return Hair(np.zeros_like(mask), DARKEST, DARKEST)
    middle = max(float(np.median(own)), DARKEST)
    return Hair(mask, middle, max(middle, WHITE * float(np.median(skin))))


@dataclass(frozen=True, eq=False)
class Greying:
    """What greying by a share in (0, 1] does to a photo."""

    hair: HairInPhoto
    share: float

    @property
    def box_xyxy(self) -> tuple[int, int, int, int]:
        return self.hair.box_xyxy

    def apply_to(self, pixels: Pixels) -> None:
        """Change pixels [H, W, C] inside the box, in place; C is 1 grey, 2 grey+alpha, 3 RGB or 4 RGBA."""
        x0, y0, x1, y1 = self.box_xyxy
        channels = pixels.shape[2]
        count = channels - 1 if channels in (2, 4) else channels
        colours = pixels[y0:y1, x0:x1, :count]
        level = np.float32(np.iinfo(pixels.dtype).max)
        for top in range(0, y1 - y0, STRIP):
            rows = slice(top, top + STRIP)
            mask = self.hair.mask[rows, :, None] * np.float32(self.share)
            base = colours[rows].astype(np.float32)
            grey = self._grey(base / level) * level
            new = np.where(mask > 0, base + (grey - base) * mask, base)
            colours[rows] = np.clip(np.rint(new), 0, level).astype(pixels.dtype)

    def _grey(self, base: Image) -> Image:
        """base [h, w, C] of 1 as grey hair: a gamma makes its middle lighter, and shadows between strands stay."""
        light = cv2.cvtColor(base, cv2.COLOR_RGB2GRAY) if base.shape[2] == 3 else base[..., 0]
        middle, white = self.hair.middle / 256, self.hair.white / 256
        gamma = np.log((1 - LIGHTER) * middle + LIGHTER * white) / np.log(middle)
        brighter = np.power(np.maximum(light, 1e-6), np.float32(gamma))[..., None]
        return np.asarray(brighter + COLOUR * (base - light[..., None]), np.float32)
