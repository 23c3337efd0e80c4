"""RecipesBox: the recipes that were used lately; photos are dropped on one, and one that is opened stands there too."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from ganeditor.project.recipe import SUFFIX
from ganeditor.ui.features.queue.texts import what_of
from ganeditor.ui.features.queue.verbs import Queueing
from ganeditor.ui.features.queue.views import QueueView
from ganeditor.ui.session.opening import paths_in
from ganeditor.ui.widgets.controls import push_button, set_icon

LINES = 3.2  # high is an item, which has two: files are dropped on it
_PATH = Qt.ItemDataRole.UserRole


class RecipesBox(QGroupBox):
    """The chosen recipe is for the photos that are added next."""

    def __init__(self, verbs: Queueing) -> None:
        super().__init__()
        self.setTitle(self.tr("Recipes"))
        self._verbs = verbs
        self.list = _Recipes()
        self.list.setAccessibleName(self.title())
        self.list.currentItemChanged.connect(self._choose)
        self.list.dropped.connect(verbs.drop)
        self.what = QLabel()
        self.what.setWordWrap(True)
        self.what.setTextFormat(Qt.TextFormat.PlainText)
        self.what.setProperty("role", "muted")
        self.hint = QLabel(
            self.tr("Edit one photo, then choose File ▸ Do this to other photos…, and it stands here as a recipe.")
        )
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "muted")
        self.open = push_button(self.tr("Open…"), self.tr("Open the file of a recipe"), self._ask_which)
        set_icon(self.open, "open")
        self.forget: QPushButton = push_button(
            self.tr("Forget"), self.tr("Take the recipe off this list; its file stays"), self._forget
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self.open)
        buttons.addWidget(self.forget)
        layout = QVBoxLayout(self)
        layout.addWidget(self.hint, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.what)
        layout.addLayout(buttons)

    def show_view(self, view: QueueView) -> None:
        recipes, texts, unusable = view.queue.recipes, [], self.tr("This recipe can't be used.")
        with QSignalBlocker(self.list):
            if [self.list.item(row).data(_PATH) for row in range(self.list.count())] != list(recipes):
                self.list.clear()
                for path in recipes:
                    item = QListWidgetItem("", self.list)
                    item.setData(_PATH, path)
                    item.setSizeHint(QSize(0, round(LINES * self.fontMetrics().lineSpacing())))
            for row, path in enumerate(recipes):
                offer, item = view.offers.get(path), self.list.item(row)
                texts.append(what_of(offer) if offer else "")
                broken = bool(offer and offer.problem)
                item.setText(f"{path.stem}\n{unusable if broken else texts[row]}")
                item.setToolTip(f"{path}\n{texts[row]}")
                font = item.font()
                font.setItalic(broken)
                item.setFont(font)
                if path == view.recipe:
                    self.list.setCurrentItem(item)
        chosen = recipes.index(view.recipe) if view.recipe in recipes else None
        self.what.setText("" if chosen is None else texts[chosen])
        self.what.setVisible(bool(self.what.text()))
        self.hint.setVisible(not recipes)
        self.list.setVisible(bool(recipes))
        self.forget.setEnabled(chosen is not None)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item:
            self._verbs.choose_recipe(item.data(_PATH))

    def _forget(self) -> None:
        item = self.list.currentItem()
        if item:
            self._verbs.forget_recipe(item.data(_PATH))

    def _ask_which(self) -> None:
        kinds = self.tr("Recipes (*{suffix})").format(suffix=SUFFIX)
        names, _kind = QFileDialog.getOpenFileNames(self, self.tr("Open recipes"), "", kinds)
        for name in names:
            self._verbs.add_recipe(Path(name))


class _Recipes(QListWidget):
    """Shows over which recipe files would be dropped."""

    dropped = Signal(list, object)  # paths, and the recipe's

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._before: QListWidgetItem | None = None  # that was chosen when something was dragged in

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_in(event.mimeData()):
            self._before = self.currentItem()
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._mark(self.itemAt(event.position().toPoint()) or self._before)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(self._before)
        super().dragLeaveEvent(event)

    def _mark(self, item: QListWidgetItem | None) -> None:
        with QSignalBlocker(self):
            self.setCurrentRow(self.row(item) if item else -1)

    def dropEvent(self, event: QDropEvent) -> None:
        item = self.itemAt(event.position().toPoint()) or self.currentItem()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(paths_in(event.mimeData()), item.data(_PATH) if item else None)
