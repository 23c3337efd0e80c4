"""PhotosModel: the queue's entries for a list, with small pictures as they come, taken by dragging and by dropping."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from ganeditor.project.photo_queue import FAILED, WAITING, WORKING, Entry
from ganeditor.ui.features.queue.texts import state_of
from ganeditor.ui.features.queue.views import QueueView
from ganeditor.ui.session.opening import paths_in
from ganeditor.ui.theme import colours
from ganeditor.ui.widgets.icons import picture_icon
from ganeditor.ui.widgets.qimage import to_qimage
from ganeditor.ui.widgets.values import Thumbnail

Index = QModelIndex | QPersistentModelIndex

PHOTO, RECIPE, STATE = range(3)
"""Columns."""

NUMBERS = "application/x-ganeditor-queue"
"""The entries that are dragged, by number: a list in JSON."""

WIDTH, HEIGHT = 64, 48  # pixels of a small picture
_FINE = 2  # pixels drawn for each, for screens that have more
_MOST_KEPT = 500  # small pictures; 50 kB each


class PhotosModel(QAbstractTableModel):
    """Entries can be dragged to another place, and files dropped between them."""

    small_wanted = Signal(object)  # Path, of a photo that is seen
    moved = Signal(list, int)  # numbers of entries, and the place before which they are to be
    dropped = Signal(list, int)  # paths, and the place before which they are to be

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self._fraction = 0.0
        self._icons: dict[Path, QIcon] = {}  # those that came first stand first
        self._headings = (self.tr("Photo"), self.tr("Recipe"), self.tr("State"))

    # --- showing -------------------------------------------------------------------------------------------------

    def show_view(self, view: QueueView) -> None:
        old, new = self._entries, view.queue.entries
        if new is old:
            if view.fraction != self._fraction:
                self._fraction = view.fraction
                self._tell_changed([place for place, entry in enumerate(new) if entry.state == WORKING])
            return
        self._fraction = view.fraction
        if [entry.number for entry in new[: len(old)]] == [entry.number for entry in old]:
            self._grow(new)
        elif len(new) == len(old):
            self._reorder(new)
        else:
            self.beginResetModel()
            self._entries = new
            self.endResetModel()

    def _grow(self, new: tuple[Entry, ...]) -> None:
        """Show entries that are the same ones as before, with others behind them or none."""
        old = self._entries
        if len(new) > len(old):
            self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
            self._entries = new
            self.endInsertRows()
        self._entries = new
        self._tell_changed([place for place, entry in enumerate(old) if new[place] is not entry])

    def _reorder(self, new: tuple[Entry, ...]) -> None:
        """Show them in another order; what is chosen stays so."""
        self.layoutAboutToBeChanged.emit()
        places = {entry.number: place for place, entry in enumerate(new)}
        for index in self.persistentIndexList():
            place = places.get(self._entries[index.row()].number, -1)
            self.changePersistentIndex(index, self.createIndex(place, index.column()))
        self._entries = new
        self.layoutChanged.emit()

    def _tell_changed(self, places: Sequence[int]) -> None:
        for place in places:
            self.dataChanged.emit(self.index(place, 0), self.index(place, STATE))

    def show_small(self, path: Path, picture: Thumbnail | None) -> None:
        """A small picture has come, or can't be had, for whom small_wanted has named."""
        while len(self._icons) >= _MOST_KEPT:
            del self._icons[next(iter(self._icons))]
        self._icons[path] = _blank() if picture is None else _icon(picture)
        self._tell_changed([place for place, entry in enumerate(self._entries) if entry.path is path])

    def entry_at(self, place: int) -> Entry:
        return self._entries[place]

    # --- as Qt asks ----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry, column, kind = self._entries[index.row()], index.column(), Qt.ItemDataRole
        if role == kind.DisplayRole:
            return (entry.path.name, entry.recipe.stem, state_of(entry, self._fraction))[column]
        if role == kind.ToolTipRole:
            return (str(entry.path), str(entry.recipe), entry.said)[column]
        if role == kind.DecorationRole and column == PHOTO:
            return self._small(entry.path)
        if role == kind.ForegroundRole and column == STATE:
            return _colour_of(entry)
        return None

    def _small(self, path: Path) -> QIcon | None:
        if path not in self._icons:
            self.small_wanted.emit(path)
        return self._icons.get(path, _blank())

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled  # between entries, and not on them
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren

    # --- dragging ------------------------------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction  # or else who drags would delete what it takes for moved

    def mimeTypes(self) -> list[str]:
        return [NUMBERS, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        numbers = [self._entries[place].number for place in sorted({index.row() for index in indexes})]
        data.setData(NUMBERS, QByteArray(json.dumps(numbers).encode()))
        return data

    def canDropMimeData(self, data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, _parent: Index) -> bool:
        return data.hasFormat(NUMBERS) or bool(paths_in(data))

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, _parent: Index) -> bool:
        place = row if row >= 0 else len(self._entries)
        if data.hasFormat(NUMBERS):
            self.moved.emit(json.loads(bytes(data.data(NUMBERS).data())), place)
        elif found := paths_in(data):
            self.dropped.emit(found, place)
        else:
            return False
        return True


def _colour_of(entry: Entry) -> QColor | None:
    theme = colours()
    named = {FAILED: theme.error, WAITING: theme.muted, WORKING: theme.link}
    return QColor(named[entry.state]) if entry.state in named else None


def _icon(picture: Thumbnail) -> QIcon:
    """In the middle of a rectangle, so that all names begin in one line."""
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    image = to_qimage(picture).scaled(_FINE * WIDTH, _FINE * HEIGHT, keep, smooth)
    place = QPixmap(_FINE * WIDTH, _FINE * HEIGHT)
    place.fill(Qt.GlobalColor.transparent)
    painter = QPainter(place)
    painter.drawImage((place.width() - image.width()) // 2, (place.height() - image.height()) // 2, image)
    painter.end()
    return picture_icon(place)


def _blank() -> QIcon:
    """Holds the place of a picture that is not there."""
    place = QPixmap(WIDTH, HEIGHT)
    place.fill(Qt.GlobalColor.transparent)
    return QIcon(place)
