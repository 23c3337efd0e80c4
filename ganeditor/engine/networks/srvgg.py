"""SRVGG, the compact network of Real-ESRGAN's fast models (realesr-general-x4v3 and -animevideov3)."""

from dataclasses import dataclass

import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor.engine.networks.ops import products
from ganeditor.engine.networks.upscaling import UpscalingNetwork


@dataclass(frozen=True)
class SRVGGSizes:
    """All numbers an SRVGG is built from."""

    channels: int
    layers: int  # convolutions between the first and the last
    scale: int


class SRVGG(UpscalingNetwork):
    """RGB [N, 3, H, W] in [0, 1] -> [N, 3, scale·H, scale·W], about in [0, 1]; all its layers are at the small size."""

    def __init__(self, sizes: SRVGGSizes) -> None:
        super().__init__()
        self.sizes = sizes
        inputs = [3] + [sizes.channels] * sizes.layers
        self.convs = nn.ModuleList(nn.Conv2d(count, sizes.channels, 3, padding=1) for count in inputs)
        self.slopes = nn.ModuleList(nn.PReLU(sizes.channels) for _ in inputs)
        self.last = nn.Conv2d(sizes.channels, 3 * sizes.scale**2, 3, padding=1)

    @property
    def scale(self) -> int:
        return self.sizes.scale

    reach = 1

    @property
    def inner_floats(self) -> int:
        return 3 * self.sizes.channels

    @property
    def outer_floats(self) -> int:
        return self.sizes.channels + 4 * 3 * self.scale**2

    @property
    def products_per_pixel(self) -> int:
        return products(self)

    def inner(self, x: Tensor) -> Tensor:
        """All but the last layer: features [N, C, H, W]."""
        y = x
        for conv, slope in zip(self.convs, self.slopes, strict=True):
            y = slope(conv(y))
        return y

    def outer(self, features: Tensor, x: Tensor) -> Tensor:
        detail = F.pixel_shuffle(self.last(features), self.scale)
        # The network makes what is missing in the picture of square pixels.
        return detail + F.interpolate(x, scale_factor=self.scale, mode="nearest")
