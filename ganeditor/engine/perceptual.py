"""Perceptual distance between pictures: how differently a trained network sees them (Zhang et al. 2018, LPIPS)."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

MAX_SIDE = 256
"""Larger pictures are reduced to this side first: the networks were trained at 224 pixels."""

MIN_SIDE = 32
"""Smaller pictures are enlarged to this side first: EfficientNet halves them five times, VGG16 four times."""

Network = TypeVar("Network", bound=nn.Module)


class FeatureNetwork(Protocol):
    """Images [N, 3, H, W] in [-1, 1] -> feature maps of several depths, each [N, C, h, w]."""

    def __call__(self, images: Tensor) -> list[Tensor]: ...


class PerceptualDistance(nn.Module):
    """Mean squared difference of unit-normalised channels, averaged over space and summed over depths.

    Zhang et al. 2018, equation 1. The features of the picture that stays are computed once, with features().
    """

    def __init__(self, network: FeatureNetwork, channel_weights: Sequence[Tensor] | None = None) -> None:
        """channel_weights: one [C] for each depth, as LPIPS learned them; without them all channels count alike."""
        super().__init__()
        self.network = network
        self.channel_weights = channel_weights
        self.name = type(network).__name__ + ("" if channel_weights is None else " (LPIPS)")

    def features(self, images: Tensor) -> list[Tensor]:
        """images [N, 3, H, W] in [-1, 1] -> unit-normalised feature maps, for distance()."""
        side = max(images.shape[2:])
        if side > MAX_SIDE:
            images = F.interpolate(images, scale_factor=MAX_SIDE / side, mode="area")
        height, width = images.shape[2:]
        if min(height, width) < MIN_SIDE:
            images = F.interpolate(images, (max(height, MIN_SIDE), max(width, MIN_SIDE)), mode="bilinear")
        return [x * (x.square().sum(1, keepdim=True) + 1e-8).rsqrt() for x in map(Tensor.float, self.network(images))]

    def forward(self, images: Tensor, target: Sequence[Tensor]) -> Tensor:
        """Distance [N] of images [N, 3, H, W] to target, the features() of N pictures or of one; differentiable."""
        total = torch.zeros(len(images), device=images.device)
        for depth, (x, y) in enumerate(zip(self.features(images), target, strict=True)):
            difference = (x - y).square()
            if self.channel_weights is None:
                total = total + difference.sum(1).mean((1, 2))
            else:
                weights = self.channel_weights[depth][None, :, None, None]
                total = total + (difference * weights).sum(1).mean((1, 2))
        return total


def _frozen(network: Network, dtype: torch.dtype) -> Network:
    network.to(dtype=dtype, memory_format=torch.channels_last)  # type: ignore[call-overload]
    return network.eval().requires_grad_(False)


class EfficientNetFeatures(nn.Module):
    """Five depths of EfficientNet-Lite0 (Tan and Le 2019), whose weights come with a package."""

    TAPS = (0, 2, 4, 10, 15)  # the last block of each size, from 1/2 to 1/32 of the side

    def __init__(self, network: nn.Module, dtype: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.network = _frozen(network, dtype)
        self.dtype = dtype

    def forward(self, images: Tensor) -> list[Tensor]:
        net: Any = self.network
        x = images.to(dtype=self.dtype, memory_format=torch.channels_last)
        x = net._swish(net._bn0(net._conv_stem(x)))
        maps = []
        for index, block in enumerate(net._blocks):
            x = block(x)
            if index in self.TAPS:
                maps.append(x)
        return maps


class VGGFeatures(nn.Module):
    """Five depths of VGG16 (Simonyan and Zisserman 2014), after which LPIPS has its learned weights."""

    mean: Tensor
    std: Tensor

    WIDTHS = (64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512)  # 0 halves the size
    TAPS = (3, 8, 15, 22, 29)  # the last ReLU before each halving, and at the end

    def __init__(self, network: nn.Sequential, dtype: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.network: nn.Sequential = _frozen(network, dtype)
        self.dtype = dtype
        # Mean and deviation of ImageNet's colours in [0, 1], moved to pictures in [-1, 1].
        mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
        self.register_buffer("mean", (mean * 2 - 1)[None, :, None, None], persistent=False)
        self.register_buffer("std", (std * 2)[None, :, None, None], persistent=False)

    def forward(self, images: Tensor) -> list[Tensor]:
        x = ((images - self.mean) / self.std).to(dtype=self.dtype, memory_format=torch.channels_last)
        maps = []
        for index, layer in enumerate(self.network):
            x = layer(x)
            if index in self.TAPS:
                maps.append(x)
        return maps
