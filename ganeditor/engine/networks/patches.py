"""The discriminator of pix2pix and CycleGAN, which judges patch by patch (Isola et al. 2017, section 3.2.2)."""

from dataclasses import dataclass
from itertools import pairwise

import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor.engine.networks.translation import SLOPE, WIDEST

KERNEL = 4


@dataclass(frozen=True)
class PatchSizes:
    """What it is built from."""

    inputs: int  # channels of all that it sees
    channels: int  # of the first layer
    halvings: int = 3  # with which it sees patches of 70 pixels


class PatchDiscriminator(nn.Module):
    """[N, inputs, H, W] -> a score for each of the patches, [N, 1, about H / 2^halvings, about W / 2^halvings]."""

    def __init__(self, sizes: PatchSizes) -> None:
        super().__init__()
        widths = [sizes.channels * min(1 << step, WIDEST) for step in range(sizes.halvings + 1)]
        self.first = nn.Conv2d(sizes.inputs, widths[0], KERNEL, 2, 1)
        strides = [2] * (sizes.halvings - 1) + [1]
        self.deeper = nn.ModuleList(
            nn.Conv2d(inputs, outputs, KERNEL, stride, 1, bias=False)
            for (inputs, outputs), stride in zip(pairwise(widths), strides, strict=True)
        )
        self.last = nn.Conv2d(widths[-1], 1, KERNEL, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        x = F.leaky_relu(self.first(x), SLOPE)
        for layer in self.deeper:
            x = F.leaky_relu(F.instance_norm(layer(x)), SLOPE)
        found: Tensor = self.last(x)
        return found.float()
