"""AmountSlider: from minus to plus with zero in the middle, where it sticks; a mark shows where the face stands."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganeditor.ui.theme import colours

RADIUS = 7.0  # of the handle, in pixels
STICKY = 5.0  # pixels around zero within which a drag stays at zero


class AmountSlider(QWidget):
    """A drag reports pressed, any number of amounts, and released, and so does a double click; keys report amounts."""

    amount_changed = Signal(float)
    pressed = Signal(bool)  # whether it is the second press of a double click, which belongs to the first
    released = Signal()

    def __init__(self, limit: float, step: float) -> None:
        super().__init__()
        self._limit, self._step, self._amount = limit, step, 0.0
        self._mark: float | None = None
        self._reach = (-limit, limit)
        self._down = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 24)

    @property
    def amount(self) -> float:
        return self._amount

    @property
    def down(self) -> bool:
        """Whether a drag is going on."""
        return self._down

    def show_amount(self, amount: float) -> None:
        if amount != self._amount:
            self._amount = amount
            self.update()

    def show_reach(self, reach: tuple[float, float]) -> None:
        """Amounts, down and up, beyond which nothing more happens; the groove is dotted there."""
        if reach != self._reach:
            self._reach = reach
            self.update()

    def show_mark(self, place: float | None) -> None:
        """place in the unit of the amounts; None takes the mark away."""
        if place != self._mark:
            self._mark = place
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._down = True
            self.pressed.emit(False)
            self._set(self._amount_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._down:
            self._set(self._amount_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._down and event.button() == Qt.MouseButton.LeftButton:
            self._down = False
            self.released.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(True)
            self._set(0.0)
            self.released.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}
        pages = {Qt.Key.Key_PageDown: -10, Qt.Key.Key_PageUp: 10}
        ends = {Qt.Key.Key_Home: -self._limit, Qt.Key.Key_End: self._limit, Qt.Key.Key_Delete: 0.0}
        key = Qt.Key(event.key())
        if key in ends:
            self._set(ends[key])
        elif count := steps.get(key, 0) or pages.get(key, 0):
            self._set(round(self._amount / self._step + count) * self._step)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only with the focus: turning the wheel over the panel scrolls it."""
        if self.hasFocus():
            self._set(self._amount + self._step * event.angleDelta().y() / 120)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        accent = self.palette().color(group, QPalette.ColorRole.Highlight)
        text = self.palette().color(group, QPalette.ColorRole.WindowText)
        middle, handle = self.height() / 2, self._x(self._amount)
        groove = QRectF(RADIUS, middle - 2, self.width() - 2 * RADIUS, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours().outline))
        low, high = (self._x(min(self._limit, max(-self._limit, end))) for end in self._reach)
        painter.drawRoundedRect(QRectF(QPointF(low, groove.top()), QPointF(high, groove.bottom())), 2, 2)
        painter.setPen(QPen(QColor(colours().outline), 2, Qt.PenStyle.DotLine))
        for start, end in ((groove.left(), low), (high, groove.right())):
            if end > start + 1:
                painter.drawLine(QPointF(start, middle), QPointF(end, middle))
        painter.setPen(Qt.PenStyle.NoPen)
        zero = self._x(0)
        painter.setBrush(accent)
        painter.drawRect(QRectF(QPointF(min(zero, handle), middle - 2), QPointF(max(zero, handle), middle + 2)))
        painter.setPen(QPen(text, 1))
        painter.drawLine(QPointF(zero, middle - 6), QPointF(zero, middle + 6))
        if self._mark is not None and self.isEnabled():
            place = self._x(min(self._limit, max(-self._limit, self._mark)))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(text)
            painter.drawPolygon(
                [QPointF(place, middle + 5), QPointF(place - 4, middle + 11), QPointF(place + 4, middle + 11)]
            )
        painter.setPen(QPen(accent if self.hasFocus() else self.palette().color(QPalette.ColorRole.Shadow), 1.5))
        painter.setBrush(
            self.palette().color(group, QPalette.ColorRole.BrightText if self.isEnabled() else QPalette.ColorRole.Mid)
        )
        painter.drawEllipse(QPointF(handle, middle), RADIUS - 1, RADIUS - 1)

    def _set(self, amount: float) -> None:
        amount = min(self._limit, max(-self._limit, amount))
        if amount != self._amount:
            self.show_amount(amount)
            self.amount_changed.emit(amount)

    def _amount_at(self, x: float) -> float:
        """Rounded to a step, and zero near zero."""
        if abs(x - self._x(0)) <= STICKY:
            return 0.0
        share = (x - RADIUS) / max(1.0, self.width() - 2 * RADIUS)
        return round((2 * share - 1) * self._limit / self._step) * self._step

    def _x(self, amount: float) -> float:
        return RADIUS + (amount / self._limit + 1) / 2 * (self.width() - 2 * RADIUS)
