"""Generating: the Generate window's faces, what is mixed of them, and what leaves it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from ganeditor.project.export import export_picture
from ganeditor.project.picture import Picture
from ganeditor.ui.features.generate.photos_maker import Maker, made_photo
from ganeditor.ui.features.generate.views import GenerateChoice, GenerateView, Mix, Sample
from ganeditor.ui.session.jobs import Failure, Job, JobRunner, Lane
from ganeditor.ui.session.photos import Loaded, OpenPhoto, Workbench
from ganeditor.ui.session.view import View
from ganeditor.ui.widgets.values import Picture8

CHUNK = 4  # faces between two reports: a slider's render waits for no more
STRIP = 9  # pictures
MOST_BACK = 20  # grids that can be gone back to

Samples = tuple[Sample, ...]


@dataclass(frozen=True, eq=False)
class _Made:
    """A grid as it fills, and what the model is like."""

    samples: Samples
    groups: Mapping[str, tuple[int, ...]]
    layers: int
    labels: int


class Generating(QObject):
    """Lives on the main thread; faces are made by background jobs, so that the photo's sliders pass."""

    changed = Signal(object)  # GenerateView
    failed = Signal(object)  # Failure

    def __init__(
        self,
        jobs: JobRunner,
        workbench: Callable[[], Workbench],
        photos: Mapping[int, OpenPhoto],
        open_made: Callable[[Loaded], None],
    ) -> None:
        """workbench is called on the device's worker; photos are the open ones, kept up to date by the session."""
        super().__init__()
        self._jobs, self._workbench, self._photos, self._open_made = jobs, workbench, photos, open_made
        self._current: int | None = None  # the photo in the main window
        self._view = GenerateView()
        self._earlier: list[tuple[Samples, int | None]] = []
        self._percent = 0
        self._asked = 0  # for neighbours, which are others each time
        self._opened = False

    @property
    def view(self) -> GenerateView:
        """What was told last."""
        return self._view

    @property
    def shown(self) -> Samples:
        """The faces in the grid that are not hidden."""
        return tuple(one for index, one in enumerate(self._view.samples) if index not in self._view.hidden)

    def show_view(self, view: View) -> None:
        """What the main window shows now."""
        self._current = view.photo.number if view.photo and view.photo.editable else None
        if self._view.has_photo_face != (self._current is not None):
            self._tell(has_photo_face=self._current is not None)

    # --- faces ---------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """The window is there: it starts with faces in it."""
        if not self._opened:
            self._opened = True
            self.generate(GenerateChoice())

    def generate(self, choice: GenerateChoice) -> None:
        def made(maker: Maker) -> Samples:
            ws = maker.random(choice)
            seeds = range(choice.seed, choice.seed + len(ws))
            pairs = zip(ws, seeds, strict=True)
            return tuple(Sample(f"face-{seed}", one, seed=seed, choice=choice) for one, seed in pairs)

        self._fill(made)

    def more_like_this(self, distance: float, count: int) -> None:
        """A grid of neighbours of the result, after itself."""
        same, seed = self._view.result, self._asked
        self._asked += 1
        if same:

            def made(maker: Maker) -> Samples:
                ws = maker.near(same.ws, count - 1, distance, seed)
                return (same, *(Sample(f"{same.name}-{number}", one) for number, one in enumerate(ws, 2)))

            self._fill(made)

    def stop(self) -> None:
        self._jobs.cancel(("faces",))
        if self._view.running:
            self._tell(running=False)

    def choose(self, index: int) -> None:
        if index < len(self._view.samples) and index != self._view.chosen:
            self._tell(chosen=index, strip=())
            self._mix()

    def hide_worst(self, percent: int) -> None:
        self._percent = percent
        self._tell(hidden=worst(self._view.samples, percent))

    def back(self) -> None:
        """The grid before this one."""
        if self._earlier:
            self.stop()
            samples, chosen = self._earlier.pop()
            self._show(samples, chosen)
            self._mix()

    def repair(self) -> None:
        """Pull the chosen face towards the mean, in as few layers as possible."""
        view, index = self._view, self._view.chosen
        if index is None:
            return
        face = view.samples[index]

        def work(_job: Job) -> tuple[Sample, list[int]]:
            maker = self._workbench().maker
            ws, layers = maker.mended(face.ws)
            return self._finished(maker, replace(face, ws=ws, seed=None)), layers

        def done(result: tuple[Sample, list[int]]) -> None:
            sample, layers = result
            if view.samples is not self._view.samples:
                return  # another grid is shown meanwhile
            if not layers:
                self._tell(said=self.tr("This face is as plausible as the mean face; there is nothing to repair."))
                return
            self._remember()
            samples = tuple(sample if one is face else one for one in view.samples)
            said = self.tr("Layers {numbers} were pulled towards the mean.")
            self._show(samples, index, said.format(numbers=", ".join(map(str, layers))))
            self._mix()

        self._jobs.run(("repair",), work, done, self.failed.emit)

    def _fill(self, make: Callable[[Maker], Samples]) -> None:
        """Have a new grid made, which is shown as it fills."""

        def work(job: Job) -> _Made:
            maker = self._workbench().maker
            samples = list(make(maker))
            made = _Made(tuple(samples), maker.groups, maker.layers, maker.labels)
            job.report(0.0, made)
            for start in range(0, len(samples), CHUNK):
                samples[start : start + CHUNK] = _pictured(maker, samples[start : start + CHUNK])
                made = replace(made, samples=tuple(samples))
                job.report(start / len(samples), made)
            return made

        self.stop()
        self._remember()
        self._show((), None)
        self._tell(running=True)
        self._jobs.run(
            ("faces",),
            work,
            lambda made: self._filled(made, False),
            self._not_filled,
            progress=lambda report: self._filled(report.shown, True),
            background=True,
        )

    def _filled(self, made: _Made, running: bool) -> None:
        self._view = replace(self._view, groups=made.groups, layers=made.layers, labels=made.labels)
        chosen = self._view.chosen
        self._show(made.samples, chosen)
        self._tell(running=running)
        if chosen is None and made.samples[0].picture is not None:
            self.choose(0)

    def _not_filled(self, failure: Failure) -> None:
        self._tell(running=False)
        self.failed.emit(failure)

    def _remember(self) -> None:
        if self._view.samples:
            self._earlier = [*self._earlier, (self._view.samples, self._view.chosen)][-MOST_BACK:]

    def _show(self, samples: Samples, chosen: int | None, said: str = "") -> None:
        self._tell(samples=samples, chosen=chosen, hidden=worst(samples, self._percent), said=said)

    # --- two faces -----------------------------------------------------------------------------------------------

    def use_as_second(self) -> None:
        """The result becomes the face that styles are taken from."""
        if self._view.result:
            self._take_second(self._view.result)

    def use_photo_as_second(self) -> None:
        """The chosen face of the photo in the main window does."""
        photo = self._photos.get(-1 if self._current is None else self._current)
        face = photo.chosen if photo else None
        if photo is None or face is None:
            return
        chosen, name = photo, photo.path.stem

        def work(_job: Job) -> Sample:
            assert chosen.editor is not None, "a face that can be edited has been found"
            ws = chosen.editor.inversion(face).ws
            return self._finished(self._workbench().maker, Sample(name, ws))

        self._jobs.run(("second",), work, self._take_second, self.failed.emit)

    def _take_second(self, sample: Sample) -> None:
        self._tell(second=sample, strip=())
        self._mix()

    def mix(self, mix: Mix) -> None:
        self._tell(mix=mix)
        self._mix()

    def _mix(self) -> None:
        """Bring the result up to date; a request that still waits is replaced."""
        view = self._view
        face = view.samples[view.chosen] if view.chosen is not None else None
        second, mix = view.second if view.mix.layers and view.mix.amount else None, view.mix
        if face is None or (second is None and face.picture is not None):
            self._jobs.cancel(("mix",))
            self._tell(result=face)
            return
        start = face

        def work(_job: Job) -> Sample:
            maker = self._workbench().maker
            if second is None:
                return self._finished(maker, start)
            ws = maker.mixed(start.ws, second.ws, mix.layers, mix.amount)
            return self._finished(maker, Sample(f"{start.name}+{second.name}", ws))

        self._jobs.run_latest(("mix",), work, lambda sample: self._tell(result=sample), self.failed.emit)

    def interpolate(self, turning: bool) -> None:
        """Pictures on the way from the chosen to the second face: on a sphere in Z, or straight in W."""
        view = self._view
        if view.chosen is None or view.second is None:
            return
        start, end = view.samples[view.chosen], view.second
        shares = [index / (STRIP - 1) for index in range(STRIP)]

        def work(_job: Job) -> tuple[Picture8, ...]:
            maker = self._workbench().maker
            ws = maker.turned(start, end, shares) if turning else maker.straight(start.ws, end.ws, shares)
            return tuple(maker.pictures(ws))

        self._jobs.run_latest(("strip",), work, lambda pictures: self._tell(strip=pictures), self.failed.emit)

    @staticmethod
    def _finished(maker: Maker, sample: Sample) -> Sample:
        """With its picture and score."""
        return _pictured(maker, [sample])[0]

    # --- what leaves the window ----------------------------------------------------------------------------------

    def send(self) -> None:
        """The result becomes an open photo, whose latents are known."""
        sample = self._view.result
        if sample:
            face, label = sample, self.tr("Generated")
            self._jobs.run(
                ("send",), lambda _job: made_photo(self._workbench(), face, label), self._open_made, self.failed.emit
            )

    def save(self, path: Path, overwrite: bool) -> None:
        """Write the result's picture."""
        sample = self._view.result
        if sample and sample.picture is not None:
            work = partial(export_picture, Picture(sample.picture), path, overwrite=overwrite)
            self._jobs.run(
                ("save face",), lambda _job: work(), partial(self._saved, path), self.failed.emit, lane=Lane.FILES
            )

    def _saved(self, path: Path, notices: Sequence[str]) -> None:
        self._tell(said=" ".join([self.tr("Saved as {path}").format(path=path), *notices]))

    def _tell(self, **changes: Any) -> None:
        self._view = view = replace(self._view, **changes)
        face = view.samples[view.chosen] if view.chosen is not None else None
        turns = face is not None and view.second is not None and _random_alike(face, view.second)
        self._view = replace(view, can_go_back=bool(self._earlier), can_turn=turns)
        self.changed.emit(self._view)


def _pictured(maker: Maker, samples: Sequence[Sample]) -> list[Sample]:
    """With their pictures and scores."""
    ws = np.stack([sample.ws for sample in samples])
    pictures = maker.pictures(ws)
    rows = zip(samples, pictures, maker.realism(ws, pictures), strict=True)
    return [replace(sample, picture=picture, realism=score) for sample, picture, score in rows]


def worst(samples: Samples, percent: int) -> frozenset[int]:
    """Indices of the share of samples with the lowest realism, once all have one; at least one sample stays."""
    scores = [sample.realism for sample in samples if sample.realism is not None]
    if not scores or len(scores) < len(samples):
        return frozenset()
    count = min(round(len(samples) * percent / 100), len(samples) - 1)
    return frozenset(sorted(range(len(samples)), key=scores.__getitem__)[:count])


def _random_alike(a: Sample, b: Sample) -> bool:
    """Whether both come from Z by the same truncation and label."""
    if a.seed is None or b.seed is None or a.choice is None or b.choice is None:
        return False
    return replace(a.choice, seed=0, count=1) == replace(b.choice, seed=0, count=1)
