"""Editing: everything that changes a document, one step of its history each."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ganeditor.project.document import Edit, Reset
from ganeditor.project.history import History
from ganeditor.ui.session.photos import Photos


class Editing(QObject):
    """Works on the photo in the window."""

    edited = Signal(object)  # OpenPhoto

    def __init__(self, photos: Photos) -> None:
        super().__init__()
        self._photos = photos
        self.dragging = False
        self._dragged = False  # a drag has ended, and nothing was done since

    def apply(self, edit: Edit, label: str, merge_key: object = None) -> None:
        """Make an edit; with the merge_key of the last one it joins its step."""
        photo = self._photos.current
        if photo:
            if self._dragged:
                photo.history.seal()
            self._dragged = False
            photo.history.push(photo.document.with_edit(edit), label, merge_key)
            self.edited.emit(photo)

    def begin_drag(self, again: bool = False) -> None:
        """Edits from now on are one step; again: that of the drag which has just ended, as it was a double click."""
        self.dragging, self._dragged = True, self._dragged and not again
        if self._photos.current and not again:
            self._photos.current.history.seal()

    def end_drag(self) -> None:
        self.dragging, self._dragged = False, True
        if self._photos.current:
            self.edited.emit(self._photos.current)

    def undo(self) -> None:
        self._walk(History.undo)

    def redo(self) -> None:
        self._walk(History.redo)

    def jump(self, index: int) -> None:
        """Go to a step of the history."""
        self._walk(lambda history: history.jump(index))

    def reset_face(self) -> None:
        """Take back everything done to the chosen face."""
        if self._photos.current and self._photos.current.chosen:
            self.apply(Reset(self._photos.current.chosen), self.tr("Reset face"))

    def reset_all(self) -> None:
        """Take back everything done to the photo."""
        self.apply(Reset(None), self.tr("Reset all"))

    def _walk(self, move: Callable[[History], None]) -> None:
        photo = self._photos.current
        if photo:
            move(photo.history)
            self.edited.emit(photo)
