"""The StyleGAN2 discriminator (Karras et al. 2020), which tells how real pictures look; NVIDIA's tensor names."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ganeditor.engine.networks.generator import FullyConnected, MappingNetwork
from ganeditor.engine.networks.ops import SHORTCUT_GAIN, biased_activation, filtered, fir_kernel


@dataclass(frozen=True)
class DiscriminatorSizes:
    """All numbers a discriminator is built from."""

    channels: tuple[int, ...]  # of the blocks 4, 8, 16, ... pixels; their count fixes the resolution
    architecture: str = "resnet"  # or "skip", "orig"
    c_dim: int = 0  # of the labels it judges by; 0 for none
    mapping_layers: int = 0  # of the network that takes labels
    label_width: int = 0  # of what that network makes of a label
    spread_channels: int = 1  # maps of the minibatch's standard deviation; 0 for none
    spread_group: int = 4  # pictures that one such deviation is measured on
    conv_clamp: float | None = None  # only networks trained in float16 have one (256)

    @property
    def resolution(self) -> int:
        return 4 << (len(self.channels) - 1)


class Convolution(nn.Module):
    """k×k convolution with equalised learning rate, bias and activation; with down, to half the size."""

    resample_filter: Tensor

    def __init__(self, inputs: int, outputs: int, side: int, *, down: bool = False, clamp: float | None = None) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs, side, side))
        self.bias = nn.Parameter(torch.zeros(outputs))
        if down:
            self.register_buffer("resample_filter", fir_kernel())
        self._down, self._clamp, self._gain = down, clamp, (inputs * side**2) ** -0.5

    def forward(self, x: Tensor, gain: float = 1.0) -> Tensor:
        weight, edge = self.weight * self._gain, self.weight.shape[-1] // 2
        if self._down:
            y = nn.functional.conv2d(filtered(x, self.resample_filter, padding=edge + 1), weight, stride=2)
        else:
            y = nn.functional.conv2d(x, weight, padding=edge)
        return biased_activation(y, self.bias, self._clamp, gain)


class Shortcut(nn.Module):
    """1×1 convolution to half the size, beside the two convolutions of a block."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs, 1, 1))
        self._gain = SHORTCUT_GAIN * inputs**-0.5

    def forward(self, x: Tensor, kernel: Tensor) -> Tensor:
        return nn.functional.conv2d(_halved(x, kernel), self.weight * self._gain)


class DiscriminatorBlock(nn.Module):
    """One resolution: perhaps the step from RGB, a convolution, and one to half the size."""

    def __init__(self, index: int, sizes: DiscriminatorSizes) -> None:
        super().__init__()
        inputs, outputs, clamp = sizes.channels[index], sizes.channels[index - 1], sizes.conv_clamp
        first, self._skips = index == len(sizes.channels) - 1, sizes.architecture == "skip"
        self.fromrgb = Convolution(3, inputs, 1, clamp=clamp) if first or self._skips else None
        self.conv0 = Convolution(inputs, inputs, 3, clamp=clamp)
        self.conv1 = Convolution(inputs, outputs, 3, down=True, clamp=clamp)
        self.skip = Shortcut(inputs, outputs) if sizes.architecture == "resnet" else None

    def forward(self, x: Tensor | None, image: Tensor) -> tuple[Tensor, Tensor]:
        """x [N, C, r, r] of the block before, and the image at this size -> both at half the size."""
        kernel = self.conv1.resample_filter
        if self.fromrgb:
            colours: Tensor = self.fromrgb(image)
            x = colours if x is None else x + colours
        assert x is not None
        y: Tensor = self.conv1(self.conv0(x), SHORTCUT_GAIN if self.skip else 1.0)
        return y + self.skip(x, kernel) if self.skip else y, _halved(image, kernel) if self._skips else image


class Epilogue(nn.Module):
    """Features at 4 pixels, with how much they spread among several pictures -> numbers [N, width or 1]."""

    def __init__(self, sizes: DiscriminatorSizes) -> None:
        super().__init__()
        channels = sizes.channels[0]
        if sizes.architecture == "skip":
            self.fromrgb = Convolution(3, channels, 1)
        self.conv = Convolution(channels + sizes.spread_channels, channels, 3, clamp=sizes.conv_clamp)
        self.fc = FullyConnected(channels * 16, channels, activated=True)
        self.out = FullyConnected(channels, sizes.label_width or 1)

    def forward(self, x: Tensor, spread: Tensor) -> Tensor:
        """x [N, C, 4, 4], spread [N, spread_channels]."""
        x = torch.cat([x, spread[:, :, None, None].expand(-1, -1, *x.shape[2:])], dim=1)
        found: Tensor = self.out(self.fc(self.conv(x).flatten(1)))
        return found


class Discriminator(nn.Module):
    """Images [N, 3, resolution, resolution] in [-1, 1] -> scores [N], the higher the more real they look."""

    def __init__(self, sizes: DiscriminatorSizes) -> None:
        super().__init__()
        self.sizes = sizes
        for index in range(len(sizes.channels) - 1, 0, -1):
            setattr(self, f"b{4 << index}", DiscriminatorBlock(index, sizes))
        self.b4 = Epilogue(sizes)
        if sizes.c_dim:
            self.mapping = MappingNetwork(0, sizes.c_dim, sizes.label_width, sizes.mapping_layers)

    def forward(self, images: Tensor, c: Tensor | None = None, spread: Tensor | None = None) -> Tensor:
        """Scores for labels c [N, c_dim]; a conditional network without c takes the label that fits best.

        spread [spread_channels] stands for what these pictures' own company would give, so that each is judged alone.
        """
        x = self.features(images)
        own = self.spread(x) if spread is None else spread.expand(len(x), -1)
        found: Tensor = self.b4(x, own)
        if not self.sizes.c_dim:
            return found[:, 0]
        labels = torch.eye(self.sizes.c_dim, device=x.device) if c is None else c
        mapped: Tensor = self.mapping(x.new_zeros(len(labels), 0), labels) * self.sizes.label_width**-0.5
        return (found @ mapped.T).amax(1) if c is None else (found * mapped).sum(1)

    def features(self, images: Tensor) -> Tensor:
        """images [N, 3, R, R] -> [N, C, 4, 4]."""
        expected = (3, self.sizes.resolution, self.sizes.resolution)
        if images.ndim != 4 or images.shape[1:] != expected:
            raise ValueError(f"images have shape {list(images.shape)}; expected [N, {', '.join(map(str, expected))}]")
        x: Tensor | None = None
        image = images.contiguous(memory_format=torch.channels_last)
        for index in range(len(self.sizes.channels) - 1, 0, -1):
            x, image = getattr(self, f"b{4 << index}")(x, image)
        assert x is not None
        if self.sizes.architecture == "skip":
            x = x + self.b4.fromrgb(image)
        return x

    def spread(self, x: Tensor) -> Tensor:
        """Standard deviation [N, spread_channels] among groups of features x [N, C, 4, 4] (Karras et al. 2018, 3)."""
        maps, count = self.sizes.spread_channels, len(x)
        if not maps:
            return x.new_zeros(count, 0)
        group = min(self.sizes.spread_group, count)
        if count % group:
            raise ValueError(f"{count} pictures are no whole number of groups of {group}")
        deviation = x.reshape(group, count // group, maps, -1).var(0, unbiased=False).add(1e-8).sqrt()
        return deviation.mean(2).repeat(group, 1)


def _halved(x: Tensor, kernel: Tensor) -> Tensor:
    return filtered(x, kernel, padding=1, stride=2)
