"""Small widgets that several windows share."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QDoubleSpinBox, QHBoxLayout, QPushButton, QSizePolicy, QSlider, QWidget

from ganeditor.ui.widgets.icons import icon
from ganeditor.ui.widgets.qimage import to_qimage
from ganeditor.ui.widgets.values import Picture8

ICON = "icon name"


def set_icon(button: QAbstractButton, name: str) -> None:
    """An icon that show_colours() keeps in the colours of the theme."""
    button.setProperty(ICON, name)
    button.setIcon(icon(name))


def show_colours(window: QWidget) -> None:
    """Give all icons in a window the colours of the theme that is on now."""
    for button in window.findChildren(QAbstractButton):
        if button.property(ICON):
            button.setIcon(icon(button.property(ICON)))


def push_button(text: str, tip: str, act: Callable[[], object]) -> QPushButton:
    """A button that Return does not press."""
    button = QPushButton(text, autoDefault=False)
    button.setToolTip(tip)
    button.clicked.connect(lambda: act())
    return button


class Amount(QWidget):
    """A number on a slider and in a box to type it in; a drag begins with pressed and ends with released."""

    changed = Signal(float)
    pressed = Signal()
    released = Signal()

    def __init__(self, name: str, tooltip: str, low: float, high: float, value: float, decimals: int = 2) -> None:
        super().__init__()
        self._scale = 10**decimals
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(round(low * self._scale), round(high * self._scale))
        self._slider.setPageStep(max(1, (self._slider.maximum() - self._slider.minimum()) // 10))
        self._box = QDoubleSpinBox(decimals=decimals, minimum=low, maximum=high, value=value)
        self._box.setSingleStep(max(1 / self._scale, (high - low) / 20))
        self._box.setKeyboardTracking(False)
        self._box.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self._box.setFixedWidth(self._box.fontMetrics().horizontalAdvance("000.00") + 16)
        self._slider.setValue(round(value * self._scale))
        for widget in (self._slider, self._box):
            widget.setAccessibleName(name)
            widget.setToolTip(tooltip)
        self._slider.valueChanged.connect(lambda value: self._box.setValue(value / self._scale))
        self._box.valueChanged.connect(self._typed)
        self._slider.sliderPressed.connect(self.pressed)
        self._slider.sliderReleased.connect(self.released)
        self.setFocusProxy(self._slider)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._slider, 1)
        layout.addWidget(self._box)

    @property
    def value(self) -> float:
        return self._box.value()

    def set_value(self, value: float) -> None:
        self._box.setValue(value)

    def _typed(self, value: float) -> None:
        self._slider.setValue(round(value * self._scale))
        self.changed.emit(value)


class PictureView(QWidget):
    """A picture as large as fits, or a sentence in its place."""

    def __init__(self, name: str, side: int) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._pixels: Picture8 | None = None
        self._words = ""
        self._side = side
        self.setAccessibleName(name)
        self.setMinimumSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def show_picture(self, pixels: Picture8 | None) -> None:
        if pixels is not self._pixels:
            self._pixels = pixels
            self._image = None if pixels is None else to_qimage(np.ascontiguousarray(pixels))
            self.update()

    def show_words(self, words: str) -> None:
        """A sentence where there is no picture."""
        if words != self._words:
            self._words = words
            self.setAccessibleDescription(words)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect())
        if self._image:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(area.center())
            painter.drawImage(place, self._image)
        elif self._words:
            painter.setPen(self.palette().placeholderText().color())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area.adjusted(24, 24, -24, -24), int(flags), self._words)
