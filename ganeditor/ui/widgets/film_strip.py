"""The open photos in a row; only there when there is more than one."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QMenu

from ganeditor.ui.widgets.icons import picture_icon
from ganeditor.ui.widgets.qimage import to_qimage
from ganeditor.ui.widgets.values import TabView, Thumbnail

SIDE = 72  # pixels


class FilmStrip(QListWidget):
    """A click shows a photo."""

    photo_chosen = Signal(int)
    photo_closed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._items: dict[int, QListWidgetItem] = {}
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setGridSize(QSize(SIDE + 36, SIDE + 26))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFixedHeight(SIDE + 52)
        self.setAccessibleName(self.tr("Open photos"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self.itemClicked.connect(lambda item: self.photo_chosen.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.itemActivated.connect(lambda item: self.photo_chosen.emit(item.data(Qt.ItemDataRole.UserRole)))
        self.hide()

    def show_tabs(self, tabs: Sequence[TabView], chosen: int | None) -> None:
        """chosen is the number of the photo in the window."""
        if list(self._items) != [tab.number for tab in tabs]:
            self.clear()
            self._items = {}
            for tab in tabs:
                item = QListWidgetItem(_icon(tab.thumbnail), tab.name, self)
                item.setData(Qt.ItemDataRole.UserRole, tab.number)
                self._items[tab.number] = item
        for tab in tabs:
            item = self._items[tab.number]
            item.setText(f"{tab.name} •" if tab.dirty else tab.name)
            item.setToolTip(self.tr("{name}, not saved").format(name=tab.name) if tab.dirty else tab.name)
        if chosen is not None:
            self.setCurrentItem(self._items[chosen])
        self.setVisible(len(tabs) > 1)

    def _show_menu(self, place: QPoint) -> None:
        item = self.itemAt(place)
        if item:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            number = item.data(Qt.ItemDataRole.UserRole)
            menu.addAction(self.tr("Close photo")).triggered.connect(lambda: self.photo_closed.emit(number))
            menu.popup(self.mapToGlobal(place))


def _icon(thumbnail: Thumbnail) -> QIcon:
    """In the middle of a square, so that all names stand in one line."""
    kept, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    picture = to_qimage(thumbnail).scaled(2 * SIDE, 2 * SIDE, kept, smooth)
    square = QPixmap(2 * SIDE, 2 * SIDE)
    square.fill(Qt.GlobalColor.transparent)
    painter = QPainter(square)
    painter.drawImage((2 * SIDE - picture.width()) // 2, (2 * SIDE - picture.height()) // 2, picture)
    painter.end()
    return picture_icon(square)
