"""What is being edited: a photo, and the operations on its faces and on itself. Frozen; an edit makes a new one."""

from dataclasses import dataclass, replace
from typing import TypeVar

from ganeditor.edits.operation import Operation
from ganeditor.edits.table import Scope, rows_of

O = TypeVar("O", bound=Operation)  # noqa: E741 (an operation)

Operations = tuple[Operation, ...]
"""At most one of each kind, in the order of OPERATIONS; none that says nothing."""


@dataclass(frozen=True)
class Photo:
    """Which picture it is; its pixels are not part of the document."""

    path: str
    sha256: str  # of the file's bytes
    width: int
    height: int


@dataclass(frozen=True)
class Set:
    """Do an operation to a face, or with None to the whole photo, in place of an earlier one of its kind."""

    face: str | None
    operation: Operation


@dataclass(frozen=True)
class Reset:
    """Take back everything done to one face, or with None to the photo and all its faces."""

    face: str | None


Edit = Set | Reset


@dataclass(frozen=True)
class FaceEdits:
    """All that is done to one face."""

    face: str  # the face's id
    operations: Operations

    @property
    def neutral(self) -> bool:
        """Whether these operations leave the photo as it is."""
        return all(operation.neutral for operation in self.operations)


@dataclass(frozen=True)
class Document:
    """A photo and what is done to it; one to which nothing is done equals the one that was opened."""

    photo: Photo
    faces: tuple[FaceEdits, ...] = ()  # only faces that something is done to
    whole: Operations = ()  # done to the photo as a whole, after its faces

    def operations(self, face: str | None) -> Operations:
        """What is done to a face, or with None to the photo as a whole."""
        if face is None:
            return self.whole
        return next((edits.operations for edits in self.faces if edits.face == face), ())

    def get(self, face: str | None, kind: type[O]) -> O:
        """The operation of one kind; where there is none, one that does nothing."""
        return next((found for found in self.operations(face) if isinstance(found, kind)), kind())

    def with_edit(self, edit: Edit) -> "Document":
        """A new document in which edit has been made."""
        if isinstance(edit, Set):
            return self.with_operations(edit.face, _put(self.operations(edit.face), edit.operation))
        return Document(self.photo) if edit.face is None else self.with_operations(edit.face, ())

    def with_operations(self, face: str | None, operations: Operations) -> "Document":
        """A new document in which operations, and nothing else, are done to the face, or with None to the photo."""
        if face is None:
            return replace(self, whole=operations)
        edits = FaceEdits(face, operations)
        known = any(other.face == face for other in self.faces)
        faces = tuple(edits if other.face == face else other for other in self.faces) + (() if known else (edits,))
        return replace(self, faces=tuple(edits for edits in faces if edits.operations))

    def neutral_at(self, face: str) -> bool:
        """Whether the photo shows this face as it is."""
        return all(operation.neutral for operation in self.operations(face))

    @property
    def neutral(self) -> bool:
        """Whether it shows the photo as it is."""
        return all(edits.neutral for edits in self.faces) and all(operation.neutral for operation in self.whole)

    @property
    def assets(self) -> frozenset[str]:
        """SHA-256 of all assets that its operations need."""
        done = (*self.whole, *(operation for edits in self.faces for operation in edits.operations))
        return frozenset(asset for operation in done for asset in operation.assets)


def between(start: Document, end: Document, share: float) -> Document:
    """The document at share in [0, 1] of the way from start to end."""
    if share in (0, 1):
        return (start, end)[round(share)]
    places = dict.fromkeys(edits.face for edits in (*start.faces, *end.faces))
    middle = end
    for face in (*places, None):
        kinds = [row.kind for row in rows_of(Scope.PHOTO if face is None else Scope.FACE)]
        steps = [start.get(face, kind).between(end.get(face, kind), share) for kind in kinds]
        middle = middle.with_operations(face, _saying(steps))
    return middle


def _put(operations: Operations, operation: Operation) -> Operations:
    kinds = [row.kind for scope in Scope for row in rows_of(scope)]
    others = [other for other in operations if type(other) is not type(operation)]
    return _saying(sorted((*others, operation), key=lambda done: kinds.index(type(done))))


def _saying(operations: "list[Operation]") -> Operations:
    """Without those that are as if they had never been made."""
    return tuple(operation for operation in operations if operation != type(operation)())
