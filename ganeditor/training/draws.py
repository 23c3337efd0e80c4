"""Chance in a training: what is drawn depends on seed, step and place only, so that a run can go on anywhere.

Several processes draw for all and take their part each, so that together they do what one with a larger batch does.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor


@dataclass(frozen=True)
class Share:
    """One process among those that train together."""

    rank: int = 0
    count: int = 1

    def of(self, drawn: Tensor) -> Tensor:
        """This process's part of drawn [count · N, …] -> [N, …]."""
        return drawn.chunk(self.count)[self.rank]


class Draws:
    """The chance of one step."""

    def __init__(self, seed: int, step: int, batch: int, device: torch.device, share: Share) -> None:
        """batch: pictures of each process."""
        self.batch, self.device, self.share = batch, device, share
        self._random = torch.Generator().manual_seed(int(np.random.SeedSequence((seed, step)).generate_state(1)[0]))

    def normal(self, *shape: int) -> Tensor:
        """[batch, *shape], normally distributed."""
        return self._taken(torch.randn(self.batch * self.share.count, *shape, generator=self._random))

    def uniform(self, *shape: int) -> Tensor:
        """[batch, *shape] in [0, 1)."""
        return self._taken(torch.rand(self.batch * self.share.count, *shape, generator=self._random))

    def classes(self, count: int) -> Tensor:
        """[batch] of whole numbers below count."""
        return self._taken(torch.randint(count, (self.batch * self.share.count,), generator=self._random))

    def _taken(self, drawn: Tensor) -> Tensor:
        return self.share.of(drawn).to(self.device)


def sow(seed: int, step: int, share: Share) -> None:
    """Let what networks draw by themselves in a step, such as noise, follow from it too; each process draws its own."""
    torch.manual_seed(int(np.random.SeedSequence((seed, step, 1 + share.rank)).generate_state(1)[0]))


def order(seed: int, epoch: int, count: int) -> npt.NDArray[np.int64]:
    """The order in which count pictures are seen in an epoch, [count]."""
    return np.random.default_rng((seed, epoch)).permutation(count)
