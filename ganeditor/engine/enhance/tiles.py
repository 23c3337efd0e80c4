"""A picture of any size enlarged tile by tile, in rows that come out finished, so that little of it is held at once.

Neighbouring tiles see CONTEXT pixels of each other and go over into each other in RAMP more, with weights that sum to
one. Real-ESRGAN invents texture that depends on what is far away: of two photos, tiles with 28 pixels of context differ
by up to 5/255 from the whole, with 60 by 0.3/255. What a network makes is freed of its drift: where it makes wide areas
darker or lighter than they were, the low frequencies of the difference are added again (the idea of back-projection,
Irani and Peleg 1991).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ganeditor.engine.enhance.upscaler import Picture, Upscaler
from ganeditor.engine.tensors import free_memory
from ganeditor.opencv import cv2
from ganeditor.progress import Progress, part, silent

CONTEXT, RAMP = 60, 8  # pixels of the small picture; half of the ramp lies on either side of two tiles' border
MARGIN = CONTEXT + RAMP // 2
ALIGNED = 4  # all tiles begin at multiples of it: a network that takes several pixels as one takes the same everywhere
LARGEST, SMALLEST = 640, 32
"""Sides of a tile without its margin. Beyond, a convolution takes more than a second on one core, between two looks at
whether to stop; below, most is margin."""

DRIFT_SIGMA = 4.0  # pixels of the small picture; finer differences are what the network is there for


@dataclass(frozen=True, eq=False)
class Rows:
    """Finished rows of the large picture."""

    first: int
    pixels: Picture  # [rows, W, 3], not clipped


def side_for(upscaler: Upscaler) -> int:
    """Side of the largest tiles that take no more than half of the memory that is free; SMALLEST at least."""
    free_bytes = free_memory(upscaler.device) / 2
    side = int((free_bytes / upscaler.bytes_per_pixel) ** 0.5) - 2 * MARGIN
    return max(SMALLEST, min(LARGEST, side))


def pixels_seen(height: int, width: int, side: int) -> int:
    """How many pixels the network sees of a picture, those that several tiles see counted as often."""
    down, across = (
        sum(len(range(length)[_box(*span, length)]) for span in _spans(length, side)) for length in (height, width)
    )
    return down * across


def enlarged(upscaler: Upscaler, picture: Picture, side: int, progress: Progress = silent) -> Iterator[Rows]:
    """The rows of picture [H, W, 3] enlarged, from the top; tiles have sides of about side pixels."""
    height, width = picture.shape[:2]
    scale = upscaler.scale
    bands, columns = _spans(height, side), _spans(width, side)
    carried = np.zeros((0, width * scale, 3), np.float32)  # what the next band's tiles are still added to
    for row, (top, bottom) in enumerate(bands):
        start = _start(top)
        rows = np.zeros(((_end(bottom, height) - start) * scale, width * scale, 3), np.float32)
        rows[: len(carried)] = carried
        for column, (left, right) in enumerate(columns):
            done = row * len(columns) + column
            share = part(progress, done / (len(bands) * len(columns)), (done + 1) / (len(bands) * len(columns)))
            x0, x1 = _start(left), _end(right, width)
            seen = _box(top, bottom, height), _box(left, right, width)
            tile = true_to(picture[seen[0], seen[1]], upscaler, share)
            cut_y, cut_x = (start - seen[0].start) * scale, (x0 - seen[1].start) * scale
            tile = tile[cut_y : cut_y + len(rows), cut_x : cut_x + (x1 - x0) * scale]
            weights = _weights(top, bottom, height, scale)[:, None] * _weights(left, right, width, scale)[None]
            rows[:, x0 * scale : x1 * scale] += tile * weights[..., None]
        finished = len(rows) if bottom == height else (_start(bottom) - start) * scale
        yield Rows(start * scale, rows[:finished])
        carried = rows[finished:]


def true_to(picture: Picture, upscaler: Upscaler, progress: Progress = silent) -> Picture:
    """picture [H, W, 3] enlarged at once, in the colours of the picture; what is clipped there is clipped here."""
    height, width = picture.shape[:2]
    scale = upscaler.scale
    made = upscaler(picture, progress)
    drift = picture - made.reshape(height, scale, width, scale, 3).mean((1, 3))
    low = cv2.GaussianBlur(drift, (0, 0), DRIFT_SIGMA, borderType=cv2.BORDER_REPLICATE)
    made += cv2.resize(low, (width * scale, height * scale), interpolation=cv2.INTER_LINEAR)
    for level in (0.0, 1.0):
        clipped = (picture == level).all(2).astype(np.uint8)
        if clipped.any():
            inside = cv2.erode(clipped, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_REPLICATE)
            made[inside.astype(bool).repeat(scale, 0).repeat(scale, 1)] = level
    return made


def _spans(length: int, side: int) -> list[tuple[int, int]]:
    """length in parts of about the same size, none longer than side."""
    count = -(-length // side)
    edges = [round(index * length / count) for index in range(count + 1)]
    return list(pairwise(edges))


def _start(edge: int) -> int:
    """Where a tile that begins at edge begins to be seen."""
    return max(0, edge - RAMP // 2)


def _end(edge: int, length: int) -> int:
    return length if edge == length else edge + RAMP // 2


def _box(start: int, end: int, length: int) -> slice:
    """What the network sees of a tile from start to end."""
    first = max(0, start - MARGIN)
    return slice(first - first % ALIGNED, min(length, end + MARGIN))


def _weights(start: int, end: int, length: int, scale: int) -> npt.NDArray[np.float32]:
    """Of a tile's pixels along one axis, from _start to _end; those of neighbours sum to one."""
    weights = np.ones((_end(end, length) - _start(start)) * scale, np.float32)
    rising = (np.arange(RAMP * scale, dtype=np.float32) + 0.5) / (RAMP * scale)
    rising = rising * rising * (3 - 2 * rising)
    if start > 0:
        weights[: len(rising)] = rising
    if end < length:
        weights[-len(rising) :] = 1 - rising
    return weights
