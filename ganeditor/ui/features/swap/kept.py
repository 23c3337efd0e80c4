"""KeptBox: the faces that a person has kept, by their names."""

import math
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QGroupBox,
    QHBoxLayout,
    QInputDialog,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
)

from ganeditor.edits.swap import SwapEdit
from ganeditor.ui.features.swap.verbs import Swapping
from ganeditor.ui.features.swap.views import KeptFace
from ganeditor.ui.widgets.icons import picture_icon
from ganeditor.ui.widgets.qimage import to_qimage

SIDE = 48  # pixels
MOST_ROWS = 2  # of faces that are seen at once


class KeptBox(QGroupBox):
    """A double click, or Enter, puts a face on, as the menu of all sources does."""

    def __init__(self, verbs: Swapping) -> None:
        super().__init__()
        self.setTitle(self.tr("Kept faces"))
        self._verbs = verbs
        self._kept: tuple[KeptFace, ...] = ()
        self.list = QListWidget()
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(SIDE, SIDE))
        self.list.setGridSize(QSize(SIDE + 24, SIDE + self.fontMetrics().height() + 12))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setAccessibleName(self.tr("Kept faces"))
        self.list.itemActivated.connect(lambda item: verbs.take_kept(item.text()))
        self.list.itemSelectionChanged.connect(self._enable)
        self.keep = QPushButton(self.tr("Keep"), autoDefault=False)
        self.keep.setToolTip(self.tr("Keep a face under a name, for other photos"))
        menu = QMenu(self.keep)
        self.keep_chosen = menu.addAction(self.tr("The chosen face…"), partial(self._ask_name, verbs.keep_chosen))
        self.keep_source = menu.addAction(
            self.tr("The face that is put on…"), partial(self._ask_name, verbs.keep_source)
        )
        self.keep.setMenu(menu)
        self.rename = QPushButton(self.tr("Rename…"), autoDefault=False)
        self.rename.clicked.connect(self._ask_other_name)
        self.delete = QPushButton(self.tr("Delete…"), autoDefault=False)
        self.delete.clicked.connect(self._ask_whether)
        row = QHBoxLayout()
        for button in (self.keep, self.rename, self.delete):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list)
        layout.addLayout(row)
        self._resize()

    @property
    def chosen(self) -> str:
        """The name of the face that is chosen in the list; nothing without one."""
        items = self.list.selectedItems()
        return items[0].text() if items else ""

    def show_edit(self, usable: bool, edit: SwapEdit) -> None:
        self.keep.setEnabled(usable)
        self.keep_source.setEnabled(bool(edit.source))

    def show_kept(self, kept: tuple[KeptFace, ...]) -> None:
        if kept is self._kept:
            return
        self._kept, chosen = kept, self.chosen
        self.list.clear()
        for face in kept:
            item = QListWidgetItem(face.name, self.list)
            item.setToolTip(face.name if face.picture is not None else self.tr("The file is damaged"))
            if face.picture is not None:
                item.setIcon(picture_icon(QPixmap.fromImage(to_qimage(face.picture))))
            if face.name == chosen:
                self.list.setCurrentItem(item)
        self._resize()

    def _resize(self) -> None:
        """As many rows as there are faces for, up to two."""
        grid = self.list.gridSize()
        columns = max(1, self.list.viewport().width() // grid.width())
        rows = min(MOST_ROWS, math.ceil(len(self._kept) / columns))
        self.list.setFixedHeight(rows * grid.height() + 2 * self.list.frameWidth())
        for widget in (self.list, self.rename, self.delete):
            widget.setVisible(bool(self._kept))
        self._enable()

    def _enable(self) -> None:
        for button in (self.rename, self.delete):
            button.setEnabled(bool(self.chosen))

    def _ask_name(self, keep: Callable[[str], None]) -> None:
        name, agreed = QInputDialog.getText(self, self.tr("Keep a face"), self.tr("Name"))
        if agreed:
            keep(name)

    def _ask_other_name(self) -> None:
        old = self.chosen
        name, agreed = QInputDialog.getText(self, self.tr("Rename a face"), self.tr("Name"), text=old)
        if agreed:
            self._verbs.rename(old, name)

    def _ask_whether(self) -> None:
        name = self.chosen
        text = self.tr("Delete the kept face '{name}'? This can't be undone.").format(name=name)
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Delete a face"), text, buttons, self)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.accepted.connect(lambda: self._verbs.delete(name))
        box.open()
