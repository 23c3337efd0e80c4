"""FaceList: faces as tiles, however many; their pictures are loaded when they come into sight."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QIcon,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QListView

from ganeditor.project.people.values import Known
from ganeditor.ui.theme import colours
from ganeditor.ui.widgets.icons import picture_icon

SIDE = 96  # pixels of a picture
KEPT = 2000  # pictures: 70 MB
AT_ONCE = 64  # that are loaded together

Index = QModelIndex | QPersistentModelIndex
Load = Callable[[Sequence[int], Callable[[dict[int, bytes]], None]], None]
"""Has JPEGs of faces brought, by their ids."""


@dataclass(frozen=True, eq=False)
class Tile:
    """What is shown of one."""

    face: Known
    text: str  # in one or two lines
    tip: str
    name: str | None = None  # that can be edited in place
    what: object = None  # that it stands for
    faint: bool = False  # it matters less than the others


class Thumbnails(QObject):
    """Pictures of faces that several lists show; those that were not seen for longest are forgotten."""

    arrived = Signal()

    def __init__(self, load: Load, parent: QObject) -> None:
        super().__init__(parent)
        self._load = load
        self._icons: OrderedDict[str, QIcon] = OrderedDict()  # by the faces' keys, which tell the pixels
        self._wanted: dict[int, str] = {}
        self._asked = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._ask)

    def icon(self, face: Known) -> QIcon | None:
        """The face's picture; None until it has arrived."""
        found = self._icons.get(face.key)
        if found:
            self._icons.move_to_end(face.key)
        else:
            self._wanted[face.id] = face.key
            self._timer.start()
        return found

    def forget(self) -> None:
        self._icons.clear()

    def _ask(self) -> None:
        """What has come into sight last is loaded first."""
        if self._asked or not self._wanted:
            return
        asked = dict(list(self._wanted.items())[-AT_ONCE:])
        self._wanted, self._asked = {}, True
        self._load(list(asked), lambda found: self._take(asked, found))

    def _take(self, asked: dict[int, str], found: dict[int, bytes]) -> None:
        self._asked = False
        for face, key in asked.items():
            pixmap = QPixmap()
            if face not in found or not pixmap.loadFromData(found[face], "JPEG"):
                pixmap = QPixmap(SIDE, SIDE)
                pixmap.fill(QColor(colours().raised))
            self._icons[key] = picture_icon(pixmap)
        while len(self._icons) > KEPT:
            self._icons.popitem(last=False)
        self.arrived.emit()  # what is in sight and was left out asks again as it is painted


class Tiles(QAbstractListModel):
    """The rows of a FaceList."""

    named = Signal(object, str)  # Tile, and what a person has called it

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self.tiles: tuple[Tile, ...] = ()
        self._thumbnails = thumbnails
        self._empty = QIcon()

    def show_tiles(self, tiles: tuple[Tile, ...]) -> None:
        empty = QPixmap(SIDE, SIDE)
        empty.fill(QColor(colours().raised))
        self._empty = QIcon(empty)
        self.beginResetModel()
        self.tiles = tiles
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.tiles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        tile = self.tiles[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return tile.text
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnails.icon(tile.face) or self._empty
        if role == Qt.ItemDataRole.ToolTipRole:
            return tile.tip
        if role == Qt.ItemDataRole.ForegroundRole and tile.faint:
            return QColor(colours().muted)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tile.text.replace("\n", ", ")
        return tile.name if role == Qt.ItemDataRole.EditRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        named = index.isValid() and self.tiles[index.row()].name is not None
        return found | Qt.ItemFlag.ItemIsEditable if named else found

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role == Qt.ItemDataRole.EditRole and str(value).strip():
            self.named.emit(self.tiles[index.row()], str(value))
        return False  # what is shown comes from the store


class FaceList(QListView):
    """Tiles; what was chosen stays so when others come and go."""

    chosen_changed = Signal()
    dropped = Signal(object, object)  # the FaceList whose chosen tiles were dragged, and the Tile they were dropped on

    def __init__(self, name: str, thumbnails: Thumbnails, words: str = "") -> None:
        """words stand in it while it is empty."""
        super().__init__()
        self._words = words
        self._tiles = Tiles(thumbnails, self)
        self.named = self._tiles.named
        self.setModel(self._tiles)
        thumbnails.arrived.connect(self.viewport().update)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(2000)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setGridSize(QSize(SIDE + 24, SIDE + 2 * self.fontMetrics().lineSpacing() + 16))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(name)
        self.selectionModel().selectionChanged.connect(lambda _now, _before: self.chosen_changed.emit())

    @property
    def tiles(self) -> tuple[Tile, ...]:
        return self._tiles.tiles

    @property
    def chosen(self) -> list[Tile]:
        """In the order of the list."""
        return [self.tiles[index.row()] for index in sorted(self.selectionModel().selectedIndexes())]

    def elided(self, text: str) -> str:
        """text as it fits into one line of a tile."""
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, SIDE - 2)

    def show_tiles(self, tiles: tuple[Tile, ...]) -> None:
        keys, place = {(tile.face.key, tile.face.photo) for tile in self.chosen}, self.verticalScrollBar().value()
        self._tiles.show_tiles(tiles)
        self.choose([row for row, tile in enumerate(tiles) if (tile.face.key, tile.face.photo) in keys])
        self.doItemsLayout()
        self.verticalScrollBar().setValue(place)

    def choose(self, rows: Sequence[int]) -> None:
        selection = QItemSelection()
        for row in rows:
            selection.select(self._tiles.index(row), self._tiles.index(row))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows:
            first = self._tiles.index(rows[0])
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)

    def take_drops(self) -> None:
        """Let tiles be dropped on others, which dropped tells of."""
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)

    # --- events --------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.setAccepted(isinstance(event.source(), FaceList))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setAccepted(self._under(event) is not None)

    def dropEvent(self, event: QDropEvent) -> None:
        tile = self._under(event)
        event.setAccepted(tile is not None)
        if tile:
            event.setDropAction(Qt.DropAction.CopyAction)  # the tiles stay: what becomes of them comes from the store
            self.dropped.emit(event.source(), tile)

    def _under(self, event: QDropEvent) -> Tile | None:
        """On which tile those that are dragged would fall; None on themselves, or beside all."""
        source, index = event.source(), self.indexAt(event.position().toPoint())
        if not isinstance(source, FaceList) or not index.isValid():
            return None
        tile = self.tiles[index.row()]
        return None if tile in source.chosen else tile

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.tiles and self._words:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(24, 24, -24, -24), int(flags), self._words)
