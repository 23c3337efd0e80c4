"""Enhancing: what a person can do to have the photo larger, and what is generated in it finer."""

from dataclasses import replace
from functools import partial

from ganeditor.edits.enhance import EnhanceEdit
from ganeditor.edits.finish import PLAIN, SHARP, FinishEdit
from ganeditor.project.document import Set
from ganeditor.ui.features.enhance import work
from ganeditor.ui.features.enhance.views import EnhanceView, Tried
from ganeditor.ui.session.desk import INSTALLED, Desk
from ganeditor.ui.session.feature import Verbs
from ganeditor.ui.session.jobs import Failure, Report
from ganeditor.ui.session.photos import OpenPhoto
from ganeditor.ui.session.view import View
from ganeditor.ui.session.work import work_out

WORK, LOOK = ("enhance",), ("enhance look",)


class Enhancing(Verbs):
    """What is chosen is done to the photo only once it has been worked out, or in a draft when it changes later."""

    _view: EnhanceView

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, EnhanceView())
        self._seen = False  # whether anybody looks at the panel
        self._photo: OpenPhoto | None = None  # that the view is of
        desk.shared_changed.connect(lambda what: self.attend(self._seen) if what is INSTALLED else None)
        self._known: dict[str, work.Known | None] = {}  # by network; None while it is found out

    # --- looking -------------------------------------------------------------------------------------------------

    def attend(self, on: bool) -> None:
        """Somebody looks at the panel, or nobody does any more; networks may have come meanwhile."""
        self._seen = on
        if on:
            self._known.clear()
        self._look()

    def show_view(self, _shown: View) -> None:
        photo = self._desk.photos.current
        if photo is not self._photo:
            self._photo = photo
            self.cancel()
            edit = photo.document.get(None, EnhanceEdit) if photo else EnhanceEdit()
            choice = self._view.choice if edit.neutral else edit
            self._tell(choice=choice, tried=None, said="", wrong=False)
        self._look()

    def _look(self) -> None:
        """Find out about the network, once."""
        if not self._seen or self._photo is None or self._desk.bench.opened is None:
            return
        model = self._view.choice.model
        if model not in self._known:
            self._known[model] = None
            find = lambda _job: work.known(self._desk.bench(), model)  # noqa: E731
            self._desk.jobs.run(LOOK, find, partial(self._found, model), self._refuse, background=True)
        self._tell_known()

    def _found(self, model: str, known: work.Known) -> None:
        self._known[model] = known
        self._tell(models=known.models)
        self._tell_known()

    def _tell_known(self) -> None:
        photo, edit = self._photo, self._view.choice
        known = self._known.get(edit.model)
        seconds = known.seconds(photo, edit) if known and photo else None
        denoises = known.denoises if known else None
        if (seconds, denoises) != (self._view.seconds, self._view.denoises):
            self._tell(seconds=seconds, denoises=denoises)

    # --- choices -------------------------------------------------------------------------------------------------

    def choose(self, choice: EnhanceEdit) -> None:
        """What is tried, and done, next."""
        if choice.model != self._view.choice.model:
            choice = replace(choice, denoise=None)
        if choice != self._view.choice:
            self._tell(choice=choice, tried=None, said="", wrong=False)
            self._look()

    def sharpen(self, on: bool) -> None:
        """Whether what is generated in the chosen face comes as fine as the photo."""
        place = self._desk.photos.place
        if place:
            label = self.tr("Generated parts as sharp as the photo") if on else self.tr("Generated parts as they are")
            self._desk.editing.apply(Set(place[1], FinishEdit(SHARP if on else PLAIN)), label)

    # --- work ----------------------------------------------------------------------------------------------------

    def attempt(self) -> None:
        """Enlarge a part of the photo, to look at."""
        photo, choice = self._photo, self._view.choice
        if photo and self._view.working is None:
            self._begin(self.tr("Enlarging a part…"))
            run = lambda job: work.tried(job, photo, photo.chosen, choice)  # noqa: E731
            self._desk.jobs.run(WORK, run, self._attempted, self._failed, progress=self._report)

    def _attempted(self, tried: Tried) -> None:
        self._tell(working=None, doing="", tried=tried)

    def enlarge(self) -> None:
        """Work out all of the photo, and have it so."""
        photo, choice = self._photo, self._view.choice
        if photo and self._view.working is None:
            document = photo.document.with_edit(Set(None, choice))
            self._begin(self.tr("Enlarging the photo…"))
            run = lambda job: work_out(job, photo, document)  # noqa: E731
            self._desk.jobs.run(
                WORK, run, lambda _none: self._enlarged(photo, choice), self._failed, progress=self._report
            )

    def _enlarged(self, photo: OpenPhoto, choice: EnhanceEdit) -> None:
        self._tell(working=None, doing="", said=self.tr("The photo is enlarged."), wrong=False)
        if photo is not self._desk.photos.current:
            return
        if photo.document.get(None, EnhanceEdit) == choice:
            self._desk.editing.edited.emit(photo)  # drawn anew, with what is known by now
        else:
            self._desk.editing.apply(Set(None, choice), self.tr("Enlarged"))

    def remove(self) -> None:
        """The photo in its own size."""
        self._desk.editing.apply(Set(None, EnhanceEdit()), self.tr("Its own size"))
        self._tell(said="", wrong=False)

    def cancel(self) -> None:
        """Work no further; the photo stays as it was."""
        self._desk.jobs.cancel(WORK)
        if self._view.working is not None:
            self._tell(working=None, doing="")

    def _begin(self, doing: str) -> None:
        self._tell(working=0.0, doing=doing, said="", wrong=False)

    def _report(self, report: Report) -> None:
        self._tell(working=report.fraction)

    def _failed(self, failure: Failure) -> None:
        self._refuse(failure, working=None, doing="")
