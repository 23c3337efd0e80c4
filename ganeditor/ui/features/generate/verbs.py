"""Generating: the Generate window's faces, what is mixed of them, and what leaves it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from ganeditor import paths
from ganeditor.errors import UserError
from ganeditor.progress import Progress
from ganeditor.project.export import export_picture
from ganeditor.project.picture import Picture
from ganeditor.project.presets import load_presets
from ganeditor.ui.features.generate import work
from ganeditor.ui.features.generate.views import GenerateChoice, GenerateView, Mix, Sample
from ganeditor.ui.features.generate.work import Made, Samples
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.desk import CHOSEN_FACE, MADE_FACES, Desk, MadeFace
from ganeditor.ui.session.feature import Verbs
from ganeditor.ui.session.jobs import Failure, Lane
from ganeditor.ui.session.view import View
from ganeditor.ui.session.work import editor_of
from ganeditor.ui.widgets.words import amounts_by_name

MOST_BACK = 20  # grids that can be gone back to


class Generating(Verbs):
    """Faces are made by background jobs, so that the photo's sliders pass."""

    _view: GenerateView

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, GenerateView())
        self._earlier: list[tuple[Samples, int | None]] = []
        self._percent = 0
        self._asked = 0  # for neighbours, which are others each time
        self._opened = False
        self._shared: Samples = ()

    @property
    def shown(self) -> Samples:
        """The faces in the grid that are not hidden."""
        return tuple(one for index, one in enumerate(self._view.samples) if index not in self._view.hidden)

    def show_view(self, view: View) -> None:
        has_face = view.photo is not None and view.photo.editable
        if self._view.has_photo_face != has_face:
            self._tell(has_photo_face=has_face)
        if (self._view.attributes, self._view.names) != (view.attributes, view.labels):
            self._tell(attributes=view.attributes, names=view.labels)

    # --- faces ---------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """The window is there: it starts with faces in it."""
        with suppress(UserError):  # the panel of sliders tells what is wrong with the file
            self._tell(presets=amounts_by_name(load_presets(paths.settings() / "presets.json")))
        if not self._opened:
            self._opened = True
            self.generate(GenerateChoice())

    def generate(self, choice: GenerateChoice) -> None:
        if choice.moves:
            self._fill(lambda bench, progress: work.wished_faces(bench, choice, progress))
        else:
            self._fill(lambda bench, _progress: work.random_faces(bench, choice))

    def more_like_this(self, distance: float, count: int) -> None:
        """A grid of neighbours of the result, after itself."""
        same, seed = self._view.result, self._asked
        self._asked += 1
        if same:
            self._fill(lambda bench, _progress: work.neighbours_of(bench, same, count - 1, distance, seed))

    def stop(self) -> None:
        self._desk.jobs.cancel(("faces",))
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

        def done(result: tuple[Sample, list[int]]) -> None:
            sample, layers = result
            if view.samples is not self._view.samples:
                return  # another grid is shown meanwhile
            if not layers:
                self._tell(said=self.tr("This face is as plausible as the mean face; there is nothing to repair."))
                return
            self._remember()
            samples = tuple(sample if one is face else one for one in view.samples)
            one_layer = self.tr("Layer {numbers} was pulled towards the mean.")
            said = one_layer if len(layers) == 1 else self.tr("Layers {numbers} were pulled towards the mean.")
            self._show(samples, index, said.format(numbers=", ".join(map(str, layers))))
            self._mix()

        self._run("repair", lambda bench: work.mended(bench, face), done)

    def _fill(self, make: Callable[[Bench, Progress], Samples]) -> None:
        """Have a new grid made, which is shown as it fills."""
        self.stop()
        self._remember()
        self._show((), None)
        self._tell(running=True)
        self._desk.jobs.run(
            ("faces",),
            lambda job: work.fill(job, self._desk.bench(), make),
            lambda made: self._filled(made, False),
            self._not_filled,
            progress=lambda report: self._filled(report.shown, True) if report.shown else None,
            background=True,
        )

    def _filled(self, made: Made, running: bool) -> None:
        chosen = self._view.chosen
        known: dict[str, Any] = {
            "groups": made.groups,
            "layers": made.layers,
            "labels": made.labels,
            "judged": made.judged,
        }
        self._show(made.samples, chosen, running=running, **known)
        if chosen is None and made.samples[0].picture is not None:
            self.choose(0)

    def _not_filled(self, failure: Failure) -> None:
        self._tell(running=False)
        self._desk.fail(failure)

    def _remember(self) -> None:
        if self._view.samples:
            self._earlier = [*self._earlier, (self._view.samples, self._view.chosen)][-MOST_BACK:]

    def _show(self, samples: Samples, chosen: int | None, said: str = "", **more: Any) -> None:
        self._tell(samples=samples, chosen=chosen, hidden=worst(samples, self._percent), said=said, **more)

    # --- two faces -----------------------------------------------------------------------------------------------

    def use_as_second(self) -> None:
        """The result becomes the face that styles are taken from."""
        if self._view.result:
            self._take_second(self._view.result)

    def use_photo_as_second(self) -> None:
        """The chosen face of the photo in the main window does."""
        photo = self._desk.photos.current
        face = photo.chosen if photo else None
        if photo is None or face is None:
            return
        chosen, name = photo, photo.path.stem

        def second(bench: Bench) -> Sample:
            return work.finished(bench, Sample(name, editor_of(chosen).inversion(face).ws))

        self._run("second", second, self._take_second)

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
            self._desk.jobs.cancel(("mix",))
            self._tell(result=face)
            return
        start = face

        def mixed(bench: Bench) -> Sample:
            return work.mixture(bench, start, second, mix) if second else work.finished(bench, start)

        self._run("mix", mixed, lambda sample: self._tell(result=sample))

    def interpolate(self, turning: bool) -> None:
        """Pictures on the way from the chosen to the second face: on a sphere in Z, or straight in W."""
        view = self._view
        if view.chosen is not None and view.second is not None:
            start, end = view.samples[view.chosen], view.second
            way = lambda bench: work.way(bench, start, end, turning)  # noqa: E731
            self._run("strip", way, lambda pictures: self._tell(strip=pictures))

    # --- what leaves the window ----------------------------------------------------------------------------------

    def send(self) -> None:
        """The result becomes an open photo, whose latents are known."""
        sample = self._view.result
        if sample:
            face, label = sample, self.tr("Generated")
            self._run("send", lambda bench: work.made_photo(bench, face, label), self._desk.open_loaded)

    def save(self, path: Path, overwrite: bool) -> None:
        """Write the result's picture."""
        sample = self._view.result
        if sample and sample.picture is not None:
            save, saved = partial(export_picture, Picture(sample.picture), path, overwrite=overwrite), self._saved
            self._desk.jobs.run(
                ("save face",), lambda _job: save(), partial(saved, path), self._desk.fail, lane=Lane.FILES
            )

    def _saved(self, path: Path, notices: Sequence[str]) -> None:
        self._tell(said=" ".join([self.tr("Saved as {path}").format(path=path), *notices]))

    def _run(self, key: str, work: Callable[[Bench], Any], done: Callable[[Any], None]) -> None:
        """On the device's worker; a request that still waits is replaced."""
        self._desk.jobs.run_latest((key,), lambda _job: work(self._desk.bench()), done, self._desk.fail)

    def _tell(self, **changes: Any) -> None:
        view = replace(self._view, **changes)
        face = view.samples[view.chosen] if view.chosen is not None else None
        turns = face is not None and view.second is not None and _random_alike(face, view.second)
        super()._tell(**changes, can_go_back=bool(self._earlier), can_turn=turns)
        if self.shown != self._shared:
            self._shared = self.shown
            self._desk.share(MADE_FACES, tuple(MadeFace(one.name, one.ws) for one in self._shared))
        if "result" in changes:
            result = self._view.result
            self._desk.share(CHOSEN_FACE, MadeFace(result.name, result.ws) if result else None)


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
