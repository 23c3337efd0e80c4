"""What is drawn over the photo: outlines, the split line, points and hints."""

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

ACCENT = QColor(108, 199, 191)
_SHADE, _WHITE = QColor(0, 0, 0, 110), QColor(255, 255, 255)
_CHECK = 8  # pixels
WIDEST_HINT = 620  # pixels


def draw_face(painter: QPainter, area: QRectF, colour: QColor, strong: bool) -> None:
    """An outline that is seen on light and on dark."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    width = 2.0 if strong else 1.2
    radius = min(12.0, area.width() / 6)
    for pen in (QPen(_SHADE, width + 2), QPen(colour, width)):
        painter.setPen(pen)
        painter.drawRoundedRect(area, radius, radius)


def draw_points(painter: QPainter, points: Sequence[QPointF]) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(_WHITE, 1.5))
    painter.setBrush(ACCENT)
    for point in points:
        painter.drawEllipse(point, 5, 5)


def draw_split(painter: QPainter, area: QRect, x: float) -> None:
    """The line between before and after, with a handle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(_SHADE, 3))
    painter.drawLine(QPointF(x, 0), QPointF(x, area.height()))
    painter.setPen(QPen(_WHITE, 1.5))
    painter.drawLine(QPointF(x, 0), QPointF(x, area.height()))
    painter.setBrush(_WHITE)
    painter.drawRoundedRect(QRectF(x - 4, area.height() / 2 - 18, 8, 36), 4, 4)


def draw_hint(painter: QPainter, area: QRect, text: str) -> None:
    """A sentence at the lower edge."""
    if not text:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    side = max(40, (area.width() - WIDEST_HINT) // 2)
    space = area.adjusted(side, 0, -side, -24)
    words = QRectF(painter.boundingRect(space, flags, text))
    words.moveBottom(space.bottom())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(20, 21, 24, 215))
    painter.drawRoundedRect(words.adjusted(-16, -9, 16, 9), 14, 14)
    painter.setPen(QColor(240, 240, 242))
    painter.drawText(words, flags, text)


@cache
def checkerboard() -> QBrush:
    """What transparent places show."""
    tile = QPixmap(2 * _CHECK, 2 * _CHECK)
    tile.fill(QColor(205, 205, 205))
    painter = QPainter(tile)
    for x, y in ((0, 0), (_CHECK, _CHECK)):
        painter.fillRect(x, y, _CHECK, _CHECK, QColor(160, 160, 160))
    painter.end()
    return QBrush(tile)
