"""The steps of the photo's history; a click goes to one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPushButton, QVBoxLayout

from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.feature import Panel
from ganeditor.ui.session.view import View

FAINT = QBrush(QColor("#808080"))  # reads on light and on dark


class HistoryPanel(Panel):
    """Oldest on top; steps that redo would bring back are faint."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("History"))
        self._list.itemClicked.connect(lambda item: desk.editing.jump(self._list.row(item)))
        self._list.itemActivated.connect(lambda item: desk.editing.jump(self._list.row(item)))
        self._face = QPushButton(self.tr("Reset this face"))
        self._face.setToolTip(self.tr("Take back everything done to the chosen face"))
        self._face.clicked.connect(lambda: desk.editing.reset_face())
        self._all = QPushButton(self.tr("Reset all"))
        self._all.setToolTip(self.tr("Take back everything done to this photo"))
        self._all.clicked.connect(lambda: desk.editing.reset_all())
        buttons = QHBoxLayout()
        buttons.addWidget(self._face)
        buttons.addWidget(self._all)
        layout = QVBoxLayout(self)
        layout.addWidget(self._list)
        layout.addLayout(buttons)
        self._labels: list[str] = []

    def show_view(self, view: View) -> None:
        photo = view.photo
        labels = list(photo.steps) if photo else []
        if labels != self._labels:
            self._labels = labels
            self._list.clear()
            self._list.addItems(labels)
        for row in range(len(labels)):
            faint = FAINT if photo and row > photo.index else None
            self._list.item(row).setData(Qt.ItemDataRole.ForegroundRole, faint)
        if photo:
            self._list.setCurrentRow(photo.index)
        self._face.setEnabled(bool(photo and not photo.neutral))
        self._all.setEnabled(bool(photo and not photo.document.neutral))
