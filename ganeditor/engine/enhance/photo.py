"""Pixels of a photo enlarged: colours by the network, transparency apart, in the depth and the channels they have."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from ganeditor.engine.enhance import tiles
from ganeditor.engine.enhance.upscaler import Picture, Upscaler
from ganeditor.engine.shared import is_full
from ganeditor.errors import UserError
from ganeditor.opencv import cv2
from ganeditor.progress import Progress, part, silent

Pixels = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]

STRIP = 64  # rows of the small picture that are enlarged plainly at a time
CUBIC_REACH = 4  # rows around a part that its bicubic enlargement depends on
FILL_SIGMA = 6.0  # pixels around a visible colour that take it where nothing is visible


def enlarge(
    pixels: Pixels, size_wh: tuple[int, int], strength: float, upscaler: Upscaler, progress: Progress = silent
) -> Pixels:
    """pixels [H, W, C] at size_wh, which is larger; strength 0 is bicubic, 1 the network's own.

    Tiles are as large as memory allows, and halved where it was not there after all; UserError where even the smallest
    have no room. progress is asked several times a second, and may raise Cancelled.
    """
    side = tiles.side_for(upscaler)
    while True:
        try:
            return _enlarged(pixels, size_wh, strength, upscaler, side, progress)
        except (RuntimeError, MemoryError) as error:
            if not is_full(error):
                raise
        if side <= tiles.SMALLEST:
            raise UserError("There is not enough memory to enlarge this photo; close other programs, or enlarge less.")
        side = max(tiles.SMALLEST, side // 2)


def _enlarged(
    pixels: Pixels, size_wh: tuple[int, int], strength: float, upscaler: Upscaler, side: int, progress: Progress
) -> Pixels:
    height, width, channels = pixels.shape
    has_alpha = channels in (2, 4)
    factor = _factor(size_wh[0] / width, size_wh[1] / height, upscaler.scale)
    top = np.iinfo(pixels.dtype).max
    visible: Picture = pixels[..., : channels - has_alpha].astype(np.float32) / np.float32(top)
    if has_alpha:
        alpha = pixels[..., -1].astype(np.float32) / np.float32(top)
        visible = _filled(visible, alpha)
    large = np.empty((height * factor, width * factor, channels), pixels.dtype)

    def put(first: int, values: npt.NDArray[np.float32], channel: slice) -> None:
        large[first : first + len(values), :, channel] = np.rint(values.clip(0, 1) * top)

    for first, rows in _colours(visible, factor, strength, upscaler, side, progress):
        put(first, rows, slice(0, channels - has_alpha))
    if has_alpha:
        for first, rows in _cubic_strips(alpha[..., None], factor, part(progress, 1.0, 1.0)):
            put(first, rows, slice(channels - 1, channels))
    return _resized(large, size_wh)


def _colours(
    visible: Picture, factor: int, strength: float, upscaler: Upscaler, side: int, progress: Progress
) -> Iterator[tuple[int, Picture]]:
    """First row, and rows, of the colours [H, W, 1 or 3] factor times as large."""
    if strength == 0:
        yield from _cubic_strips(visible, factor, progress)
        return
    channels = visible.shape[2]
    grey = channels == 1 or bool((visible == visible[..., :1]).all())
    shrink = upscaler.scale // factor
    rgb = np.broadcast_to(visible, (*visible.shape[:2], 3))
    for rows in tiles.enlarged(upscaler, rgb, side, progress):
        made = rows.pixels
        if shrink > 1:
            high, wide = made.shape[0] // shrink, made.shape[1] // shrink
            made = made.reshape(high, shrink, wide, shrink, 3).mean((1, 3))
        if grey:
            made = np.broadcast_to(made.mean(2, keepdims=True), (*made.shape[:2], channels))
        first = rows.first // shrink
        if strength < 1:
            plain = _cubic_rows(visible, factor, first, len(made))
            made = plain + np.float32(strength) * (made - plain)
        yield first, made


def _factor(across: float, down: float, most: int) -> int:
    """The smallest part of the network's scale that reaches as far as is wanted, or else all of it."""
    reaching = [factor for factor in range(1, most + 1) if most % factor == 0 and factor >= max(across, down)]
    return reaching[0] if reaching else most


def _cubic_strips(picture: Picture, factor: int, progress: Progress) -> Iterator[tuple[int, Picture]]:
    """First row, and rows, of the bicubic enlargement of picture [H, W, C]."""
    for first in range(0, len(picture), STRIP):
        progress(first / len(picture), "")
        yield first * factor, _cubic_rows(picture, factor, first * factor, min(STRIP, len(picture) - first) * factor)


def _cubic_rows(picture: Picture, factor: int, first: int, count: int) -> Picture:
    """Rows of the bicubic enlargement of picture [H, W, C]; first and count are multiples of factor."""
    start, end = first // factor, (first + count) // factor
    above = max(0, start - CUBIC_REACH)
    part = picture[above : end + CUBIC_REACH]
    size_wh = part.shape[1] * factor, part.shape[0] * factor
    large: Picture = cv2.resize(part, size_wh, interpolation=cv2.INTER_CUBIC).reshape(*size_wh[::-1], -1)
    rows: Picture = large[(start - above) * factor :][:count]
    return rows


def _filled(visible: Picture, alpha: npt.NDArray[np.float32]) -> Picture:
    """The colours with those of visible pixels around where nothing is visible, so that none of that bleeds in."""
    hidden = alpha == 0
    if not hidden.any():
        return visible
    near = cv2.GaussianBlur(alpha, (0, 0), FILL_SIGMA)
    colours = cv2.GaussianBlur(visible * alpha[..., None], (0, 0), FILL_SIGMA).reshape(visible.shape)
    known = hidden & (near > 1e-4)
    filled: Picture = visible.copy()
    filled[known] = colours[known] / near[known, None]
    return filled


def _resized(large: Pixels, size_wh: tuple[int, int]) -> Pixels:
    """large [H, W, C] at the very size; a network's scale goes seldom into it."""
    if (large.shape[1], large.shape[0]) == size_wh:
        return large
    smaller = size_wh[0] <= large.shape[1] and size_wh[1] <= large.shape[0]
    method = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    resized: Pixels = cv2.resize(large, size_wh, interpolation=method).reshape(*size_wh[::-1], -1)
    return resized
