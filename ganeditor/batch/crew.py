"""Who does a batch's photos beside each other: processes on this machine; cluster.py has those on others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from ganeditor import child
from ganeditor.batch.worker import Setup

LOST = 3
"""Workers that may be lost over one photo before it counts as failed."""

ENTRY = "ganeditor.batch.worker:answer"
"""What workers do, as child.Standing has it; the first request that a process gets brings the setup."""


@dataclass(frozen=True)
class Task:
    """One photo, by its number in the job; all paths are absolute."""

    number: int
    source: Path
    result: Path  # until it is put in its place; like the thumbnails, it may be written again
    before: Path
    after: Path

    def to_json(self) -> dict[str, str]:
        return {name: str(value) for name, value in vars(self).items() if name != "number"}


Said = dict[str, Any]
"""What a queue's row says of a photo that has ended; its result is there unless there is an error."""


def renamed(said: Said, names: Mapping[str, str]) -> Said:
    """What was said, with files called otherwise."""
    for before, after in names.items():
        said = {key: value.replace(before, after) if isinstance(value, str) else value for key, value in said.items()}
    return said


class Crew(Protocol):
    """Several who do photos."""

    @property
    def room(self) -> int:
        """How many photos are to be in hand at once, so that nobody waits; it may change."""

    def give(self, task: Task) -> None:
        """Have a photo done; not more than there is room for."""

    def ended(self) -> Sequence[tuple[Task, Said]]:
        """Photos that have ended meanwhile; waits child.LOOK_SECONDS for one. UserError where none can be done."""


@dataclass(eq=False)
class _Hand:
    """One process and what it has in hand."""

    process: child.Standing
    knows: bool = False  # what is to be done
    task: Task | None = None
    lost: int = 0  # processes over this task


@dataclass(eq=False)
class Children:
    """Processes on this machine; one that ends over a photo is started anew, and does it again."""

    setup: Setup
    count: int
    entry: str = ENTRY
    _hands: list[_Hand] = field(default_factory=list)

    def __enter__(self) -> "Children":
        self._hands = [_Hand(child.Standing(self.entry)) for _ in range(self.count)]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for hand in self._hands:
            hand.process.end()

    @property
    def room(self) -> int:
        return self.count

    def give(self, task: Task) -> None:
        hand = next(hand for hand in self._hands if hand.task is None)
        hand.task, hand.lost = task, 0
        self._tell(hand, task)

    def ended(self) -> list[tuple[Task, Said]]:
        told = child.ready([hand.process for hand in self._hands if hand.task])
        found = []
        for hand in self._hands:
            if hand.task and hand.process in told and (said := self._answer(hand, hand.task)) is not None:
                found.append((hand.task, said))
                hand.task = None
        return found

    def _tell(self, hand: _Hand, task: Task) -> None:
        request: dict[str, Any] = {"task": task.to_json()}
        if not hand.knows:
            request["setup"] = self.setup
        hand.process.tell(request)
        hand.knows = True

    def _answer(self, hand: _Hand, task: Task) -> Said | None:
        """What came of the task; None where it has to be done again."""
        try:
            said: Said = hand.process.answer()
            return said
        except child.ChildError as error:
            hand.knows, hand.lost = False, hand.lost + 1
            if hand.lost == LOST:
                return {"error": lost(task.source, LOST, error.said.splitlines()[-1:])}
            self._tell(hand, task)
            return None


def lost(source: Path, count: int, said: Sequence[str] = ()) -> str:
    """The sentence on a photo over which workers were lost."""
    last = f" ({said[0]})" if said else ""
    return (
        f"{source} was not edited: {count} workers ended over it{last}, most likely for lack of memory; let fewer work "
        "at once, or give each more memory."
    )
