"""A discriminator that sees with a trained network's eyes, for which far fewer pictures suffice (Sauer et al. 2021)."""

from functools import cached_property

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor import paths
from ganeditor.checkpoints.perceptual import open_perceptual
from ganeditor.engine.networks.residual import bound
from ganeditor.engine.perceptual import FeatureNetwork

WIDTHS = (24, 40, 112, 320)
"""Channels of EfficientNet-Lite0's four deepest maps, at 1/4 to 1/32 of the picture's side."""

LOOK = 128
"""Pixels of the side at which pictures are looked at, so that the deepest map has four."""

MIXED = 64
"""Channels of the maps that heads judge."""

GROUPS = 4
"""Of channels that are normalised together, in each picture alone: the paper's batches differ among processes."""

SLOPE = 0.2


class Head(nn.Module):
    """One map [N, MIXED, s, s] -> a score for each of 4 × 4 places, [N, 16]."""

    def __init__(self, halvings: int) -> None:
        super().__init__()
        self.down = nn.ModuleList(nn.Conv2d(MIXED, MIXED, 4, 2, 1) for _ in range(halvings))
        self.last = nn.Conv2d(MIXED, 1, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        x = F.group_norm(x, GROUPS)
        for layer in self.down:
            x = F.leaky_relu(F.group_norm(layer(x), GROUPS), SLOPE)
        scores: Tensor = self.last(x)
        return scores.flatten(1)


class ProjectedDiscriminator(nn.Module):
    """Images [N, 3, S, S] in [-1, 1] -> scores [N · 64]: 16 places in each of four maps.

    Maps are mixed by weights that are drawn once and never learn: channels of each, and from the deepest up each with
    those below (section 3.2), so that no head can look at a few easy features alone.
    """

    def __init__(self) -> None:
        super().__init__()
        for depth, width in enumerate(WIDTHS):
            self.register_buffer(f"channels{depth}", nn.init.kaiming_normal_(torch.empty(MIXED, width, 1, 1)))
            self.register_buffer(f"scales{depth}", nn.init.kaiming_normal_(torch.empty(MIXED, MIXED, 3, 3)))
        self.heads = nn.ModuleList(Head(len(WIDTHS) - 1 - depth) for depth in range(len(WIDTHS)))
        bound(self)

    @cached_property
    def look(self) -> FeatureNetwork:
        """The frozen network; no part of what learns and is kept, since a cached property is no submodule."""
        device = next(self.parameters()).device
        return open_perceptual("efficientnet", paths.user_models(), device, torch.float32).network

    def forward(self, images: Tensor, _labels: Tensor | None = None) -> Tensor:
        maps = self.mixed(images)
        return torch.cat([head(x) for head, x in zip(self.heads, maps, strict=True)], 1).flatten()

    def mixed(self, images: Tensor) -> list[Tensor]:
        """Maps [N, MIXED, 32, 32], …, [N, MIXED, 4, 4]."""
        large = F.interpolate(images.float(), size=(LOOK, LOOK), mode="bilinear", align_corners=False)
        found = self.look(large)[-len(WIDTHS) :]
        maps: list[Tensor] = []
        for depth in reversed(range(len(WIDTHS))):
            x = F.conv2d(found[depth], self.get_buffer(f"channels{depth}"))
            if maps:
                x = x + F.interpolate(maps[0], scale_factor=2, mode="bilinear", align_corners=False)
            maps.insert(0, F.conv2d(x, self.get_buffer(f"scales{depth}"), padding=1))
        return maps
