"""Gauge: how far a face is from a person, drawn as a bar."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ganeditor.likeness import SAME_PERSON
from ganeditor.ui.theme import colours

DOUBTFUL = 0.4
"""Distance from which on it is not sure any more that a person is recognised."""


class Gauge(QWidget):
    """A bar from 0 to 1 with the limit of one person marked."""

    def __init__(self, name: str, tooltip: str, far: bool = False) -> None:
        """far: another person is what is wanted."""
        super().__init__()
        self._far = far
        self._distance: float | None = None
        self.setMinimumHeight(34)
        self.setAccessibleName(name)
        self.setToolTip(tooltip)

    def sizeHint(self) -> QSize:
        return QSize(200, 34)

    def show_distance(self, distance: float | None) -> None:
        if distance != self._distance:
            self._distance = distance
            self.setAccessibleDescription("" if distance is None else f"{distance:.2f}")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        words = self.fontMetrics().horizontalAdvance("0.00") + 10
        bar = QRectF(1, 6, self.width() - words - 2, 8)
        painter.setBrush(QColor(colours().outline))
        painter.drawRoundedRect(bar, 4, 4)
        if self._distance:
            painter.setBrush(QColor(self._colour(self._distance)))
            painter.drawRoundedRect(QRectF(bar.x(), bar.y(), max(8.0, bar.width() * min(1.0, self._distance)), 8), 4, 4)
        mark = bar.x() + bar.width() * SAME_PERSON
        painter.setPen(self.palette().windowText().color())
        painter.drawLine(round(mark), 3, round(mark), 17)
        small = painter.font()
        small.setPointSizeF(small.pointSizeF() * 0.85)
        shown = "–" if self._distance is None else f"{self._distance:.2f}"
        painter.drawText(
            QRectF(bar.right(), 0, words, 20), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), shown
        )
        painter.setFont(small)
        painter.drawText(QRectF(mark - 30, 17, 60, 16), int(Qt.AlignmentFlag.AlignHCenter), f"{SAME_PERSON}")

    def _colour(self, distance: float) -> str:
        now = colours()
        if self._far:
            return now.ok if distance >= SAME_PERSON else now.warning
        return now.ok if distance < DOUBTFUL else now.warning if distance < SAME_PERSON else now.error
