"""Where each result of a job goes: nothing is replaced unasked, and no result of the same run ever is."""

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

from ganeditor.batch.job import EditJob, Source
from ganeditor.errors import UserError
from ganeditor.project.export import edited_path, nearest_suffix


class Targets:
    """The names that the results of one run have got so far."""

    def __init__(self, job: EditJob, suffix_for: Callable[[Path], str] = nearest_suffix) -> None:
        """suffix_for tells what a result is written as where nobody says so."""
        self._job, self._suffix_for = job, suffix_for
        self._sources = {_key(source.path) for source in job.sources} if job.several else set()
        self._taken: set[str] = set()

    def next(self, source: Source) -> Path:
        """A name for the result of source, and of no other; a number is added where results would meet."""
        wanted = self._wanted(source)
        path, number = wanted, 2
        while not self._is_free(path, path == wanted, source):
            path, number = wanted.with_stem(f"{wanted.stem}-{number}"), number + 1
        self._taken.add(_key(path))
        return path

    def reserve(self, path: Path) -> None:
        """Give path to no result; it is one of an earlier run's."""
        self._taken.add(_key(path))

    def _wanted(self, source: Source) -> Path:
        job, path = self._job, source.path
        if source.folder is not None:
            # Beside the folder, not in it: a second run must not find the first one's results.
            folder = job.output or _beside(source.folder)
            target = folder / path.relative_to(source.folder)
        elif job.output is None:
            return edited_path(path, suffix=self._suffix_for(path))
        elif job.several:
            target = job.output / path.name
        else:
            inside = os.path.isdir(job.output)  # noqa: PTH112  (Path.is_dir raises where the name is too long)
            return edited_path(path, job.output, self._suffix_for(path)) if inside else job.output
        target = target.with_suffix(self._suffix_for(target))
        free = job.overwrite or not os.path.lexists(target)
        return target if free else edited_path(target, suffix=target.suffix)

    def _is_free(self, path: Path, wanted: bool, source: Source) -> bool:
        """Whether path is no other result of this run, no photo still to be read, and no file that was there."""
        key = _key(path)
        if key in self._taken or (key in self._sources and key != _key(source.path)):
            return False
        return wanted or self._job.overwrite or not os.path.lexists(path)


def _beside(folder: Path) -> Path:
    """photos -> photos_edited; "." and ".." have a name only when they are resolved."""
    resolved = folder.resolve()
    if not resolved.name:
        raise UserError(f"Beside {folder} there is no place for results; name another folder for them.")
    return (resolved if folder.name in ("", "..") else folder).with_name(f"{resolved.name}_edited")


def _key(path: Path) -> str:
    """Equal for names that some file system takes for one: case, accents' spelling and links don't count."""
    return unicodedata.normalize("NFC", os.path.realpath(path)).casefold()
