"""The frames of a clip one after the other, upright and in RGB, each with its time."""

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from ganeditor.errors import ClipError
from ganeditor.project.clips.clip import UNKNOWN, Clip, Colour
from ganeditor.project.clips.ffmpeg import opened, running

Picture = npt.NDArray[np.uint8]

WHITE_NITS, HIGHLIGHTS = 203, 10
"""Of HDR: the light of a white page (ITU-R BT.2408, section 2), and how many times brighter the brightest is."""

_SHOWN = b"] n:"


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture of a clip."""

    number: int  # from 0, as counted from the clip's first
    time: Fraction  # in seconds
    picture: Picture  # uint8 [H, W, 3], RGB, as shown


def frames_of(clip: Clip, begin: Fraction | int = 0) -> Generator[Frame, None, None]:
    """The frames from the time begin on, in seconds; only one is in memory, and closing the iterator ends the reading.

    The times of a clip of constant rate lie on its rate exactly, those of another are its own. Frames before begin are
    decoded and passed over, so that numbers hold in files whose index is wrong. HDR is tone-mapped to BT.709.
    """
    first = int(begin / clip.tick) - 2 if begin > 0 else None  # rounding to the rate takes a tick at most
    chosen = "" if first is None else f"select=gte(pts\\,{first})"
    with contextlib.closing(_read(clip, chosen, lambda tick: first is None or tick >= first)) as frames:
        yield from (frame for frame in frames if frame.time >= begin)


def samples_of(clip: Clip, count: int) -> Generator[Frame, None, None]:
    """About count frames that are spread over all of clip, or all where it has no more."""
    if clip.frames <= count:
        return frames_of(clip)
    step = max(1, int(clip.duration / clip.tick / count))
    next_tick = int(clip.start / clip.tick) + step // 2

    def wanted(tick: int) -> bool:
        nonlocal next_tick
        if tick < next_tick:
            return False
        next_tick = tick + step
        return True

    chosen = f"select=if(isnan(prev_selected_pts)\\,gte(pts\\,{next_tick})\\,gte(pts-prev_selected_pts\\,{step}))"
    return _read(clip, chosen, wanted)


def _read(clip: Clip, chosen: str, wanted: Callable[[int], bool]) -> Generator[Frame, None, None]:
    """The frames that the filter chosen lets through; wanted says the same of their times in ticks, one by one."""
    width, height = clip.size_wh
    arguments = [
        *opened(clip.path),
        *("-map", "0:V:0", "-vf", ",".join(filter(None, ("showinfo=checksum=0", chosen, *_filters(clip))))),
        *("-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"),
    ]
    count = 0
    with running(arguments) as ffmpeg, ffmpeg.log.open("rb") as log:
        times = _Times(clip, log)
        while True:
            picture = np.empty((height, width, 3), np.uint8)
            if ffmpeg.pictures.readinto(picture.data.cast("B")) < picture.size:  # type: ignore[attr-defined]
                break
            number, time = times.next(wanted)
            count += 1
            yield Frame(number, time, picture)
        code = ffmpeg.ended()
    if not count and not chosen:
        raise ClipError(f"{clip.path} has no frame that can be read; copy it once more from its source.")
    if code:
        raise ClipError(f"{clip.path} can't be read beyond frame {count}; copy it once more from its source.")


class _Times:
    """Numbers and times of frames out of ffmpeg's log, where a frame stands before it comes out of the pipe."""

    def __init__(self, clip: Clip, log: Iterable[bytes]) -> None:
        self._clip, self._log = clip, iter(log)
        self._last = Fraction(-1)

    def next(self, wanted: Callable[[int], bool]) -> tuple[int, Fraction]:
        """Those of the next frame that is wanted."""
        for line in self._log:
            if _SHOWN in line:
                words = line.partition(_SHOWN)[2].replace(b"pts:", b" ").split()
                number, tick = int(words[0]), int(words[1])
                if wanted(tick):
                    return number, self._time(tick)
        raise AssertionError("every frame is written down before it is given out")

    def _time(self, tick: int) -> Fraction:
        clip, time = self._clip, tick * self._clip.tick
        if not clip.variable:
            time = clip.start + round((time - clip.start) * clip.rate) / clip.rate
        # A damaged file's times may stand still or go back.
        self._last = time = time if time > self._last else self._last + clip.tick
        return time


def _filters(clip: Clip) -> Iterator[str]:
    """ffmpeg's filters from a decoded frame, which it has turned upright already, to the picture."""
    width, height = clip.size_wh
    if clip.colour.wide:
        yield from _tone_mapping(clip.colour)
        yield f"scale={width}:{height}:flags=bicubic"
    else:
        matrix = "" if clip.colour.matrix == "gbr" else f":in_color_matrix={clip.colour.for_scale}"
        span = "full" if clip.colour.full else "limited"
        yield (
            f"scale={width}:{height}:flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp"
            f"{matrix}:in_range={span}:out_range=full"
        )
    yield "format=rgb24"


def _tone_mapping(colour: Colour) -> Iterator[str]:
    """BT.2020 to BT.709 in linear light; what is brighter than a white page is compressed, and not cut off.

    The brightest is one for all clips: what a file says of its own may change from scene to scene.
    """
    primaries = "bt2020" if colour.primaries == UNKNOWN else colour.primaries
    transfer = "bt709" if colour.transfer == UNKNOWN else colour.transfer
    span = "full" if colour.full else "limited"
    yield (
        f"zscale=pin={primaries}:tin={transfer}:min={colour.matrix}:rin={span}:t=linear:npl={WHITE_NITS}"
        f",format=gbrpf32le,zscale=p=bt709"
    )
    if colour.hdr:
        yield f"tonemap=mobius:desat=0:peak={HIGHLIGHTS}"
    yield "zscale=t=bt709:m=gbr:r=full,format=gbrp"
