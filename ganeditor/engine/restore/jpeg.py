"""JPEG's blocks: how coarse they were made.

Coefficients of a block of 8 × 8 pixels are multiples of a step each (ITU-T T.81, annexes A and K); a picture that was
saved so shows it ever after, as long as it is not resized.
"""

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.light import luminance

SIDE = 8
STEPS = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ],
    np.float32,
)
"""Of brightness at quality 50 (T.81, table K.1)."""

QUALITIES = range(5, 91)
"""That are told apart: above them steps are as small as what rounding to whole levels does."""

LEAST_STEP = 6.0  # levels: of those that show
SURE = 0.5  # share of what the coefficients of any other picture miss multiples by, below which they are multiples
FEWEST = 40  # coefficients that are not nothing, to tell anything

NARROW = 0.2
"""Steps from its multiple at which a coefficient is taken to lie at most: it may lie as far as half a step, and seldom
does (narrow quantisation constraints, Park and Lee 1999)."""


def steps_at(quality: int) -> npt.NDArray[np.float32]:
    """[8, 8] for a quality from 1 to 100, as the Independent JPEG Group scales them."""
    scale = 5000 / quality if quality < 50 else 200 - 2 * quality
    return np.clip(np.floor((STEPS * scale + 50) / 100), 1, 255).astype(np.float32)


def cosines() -> npt.NDArray[np.float32]:
    """Rows of the orthonormal discrete cosine transform of 8 values [8, 8]."""
    n = np.arange(SIDE)
    rows = np.cos(np.pi * (2 * n[None] + 1) * n[:, None] / (2 * SIDE)) * 0.5
    rows[0] *= 0.5**0.5
    return rows.astype(np.float32)


def quality_of(pixels: Image, offset_xy: tuple[int, int]) -> int | None:
    """At which of QUALITIES pixels [h, w, 3] were saved as a JPEG, or None for none of them.

    The picture's upper left corner stands offset_xy right of and below that of the photo, where blocks begin.
    """
    coefficients = _coefficients(pixels, _whole_blocks(pixels, offset_xy))
    best, found = SURE, None
    for quality in QUALITIES:
        steps = steps_at(quality)
        # What is nothing is a multiple of anything.
        told = (np.abs(coefficients) > steps / 2) & (steps >= LEAST_STEP)
        if told.sum() < FEWEST:
            continue
        multiples = coefficients / steps
        missed = float(np.abs(multiples - np.rint(multiples))[told].mean()) / 0.25
        if missed < best - 0.05:
            best, found = missed, quality
    return found


def as_saved(smoothed: Image, pixels: Image, offset_xy: tuple[int, int], quality: int) -> Image:
    """smoothed [h, w, 3] with the brightness of each block moved to where the JPEG of quality in pixels says it is."""
    whole, steps, rows = _whole_blocks(pixels, offset_xy), steps_at(quality), cosines()
    multiples = np.rint(_coefficients(pixels, whole) / steps)
    there = _coefficients(smoothed, whole)
    away = np.clip(there, (multiples - NARROW) * steps, (multiples + NARROW) * steps) - there
    made: Image = smoothed.copy()
    part = made[whole]
    part += (rows.T @ away @ rows).swapaxes(1, 2).reshape(*part.shape[:2], 1)
    return made


def _whole_blocks(pixels: Image, offset_xy: tuple[int, int]) -> tuple[slice, slice]:
    """Rows and columns of pixels [h, w, 3] in which blocks are whole."""
    starts = (-offset % SIDE for offset in reversed(offset_xy))
    down, right = (
        slice(start, start + (side - start) // SIDE * SIDE)
        for side, start in zip(pixels.shape[:2], starts, strict=True)
    )
    return down, right


def _coefficients(pixels: Image, whole: tuple[slice, slice]) -> npt.NDArray[np.float32]:
    """Of the blocks in a part of pixels [h, w, 3], [H, W, 8, 8]."""
    grey = luminance(pixels[whole])
    split = grey.reshape(grey.shape[0] // SIDE, SIDE, grey.shape[1] // SIDE, SIDE).swapaxes(1, 2)
    rows = cosines()
    return np.asarray(rows @ (split - np.float32(128)) @ rows.T, np.float32)
