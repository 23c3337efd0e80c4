"""A folder tree's faces are found once: what is new or has changed is looked at, and what is gone is forgotten."""

import hashlib
import time
from dataclasses import dataclass, field
from pathlib import Path

from ganeditor.batch.people.describing import Describe
from ganeditor.errors import FaceError, UserError
from ganeditor.progress import Progress, part
from ganeditor.project.folders import photos_in
from ganeditor.project.people.store import PeopleStore
from ganeditor.project.people.values import Box, Drawn, FileState, Known

HEAD = 65_536
"""Bytes of a file's beginning by which it is known again elsewhere: metadata, and the first of the pixels."""


@dataclass
class Indexed:
    """What was done so far; whole at any time."""

    looked_at: int = 0  # photos
    faces: int = 0  # in these
    unchanged: int = 0  # photos that were known
    moved: int = 0
    removed: int = 0
    failed: list[str] = field(default_factory=list)  # a sentence for each photo that can't be read
    seconds: float = 0.0  # for what was looked at


NEW = -1
"""Id of a rectangle that is not kept yet."""


def index(people: PeopleStore, folder: Path, describe: Describe, progress: Progress, done: Indexed) -> None:
    """Look through folder and below; done is told as it goes.

    Each photo is kept when it is finished, so that Cancelled, or a kill, loses one at most. A photo that can't be read
    is noted, and looked at again when its file has changed.
    """
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder; name one with photos.")
    root = folder.resolve()
    known = people.photos(root)
    there = [path for _folder, path in photos_in([root]).photos]
    new = [path for path in there if not _is_as(path, known.get(path))]
    done.unchanged = len(there) - len(new)
    start = time.monotonic()
    for number, path in enumerate(new):
        share = part(progress, number / len(new), (number + 1) / len(new))
        share(0.0, path.name)
        _look(people, path, path in known, describe, share, done)
        done.seconds = time.monotonic() - start
    gone = set(people.photos(root)) - set(there)
    people.remove(gone)
    done.removed = len(gone)


def _look(people: PeopleStore, path: Path, known: bool, describe: Describe, progress: Progress, done: Indexed) -> None:
    try:
        state = state_of(path)
    except OSError as error:
        done.failed.append(f"{path}: {error.strerror or error}; check your permissions.")
        return
    if not known and people.move(path, state):
        done.moved += 1
        return
    done.looked_at += 1
    try:
        faces = describe(path, people.drawn(path, state), progress)
    except UserError as error:
        people.file(path, state, (), str(error))
        done.failed.append(str(error))
        return
    people.file(path, state, faces)
    done.faces += len(faces)


def draw(people: PeopleStore, path: Path, box_xyxy: Box, describe: Describe, progress: Progress) -> Known:
    """Keep a face that was missed in a photo's file; box_xyxy in shares of the upright photo's width and height.

    It outlives every rescan. FaceError where there is none, or one that is known already.
    """
    path = path.resolve()
    state = state_of(path)
    faces = describe(path, (*people.drawn(path, state), Drawn(NEW, box_xyxy)), progress)
    number, face = next(((number, face) for number, face in enumerate(faces, 1) if face.drawn == NEW), (0, None))
    if face is None:
        raise FaceError("The face in this rectangle is known already, or too small; draw it around another one.")
    people.draw(path, state, box_xyxy, face.key)
    people.file(path, state, faces)
    return next(face for face in people.faces(path.parent) if (face.photo, face.number) == (path, number))


def state_of(path: Path) -> FileState:
    """By what the file is known again; of it as it is before it is read."""
    stat = path.stat()
    with path.open("rb") as file:
        return FileState(stat.st_size, stat.st_mtime_ns, hashlib.sha256(file.read(HEAD)).digest())


def _is_as(path: Path, known: tuple[int, int] | None) -> bool:
    """Whether the file has the size and the time of change that are known of it."""
    try:
        stat = path.stat()
    except OSError:
        return False
    return (stat.st_size, stat.st_mtime_ns) == known
