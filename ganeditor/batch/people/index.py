"""A folder tree's faces are found once: what is new or has changed is looked at, and what is gone is forgotten."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ganeditor.batch.people.describing import Describe
from ganeditor.errors import FaceError, UserError
from ganeditor.progress import Progress, part, ticking
from ganeditor.project.folders import LISTING, photos_in
from ganeditor.project.people.store import PeopleStore
from ganeditor.project.people.told import Told, learn, read_told, sidecars_among, sidecars_of
from ganeditor.project.people.values import Box, Described, Drawn, FileState, Known

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
    refused: list[str] = field(default_factory=list)  # a sentence for each photo or sidecar whose XMP is passed over
    seconds: float = 0.0  # for what was looked at


NEW = -1
"""Id of a rectangle that is not kept yet, of further ones less."""


def index(people: PeopleStore, folder: Path, describe: Describe, progress: Progress, done: Indexed) -> None:
    """Look through folder and below; done is told as it goes.

    Each photo is kept when it is finished, so that Cancelled, or a kill, loses one at most. A photo that can't be read
    is noted, and looked at again when its file has changed. Names in XMP are learnt, also where only a sidecar is new.
    """
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder; name one with photos.")
    root = folder.resolve()
    known, found = people.photos(root), photos_in([root], progress=progress)
    there = [path for _folder, path in found.photos]
    run = _Run(people, describe, _Sidecars(people, root, found.passed_over), done)
    new = [path for path in ticking(there, progress, LISTING) if not is_as(path, known.get(path))]
    done.unchanged = len(there) - len(new)
    start = time.monotonic()
    for number, path in enumerate(new):
        share = part(progress, number / len(new), (number + 1) / len(new))
        share(0.0, path.name)
        run.look(path, path in known, share)
        done.seconds = time.monotonic() - start
    for path in ticking(there, progress, LISTING, 1.0):
        if run.sidecars.are_new(path):
            progress(1.0, path.name)
            run.hear(path, part(progress, 1.0, 1.0))
    gone = set(people.photos(root)) - set(there)
    people.remove(gone)
    done.removed = len(gone)
    run.sidecars.forget_gone()


class _Sidecars:
    """Those of a folder tree's photos, and as what they were read."""

    def __init__(self, people: PeopleStore, root: Path, files: Sequence[Path]) -> None:
        self._people, self._read = people, people.sidecars(root)
        self._there = sidecars_among(files)

    def of(self, photo: Path) -> tuple[Path, ...]:
        return sidecars_of(photo, self._there)

    def are_new(self, photo: Path) -> bool:
        return any(_changed(path) != self._read.get(path) for path in self.of(photo))

    def were_read(self, photo: Path) -> None:
        if changed := {path: _changed(path) for path in self.of(photo)}:
            self._people.keep_sidecars(changed)
            self._read |= changed

    def forget_gone(self) -> None:
        self._people.keep_sidecars({}, set(self._read).difference(self._there.values()))


@dataclass(frozen=True)
class _Run:
    """One look through a folder."""

    people: PeopleStore
    describe: Describe
    sidecars: _Sidecars
    done: Indexed

    def look(self, path: Path, known: bool, progress: Progress) -> None:
        """Keep what is found in a photo."""
        try:
            state = state_of(path)
        except OSError as error:
            self.done.failed.append(f"{path}: {error.strerror or error}; check your permissions.")
            return
        if not known and self.people.move(path, state):
            self.done.moved += 1
            return
        self.done.looked_at += 1
        try:
            faces, told = self._found(path, state, progress)
        except UserError as error:
            self.people.file(path, state, (), str(error))
            self.done.failed.append(str(error))
            self.sidecars.were_read(path)
            return
        self.people.file(path, state, faces)
        self.done.faces += len(faces)
        self._learn(path, faces, told)

    def hear(self, path: Path, progress: Progress) -> None:
        """Learn what new sidecars of a known photo tell; it is looked at again if they tell of more faces."""
        faces, told = self.people.faces_of(path), read_told(path, self.sidecars.of(path))
        if told.untold(faces):
            self.look(path, True, progress)
            self.done.unchanged -= 1
        else:
            self._learn(path, faces, told)

    def _found(self, path: Path, state: FileState, progress: Progress) -> tuple[Sequence[Described], Told]:
        """The faces in a photo, also those of which only XMP tells, which count as drawn; and what it tells."""
        drawn = self.people.drawn(path, state)
        faces, told = self.describe(path, drawn, progress), read_told(path, self.sidecars.of(path))
        missed = [Drawn(NEW - number, box) for number, box in enumerate(told.untold(faces))]
        if missed:
            faces = self.describe(path, (*drawn, *missed), progress)
            boxes = {one.id: one.box_xyxy for one in missed}
            for face in faces:
                if face.drawn in boxes:
                    self.people.draw(path, state, boxes[face.drawn], face.key)
        return faces, told

    def _learn(self, path: Path, faces: Sequence[Described] | Sequence[Known], told: Told) -> None:
        learn(self.people, faces, told)
        self.done.refused += told.refused
        self.sidecars.were_read(path)


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


def _changed(path: Path) -> int:
    """Nanoseconds of a sidecar's time of change; 0 where it has just gone."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def is_as(path: Path, known: tuple[int, int] | None) -> bool:
    """Whether the file has the size and the time of change that are known of it."""
    try:
        stat = path.stat()
    except OSError:
        return False
    return (stat.st_size, stat.st_mtime_ns) == known
