"""A result joined out of its parts without encoding them again, with the sound of the clip, and looked through."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from ganeditor.errors import ClipError
from ganeditor.progress import Progress, part
from ganeditor.project.clips.clip import Clip
from ganeditor.project.clips.ffmpeg import opened, run, running
from ganeditor.project.clips.parts import Parts, stream
from ganeditor.project.clips.ranges import Range, between, without
from ganeditor.project.metadata import AI_NOTE

CONTAINERS = (".mp4", ".m4v", ".mov", ".mkv")
"""What results can be written as."""

_MP4_SOUNDS = {"aac", "mp3", "mp2", "ac3", "eac3", "alac", "opus", "flac", "dts"}
_ENCODED = ("aac", "-b:a", "256k")  # where a track can't be copied
_LEAST_SLACK = Fraction(1, 20)  # seconds; a packet of sound is no shorter than this in some codecs
_ROUNDED = Fraction(2, 1000)  # seconds: Matroska counts in thousandths

_PACKET = re.compile(r"^(\d+), *-?\d+, *(-?\d+), *(\d+),", re.MULTILINE)
_TIME_BASE = re.compile(r"^#tb (\d+): (\d+)/(\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Finish:
    """What a joined result is, beside its frames."""

    clip: Clip  # whose sound and metadata it has; without sounds it gets none
    cuts: tuple[Range, ...] = ()  # united; their sound is left out
    start: Fraction = Fraction(0)  # seconds, of its first frame
    end: Fraction | None = None  # seconds, where its sound ends; None is where the clip's does
    note: bool = True  # whether a face was edited
    strip: bool = False  # leave the clip's metadata out


def recoded(clip: Clip, suffix: str, cuts: Sequence[Range]) -> tuple[int, ...]:
    """The sound tracks that can't be copied into a file with this suffix, from 0."""
    if cuts:
        return tuple(range(len(clip.sounds)))  # a packet can't be cut through
    return tuple(track for track, codec in enumerate(clip.sounds) if not _held(codec, suffix))


def join(parts: Parts, target: Path, finish: Finish, progress: Progress) -> None:
    """The parts that are done as one file, with the sound and the metadata of their clip.

    ClipError says in one sentence why it can't be written, or that it is not what it should be.
    """
    size, sent = sum(one.path.stat().st_size for one in parts.done), 0
    with running(_arguments(parts, target, finish)) as ffmpeg:
        try:
            for piece in stream(parts.done):
                ffmpeg.feed.write(piece)
                sent += len(piece)
                progress(0.5 * sent / size, "Joining")
        except BrokenPipeError:
            pass  # it has ended, and says why
        if ffmpeg.ended():
            raise ClipError(_refusal(target, ffmpeg.said()))
    check(target, parts, finish, part(progress, 0.5, 1.0))


def check(target: Path, parts: Parts, finish: Finish, progress: Progress) -> None:
    """ClipError, unless target plays from its first to its last frame and sounds as long as it should."""
    progress(0.0, "Checking")
    frames, ticks = _decoded(target)
    expected = sum(one.frames for one in parts.done)
    if len(frames) != expected:
        raise _broken(target, f"{len(frames)} of {expected} frames can be played")
    firsts = itertools.accumulate((one.frames for one in parts.done), initial=0)
    for place, one in zip(firsts, parts.done, strict=False):
        wanted = Fraction(one.first - parts.done[0].first, parts.encoding.ticks)
        if abs((frames[place] - frames[0]) * ticks - wanted) > _ROUNDED:
            raise _broken(target, f"frame {place} comes at a wrong time")
    progress(0.7, "Checking")
    wanted_ends = [_end_after(end, finish) for end in _ends(finish.clip.path)] if finish.clip.sounds else []
    ends = _ends(target)
    slack = max(1 / finish.clip.rate, _LEAST_SLACK)
    if len(ends) != len(wanted_ends) or any(abs(a - b) > slack for a, b in zip(ends, wanted_ends, strict=True)):
        raise _broken(target, "its sound is not as long as it should be")


def _arguments(parts: Parts, target: Path, finish: Finish) -> list[str]:
    clip, ticks = finish.clip, parts.encoding.ticks
    again = recoded(clip, target.suffix.lower(), finish.cuts)
    sound: list[str] = []
    if finish.cuts and clip.sounds:
        sound += ["-filter_complex", ";".join(_without(track, finish.cuts) for track in range(len(clip.sounds)))]
        sound += [word for track in range(len(clip.sounds)) for word in ("-map", f"[a{track}]")]
    elif clip.sounds:
        sound += ["-map", "1:a", "-c:a", "copy"]
    for track in again:
        codec, *options = _ENCODED
        sound += [f"-c:a:{track}", codec, *options]
    return [
        *("-itsoffset", f"{float(finish.start):.6f}", "-f", "mp4", "-i", "-", *opened(clip.path)),
        *("-map", "0:v:0", "-c:v", "copy", *_last_frame(parts, finish), *sound),
        *(() if finish.end is None else ("-t", f"{float(finish.end):.6f}")),
        *(
            "-map_metadata",
            "-1" if finish.strip else "1",
            "-map_chapters",
            "-1" if finish.cuts or finish.strip else "1",
        ),
        *(("-metadata", f"comment={_comment(finish)}") if finish.note else ()),
        *("-video_track_timescale", str(ticks), "-movflags", "+faststart", str(target)),
    ]


def _last_frame(parts: Parts, finish: Finish) -> tuple[str, ...]:
    """How long the last frame is shown, where the rate doesn't tell."""
    clip, last = finish.clip, parts.done[-1]
    shown = clip.start + clip.duration - finish.start - Fraction(last.last, parts.encoding.ticks)
    if not clip.variable or finish.cuts or finish.end is not None or shown <= 0:
        return ()
    count = sum(one.frames for one in parts.done)
    duration = round(shown * parts.encoding.ticks)
    return ("-bsf:v", f"setts=duration=if(eq(N\\,{count - 1})\\,{duration}\\,DURATION)")


def _without(track: int, cuts: Sequence[Range]) -> str:
    """A filter that leaves ranges of a sound track out, to the sample; what it lacks at its begin is silence."""
    pieces = between(cuts)
    inner = [f"[b{track}x{index}]" for index in range(len(pieces))]
    chains = [f"[1:a:{track}]aresample=async=1:first_pts=0,asplit={len(pieces)}{''.join(inner)}"]
    for name, (begin, end) in zip(inner, pieces, strict=True):
        until = "" if end is None else f":end={float(end):.6f}"
        kept = name.replace("b", "c")
        chains.append(f"{name}atrim=start={float(begin):.6f}{until},asetpts=PTS-STARTPTS{kept}")
    kept = "".join(inner).replace("b", "c")
    return ";".join([*chains, f"{kept}concat=n={len(pieces)}:v=0:a=1[a{track}]"])


def _held(codec: str, suffix: str) -> bool:
    """Whether a container holds sound of a codec; Matroska holds all."""
    return suffix == ".mkv" or codec in _MP4_SOUNDS or (suffix == ".mov" and codec.startswith("pcm_"))


def _comment(finish: Finish) -> str:
    """The clip's own comment comes first, as with photos."""
    if finish.strip:
        return AI_NOTE
    said = run([*opened(finish.clip.path), "-f", "ffmetadata", "-"]).output.partition("\n[")[0]
    match = re.search(r"^comment=((?:[^\n\\]|\\.)*)", said, re.MULTILINE | re.IGNORECASE | re.DOTALL)
    own = re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL) if match else ""
    return own if AI_NOTE in own else "; ".join(filter(None, (own, AI_NOTE)))


def _decoded(path: Path) -> tuple[list[int], Fraction]:
    """The times of all frames that can be decoded, in ticks, and the tick in seconds."""
    answer = run([*opened(path), "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framecrc", "-"])
    base = _TIME_BASE.search(answer.output)
    if answer.code or not base:
        return [], Fraction(1)
    return [int(time) for _stream, time, _ in _PACKET.findall(answer.output)], Fraction(int(base[2]), int(base[3]))


def _ends(path: Path) -> list[Fraction]:
    """Where each sound track ends, in seconds."""
    answer = run([*opened(path), "-map", "0:a?", "-vn", "-c", "copy", "-f", "framecrc", "-"])
    ticks = {stream: Fraction(int(up), int(down)) for stream, up, down in _TIME_BASE.findall(answer.output)}
    ends = {
        stream: (int(time) + int(length)) * ticks[stream] for stream, time, length in _PACKET.findall(answer.output)
    }
    return [ends[stream] for stream in sorted(ends, key=int)]


def _end_after(end: Fraction, finish: Finish) -> Fraction:
    moved = without(finish.cuts, end)
    return moved if finish.end is None else min(moved, finish.end)


def _broken(target: Path, what: str) -> ClipError:
    return ClipError(f"{target.suffix} came out wrong: {what}; do the same again to join it anew, or choose .mkv.")


def _refusal(target: Path, said: str) -> str:
    if "No space left" in said:
        return f"The disk of {target.parent} is full; free some space and do the same again: what is done is kept."
    reasons: Iterator[str] = (line.strip() for line in reversed(said.splitlines()) if line.strip())
    return f"The video can't be joined as {target.suffix} ({next(reasons, 'ffmpeg')}); choose .mkv, or do it again."
