"""What is in a video file: its size as shown, its rate and times, colour and sound."""

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ganeditor.errors import ClipError
from ganeditor.project.clips.ffmpeg import Answer, opened, run

MAX_PIXELS = 40_000_000
"""Of a frame; 8K has 33 million."""

CLIP_SUFFIXES = (
    ".mp4",
    ".m4v",
    ".mov",
    ".mkv",
    ".webm",
    ".avi",
    ".mts",
    ".m2ts",
    ".ts",
    ".mpg",
    ".mpeg",
    ".wmv",
    ".flv",
    ".ogv",
    ".3gp",
)
"""Files that are taken for clips without a look into them."""

UNKNOWN = "unknown"
HDR_TRANSFERS = ("smpte2084", "arib-std-b67")  # PQ and HLG
_WIDE = "bt2020"
_MATRICES = {"bt470bg": "bt601", "smpte170m": "bt601", "fcc": "fcc", "smpte240m": "smpte240m", "bt2020nc": "bt2020"}
HD_HEIGHT = 720  # from here on players take BT.709 for what is not tagged
_COMMON_RATES = tuple(Fraction(n * 1000, 1001) for n in (24, 30, 48, 60, 120)) + tuple(map(Fraction, range(1, 241)))

_SOUND = re.compile(r"^  Stream #0:\d+.*?: Audio: (\w+)", re.MULTILINE)
_TICKS = re.compile(r"config in time_base: (\d+)/(\d+), frame_rate: (\d+)/(\d+)")
_FIRST = re.compile(r"\] n: *\d+ pts:.* fmt:(\w+) .*?sar:(\d+)/(\d+) s:(\d+)x(\d+)")
_COLOUR = re.compile(r"color_range:(\S+) color_space:(\S+) color_primaries:(\S+) color_trc:(\S+)")
_PACKET = re.compile(r"^0, *(-?\d+|NOPTS), *(-?\d+|NOPTS), *(\d+),", re.MULTILINE)
_BITS = re.compile(r"(?:p|gray|y2)(9|1\d)(?:le|be)$")


@dataclass(frozen=True)
class Colour:
    """How the numbers of a clip mean colours, in ffmpeg's names; "unknown" where the file doesn't tell."""

    full: bool  # from 0 to 255, where limited range goes from 16 to 235
    matrix: str  # between RGB and luma with chroma: bt709, smpte170m, bt2020nc, gbr ...
    primaries: str
    transfer: str
    bits: int = 8

    @property
    def hdr(self) -> bool:
        """Whether light is written as PQ or HLG, brighter than a white page."""
        return self.transfer in HDR_TRANSFERS

    @property
    def wide(self) -> bool:
        """Whether colours are meant that BT.709 can't hold."""
        return self.hdr or self.primaries == _WIDE or self.matrix.startswith(_WIDE)

    @property
    def for_scale(self) -> str:
        """The matrix as ffmpeg's filter scale calls it."""
        return _MATRICES.get(self.matrix, "bt709")


@dataclass(frozen=True)
class Clip:
    """A video file that can be read; times are seconds from where the file begins, as its sound counts them."""

    path: Path
    size_wh: tuple[int, int]  # as shown: upright, with square pixels
    rate: Fraction  # nominal, in frames a second
    variable: bool  # whether frames come at other times than the rate says
    tick: Fraction  # seconds; the times of frames are whole numbers of it
    start: Fraction  # of the first frame
    duration: Fraction  # from the start of the first frame to the end of the last
    frames: int  # as the container counts them; one that is damaged may be missing when they are read
    colour: Colour
    sounds: tuple[str, ...]  # the codec of each sound track


def is_clip(path: Path) -> bool:
    """Whether path is called like a video file."""
    return path.suffix.lower() in CLIP_SUFFIXES


def read_clip(path: Path) -> Clip:
    """What is in the video file path, which is gone through once without being decoded.

    ClipError says in one sentence why it can't be read.
    """
    _require_file(path)
    answer = run(
        [
            *opened(path),
            *("-map", "0:V:0", "-vf", "showinfo=checksum=0", "-frames:v", "1", "-f", "null", "-"),
            *("-map", "0:V:0", "-c", "copy", "-f", "framecrc", "-"),
        ]
    )
    first, ticks = _FIRST.search(answer.said), _TICKS.search(answer.said)
    times = _times(answer.output)
    if not first or not ticks or not len(times):
        raise _refusal(path, answer)
    layout, sar_w, sar_h, width, height = first[1], *(int(first[group]) for group in range(2, 6))
    size_wh = _shown(width, height, Fraction(sar_w, sar_h) if sar_w and sar_h else Fraction(1))
    if size_wh[0] * size_wh[1] > MAX_PIXELS:
        raise ClipError(
            f"{path} has frames of {size_wh[0]} × {size_wh[1]} pixels, and the limit is {MAX_PIXELS / 1e6:g} million; "
            f"scale it down with another program."
        )
    tick, said_rate = Fraction(int(ticks[1]), int(ticks[2])), Fraction(int(ticks[3]), int(ticks[4]) or 1)
    rate, variable = _rate(times[:, 0], tick, said_rate)
    last = Fraction(1) / rate if not variable else max(int(times[-1, 1]), 1) * tick
    return Clip(
        path=path,
        size_wh=size_wh,
        rate=rate,
        variable=variable,
        tick=tick,
        start=int(times[0, 0]) * tick,
        duration=int(times[-1, 0] - times[0, 0]) * tick + last,
        frames=len(times),
        colour=_colour(answer.said, layout, height),
        sounds=tuple(_SOUND.findall(answer.said.partition("Stream mapping:")[0])),
    )


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise ClipError(f"{path} is a folder; give a video file in it.")
    if not path.exists():
        raise ClipError(f"There is no file {path}; check its name and folder.")
    if path.is_file() and path.stat().st_size == 0:
        raise ClipError(f"{path} is empty (0 bytes); copy it once more from its source.")


def _refusal(path: Path, answer: Answer) -> ClipError:
    opens = "Input #0" in answer.said
    if opens and _SOUND.search(answer.said) and ": Video:" not in answer.said.replace("(attached pic)", ""):
        return ClipError(f"{path} has sound and no picture; give a video file.")
    if opens and "matches no streams" in answer.said and _SOUND.search(answer.said):
        return ClipError(f"{path} has sound and no moving picture; give a video file.")
    if opens:
        return ClipError(f"{path} has no frame that can be read; copy it once more from its source.")
    return ClipError(
        f"{path} is damaged or not a video of a kind that can be read; save it as MP4 with another program."
    )


def _times(packets: str) -> npt.NDArray[np.int64]:
    """[N, 2] time and duration of each frame in ticks, in the order in which they are shown."""
    rows = [(dts, pts, duration) for dts, pts, duration in _PACKET.findall(packets)]
    # Some old containers know only in which order packets are decoded.
    known = all(pts != "NOPTS" for _dts, pts, _duration in rows)
    pairs = [(int(pts if known else dts), int(duration)) for dts, pts, duration in rows if known or dts != "NOPTS"]
    return np.array(sorted(pairs), np.int64).reshape(-1, 2)


def _rate(times: npt.NDArray[np.int64], tick: Fraction, said: Fraction) -> tuple[Fraction, bool]:
    """Frames a second, and whether the times in ticks depart from it: by more than the tick that rounding takes."""
    if len(times) < 2:
        return said or Fraction(25), False
    mean = Fraction(len(times) - 1) / (int(times[-1] - times[0]) * tick) if times[-1] > times[0] else said
    near = min(_COMMON_RATES, key=lambda rate: abs(rate - mean))
    for rate in (said, near, mean):
        if rate and np.abs(times - times[0] - np.arange(len(times)) / float(rate * tick)).max() <= 1:
            return rate, False
    return said or mean, True


def _shown(width: int, height: int, aspect: Fraction) -> tuple[int, int]:
    """The size with square pixels, which none is lost for; aspect is a pixel's width over its height."""
    if aspect == 1:
        return width, height
    return (_even(width * aspect), height) if aspect > 1 else (width, _even(height / aspect))


def _even(length: Fraction) -> int:
    """The nearest length that codecs take."""
    return max(2, 2 * round(length / 2))


def _colour(said: str, layout: str, height: int) -> Colour:
    """What the first frame is tagged with; an unknown matrix is what players take for it."""
    tags = _COLOUR.search(said)
    span, matrix, primaries, transfer = tags.groups() if tags else (UNKNOWN,) * 4
    rgb = layout.startswith(("rgb", "bgr", "gbr", "pal", "argb", "abgr", "0rgb", "0bgr"))
    if matrix == UNKNOWN:
        matrix = "gbr" if rgb else "bt709" if height >= HD_HEIGHT else "smpte170m"
    bits = _BITS.search(layout)
    full = span == "pc" or rgb or layout.startswith("yuvj")
    return Colour(full, matrix, primaries, transfer, int(bits[1]) if bits else 8)
