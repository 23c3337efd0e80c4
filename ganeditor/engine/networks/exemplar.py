"""ExGAN's networks (Dolhansky and Canton Ferrer 2018): eyes painted into a face as another picture of the person has
them, and who judges that."""

import itertools
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor.engine.networks.residual import NONE, DownBlock, ResidualDiscriminator, ResidualSizes, UpBlock

WIDEST = 8
"""Times the first layer's channels, up to which each halving doubles them."""


@dataclass(frozen=True)
class ExemplarSizes:
    """All numbers the painting network is built from."""

    channels: int  # at the full size
    halvings: int


class ExemplarNetwork(nn.Module):
    """photo, exemplar [N, 3, S, S] in [-1, 1] and holes [N or 1, 1, S, S] of 0 and 1 -> [N, 3, S, S] in (-1, 1).

    What lies in holes of the photo is not looked at. S is a multiple of 2^halvings.
    """

    def __init__(self, sizes: ExemplarSizes) -> None:
        super().__init__()
        self.sizes = sizes
        widths = [sizes.channels * min(1 << step, WIDEST) for step in range(sizes.halvings + 1)]
        inner = ResidualSizes((), norm=NONE)
        self.first = nn.Conv2d(7, widths[0], 3, padding=1)
        self.downs = nn.ModuleList(DownBlock(*pair) for pair in itertools.pairwise(widths))
        self.ups = nn.ModuleList(UpBlock(below, above, inner) for above, below in itertools.pairwise(widths))
        self.last = nn.Conv2d(widths[0], 3, 3, padding=1)

    def forward(self, photo: Tensor, exemplar: Tensor, holes: Tensor) -> Tensor:
        holes = holes.expand(len(photo), -1, -1, -1)
        x = self.first(torch.cat([photo * (1 - holes), exemplar, holes], 1))
        above = []
        for down in self.downs:
            above.append(x)
            x = down(x)
        for up, same in zip(reversed(self.ups), reversed(above), strict=True):
            x = up(x, x) + same
        return torch.tanh(self.last(F.leaky_relu(x, 0.2)).float())


class ExemplarDiscriminator(nn.Module):
    """pictures [N, 3, S, S], and the squares around their eyes [N · E, 3, s, s] -> scores [N] of both (section 3.1)."""

    def __init__(self, whole: ResidualSizes, eyes: ResidualSizes, *, spectral: bool) -> None:
        super().__init__()
        self.whole = ResidualDiscriminator(whole, spectral=spectral)
        self.eyes = ResidualDiscriminator(eyes, spectral=spectral)

    def forward(self, pictures: Tensor, eyes: Tensor) -> Tensor:
        near: Tensor = self.eyes(eyes).reshape(len(pictures), -1).mean(1)
        score: Tensor = self.whole(pictures) + near
        return score
