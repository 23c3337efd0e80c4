"""A sentence about what went wrong, with the details behind a button."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ganeditor.ui.widgets.icons import icon

_ICON_SIDE = 32


def show_error(parent: QWidget | None, sentence: str, details: str = "") -> "ErrorDialog":
    """Open the dialog without waiting for it; it goes when it is closed."""
    dialog = ErrorDialog(sentence, details, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


class ErrorDialog(QDialog):
    """Says one sentence; details are for someone who helps."""

    def __init__(self, sentence: str, details: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("That didn't work"))
        picture = QLabel()
        picture.setPixmap(icon("warning").pixmap(_ICON_SIDE))
        picture.setAccessibleName(self.tr("Warning"))
        message = QLabel(sentence)
        message.setTextFormat(Qt.TextFormat.PlainText)
        message.setWordWrap(True)
        message.setMinimumWidth(380)
        message.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._details = report_view(details, self.tr("Details"))
        self._details.hide()
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
        top.addWidget(message, stretch=1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(14)
        layout.addLayout(top)
        layout.addWidget(self._details, stretch=1)
        layout.addWidget(self._buttons(sentence, details))

    def _buttons(self, sentence: str, details: str) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        copy = box.addButton(self.tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setIcon(icon("copy"))
        copy.setAutoDefault(False)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(f"{sentence}\n\n{details}".strip()))
        if details:
            more = box.addButton(self.tr("Details"), QDialogButtonBox.ButtonRole.ActionRole)
            more.setAutoDefault(False)
            more.setCheckable(True)
            more.toggled.connect(self._show_details)
        close = box.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()
        return box

    def _show_details(self, shown: bool) -> None:
        self._details.setVisible(shown)
        self.adjustSize()


def report_view(text: str, name: str) -> QPlainTextEdit:
    """A read-only view of a long technical text."""
    view = QPlainTextEdit(text)
    view.setReadOnly(True)
    view.setAccessibleName(name)
    view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    view.setMinimumSize(480, 180)
    view.setTabChangesFocus(True)
    return view
