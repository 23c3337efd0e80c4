"""What a trainable task is: networks that learn together, and one step of it; a row of TASKS each."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from ganeditor.checkpoints.packs.trained import Card
from ganeditor.training.draws import Draws
from ganeditor.training.options import Option, Value
from ganeditor.training.pictures import Pictures

Figures = dict[str, Tensor]
"""Names and numbers of a step, for the curves."""


class Needs(Enum):
    """What pictures a task learns from."""

    PICTURES = "pictures"
    CLASSES = "pictures with classes"
    PAIRS = "pairs of pictures"
    TWO = "two kinds of pictures"
    PEOPLE = "pictures with people, or pairs that show the same person"


@dataclass(frozen=True, eq=False)
class Data:
    """What a task learns from."""

    first: Pictures
    second: Pictures | None = None
    paired: bool = False  # whether each picture of second belongs to that of first at its place
    companions: npt.NDArray[np.int64] | None = None  # [N]: of each picture of first another one that belongs to it

    @property
    def classes(self) -> int:
        return len(self.first.names)

    @property
    def alone(self) -> int:
        """How many pictures have no companion but themselves."""
        return 0 if self.companions is None else int((self.companions == np.arange(len(self.first))).sum())


@dataclass(frozen=True)
class TrainSettings:
    """How a task is trained; a task's row has its usual ones."""

    side: int = 64  # pixels of the pictures
    batch: int = 32  # pictures of a step, in each process
    pictures: int = 200_000  # seen until the end
    encoder: int = 0  # pictures that an encoder for the generator learns from afterwards; 0 trains none
    minutes: float = 0.0  # from a start until the end, if that comes first; 0 is no limit
    loss: str = "non-saturating"  # of LOSSES
    penalties: tuple[tuple[str, float], ...] = ()  # of PENALTIES, with their weights
    spectral_norm: bool = False  # of the discriminator (Miyato et al. 2018)
    rate: float = 2e-4  # of Adam, of the generator
    discriminator_rate: float = 2e-4
    betas: tuple[float, float] = (0.0, 0.99)  # of Adam
    discriminator_steps: int = 1  # for each of the generator
    z_dim: int = 128
    width: int = 64  # channels of the widest picture; deeper ones have multiples of it
    half_life: int = 10_000  # pictures until the averaged weights have forgotten half; 0 averages nothing
    flips: bool = True  # whether a picture's mirror image is one too
    seed: int = 0
    interval: int = 500  # steps between two checkpoints, grids and measurements
    measure: str = ""  # of MEASURED, at each interval, of which the best networks are kept
    measured: int = 500  # pictures of a measurement
    patience: int = 0  # measurements without a better one, after which it ends; 0 goes on
    options: dict[str, Value] = field(default_factory=dict)  # of the one task, all that its row declares


@dataclass(frozen=True, eq=False)
class Batch:
    """Pictures [N, 3, S, S] in [-1, 1], their classes [N] and what belongs to them [N, 3, S, S], if there are any."""

    pictures: Tensor
    labels: Tensor | None = None
    others: Tensor | None = None


class Step(Protocol):
    """What a task's step gets from the loop."""

    number: int  # from 0
    draws: Draws

    def batch(self) -> Batch:
        """The next pictures; each call gives others."""
        ...

    def mean(self, value: Tensor) -> Tensor:
        """The mean of what all processes have."""
        ...

    def learn(self, part: str, loss: Tensor) -> None:
        """One step of the optimiser of that part down this loss."""
        ...


class Trainable(nn.Module):
    """Networks that learn together; what has to outlive a stop, and is no weight, is a buffer."""

    averaged: tuple[str, ...] = ()
    """Names of the modules whose weights are averaged over time (EMA), and which the result is made of."""

    generates = False
    """Whether it makes pictures of chance alone, which can be measured."""

    compilable: tuple[str, ...] = ()
    """Names of the modules that torch.compile may translate: they are called as a whole, and nothing that is learnt
    from asks for their second derivative but by .forward."""

    steady = False
    """Whether all steps are of one kind, and none waits for an answer of the card."""

    def parts(self) -> dict[str, torch.optim.Optimizer]:
        """An optimiser for each part that learns on its own."""
        raise NotImplementedError

    def step(self, step: Step) -> Figures:
        """Learn once."""
        raise NotImplementedError

    def kind(self, number: int) -> Hashable:
        """Steps of a kind differ only in what they draw and see, so that a graphics card can record one and play it
        for the others; None where a step is like no other."""
        del number
        return self.steady or None

    def samples(self, draws: Draws, data: Data) -> Tensor:
        """Pictures [N, 3, S, S] in about [-1, 1] that show how far it is."""
        raise NotImplementedError

    def drawn(self, draws: Draws) -> Tensor:
        """Pictures [N, 3, S, S] in about [-1, 1], made of chance alone."""
        raise NotImplementedError

    def write(self, folder: Path, card: Card) -> Path:
        """Make folder a model pack of what was trained."""
        raise NotImplementedError


@dataclass(frozen=True)
class Task:
    """A row of TASKS."""

    name: str
    summary: str
    needs: Needs
    settings: TrainSettings
    build: Callable[[TrainSettings, Data], Trainable]
    source: str  # paper
    options: tuple[Option, ...] = ()
