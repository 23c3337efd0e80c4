"""Directing: the Directions window's components, marked faces and kept directions."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from ganeditor.edits.attributes import name_of
from ganeditor.edits.latent import LatentEdit
from ganeditor.ui.features.directions import work
from ganeditor.ui.features.directions.views import (
    LESS,
    MORE,
    Boundary,
    DirectionsView,
    DiscoveryChoice,
    Found,
    ImportChoice,
    Layers,
    TrainingChoice,
)
from ganeditor.ui.features.directions.work import PAGE, Array, Grid, State
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.feature import Verbs
from ganeditor.ui.session.photos import OpenPhoto
from ganeditor.ui.session.view import View
from ganeditor.ui.session.work import editor_of
from ganeditor.ui.widgets.values import Picture8

Renewed = tuple[Bench, State, str, bool]
"""After the kept directions have changed: the bench, what it is like, a sentence, and whether that is a doubt."""


class Directing(Verbs):
    """Directions are found and kept by jobs on the device's worker."""

    _view: DirectionsView

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, DirectionsView())
        self._w: Array = np.zeros((0, 0), np.float32)  # of the faces in the grid
        self._seed = 0
        self._opened = False

    def show_view(self, view: View) -> None:
        on_photo = view.photo is not None and view.photo.editable and view.photo.chosen is not None
        if self._view.on_photo != on_photo:
            self._tell(on_photo=on_photo)

    def open(self) -> None:
        """The window is there."""
        if not self._opened:
            self._opened = True
            self._desk.jobs.run(
                ("directions",), lambda _job: work.state(self._desk.bench()), self._show_state, self._refuse
            )

    def stop(self) -> None:
        """Look no further, make no more faces and train no more."""
        for key in ("discover", "marked faces"):
            self._desk.jobs.cancel((key,))
        if self._view.discovering is not None or self._view.making:
            self._tell(discovering=None, making=False)
        self.stop_training()

    # --- components ----------------------------------------------------------------------------------------------

    def discover(self, choice: DiscoveryChoice) -> None:
        self._desk.jobs.cancel(("discover",))
        self._tell(discovering=0.0, components=(), said="", wrong=False)
        self._desk.jobs.run(
            ("discover",),
            lambda job: work.discover(job, self._desk.bench(), choice),
            lambda found: self._tell(discovering=None, components=found),
            partial(self._refuse, discovering=None),
            progress=lambda report: self._tell(discovering=report.fraction, components=report.shown),
            background=True,
        )

    def preview(self, found: Found, amount: float, layers: Layers | None) -> None:
        """A picture of the photo's face, or of the mean one, moved by amount; replaces a request that still waits."""
        photo = self._desk.photos.current if self._view.on_photo else None

        def pictured(_job: object) -> Picture8:
            start = editor_of(photo).inversion(photo.chosen).ws if photo and photo.chosen else None
            return work.pictures_along(self._desk.bench(), found.step, [amount], layers, start)[0]

        title = found.title if found.share is None else self.tr("Component {number}").format(number=found.title)
        words = f"{title}, {amount:+.1f} σ" if amount else title
        self._desk.jobs.run_latest(
            ("preview",), pictured, lambda picture: self._tell(preview=picture, previewed=words), self._refuse
        )

    # --- boundaries ----------------------------------------------------------------------------------------------

    def faces(self, seed: int) -> None:
        """A new grid of random faces, without marks."""
        self._seed, self._w = seed, np.zeros((0, 0), np.float32)
        self._tell(faces=(), marks={})
        self._make_faces()

    def more_faces(self) -> None:
        """Further ones after those that are shown."""
        if not self._view.making:
            self._make_faces()

    def _make_faces(self) -> None:
        before, page = self._view.faces, len(self._view.faces) // PAGE
        seed, known = self._seed + page, (self._w[: page * PAGE], before)

        def made(result: Grid, making: bool) -> None:
            self._w = result[0]
            self._tell(faces=result[1], making=making)

        self._desk.jobs.cancel(("marked faces",))
        self._tell(making=True)
        self._desk.jobs.run(
            ("marked faces",),
            lambda job: work.grid(job, self._desk.bench(), known, PAGE, seed),
            lambda result: made(result, False),
            partial(self._refuse, making=False),
            progress=lambda report: made(report.shown, True),
            background=True,
        )

    def mark(self, index: int, mark: int) -> None:
        """MORE, LESS or NEITHER like this face."""
        marks = {number: one for number, one in self._view.marks.items() if number != index}
        if mark:
            marks[index] = mark
        self._tell(marks=marks)

    def train(self, choice: TrainingChoice) -> None:
        """A boundary takes the place of the last one; where there is none, a sentence says why."""
        marks = self._view.marks
        more, less = (self._w[[n for n, one in sorted(marks.items()) if one == kind]] for kind in (MORE, LESS))

        def done(result: tuple[Found, Boundary]) -> None:
            title = self.tr("Boundary")
            self._tell(training=None, trained=replace(result[0], title=title), boundary=result[1])

        self._desk.jobs.cancel(("train",))
        self._tell(training=0.0, trained=None, boundary=None, preview=None, previewed="", said="", wrong=False)
        self._desk.jobs.run(
            ("train",),
            lambda job: work.train(job, self._desk.bench(), choice, more, less),
            done,
            partial(self._refuse, training=None),
            progress=lambda report: self._tell(training=report.fraction),
            background=True,
        )

    def stop_training(self) -> None:
        self._desk.jobs.cancel(("train",))
        if self._view.training is not None:
            self._tell(training=None)

    # --- what is kept --------------------------------------------------------------------------------------------

    def keep(self, found: Found, label: str, layers: Layers | None) -> None:
        """Make a direction an attribute of the model, whose slider has the label."""
        name = name_of(label)
        if self._is_free(name):
            said = self.tr("'{name}' is kept; it is a slider in the panel of attributes now.").format(name=name)

            def keep(bench: Bench) -> tuple[str, bool]:
                work.keep(bench, found, name, layers, label)
                return said, False

            self._renew(keep)

    def bring(self, choice: ImportChoice) -> None:
        """Keep the direction in a file."""
        if choice.name and not self._is_free(choice.name):
            return
        template = self.tr("'{name}' is kept; it is a slider in the panel of attributes now.")

        def bring(bench: Bench) -> tuple[str, bool]:
            name, doubt = work.bring(bench, choice)
            return " ".join(filter(None, [template.format(name=name), doubt])), bool(doubt)

        self._tell(said="", wrong=False)
        self._renew(bring)

    def remove(self, name: str) -> None:
        """Delete a kept direction, unless an open photo needs it."""
        user = next((photo.name for photo in self._desk.photos.values() if _needs(photo, name)), None)
        if user:
            sentence = self.tr("{photo} uses '{name}', now or in its history; close the photo, then remove it.")
            self._tell(said=sentence.format(photo=user, name=name), wrong=True)
            return
        said = self.tr("'{name}' is removed.").format(name=name)

        def remove(bench: Bench) -> tuple[str, bool]:
            work.remove(bench, name)
            return said, False

        self._renew(remove)

    def _is_free(self, name: str) -> bool:
        if name in self._view.keepable:
            sentence = self.tr("There is an attribute '{name}' already; type another name.").format(name=name)
            self._tell(said=sentence, wrong=True)
            return False
        return True

    def _renew(self, change: Callable[[Bench], tuple[str, bool]]) -> None:
        """Change what is kept; then the model of all open photos has it. change returns a sentence and its doubt."""

        def renewed(_job: object) -> Renewed:
            said, wrong = change(self._desk.bench())
            bench = work.renewed(self._desk.bench())
            return bench, work.state(bench), said, wrong

        def done(result: Renewed) -> None:
            bench, state, said, wrong = result
            self._desk.adopt(bench)
            self._show_state(state)
            self._tell(said=said, wrong=wrong)

        self._desk.jobs.run(("keep",), renewed, done, self._refuse)

    # --- what is shown -------------------------------------------------------------------------------------------

    def _show_state(self, state: State) -> None:
        self._tell(**vars(state))


def _needs(photo: OpenPhoto, name: str) -> bool:
    """Whether any step of the photo's history changes the attribute or keeps it."""
    documents = [step.document for step in photo.history.steps]
    sliders = [document.get(edits.face, LatentEdit) for document in documents for edits in document.faces]
    return any(name in edit.amounts or name in edit.keep for edit in sliders)
