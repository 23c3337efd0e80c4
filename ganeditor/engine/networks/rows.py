"""Layers of which rows can be asked for, so that a picture of any size passes a network in bands that never show.

What normalises needs the statistics of the whole picture, so a band can't go through all layers at once. Each layer is
worked out over the whole picture before the next is; where it would be large and is cheap it is not kept, but made
again for whoever asks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor, nn

BAND_PRODUCTS = 2_000_000_000
"""Multiplications of a band: a small part of a second, after which work can be stopped."""

LEAST_PRODUCTS = 40_000  # what a pixel counts for at least, since looking at it takes time as well

LEAST_ROWS = 4  # of a band, since each sees a few rows more on both sides

EPSILON = 1e-5  # PyTorch's, of its normalisations

Watch = Callable[[int], None] | None
"""Is told before each band how many multiplications it takes; what it raises ends the work.

None has everything worked out at once, of any number of pictures, so that it can be learned from.
"""


@dataclass(frozen=True, eq=False)
class Rows:
    """What a layer makes of a picture, [1, C, height, W]; of several, where all is worked out at once."""

    height: int
    width: int
    products: int  # multiplications that a row takes
    take: Callable[[int, int], Tensor]  # first and end -> [1, C, end - first, W]


def rows_of(x: Tensor) -> Rows:
    """What is there already, [1, C, H, W]."""
    return Rows(x.shape[2], x.shape[3], 0, lambda first, end: x[:, :, first:end])


def kept(rows: Rows, watch: Watch) -> Rows:
    """All rows worked out, once."""
    if watch is None:
        return rows_of(rows.take(0, rows.height))
    made: Tensor | None = None
    for first, end in _bands(rows, watch):
        part = rows.take(first, end)
        if made is None:
            shape = (1, part.shape[1], rows.height, rows.width)
            made = torch.empty(shape, device=part.device, memory_format=torch.channels_last)
        made[:, :, first:end] = part
    assert made is not None, "pictures have rows"
    return rows_of(made)


def mapped(rows: Rows, function: Callable[[Tensor], Tensor]) -> Rows:
    """A function of each number alone."""
    return replace(rows, take=lambda first, end: function(rows.take(first, end)))


def added(one: Rows, other: Rows) -> Rows:
    return _both(one, other, torch.add)


def joined(one: Rows, other: Rows) -> Rows:
    """The channels of both."""
    return _both(one, other, lambda x, y: torch.cat((x, y), 1))


def _both(one: Rows, other: Rows, function: Callable[[Tensor, Tensor], Tensor]) -> Rows:
    products = one.products + other.products
    return replace(
        one, products=products, take=lambda first, end: function(one.take(first, end), other.take(first, end))
    )


class PictureNorm(nn.Module):
    """Channels brought to mean 0 and deviation 1 over the picture (Ulyanov et al. 2016), with a gain and a shift where
    the network was trained with batch normalisation.

    pix2pix normalises a test picture by its own statistics as well (Isola et al. 2017, section 3.2): a batch of one.
    """

    def __init__(self, channels: int, affine: bool) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels)) if affine else None
        self.bias = nn.Parameter(torch.zeros(channels)) if affine else None

    def forward(self, rows: Rows, watch: Watch) -> Rows:
        if watch is None:
            found = rows.take(0, rows.height)
            return rows_of(F.instance_norm(found, weight=self.weight, bias=self.bias, eps=EPSILON))
        count, mean, squares = 0, torch.zeros(()), torch.zeros(())
        for first, end in _bands(rows, watch):  # put together as Chan et al. 1983 do
            part = rows.take(first, end)
            more = part.shape[2] * part.shape[3]
            variance, middle = torch.var_mean(part.double(), (0, 2, 3), correction=0)
            if not count:
                mean, squares = torch.zeros_like(middle), torch.zeros_like(middle)
            apart, total = middle - mean, count + more
            squares = squares + variance * more + apart.square() * (count * more / total)
            mean, count = mean + apart * (more / total), total
        factor = (squares / count + EPSILON).rsqrt()
        if self.weight is not None:
            factor = factor * self.weight
        shift = -mean * factor if self.bias is None else self.bias - mean * factor
        scale, offset = (values.float()[None, :, None, None] for values in (factor, shift))
        return mapped(rows, lambda x: torch.addcmul(offset, x, scale))


class RowConv(nn.Module):
    """A convolution; beyond the border the picture is mirrored, or zero."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int, stride: int = 1, *, bias: bool, mirrored: bool = False
    ) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(outputs, inputs, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None
        self.stride, self.margin, self.mode = stride, (kernel - stride + 1) // 2, "reflect" if mirrored else "constant"

    def forward(self, rows: Rows) -> Rows:
        kernel, step, margin = self.weight.shape[-1], self.stride, self.margin
        height, width = ((side + 2 * margin - kernel) // step + 1 for side in (rows.height, rows.width))

        def take(first: int, end: int) -> Tensor:
            low, high = first * step - margin, (end - 1) * step + kernel - margin
            x = rows.take(max(0, low), min(rows.height, high))
            border = (margin, margin, max(0, -low), max(0, high - rows.height))
            return F.conv2d(F.pad(x, border, self.mode), self.weight, self.bias, step)

        return Rows(height, width, step * rows.products + self.weight.numel() * width, take)


class RowUp(nn.Module):
    """A transposed convolution that doubles the size."""

    def __init__(self, inputs: int, outputs: int, kernel: int, *, bias: bool) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(inputs, outputs, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None

    def forward(self, rows: Rows) -> Rows:
        more = self.weight.shape[-1] % 2

        def take(first: int, end: int) -> Tensor:
            low, high = _seen_by(first, end, rows)
            x = rows.take(low, high)
            y = F.conv_transpose2d(x, self.weight, self.bias, stride=2, padding=1, output_padding=more)
            return y[:, :, first - 2 * low : end - 2 * low]

        products = (rows.products + self.weight.numel() * rows.width) // 2
        return Rows(2 * rows.height, 2 * rows.width, products, take)


class RowResize(RowConv):
    """The size doubled bilinearly, and a convolution: no checkerboard (Odena et al. 2016)."""

    def forward(self, rows: Rows) -> Rows:
        def take(first: int, end: int) -> Tensor:
            low, high = _seen_by(first, end, rows)
            y = F.interpolate(rows.take(low, high), scale_factor=2, mode="bilinear", align_corners=False)
            return y[:, :, first - 2 * low : end - 2 * low]

        return super().forward(Rows(2 * rows.height, 2 * rows.width, rows.products // 2, take))


def _seen_by(first: int, end: int, rows: Rows) -> tuple[int, int]:
    """First and end of those rows on which rows first to end of the doubled picture depend."""
    return max(0, first // 2 - 1), min(rows.height, (end + 1) // 2 + 1)


def _bands(rows: Rows, watch: Callable[[int], None]) -> Iterator[tuple[int, int]]:
    """First row and end of each band; watch hears of it before it is worked out."""
    count = max(LEAST_ROWS, BAND_PRODUCTS // max(rows.products, rows.width * LEAST_PRODUCTS))
    for first in range(0, rows.height, count):
        end = min(rows.height, first + count)
        watch((end - first) * rows.products)
        yield first, end
