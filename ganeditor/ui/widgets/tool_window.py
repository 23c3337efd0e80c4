"""ToolWindow: what the modeless windows of the features have in common."""

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from ganeditor.ui.widgets.controls import show_colours


class ToolWindow(QDialog):
    """Tells when it is shown, and keeps its icons in the colours of the theme."""

    shown = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, Qt.WindowType.Window)

    def show_view(self, view: Any) -> None:
        """Bring everything in it up to date with the feature's view."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.resize(self.size().boundedTo(self.screen().availableSize()))
        self.shown.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            show_colours(self)
        super().changeEvent(event)
