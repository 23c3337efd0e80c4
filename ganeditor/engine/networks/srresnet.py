"""SRResNet, the generator of SRGAN (Ledig et al. 2017, Figure 4), with batch normalisation folded into convolutions."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor.engine.networks.ops import products
from ganeditor.engine.networks.upscaling import UpscalingNetwork


@dataclass(frozen=True)
class SRResNetSizes:
    """All numbers an SRResNet is built from."""

    channels: int
    blocks: int
    doublings: int  # of the picture's side
    kernel: int = 9  # of the first and the last convolution
    slopes: int = 1  # of a rectifier: one, or one a channel


class SRResNetBlock(nn.Module):
    """x [N, C, H, W] -> the same, with a residual around two convolutions."""

    def __init__(self, channels: int, slopes: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.slope = nn.PReLU(slopes)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = x + self.second(self.slope(self.first(x)))
        return y


class SRResNet(UpscalingNetwork):
    """RGB [N, 3, H, W] in [0, 1] -> [N, 3, scale·H, scale·W] in (0, 1)."""

    def __init__(self, sizes: SRResNetSizes) -> None:
        super().__init__()
        channels, kernel, slopes = sizes.channels, sizes.kernel, sizes.slopes
        self.sizes = sizes
        self.first = nn.Conv2d(3, channels, kernel, padding=kernel // 2)
        self.slope = nn.PReLU(slopes)
        self.blocks = nn.ModuleList(SRResNetBlock(channels, slopes) for _ in range(sizes.blocks))
        self.body = nn.Conv2d(channels, channels, 3, padding=1)
        self.up = nn.ModuleList(nn.Conv2d(channels, 4 * channels, 3, padding=1) for _ in range(sizes.doublings))
        self.up_slopes = nn.ModuleList(nn.PReLU(slopes) for _ in range(sizes.doublings))
        self.last = nn.Conv2d(channels, 3, kernel, padding=kernel // 2)

    @property
    def scale(self) -> int:
        return 1 << self.sizes.doublings

    @property
    def reach(self) -> int:
        return 2 + self.sizes.kernel // 2

    @property
    def inner_floats(self) -> int:
        return 6 * self.sizes.channels

    @property
    def outer_floats(self) -> int:
        return 3 * self.sizes.channels * self.scale**2

    @property
    def products_per_pixel(self) -> int:
        inner = (self.first, *self.blocks, self.body)
        grown = sum(products(conv) << 2 * step for step, conv in enumerate((*self.up, self.last)))
        return sum(map(products, inner)) + grown

    def inner(self, x: Tensor) -> Tensor:
        x = self.slope(self.first(x))
        y = x
        for block in self.blocks:
            y = block(y)
        features: Tensor = x + self.body(y)
        return features

    def outer(self, features: Tensor, _x: Tensor) -> Tensor:
        x = features
        for conv, slope in zip(self.up, self.up_slopes, strict=True):
            x = slope(F.pixel_shuffle(conv(x), 2))
        return (torch.tanh(self.last(x)) + 1) / 2
