"""Encoders: an aligned crop becomes a first guess of its latents."""

from collections.abc import Callable
from dataclasses import dataclass

import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor.engine.networks.ops import LRELU_GAIN, LRELU_SLOPE

Draw = Callable[[Tensor], Tensor]
"""ws [N, num_ws, w_dim] -> images [N, 3, R, R] in [-1, 1]: the generator, for an encoder that looks at its pictures."""


class FaceEncoder(nn.Module):
    """What every encoder is: the one interface that a first guess knows."""

    def codes(self, images: Tensor, draw: Draw) -> Tensor:
        """Images [N, 3, R, R] in [-1, 1] -> w [N, 1, w_dim] for all layers, or one for each [N, num_ws, w_dim]."""
        raise NotImplementedError


@dataclass(frozen=True)
class EncoderSizes:
    """All numbers an encoder is built from."""

    resolution: int  # of the crop; halved by the first step and by each block, down to 4 pixels
    channels: tuple[int, ...]  # of the stem and of each block
    hidden: int
    w_dim: int


class Encoder(FaceEncoder):
    """Images [N, 3, resolution, resolution] in [-1, 1] -> w [N, w_dim], one for all layers."""

    def __init__(self, sizes: EncoderSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.stem = nn.Conv2d(12, sizes.channels[0], 3, padding=1)
        pairs = zip(sizes.channels[:-1], sizes.channels[1:], strict=True)
        self.blocks = nn.ModuleList(ResidualBlock(inputs, outputs) for inputs, outputs in pairs)
        side = sizes.resolution // 2 >> len(self.blocks)
        self.fc1 = nn.Linear(sizes.channels[-1] * side * side, sizes.hidden)
        self.fc2 = nn.Linear(sizes.hidden, sizes.w_dim)

    def codes(self, images: Tensor, draw: Draw) -> Tensor:
        """A crop of a multiple of the encoder's size is averaged down to it."""
        del draw
        return self(F.avg_pool2d(images, images.shape[-1] // self.sizes.resolution))[:, None]  # type: ignore[no-any-return]

    def forward(self, images: Tensor) -> Tensor:
        expected = (3, self.sizes.resolution, self.sizes.resolution)
        if images.ndim != 4 or images.shape[1:] != expected:
            raise ValueError(f"images have shape {list(images.shape)}; expected [N, {', '.join(map(str, expected))}]")
        x = _activate(self.stem(F.pixel_unshuffle(images, 2)))
        for block in self.blocks:
            x = block(x)
        w: Tensor = self.fc2(_activate(self.fc1(x.flatten(1))))
        return w


class ResidualBlock(nn.Module):
    """Halves the size: two convolutions beside an averaged 1×1 one."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride=2, padding=1)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.skip = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        h: Tensor = _activate(self.conv2(_activate(self.conv1(x))))
        return h.add(F.avg_pool2d(self.skip(x), 2)).mul(0.5**0.5)


def _activate(x: Tensor) -> Tensor:
    return F.leaky_relu(x, LRELU_SLOPE) * LRELU_GAIN
