"""The parts of a result that is being written: each is whole on disk when it is closed, and found again later."""

import contextlib
import json
import os
import shutil
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from ganeditor.errors import ClipError
from ganeditor.fields import FieldError, Fields, parse
from ganeditor.files import write_whole
from ganeditor.project.clips import feed
from ganeditor.project.clips.encoding import Encoding
from ganeditor.project.clips.ffmpeg import Running, running
from ganeditor.project.clips.frames import Picture

_PLAN = "plan.json"
_MOST = 2**53
_CHUNK = 1 << 20
_INNER = (b"moof", b"traf")
_HEAD = (b"ftyp", b"moov")
_BODY = (b"moof", b"mdat")


@dataclass(frozen=True)
class Part:
    """Some frames one after the other in a file of their own, which begins at the time 0."""

    path: Path
    first: int  # the tick of its first frame in the result
    last: int  # the tick of its last frame
    frames: int
    about: Mapping[str, Any]  # what its writer wants to know when it goes on after it, in plain values


class Parts:
    """The folder of a result's parts; those that were finished for the same plan are there when it is opened again."""

    def __init__(self, folder: Path, plan: Mapping[str, Any], encoding: Encoding) -> None:
        """plan: all that the result depends on, in values that JSON has; parts of another plan go."""
        self.folder, self.encoding = folder, encoding
        self.plan = json.loads(json.dumps(plan))  # tuples become lists, as they do in the file
        self.done: list[Part] = []
        if _read(folder / _PLAN) == self.plan:
            self.done = self._found()
        else:
            self.clear()

    @contextlib.contextmanager
    def next(self) -> "Iterator[PartWriter]":
        """The part after those that are done; it is one of them when finish was called."""
        self._begin()
        path = self.folder / f"{len(self.done):05d}.mp4"
        arguments = ["-f", "matroska", "-i", "-", *self.encoding.arguments(), str(path)]
        with running(arguments) as ffmpeg:
            yield PartWriter(self, path, ffmpeg)

    def clear(self) -> None:
        """Delete all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _begin(self) -> None:
        if self.folder.is_dir():
            return
        try:
            self.folder.mkdir(parents=True)
        except OSError as error:
            raise ClipError(f"{self.folder} can't be made ({error.strerror}); choose another place.") from None
        _write(self.folder / _PLAN, self.plan)

    def _found(self) -> list[Part]:
        found: list[Part] = []
        while part := _part(self.folder / f"{len(found):05d}.mp4"):
            found.append(part)
        return found


def _part(path: Path) -> Part | None:
    """The part in path, if it was finished."""
    try:
        row = Fields(_read(path.with_suffix(".json")))
        first, last = row.span("ticks", _MOST)
        about = row.take("about", "an object", lambda value: isinstance(value, dict))
        return Part(path, first, last, row.whole("frames", 1, _MOST), about) if path.is_file() else None
    except FieldError:
        return None


class PartWriter:
    """Takes the frames of one part."""

    def __init__(self, parts: Parts, path: Path, ffmpeg: Running) -> None:
        self._parts, self._path, self._ffmpeg = parts, path, ffmpeg
        self._part: Part | None = None

    @property
    def frames(self) -> int:
        """How many it has."""
        return self._part.frames if self._part else 0

    def write(self, picture: Picture, time: Fraction) -> None:
        """picture [H, W, 3] RGB, shown at time in the result: seconds, from its first frame."""
        encoding = self._parts.encoding
        tick = round(time * encoding.ticks)
        rows, columns = encoding.padding
        if rows or columns:
            picture = np.pad(picture, ((0, rows), (0, columns), (0, 0)), mode="edge")
        if self._part is None:
            self._part = Part(self._path, tick, tick, 0, {})
            self._feed(feed.head(picture.shape[1], picture.shape[0], encoding.rate))
        self._part = replace(self._part, last=tick, frames=self._part.frames + 1)
        for piece in feed.frame(picture, Fraction(tick - self._part.first, encoding.ticks)):
            self._feed(piece)

    def finish(self, about: Mapping[str, Any]) -> None:
        """Bring the file to its end and count it among those that are done."""
        assert self._part, "a part has a frame"
        if self._ffmpeg.ended():
            raise self._refusal()
        part = replace(self._part, about=about)
        with self._path.open("rb+") as file:
            os.fsync(file.fileno())
        row = {"ticks": [part.first, part.last], "frames": part.frames, "about": dict(about)}
        _write(self._path.with_suffix(".json"), row)  # from now on it is there
        self._parts.done.append(part)

    def _feed(self, data: bytes) -> None:
        try:
            self._ffmpeg.feed.write(data)
        except OSError:  # ffmpeg has ended
            self._ffmpeg.ended()
            raise self._refusal() from None

    def _refusal(self) -> ClipError:
        folder = self._parts.folder
        if "No space left" in self._ffmpeg.said():
            return ClipError(f"{folder} can't be written because the disk is full; free some space and go on.")
        last = self._ffmpeg.said().strip().splitlines()[-1:]
        return ClipError(f"{self._path} can't be written ({''.join(last)}); choose another place.")


def stream(parts: list[Part]) -> Iterator[bytes]:
    """All parts as one fragmented MP4 (ISO/IEC 14496-12, section 8.8): what is encoded stays, times are moved."""
    for part in parts:
        with part.path.open("rb") as file:
            while start := file.read(8):
                size, kind = struct.unpack(">I4s", start)
                if kind == b"moof":
                    yield _moved(start + file.read(size - 8), part.first)
                elif (kind in _HEAD and part is parts[0]) or kind in _BODY:
                    yield start
                    yield from _pieces(file.read, size - 8)
                else:
                    file.seek(size - 8, os.SEEK_CUR)


def _pieces(read: Any, size: int) -> Iterator[bytes]:
    while size:
        piece = read(min(size, _CHUNK))
        size -= len(piece)
        yield piece


def _moved(box: bytes, ticks: int) -> bytes:
    """A fragment's head with its times of decoding later by ticks."""
    result = bytearray(box)
    places = [8]
    for place in places:
        while place < len(result):
            size, kind = struct.unpack_from(">I4s", result, place)
            if kind in _INNER:
                places.append(place + 8)
            elif kind == b"tfdt":
                wide = ">Q" if result[place + 8] else ">I"
                struct.pack_into(wide, result, place + 12, struct.unpack_from(wide, result, place + 12)[0] + ticks)
            place += size
    return bytes(result)


def _read(path: Path) -> Any:
    """The value of a JSON file, or None where it can't be had."""
    try:
        return parse(path.read_bytes())
    except (OSError, FieldError):
        return None


def _write(path: Path, value: Mapping[str, Any]) -> None:
    write_whole(path, json.dumps(value), overwrite=True)
