"""The one place that starts ffmpeg, the program that imageio-ffmpeg brings along."""

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ganeditor.errors import ClipError

_QUIET = ("-hide_banner", "-nostdin", "-nostats", "-y")
_NO_WINDOW = 0x08000000 if sys.platform == "win32" else 0  # Windows opens a console for every program otherwise
_FAREWELL = 60  # seconds in which a file is brought to its end

CONTAINERS = "mov,matroska,avi,mpegts,mpeg,asf,flv,ogg,nut,mxf,gif,h264,hevc,mpegvideo"
"""What is taken for a clip, by ffmpeg's names: files that hold their pictures, and no lists that name other files."""


@dataclass(frozen=True, eq=False)
class Running:
    """ffmpeg at work; log is the file into which it writes what it has to say."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pictures(self) -> IO[bytes]:
        """What it writes."""
        assert self.process.stdout, "a pipe was asked for"
        return self.process.stdout

    @property
    def feed(self) -> IO[bytes]:
        """What it reads."""
        assert self.process.stdin, "a pipe was asked for"
        return self.process.stdin

    def ended(self) -> int:
        """Its exit code, once it has read all that it was fed."""
        with contextlib.suppress(OSError):  # it ended before, and its code and log say why
            self.feed.close()
        return self.process.wait(_FAREWELL)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextlib.contextmanager
def running(arguments: Sequence[str]) -> Iterator[Running]:
    """ffmpeg with these arguments and a pipe at both ends, which ends with the block at the latest."""
    with tempfile.TemporaryDirectory(prefix="ganeditor-", ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "log"
        with log.open("wb") as said:
            process = subprocess.Popen(
                [program(), *_QUIET, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                creationflags=_NO_WINDOW,
            )
        try:
            yield Running(process, log)
        finally:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                assert pipe, "a pipe was asked for"
                with contextlib.suppress(OSError):  # what it did not read any more
                    pipe.close()


@dataclass(frozen=True)
class Answer:
    """What ffmpeg gave, what it said, and whether it came to its end."""

    output: str
    said: str
    code: int


def run(arguments: Sequence[str]) -> Answer:
    """ffmpeg from its start to its end."""
    with running(arguments) as ffmpeg:
        output = ffmpeg.pictures.read().decode("utf-8", errors="replace")
        code = ffmpeg.ended()
        return Answer(output, ffmpeg.said(), code)


def program() -> str:
    """Where ffmpeg is."""
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        raise ClipError(
            "The program ffmpeg, which reads and writes video, is missing; install the package imageio-ffmpeg again."
        ) from None


def opened(path: Path) -> tuple[str, ...]:
    """The arguments that open path as a clip: its own bytes and nothing that it may point to."""
    return (
        *("-protocol_whitelist", "file,pipe", "-format_whitelist", CONTAINERS),
        *("-i", f"file:{path.absolute()}"),
    )
