"""Clips of a few frames for tests, made with the ffmpeg that comes along."""

import subprocess
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ganeditor.project.clips.ffmpeg import program

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def ffmpeg(*arguments: str | Path) -> bytes:
    """What ffmpeg gives back for these arguments."""
    command = [program(), "-v", "error", "-y", "-nostdin", *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def pattern(rate: str = "25", frames: int = 6, size: str = "64x48") -> tuple[str, ...]:
    """An input that moves."""
    return ("-f", "lavfi", "-i", f"testsrc=s={size}:r={rate}:d={frames / float(Fraction(rate)):.6f}")


def tone(seconds: float = 0.24, hertz: int = 440) -> tuple[str, ...]:
    """An input that sounds."""
    return ("-f", "lavfi", "-i", f"sine=f={hertz}:d={seconds}")


def from_pictures(path: Path, pictures: Sequence[npt.NDArray[np.uint8]], rate: str = "25") -> Path:
    """A lossless clip of pictures [H, W, 3]."""
    height, width = pictures[0].shape[:2]
    command = [
        *(program(), "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}"),
        *("-r", rate, "-i", "-", "-c:v", "libx264rgb", "-preset", "ultrafast", "-qp", "0", str(path)),
    ]
    subprocess.run(command, check=True, input=b"".join(picture.tobytes() for picture in pictures))
    return path
