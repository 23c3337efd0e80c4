"""SaidLabel: the sentence with which a window answers."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


class SaidLabel(QLabel):
    """Red where something could not be done; it can be copied."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)  # parts of it may come from a file
        self.setTextInteractionFlags(self.textInteractionFlags().TextSelectableByMouse)
        self.setAccessibleName(self.tr("Message"))

    def say(self, sentence: str, wrong: bool) -> None:
        role = "error" if wrong else "muted"
        if role != self.property("role"):
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setText(sentence)
        self.setVisible(bool(sentence))
