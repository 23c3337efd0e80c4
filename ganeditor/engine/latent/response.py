"""How a face's picture answers to a slider: measured, and turned round so that the slider means what it says."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

PROBES = (0.5, 1.0, 1.6, 2.4)
"""Steps that are tried, in parts of the largest amount that a slider is mostly moved to (USUAL)."""

MAX_GAIN = 1.8
"""By how much a step may exceed the amount that a person asked for: beyond, the face leaves what the model knows."""

LEAST_GAIN = 0.5
"""And by how much it may stay below: a read-out that moves by itself is not believed."""

KNEE = 0.35
"""Share of a step that the picture has to follow; where it does not, it begins to break before it moves any further."""


@dataclass(frozen=True)
class Response:
    """A monotone curve for one direction of one slider; both arrays begin with 0 and are in the slider's unit."""

    steps: Array  # [S] amounts that the model was asked for, away from 0
    answers: Array  # [S] by how much the picture moved, the same sign, never less than for a smaller step

    def step_for(self, wished: float) -> float:
        """The step whose picture moves by wished, bounded by the gains; it grows with wished.

        What is out of reach gets the model's own step, and no more.
        """
        size = abs(wished)
        steps, answers = np.abs(self.steps), np.abs(self.answers)
        found = float(np.interp(size, answers, steps))
        if size > answers[-1]:
            found = max(found, size)
        return float(np.sign(wished)) * float(np.clip(found, LEAST_GAIN * size, MAX_GAIN * size))

    @property
    def reach(self) -> float:
        """How far the picture can be moved."""
        return float(self.answers[-1])


def measured(usual: float, answer: Callable[[Array], Array], knee: float = KNEE) -> Response:
    """The response to steps up to several times usual, which has the sign of the direction.

    answer takes steps [S] and gives by how much the picture moves at each [S]; it ends where they do so by less than
    knee.
    """
    steps = np.array([0.0, *(share * usual for share in PROBES)])
    answers = np.abs(np.concatenate([[0.0], np.clip(answer(steps[1:]) * np.sign(usual), 0, None)]))
    slopes = np.diff(answers) / np.abs(np.diff(steps))
    followed = np.flatnonzero(slopes < knee)
    end = max(1, int(followed[0]) if len(followed) else len(slopes)) + 1
    return Response(steps[:end], answers[:end] * np.sign(usual))
