"""A figure and how sure it is: the bootstrap (Efron 1979)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ganeditor.progress import Progress, silent

SURE = 1.96
"""Standard errors on both sides of a figure that hold the true one in 95 of 100 cases."""

LOWER, HIGHER = "lower", "higher"
SIGNS = {LOWER: "↓", HIGHER: "↑"}
"""Where better figures lie."""


@dataclass(frozen=True)
class Figure:
    """What was measured of so many pictures, pairs or paths."""

    value: float
    error: float  # standard deviation of the figure over the resamples
    number: int

    @property
    def low(self) -> float:
        return self.value - SURE * self.error

    @property
    def high(self) -> float:
        return self.value + SURE * self.error


def bootstrapped(
    figure: Callable[..., float], sets: Sequence[Tensor], resamples: int, seed: int, progress: Progress = silent
) -> Figure:
    """figure(*sets) of sets [N, …], and its error by drawing each set anew from itself, two resamples at least.

    The interval lies around the figure of the sets as they are: resamples repeat pictures, and figures such as FID are
    higher for fewer different ones.
    """
    random = torch.Generator().manual_seed(seed)
    values = []
    for count in range(resamples):
        progress(count / resamples, "Drawing the sets anew")
        drawn = (rows[torch.randint(len(rows), (len(rows),), generator=random)] for rows in sets)
        values.append(figure(*drawn))
    spread = torch.tensor(values, dtype=torch.float64).std()
    return Figure(figure(*sets), float(spread), len(sets[-1]))


def mean(values: Tensor) -> float:
    """Of values [N]: the figure where each picture, pair or path has one of its own."""
    return float(values.double().mean())
