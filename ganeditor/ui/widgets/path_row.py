"""PathRow: a button that asks for a folder or a file, and the one that was chosen."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ganeditor.ui.widgets.controls import set_icon


class PathRow(QWidget):
    """What was chosen is told by its name; the whole path is the tooltip."""

    chosen = Signal(object)  # Path

    def __init__(self, title: str, kinds: str = "") -> None:
        """kinds: of files, as QFileDialog has them; without them it is a folder."""
        super().__init__()
        self.path: Path | None = None
        self._title, self._kinds = title, kinds
        self.button = QPushButton(self.tr("Choose…"), autoDefault=False)
        self.button.setAccessibleName(title)
        set_icon(self.button, "open")
        self.button.clicked.connect(self._ask)
        self.label = QLabel(self.tr("none"))
        self.label.setProperty("role", "muted")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        layout.addWidget(self.label, 1)

    def choose(self, path: Path) -> None:
        self.path = path
        self.label.setText(path.name)
        self.label.setToolTip(str(path))
        self.chosen.emit(path)

    def _ask(self) -> None:
        start = str(self.path.parent) if self.path else ""
        if self._kinds:
            name, _kind = QFileDialog.getOpenFileName(self, self._title, start, self._kinds)
        else:
            name = QFileDialog.getExistingDirectory(self, self._title, start)
        if name:
            self.choose(Path(name))
