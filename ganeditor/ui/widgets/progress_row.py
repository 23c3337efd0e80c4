"""ProgressRow: how far something is that takes a while, what is being done, and a button that ends it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ganeditor.ui.widgets.controls import set_icon


class ProgressRow(QWidget):
    """Hidden while nothing is done."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar(maximum=1000, textVisible=False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.words = QLabel()
        self.words.setProperty("role", "muted")
        self.cancel = QPushButton(self.tr("Cancel"), autoDefault=False)
        set_icon(self.cancel, "stop")
        self.cancel.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout()
        column.addWidget(self.words)
        column.addWidget(self.bar)
        layout.addLayout(column, 1)
        layout.addWidget(self.cancel)
        self.hide()

    def show_progress(self, fraction: float | None, doing: str) -> None:
        self.setVisible(fraction is not None)
        self.bar.setValue(round(1000 * (fraction or 0)))
        self.words.setText(doing)
