"""The queue of a job's videos: who is meant in each is learnt, and its frames are drawn one after the other."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ganeditor.batch.clip import ClipJob, ClipRun, Draw
from ganeditor.batch.job import EditJob, Source
from ganeditor.batch.queue import Queue, Row
from ganeditor.batch.targets import Targets
from ganeditor.edits.table import operations_json
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.moving.moving import Moving
from ganeditor.engine.tensors import rgb8
from ganeditor.errors import EditError
from ganeditor.likeness import LIKE
from ganeditor.progress import Cancelled, Progress, part
from ganeditor.project.clips.clip import Clip, read_clip
from ganeditor.project.clips.frames import Frame, Picture, samples_of
from ganeditor.project.clips.joining import CONTAINERS, recoded
from ganeditor.project.clips.ranges import Range, written

SAMPLES = 30
"""Frames of a clip by which it is told who is in it."""

_MET = 0.1  # of the progress
_NAMED = 3  # ranges in a sentence


@dataclass(frozen=True)
class ClipWishes:
    """What a job on clips says beside what it says of photos."""

    skips: tuple[Range, ...] = ()
    cuts: tuple[Range, ...] = ()
    lossless: bool = False


class ClipQueue(Queue):
    """A job's videos; a row has the counts of its frames."""

    things = "videos"

    def __init__(
        self, job: EditJob, editor: FaceEditor, notify: Callable[[str], None], wishes: ClipWishes | None = None
    ) -> None:
        """EditError says which operation can't be done to a moving face."""
        super().__init__(job, editor, notify)
        self._notify, self._wishes = notify, wishes or ClipWishes()
        self._targets = Targets(job, suffix_for)
        self._run: ClipRun | None = None  # of the source that is edited
        Moving(editor, job.operations)
        if job.age is not None:
            raise EditError("A face in a video has no one age; say by how many years it is to be older or younger.")
        if all(operation.neutral for operation in job.operations):
            raise EditError("A video that nothing is done to would only be copied; say what is to change.", "--set")

    def edit(self, source: Source, progress: Progress) -> Row:
        job, wishes = self.job, self._wishes
        self._run = None
        progress(0.0, "Reading")
        clip = read_clip(source.path)
        target = self._targets.next(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        moving = Moving(self.editor, job.operations)
        run = self._run = ClipRun(
            ClipJob(
                clip, target, self._what(), wishes.skips, wishes.cuts, wishes.lossless, job.quality, job.overwrite,
                job.strip,
            ),
            drawing(moving),
        )  # fmt: skip
        if moving.needs_faces:
            samples = samples_of(clip, SAMPLES)
            choose = self.choice.among
            moving.meet(samples, choose, source.path.name, job.inversion, part(progress, 0.0, _MET))
        try:
            run.run(part(progress, _MET, 1.0))
        except (KeyboardInterrupt, Cancelled):
            if run.kept is not None:
                self._notify(f"{target} is done up to {written(run.kept)} and kept; the same again goes on from there.")
            raise
        return {
            "output": str(target),
            **run.counts,
            "resumed_at": None if run.resumed is None else float(run.resumed),
            "notices": _notices(clip, run),
            "warnings": _warnings(run, source.path.name),
        }

    def so_far(self) -> Row:
        """The frames that were done, of which the last ones may be done again; up to until they are kept."""
        run = self._run
        return {} if run is None else {**run.counts, "until": None if run.kept is None else float(run.kept)}

    def _what(self) -> dict[str, Any]:
        job, model = self.job, self.editor.model
        faces = job.faces or ""
        like = Path(faces.removeprefix(LIKE))
        return {
            "model": [model.name, model.version],
            "operations": operations_json(job.operations),
            "faces": [faces, like.stat().st_mtime_ns if faces.startswith(LIKE) else 0],
            "inversion": asdict(job.inversion),
        }


def drawing(moving: Moving) -> Draw:
    """What moving does to a frame, in 8 bits."""

    def draw(frame: Frame) -> Picture | None:
        drawn = moving.draw(frame)
        return None if drawn is None else rgb8(drawn)

    return draw


def suffix_for(path: Path) -> str:
    """What a result is written as: as path is, or as MP4."""
    return path.suffix if path.suffix.lower() in CONTAINERS else ".mp4"


def _notices(clip: Clip, run: ClipRun) -> list[str]:
    """What holds for a result beside the edit."""
    job, notices = run.job, list[str]()
    if run.resumed is not None:
        notices.append(f"An earlier run had come to {written(run.resumed)}, and this one went on from there.")
    if clip.colour.hdr:
        notices.append("The clip is HDR; the result is tone-mapped to what every screen shows (BT.709).")
    again = recoded(clip, job.output.suffix.lower(), job.cuts)
    if again:
        why = "it is cut" if job.cuts else f"{job.output.suffix} can't hold {clip.sounds[again[0]]}"
        notices.append(f"The sound was encoded again as AAC, because {why}.")
    read = run.counts["frames"] + run.counts["cut"]
    if read < clip.frames:
        notices.append(f"{clip.frames - read} of {clip.frames} frames can't be read and are not in the result.")
    return notices


def _warnings(run: ClipRun, where: str) -> list[str]:
    """What a person should look at."""
    counts = run.counts
    if not counts["lost"]:
        return []
    spans = ["–".join(dict.fromkeys((written(begin), written(end)))) for begin, end in counts["lost_at"]]
    named = ", ".join(spans[:_NAMED]) + (f" and {len(spans) - _NAMED} more times" if len(spans) > _NAMED else "")
    share = f"{counts['lost']} of {counts['frames']} frames"
    return [f"In {share} of {where} the face was not seen, and they stay as they were: {named}."]
