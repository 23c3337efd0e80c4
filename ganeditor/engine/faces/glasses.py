"""Glasses told by the picture itself: a thin line that goes around each eye, be it dark or bright.

A model's read-out and its segments miss thin frames; folds and lashes never go around both eyes at one distance.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Image, Points
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.light import luminance
from ganeditor.engine.faces.mesh import LOOPS, Mesh
from ganeditor.opencv import cv2

THICKEST = 0.16  # of the distance between the eyes: of what counts as a line
DARK = 12.0  # levels added before logarithms, so that noise in the dark counts for little
NEAREST, FARTHEST = 0.26, 0.62  # of that distance: from an eye's middle to a rim
FIRST, LAST, LOOKS = (
    -20,
    200,
    89,
)  # degrees below the line between the eyes: above are brows
STEPS = 37  # distances from the eye that are tried
STRONGEST = 0.5  # contrast (of logarithms) beyond which a line is no more of one
UNBROKEN = 20  # percent of a rim that may be weaker than what it is judged by
PLAIN = 0.05  # contrast that skin has, added so that a smooth face does not make any line a rim
SURE = 0.65  # a rim's contrast over that of the skin around: of 54 photos 0.8 and more with glasses, else 0.53 and less
BESIDE = 0.08  # of the distance between the eyes: how far from its line a rim may reach
BAR = 0.1  # of it: half the height of the band in which bridge and temples lie
GROWN = 0.012  # of it: by which a frame reaches beyond the pixels that are told


@dataclass(frozen=True, eq=False)
class _Rim:
    """The lower part of one."""

    line: Points  # [LOOKS, 2], from the right over below to the left
    contrast: float
    skin: float  # contrast of what is around


def frame(picture: Photo8, mesh: Mesh) -> Image | None:
    """How much of each pixel of picture [H, W, 3] is a frame of glasses on the face with mesh, [H, W] in [0, 1]; None
    where there are none."""
    eyes = mesh.anchors[:2].astype(np.float64)
    distance = float(np.hypot(*(eyes[1] - eyes[0])))
    lines = _lines(picture, distance)
    rims = [_rim(lines, eye, (eyes[1] - eyes[0]) / distance, distance) for eye in eyes]
    weakest = min(rim.contrast for rim in rims)
    if weakest < SURE * (PLAIN + max(rim.skin for rim in rims)):
        return None
    near, lenses = np.zeros(lines.shape, np.uint8), np.zeros(lines.shape, np.uint8)
    beyond = (eyes[1] - eyes[0]) * 0.9
    for start, end in ((eyes[0] - beyond, eyes[0]), (eyes[0], eyes[1]), (eyes[1], eyes[1] + beyond)):
        cv2.line(near, _pixel(start), _pixel(end), 1, round(2 * BAR * distance))
    for rim in rims:
        cv2.fillPoly(lenses, [_pixels(rim.line)], 1)
    for side in ("left", "right"):
        for part in ("eye", "brow"):
            cv2.fillPoly(lenses, [_pixels(mesh.flat[list(LOOPS[f"{side}_{part}"])])], 1)
    near[lenses > 0] = 0
    core = np.zeros(lines.shape, np.uint8)
    for rim in rims:
        cv2.polylines(near, [_pixels(rim.line)], False, 1, round(2 * BESIDE * distance))
        cv2.polylines(core, [_pixels(rim.line)], False, 1, max(1, round(0.03 * distance)))
    found = core | ((lines > max(PLAIN, weakest / 2)) & (near > 0)).astype(np.uint8)
    _, parts = cv2.connectedComponents(found, connectivity=8)
    whole = np.isin(parts, np.unique(parts[core > 0])).astype(np.float32)
    size = 2 * round(GROWN * distance) + 1
    grown = cv2.dilate(whole, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    return np.asarray(cv2.GaussianBlur(grown, (0, 0), max(GROWN * distance / 2, 0.5)), np.float32)


def _lines(picture: Photo8, distance: float) -> Image:
    """Contrast of thin lines [H, W], in logarithms of light: what closing and opening take away."""
    light = np.log(luminance(cv2.GaussianBlur(picture.astype(np.float32), (0, 0), 0.6)) + np.float32(DARK))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * round(THICKEST * distance / 2) + 1,) * 2)
    dark = cv2.morphologyEx(light, cv2.MORPH_CLOSE, disc) - light
    return np.asarray(np.maximum(dark, light - cv2.morphologyEx(light, cv2.MORPH_OPEN, disc)), np.float32)


def _rim(lines: Image, eye: npt.NDArray[np.float64], across: npt.NDArray[np.float64], distance: float) -> _Rim:
    """The strongest line around an eye whose distance from it changes smoothly, by dynamic programming."""
    angles = np.radians(np.linspace(FIRST, LAST, LOOKS))
    radii = np.linspace(NEAREST, FARTHEST, STEPS) * distance
    ways = np.cos(angles)[:, None] * across + np.sin(angles)[:, None] * np.array([-across[1], across[0]])
    places = (eye + ways[:, None] * radii[None, :, None]).astype(np.float32)  # [LOOKS, STEPS, 2]
    maps = [np.ascontiguousarray(places[..., axis] - np.float32(0.5)) for axis in (0, 1)]
    strength = np.minimum(cv2.remap(lines, *maps, cv2.INTER_LINEAR), np.float32(STRONGEST))
    total, came = strength[0], []
    for row in strength[1:]:
        padded = np.pad(total, 1, constant_values=-np.inf)
        choices = np.stack([padded[:-2], padded[1:-1], padded[2:]])
        came.append(choices.argmax(0) - 1)
        total = choices.max(0) + row
    steps = [int(total.argmax())]
    for choice in reversed(came):
        steps.append(steps[-1] + int(choice[steps[-1]]))
    chosen = np.arange(LOOKS), np.array(steps[::-1])
    contrast = float(np.percentile(strength[chosen], UNBROKEN))
    return _Rim(places[chosen], contrast, float(np.median(strength)))


def _pixels(points: npt.NDArray[np.floating]) -> npt.NDArray[np.int32]:
    return np.asarray(np.rint(points - 0.5), np.int32)


def _pixel(point: npt.NDArray[np.floating]) -> tuple[int, int]:
    x, y = _pixels(point).tolist()
    return x, y
