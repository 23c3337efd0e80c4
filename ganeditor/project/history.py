"""Undo and redo: the documents an edit session went through, one named step each."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from ganeditor.project.document import Document

LIMIT = 50
"""Steps that a project file keeps; in memory there is no limit, a document being a few hundred bytes."""


@dataclass(frozen=True)
class Step:
    """A document and what was done to get there."""

    label: str
    document: Document


class History:
    """The steps of one photo, of which one is current; whatever is in listeners is called after each change."""

    def __init__(self, document: Document, label: str = "") -> None:
        """label names step 0, the document as it was opened."""
        self._steps = [Step(label, document)]
        self._index = 0
        self._merge_key: Hashable = None  # of the last step, while it can still be joined
        self.listeners: list[Callable[[], None]] = []

    @classmethod
    def restored(cls, steps: Sequence[Step], index: int) -> "History":
        """A history as it was saved; steps is not empty and index is one of them."""
        history = cls(steps[index].document)
        history._steps, history._index = list(steps), index
        return history

    @property
    def document(self) -> Document:
        return self._steps[self._index].document

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, also those that redo would bring back."""
        return tuple(self._steps)

    @property
    def index(self) -> int:
        """Which of the steps is current."""
        return self._index

    @property
    def can_undo(self) -> bool:
        return self._index > 0

    @property
    def can_redo(self) -> bool:
        return self._index < len(self._steps) - 1

    def push(self, document: Document, label: str, merge_key: Hashable = None) -> None:
        """Make document current, as a new step or, with the merge_key of the last push, as more of the same step.

        Steps that were undone are dropped. A document equal to the current one changes nothing, and a joined step that
        comes back to where it began is no step.
        """
        if document == self.document:
            return
        joins = merge_key is not None and merge_key == self._merge_key
        before = self._index - joins
        del self._steps[before + 1 :]
        self._merge_key = None
        if not joins or document != self._steps[before].document:
            self._steps.append(Step(label, document))
            self._merge_key = merge_key
        self._move(len(self._steps) - 1)

    def seal(self) -> None:
        """The next push is a step of its own, whatever its merge_key."""
        self._merge_key = None

    def undo(self) -> None:
        self.jump(max(self._index - 1, 0))

    def redo(self) -> None:
        self.jump(min(self._index + 1, len(self._steps) - 1))

    def jump(self, index: int) -> None:
        """Make a step current; the others stay."""
        if not 0 <= index < len(self._steps):
            raise IndexError(f"History.jump: expected 0 to {len(self._steps) - 1}, found {index}")
        self.seal()
        if index != self._index:
            self._move(index)

    def to_save(self) -> tuple[tuple[Step, ...], int]:
        """The last LIMIT steps, or earlier ones if the current step is not among them, and its index in them."""
        start = min(self._index, max(0, len(self._steps) - LIMIT))
        return tuple(self._steps[start : start + LIMIT]), self._index - start

    def _move(self, index: int) -> None:
        self._index = index
        for listener in tuple(self.listeners):
            listener()
