"""ToolWindow: what the modeless windows of the Create menu have in common."""

from typing import Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from ganeditor.ui.widgets.controls import show_colours


class Opened(Protocol):
    """What every tool's verbs have."""

    def open(self) -> object: ...


class ToolWindow(QDialog):
    """Tells its verbs when it is shown, and keeps its icons in the colours of the theme."""

    def __init__(self, verbs: Opened, parent: QWidget | None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._opened = verbs

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._opened.open()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            show_colours(self)
        super().changeEvent(event)
