"""Stand-ins for the window's tests: an engine of a few lines, workers without threads, and ready answers."""

import gc
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import torch
from PIL import Image
from planted import planted_model
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from tiny import W

from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.mask import MaskEdit
from ganeditor.edits.restore import RestoreEdit
from ganeditor.edits.swap import SwapEdit
from ganeditor.engine.faces import detect
from ganeditor.engine.faces.detect import Face
from ganeditor.engine.latent.invert import Inversion
from ganeditor.errors import EditError, FaceError, ModelError, UserError
from ganeditor.progress import Progress, silent
from ganeditor.project.document import Set
from ganeditor.ui.app import Application
from ganeditor.ui.features.directions import work
from ganeditor.ui.features.directions.views import Boundary, Found, Kept
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.jobs import Job, Lane, Report, outcome_of

WIDTH, HEIGHT = 240, 160
BOXES = {"a": (20, 30, 80, 90), "b": (140, 30, 200, 90)}


class Reading(NamedTuple):
    standardised: float
    natural: float


class Figures(NamedTuple):
    psnr: float = 20.0
    ssim: float = 0.7
    perceptual: float = 1.0


def fake_face(name: str, box_xyxy: Any) -> Face:
    """Eyes and mouth are where they are in most faces."""
    x0, y0, x1, y1 = box_xyxy
    places = np.full((68, 2), 0.5)
    places[36:42], places[42:48], places[48], places[54] = (0.3, 0.4), (0.7, 0.4), (0.35, 0.7), (0.65, 0.7)
    landmarks = (places * (x1 - x0, y1 - y0) + (x0, y0)).astype(np.float32)
    return Face(name, box_xyxy, landmarks, 1.0)


@dataclass
class FakeOverlay:
    box_xyxy: tuple[int, int, int, int]
    added: int

    def apply_to(self, pixels: Any) -> None:
        x0, y0, x1, y1 = self.box_xyxy
        pixels[y0:y1, x0:x1] += np.uint8(self.added % 256)


class FakeStep(NamedTuple):
    fraction: float
    image: Any


MODEL = planted_model(bare=False)


def fake_inversion(value: float = 0.0) -> Inversion:
    ws = np.full((MODEL.generator.num_ws, W), value, np.float32)
    return Inversion(ws, ws[0], 0.0, 0, 0.0)


class FakeEditor:
    """An edit brightens the face's box by ten times the sum of its amounts."""

    faces: tuple[str, ...] = ("a",)
    found = detect.Found(())
    looks = 1
    steps = 3
    broken = False

    def __init__(self) -> None:
        self.latents: dict[str, Inversion] = {}
        self.refined: list[str] = []
        self.asked = 0
        self.shrinks: list[int] = []
        self.assets: Mapping[str, bytes] = {}
        self.model = MODEL
        self.cache = SimpleNamespace(clear=lambda: None)

    def sibling(self) -> "FakeEditor":
        other = FakeEditor()
        other.__dict__ |= {"faces": self.faces, "steps": self.steps, "model": self.model}
        return other

    def set_photo(self, pixels: Any, faces: Any = None, progress: Progress = silent) -> Any:
        self.photo = pixels
        if faces is None:
            for step in range(self.looks):
                progress(step / self.looks, "")
        return [fake_face(name, BOXES[name]) for name in self.faces] if faces is None else faces

    def put_photo(self, pixels: Any) -> None:
        self.photo = pixels

    def add_face(self, left_eye: Any, _right_eye: Any, mouth: Any) -> Face:
        return fake_face("drawn", (*left_eye, *mouth))

    def crop(self, _face: str) -> Any:
        return np.full((16, 16, 3), 90, np.uint8)

    def eyes(self, _face: str) -> Any:
        raise FaceError("This face is made up.")

    def segments(self, _face: str) -> Any:
        raise FaceError("This face is made up.")

    def guess(self, face: str) -> Inversion:
        self.latents[face] = fake_inversion(0.9)
        return self.latents[face]

    def use_inversion(self, face: str, inversion: Inversion) -> None:
        self.latents[face] = inversion

    def invert(self, face: str, _settings: Any, watch: Callable[[Any], bool | None]) -> Inversion:
        for step in range(self.steps):
            if watch(FakeStep(step / self.steps, torch.zeros(1, 3, 16, 16))):
                break
        self.latents[face] = fake_inversion(0.9)
        self.refined.append(face)
        return self.latents[face]

    def readings(self, _face: str) -> dict[str, Reading]:
        return {"age": Reading(0.1, 42.0), "smile": Reading(1.2, 0.5)}

    def reaches(self, _face: str) -> dict[str, tuple[float, float]]:
        return {"smile": (-3.0, 1.5)}

    def figures(self, _face: str) -> Figures:
        return Figures()

    def identity_distance(self, _face: str, _edited: Any) -> float:
        return 0.3

    def inversion(self, face: str) -> Any:
        return self.latents[face]

    def aligned(self, face: str, pixels: Any) -> Any:
        x0, y0, _x1, _y1 = BOXES[face]
        return pixels[y0 : y0 + 16, x0 : x0 + 16]

    def overlay(self, face: str, operations: Any, shrink: int = 1) -> Any:
        if FakeEditor.broken:
            raise UserError("This edit can't be drawn; use another one.")
        if lost := {asset for operation in operations for asset in operation.assets} - self.assets.keys():
            raise EditError(f"{len(lost)} assets are missing; make the edit again.")
        assert face in self.latents, "an edit is asked for before there are latents"
        self.asked += 1
        self.shrinks.append(shrink)
        height, width = self.photo.shape[:2]
        x0, y0, x1, y1 = (np.minimum(BOXES[face], (width, height, width, height)) // shrink).tolist()
        return FakeOverlay((x0, y0, x1, y1), round(10 * total(operations))) if x1 > x0 and y1 > y0 else None

    def whole(self, pixels: Any, _operations: Any, _progress: Progress = silent) -> Any:
        return pixels.repeat(2, axis=0).repeat(2, axis=1)


def total(operations: Any) -> float:
    """The sum of all amounts."""
    return sum(
        operation.lids_left + operation.lids_right + bool(operation.exemplar)
        if isinstance(operation, EyesEdit)
        else operation.strength * bool(operation.found)
        if isinstance(operation, MaskEdit)
        else operation.amount
        if isinstance(operation, RestoreEdit)
        else operation.amount * bool(operation.source)
        if isinstance(operation, SwapEdit)
        else sum(operation.amounts.values())
        for operation in operations
    )


class FakeLab:
    """Directions of four numbers, kept in a dictionary; a picture's brightness tells how far it was moved."""

    layer_names = ("b4.conv1", "b8.conv0")
    readouts: tuple[str, ...] = ("age", "smile", "glasses")
    judges_realism = True

    def __init__(self) -> None:
        self.own = ("age", "smile", "yaw")
        self.stored: dict[str, Kept] = {}
        self.asked: list[Any] = []

    def install(self, monkeypatch: Any) -> None:
        """In place of what the Directions window's work does with the engine."""
        names = ("state", "components", "pictures_along", "random_w", "pictures_of", "marked_boundary", "renewed")
        for name in (*names, "scored_boundary", "keep", "bring", "remove"):
            monkeypatch.setattr(work, name, lambda *args, name=name: getattr(self, name)(*args))

    @property
    def keepable(self) -> tuple[str, ...]:
        return (*self.own, *self.stored)

    @property
    def labels(self) -> dict[str, str]:
        return {name: row.label for name, row in self.stored.items()}

    def state(self, bench: Bench) -> work.State:
        kept = tuple(self.stored.values())
        judges, names = self.judges_realism, self.layer_names
        return work.State("fake", bench.layers, names, self.keepable, self.labels, self.readouts, judges, kept)

    def components(self, _bench: Bench, choice: Any, progress: Callable[[float, str], None]) -> Any:
        self.asked.append(choice)
        progress(0.5, "Sampling")
        axes = np.eye(4, dtype=np.float32)
        return [Found(str(n), axes[n % 4], 2.0, f"component {n}", 0.5 / 2**n) for n in range(choice.components)]

    def pictures_along(self, _bench: Bench, step: Any, amounts: Any, layers: Any, start: Any) -> Any:
        self.asked.append(("along", tuple(amounts), layers, start is not None))
        length = float(np.linalg.norm(step))
        base = 100 if start is None else 150
        return [np.full((16, 16, 3), base + round(10 * length * amount), np.uint8) for amount in amounts]

    def random_w(self, _bench: Bench, count: int, seed: int) -> Any:
        return np.random.default_rng(seed).standard_normal((count, 4)).astype(np.float32)

    def pictures_of(self, _bench: Bench, w: Any) -> Any:
        return [np.full((16, 16, 3), round(float(128 + 20 * one[0])), np.uint8) for one in w]

    def marked_boundary(self, _bench: Bench, more: Any, less: Any, keep: Any) -> Any:
        self.asked.append(("train", more, less, tuple(keep)))
        normal = more.mean(0) - less.mean(0)
        return Found("", normal / np.linalg.norm(normal), 1.5, "boundary"), Boundary(0.75, 4, len(more) + len(less))

    def scored_boundary(self, _bench: Bench, choice: Any, progress: Callable[[float, str], None]) -> Any:
        self.asked.append(choice)
        progress(0.5, "Scoring")
        if choice.source == "realism" and choice.seed:
            raise UserError("These artefacts lie on no one side; train from faces that you choose.")
        axis = np.eye(4, dtype=np.float32)[1]
        return Found("", axis, 1.5, f"boundary by {choice.readout or 'realism'}"), Boundary(0.9, 60, 200)

    def keep(self, _bench: Bench, found: Any, name: str, layers: Any, label: str = "") -> None:
        if not name.isidentifier():
            raise UserError(f"'{name}' can't name a direction; use letters.")
        self.stored[name] = Kept(name, label or name.capitalize(), layers, found.scale, found.source)

    def bring(self, _bench: Bench, choice: Any) -> tuple[str, str]:
        if choice.path.suffix != ".npy":
            raise UserError(f"{choice.path.name} is not a direction; take another file.")
        name = choice.name or choice.path.stem
        self.stored[name] = Kept(name, choice.label or f"{name}!", choice.layers, 1.0, choice.path.name)
        return name, ""

    def remove(self, _bench: Bench, name: str) -> None:
        del self.stored[name]

    def renewed(self, bench: Bench) -> Bench:
        self.asked.append("renewed")
        return replace(bench, attributes=self.keepable, labels=self.labels)


def fake_bench(faces: tuple[str, ...] = ("a",), steps: int = 3) -> Bench:
    editor: Any = FakeEditor()
    editor.faces, editor.steps = faces, steps
    return Bench(
        editor=editor,
        own=MODEL,
        notify=print,
        attributes=("age", "smile", "yaw"),
        layers=MODEL.generator.num_ws,
        model="fake",
        fingerprint="0123",
        models=("fake",),
        detectors=("fake",),
    )


class InlineJobs(QObject):
    """JobRunner without time: a job is done when run returns. One of a kind that is held waits until the test does it.

    Held jobs can be done in any order, their results delivered late, and cancelled at any of these moments.
    """

    busy_changed = Signal(bool)

    def __init__(self, *held: str) -> None:
        """held: kinds of jobs, each the first part of its keys."""
        super().__init__()
        self.held = set(held)
        self.meanwhile: dict[Hashable, Callable[[], object]] = {}
        """By key, what happens on the main thread whenever the job reports."""
        self._jobs: list[Job] = []  # that wait, are at work, or have a result which is not delivered yet
        self._outcomes: dict[Job, Callable[[], None]] = {}

    @property
    def keys(self) -> list[Hashable]:
        """Of the jobs that nobody has cancelled or finished."""
        return [job.key for job in self._jobs]

    def run(
        self,
        key: Any,
        work: Callable[[Job], Any],
        done: Callable[[Any], None],
        failed: Callable[[Any], None],
        *,
        lane: Lane = Lane.DEVICE,  # noqa: ARG002
        progress: Callable[[Report], None] | None = None,
        background: bool = False,  # noqa: ARG002
        patient: bool = False,  # noqa: ARG002
        quiet: bool = False,  # noqa: ARG002
    ) -> None:
        job = Job(key, work)
        job.done, job.failed, job.progress = done, failed, progress
        job.between = lambda: self._reported(job)
        self._jobs.append(job)
        if key[0] not in self.held:
            self._work(job)
            self._deliver(job)

    def run_latest(self, key: Hashable, work: Any, done: Any, failed: Any, *, progress: Any = None) -> None:
        self._jobs = [job for job in self._jobs if job.key != key or job in self._outcomes]
        self.run(key, work, done, failed, progress=progress)

    def cancel(self, key: Hashable) -> None:
        for job in self._jobs:
            job.cancelled = job.cancelled or job.key == key
        self._jobs = [job for job in self._jobs if not job.cancelled]

    def shutdown(self, _seconds: float = 1.0) -> bool:
        return True

    def work(self, *key: Hashable) -> None:
        """Do the oldest held job of this key, whose result is delivered later."""
        self._work(next(job for job in self._jobs if job.key == key and job not in self._outcomes))

    def deliver(self, *key: Hashable) -> None:
        """Deliver the oldest result of this key; one that was cancelled reaches nobody."""
        self._deliver(next(job for job in self._outcomes if job.key == key))

    def do(self, *key: Hashable) -> None:
        self.work(*key)
        self.deliver(*key)

    def _work(self, job: Job) -> None:
        self._outcomes[job] = outcome_of(job)

    def _deliver(self, job: Job) -> None:
        outcome = self._outcomes.pop(job)
        self._jobs = [other for other in self._jobs if other is not job]
        if not job.cancelled:
            outcome()

    def _reported(self, job: Job) -> None:
        if job.progress and job.latest:
            job.progress(job.latest)
        if job.key in self.meanwhile and not job.cancelled:
            self.meanwhile[job.key]()


@dataclass
class Answers:
    """Questions with ready answers; what was asked is in asked."""

    files: list[Path] = field(default_factory=list)
    project: Path | None = None
    recipe: Path | None = None
    unsaved_answer: str = "cancel"
    many_answer: bool = False
    choice: Callable[[Any, Path], Any] = lambda _source, _suggested: None
    asked: list[str] = field(default_factory=list)

    def files_to_open(self) -> list[Path]:
        return self.files

    def many(self, count: int) -> bool:
        self.asked.append(f"many {count}")
        return self.many_answer

    def project_to_save(self, _suggested: Path) -> Path | None:
        self.asked.append("project")
        return self.project

    def recipe_to_save(self, _suggested: Path) -> Path | None:
        self.asked.append("recipe")
        return self.recipe

    def moved_photo(self, expected: Path) -> Path | None:
        self.asked.append(f"moved {expected.name}")
        return None

    def unsaved(self, name: str) -> str:
        self.asked.append(f"unsaved {name}")
        return self.unsaved_answer

    def export(self, source: Any, suggested: Path, _estimate: Any) -> Any:
        return self.choice(source, suggested)


def write_photo(path: Path) -> Path:
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    pixels[..., 0] = np.arange(WIDTH) % 200
    pixels[..., 1] = 60
    Image.fromarray(pixels).save(path)
    return path


def drop(application: Application, *paths: Path) -> None:
    drop_on(application.window, *paths)
    QApplication.processEvents()  # the panels come in a step of their own


def drop_on(widget: Any, *paths: Path, at: QPointF | QPoint = QPointF(10, 10)) -> None:  # noqa: B008
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    widget.dropEvent(QDropEvent(QPointF(at), copy, data, left, Qt.KeyboardModifier.NoModifier))


def trigger(application: Application, action: str) -> None:
    application.window._actions[action].trigger()


def edit(application: Application, amount: float, face: str = "a") -> None:
    application.session.editing.apply(Set(face, LatentEdit({"smile": amount})), f"Smile {amount}")


def shown(application: Application) -> np.ndarray:
    """The edited picture on the canvas, RGB."""
    return application.window.canvas._after._levels[0][..., 2::-1].copy()


class Starter:
    """Starts applications without time, and looks that nothing of them is left."""

    def __init__(self, qapp: QApplication, qtbot: QtBot) -> None:
        self._qapp, self._qtbot = qapp, qtbot
        self._started: list[Application] = []

    def start(
        self, answers: "Answers | None" = None, faces: tuple[str, ...] = ("a",), broken: bool = False
    ) -> Application:
        """broken: the engine can't be opened."""

        def opener() -> Bench:
            if broken:
                raise ModelError("The model pack is missing; copy it again.")
            return fake_bench(faces)

        application = Application(self._qapp, InlineJobs(), opener, answers or Answers())
        application.failures = []
        application.session.failed.connect(application.failures.append)
        application.start([])
        self._qtbot.waitUntil(lambda: bool(application.session.engine.opened or application.failures))
        self._started.append(application)
        return application

    def end(self) -> None:
        for application in self._started:
            for dialog in application.window.findChildren(QDialog):
                dialog.close()
            assert application.shut_down()
            application.window.hide()
        self._started.clear()
        FakeEditor.broken = False
        nothing_is_left(self._qapp)


def nothing_is_left(qapp: QApplication) -> None:
    """A test that leaves a thread, a timer or a window behind fails."""
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert not QApplication.topLevelWidgets(), QApplication.topLevelWidgets()
    assert not [one for one in gc.get_objects() if type(one) is QTimer and isValid(one) and one.isActive()]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ganeditor")]


@contextmanager
def running(qapp: QApplication, jobs: Any = None, bench: Bench | None = None) -> Iterator[Application]:
    """The application, started; afterwards no window, timer or thread of it is left."""
    application = Application(qapp, jobs, bench and (lambda: bench), Answers())
    application.failures = []
    application.session.failed.connect(application.failures.append)
    application.start([])
    qapp.processEvents()
    try:
        yield application
    finally:
        for dialog in application.window.findChildren(QDialog):
            dialog.close()
        ended = application.jobs.shutdown(10)
        application.shut_down()
        application.window.hide()
        del application
    assert ended
    nothing_is_left(qapp)


def starting(qapp: QApplication, qtbot: QtBot, folder: Path, panel: str) -> Iterator[Callable[..., Application]]:
    """For a fixture: starts an application with one photo of some faces and a panel in front; jobs named are held."""
    starter = Starter(qapp, qtbot)

    def started(*held: str, faces: tuple[str, ...] = ("a",)) -> Application:
        application = starter.start(Answers(), faces)
        application.session.open_paths([write_photo(folder / "photo.png")])
        application.jobs.held |= set(held)
        qapp.processEvents()
        application.window._docks[panel].raise_()
        qapp.processEvents()
        return application

    yield started
    starter.end()
