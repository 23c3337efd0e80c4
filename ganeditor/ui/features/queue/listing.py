"""PhotosList: the photos of the queue in their order; what is chosen can be moved, opened, and taken out."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QDropEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTreeView

from ganeditor.project.photo_queue import Entry
from ganeditor.ui.features.queue.model import HEIGHT, PHOTO, RECIPE, STATE, WIDTH, PhotosModel
from ganeditor.ui.features.queue.verbs import Queueing
from ganeditor.ui.features.queue.views import QueueView

RECIPE_WIDTH, STATE_WIDTH = 120, 130  # pixels
MARGIN = 24  # pixels around what is said where there are no photos
FAR = 1 << 30  # steps that lead to an end of the queue from anywhere


class PhotosList(QTreeView):
    """Photos and folders can be dropped between others; a double click or Return opens a result in the editor."""

    folder_wanted = Signal(object)  # Entry, whose result's folder is to be shown

    def __init__(self, verbs: Queueing) -> None:
        super().__init__()
        self._verbs = verbs
        self.photos = PhotosModel(self)
        self.photos.small_wanted.connect(verbs.want_small)
        self.photos.moved.connect(verbs.move)
        self.photos.dropped.connect(lambda paths, place: verbs.drop(paths, before=place))
        verbs.small_read.connect(self.photos.show_small)
        self.setModel(self.photos)
        self.setAccessibleName(self.tr("Photos in the queue"))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setIconSize(QSize(WIDTH, HEIGHT))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setDragDropOverwriteMode(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(PHOTO, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(RECIPE, RECIPE_WIDTH)
        header.resizeSection(STATE, STATE_WIDTH)
        self.activated.connect(lambda index: verbs.open_photo(self.photos.entry_at(index.row()).number))
        self.selectionModel().currentRowChanged.connect(lambda new, _old: self._choose(new.row()))
        self._make_actions()

    def _make_actions(self) -> None:
        texts: tuple[tuple[str, str, Callable[[], object]], ...] = (
            (self.tr("Open in the editor"), "", self.open_chosen),
            (self.tr("Show in its folder"), "", self.show_folder),
            (self.tr("To the top"), "Ctrl+Home", partial(self._move, -FAR)),
            (self.tr("Up"), "Ctrl+Up", partial(self._move, -1)),
            (self.tr("Down"), "Ctrl+Down", partial(self._move, 1)),
            (self.tr("To the end"), "Ctrl+End", partial(self._move, FAR)),
            (self.tr("Take out"), "Del", self.remove_chosen),
        )
        for text, keys, act in texts:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _on=False, act=act: act())
            self.addAction(action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)

    # --- showing -------------------------------------------------------------------------------------------------

    def show_view(self, view: QueueView) -> None:
        self.photos.show_view(view)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.photos.rowCount():
            return
        words = self.tr("Drop photos or folders here, or on a recipe.")
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().placeholderText().color())
        area = self.viewport().rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), words)

    # --- what is chosen ------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> list[Entry]:
        """In their order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.photos.entry_at(row) for row in rows]

    def remove_chosen(self) -> None:
        self._verbs.remove(entry.number for entry in self.chosen)

    def open_chosen(self) -> None:
        for entry in self.chosen[:1]:
            self._verbs.open_photo(entry.number)

    def show_folder(self) -> None:
        for entry in self.chosen[:1]:
            self.folder_wanted.emit(entry)

    def _choose(self, row: int) -> None:
        self._verbs.choose(self.photos.entry_at(row).number if row >= 0 else None)

    def _move(self, steps: int) -> None:
        """What is chosen, by so many places; it stays together."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        if rows:
            place = rows[0] + steps if steps < 0 else rows[-1] + 1 + steps
            place = min(max(place, 0), self.photos.rowCount())
            self._verbs.move([self.photos.entry_at(row).number for row in rows], place)
            self.scrollTo(self.currentIndex())

    def _show_menu(self, place: QPoint) -> None:
        if self.indexAt(place).isValid():
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(self.actions())
            menu.popup(self.viewport().mapToGlobal(place))

    # --- events --------------------------------------------------------------------------------------------------

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        if event.isAccepted():
            event.setDropAction(Qt.DropAction.CopyAction)  # Qt takes what was proposed, which may be to move
            event.accept()
