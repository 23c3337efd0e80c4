"""DCGAN's generator and discriminator (Radford et al. 2016), and with labels those of conditional GANs."""

import itertools
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ganeditor.engine.networks.synthesis import PlainSynthesis


@dataclass(frozen=True)
class ConvolutionalSizes:
    """All numbers such a network is built from."""

    channels: tuple[int, ...]  # at 4, 8, 16, … pixels up to half the picture's side
    w_dim: int = 128
    normalised: bool = True  # by batch

    @property
    def resolution(self) -> int:
        return 4 << len(self.channels)


class ConvolutionalSynthesis(PlainSynthesis):
    """ws [N, 1, w_dim] -> images: transposed convolutions, each to twice the size."""

    def __init__(self, sizes: ConvolutionalSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.w_dim, self.resolution = sizes.w_dim, sizes.resolution
        self.feature_channels = sizes.channels
        self.first = nn.ConvTranspose2d(sizes.w_dim, sizes.channels[0], 4, bias=not sizes.normalised)
        widths = [*sizes.channels, 3]
        self.steps = nn.ModuleList(
            nn.ConvTranspose2d(inputs, outputs, 4, 2, 1, bias=outputs == 3 or not sizes.normalised)
            for inputs, outputs in itertools.pairwise(widths)
        )
        self.norms = nn.ModuleList(
            nn.BatchNorm2d(width) if sizes.normalised else nn.Identity() for width in sizes.channels
        )
        started(self)

    def drawn(self, ws: Tensor, features: list[Tensor] | None) -> Tensor:
        x = self.first(ws[:, 0, :, None, None])
        for norm, step in zip(self.norms, self.steps, strict=True):
            x = torch.relu(norm(x))
            if features is not None:
                features.append(x)
            x = step(x)
        return torch.tanh(x.float())


class ConvolutionalDiscriminator(nn.Module):
    """Images [N, 3, R, R] and perhaps labels [N] -> scores [N]; a label is a map beside the colours (Mirza 2014)."""

    def __init__(self, sizes: ConvolutionalSizes, classes: int = 0) -> None:
        super().__init__()
        widths = [*reversed(sizes.channels)]
        self.label = nn.Embedding(classes, sizes.resolution**2) if classes else None
        self.first = nn.Conv2d(4 if classes else 3, widths[0], 4, 2, 1)
        self.steps = nn.ModuleList(
            nn.Conv2d(inputs, outputs, 4, 2, 1, bias=not sizes.normalised)
            for inputs, outputs in itertools.pairwise(widths)
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(width) if sizes.normalised else nn.Identity() for width in widths[1:])
        self.last = nn.Conv2d(widths[-1], 1, 4)
        started(self)

    def forward(self, images: Tensor, labels: Tensor | None = None) -> Tensor:
        x = images
        if self.label:
            assert labels is not None, "a conditional discriminator is asked with labels"
            x = torch.cat([x, self.label(labels).reshape(len(x), 1, *x.shape[2:])], 1)
        x = nn.functional.leaky_relu(self.first(x), 0.2)
        for norm, step in zip(self.norms, self.steps, strict=True):
            x = nn.functional.leaky_relu(norm(step(x)), 0.2)
        scores: Tensor = self.last(x)
        return scores.flatten()


def started(module: nn.Module) -> None:
    """Weights as the paper starts them (section 4): a deviation of 0.02."""
    for part in module.modules():
        if isinstance(part, nn.Conv2d | nn.ConvTranspose2d | nn.Embedding):
            nn.init.normal_(part.weight, 0.0, 0.02)
        elif isinstance(part, nn.BatchNorm2d):
            nn.init.normal_(part.weight, 1.0, 0.02)
