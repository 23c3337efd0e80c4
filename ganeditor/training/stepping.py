"""Stepper: a game that learns when it is told to, one side at a time, for somebody who watches."""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from torch import Tensor

from ganeditor.errors import UserError
from ganeditor.training.adversarial import Game
from ganeditor.training.draws import Draws
from ganeditor.training.loop import finite
from ganeditor.training.task import Batch, Figures

BOTH, DISCRIMINATOR, GENERATOR = "both", "discriminator", "generator"
"""Who learns."""


class Stepper:
    """A game with its optimisers; what a step draws depends on how often both sides have learned."""

    def __init__(self, game: Game, draws: Callable[[int], Draws], batch: Callable[[int, int, Draws], Batch]) -> None:
        """draws(number) is a step's chance; batch(number, index, draws) what the index-th call in it gets."""
        self._game, self._draws, self._batch = game, draws, batch
        self.steps = {GENERATOR: 0, DISCRIMINATOR: 0}
        self.optimisers = game.parts()

    def learn(self, who: str) -> Figures:
        """One of BOTH, DISCRIMINATOR, GENERATOR learns once."""
        number = sum(self.steps.values())
        step = _Step(self, number, self._draws(number), self._batch)
        if who == BOTH:
            return self._game.step(step)
        batch = step.batch()
        return self._game.generate(step, batch) if who == GENERATOR else self._game.discriminate(step, batch)[0]

    def play(self, who: str, steps: int, seconds: float) -> dict[str, float]:
        """Up to `steps` within `seconds`; means of their figures. UserError where numbers are no longer finite."""
        told: dict[str, list[float]] = {}
        for _ in paced(steps, seconds):
            for name, value in self.learn(who).items():
                told.setdefault(name, []).append(float(value.detach()))
        figures = {name: math.fsum(values) / len(values) for name, values in told.items()}
        if not finite(self._game) or not all(map(math.isfinite, figures.values())):
            raise UserError(
                f"The numbers are no longer finite after {sum(self.steps.values())} steps; lower the rates or add a "
                "penalty, and start again."
            )
        return figures

    def renew(self) -> None:
        """Optimisers that remember nothing, as the game makes them now."""
        self.optimisers = self._game.parts()

    def set_rates(self, rates: Mapping[str, float]) -> None:
        """From now on, by DISCRIMINATOR and GENERATOR."""
        for name, rate in rates.items():
            for group in self.optimisers[name].param_groups:
                group["lr"] = rate


def paced(steps: int, seconds: float) -> Iterator[int]:
    """Numbers up to steps, as long as seconds last; at least one, if any is asked for."""
    end = time.monotonic() + seconds
    for number in range(steps):
        if number and time.monotonic() > end:
            return
        yield number


class _Step:
    """What a game's step gets."""

    def __init__(self, stepper: Stepper, number: int, draws: Draws, batch: Callable[[int, int, Draws], Batch]) -> None:
        self._stepper, self._batch = stepper, batch
        self.number, self.draws = number, draws
        self._taken = 0

    def batch(self) -> Batch:
        self._taken += 1
        return self._batch(self.number, self._taken - 1, self.draws)

    def mean(self, value: Tensor) -> Tensor:
        return value  # there are no other processes

    def learn(self, part: str, loss: Tensor) -> None:
        optimiser = self._stepper.optimisers[part]
        optimiser.zero_grad(set_to_none=True)
        backward: Any = loss.backward
        backward()
        optimiser.step()
        self._stepper.steps[part] += 1
