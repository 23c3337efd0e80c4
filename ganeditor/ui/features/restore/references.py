"""ReferencesBox: other photos of the person, chosen, dropped or looked for in a folder, and how like each is."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
)

from ganeditor.edits.restore import MOST_REFERENCES
from ganeditor.likeness import SAME_PERSON
from ganeditor.project.folders import PICTURES
from ganeditor.ui.features.restore.verbs import Restoring
from ganeditor.ui.features.restore.views import Reference
from ganeditor.ui.widgets.icons import picture_icon
from ganeditor.ui.widgets.qimage import to_qimage

SIDE = 40  # pixels
ROW = SIDE + 6


class ReferencesBox(QGroupBox):
    """Any change of them is followed by a new search."""

    def __init__(self, verbs: Restoring) -> None:
        super().__init__()
        self.setTitle(self.tr("The person's other photos"))
        self._verbs = verbs
        self._shown: tuple[Reference, ...] | None = None
        self._others: list[tuple[int, str]] | None = None
        hint = self.tr(
            "Up to {count} sharper photos draw the search to the person and lend detail; they can be dropped here, too."
        )
        self.hint = QLabel(hint.format(count=MOST_REFERENCES))
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "muted")
        self.add = QPushButton(self.tr("Add…"), autoDefault=False)
        self.add.setAccessibleName(self.tr("Add other photos of the person"))
        self.menu = QMenu(self.add)
        self.add.setMenu(self.menu)
        self.remove = QPushButton(self.tr("Take away"), autoDefault=False)
        self.list = QListWidget()
        self.list.setIconSize(QSize(SIDE, SIDE))
        self.list.setWordWrap(True)
        for policy in (self.list.setHorizontalScrollBarPolicy, self.list.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Photos that have a say"))
        self.list.itemSelectionChanged.connect(self._enable)
        self.remove.clicked.connect(lambda: verbs.take_away(self.list.currentRow()))
        buttons = QHBoxLayout()
        buttons.addWidget(self.add, 1)
        buttons.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.addWidget(self.hint)
        layout.addWidget(self.list)
        layout.addLayout(buttons)
        self.show_others([])
        self.show_references(())

    def show_references(self, references: tuple[Reference, ...]) -> None:
        if references == self._shown:
            return
        self._shown = references
        self.list.clear()
        for reference in references:
            item = QListWidgetItem(
                picture_icon(QPixmap.fromImage(to_qimage(reference.picture))), self._words(reference)
            )
            item.setToolTip(item.text())
            item.setSizeHint(QSize(0, ROW))
            self.list.addItem(item)
        self.list.setFixedHeight(len(references) * ROW + 2 * self.list.frameWidth())
        for widget in (self.list, self.remove):
            widget.setVisible(bool(references))
        self._enable()

    def show_others(self, others: Sequence[tuple[int, str]]) -> None:
        """others: numbers and names of the other open photos."""
        if self._others == [*others]:
            return
        self._others = [*others]
        self.menu.clear()
        self.menu.addAction(self.tr("Photos…"), self._ask_which)
        self.menu.addAction(self.tr("From a folder…"), self._ask_where)
        if others:
            self.menu.addSection(self.tr("Open photos"))
        for number, name in others:
            self.menu.addAction(name, partial(self._verbs.take_from_open, number))

    def _words(self, reference: Reference) -> str:
        distance = f"{reference.distance:.2f}"
        name = reference.name or self.tr("A photo that the project has kept")
        text = self.tr("{name}, distance {distance}").format(name=name, distance=distance)
        doubt = self.tr("perhaps another person")
        return text if reference.distance < SAME_PERSON else f"{text}: {doubt}"

    def _enable(self) -> None:
        self.remove.setEnabled(bool(self.list.selectedItems()))

    def _ask_which(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in PICTURES)
        kinds = self.tr("Photos ({patterns})").format(patterns=patterns)
        names, _kind = QFileDialog.getOpenFileNames(self, self.tr("Other photos of the person"), "", kinds)
        if names:
            self._verbs.take_from([Path(name) for name in names])

    def _ask_where(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("A folder in which to look for the person"))
        if name:
            self._verbs.take_from([Path(name)])
