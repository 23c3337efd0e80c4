"""TimeLine: the length of a clip, with the frame that is shown, what is left out of the work, and how far that is."""

from collections.abc import Sequence
from fractions import Fraction

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ganeditor.project.clips.ranges import written
from ganeditor.ui.features.video.views import Span
from ganeditor.ui.theme import colours

STEP, STRIDE = 1, 25  # frames, by an arrow key and by Page up and down


class TimeLine(QWidget):
    """A click, a drag or an arrow key goes to another time."""

    moved = Signal(object)  # Fraction, in seconds

    def __init__(self) -> None:
        super().__init__()
        self._start, self._length, self._frame = Fraction(0), Fraction(0), Fraction(1)
        self._time, self._spans, self._done = Fraction(0), tuple[Span, ...](), 0.0
        self._begun: Fraction | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(34)
        self.setAccessibleName(self.tr("Time line"))
        self.setToolTip(self.tr("Click or drag to see any frame; arrow keys go by frames"))

    def sizeHint(self) -> QSize:
        return QSize(320, 34)

    def show_length(self, start: Fraction, length: Fraction, frame: Fraction) -> None:
        """Of the clip, and how long one frame is seen, all in seconds."""
        self._start, self._length, self._frame = start, length, frame
        self.update()

    def show_place(self, time: Fraction, spans: Sequence[Span], begun: Fraction | None, done: float) -> None:
        """done: the share of the clip that has been worked through."""
        self._time, self._spans, self._begun, self._done = time, tuple(spans), begun, done
        self.setAccessibleDescription(written(time))
        self.update()

    # --- events --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -STEP,
            Qt.Key.Key_Right: STEP,
            Qt.Key.Key_PageUp: -STRIDE,
            Qt.Key.Key_PageDown: STRIDE,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._length:
            super().keyPressEvent(event)
        else:
            self._tell(self._time + step * self._frame)

    def _go(self, event: QMouseEvent) -> None:
        if self._length:
            area = self._area()
            share = (event.position().x() - area.left()) / area.width()
            self._tell(self._start + Fraction(share).limit_denominator(100_000) * self._length)

    def _tell(self, time: Fraction) -> None:
        """Never past the last frame."""
        last = self._start + self._length - self._frame
        self.moved.emit(max(self._start, min(last, time)))

    # --- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, area, now = QPainter(self), self._area(), colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.outline))
        painter.drawRoundedRect(area, 3, 3)
        if not self._length:
            return
        painter.setBrush(QColor(now.accent))
        painter.drawRoundedRect(QRectF(area.x(), area.y(), area.width() * self._done, area.height()), 3, 3)
        for span in self._spans:
            self._paint(painter, span.start, span.end, now.error if span.cut else now.warning)
        if self._begun is not None:
            self._paint(painter, min(self._begun, self._time), max(self._begun, self._time), now.link)
        x = self._at(self._time)
        painter.setPen(QPen(self.palette().windowText().color(), 2))
        painter.drawLine(round(x), 2, round(x), self.height() - 3)
        if self.hasFocus():
            painter.setPen(QPen(QColor(now.accent), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint(self, painter: QPainter, start: Fraction, end: Fraction, colour: str) -> None:
        area = self._area()
        painter.setBrush(QColor(colour))
        width = max(2.0, self._at(end) - self._at(start))
        painter.drawRect(QRectF(self._at(start), area.y(), width, area.height()))

    def _at(self, time: Fraction) -> float:
        area = self._area()
        return area.left() + area.width() * float((time - self._start) / self._length)

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(6, 10, -6, -10)
