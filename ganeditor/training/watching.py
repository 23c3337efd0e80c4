"""What a training's figures and pictures say: curves, and in words what goes wrong."""

from collections import deque
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor.training.task import Data, Figures

ACCURACY = "accuracy"
"""The figure with a discriminator's share of right answers."""

WON = 0.995
"""Accuracy over a whole interval from which on a discriminator has won: what it says teaches nothing any more."""

ALIKE = 0.25
"""Pictures of the generator that differ by less than this share of what real ones do have collapsed."""

YOUNG = 20_000
"""Pictures seen until which a generator's are alike because it has learnt little yet."""

SMALL = 16
"""Pixels of the pictures that are compared."""


@dataclass
class Curves:
    """Means of the figures since the last point, and since the last interval."""

    sums: dict[str, Tensor] = field(default_factory=dict)
    count: int = 0
    last: dict[str, float] = field(default_factory=dict)
    accuracies: deque[float] = field(default_factory=lambda: deque(maxlen=20))

    def add(self, figures: Figures) -> None:
        for name, value in figures.items():
            self.sums[name] = self.sums[name] + value.detach() if name in self.sums else value.detach()
        self.count += 1

    def row(self) -> dict[str, float]:
        """The point that ends here."""
        self.last = {name: float(value) / self.count for name, value in self.sums.items()}
        self.sums, self.count = {}, 0
        if ACCURACY in self.last:
            self.accuracies.append(self.last[ACCURACY])
        return self.last


def spread(pictures: Tensor) -> float:
    """Mean distance between two of pictures [N, 3, S, S] at SMALL pixels, in levels of their range."""
    small = F.interpolate(pictures.float(), size=(SMALL, SMALL), mode="area").flatten(1)
    return float(torch.pdist(small).mean() / small.shape[1] ** 0.5)


def verdicts(curves: Curves, made: Tensor, data: Data, seen: int) -> list[str]:
    """A sentence for each thing that goes wrong; made [N, 3, S, S] are the pictures of a generator that has seen so
    many."""
    found = []
    real = torch.from_numpy(data.first.pixels[: len(made)].copy()).permute(0, 3, 1, 2) / 127.5 - 1
    if seen > YOUNG and len(made) > 2 and spread(made.cpu()) < ALIKE * spread(real):
        found.append(
            "The generator makes nearly the same picture every time (mode collapse); try another loss, such as "
            "relativistic-pairing with r1 and r2, or a lower rate."
        )
    full = len(curves.accuracies) == curves.accuracies.maxlen
    if full and min(curves.accuracies) > WON:
        found.append(
            "The discriminator tells every picture (it has won, and the generator learns little); give it a penalty "
            "such as r1, spectral norm, or a lower rate."
        )
    return found
