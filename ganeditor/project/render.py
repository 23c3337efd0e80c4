"""From a document to pixels, touching no more of the photo than the edits do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ganeditor.edits.enhance import EnhanceEdit
from ganeditor.edits.operation import Operation
from ganeditor.edits.restore import RestoreEdit
from ganeditor.edits.restyle import RestyleEdit
from ganeditor.errors import UserError
from ganeditor.opencv import cv2
from ganeditor.progress import Progress, part, silent
from ganeditor.project.document import Document, FaceEdits

Pixels = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
Box = tuple[int, int, int, int]
"""(x0, y0, x1, y1) in whole pixels."""


class Overlay(Protocol):
    """What an edit does to one rectangle."""

    @property
    def box_xyxy(self) -> Box: ...

    def apply_to(self, pixels: Pixels) -> None: ...


class Editor(Protocol):
    """What rendering needs of the engine."""

    def overlay(self, face_id: str, operations: Sequence[Operation], shrink: float = 1) -> Overlay | None:
        """For the photo in which a pixel is the mean of shrink × shrink, or with a share of 1 for the enlarged one."""

    def whole(self, pixels: Pixels, operations: Sequence[Operation], progress: Progress = silent, /) -> Pixels: ...


@dataclass(frozen=True)
class LeftOut:
    """An operation on a face, or with None on the photo, that can't be done, and why."""

    face: str | None
    operation: Operation
    reason: str


class Lenient:
    """An Editor that leaves out what the real one can't do, so that one failing edit never hides the others."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._left_out: dict[str | None, list[LeftOut]] = {}

    def left_out(self, document: Document) -> tuple[LeftOut, ...]:
        """What of document was not done when it was last asked for."""
        rows = (row for rows in self._left_out.values() for row in rows)
        return tuple(row for row in rows if row.operation in document.operations(row.face))

    def overlay(self, face_id: str, operations: Sequence[Operation], shrink: float = 1) -> Overlay | None:
        self._left_out[face_id] = []
        try:
            return self._editor.overlay(face_id, operations, shrink)
        except UserError:
            return self._what_works(face_id, operations, shrink)

    def whole(self, pixels: Pixels, operations: Sequence[Operation], progress: Progress = silent) -> Pixels:
        self._left_out[None] = []
        for index, operation in enumerate(operations):
            share = part(progress, index / len(operations), (index + 1) / len(operations))
            try:
                pixels = self._editor.whole(pixels, [operation], share)
            except UserError as error:
                self._left_out[None].append(LeftOut(None, operation, str(error)))
        return pixels

    def _what_works(self, face_id: str, operations: Sequence[Operation], shrink: float) -> Overlay | None:
        working, overlay = list[Operation](), None
        for operation in operations:
            try:
                overlay = self._editor.overlay(face_id, [*working, operation], shrink)
                working.append(operation)
            except UserError as error:
                self._left_out[face_id].append(LeftOut(face_id, operation, str(error)))
        return overlay


class Rendering:
    """A photo [H, W, C] and its edited copy, which is brought up to date rectangle by rectangle."""

    def __init__(self, photo: Pixels) -> None:
        self.photo = photo
        self.shown: Mapping[str, tuple[Operation, ...]] = {}
        """What was done to each face when pixels were last brought up to date."""
        self._base: Pixels = photo  # with what is done to the whole of it before its faces
        self._first: tuple[Operation, ...] = ()  # which is this
        self._faces: Pixels = photo  # the base with what is done to its faces; a copy from the first edit on
        self._touched: list[Box] = []
        self.pixels: Pixels = self._faces
        """As the document has it; of another size than the photo if an operation on the whole of it says so."""

    def update(self, document: Document, editor: Editor) -> list[Box]:
        """Make pixels show document; returns the boxes that may have changed.

        If the editor fails, pixels stay; if an overlay fails half-way, the next update mends what it left.
        """
        edited = [edits for edits in document.faces if not edits.neutral]
        whole = [operation for operation in document.whole if not operation.neutral]
        renewed = self._renew_base(tuple(operation for operation in whole if _is_first(operation)), editor)
        whole = [operation for operation in whole if not _is_first(operation)]
        finer = [edits for edits in edited if _is_finer(edits, whole)]
        overlays = [editor.overlay(edits.face, edits.operations) for edits in edited if edits not in finer]
        drawn = [overlay for overlay in overlays if overlay is not None]
        was_whole = self.pixels is not self._faces
        before, after = self._touched, [overlay.box_xyxy for overlay in drawn]
        self._touched = before + after
        if drawn and self._faces is self._base:
            self._faces = self._base.copy()
        for x0, y0, x1, y1 in before:
            self._faces[y0:y1, x0:x1] = self._base[y0:y1, x0:x1]
        for overlay in drawn:
            overlay.apply_to(self._faces)
        self._touched, self.shown = after, {edits.face: edits.operations for edits in edited}
        self.pixels = editor.whole(self._faces, whole) if whole else self._faces
        if finer:
            self._draw_finer(finer, editor)
        if whole or was_whole or renewed:
            height, width = self.pixels.shape[:2]
            return [(0, 0, width, height)]
        return before + after

    def _renew_base(self, first: tuple[Operation, ...], editor: Editor) -> bool:
        """Have first done to the photo before its faces; whether that was not so already."""
        if first == self._first:
            return False
        self._base, self._first = editor.whole(self.photo, first) if first else self.photo, first
        self._faces, self._touched = self._base, []
        return True

    def _draw_finer(self, faces: Sequence[FaceEdits], editor: Editor) -> None:
        """Faces over the enlarged photo, at its own resolution."""
        self.pixels = self.pixels.copy()  # the editor may keep what it has made
        shrink = self.photo.shape[1] / self.pixels.shape[1]
        for edits in faces:
            overlay = editor.overlay(edits.face, edits.operations, shrink)
            if overlay is not None:
                overlay.apply_to(self.pixels)


def _is_first(operation: Operation) -> bool:
    """Whether it is done before the edits of faces."""
    return isinstance(operation, RestyleEdit) and operation.first


def _is_finer(edits: FaceEdits, whole: Sequence[Operation]) -> bool:
    """Whether a face has detail that the enlarged photo can show, and the photo itself can't."""
    enlarged = bool(whole) and all(isinstance(operation, EnhanceEdit) for operation in whole)
    return enlarged and any(
        isinstance(operation, RestoreEdit) and not operation.neutral for operation in edits.operations
    )


def shrunk(photo: Pixels, factor: int) -> Pixels:
    """photo [H, W, C] with a pixel for each factor × factor, but for what is left over at its right and lower edge."""
    height, width = (side // factor for side in photo.shape[:2])
    even = photo[: height * factor, : width * factor]
    small: Pixels = cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA).reshape(height, width, -1)
    return small


def render(document: Document, photo: Pixels, editor: Editor) -> Pixels:
    """The edited photo, once; photo itself stays as it is."""
    rendering = Rendering(photo)
    rendering.update(document, editor)
    return rendering.pixels
