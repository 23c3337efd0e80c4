"""A screen without a monitor, for the check of the built program: Xvfb shows, xdotool points and types."""

import os
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

WIDTH, HEIGHT = 1280, 800


@dataclass(frozen=True)
class Shot:
    """What the screen shows."""

    width: int
    height: int
    rows: list[bytes]  # of blue, green, red and nothing, a byte each

    def save(self, path: Path) -> None:
        """As PNG."""
        lines = b"".join(
            b"\0" + bytes(row[4 * x + c] for x in range(self.width) for c in (2, 1, 0)) for row in self.rows
        )
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
        path.write_bytes(
            b"\x89PNG\r\n\x1a\n"
            + b"".join(
                struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
                for kind, data in chunks
            )
        )

    def slider(self) -> tuple[int, int] | None:
        """The middle of the topmost slider in the right half: two equal pieces of a groove with a handle between."""
        for y, (row, below) in enumerate(zip(self.rows, self.rows[1:], strict=False)):
            pieces = list(_plain(row, self.width // 2, self.width))
            for (start, end), (other, other_end) in pairwise(pieces):
                groove, lengths = row[4 * end - 4 : 4 * end], (end - start, other_end - other)
                thick = below[4 * end - 4 : 4 * end] == groove == row[4 * other : 4 * other + 4]
                if thick and 8 <= other - end <= 24 and abs(lengths[0] - lengths[1]) <= 2 and lengths[0] < 100:
                    return (end + other) // 2, y + 2
        return None


def _plain(row: bytes, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Where row has one colour for 25 pixels and more: first pixel, and the one behind the last."""
    start = begin
    for x in range(begin + 1, end + 1):
        if x == end or row[4 * x : 4 * x + 4] != row[4 * start : 4 * start + 4]:
            if x - start >= 25:
                yield start, x
            start = x


class Screen:
    """One of its own, until end()."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        reading, writing = os.pipe()
        size, options = f"{WIDTH}x{HEIGHT}x24", ("-nolisten", "tcp", "-ac", "-displayfd", str(writing))
        self._server = subprocess.Popen(
            ["Xvfb", "-screen", "0", size, "-fbdir", self._folder.name, *options],
            pass_fds=(writing,),
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            self.name = f":{told.readline().strip()}"

    def end(self) -> None:
        self._server.terminate()
        self._server.wait()
        self._folder.cleanup()

    def shot(self) -> Shot:
        """From the file of Xvfb's, an XWD: a header of big-endian numbers, a colour map, and the rows."""
        data = (Path(self._folder.name) / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">25I", data[:100])
        width, height, stride = header[4], header[5], header[12]
        begin = header[0] + 12 * header[19]
        rows = [data[begin + y * stride : begin + y * stride + 4 * width] for y in range(height)]
        return Shot(width, height, rows)

    def hand(self, *orders: object) -> str:
        """What xdotool says of these orders; nothing where it fails, as in a search that finds nothing yet."""
        environment = {"DISPLAY": self.name, "PATH": os.environ["PATH"]}
        done = subprocess.run(["xdotool", *map(str, orders)], env=environment, capture_output=True, text=True)
        return done.stdout.strip()
