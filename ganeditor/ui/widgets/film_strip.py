"""The open photos in a row; only there when there is more than one."""

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QMenu

from ganeditor.ui.session.view import Thumbnail, Verbs, View
from ganeditor.ui.widgets.icons import picture_icon
from ganeditor.ui.widgets.qimage import to_qimage

SIDE = 72  # pixels


class FilmStrip(QListWidget):
    """A click shows a photo."""

    def __init__(self, verbs: Verbs) -> None:
        super().__init__()
        self._verbs = verbs
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
        self.itemClicked.connect(lambda item: verbs.choose_photo(item.data(Qt.ItemDataRole.UserRole)))
        self.itemActivated.connect(lambda item: verbs.choose_photo(item.data(Qt.ItemDataRole.UserRole)))
        self.hide()

    def show_view(self, view: View) -> None:
        if list(self._items) != [tab.number for tab in view.tabs]:
            self.clear()
            self._items = {}
            for tab in view.tabs:
                item = QListWidgetItem(_icon(tab.thumbnail), tab.name, self)
                item.setData(Qt.ItemDataRole.UserRole, tab.number)
                self._items[tab.number] = item
        for tab in view.tabs:
            item = self._items[tab.number]
            item.setText(f"{tab.name} •" if tab.dirty else tab.name)
            item.setToolTip(self.tr("{name}, not saved").format(name=tab.name) if tab.dirty else tab.name)
        if view.photo:
            self.setCurrentItem(self._items[view.photo.number])
        self.setVisible(len(view.tabs) > 1)

    def _show_menu(self, place: QPoint) -> None:
        item = self.itemAt(place)
        if item:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            number = item.data(Qt.ItemDataRole.UserRole)
            menu.addAction(self.tr("Close photo")).triggered.connect(lambda: self._verbs.close_photo(number))
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
