"""Record: what a batch has done, in a file among its results, from which a later run goes on."""

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from ganeditor.batch.queue import DONE, FAILED, STOPPED
from ganeditor.errors import UserError
from ganeditor.fields import FieldError, Fields, parse, wrong
from ganeditor.files import locked

FOLDER = "ganeditor-batch"
"""In the folder of results: the record, and what is told of it."""

_FILE, _LOCK, _FORMAT = "record.jsonl", "lock", 1
_MOST_FIELDS, _LONGEST_PATH, _LARGEST = 100, 32_000, 2**63


class OtherPlanError(UserError):
    """The folder of results is another batch's."""


@dataclass(frozen=True)
class Entry:
    """What is known of one photo."""

    size: int  # of its file in bytes
    changed: int  # when, in nanoseconds
    target: Path
    row: dict[str, Any]  # as the queue has it; status is DONE, FAILED or STOPPED

    def is_of(self, source: Path) -> bool:
        """Whether source is still the file that it was."""
        return (self.size, self.changed) == _stamp(source)


class Record:
    """One batch's entries, to be closed at the end; nobody else can open them until then.

    Each entry is one line of JSON, on disk before the next thing is done; of two on one photo the later one counts. A
    line that a kill has cut short is forgotten with what it said, so that its photo is done again.
    """

    def __init__(self, results: Path, plan: dict[str, Any], anew: bool = False) -> None:
        """plan: all that results depend on beside the photos. OtherPlanError where an earlier run had another one.

        anew: forget what earlier runs have done.
        """
        self.results, self.folder = results, results / FOLDER
        self._path = self.folder / _FILE
        plan = json.loads(json.dumps(plan))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = self._locked()
            try:
                entries = None if anew else self._read(plan)
                self._entries = entries or {}
                self._file = self._path.open("wb" if entries is None else "ab")
                if entries is None:
                    self._write({"format": _FORMAT, "plan": plan})
            except BaseException:
                self._lock.close()
                raise
        except OSError as error:
            raise self._unwritable(error) from None

    def __enter__(self) -> "Record":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let others open it."""
        self._file.close()
        self._lock.close()

    def entry(self, source: Path) -> Entry | None:
        """What is known of source, if it is still the same file and, where it is done, its result is there."""
        entry = self.last(source)
        if entry is None or not entry.is_of(source):
            return None
        return entry if entry.row["status"] != DONE or os.path.lexists(entry.target) else None

    @property
    def targets(self) -> tuple[Path, ...]:
        """Of all photos that ever were in the batch."""
        return tuple(entry.target for entry in self._entries.values())

    def last(self, source: Path) -> Entry | None:
        """What was last known of source, whatever has become of it and of its result."""
        return self._entries.get(_key(source))

    def begin(self, source: Path, target: Path) -> None:
        """Write down that source, as its file is now, is being done, and where its result will be."""
        self._add(source, Entry(*_stamp(source), target, {"source": str(source), "status": STOPPED}))

    def end(self, source: Path, row: dict[str, Any]) -> None:
        """Write down what came of source, which was begun."""
        self._add(source, replace(self._entries[_key(source)], row=row))

    def _add(self, source: Path, entry: Entry) -> None:
        self._entries[_key(source)] = entry
        place = entry.target.relative_to(self.results).as_posix()
        line = {"source": _key(source), "size": entry.size, "changed": entry.changed, "target": place, "row": entry.row}
        try:
            self._write(line)
        except OSError as error:
            raise self._unwritable(error) from None

    def _write(self, value: dict[str, Any]) -> None:
        self._file.write(json.dumps(value).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def _unwritable(self, error: OSError) -> UserError:
        return UserError(
            f"{self.folder} can't be written ({error.strerror or error}); make room, or choose another one."
        )

    def _locked(self) -> IO[bytes]:
        try:
            return locked(self.folder / _LOCK)
        except OSError:
            if not os.access(self.folder, os.W_OK):
                raise
            where = f"Another batch is writing into {self.results}"
            raise UserError(f"{where}; wait for it, or choose another folder.") from None

    def _read(self, plan: dict[str, Any]) -> dict[str, Entry] | None:
        """The entries of earlier runs; None where there was none."""
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return None
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            os.truncate(self._path, len(whole))
        if not whole:
            return None
        first, *lines = whole.splitlines()
        try:
            head = Fields(parse(first))
            head.whole("format", _FORMAT, _FORMAT)
            if head.take("plan", "an object", lambda value: isinstance(value, dict)) != plan:
                raise OtherPlanError(
                    f"{self.results} holds another batch's results: another recipe, model or choice; give another "
                    "folder, or begin anew.",
                    "--overwrite",
                )
            return dict(self._entry(Fields(parse(line), f"line {number}")) for number, line in enumerate(lines, 2))
        except FieldError as error:
            raise UserError(f"{self._path} is no record of a batch ({error}); begin anew.", "--overwrite") from None

    def _entry(self, line: Fields) -> tuple[str, Entry]:
        place = Path(line.text("target", _LONGEST_PATH))
        if place.is_absolute() or ".." in place.parts:
            raise wrong("target", "a file in the folder of results", str(place))
        row = line.inner("row")
        row.one_of("status", (DONE, FAILED, STOPPED))
        values = {name: row.take(name, "a value", lambda _value: True) for name in row.names(_MOST_FIELDS)}
        size, changed = (line.whole(name, -_LARGEST, _LARGEST) for name in ("size", "changed"))
        return line.text("source", _LONGEST_PATH), Entry(size, changed, self.results / place, values)


def _key(source: Path) -> str:
    return str(source.absolute())


def _stamp(source: Path) -> tuple[int, int]:
    """Size and time of a file; of one that is not there, -1."""
    try:
        stat = source.stat()
    except OSError:
        return -1, -1
    return stat.st_size, stat.st_mtime_ns
