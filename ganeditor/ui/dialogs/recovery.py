"""Unsaved work and a crash report that the last start has left, offered once at the next."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor.project.autosave import Leftover
from ganeditor.ui.dialogs.error import report_view
from ganeditor.ui.widgets.icons import icon

_RECOVER, _LATER, _DISCARD = "recover", "later", "discard"


class RecoveryDialog(QDialog):
    """Asks for each snapshot whether to open it; recover, discard and forget_crash hold what was chosen."""

    def __init__(
        self, leftovers: Sequence[Leftover], crash: str | None, folder: Path, parent: QWidget | None = None
    ) -> None:
        """folder: where the crash report lies."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Recover unsaved work"))
        self.setMinimumWidth(520)
        self.recover: list[Leftover] = []
        self.discard: list[Leftover] = []
        self.forget_crash = False
        self._choices = [(leftover, self._choice(leftover)) for leftover in leftovers]
        title = QLabel(self.tr("ganeditor didn't end well last time."))
        title.setProperty("role", "title")
        title.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(title)
        if leftovers:
            layout.addWidget(QLabel(self.tr("This work was not saved:")))
            layout.addLayout(self._rows())
        if crash:
            layout.addWidget(self._crash(crash, folder), stretch=1)
        layout.addStretch()
        layout.addWidget(self._buttons())

    def accept(self) -> None:
        for leftover, choice in self._choices:
            chosen = {_RECOVER: self.recover, _DISCARD: self.discard}.get(choice.currentData())
            if chosen is not None:
                chosen.append(leftover)
        self.forget_crash = True
        super().accept()

    def _rows(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for leftover, choice in self._choices:
            moment = QDateTime.fromSecsSinceEpoch(int(leftover.when.timestamp()))
            when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
            form.addRow(self.tr("{0}, kept {1}").format(leftover.name, when), choice)
        return form

    def _choice(self, leftover: Leftover) -> QComboBox:
        choice = QComboBox()
        choice.addItem(self.tr("Recover"), _RECOVER)
        choice.addItem(self.tr("Ask again next time"), _LATER)
        choice.addItem(self.tr("Discard"), _DISCARD)
        choice.setAccessibleName(self.tr("What to do with {0}").format(leftover.name))
        return choice

    def _crash(self, text: str, folder: Path) -> QWidget:
        box = QGroupBox(self.tr("Crash report"))
        copy = QPushButton(icon("copy"), self.tr("&Copy"))
        copy.setAutoDefault(False)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        where = self.tr("It stays on this computer, in {folder}; copy it if you want to report the error.")
        hint = QLabel(where.format(folder=folder))
        hint.setTextFormat(Qt.TextFormat.PlainText)
        hint.setWordWrap(True)
        hint.setProperty("role", "muted")
        row = QHBoxLayout()
        row.addWidget(hint, stretch=1)
        row.addWidget(copy)
        layout = QVBoxLayout(box)
        layout.addWidget(report_view(text, box.title()))
        layout.addLayout(row)
        return box

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        ok = box.addButton(self.tr("Continue"), QDialogButtonBox.ButtonRole.AcceptRole)
        ok.setDefault(True)
        box.addButton(self.tr("Ask again next time"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box
