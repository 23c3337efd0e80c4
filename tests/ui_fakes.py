"""Stand-ins for the window's tests: an engine of a few lines, workers without threads, and ready answers."""

import gc
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog
from shiboken6 import isValid

from ganeditor.errors import UserError
from ganeditor.ui.app import Application
from ganeditor.ui.features.directions.views import Boundary, Found, Kept
from ganeditor.ui.session.jobs import Job, Lane, Report, outcome_of
from ganeditor.ui.session.photos import Workbench

WIDTH, HEIGHT = 240, 160
BOXES = {"a": (20, 30, 80, 90), "b": (140, 30, 200, 90)}


class Reading(NamedTuple):
    standardised: float
    natural: float


class Figures(NamedTuple):
    psnr: float = 20.0
    ssim: float = 0.7
    perceptual: float = 1.0


@dataclass(frozen=True, eq=False)
class FakeFace:
    id: str
    box_xyxy: tuple[float, float, float, float]
    landmarks: Any = field(default_factory=lambda: np.zeros((68, 2), np.float32))
    confidence: float = 1.0
    marks: tuple[str, ...] = ()


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


class FakeEditor:
    """An edit brightens the face's box by ten times the sum of its amounts."""

    faces: tuple[str, ...] = ("a",)
    steps = 3
    broken = False

    def __init__(self) -> None:
        self.latents: dict[str, str] = {}
        self.asked = 0

    def sibling(self) -> "FakeEditor":
        other = FakeEditor()
        other.__dict__ |= {"faces": self.faces, "steps": self.steps}
        return other

    def set_photo(self, _pixels: Any, faces: Any = None) -> Any:
        return [FakeFace(name, BOXES[name]) for name in self.faces] if faces is None else faces

    def add_face(self, left_eye: Any, _right_eye: Any, mouth: Any) -> FakeFace:
        return FakeFace("drawn", (*left_eye, *mouth))

    def crop(self, _face: str) -> Any:
        return np.full((16, 16, 3), 90, np.uint8)

    def guess(self, face: str) -> str:
        self.latents[face] = "guess"
        return "guess"

    def use_inversion(self, face: str, inversion: Any) -> None:
        self.latents[face] = inversion

    def invert(self, face: str, steps: int, watch: Callable[[Any], bool | None]) -> str:
        for step in range(steps):
            if watch(FakeStep(step / steps, np.zeros((16, 16, 3), np.uint8))):
                break
        self.latents[face] = "refined"
        return "refined"

    def readings(self, _face: str) -> dict[str, Reading]:
        return {"age": Reading(0.1, 42.0), "smile": Reading(1.2, 0.5)}

    def figures(self, _face: str) -> Figures:
        return Figures()

    def identity_distance(self, _face: str, _edited: Any) -> float:
        return 0.3

    def inversion(self, face: str) -> Any:
        assert face in self.latents
        return SimpleNamespace(ws=np.full((12, 4), 0.9, np.float32))

    def edited_face(self, _face: str, operations: Any) -> Any:
        return np.full((16, 16, 3), 90 + round(total(operations)), np.uint8)

    def overlay(self, face: str, operations: Any) -> Any:
        if FakeEditor.broken:
            raise UserError("This edit can't be drawn; use another one.")
        assert face in self.latents, "an edit is asked for before there are latents"
        self.asked += 1
        x0, y0, x1, y1 = map(int, BOXES[face])
        return FakeOverlay((x0, y0, x1, y1), round(10 * total(operations)))


def total(operations: Any) -> float:
    """The sum of all amounts."""
    return sum(sum(operation.amounts.values()) for operation in operations)


class FakeMaker:
    """A face of random latents in [0, 1]; its picture is a stripe of 8 pixels for each layer."""

    layers, labels = 12, 0
    groups: Mapping[str, tuple[int, ...]] = {"coarse": (0, 1, 2, 3), "middle": (4, 5, 6, 7), "fine": (8, 9, 10, 11)}

    def __init__(self) -> None:
        self.pictured: list[int] = []  # how many at a time
        self.asked: list[Any] = []

    def random(self, choice: Any) -> Any:
        self.asked.append(choice)
        seeds = range(choice.seed, choice.seed + choice.count)
        return np.stack([np.random.default_rng(seed).random((12, 4), np.float32) for seed in seeds])

    def straight(self, start: Any, end: Any, shares: Any) -> Any:
        return np.stack([start + (end - start) * share for share in shares])

    def turned(self, start: Any, end: Any, shares: Any) -> Any:
        return self.straight(start.ws, end.ws, [share**2 for share in shares])

    def walk(self, keys: Any, frames: int) -> Any:
        return np.stack([keys[index % len(keys)] for index in range(frames)])

    def pictures(self, ws: Any) -> Any:
        self.pictured.append(len(ws))
        levels = np.round(255 * ws.mean(2)).clip(0, 255).astype(np.uint8)
        return np.repeat(levels, 8, axis=1)[:, :, None, None].repeat(96, 2).repeat(3, 3)

    def realism(self, ws: Any, _pictures: Any) -> list[float]:
        return [-float(one.mean()) for one in ws]

    def near(self, ws: Any, count: int, distance: float, seed: int) -> Any:
        return ws[None] + distance * np.random.default_rng(seed).standard_normal((count, 12, 4), np.float32)

    def mixed(self, ws: Any, other: Any, layers: Any, amount: float) -> Any:
        result = ws.copy()
        result[list(layers)] += (other[list(layers)] - ws[list(layers)]) * amount
        return result

    def mended(self, ws: Any) -> Any:
        return ws * np.float32(0.85), [2]

    def inversion(self, ws: Any, _picture: Any) -> Any:
        return ws

    def aligned(self, face: Any, _side: int) -> Any:
        return face.landmarks

    def morph(self, _start: Any, _end: Any, share: float, side: int) -> Any:
        return np.full((side, side, 3), round(200 * share), np.uint8)


class FakeLab:
    """Directions of four numbers, kept in a dictionary; a picture's brightness tells how far it was moved."""

    model = "fake"
    layer_names = ("b4.conv1", "b8.conv0")
    readouts: tuple[str, ...] = ("age", "smile", "glasses")
    judges_realism = True

    def __init__(self) -> None:
        self.own = ("age", "smile", "yaw")
        self.stored: dict[str, Kept] = {}
        self.asked: list[Any] = []

    @property
    def keepable(self) -> tuple[str, ...]:
        return (*self.own, *self.stored)

    @property
    def labels(self) -> dict[str, str]:
        return {name: row.label for name, row in self.stored.items()}

    def discover(self, choice: Any, progress: Callable[[float, str], None]) -> Any:
        self.asked.append(choice)
        progress(0.5, "Sampling")
        axes = np.eye(4, dtype=np.float32)
        return [Found(str(n), axes[n % 4], 2.0, f"component {n}", 0.5 / 2**n) for n in range(choice.components)]

    def pictures_along(self, step: Any, amounts: Any, layers: Any, start: Any) -> Any:
        self.asked.append(("along", tuple(amounts), layers, start is not None))
        length = float(np.linalg.norm(step))
        base = 100 if start is None else 150
        return [np.full((16, 16, 3), base + round(10 * length * amount), np.uint8) for amount in amounts]

    def random(self, count: int, seed: int) -> Any:
        return np.random.default_rng(seed).standard_normal((count, 4)).astype(np.float32)

    def pictures(self, w: Any) -> Any:
        return [np.full((16, 16, 3), round(float(128 + 20 * one[0])), np.uint8) for one in w]

    def train(self, more: Any, less: Any, keep: Any) -> Any:
        self.asked.append(("train", more, less, tuple(keep)))
        normal = more.mean(0) - less.mean(0)
        return Found("", normal / np.linalg.norm(normal), 1.5, "boundary"), Boundary(0.75, 4, len(more) + len(less))

    def train_scored(self, choice: Any, progress: Callable[[float, str], None]) -> Any:
        self.asked.append(choice)
        progress(0.5, "Scoring")
        if choice.source == "realism" and choice.seed:
            raise UserError("These artefacts lie on no one side; train from faces that you choose.")
        axis = np.eye(4, dtype=np.float32)[1]
        return Found("", axis, 1.5, f"boundary by {choice.readout or 'realism'}"), Boundary(0.9, 60, 200)

    def keep(self, found: Any, name: str, layers: Any, label: str = "") -> None:
        if not name.isidentifier():
            raise UserError(f"'{name}' can't name a direction; use letters.")
        self.stored[name] = Kept(name, label or name.capitalize(), layers, found.scale, found.source)

    def bring(self, choice: Any) -> tuple[str, str]:
        if choice.path.suffix != ".npy":
            raise UserError(f"{choice.path.name} is not a direction; take another file.")
        name = choice.name or choice.path.stem
        self.stored[name] = Kept(name, choice.label or f"{name}!", choice.layers, 1.0, choice.path.name)
        return name, ""

    def kept(self) -> tuple[Kept, ...]:
        return tuple(self.stored.values())

    def remove(self, name: str) -> None:
        del self.stored[name]

    def renew(self, editors: Any) -> tuple[str, ...]:
        self.asked.append(("renew", len(list(editors))))
        return self.keepable


def fake_workbench(faces: tuple[str, ...] = ("a",), steps: int = 3) -> Workbench:
    editor = FakeEditor()
    editor.faces = faces
    return Workbench(
        editor=editor,
        maker=FakeMaker(),
        lab=FakeLab(),
        attributes=("age", "smile", "yaw"),
        labels={},
        layers=12,
        model="fake",
        fingerprint="0123",
        models=("fake",),
        detectors=("fake",),
        settings=lambda _choice: steps,
        image=lambda image: image,
        face=lambda saved: FakeFace(saved.id, saved.box_xyxy, np.array(saved.landmarks), saved.confidence),
        pack=lambda _inversion: TINY_LATENTS,
        unpack=lambda _data: "refined",
        clear_cache=lambda: None,
    )


def _tiny_latents() -> bytes:
    from safetensors.numpy import save

    return save({"ws": np.zeros((12, 4), np.float32), "guess": np.zeros(4, np.float32)})


TINY_LATENTS = _tiny_latents()


class InlineJobs(QObject):
    """JobRunner without time: every job is done when run returns."""

    busy_changed = Signal(bool)

    def run(
        self,
        key: Hashable,
        work: Callable[[Job], Any],
        done: Callable[[Any], None],
        failed: Callable[[Any], None],
        *,
        lane: Lane = Lane.DEVICE,  # noqa: ARG002
        progress: Callable[[Report], None] | None = None,
        background: bool = False,  # noqa: ARG002
    ) -> None:
        job = Job(key, work)
        job.done, job.failed = done, failed
        if progress:
            job.between = lambda: progress(job.latest)
        outcome_of(job)()

    def run_latest(self, key: Hashable, work: Any, done: Any, failed: Any) -> None:
        self.run(key, work, done, failed)

    def cancel(self, key: Hashable) -> None:
        pass

    def shutdown(self, _seconds: float = 1.0) -> bool:
        return True


@dataclass
class Answers:
    """Questions with ready answers; what was asked is in asked."""

    files: list[Path] = field(default_factory=list)
    project: Path | None = None
    unsaved_answer: str = "cancel"
    choice: Callable[[Any, Path], Any] = lambda _source, _suggested: None
    asked: list[str] = field(default_factory=list)

    def files_to_open(self) -> list[Path]:
        return self.files

    def project_to_save(self, _suggested: Path) -> Path | None:
        self.asked.append("project")
        return self.project

    def moved_photo(self, expected: Path) -> Path | None:
        self.asked.append(f"moved {expected.name}")
        return None

    def unsaved(self, name: str) -> str:
        self.asked.append(f"unsaved {name}")
        return self.unsaved_answer

    def export(self, source: Any, suggested: Path, _estimate: Any) -> Any:
        return self.choice(source, suggested)


@contextmanager
def running(qapp: QApplication, jobs: Any = None, bench: Workbench | None = None) -> Iterator[Application]:
    """The application, started; afterwards no window, timer or thread of it is left."""
    application = Application(qapp, jobs, bench and (lambda: bench), Answers())
    application.failures = []
    application.session.failed.connect(application.failures.append)
    session = application.session
    for tool in (session.generating, session.animating, session.directing, application.models):
        tool.failed.connect(application.failures.append)
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
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    assert ended
    assert not QApplication.topLevelWidgets()
    assert not [one for one in gc.get_objects() if type(one) is QTimer and isValid(one) and one.isActive()]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ganeditor")]
