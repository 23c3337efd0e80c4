"""Networks that make one picture of another: generators of pix2pix (Isola et al. 2017), CycleGAN (Zhu et al. 2017).

A convolution that is normalised after has no bias: the mean that it would add is taken out again. Dropout, which these
networks keep on for the sake of chance, is left off.
"""

from abc import abstractmethod
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor.engine.networks.ops import products
from ganeditor.engine.networks.rows import (
    PictureNorm,
    RowConv,
    RowResize,
    Rows,
    RowUp,
    Watch,
    added,
    joined,
    kept,
    mapped,
    rows_of,
)

SLOPE = 0.2
"""Of the U-Net's leaky rectifiers."""

WIDEST = 8
"""Times the first layer's channels, up to which each of the U-Net's halvings doubles them."""


@dataclass(frozen=True)
class TranslationSizes:
    """What both generators are built from, beside how deep they are."""

    inputs: int  # channels of a picture
    outputs: int
    channels: int  # of the first layer
    normalised: bool = True
    affine: bool = False  # whether normalisation has a gain and a shift
    resized: bool = False  # enlarged bilinearly before a convolution, not by a transposed one
    resized_mirrored: bool = False  # beyond the border for that convolution; else there is zero


@dataclass(frozen=True)
class ResnetSizes(TranslationSizes):
    """Of CycleGAN's generator (its appendix): a picture is halved twice, and doubled twice."""

    blocks: int = 9
    mirrored: bool = True  # beyond the border for the blocks' convolutions; else there is zero


@dataclass(frozen=True)
class UnetSizes(TranslationSizes):
    """Of pix2pix's generator (its appendix)."""

    halvings: int = 8


class TranslationNetwork(nn.Module):
    """[1, inputs, H, W] in [-1, 1] -> [1, outputs, H, W] in (-1, 1); H and W are multiples of multiple."""

    def __init__(self, sizes: TranslationSizes) -> None:
        super().__init__()
        self.sizes = sizes

    @property
    @abstractmethod
    def multiple(self) -> int:
        """What sides of a picture must be multiples of."""

    @property
    @abstractmethod
    def floats_per_pixel(self) -> int:
        """Numbers that it holds at once for each pixel of a picture."""

    @property
    @abstractmethod
    def products_per_pixel(self) -> int:
        """Multiplications for each pixel of a picture."""

    @abstractmethod
    def over(self, rows: Rows, watch: Watch) -> Rows:
        """What it makes of rows."""

    def forward(self, x: Tensor, watch: Watch = lambda _products: None) -> Tensor:
        """Without watch, x may be several pictures [N, inputs, H, W], and what is made of them can be learned from."""
        return kept(self.over(rows_of(x), watch), watch).take(0, x.shape[2])

    def _norm(self, channels: int) -> PictureNorm | None:
        return PictureNorm(channels, self.sizes.affine) if self.sizes.normalised else None

    def _up(self, inputs: int, outputs: int, kernel: int, *, bias: bool) -> RowUp | RowResize:
        """kernel: of a transposed convolution."""
        if self.sizes.resized:
            return RowResize(inputs, outputs, 3, bias=bias, mirrored=self.sizes.resized_mirrored)
        return RowUp(inputs, outputs, kernel, bias=bias)


class ResidualBlock(nn.Module):
    """Two convolutions, and a way around them."""

    def __init__(self, channels: int, mirrored: bool, norms: tuple[PictureNorm | None, PictureNorm | None]) -> None:
        super().__init__()
        self.convs = nn.ModuleList(RowConv(channels, channels, 3, bias=False, mirrored=mirrored) for _ in norms)
        self.norms = nn.ModuleList(norm or nn.Identity() for norm in norms)

    def forward(self, rows: Rows, watch: Watch) -> Rows:
        first, second = self.convs
        y = mapped(_normal(self.norms[0], kept(first(rows), watch), watch), F.relu)
        y = _normal(self.norms[1], kept(second(y), watch), watch)
        return kept(added(rows, y), watch)


class ResnetGenerator(TranslationNetwork):
    """Two halvings, residual blocks, two doublings."""

    multiple = 4

    def __init__(self, sizes: ResnetSizes) -> None:
        super().__init__(sizes)
        channels = sizes.channels
        widths = (channels, 2 * channels, 4 * channels)
        self.first = RowConv(sizes.inputs, channels, 7, bias=False, mirrored=True)
        self.downs = nn.ModuleList(RowConv(width, 2 * width, 3, 2, bias=False) for width in widths[:2])
        self.blocks = nn.ModuleList(
            ResidualBlock(widths[2], sizes.mirrored, (self._norm(widths[2]), self._norm(widths[2])))
            for _ in range(sizes.blocks)
        )
        self.ups = nn.ModuleList(self._up(width, width // 2, 3, bias=False) for width in (widths[2], widths[1]))
        self.last = RowConv(channels, sizes.outputs, 7, bias=True, mirrored=True)
        self.norms = nn.ModuleList(self._norm(width) or nn.Identity() for width in (*widths, widths[1], channels))

    @property
    def floats_per_pixel(self) -> int:
        return self.sizes.channels  # three times the blocks' channels at a sixteenth of the pixels, and what is at work

    @property
    def products_per_pixel(self) -> int:
        halved = [products(down) // 4**step for step, down in enumerate(self.downs, 1)]
        blocks = sum(map(products, self.blocks)) // 16
        size = 4 if self.sizes.resized else 1  # such a convolution is done at the larger size
        doubled = [products(up) * size // 16 * 4**step for step, up in enumerate(self.ups)]
        # The first and the last but one are made twice: for the normalisation, and again.
        total: int = 2 * products(self.first) + sum(halved) + blocks + sum(doubled) + doubled[-1] + products(self.last)
        return total

    def over(self, rows: Rows, watch: Watch) -> Rows:
        first, *halved, smaller, full = self.norms
        x = mapped(_normal(first, self.first(rows), watch), F.relu)
        for down, norm in zip(self.downs, halved, strict=True):
            x = mapped(_normal(norm, kept(down(x), watch), watch), F.relu)
        x = kept(x, watch)
        for block in self.blocks:
            x = block(x, watch)
        x = mapped(_normal(smaller, kept(self.ups[0](x), watch), watch), F.relu)
        x = mapped(_normal(full, self.ups[1](x), watch), F.relu)
        return mapped(self.last(x), torch.tanh)


class UnetGenerator(TranslationNetwork):
    """Halvings, doublings as many, and a way from each size to the same one."""

    def __init__(self, sizes: UnetSizes) -> None:
        super().__init__(sizes)
        self.depth = sizes.halvings
        widths = [sizes.channels * min(1 << level, WIDEST) for level in range(self.depth)]
        ins, outs = [sizes.inputs, *widths[:-1]], [sizes.outputs, *widths[:-1]]
        ends = (0, self.depth - 1)
        self.downs = nn.ModuleList(
            RowConv(ins[level], widths[level], 4, 2, bias=level in ends) for level in range(self.depth)
        )
        self.ups = nn.ModuleList(
            self._up(widths[level] * (1 if level == ends[1] else 2), outs[level], 4, bias=level == 0)
            for level in range(self.depth)
        )
        self.down_norms = nn.ModuleList(
            (None if level in ends else self._norm(widths[level])) or nn.Identity() for level in range(self.depth)
        )
        self.up_norms = nn.ModuleList(
            (self._norm(outs[level]) if level else None) or nn.Identity() for level in range(self.depth)
        )

    @property
    def multiple(self) -> int:
        return 1 << self.depth

    @property
    def floats_per_pixel(self) -> int:
        wide: float = sum(min(1 << level, WIDEST) / 4 ** (level + 1) for level in range(self.depth))
        return round((2 * wide + 0.25) * self.sizes.channels)  # down and up, and what is at work

    @property
    def products_per_pixel(self) -> int:
        up = 4 if self.sizes.resized else 1  # such a convolution is done at the larger size
        pairs = enumerate(zip(self.downs, self.ups, strict=True), 1)
        total: int = sum((products(down) + up * products(above)) // 4**level for level, (down, above) in pairs)
        return total

    def over(self, rows: Rows, watch: Watch) -> Rows:
        return mapped(self.ups[0](self._below(rows, 0, watch)), torch.tanh)

    def _below(self, rows: Rows, level: int, watch: Watch) -> Rows:
        """What is made of rows at half their size, rectified."""
        if level:
            rows = mapped(rows, lambda x: F.leaky_relu(x, SLOPE))
        y = _normal(self.down_norms[level], kept(self.downs[level](rows), watch), watch)
        if level < self.depth - 1:
            inner = kept(self.ups[level + 1](self._below(y, level + 1, watch)), watch)
            y = joined(y, _normal(self.up_norms[level + 1], inner, watch))
        return mapped(y, F.relu)


def _normal(norm: nn.Module, rows: Rows, watch: Watch) -> Rows:
    made: Rows = norm(rows, watch) if isinstance(norm, PictureNorm) else rows
    return made
