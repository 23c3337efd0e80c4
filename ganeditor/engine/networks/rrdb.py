"""RRDBNet, the generator of ESRGAN (Wang et al. 2018), BSRGAN and Real-ESRGAN (Wang et al. 2021, section 3.3)."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor.engine.networks.ops import products
from ganeditor.engine.networks.upscaling import UpscalingNetwork

SLOPE = 0.2
"""Of the leaky rectifiers."""

SHARE = 0.2
"""Of each residual that is added; the paper's beta."""

CONVOLUTIONS, DENSE_BLOCKS = 5, 3
"""Of a dense block, and of a residual in residual dense block."""


@dataclass(frozen=True)
class RRDBSizes:
    """All numbers an RRDBNet is built from."""

    channels: int
    growth: int  # channels that each convolution of a dense block adds
    blocks: int
    doublings: int  # of the picture's side, after the blocks
    unshuffle: int = 1  # pixels of a side that become channels before the blocks; Real-ESRGAN's ×2 has 2, its ×1 has 4

    @property
    def scale(self) -> int:
        return (1 << self.doublings) // self.unshuffle


class DenseBlock(nn.Module):
    """x [N, C, H, W] -> the same; each convolution sees what all before it have made (Figure 4 of ESRGAN)."""

    def __init__(self, channels: int, growth: int) -> None:
        super().__init__()
        outputs = [growth] * (CONVOLUTIONS - 1) + [channels]
        self.convs = nn.ModuleList(_conv(channels + index * growth, count) for index, count in enumerate(outputs))

    def forward(self, x: Tensor) -> Tensor:
        seen = x
        *growing, last = self.convs
        for conv in growing:
            seen = torch.cat((seen, F.leaky_relu_(conv(seen), SLOPE)), 1)
        return torch.add(x, last(seen), alpha=SHARE)


class ResidualBlock(nn.Module):
    """Dense blocks one after another, and a residual around them."""

    def __init__(self, channels: int, growth: int) -> None:
        super().__init__()
        self.dense = nn.ModuleList(DenseBlock(channels, growth) for _ in range(DENSE_BLOCKS))

    def forward(self, x: Tensor) -> Tensor:
        y = x
        for block in self.dense:
            y = block(y)
        return torch.add(x, y, alpha=SHARE)


class RRDBNet(UpscalingNetwork):
    """RGB [N, 3, H, W] in [0, 1] -> [N, 3, scale·H, scale·W], about in [0, 1]; H and W are multiples of unshuffle."""

    def __init__(self, sizes: RRDBSizes) -> None:
        super().__init__()
        channels = sizes.channels
        self.sizes = sizes
        self.first = _conv(3 * sizes.unshuffle**2, channels)
        self.blocks = nn.ModuleList(ResidualBlock(channels, sizes.growth) for _ in range(sizes.blocks))
        self.body = _conv(channels, channels)
        self.up = nn.ModuleList(_conv(channels, channels) for _ in range(sizes.doublings))
        self.high = _conv(channels, channels)
        self.last = _conv(channels, 3)

    @property
    def scale(self) -> int:
        return self.sizes.scale

    @property
    def multiple(self) -> int:
        return self.sizes.unshuffle

    reach = 2

    @property
    def inner_floats(self) -> int:
        # Four residuals; the last two of what the dense convolutions see, and what the convolution needs beside it.
        sizes = self.sizes
        seen = sizes.channels + (CONVOLUTIONS - 1) * sizes.growth
        return (4 * sizes.channels + 3 * seen) // sizes.unshuffle**2

    @property
    def outer_floats(self) -> int:
        return 3 * self.sizes.channels * self.scale**2

    @property
    def products_per_pixel(self) -> int:
        inner = (self.first, *self.blocks, self.body)
        outer = (*self.up, self.high, self.last)
        grown = [1 << 2 * min(step, self.sizes.doublings) for step in range(1, len(outer) + 1)]
        total = sum(map(products, inner)) + sum(
            products(conv) * times for conv, times in zip(outer, grown, strict=True)
        )
        return total // self.sizes.unshuffle**2

    def inner(self, x: Tensor) -> Tensor:
        x = self.first(F.pixel_unshuffle(x, self.sizes.unshuffle))
        y = x
        for block in self.blocks:
            y = block(y)
        features: Tensor = x + self.body(y)
        return features

    def outer(self, features: Tensor, _x: Tensor) -> Tensor:
        x = features
        for conv in self.up:
            x = F.leaky_relu_(conv(F.interpolate(x, scale_factor=2, mode="nearest")), SLOPE)
        made: Tensor = self.last(F.leaky_relu_(self.high(x), SLOPE))
        return made


def _conv(inputs: int, outputs: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, padding=1)
