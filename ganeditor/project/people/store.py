"""The faces of a person's photos in one SQLite file in the user's own folder; nothing of it leaves the machine.

What a person has said of faces is kept by the faces' keys, so that it outlives every rescan, and photos that are gone.
"""

import math
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from ganeditor import paths
from ganeditor.errors import UserError
from ganeditor.project.people.values import SIZE, Box, Described, Drawn, FileState, Known, Numbers

FILE = "people.sqlite"

_TABLES = """
CREATE TABLE photos(id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
    changed INTEGER NOT NULL, head BLOB NOT NULL, error TEXT NOT NULL);
CREATE INDEX heads ON photos(size, head);
CREATE TABLE faces(id INTEGER PRIMARY KEY, photo INTEGER NOT NULL REFERENCES photos(id) ON DELETE CASCADE,
    number INTEGER NOT NULL, key TEXT NOT NULL, x0 REAL NOT NULL, y0 REAL NOT NULL, x1 REAL NOT NULL,
    y1 REAL NOT NULL, descriptor BLOB NOT NULL, encoder TEXT NOT NULL, w BLOB NOT NULL, thumbnail BLOB NOT NULL);
CREATE INDEX faces_of ON faces(photo);
CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE said(key TEXT NOT NULL, person INTEGER NOT NULL REFERENCES people(id) ON DELETE CASCADE,
    belongs INTEGER NOT NULL, PRIMARY KEY(key, person));
"""

_DRAWN = """
CREATE TABLE drawn(id INTEGER PRIMARY KEY, path BLOB NOT NULL, size INTEGER NOT NULL, head BLOB NOT NULL,
    key TEXT NOT NULL, x0 REAL NOT NULL, y0 REAL NOT NULL, x1 REAL NOT NULL, y1 REAL NOT NULL);
"""

_SIDECARS = """
CREATE TABLE sidecars(path BLOB PRIMARY KEY, changed INTEGER NOT NULL);
"""

_TABLES_OF_VERSIONS = _TABLES, _DRAWN, _SIDECARS  # each has those before it, and more

_LONGEST_TEXT, _LONGEST_PATH, _LARGEST_PICTURE = 200, 8192, 100_000  # bytes
_WRONG = (  # what a row from outside may be, asked without reading what it holds
    f"SELECT 1 FROM photos WHERE typeof(path) != 'blob' OR length(path) NOT BETWEEN 1 AND {_LONGEST_PATH} "
    "OR instr(path, x'00') OR typeof(error) != 'text' OR length(error) > 10000 OR typeof(size) != 'integer' "
    "OR typeof(changed) != 'integer'",
    f"SELECT 1 FROM faces WHERE typeof(descriptor) != 'blob' OR length(descriptor) != {4 * SIZE} "
    f"OR typeof(key) != 'text' OR length(key) > {_LONGEST_TEXT} OR typeof(number) != 'integer' "
    f"OR typeof(thumbnail) != 'blob' OR length(thumbnail) > {_LARGEST_PICTURE} OR typeof(w) != 'blob' "
    f"OR length(w) > {_LARGEST_PICTURE} OR length(w) % 4 OR typeof(encoder) != 'text' "
    f"OR length(encoder) > {_LONGEST_TEXT} "
    "OR 'realrealrealreal' != typeof(x0) || typeof(y0) || typeof(x1) || typeof(y1)",
    f"SELECT 1 FROM people WHERE typeof(name) != 'text' OR length(name) > {_LONGEST_TEXT}",
    f"SELECT 1 FROM drawn WHERE typeof(path) != 'blob' OR typeof(key) != 'text' OR length(key) > {_LONGEST_TEXT} "
    "OR NOT (x0 BETWEEN 0 AND 1 AND y0 BETWEEN 0 AND 1 AND x1 BETWEEN x0 AND 1 AND y1 BETWEEN y0 AND 1)",
    f"SELECT 1 FROM sidecars WHERE typeof(path) != 'blob' OR length(path) NOT BETWEEN 1 AND {_LONGEST_PATH} "
    "OR instr(path, x'00') OR typeof(changed) != 'integer'",
    f"SELECT 1 FROM said WHERE typeof(key) != 'text' OR length(key) > {_LONGEST_TEXT} OR belongs NOT IN (0, 1)",
)
_FACES = (
    "SELECT faces.id, key, path, number, x0, y0, x1, y1, descriptor, key IN (SELECT key FROM drawn) "
    "FROM faces JOIN photos ON photos.id = photo WHERE {} ORDER BY path, number"
)


class PeopleStore:
    """Photos, their faces, and who they are; each verb is one transaction."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self.path = connection, path

    # --- photos --------------------------------------------------------------------------------------------------

    def photos(self, folder: Path | None = None) -> dict[Path, tuple[int, int]]:
        """Size and time of change of all photos that are known, or of those in folder and below."""
        asked = "SELECT path, size, changed FROM photos WHERE substr(path, 1, ?) = ?"
        rows = self._ask(asked, _below(folder))
        return {_path(path): (size, changed) for path, size, changed in rows}

    def broken(self, folder: Path | None = None) -> dict[Path, str]:
        """Photos, or those in folder and below, that could not be read, and the sentence why."""
        rows = self._ask("SELECT path, error FROM photos WHERE error != '' AND substr(path, 1, ?) = ?", _below(folder))
        return {_path(path): error for path, error in rows}

    def file(self, path: Path, state: FileState, faces: Sequence[Described], error: str = "") -> None:
        """Keep what was found in a photo, instead of what was known of it; error: why it could not be read."""
        with self._writing() as write:
            write("DELETE FROM photos WHERE path = ?", (os.fsencode(path),))
            row = (os.fsencode(path), state.size, state.changed, state.head, error)
            asked = "INSERT INTO photos(path, size, changed, head, error) VALUES (?, ?, ?, ?, ?)"
            photo = write(asked, row).lastrowid
            for number, face in enumerate(faces, 1):
                w = b"" if face.w is None else face.w.astype("<f4").tobytes()
                values = face.descriptor.astype("<f4").tobytes(), face.encoder, w, face.thumbnail
                write(
                    "INSERT INTO faces(photo, number, key, x0, y0, x1, y1, descriptor, encoder, w, thumbnail) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (photo, number, face.key, *map(float, face.box_xyxy), *values),
                )
                write("UPDATE drawn SET key = ? WHERE id = ?", (face.key, face.drawn))
            # Known by its newest content, the photo's drawn faces are found again where it is moved to.
            write("UPDATE drawn SET size = ?, head = ? WHERE path = ?", (state.size, state.head, os.fsencode(path)))

    def move(self, path: Path, state: FileState) -> bool:
        """Whether path is a known photo that has lain elsewhere, where it is no more; it is known here from now on."""
        rows = self._ask("SELECT id, path FROM photos WHERE size = ? AND head = ?", (state.size, state.head))
        gone = next((photo for photo, before in rows if not os.path.lexists(before)), None)
        if gone is None:
            return False
        with self._writing() as write:
            row = (os.fsencode(path), state.changed, gone)
            write("UPDATE drawn SET path = ? WHERE path = (SELECT path FROM photos WHERE id = ?)", (row[0], gone))
            write("UPDATE photos SET path = ?, changed = ? WHERE id = ?", row)
        return True

    def remove(self, photos: Iterable[Path]) -> None:
        """Photos that are there no more, with their faces; what was said of these stays."""
        with self._writing() as write:
            for path in photos:
                write("DELETE FROM photos WHERE path = ?", (os.fsencode(path),))

    def rewritten(self, path: Path, state: FileState) -> None:
        """What lies beside a photo's pixels was written anew; its faces are what they were."""
        row = state.size, state.head, os.fsencode(path)
        with self._writing() as write:
            write("UPDATE drawn SET size = ?, head = ? WHERE path = ?", row)
            write("UPDATE photos SET size = ?, head = ?, changed = ? WHERE path = ?", (*row[:2], state.changed, row[2]))

    def sidecars(self, folder: Path) -> dict[Path, int]:
        """Time of change of the sidecars in folder and below as they were when they were read."""
        rows = self._ask("SELECT path, changed FROM sidecars WHERE substr(path, 1, ?) = ?", _below(folder))
        return {_path(path): changed for path, changed in rows}

    def keep_sidecars(self, changed: Mapping[Path, int], gone: Iterable[Path] = ()) -> None:
        """These were read as they are, and those are there no more."""
        with self._writing() as write:
            for path, time in changed.items():
                write("INSERT OR REPLACE INTO sidecars VALUES (?, ?)", (os.fsencode(path), time))
            for path in gone:
                write("DELETE FROM sidecars WHERE path = ?", (os.fsencode(path),))

    # --- drawn faces ---------------------------------------------------------------------------------------------

    def draw(self, path: Path, state: FileState, box_xyxy: Box, key: str) -> None:
        """There is the face with this key in this rectangle of the photo, in shares of its width and height."""
        with self._writing() as write:
            asked = "INSERT INTO drawn(path, size, head, key, x0, y0, x1, y1) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            write(asked, (os.fsencode(path), state.size, state.head, key, *box_xyxy))

    def drawn(self, path: Path, state: FileState) -> tuple[Drawn, ...]:
        """The faces that were drawn in a photo, wherever it lay and however it has changed since."""
        asked = "SELECT id, x0, y0, x1, y1 FROM drawn WHERE path = ? OR (size = ? AND head = ?) ORDER BY id"
        rows = self._ask(asked, (os.fsencode(path), state.size, state.head))
        return tuple(Drawn(id, tuple(box)) for id, *box in rows)

    def undraw(self, key: str) -> None:
        """There is no face where this one was drawn."""
        with self._writing() as write:
            write("DELETE FROM faces WHERE key IN (SELECT key FROM drawn WHERE key = ?)", (key,))
            write("DELETE FROM drawn WHERE key = ?", (key,))

    # --- faces ---------------------------------------------------------------------------------------------------

    def faces(self, folder: Path | None = None) -> list[Known]:
        """All faces, or those in folder and below, in the order of their photos and from left to right."""
        return self._faces("substr(path, 1, ?) = ?", _below(folder))

    def faces_of(self, photo: Path) -> list[Known]:
        """Those in one photo, from left to right."""
        return self._faces("path = ?", (os.fsencode(photo),))

    def _faces(self, where: str, values: Sequence[Any]) -> list[Known]:
        rows = self._ask(_FACES.format(where), values)
        found = [
            Known(id, key, _path(path), number, (x0, y0, x1, y1), np.frombuffer(numbers, "<f4"), bool(drawn))
            for id, key, path, number, x0, y0, x1, y1, numbers, drawn in rows
        ]
        if not all(np.isfinite(face.descriptor).all() and all(map(math.isfinite, face.box_xyxy)) for face in found):
            raise _damaged(self.path, "a face's numbers are not finite")
        return found

    def thumbnail(self, face: Known) -> bytes:
        """The aligned face, a JPEG."""
        return self.thumbnails([face.id])[face.id]

    def thumbnails(self, faces: Iterable[int]) -> dict[int, bytes]:
        """Those of some faces, by their ids; without those that are gone."""
        rows = (self._ask("SELECT id, thumbnail FROM faces WHERE id = ?", (face,)) for face in faces)
        return {id: bytes(thumbnail) for found in rows for id, thumbnail in found}

    def look(self, face: Known) -> tuple[str, Numbers | None]:
        """Which encoder has seen a face, and its w; None where none has."""
        for encoder, w in self._ask("SELECT encoder, w FROM faces WHERE id = ? AND w != x''", (face.id,)):
            return encoder, np.frombuffer(w, "<f4")
        return "", None

    def looks(self, encoder: str) -> dict[int, Numbers]:
        """w of the faces that this encoder has seen, by the faces' id."""
        rows = self._ask("SELECT id, w FROM faces WHERE encoder = ? AND w != x''", (encoder,))
        return {face: np.frombuffer(w, "<f4") for face, w in rows}

    # --- who they are --------------------------------------------------------------------------------------------

    def names(self) -> dict[int, str]:
        """Those of whom something was said; the name is empty where none was given."""
        return dict(self._ask("SELECT id, name FROM people"))

    def said(self) -> dict[tuple[str, int], bool]:
        """Of a face's key and a person, whether they belong together; of most it was not said."""
        return {(key, person): bool(belongs) for key, person, belongs in self._ask("SELECT * FROM said")}

    def said_of(self, key: str) -> dict[int, bool]:
        """Whether a face is a person, for those of whom that was said."""
        rows = self._ask("SELECT person, belongs FROM said WHERE key = ?", (key,))
        return {person: bool(belongs) for person, belongs in rows}

    def say(self, keys: Iterable[str], person: int | None, apart_from: int | None = None) -> int:
        """These faces are person, or somebody new, and not apart_from; who it is."""
        with self._writing() as write:
            if person is None:
                person = write("INSERT INTO people(name) VALUES ('')").lastrowid
            for key in keys:
                write("DELETE FROM said WHERE key = ? AND belongs", (key,))
                write("INSERT OR REPLACE INTO said VALUES (?, ?, 1)", (key, person))
                if apart_from is not None:
                    write("INSERT OR REPLACE INTO said VALUES (?, ?, 0)", (key, apart_from))
            write("DELETE FROM people WHERE id NOT IN (SELECT person FROM said WHERE belongs)")
        assert person is not None
        return person

    def deny(self, key: str, person: int) -> None:
        """This face is not person."""
        with self._writing() as write:
            write("INSERT OR REPLACE INTO said VALUES (?, ?, 0)", (key, person))

    def join(self, person: int, other: int) -> None:
        """All that was said to be other is person."""
        with self._writing() as write:
            write("UPDATE OR REPLACE said SET person = ? WHERE person = ? AND belongs", (person, other))
            write("DELETE FROM people WHERE id = ?", (other,))

    def rename(self, person: int, name: str) -> None:
        with self._writing() as write:
            write("UPDATE people SET name = ? WHERE id = ?", (name, person))

    # --- inside --------------------------------------------------------------------------------------------------

    def _ask(self, asked: str, values: Sequence[Any] = ()) -> list[Any]:
        with _told(self.path):
            return self._connection.execute(asked, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        with _told(self.path), self._connection:
            yield self._connection.execute


@contextmanager
def open_people() -> Iterator[PeopleStore]:
    """The user's store; it is made if there is none, and UserError says why one is refused."""
    path = paths.user_people() / FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)  # whose faces these are is nobody else's business
    except OSError as error:
        raise UserError(f"{path.parent}: {error.strerror or error}; check your permissions.") from None
    with _told(path), closing(sqlite3.connect(path, timeout=10)) as connection:
        for setting in ("trusted_schema = OFF", "cell_size_check = ON", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {setting}")
        if missing := _missing(connection):
            connection.executescript(f"BEGIN IMMEDIATE; {missing} COMMIT;")
        _check(connection, path)
        yield PeopleStore(connection, path)


def forget_everything() -> bool:
    """Delete the store, whatever is in it, without opening it; whether there was one."""
    files = [paths.user_people() / f"{FILE}{suffix}" for suffix in ("", "-journal", "-wal", "-shm")]
    there = files[0].exists()
    for path in files:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise UserError(f"{path}: {error.strerror or error}; check your permissions.") from None
    return there


def _missing(connection: sqlite3.Connection) -> str:
    """What makes the tables that a new file lacks, or one of an earlier version."""
    schema = _schema(connection)
    for have in range(len(_TABLES_OF_VERSIONS)):
        if schema == _schema_of("".join(_TABLES_OF_VERSIONS[:have])):
            return "".join(_TABLES_OF_VERSIONS[have:])
    return ""


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Whether the file has our tables and nothing else, and rows of the kinds and sizes that we write."""
    if _schema(connection) != _schema_of("".join(_TABLES_OF_VERSIONS)):
        raise _damaged(path, "its tables are not those of this program")
    if any(connection.execute(f"{wrong} LIMIT 1").fetchone() for wrong in _WRONG):
        raise _damaged(path, "a row is not as this program writes it")


def _schema_of(tables: str) -> list[Any]:
    with closing(sqlite3.connect(":memory:")) as ours:
        ours.executescript(tables)
        return _schema(ours)


def _schema(connection: sqlite3.Connection) -> list[Any]:
    return connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name").fetchall()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise UserError(f"{path} can't be read or written now: {error}; close other programs that use it.") from error
    except sqlite3.Error as error:
        raise _damaged(path, str(error)) from error


def _damaged(path: Path, why: str) -> UserError:
    return UserError(
        f"{path} is no list of people that can be used: {why}; forget it, and index your photos again.",
        "ganeditor people forget",
    )


def _below(folder: Path | None) -> tuple[int, bytes]:
    """The beginning of all paths in folder, or of any path, and how long it is."""
    if folder is None:
        return 0, b""
    start = os.fsencode(folder).rstrip(os.fsencode(os.sep)) + os.fsencode(os.sep)
    return len(start), start


def _path(data: bytes) -> Path:
    return Path(os.fsdecode(data))
