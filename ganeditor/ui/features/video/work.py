"""What the workers do for the Video window: frames are read beside the device's worker, faces looked for on it."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.edits.operation import Operation
from ganeditor.edits.swap import STEPS, SwapEdit
from ganeditor.edits.table import operations_json
from ganeditor.errors import ClipError
from ganeditor.likeness import LIKE, SAME_PERSON
from ganeditor.progress import silent
from ganeditor.project.assets import Assets
from ganeditor.project.clips.clip import Clip, read_clip
from ganeditor.project.clips.frames import Frame, Picture, frames_of, samples_of
from ganeditor.project.clips.ranges import Range
from ganeditor.project.kept_faces import read_kept
from ganeditor.ui.features.video.views import ClipFace, Outcome, Running, Span, Target
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.jobs import Job
from ganeditor.ui.session.photos import OpenPhoto
from ganeditor.ui.session.work import TUNE_STEPS, InversionChoice, source_of
from ganeditor.ui.widgets.qimage import thumbnail
from ganeditor.ui.widgets.values import Picture8

if TYPE_CHECKING:
    from ganeditor.batch.clip import ClipRun, Step
    from ganeditor.engine.latent.invert import InversionSettings
    from ganeditor.engine.moving.acquaintance import Choose
    from ganeditor.engine.swap.source import SourceFace

PREVIEW_SIDE = 960  # pixels
MET = 0.1  # of the progress bar, where the first frame is done
SHOWN_EVERY, LOOK_EVERY = 0.1, 0.05  # seconds, between two previews, and between two looks whether a pause is over


def opened(path: Path) -> tuple[Clip, Frame]:
    """A clip and its first frame."""
    clip = read_clip(path)
    return clip, frame_at(clip, clip.start)


def frame_at(clip: Clip, time: Fraction) -> Frame:
    """The frame that is seen at a time in seconds."""
    # A frame's own time may be rounded; half a frame before it there is no other.
    frame = next(frames_of(clip, max(clip.start, time - 1 / (2 * clip.rate))), None)
    if frame is None:
        raise ClipError(f"{clip.path.name} has no frame at that time; go back a little.")
    return frame


def faces_in(bench: Bench, picture: Picture8) -> tuple[ClipFace, ...]:
    """The faces in a frame, from left to right."""
    editor = bench.editor.sibling()
    return tuple(ClipFace(face.box_xyxy, editor.descriptor(face.id)) for face in editor.set_photo(picture))


def same_person(faces: Sequence[ClipFace], person: Any) -> int | None:
    """Which of the faces is the person's, if any."""
    from ganeditor.engine.faces.identity import distance

    far = [distance(person, face.person) for face in faces]
    nearest = min(range(len(far)), key=far.__getitem__, default=None)
    return nearest if nearest is not None and far[nearest] < SAME_PERSON else None


# --- the work --------------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Control:
    """What a person wants of work that is under way; set on the main thread, looked at by the worker."""

    paused: bool = False
    stopped: bool = False


@dataclass(frozen=True, eq=False)
class Task:
    """What is to be worked through, and where to."""

    clip: Clip
    person: Any  # whose face it is about; None is everybody
    person_at: Fraction  # the time of the frame in which that was chosen
    spans: tuple[Span, ...]
    target: Target
    inversion: InversionChoice


@dataclass(frozen=True, eq=False)
class Done:
    """What is done to a face, with the assets that it needs."""

    operations: tuple[Operation, ...]
    assets: Mapping[str, bytes]


class _Stopped(Exception):  # noqa: N818
    """A person has ended the work."""


def edits(_job: Job, _bench: Bench, photo: OpenPhoto, face: str) -> Done:
    """What is done to a face of an open photo."""
    return Done(photo.document.operations(face), photo.assets)


def put_on(job: Job, bench: Bench, photo: OpenPhoto, face: str) -> Done:
    """A face of an open photo, which others get."""
    return _swap(source_of(bench, photo, face, STEPS, lambda _step: job.report(0.0)))


def kept(job: Job, bench: Bench, name: str) -> Done:
    """A kept face, which others get."""
    from ganeditor.batch.sources import kept_source
    from ganeditor.engine.latent.invert import InversionSettings

    return _swap(
        kept_source(bench.editor, read_kept(name), InversionSettings(steps=STEPS), lambda _step: job.report(0.0))
    )


def _swap(source: "SourceFace") -> Done:
    assets = Assets()
    return Done((SwapEdit(assets.add(source.to_bytes())),), assets)


def render(job: Job, bench: Bench, task: Task, done: Callable[[Job, Bench], Done], control: Control) -> Outcome:
    """Work through a clip, whose result is checked before it is said to be done; each report shows a Running.

    What is done of it when a person stops becomes a clip of its own, and the same task goes on from there.
    """
    from ganeditor.batch.clip import ClipJob, ClipRun
    from ganeditor.batch.clips import drawing
    from ganeditor.engine.moving.moving import Moving

    what, editor, target = done(job, bench), bench.editor.sibling(), task.target
    editor.assets = what.assets
    moving, settings = Moving(editor, what.operations), _settings(task.inversion)
    skips, cuts = (tuple(Range(one.start, one.end) for one in task.spans if one.cut is cut) for cut in (False, True))
    plan = _plan(bench, task, what, settings)

    def heeding(frame: Frame) -> Picture | None:
        watcher.heed()  # where earlier work goes on, frames are drawn that no progress tells of
        return draw(frame)

    watcher, draw = _Watcher(job, control), drawing(moving)
    clip_job = ClipJob(task.clip, target.path, plan, skips, cuts, target.lossless, overwrite=target.overwrite)
    run = ClipRun(clip_job, heeding)
    known = len(run.parts.done)
    try:
        moving.meet(_samples(task), _choice(task), task.clip.path.name, settings, watcher.meet)
        run.run(watcher.run, watcher.watch)
    except _Stopped:
        finished = len(run.parts.done) > known
        frames = {"frames": sum(one.frames for one in run.parts.done)}
        return Outcome(_kept(run, target.path) if finished else None, frames, whole=False)
    return Outcome(target.path, run.counts, whole=True)


class _Watcher:
    """Holds, ends and shows the work as a person wants it."""

    def __init__(self, job: Job, control: Control) -> None:
        self._job, self._control = job, control
        self._running = Running()
        self._shown = 0.0  # when the newest preview was made
        self._framed = True  # whether a frame was done since the last progress

    def meet(self, fraction: float, _text: str) -> None:
        """A Progress for what comes before the first frame."""
        self._show(Running(MET * fraction))

    def run(self, fraction: float, _text: str) -> None:
        """A Progress for all the rest, which comes with each frame and then without them."""
        joining, self._framed = not self._framed, False
        self._show(replace(self._running, fraction=MET + (1 - MET) * fraction, joining=joining))

    def watch(self, step: "Step") -> None:
        """After each frame."""
        self._framed = True
        if time.monotonic() - self._shown >= SHOWN_EVERY:
            self._shown = time.monotonic()
            picture = thumbnail(step.picture, PREVIEW_SIDE)
            self._running = Running(
                self._running.fraction, False, step.rate, step.seconds_left, step.frame.time, picture
            )
        self._show(self._running)

    def heed(self) -> None:
        """Wait while the work is held, and end it if it is to end; the photos' work passes."""
        self._job.report(self._running.fraction, self._running)
        while self._control.paused:
            time.sleep(LOOK_EVERY)
            self._job.report(self._running.fraction, self._running)
        if self._control.stopped:
            raise _Stopped

    def _show(self, running: Running) -> None:
        self._running = running
        self.heed()


def _kept(run: "ClipRun", path: Path) -> Path:
    """Where what is finished of a run now is, as a clip of its own."""
    numbered = (path.with_name(f"{path.stem}_{number}{path.suffix}") for number in count(1))
    target = next(place for place in numbered if not place.exists())
    run.keep(target, silent)
    return target


def _plan(bench: Bench, task: Task, what: Done, settings: "InversionSettings") -> dict[str, Any]:
    """All that the pictures depend on, in plain values."""
    return {
        "operations": operations_json(what.operations),
        "person": None if task.person is None else [round(float(value), 6) for value in task.person],
        "model": bench.fingerprint,
        "inversion": asdict(settings),
    }


def _samples(task: Task) -> Iterator[Frame]:
    """Frames by which it is told who is in the clip; the one in which a face was chosen shows whose that is."""
    from ganeditor.batch.clips import SAMPLES

    if task.person is not None:
        yield frame_at(task.clip, task.person_at)
    yield from samples_of(task.clip, SAMPLES)


def _choice(task: Task) -> "Choose | None":
    """Whom it is about, as the engine asks for it."""
    from ganeditor.batch.choice import FaceChoice, like

    return FaceChoice(LIKE + task.clip.path.name, like(task.person)).among if task.person is not None else None


def _settings(choice: InversionChoice) -> "InversionSettings":
    from ganeditor.engine.latent.invert import InversionSettings

    return InversionSettings(steps=choice.steps, tune_steps=TUNE_STEPS if choice.tuning else 0)
