"""OpeningAllEyes: every closed eye of the photo in the window opened from a folder of others."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from ganeditor.project.document import Set
from ganeditor.ui.features.group import work
from ganeditor.ui.features.group.views import GroupView
from ganeditor.ui.features.group.work import Planned
from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.feature import Verbs
from ganeditor.ui.session.jobs import Job
from ganeditor.ui.session.photos import OpenPhoto, Refined
from ganeditor.ui.session.refining import inversion_choice
from ganeditor.ui.session.view import View

KEY = ("all eyes",)


class OpeningAllEyes(Verbs):
    """Background jobs; the photo's sliders pass. Their result is one step of the history."""

    _view: GroupView

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, GroupView())
        self._photo: OpenPhoto | None = None  # that the view is about

    def show_view(self, _shown: View) -> None:
        if self._photo is not self._desk.photos.current:
            self.cancel()
            self._photo = self._desk.photos.current
            self._tell(photo=self._photo.name if self._photo else "", outcomes=(), said="", wrong=False)

    def open_all(self, folder: Path) -> None:
        """Look through the photos in folder and below."""
        photo, threshold = self._photo, int(self._desk.settings.value("eyes_closed_below")) / 100
        if photo:
            self.cancel()
            self._tell(folder=folder, running=0.0, doing="", outcomes=(), said="", wrong=False)
            self._run(lambda job: work.plan_all(job, photo, folder, threshold), partial(self._planned, photo))

    def cancel(self) -> None:
        """Look no further; the photo stays as it is."""
        self._desk.jobs.cancel(KEY)
        if self._view.running is not None:
            self._tell(running=None, doing="", outcomes=(), said="")

    def _planned(self, photo: OpenPhoto, planned: Planned) -> None:
        for data in planned.assets:
            photo.assets.add(data)
        self._tell(outcomes=planned.outcomes, said=planned.said, doing=self.tr("Fitting the eyes…"))
        choice = inversion_choice(self._desk.settings)
        fit = lambda job: work.fit_all(job, photo, planned.edits, choice)  # noqa: E731
        self._run(fit, partial(self._fitted, photo, planned))

    def _fitted(self, photo: OpenPhoto, planned: Planned, learnt: dict[str, Refined]) -> None:
        for face, refined in learnt.items():
            photo.faces[face].take(refined)
        step = object()
        for face, edit in planned.edits.items():
            self._desk.finding.prepare(face)
            self._desk.editing.apply(Set(face, edit), self.tr("Open all eyes"), step)
        self._tell(running=None, doing="")

    def _run(self, work: Callable[[Job], Any], done: Callable[[Any], None]) -> None:
        self._desk.jobs.run(
            KEY,
            work,
            done,
            lambda failure: self._refuse(failure, running=None, doing=""),
            progress=lambda report: self._tell(running=report.fraction, doing=report.shown or self._view.doing),
            background=True,
        )
