"""The segmentation head: from what a generator's blocks make to classes of pixels.

DatasetGAN (Zhang et al. 2021) and EditGAN (Ling et al. 2021) enlarge all blocks' features to the picture's size and
feed them to a small network for each pixel. Its first layer is linear, so each block has a part of it here, applied at
the block's own size and enlarged afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor.engine.networks.ops import LRELU_SLOPE

LARGEST_SIDE = 256
"""Pixels of the largest features that a head looks at; beyond, a generator draws texture."""


@dataclass(frozen=True)
class SegmentationSizes:
    """All numbers a segmentation head is built from."""

    channels: tuple[int, ...]  # of the features, coarse to fine
    hidden: int
    classes: int


class PixelLayer(nn.Module):
    """A linear layer for each pixel: x [N, inputs, H, W] -> [N, outputs, H, W], in x's dtype."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(outputs, inputs, 1, 1))
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.weight.to(x.dtype), self.bias.to(x.dtype))


class SegmentationHead(nn.Module):
    """features of a synthesis network, coarse to fine, [N, C_i, s_i, s_i] -> logits [N, classes, s, s], s the last."""

    def __init__(self, sizes: SegmentationSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.blocks = nn.ParameterList(torch.zeros(sizes.hidden, count, 1, 1) for count in sizes.channels)
        self.bias = nn.Parameter(torch.zeros(sizes.hidden))
        self.hidden = PixelLayer(sizes.hidden, sizes.hidden)
        self.classes = PixelLayer(sizes.hidden, sizes.classes)

    def forward(self, features: Sequence[Tensor]) -> Tensor:
        """Features beyond those that it was made for are left alone; the result is float32."""
        total = features[0].new_zeros(())
        for block, x in zip(self.blocks, features, strict=False):
            part = F.conv2d(x, block.to(x.dtype))
            if total.ndim and total.shape[2:] != part.shape[2:]:
                total = F.interpolate(total, size=part.shape[2:], mode="bilinear", align_corners=False)
            total = total + part
        x = F.leaky_relu(total + self.bias.to(total.dtype)[:, None, None], LRELU_SLOPE)
        logits: Tensor = self.classes(F.leaky_relu(self.hidden(x), LRELU_SLOPE)).float()
        return logits


def known_features(features: Sequence[Tensor]) -> list[Tensor]:
    """Of all features of a network those that a head looks at."""
    return [x for x in features if x.shape[-1] <= LARGEST_SIDE]
