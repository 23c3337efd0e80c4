"""History: undo, redo, joined steps, and what of it is saved."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ganeditor.edits.latent import LatentEdit
from ganeditor.project.document import Document, Photo, Set
from ganeditor.project.history import LIMIT, History

START = Document(Photo("photo.jpg", "0" * 64, 4, 3))


def aged(amount: float) -> Document:
    return START.with_edit(Set("a", LatentEdit({"age": amount})))


def labels(history: History) -> list[str]:
    return [step.label for step in history.steps]


def test_a_drag_is_one_step() -> None:
    history = History(START, "Opened")
    for amount in (1.0, 2.0, 3.0):
        history.push(aged(amount), "Age", merge_key=("age", "a"))
    assert labels(history) == ["Opened", "Age"]
    assert history.document == aged(3.0)
    history.undo()
    assert history.document == START


def test_a_drag_that_comes_back_is_no_step() -> None:
    history = History(START, "Opened")
    for amount in (1.0, 0.0, 2.0, 0.0):
        history.push(aged(amount), "Age", merge_key="age")
    assert labels(history) == ["Opened"] and history.document == START
    history.push(aged(3.0), "Age", merge_key="age")
    assert labels(history) == ["Opened", "Age"]


@pytest.mark.parametrize("end", ["seal", "other key", "no key", "undo and redo"])
def test_a_merge_ends(end: str) -> None:
    history = History(START)
    history.push(aged(1), "Age", merge_key="age")
    if end == "seal":
        history.seal()
    elif end == "undo and redo":
        history.undo()
        history.redo()
    history.push(aged(2), "Age", merge_key={"other key": "smile", "no key": None}.get(end, "age"))
    assert len(history.steps) == 3


def test_nothing_changes_with_an_equal_document() -> None:
    history = History(START)
    history.push(aged(1), "Age")
    history.undo()
    calls: list[int] = []
    history.listeners.append(lambda: calls.append(history.index))
    history.push(START, "Nothing")
    assert history.can_redo
    assert calls == []
    history.redo()
    assert calls == [1]


def test_jump_names_the_range() -> None:
    with pytest.raises(IndexError, match="0 to 0, found 1"):
        History(START).jump(1)


def test_the_current_step_is_always_saved() -> None:
    history = History(START)
    for amount in range(1, 71):
        history.push(aged(amount), str(amount))
    steps, index = history.to_save()
    assert (len(steps), index, steps[index].label) == (LIMIT, LIMIT - 1, "70")
    history.jump(3)
    steps, index = history.to_save()
    assert (len(steps), index, steps[index].label) == (LIMIT, 0, "3")
    again = History.restored(steps, index)
    assert again.document == aged(3)
    assert again.can_redo
    assert not again.can_undo


class HistoryMachine(RuleBasedStateMachine):
    """History against a plain list of documents."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History(START)
        self.documents, self.index, self.key = [START], 0, None
        self.calls = 0
        self.history.listeners.append(self._called)

    def _called(self) -> None:
        self.calls += 1

    @rule(amount=st.integers(0, 5), key=st.sampled_from([None, "age", "smile"]))
    def push(self, amount: int, key: Any) -> None:
        document = aged(amount)
        self.history.push(document, "Age", key)
        if document == self.documents[self.index]:
            return
        start = self.index if key is not None and key == self.key else self.index + 1
        back = start == self.index and document == self.documents[start - 1]
        self.documents[start:] = [] if back else [document]
        self.index, self.key = (start - 1, None) if back else (start, key)

    @rule(place=st.floats(0, 1))
    def jump(self, place: float) -> None:
        self.index = round(place * (len(self.documents) - 1))
        self.history.jump(self.index)
        self.key = None

    @precondition(lambda self: self.history.can_undo)
    @rule()
    def undo(self) -> None:
        calls = self.calls
        self.history.undo()
        self.index, self.key = self.index - 1, None
        assert self.calls == calls + 1

    @precondition(lambda self: not self.history.can_redo)
    @rule()
    def redo_at_the_end_does_nothing(self) -> None:
        self.history.redo()
        self.key = None

    @invariant()
    def same(self) -> None:
        assert [step.document for step in self.history.steps] == self.documents
        assert self.history.index == self.index
        assert self.history.document == self.documents[self.index]
        assert self.history.can_undo == (self.index > 0)
        assert self.history.can_redo == (self.index < len(self.documents) - 1)


HistoryMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestHistory = HistoryMachine.TestCase
