"""How ageing shows on the skin of a photo: as light and shade on it, and as its own relief deepened or smoothed.

What two syntheses differ by can't be added to a photo as it is: patches of colour and broad light would lie on the
skin like stains, and where the photo is dark they would glow. So the difference is taken as a factor of brightness,
its broad part is left out, and the photo keeps its colours. Wrinkles that the photo has and the inverted face lacks
can't be in the difference; they are taken from the photo.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Image, Points
from ganeditor.engine.faces.light import contrast, luminance
from ganeditor.engine.faces.skin import LIFT, features, skin_likeness
from ganeditor.opencv import cv2

GRAIN, FOLD, BROAD = 1.0, 6.0, 12.0  # deviations in 1/256 of the side: pores, wrinkles and folds, light and form
ADULT = 20.0  # years from which on a face grows no more
GAP = 20 / 256  # of the side: what lies in the skin and is no wider belongs to the face: brows, lids, lips
DARK = 24.0  # levels added before the logarithm of a synthesis, whose shadows are vague
WRINKLES = 2.8  # strength of what is finer than FOLD: a synthesis draws it softer than it is
FOLDS = 0.25  # and of what is between FOLD and BROAD, which looks like stains
OLDER = 0.30, 0.12  # most that wrinkles of 30 years darken and brighten the logarithm of the light: no burnt-in lines
YOUNGER = 0.12, 0.3  # and that making younger or growing up does: a shadow that it draws looks like a moustache
SHADE = np.array([0.88, 1.04, 1.14], np.float32)  # light in wrinkles is redder: it has gone through skin
DEEPEN = 0.7 / 30  # share by which the photo's own relief grows with each year
SMOOTH = 1 / 20  # share of its wrinkles that goes with each year
GLEAM = 0.7  # a fold's bright side changes by this share of what its dark side does
STEEPEST = 0.35  # most that the photo's own relief may change the logarithm of the light
MOST_CONTRAST = 1.45  # by which wrinkles may be strengthened where the photo is crisper than the synthesis
LINES = 8  # directions in which wrinkles may run
LENGTH, WIDTH, REACH = 4.5, 0.9, 10  # in 1/256 of the side: deviations along and across a line, and its window
ROUND = 0.3  # share of what is no line that stays

Carry = Callable[[Image], Image]
"""Moves a picture [R, R(, 3)] of the photo's crop to where the edit has moved the parts of the face."""


@dataclass(frozen=True, eq=False)
class Skin:
    """What a photo tells about a face's skin, in pixels of its crop."""

    around: Image  # [R, R] in [0, 1]: skin with the features in it, without the eyes' inside
    grain: Image  # [R, R, 3]: all of the skin's relief, in logarithms of light
    folds: Image  # [R, R, 3]: the same without pores


@dataclass(frozen=True, eq=False)
class Ageing:
    """One face made older or younger."""

    start: Image  # [R, R, 3]: the synthesis with all but the ageing
    now: float  # years
    years: float  # of change
    skin: Skin

    @property
    def moves(self) -> bool:
        """Whether parts move: who grows young or up gets other proportions, who grows old gets wrinkles."""
        return self.years < 0 or self.now < ADULT

    @property
    def _adult(self) -> float:
        """How many of the years are those of an adult who grows old."""
        return max(0.0, self.now + self.years - max(self.now, ADULT)) if self.years > 0 else 0.0

    def light(self, start: Image, after: Image, crop: Image, carry: Carry) -> Image:
        """Levels [R, R, 3] that ageing adds to the photo's crop [R, R, 3], which lies as after does.

        start and after are the syntheses before and after it, their parts in the same places.
        """
        around = carry(self.skin.around)
        change = np.log(_light(after) / _light(start))
        wrinkled = self._adult / self.years if self._adult else 0.0
        shade = np.zeros((*change.shape, 3), np.float32)
        if wrinkled < 1:
            level = float(np.median(change[around > 0.5])) if (around > 0.5).any() else 0.0
            shade += (1 - wrinkled) * (_bounded(change - level, YOUNGER) * around)[..., None]
        if wrinkled:
            shade += wrinkled * self._wrinkles(change, around, crop, start)[..., None] * SHADE
        if self.years < 0:
            relief = -min(1.0, -SMOOTH * self.years) * carry(self.skin.folds)
        else:
            relief = min(1.0, DEEPEN * self._adult) * carry(self.skin.grain)
        relief = STEEPEST * np.tanh(relief / STEEPEST)
        return np.asarray((crop + LIFT / 2) * np.expm1(shade + relief), np.float32)

    def _wrinkles(self, change: Image, around: Image, crop: Image, start: Image) -> Image:
        """What becomes of a change of light [R, R] as wrinkles of the photo's contrast."""
        unit = change.shape[0] / 256
        middle, broad = _within(change, around, FOLD * unit), _within(change, around, BROAD * unit)
        fine = (change - middle) * around
        fine = ROUND * fine + (1 - ROUND) * 1.3 * _lines(fine, unit)
        gain = np.clip(contrast(crop) / contrast(start), 1, MOST_CONTRAST)
        depth = 0.6 + 0.4 * self._adult / 30
        most = OLDER[0] * depth, OLDER[1] * depth
        return _bounded(WRINKLES * gain * fine + FOLDS * (middle - broad), most) * around


def skin_of(crop: npt.NDArray[np.uint8], landmarks: Points, mask: Image) -> Skin:
    """The skin in a face's crop [R, R, 3]; landmarks [68, 2] in its pixels, mask [R, R] of the face without eyes."""
    side = crop.shape[0]
    unit = side / 256
    likeness = skin_likeness(crop, landmarks)
    bare = likeness * mask * (1 - features(landmarks, side, 0.02))
    light = np.log(crop.astype(np.float32) + LIFT)
    share = np.minimum(1.3 * bare, 1)[..., None]
    form = _within(light, bare, FOLD * unit)
    return Skin(
        around=_closed(likeness, round(GAP * side)) * mask,
        grain=_shadows(light - form) * share,
        folds=(_blurred(light, GRAIN * unit) - form) * share,
    )


def _shadows(relief: Image) -> Image:
    return np.asarray(relief * np.where(luminance(relief) < 0, 1, GLEAM)[..., None], np.float32)


def _bounded(shade: Image, most: tuple[float, float]) -> Image:
    """shade, softly limited to most downwards and upwards."""
    limit = np.where(shade > 0, np.float32(most[1]), np.float32(most[0]))
    return np.asarray(limit * np.tanh(shade / limit), np.float32)


def _lines(image: Image, unit: float) -> Image:
    """The lines in image [R, R]: of averages along several directions, mostly the strongest."""
    total, weights = np.zeros_like(image), np.full_like(image, 1e-9)
    for kernel in _kernels(unit):
        along = cv2.filter2D(image, cv2.CV_32F, kernel, borderType=cv2.BORDER_REFLECT)
        weight = np.abs(along) ** 3
        total += along * weight
        weights += weight
    return total / weights


def _kernels(unit: float) -> list[Image]:
    reach = max(1, round(REACH * unit))
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32) / unit
    kernels = []
    for angle in np.arange(LINES) * np.pi / LINES:
        along, across = (
            columns * np.cos(angle) + rows * np.sin(angle),
            rows * np.cos(angle) - columns * np.sin(angle),
        )
        kernel = np.exp(-((along / LENGTH) ** 2 + (across / WIDTH) ** 2) / 2)
        kernels.append((kernel / kernel.sum()).astype(np.float32))
    return kernels


def _light(synthesis: Image) -> Image:
    return np.clip(luminance(synthesis), 0, 255) + DARK


def _within(image: Image, weight: Image, deviation: float) -> Image:
    """image [R, R(, 3)] blurred inside weight [R, R]: what lies outside has no part in it."""
    share = _blurred(weight, deviation) + 1e-2
    if image.ndim == 2:
        return _blurred(image * weight, deviation) / share
    return _blurred(image * weight[..., None], deviation) / share[..., None]


def _blurred(image: Image, deviation: float) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), deviation))


def _closed(mask: Image, reach: int) -> Image:
    """mask [R, R] with gaps in it up to twice reach wide closed."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    room = cv2.copyMakeBorder(mask, *[2 * reach] * 4, cv2.BORDER_CONSTANT)
    closed = cv2.morphologyEx(room, cv2.MORPH_CLOSE, kernel)[
        2 * reach : -2 * reach or None, 2 * reach : -2 * reach or None
    ]
    return _blurred(closed, mask.shape[0] / 128)
