"""Snapshots of unsaved work and crash reports, found again by the next start after a program that didn't end well.

Each running program has a folder of its own, locked by the operating system for as long as the program lives; what
lies in a folder that nobody locks is left over.
"""

import hashlib
import os
import re
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from ganeditor import version
from ganeditor.files import is_locked, locked, remove_leftovers
from ganeditor.project.store import SUFFIX, Project, save_project

_LOCK, _CRASH = "lock", "crash.txt"
_LONGEST_CRASH = 200_000  # characters of which the last are kept
KEPT_CRASHES = 10
"""Reports of programs that have ended; older ones go when the next starts."""


@dataclass(frozen=True)
class Leftover:
    """A snapshot that a program left behind."""

    name: str  # of the photo
    when: datetime  # of the snapshot, local time
    path: Path  # a project file


class Autosave:
    """The snapshots of this program, and what others left behind."""

    def __init__(self, folder: Path) -> None:
        """folder is shared by all running programs."""
        self.folder = folder
        self._own = folder / f"{os.getpid()}-{secrets.token_hex(4)}"
        self._own.mkdir(parents=True)
        self._lock = locked(self._own / _LOCK)
        self._paths: dict[str, Path] = {}
        for old in sorted(self._crash_files(), key=lambda path: path.stat().st_mtime)[:-KEPT_CRASHES]:
            old.unlink(missing_ok=True)
        for abandoned in self._abandoned():
            remove_leftovers(abandoned)
            _remove_if_empty(abandoned)

    def write(self, key: str, project: Project) -> None:
        """Keep project as the newest snapshot called key, with its photo, which may change or go meanwhile."""
        if key not in self._paths:
            stem = re.sub(r"[^\w .-]", "_", Path(project.photo.path).stem)[:60]
            digest = hashlib.sha256(key.encode()).hexdigest()[:16]
            self._paths[key] = self._own / f"{stem}.{digest}{SUFFIX}"
        save_project(self._paths[key], project)

    def discard(self, key: str) -> None:
        """Forget the snapshot called key, if there is one: the work is saved or not wanted."""
        path = self._paths.pop(key, None)
        if path is not None:
            path.unlink(missing_ok=True)

    def leftovers(self) -> list[Leftover]:
        """Snapshots of programs that don't run any more, newest first."""
        paths = [path for folder in self._abandoned() for path in folder.glob("*" + SUFFIX)]
        rows = [
            Leftover(path.name.rsplit(".", 2)[0], datetime.fromtimestamp(path.stat().st_mtime), path) for path in paths
        ]
        return sorted(rows, key=lambda row: row.when, reverse=True)

    def remove(self, leftover: Leftover) -> None:
        """Delete a snapshot that was recovered or is not wanted."""
        leftover.path.unlink(missing_ok=True)
        _remove_if_empty(leftover.path.parent)

    def record_crash(self, text: str) -> None:
        """Add to this program's crash report."""
        with self.crash_stream() as file:
            file.write(text.rstrip() + "\n")

    def crash_stream(self) -> TextIO:
        """The crash report as an open file, for faulthandler.enable; one with nothing under its first line, which says
        what crashed, doesn't count."""
        stream = self.crash_path.open("a", encoding="utf-8")
        if not stream.tell():
            stream.write(f"{version.surroundings()}, {datetime.now():%Y-%m-%d %H:%M}\n")
            stream.flush()
        return stream

    @property
    def crash_path(self) -> Path:
        """This program's crash report."""
        return self._own / _CRASH

    def last_crash(self) -> str | None:
        """The crash reports of this program and of those that don't run any more, or None."""
        texts = map(_report_in, self._crash_files())
        return "\n\n".join(filter(None, texts))[-_LONGEST_CRASH:] or None

    def forget_crash(self) -> None:
        """Delete what last_crash shows."""
        for path in self._crash_files():
            if path == self.crash_path:
                path.write_bytes(b"")  # faulthandler may hold it open
                self.crash_stream().close()
            else:
                path.unlink(missing_ok=True)
                _remove_if_empty(path.parent)

    def close(self) -> None:
        """The program ends in good order; snapshots that were not discarded stay."""
        self._lock.close()
        _remove_if_empty(self._own)

    def _crash_files(self) -> list[Path]:
        """Of programs that have ended, and this one's last."""
        paths = (folder / _CRASH for folder in [*self._abandoned(), self._own])
        return [path for path in paths if path.exists()]

    def _abandoned(self) -> list[Path]:
        folders = sorted(path for path in self.folder.iterdir() if path.is_dir() and path != self._own)
        return [folder for folder in folders if not is_locked(folder / _LOCK)]


def _report_in(path: Path) -> str:
    """With its first line; empty when nothing follows that."""
    text = path.read_text("utf-8", "replace").strip()
    return text if "\n" in text else ""


def _remove_if_empty(folder: Path) -> None:
    """Remove the folder of a program that has ended, if it holds no snapshot and no crash report."""
    crash = folder / _CRASH
    if not any(folder.glob("*" + SUFFIX)) and not (crash.exists() and _report_in(crash)):
        shutil.rmtree(folder, ignore_errors=True)
