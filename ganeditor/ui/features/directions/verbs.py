"""Directing: the Directions window's components, marked faces and kept directions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from ganeditor.edits.latent import LatentEdit
from ganeditor.ui.features.directions.photos_directions import Lab
from ganeditor.ui.features.directions.views import (
    AMOUNTS,
    LESS,
    MARKED,
    MORE,
    Boundary,
    DirectionsView,
    DiscoveryChoice,
    Found,
    ImportChoice,
    Kept,
    Layers,
    TrainingChoice,
    name_of,
)
from ganeditor.ui.session.jobs import Failure, Job, JobRunner
from ganeditor.ui.session.photos import OpenPhoto, Workbench
from ganeditor.ui.session.view import View
from ganeditor.ui.widgets.qimage import thumbnail
from ganeditor.ui.widgets.values import Picture8

SEARCH = 0.7  # of the progress bar; the rest is for the pictures
SCORING = 0.95  # of the progress bar of training
PAGE = 24  # random faces at a time
CHUNK = 4  # faces between two reports: a slider's render waits for no more
SIDE = 128  # pixels of a picture in a strip or in the grid

Array = npt.NDArray[np.float32]


class Directing(QObject):
    """Lives on the main thread; directions are found and kept by jobs on the device's worker."""

    changed = Signal(object)  # DirectionsView
    failed = Signal(object)  # Failure, of what a person can't mend

    def __init__(
        self,
        jobs: JobRunner,
        workbench: Callable[[], Workbench],
        photos: Mapping[int, OpenPhoto],
        adopt: Callable[[Workbench], None],
    ) -> None:
        """workbench is called on the device's worker; adopt is told, here, of one whose model has other directions."""
        super().__init__()
        self._jobs, self._workbench, self._photos, self._adopt = jobs, workbench, photos, adopt
        self._current: tuple[int, str] | None = None  # photo and face in the main window
        self._view = DirectionsView()
        self._w: Array = np.zeros((0, 0), np.float32)  # of the faces in the grid
        self._seed = 0
        self._opened = False

    @property
    def view(self) -> DirectionsView:
        """What was told last."""
        return self._view

    def show_view(self, view: View) -> None:
        """What the main window shows now."""
        photo = view.photo
        self._current = (photo.number, photo.chosen) if photo and photo.editable and photo.chosen else None
        if self._opened and self._view.on_photo != (self._current is not None):
            self._tell(on_photo=self._current is not None)

    def open(self) -> None:
        """The window is there."""
        if not self._opened:
            self._opened = True
            self._tell(on_photo=self._current is not None)
            self._jobs.run(("directions",), lambda _job: self._state(), self._show_state, self._fail)

    def stop(self) -> None:
        """Look no further, make no more faces and train no more."""
        for key in ("discover", "marked faces"):
            self._jobs.cancel((key,))
        if self._view.discovering is not None or self._view.making:
            self._tell(discovering=None, making=False)
        self.stop_training()

    # --- components ----------------------------------------------------------------------------------------------

    def discover(self, choice: DiscoveryChoice) -> None:
        def work(job: Job) -> tuple[Found, ...]:
            lab = self._workbench().lab
            found = list(lab.discover(choice, lambda fraction, _text: job.report(SEARCH * fraction, ())))
            for index, one in enumerate(found):
                job.report(SEARCH + (1 - SEARCH) * index / len(found), tuple(found))
                found[index] = replace(one, strip=_strip(lab, one))
            return tuple(found)

        self._jobs.cancel(("discover",))
        self._tell(discovering=0.0, components=(), said="", wrong=False)
        self._jobs.run(
            ("discover",),
            work,
            lambda found: self._tell(discovering=None, components=found),
            partial(self._fail, discovering=None),
            progress=lambda report: self._tell(discovering=report.fraction, components=report.shown),
            background=True,
        )

    def preview(self, found: Found, amount: float, layers: Layers | None) -> None:
        """A picture of the photo's face, or of the mean one, moved by amount; replaces a request that still waits."""
        number, face = self._current or (None, "")
        photo = self._photos.get(number) if number is not None else None

        def work(_job: Job) -> Picture8:
            start = photo.editor.inversion(face).ws if photo and photo.editor else None
            return self._workbench().lab.pictures_along(found.step, [amount], layers, start)[0]

        title = found.title if found.share is None else self.tr("Component {number}").format(number=found.title)
        words = f"{title}, {amount:+.1f} σ" if amount else title
        self._jobs.run_latest(
            ("preview",), work, lambda picture: self._tell(preview=picture, previewed=words), self._fail
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
        seed, known, total = self._seed + page, self._w[: page * PAGE], (page + 1) * PAGE

        def work(job: Job) -> tuple[Array, tuple[Picture8, ...]]:
            lab = self._workbench().lab
            new, pictures = lab.random(PAGE, seed), list(before)
            w = np.concatenate([known, new]) if page else new
            for start in range(len(before), total, CHUNK):
                pictures += [thumbnail(one, SIDE) for one in lab.pictures(w[start : min(start + CHUNK, total)])]
                job.report(start / total, (w, tuple(pictures)))
            return w, tuple(pictures)

        def made(result: tuple[Array, tuple[Picture8, ...]], making: bool) -> None:
            self._w = result[0]
            self._tell(faces=result[1], making=making)

        self._jobs.cancel(("marked faces",))
        self._tell(making=True)
        self._jobs.run(
            ("marked faces",),
            work,
            lambda result: made(result, False),
            partial(self._fail, making=False),
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

        def work(job: Job) -> tuple[Found, Boundary]:
            lab = self._workbench().lab
            if choice.source == MARKED:
                found, quality = lab.train(more, less, choice.keep)
            else:
                found, quality = lab.train_scored(choice, lambda fraction, _text: job.report(SCORING * fraction))
            return replace(found, strip=_strip(lab, found)), quality

        def done(result: tuple[Found, Boundary]) -> None:
            title = self.tr("Boundary")
            self._tell(training=None, trained=replace(result[0], title=title), boundary=result[1])

        self._jobs.cancel(("train",))
        self._tell(training=0.0, trained=None, boundary=None, preview=None, previewed="", said="", wrong=False)
        self._jobs.run(
            ("train",),
            work,
            done,
            partial(self._fail, training=None),
            progress=lambda report: self._tell(training=report.fraction),
            background=True,
        )

    def stop_training(self) -> None:
        self._jobs.cancel(("train",))
        if self._view.training is not None:
            self._tell(training=None)

    # --- what is kept --------------------------------------------------------------------------------------------

    def keep(self, found: Found, label: str, layers: Layers | None) -> None:
        """Make a direction an attribute of the model, whose slider has the label."""
        name = name_of(label)
        if self._is_free(name):
            said = self.tr("'{name}' is kept; it is a slider in the panel of attributes now.").format(name=name)

            def work(_job: Job) -> "_Renewed":
                self._workbench().lab.keep(found, name, layers, label)
                return self._renewed(said)

            self._jobs.run(("keep",), work, self._renew, self._fail)

    def bring(self, choice: ImportChoice) -> None:
        """Keep the direction in a file."""
        if choice.name and not self._is_free(choice.name):
            return
        template = self.tr("'{name}' is kept; it is a slider in the panel of attributes now.")

        def work(_job: Job) -> "_Renewed":
            name, doubt = self._workbench().lab.bring(choice)
            return self._renewed(" ".join(filter(None, [template.format(name=name), doubt])), bool(doubt))

        self._tell(said="", wrong=False)
        self._jobs.run(("keep",), work, self._renew, self._fail)

    def remove(self, name: str) -> None:
        """Delete a kept direction, unless an open photo needs it."""
        user = next((photo.name for photo in self._photos.values() if _needs(photo, name)), None)
        if user:
            sentence = self.tr("{photo} uses '{name}', now or in its history; close the photo, then remove it.")
            self._tell(said=sentence.format(photo=user, name=name), wrong=True)
            return
        said = self.tr("'{name}' is removed.").format(name=name)

        def work(_job: Job) -> "_Renewed":
            self._workbench().lab.remove(name)
            return self._renewed(said)

        self._jobs.run(("keep",), work, self._renew, self._fail)

    def _is_free(self, name: str) -> bool:
        if name in self._view.keepable:
            sentence = self.tr("There is an attribute '{name}' already; type another name.").format(name=name)
            self._tell(said=sentence, wrong=True)
            return False
        return True

    def _renewed(self, said: str, wrong: bool = False) -> "_Renewed":
        """On the device's worker: the model of all open photos gets the directions that are kept now."""
        bench = self._workbench()
        editors = [photo.editor for photo in list(self._photos.values()) if photo.editor is not None]
        bench = replace(bench, attributes=bench.lab.renew(editors), labels=bench.lab.labels)
        return _Renewed(bench, self._state(), said, wrong)

    def _renew(self, renewed: "_Renewed") -> None:
        self._adopt(renewed.bench)
        self._show_state(renewed.state)
        self._tell(said=renewed.said, wrong=renewed.wrong)

    def _state(self) -> "_State":
        bench = self._workbench()
        lab = bench.lab
        return _State(
            model=lab.model,
            layers=bench.layers,
            layer_names=lab.layer_names,
            keepable=lab.keepable,
            labels=lab.labels,
            readouts=lab.readouts,
            judges_realism=lab.judges_realism,
            kept=lab.kept(),
        )

    def _show_state(self, state: "_State") -> None:
        self._tell(**vars(state))

    # --- what is shown -------------------------------------------------------------------------------------------

    def _fail(self, failure: Failure, **ended: Any) -> None:
        """A refusal is a sentence in the window; anything else is reported."""
        self._tell(said=failure.sentence, wrong=True, **ended)
        if failure.details:
            self.failed.emit(failure)

    def _tell(self, **changes: Any) -> None:
        self._view = replace(self._view, **changes)
        self.changed.emit(self._view)


@dataclass(frozen=True)
class _State:
    """What the window shows of the model."""

    model: str
    layers: int
    layer_names: tuple[str, ...]
    keepable: tuple[str, ...]
    labels: Mapping[str, str]
    readouts: tuple[str, ...]
    judges_realism: bool
    kept: tuple[Kept, ...]


@dataclass(frozen=True, eq=False)
class _Renewed:
    """After the kept directions have changed."""

    bench: Workbench
    state: _State
    said: str
    wrong: bool


def _strip(lab: Lab, found: Found) -> Picture8:
    """Small pictures of the mean face along a direction, side by side."""
    strip: Picture8 = np.hstack([thumbnail(one, SIDE) for one in lab.pictures_along(found.step, AMOUNTS, None, None)])
    return strip


def _needs(photo: OpenPhoto, name: str) -> bool:
    """Whether any step of the photo's history changes the attribute or keeps it."""
    documents = [step.document for step in photo.history.steps]
    sliders = [document.get(edits.face, LatentEdit) for document in documents for edits in document.faces]
    return any(name in edit.amounts or name in edit.keep for edit in sliders)
