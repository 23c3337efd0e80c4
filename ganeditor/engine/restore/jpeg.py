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
    blocks = _blocks(luminance(pixels), offset_xy) - 128
    rows = cosines()
    coefficients = rows @ blocks @ rows.T
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


def _blocks(grey: Image, offset_xy: tuple[int, int]) -> npt.NDArray[np.float32]:
    """Whole blocks of grey [h, w], [N, 8, 8]."""
    left, top = (-offset % SIDE for offset in offset_xy)
    height, width = ((side - start) // SIDE * SIDE for side, start in zip(grey.shape, (top, left), strict=True))
    whole = grey[top : top + height, left : left + width]
    split = whole.reshape(height // SIDE, SIDE, width // SIDE, SIDE).swapaxes(1, 2)
    return np.ascontiguousarray(split.reshape(-1, SIDE, SIDE), np.float32)
