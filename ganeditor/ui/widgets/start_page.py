"""What the window shows while no photo is open: a place to drop one, and the ways to open one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganeditor.ui.theme import colours
from ganeditor.ui.widgets.icons import icon

SHOWN = 6  # recent files


class StartPage(QWidget):
    """Drops are taken by the window; this says where."""

    open_wanted = Signal()
    sample_wanted = Signal()
    file_chosen = Signal(object)  # Path

    def __init__(self) -> None:
        super().__init__()
        self._recent: tuple[Path, ...] = ()
        self._target = QFrame()
        self._target.setObjectName("drop-target")
        self._target.setMinimumSize(460, 250)
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._picture.setAccessibleName(self.tr("Place to drop photos"))
        title = QLabel(self.tr("Drop a photo here"), alignment=Qt.AlignmentFlag.AlignCenter)
        title.setProperty("role", "title")
        words = QLabel(self.tr("Everything stays on this computer."), alignment=Qt.AlignmentFlag.AlignCenter)
        words.setProperty("role", "muted")
        open_button = QPushButton(self.tr("Open a photo…"), default=True)
        open_button.clicked.connect(self.open_wanted)
        sample = QPushButton(self.tr("Try the sample"))
        sample.clicked.connect(self.sample_wanted)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(open_button)
        buttons.addWidget(sample)
        buttons.addStretch()
        inner = QVBoxLayout(self._target)
        inner.addStretch()
        for widget in (self._picture, title, words):
            inner.addWidget(widget)
        inner.addSpacing(12)
        inner.addLayout(buttons)
        inner.addStretch()
        self._heading = QLabel(self.tr("Opened lately"))
        self._heading.setProperty("role", "muted")
        self._files = QVBoxLayout()
        self._files.setSpacing(2)
        column = QVBoxLayout()
        column.addStretch()
        column.addWidget(self._target)
        column.addSpacing(16)
        column.addWidget(self._heading)
        column.addLayout(self._files)
        column.addStretch()
        layout = QHBoxLayout(self)
        layout.addStretch()
        layout.addLayout(column)
        layout.addStretch()
        self._heading.hide()
        self.show_colours()

    def show_colours(self) -> None:
        """Those of the theme that is on now."""
        self._target.setStyleSheet(f"#drop-target {{ border: 2px dashed {colours().outline}; border-radius: 14px; }}")
        self._picture.setPixmap(icon("drop-photo").pixmap(QSize(64, 64)))

    def show_recent(self, paths: Sequence[Path]) -> None:
        shown = tuple(paths[:SHOWN])
        if shown == self._recent:
            return
        self._recent = shown
        while item := self._files.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for path in shown:
            button = QPushButton(path.name, flat=True)
            button.setToolTip(str(path))
            button.setStyleSheet("text-align: left; padding: 4px 8px;")
            button.clicked.connect(lambda _on=False, path=path: self.file_chosen.emit(path))
            self._files.addWidget(button)
        self._heading.setVisible(bool(shown))
