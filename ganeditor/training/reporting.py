"""What a training leaves in its folder for those who watch, and that it stops when they wish so."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from ganeditor.errors import UserError
from ganeditor.files import locked, write_whole
from ganeditor.progress import Cancelled, Progress
from ganeditor.project.runs import HOW_FAR, LOCK, WISH

LOOK_SECONDS = 0.5  # between two looks whether to stop, and two words on how far it is
TRIES = 5  # at a lock that somebody who only looks may hold for a moment


@contextmanager
def reporting(folder: Path, progress: Progress) -> Iterator[Progress]:
    """A Progress for the training in folder, which nobody else trains in meanwhile; UserError where somebody does."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = _alone(folder)
    (folder / WISH).unlink(missing_ok=True)
    try:
        yield _Report(folder, progress)
    finally:
        lock.close()


class _Report:
    """Tells the folder as well, and looks there."""

    def __init__(self, folder: Path, progress: Progress) -> None:
        self._folder, self._progress = folder, progress
        self._began = ("", 0.0, 0.0)  # which kind of work, by its text's first word, and when: seconds, fraction
        self._told = 0.0

    def __call__(self, fraction: float, text: str) -> None:
        now = time.monotonic()
        if now - self._told >= LOOK_SECONDS:
            self._told = now
            self._tell(fraction, text, now)
            if (self._folder / WISH).exists():
                (self._folder / WISH).unlink(missing_ok=True)
                raise Cancelled
        self._progress(fraction, text)

    def _tell(self, fraction: float, text: str, now: float) -> None:
        kind = text.partition(" ")[0]
        if kind != self._began[0]:  # it has a pace of its own
            self._began = kind, now, fraction
        _kind, began, first = self._began
        done = fraction - first
        left = (now - began) * (1 - fraction) / done if done > 0 else None
        row = json.dumps({"fraction": fraction, "left": left, "text": text})
        write_whole(self._folder / HOW_FAR, row, overwrite=True)


def _alone(folder: Path) -> IO[bytes]:
    for _try in range(TRIES):
        with suppress(OSError):
            return locked(folder / LOCK)
        time.sleep(LOOK_SECONDS / TRIES)
    raise UserError(f"A training is at work in {folder}; wait for it, stop it, or give another folder.")
