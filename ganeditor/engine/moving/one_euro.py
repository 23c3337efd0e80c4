"""The one-euro filter (Casiez et al. 2012): what stands still is smoothed much, what moves fast follows at once."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Smoothing:
    """How much is smoothed; speeds are in the values' own unit for each second."""

    still: float = 1.0  # hertz: cutoff of what does not move
    rise: float = 0.0  # by which the cutoff rises with the speed
    speed: float = 1.0  # hertz: cutoff of the speed itself


class OneEuro:
    """Values of one kind as time goes on, [..., D]; those of one last axis have one speed, the vector's length."""

    def __init__(self, smoothing: Smoothing) -> None:
        self._smoothing = smoothing
        self._time = 0.0
        self._value: Values | None = None
        self._velocity: Values | None = None

    def __call__(self, value: Values, time: float) -> Values:
        """value [..., D] at time in seconds, smoothed; steps of time may vary. What is not later changes nothing."""
        step = time - self._time
        if self._value is None:
            self._time, self._value = time, value
        elif step > 0:
            velocity: Values = (value - self._value) / step
            if self._velocity is not None:  # what moves from the start is not taken for still
                velocity = _towards(self._velocity, velocity, self._smoothing.speed, step)
            speed = np.linalg.norm(velocity, axis=-1, keepdims=True)
            cutoff = self._smoothing.still + self._smoothing.rise * speed
            self._time, self._velocity = time, velocity
            self._value = _towards(self._value, value, cutoff, step)
        return self._value


def _towards(past: Values, now: Values, cutoff: float | Values, step: float) -> Values:
    """The exponential filter with a cutoff in hertz, after a step of seconds (equations 1 and 5)."""
    reach = 2 * math.pi * cutoff * step
    return np.asarray(past + (now - past) * (reach / (1 + reach)), now.dtype)
