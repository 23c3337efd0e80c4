"""PhotoQueue: photos that wait for what a recipe does, in their order, and what came of others; kept as a file."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ganeditor.errors import UserError
from ganeditor.fields import FieldError, Fields, parse
from ganeditor.files import write_whole
from ganeditor.project.export import EXPORTERS

WAITING, WORKING, DONE, FAILED, SKIPPED = STATES = ("waiting", "working", "done", "failed", "skipped")
"""Skipped is what an earlier run has done, as its record tells."""

FoundPhoto = tuple[Path | None, Path]
"""As photos_in finds it: the folder that was named, or None, and the file."""

_FORMAT = 1
_MOST, _MOST_RECIPES, _LONGEST_PATH, _LONGEST_TEXT = 1_000_000, 100, 32_000, 100_000
_LARGEST_FILE = 1_000_000_000  # bytes


@dataclass(frozen=True)
class Entry:
    """One photo and what is to be done to it."""

    number: int  # that no other has
    path: Path
    recipe: Path
    folder: Path | None = None  # in which it was found, if a folder was added; results keep what lies between
    state: str = WAITING
    said: str = ""  # why it failed, or what is to be known of its result
    result: Path | None = None


@dataclass(frozen=True)
class PhotoQueue:
    """All entries, those to be done next first, and where and how results are written."""

    results: Path  # folder; each recipe's lie in one of its own in it
    entries: tuple[Entry, ...] = ()
    recipes: tuple[Path, ...] = ()  # those used last first
    suffix: str = ""  # of the results' format; empty is the photo's own
    quality: int | None = None  # of JPEG and WebP; None is the photo's
    faces: str = ""  # whose, as a recipe names them; empty is as each recipe says

    def added(self, photos: Iterable[FoundPhoto], recipe: Path, before: int | None = None) -> "PhotoQueue":
        """With photos before the entry at a place, or at the end; none twice by one recipe."""
        known = {(entry.path, entry.recipe) for entry in self.entries}
        number = max((entry.number for entry in self.entries), default=0)
        new = []
        for folder, path in photos:
            if (path, recipe) not in known:
                known.add((path, recipe))
                number += 1
                new.append(Entry(number, path, recipe, folder))
        place = len(self.entries) if before is None else before
        return replace(self, entries=(*self.entries[:place], *new, *self.entries[place:]))

    def moved(self, numbers: Iterable[int], before: int) -> "PhotoQueue":
        """With the entries of these numbers, in their order, before the one that is at a place now."""
        chosen = set(numbers)
        moved = [entry for entry in self.entries if entry.number in chosen]
        first = [entry for entry in self.entries[:before] if entry.number not in chosen]
        last = [entry for entry in self.entries[before:] if entry.number not in chosen]
        return replace(self, entries=(*first, *moved, *last))

    def without(self, numbers: Iterable[int]) -> "PhotoQueue":
        gone = set(numbers)
        return replace(self, entries=tuple(entry for entry in self.entries if entry.number not in gone))

    def changed(self, number: int, **changes: Any) -> "PhotoQueue":
        """With one entry changed, if it is there."""
        return replace(
            self,
            entries=tuple(replace(entry, **changes) if entry.number == number else entry for entry in self.entries),
        )

    def again(self) -> "PhotoQueue":
        """With all that have failed waiting once more."""
        entries = (replace(one, state=WAITING, said="") if one.state == FAILED else one for one in self.entries)
        return replace(self, entries=tuple(entries))

    def using(self, recipe: Path) -> "PhotoQueue":
        """With a recipe as the one that was used last."""
        others = [path for path in self.recipes if path != recipe]
        return replace(self, recipes=(recipe, *others)[:_MOST_RECIPES])

    @property
    def next(self) -> Entry | None:
        """The first that waits."""
        return next((entry for entry in self.entries if entry.state == WAITING), None)


def write_queue(path: Path, queue: PhotoQueue) -> None:
    """Keep the queue, whole or not at all."""
    value = {
        "format": _FORMAT,
        "results": str(queue.results),
        "suffix": queue.suffix,
        "quality": queue.quality,
        "faces": queue.faces,
        "recipes": list(map(str, queue.recipes)),
        "entries": [_entry_json(entry) for entry in queue.entries],
    }
    data = json.dumps(value).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data, overwrite=True)


def read_queue(path: Path) -> PhotoQueue | None:
    """The queue that was kept, in which nothing is at work; None where there is none. UserError where it is broken."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise FieldError(f"expected at most {_LARGEST_FILE} bytes, found {path.stat().st_size}")
        fields = Fields(parse(path.read_bytes()))
        fields.whole("format", _FORMAT, _FORMAT)
        return PhotoQueue(
            results=Path(fields.text("results", _LONGEST_PATH)),
            entries=tuple(_entry(number, row) for number, row in enumerate(fields.rows("entries", 0, _MOST), 1)),
            recipes=tuple(map(Path, _paths(fields))),
            suffix=fields.one_of("suffix", ("", *EXPORTERS)),
            quality=None if fields.is_null("quality") else fields.whole("quality", 1, 100),
            faces=fields.text("faces", _LONGEST_PATH),
        )
    except FileNotFoundError:
        return None
    except FieldError as error:
        raise UserError(f"The queue in {path} can't be read ({error}); it begins empty, and results stay.") from None
    except OSError as error:
        raise UserError(f"The queue in {path} can't be read ({error.strerror or error}); it begins empty.") from None


def _paths(fields: Fields) -> list[str]:
    def fits(value: Any) -> bool:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)

    return list(fields.take("recipes", "a list of texts", fits))


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "path": str(entry.path),
        "recipe": str(entry.recipe),
        "folder": None if entry.folder is None else str(entry.folder),
        "state": WAITING if entry.state == WORKING else entry.state,
        "said": entry.said,
        "result": None if entry.result is None else str(entry.result),
    }


def _entry(number: int, row: Fields) -> Entry:
    folder, result = (
        None if row.is_null(name) else Path(row.text(name, _LONGEST_PATH)) for name in ("folder", "result")
    )
    return Entry(
        number,
        Path(row.text("path", _LONGEST_PATH)),
        Path(row.text("recipe", _LONGEST_PATH)),
        folder,
        row.one_of("state", (WAITING, DONE, FAILED, SKIPPED)),
        row.text("said", _LONGEST_TEXT),
        result,
    )
