"""ClipJob: one video in, one video out; frame by frame, in parts that a later run goes on from."""

import itertools
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from ganeditor import __version__
from ganeditor.errors import ClipError, EditError
from ganeditor.files import atomic_write
from ganeditor.progress import Progress, part
from ganeditor.project.clips import joining
from ganeditor.project.clips.clip import Clip
from ganeditor.project.clips.encoding import encoding_for
from ganeditor.project.clips.ffmpeg import program
from ganeditor.project.clips.frames import Frame, Picture, frames_of
from ganeditor.project.clips.joining import CONTAINERS, Finish
from ganeditor.project.clips.parts import Parts, PartWriter
from ganeditor.project.clips.ranges import Range, united, without

Draw = Callable[[Frame], Picture | None]
"""A frame with what is done to it, of the same size; None where nobody is seen to whom it is done: it stays."""

Counts = dict[str, Any]
"""frames that are written, edited, lost, skipped; cut; and lost_at, pairs of seconds in which nobody was seen."""

PART_FRAMES = 120
"""In one part: what is lost at most when the program is killed, and one start of the encoder."""

WARM_SECONDS = 2
"""Before the place where a run goes on, whose frames are drawn again, for what draws remembers a while."""

_RATED = 50  # frames by which the speed is told
_JOINED = 0.97  # of the progress, before the parts are joined and checked


@dataclass(frozen=True)
class ClipJob:
    """What is to be done to one clip."""

    clip: Clip
    output: Path  # one of CONTAINERS
    what: Mapping[str, Any]  # all that the pictures depend on beside the clip, in plain values; of two runs it is one
    skips: tuple[Range, ...] = ()  # frames in them stay untouched
    cuts: tuple[Range, ...] = ()  # frames in them are left out with their sound
    lossless: bool = False
    quality: int | None = None  # 1 to 100
    overwrite: bool = False
    strip: bool = False  # leave the clip's metadata out

    @property
    def folder(self) -> Path:
        """Where the parts of the result are until it is whole."""
        return self.output.with_name(f".{self.output.name}.parts")

    def plan(self) -> dict[str, Any]:
        """By which parts of this job are known again; a clip that has changed since is another."""
        stat = self.clip.path.stat()
        return {
            "program": [__version__, Path(program()).name],
            "clip": [str(self.clip.path.resolve()), stat.st_size, stat.st_mtime_ns],
            "what": dict(self.what),
            "ranges": [[[str(one.begin), str(one.end)] for one in ranges] for ranges in (self.skips, self.cuts)],
            "encoding": encoding_for(self.clip, self.lossless, self.quality).to_json(),
            "part": PART_FRAMES,
        }


@dataclass(frozen=True, eq=False)
class Step:
    """One frame that was done."""

    frame: Frame
    picture: Picture  # the result
    fraction: float  # of the clip, [0, 1]
    rate: float  # frames a second, lately
    seconds_left: float


Watch = Callable[[Step], None]
"""Sees each step; as long as it does not return, the work pauses, and Cancelled ends it: what is done is kept."""


def unwatched(_step: Step) -> None:
    """The Watch of those who don't."""


@dataclass(eq=False)
class ClipRun:
    """A job being done; counts is whole at any time."""

    job: ClipJob
    draw: Draw
    counts: Counts = field(default_factory=dict)

    def __post_init__(self) -> None:
        job = self.job
        if job.output.suffix.lower() not in CONTAINERS:
            raise ClipError(f"{job.output} can't be written as a video; use {', '.join(CONTAINERS)}.")
        if job.output.resolve() == job.clip.path.resolve():
            raise ClipError(f"{job.output} is the clip itself, which stays as it is; give the result another name.")
        self._cuts, self._skips = united(job.cuts), united(job.skips)
        self._encoding = encoding_for(job.clip, job.lossless, job.quality)
        self.parts = Parts(job.folder, job.plan(), self._encoding)
        about = self.parts.done[-1].about if self.parts.done else {}
        none = {"frames": 0, "edited": 0, "lost": 0, "skipped": 0, "cut": 0, "lost_at": []}
        self.counts |= about.get("counts", none)
        self._start = Fraction(about["start"]) if about else None  # of the result's first frame
        self.resumed = self.kept
        """What was kept by an earlier run."""
        self._paces: deque[float] = deque(maxlen=_RATED)
        self._since = 0.0

    @property
    def kept(self) -> Fraction | None:
        """The time of the clip's last frame in a part that is finished, in seconds."""
        return Fraction(self.parts.done[-1].about["until"]) if self.parts.done else None

    def run(self, progress: Progress, watch: Watch = unwatched) -> None:
        """Do what is left, join and check it, and put it in its place; only then its parts go.

        Progress and watch may raise Cancelled; then, and on any error, the parts that are finished are kept.
        """
        try:
            with closing(self._frames()) as frames:
                while self._write_part(frames, progress, watch):
                    pass
        finally:
            if not self.parts.done:
                self.parts.clear()
        if not self.parts.done:
            raise EditError(f"Nothing is left of {self.job.clip.path} when all its frames are cut; cut less.")
        self._publish(self.job.output, None, part(progress, _JOINED, 1.0), self.job.overwrite)
        self.parts.clear()

    def keep(self, target: Path, progress: Progress) -> None:
        """The parts that are finished so far as a video of its own, with their sound."""
        if not self.parts.done:
            raise ClipError(f"No part of {self.job.output} is finished yet; let it work for a while.")
        last = Fraction(self.parts.done[-1].last, self._encoding.ticks) + 1 / self.job.clip.rate
        self._publish(target, (self._start or Fraction(0)) + last, progress, False)

    def _publish(self, target: Path, end: Fraction | None, progress: Progress, overwrite: bool) -> None:
        finish = Finish(
            self.job.clip, self._cuts, self._start or Fraction(0), end, self.counts["edited"] > 0, self.job.strip
        )
        atomic_write(target, lambda path: joining.join(self.parts, path, finish, progress), overwrite=overwrite)

    def _frames(self) -> Generator[Frame, None, None]:
        """Those that are still to be done; the last ones that are done are only drawn once more."""
        clip = self.job.clip
        if self.resumed is None:
            yield from frames_of(clip)
            return
        with closing(frames_of(clip, max(self.resumed - WARM_SECONDS, Fraction(0)))) as frames:
            for frame in frames:
                if frame.time > self.resumed:
                    yield frame
                elif not self._in(self._cuts, frame) and not self._in(self._skips, frame):
                    self.draw(frame)

    def _write_part(self, frames: Iterator[Frame], progress: Progress, watch: Watch) -> bool:
        """The next part, unless no frame is left for one."""
        self._since = time.monotonic()
        first = next((frame for frame in frames if not self._is_cut(frame)), None)
        if first is None:
            return False
        if self._start is None:
            self._start = without(self._cuts, first.time)
        with self.parts.next() as writer:
            for frame in itertools.chain((first,), frames):
                until = frame.time
                if frame is first or not self._is_cut(frame):
                    self._do(frame, writer, progress, watch)
                if writer.frames == PART_FRAMES:
                    break
            writer.finish({"until": str(until), "start": str(self._start), "counts": self.counts})
        return True

    def _do(self, frame: Frame, writer: PartWriter, progress: Progress, watch: Watch) -> None:
        picture = self._drawn(frame)
        writer.write(picture, without(self._cuts, frame.time) - (self._start or 0))
        self._paces.append(time.monotonic() - self._since)
        step = self._step(frame, picture)
        progress(_JOINED * step.fraction, f"{step.rate:.1f} frames/s")
        watch(step)
        self._since = time.monotonic()  # a pause is no work

    def _drawn(self, frame: Frame) -> Picture:
        counts, picture = self.counts, None
        if self._in(self._skips, frame):
            counts["skipped"] += 1
        elif (picture := self.draw(frame)) is None:
            counts["lost"] += 1
            self._lose(frame.time)
        else:
            counts["edited"] += 1
        counts["frames"] += 1
        if picture is not None and picture.shape != frame.picture.shape:
            raise EditError("A video keeps its size; leave out what enlarges it, and enlarge it afterwards.")
        return frame.picture if picture is None else picture

    def _step(self, frame: Frame, picture: Picture) -> Step:
        clip = self.job.clip
        rate = len(self._paces) / max(sum(self._paces), 1e-6)
        done = float((frame.time - clip.start) / clip.duration)
        left = max(clip.frames - frame.number - 1, 0) / rate
        return Step(frame, picture, min(max(done, 0.0), 1.0), rate, left)

    def _lose(self, at: Fraction) -> None:
        """A frame joins the range of the one before it, if that was lost too."""
        lost, frame = self.counts["lost_at"], float(1 / self.job.clip.rate)
        if lost and float(at) - lost[-1][1] < 1.5 * frame:
            lost[-1] = [lost[-1][0], round(float(at), 3)]
        else:
            lost.append([round(float(at), 3)] * 2)

    def _is_cut(self, frame: Frame) -> bool:
        if cut := self._in(self._cuts, frame):
            self.counts["cut"] += 1
        return cut

    @staticmethod
    def _in(ranges: tuple[Range, ...], frame: Frame) -> bool:
        return any(frame.time in one for one in ranges)
