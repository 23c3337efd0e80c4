"""A generator and a discriminator that grow while they learn, from 4 pixels up (Karras et al. 2018, ProGAN)."""

import math
from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor.engine.networks.synthesis import PlainSynthesis

SLOPE = 0.2
"""Of the leaky rectifiers."""


@dataclass(frozen=True)
class ProgressiveSizes:
    """All numbers such a network is built from."""

    channels: tuple[int, ...]  # at 4, 8, 16, … pixels up to the picture's side
    w_dim: int = 128

    @property
    def resolution(self) -> int:
        return 2 << len(self.channels)


class Equalised(nn.Module):
    """k×k convolution with a bias whose weights learn equally fast, being scaled when used (section 4.1)."""

    def __init__(self, inputs: int, outputs: int, kernel: int, gain: float = 2**0.5) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self._gain = gain * (inputs * kernel**2) ** -0.5

    def forward(self, x: Tensor, padding: int | None = None) -> Tensor:
        edge = self.weight.shape[-1] // 2 if padding is None else padding
        return F.conv2d(x, self.weight * self._gain, self.bias, padding=edge)


def evened(x: Tensor) -> Tensor:
    """x [N, C, H, W], the numbers of each pixel brought to a mean square of 1 (section 4.2)."""
    return x * (x.float().square().mean(1, keepdim=True) + 1e-8).rsqrt().to(x.dtype)


def _active(x: Tensor) -> Tensor:
    return F.leaky_relu(x, SLOPE)


class ProgressiveSynthesis(PlainSynthesis):
    """ws [N, 1, w_dim] -> images; as far as it has grown, enlarged to the full size."""

    grown: Tensor
    """How many blocks there are beside the first, and the share of the next that has been faded in."""

    def __init__(self, sizes: ProgressiveSizes) -> None:
        super().__init__()
        widths = sizes.channels
        self.sizes = sizes
        self.w_dim, self.resolution = sizes.w_dim, sizes.resolution
        self.feature_channels = widths
        self.first = Equalised(sizes.w_dim, widths[0], 4)
        self.conv0 = nn.ModuleList(Equalised(inputs, outputs, 3) for inputs, outputs in pairwise(widths))
        self.conv1 = nn.ModuleList(Equalised(width, width, 3) for width in widths)
        self.colours = nn.ModuleList(Equalised(width, 3, 1, 1.0) for width in widths)
        self.register_buffer("grown", torch.tensor(len(widths) - 1.0))

    def drawn(self, ws: Tensor, features: list[Tensor] | None) -> Tensor:
        image = self.own(ws, features)
        return F.interpolate(image, size=(self.resolution, self.resolution), mode="nearest")

    def own(self, ws: Tensor, features: list[Tensor] | None = None) -> Tensor:
        """Images of the size to which it has grown."""
        grown = float(self.grown)
        x = evened(ws[:, 0, :, None, None])
        x = evened(_active(self.first(x, padding=3)))
        x = evened(_active(self.conv1[0](x)))
        image = self.colours[0](x)
        for index, (conv0, conv1, colours) in enumerate(zip(self.conv0, self.conv1[1:], self.colours[1:], strict=True)):
            if features is not None:
                features.append(x)
            if grown <= index:
                break
            x = evened(_active(conv1(evened(_active(conv0(doubled(x)))))))
            # Of smaller pictures only the one that the last block's takes over from is seen.
            image = colours(x) if grown >= index + 1 else doubled(image).lerp(colours(x), grown - index)
        else:
            if features is not None:
                features.append(x)
        found: Tensor = image.float()
        return found


class ProgressiveDiscriminator(nn.Module):
    """Images of the size to which it has grown -> scores [N]; how much they differ is one of the last maps."""

    grown: Tensor

    def __init__(self, sizes: ProgressiveSizes) -> None:
        super().__init__()
        widths = sizes.channels
        self.colours = nn.ModuleList(Equalised(3, width, 1) for width in widths)
        self.conv0 = nn.ModuleList(Equalised(width, width, 3) for width in widths[1:])
        self.conv1 = nn.ModuleList(Equalised(outputs, inputs, 3) for inputs, outputs in pairwise(widths))
        self.top = Equalised(widths[0] + 1, widths[0], 3)
        self.flat = Equalised(widths[0], widths[0], 4)
        self.last = Equalised(widths[0], 1, 1, 1.0)
        self.register_buffer("grown", torch.tensor(len(widths) - 1.0))

    def forward(self, images: Tensor, _labels: Tensor | None = None) -> Tensor:
        grown = float(self.grown)
        blocks = math.ceil(grown)
        x = _active(self.colours[blocks](images))
        for index in reversed(range(blocks)):
            x = F.avg_pool2d(_active(self.conv1[index](_active(self.conv0[index](x)))), 2)
            if index < grown < index + 1:
                before = _active(self.colours[index](F.avg_pool2d(images, 2)))
                x = before.lerp(x, grown - index)
        spread = x.float().var(0, unbiased=False).add(1e-8).sqrt().mean().to(x.dtype)  # section 3
        x = torch.cat([x, spread.expand(len(x), 1, *x.shape[2:])], 1)
        x = _active(self.flat(_active(self.top(x)), padding=0))
        scores: Tensor = self.last(x)
        return scores.flatten()


def doubled(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2, mode="nearest")
