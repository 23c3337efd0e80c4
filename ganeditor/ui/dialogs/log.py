"""What the program has logged, to read and to copy into a report."""

import logging
from collections import deque

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganeditor.ui.dialogs.error import report_view
from ganeditor.ui.widgets.icons import icon

MOST_LINES = 5000
_FORMAT = "%(asctime)s  %(levelname)-7s  %(name)s: %(message)s"


class LogBell(QObject):
    """Rings for each line; whoever lives in another thread hears it there."""

    rung = Signal(int, str)  # level and line


class LogHandler(logging.Handler):
    """Keeps the newest records; they may come from any thread."""

    def __init__(self, level: int = logging.INFO) -> None:
        super().__init__(level)
        self.setFormatter(logging.Formatter(_FORMAT))
        self.lines: deque[tuple[int, str]] = deque(maxlen=MOST_LINES)  # level and line
        self.bell = LogBell()

    def emit(self, record: logging.LogRecord) -> None:
        line = record.levelno, self.format(record)
        self.lines.append(line)
        self.bell.rung.emit(*line)


class LogWindow(QDialog):
    """A handler's lines, growing as they come."""

    def __init__(self, handler: LogHandler, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Log"))
        self.resize(820, 460)
        self._handler = handler
        self._view = report_view("", self.windowTitle())
        self._view.setMaximumBlockCount(MOST_LINES)
        self._view.setPlaceholderText(self.tr("Nothing was logged yet."))
        self._level = self._level_choice()
        layout = QVBoxLayout(self)
        layout.addLayout(self._top())
        layout.addWidget(self._view)
        handler.bell.rung.connect(self._append)
        self._refill()

    def _top(self) -> QHBoxLayout:
        label = QLabel(self.tr("&Show:"))
        label.setBuddy(self._level)
        copy = QPushButton(icon("copy"), self.tr("&Copy"))
        copy.setAutoDefault(False)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._view.toPlainText()))
        clear = QPushButton(self.tr("C&lear"))
        clear.setAutoDefault(False)
        clear.clicked.connect(self._clear)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._level)
        row.addStretch()
        row.addWidget(copy)
        row.addWidget(clear)
        return row

    def _level_choice(self) -> QComboBox:
        choice = QComboBox()
        for text, level in (
            (self.tr("Everything"), logging.NOTSET),
            (self.tr("Warnings and errors"), logging.WARNING),
            (self.tr("Errors only"), logging.ERROR),
        ):
            choice.addItem(text, level)
        choice.setAccessibleName(self.tr("Which lines are shown"))
        choice.currentIndexChanged.connect(self._refill)
        return choice

    def _append(self, level: int, line: str) -> None:
        if level >= self._level.currentData():
            self._view.appendPlainText(line)

    def _refill(self) -> None:
        lines = [line for level, line in tuple(self._handler.lines) if level >= self._level.currentData()]
        self._view.setPlainText("\n".join(lines))
        self._view.moveCursor(self._view.textCursor().MoveOperation.End)

    def _clear(self) -> None:
        self._handler.lines.clear()
        self._refill()
