"""What features are made of: verbs that get a Desk, and panels that show the photo in the window."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ganeditor.edits.operation import Operation
from ganeditor.project.document import Set
from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.jobs import Failure, Job
from ganeditor.ui.session.photos import Place
from ganeditor.ui.session.view import View


class Verbs(QObject):
    """What a person can ask a feature for. Lives on the main thread; what is slow is a job of the feature's work.py."""

    changed = Signal(object)  # the feature's view

    def __init__(self, desk: Desk, view: Any) -> None:
        """view: what the feature's widgets show at first, a frozen dataclass."""
        super().__init__()
        self._desk, self._view = desk, view

    @property
    def view(self) -> Any:
        """What was told last."""
        return self._view

    def open(self) -> None:
        """The feature's window is shown, for the first time or again."""

    def show_view(self, view: View) -> None:
        """What the main window shows now."""

    def _refuse(self, failure: Failure, **ended: Any) -> None:
        """A refusal is a sentence in the feature's window; anything else is reported."""
        self._tell(said=failure.sentence, wrong=True, **ended)
        if failure.details:
            self._desk.fail(failure)

    def _tell(self, **changes: Any) -> None:
        self._view = replace(self._view, **changes)
        self.changed.emit(self._view)


class FaceVerbs(Verbs):
    """Of a feature whose edits are of the chosen face."""

    def change(self, edit: Operation, label: str, slider: str = "") -> None:
        """Do edit to the chosen face; all that one slider does one after the other is one step."""
        place = self._desk.photos.place
        if place:
            key = (type(edit), place[1], slider) if slider else None
            self._desk.editing.apply(Set(place[1], edit), label, key)

    def begin_drag(self, again: bool = False) -> None:
        """What a slider changes from now on is one step; again: that of the drag which has just ended."""
        self._desk.editing.begin_drag(again)

    def end_drag(self) -> None:
        self._desk.editing.end_drag()


class SearchingVerbs(FaceVerbs):
    """Of one that searches before it edits: one search at a time, how far it is in the view's running and doing."""

    key: tuple[str, ...]
    """Of the search among all jobs."""

    def __init__(self, desk: Desk, view: Any) -> None:
        super().__init__(desk, view)
        self._place: Place | None = None  # that the search is about

    def _work(self, make: Callable[[Job], Any], done: Callable[[Any], None]) -> None:
        """Have make done in the background, and then done told of its result."""
        self._desk.jobs.run(
            self.key,
            make,
            done,
            self._not_done,
            progress=lambda report: self._tell(running=report.fraction),
            background=True,
        )

    def _not_done(self, failure: Failure) -> None:
        self._place = None
        self._refuse(failure, running=None, doing="")


class Panel(QWidget):
    """Built once, with its feature's verbs or the Desk; show_view is called after every change and must be cheap."""

    def show_view(self, view: View) -> None:
        raise NotImplementedError

    def attend(self, on: bool) -> None:
        """Somebody sees it, or nobody does any more: it is closed, or behind another tab, which sends no hideEvent."""
