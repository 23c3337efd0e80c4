"""Film: an animation that follows a clip, as MP4; its frames are taken one by one, and the clip's sound comes along."""

import itertools
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from ganeditor.errors import ClipError
from ganeditor.files import atomic_write
from ganeditor.progress import Progress, part, silent
from ganeditor.project.animation.tracks import Frame
from ganeditor.project.clips import joining
from ganeditor.project.clips.clip import Clip
from ganeditor.project.clips.encoding import QUALITY, encoding_of
from ganeditor.project.clips.joining import Finish
from ganeditor.project.clips.parts import Parts

SUFFIX = ".mp4"

_ENCODED = 0.9  # of the progress, before sound and picture are joined and checked


@dataclass(frozen=True)
class Film:
    """What a film's frames follow, and how they are shown."""

    clip: Clip  # the first frame is seen when the clip's first is
    seconds_per_frame: Fraction
    sound: bool = True  # all of the clip's tracks come along
    quality: int = QUALITY  # 1 to 100


def save_film(
    frames: Iterable[Frame], count: int, path: Path, film: Film, progress: Progress = silent, *, overwrite: bool = False
) -> None:
    """count frames [H, W, 3], all of one size, to path; only one is in memory, and the clip's metadata stays behind.

    ClipError says in one sentence why it can't be written. progress may raise Cancelled; then, and on any error,
    nothing is left behind.
    """
    if path.resolve() == film.clip.path.resolve():
        raise ClipError(f"{path} is the driver itself, which stays as it is; give the result another name.")
    clip = film.clip if film.sound else replace(film.clip, sounds=())
    finish = Finish(clip, start=clip.start, strip=True)
    with tempfile.TemporaryDirectory(prefix="ganeditor-", ignore_cleanup_errors=True) as folder:
        rest = iter(frames)
        first = next(rest)
        encoding = encoding_of((first.shape[1], first.shape[0]), 1 / film.seconds_per_frame, film.quality)
        parts = Parts(Path(folder) / "parts", {}, encoding)
        with parts.next() as writer:
            for index, frame in enumerate(itertools.chain((first,), rest)):
                progress(_ENCODED * index / count, "Frames")
                writer.write(frame, index * film.seconds_per_frame)
            writer.finish({})
        joined = part(progress, _ENCODED, 1.0)
        atomic_write(path, lambda target: joining.join(parts, target, finish, joined), overwrite=overwrite)
