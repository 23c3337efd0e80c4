"""Steps that a graphics card records once and plays again with fresh chance and pictures (CUDA graphs).

The first steps of a kind are taken as they are, and what they ask for is noted: which numbers are drawn, which pictures
come. Then one is recorded with a place in memory for each of these. To take another, the places are filled with what
that step draws by itself, so that a step that is played learns what it would have learnt otherwise.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields
from typing import cast

import torch
from torch import Tensor

from ganeditor.training.draws import Draws
from ganeditor.training.task import Batch, Figures, Step

WARM_UP = 3
"""Steps of a kind before it is recorded: optimisers and libraries have made by then what they keep."""

BATCH = "batch"
"""What a step asks for that is no draw."""

Work = Callable[[], Figures]

Record = Callable[[Work], Work]
"""Records work without doing it; what it gives does it, as often as it is called. RuntimeError where it can't."""


@dataclass(frozen=True)
class Asked:
    """What a step asked for: BATCH, or the draw of that name and what it was called with."""

    what: str
    arguments: tuple[int, ...] = ()

    def of(self, step: Step) -> dict[str, Tensor]:
        """What that step gets for it, by name."""
        if self.what == BATCH:
            batch = step.batch()
            found = {field.name: getattr(batch, field.name) for field in fields(Batch)}
            return {name: value for name, value in found.items() if value is not None}
        return {self.what: getattr(step.draws, self.what)(*self.arguments)}


class Recorder:
    """Takes a training's steps, by a recording those whose kind has one."""

    def __init__(
        self,
        learn: Callable[[Step], Figures],
        step: Callable[[int], Step],
        kind: Callable[[int], Hashable],
        record: Record,
        say: Callable[[str], None],
    ) -> None:
        """step(number) is what learn gets; kind(number) as in Trainable."""
        self._learn, self._step, self._kind, self._say = learn, step, kind, say
        self._record: Record | None = record
        self._noted: dict[Hashable, list[list[Asked]]] = {}
        self._tapes: dict[Hashable, tuple[list[tuple[Asked, dict[str, Tensor]]], Work]] = {}

    def take(self, number: int) -> Figures:
        """Learn once."""
        kind = self._kind(number) if self._record else None
        if kind is None:
            return self._learn(self._step(number))
        noted = self._noted.setdefault(kind, [])
        if len(noted) < WARM_UP:
            step = _Noting(self._step(number))
            figures = self._learn(step)
            noted.append(step.asked)
            return {name: value.detach() for name, value in figures.items()}  # no graph outlives a step
        if kind in self._tapes:
            fresh = self._step(number)
            for asked, places in self._tapes[kind][0]:
                for name, value in asked.of(fresh).items():
                    places[name].copy_(value)
        elif not self._recorded(kind, self._step(number), noted[-1]):
            return self._learn(self._step(number))
        return {name: value.clone() for name, value in self._tapes[kind][1]().items()}

    def _recorded(self, kind: Hashable, step: Step, noted: list[Asked]) -> bool:
        """Whether this step, which asks for what was noted, could be recorded; if not, none will be."""
        assert self._record is not None
        filled = [(asked, {name: value.clone() for name, value in asked.of(step).items()}) for asked in noted]
        try:
            self._tapes[kind] = filled, self._record(lambda: self._learn(_Placed(step, filled)))
        except RuntimeError as error:
            self._record = None
            self._say(f"This card can't record the steps ({str(error).splitlines()[0]}); they are taken one by one.")
        return self._record is not None


class _Asking(Draws):
    """Draws that are answered by ask(name, arguments)."""

    def __init__(self, draws: Draws, ask: Callable[[Asked], dict[str, Tensor]]) -> None:
        self.batch, self.device, self.share, self._ask = draws.batch, draws.device, draws.share, ask

    def normal(self, *shape: int) -> Tensor:
        return self._ask(Asked("normal", shape))["normal"]

    def uniform(self, *shape: int) -> Tensor:
        return self._ask(Asked("uniform", shape))["uniform"]

    def classes(self, count: int) -> Tensor:
        return self._ask(Asked("classes", (count,)))["classes"]


class _Answered:
    """A step whose draws and batches come from ask."""

    def __init__(self, step: Step, ask: Callable[[Asked], dict[str, Tensor]]) -> None:
        self.number, self.draws = step.number, cast(Draws, _Asking(step.draws, ask))
        self.mean, self.learn, self._ask = step.mean, step.learn, ask

    def batch(self) -> Batch:
        return Batch(**self._ask(Asked(BATCH)))


class _Noting(_Answered):
    """Gets what step would get, and notes what it was."""

    def __init__(self, step: Step) -> None:
        self.asked: list[Asked] = []

        def noted(asked: Asked) -> dict[str, Tensor]:
            self.asked.append(asked)
            return asked.of(step)

        super().__init__(step, noted)


class _Placed(_Answered):
    """Gets what lies in places, in their order."""

    def __init__(self, step: Step, places: list[tuple[Asked, dict[str, Tensor]]]) -> None:
        left = iter(places)

        def next_place(asked: Asked) -> dict[str, Tensor]:
            expected, found = next(left)
            assert asked == expected, "steps of a kind ask for the same"
            return found

        super().__init__(step, next_place)


def on_card(work: Work) -> Work:
    """What a graphics card records of work (torch.cuda.CUDAGraph)."""
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        figures = {name: value.detach() for name, value in work().items()}

    def play() -> Figures:
        graph.replay()
        return figures

    return play
