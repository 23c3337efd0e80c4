"""One row of the attributes panel: label, slider, value box, keep and layers."""

import math

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor.edits.attributes import Attribute
from ganeditor.edits.latent import LatentEdit
from ganeditor.ui.i18n import translated
from ganeditor.ui.session.view import Reading
from ganeditor.ui.widgets.slider import AmountSlider

LABEL_WIDTH, BOX_WIDTH = 84, 54  # pixels
YEARS = "years"


class AttributeRow(QWidget):
    """Shows the amount of one attribute and reports what a person does to it."""

    amount_changed = Signal(str, float)
    pressed = Signal(bool)  # whether it is the second press of a double click
    released = Signal()
    keep_toggled = Signal(str, bool)
    layers_chosen = Signal(str, object)  # (first, last) or None

    def __init__(self, attribute: Attribute) -> None:
        super().__init__()
        self.attribute = attribute
        self.name = translated(attribute.label)
        in_years = attribute.unit == YEARS
        self._label = QLabel(self.name)
        self._label.setFixedWidth(LABEL_WIDTH)
        self._label.installEventFilter(self)
        self._slider = AmountSlider(attribute.limit, 1.0 if in_years else 0.05)
        self._box = QDoubleSpinBox(decimals=0 if in_years else 2, minimum=-attribute.limit, maximum=attribute.limit)
        self._box.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self._box.setKeyboardTracking(False)
        self._box.setFixedWidth(BOX_WIDTH)
        self._box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._keep = QCheckBox()
        self._keep.setToolTip(self.tr("Keep “{name}” as it is while others change").format(name=self.name))
        self._more = QToolButton(autoRaise=True)
        self._more.setToolTip(self.tr("Which layers of the model it changes"))
        self._more.clicked.connect(self._choose_layers)
        self._layers: tuple[int, int] | None = None
        self._count = 1
        self._caption = QLabel()
        self._caption.setEnabled(False)
        self._caption.setVisible(in_years)
        self._describe()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(0)
        layout.setHorizontalSpacing(5)
        layout.setColumnStretch(1, 1)
        for column, widget in enumerate((self._label, self._slider, self._box, self._keep, self._more)):
            layout.addWidget(widget, 0, column)
        layout.addWidget(self._caption, 1, 1, 1, 2, Qt.AlignmentFlag.AlignHCenter)
        self._slider.amount_changed.connect(lambda amount: self.amount_changed.emit(attribute.name, amount))
        self._slider.pressed.connect(self.pressed)
        self._slider.released.connect(self.released)
        self._box.valueChanged.connect(lambda amount: self.amount_changed.emit(attribute.name, amount))
        self._keep.toggled.connect(lambda on: self.keep_toggled.emit(attribute.name, on))

    def _describe(self) -> None:
        ends = f"{translated(self.attribute.low_end)} ↔ {translated(self.attribute.high_end)}"
        tip = self.tr("{ends}; double click sets it back").format(ends=ends)
        for widget in (self._label, self._slider):
            widget.setToolTip(tip)
        self._tip = tip
        self._slider.setAccessibleName(self.name)
        self._box.setAccessibleName(self.tr("{name}, value").format(name=self.name))
        self._keep.setAccessibleName(self.tr("Keep {name}").format(name=self.name))
        self._more.setAccessibleName(self.tr("Layers of {name}").format(name=self.name))

    def show_edit(self, edit: LatentEdit, reading: Reading | None, layers: int) -> None:
        """layers: how many the model has."""
        amount = edit.amounts.get(self.attribute.name, 0.0)
        if not self._slider.down:
            self._slider.show_amount(amount)
        for widget, value in ((self._box, amount), (self._keep, self.attribute.name in edit.keep)):
            blocked = widget.blockSignals(True)
            widget.setValue(value) if isinstance(widget, QDoubleSpinBox) else widget.setChecked(bool(value))
            widget.blockSignals(blocked)
        self._layers, self._count = edit.layers.get(self.attribute.name), layers
        self._more.setText("⋯" if self._layers is None else "{}–{}".format(*self._layers))
        self._show_reading(reading, amount)

    def show_reach(self, reach: tuple[float, float] | None) -> None:
        """How far the slider can move this face, down and up; None while nobody knows."""
        self._slider.show_reach(reach or (-math.inf, math.inf))
        short = [limit for limit in reach or () if abs(limit) < self.attribute.limit]
        tip = self.tr("This face can't be moved further than {limits}; beyond, the slider does no more.")
        limits = " / ".join(f"{limit:+.0f}" if self.attribute.limit > 10 else f"{limit:+.1f}" for limit in short)
        self._slider.setToolTip(tip.format(limits=limits) if short else self._tip)

    def _show_reading(self, reading: Reading | None, amount: float) -> None:
        in_years = self.attribute.unit == YEARS
        self._slider.show_mark(None if reading is None or in_years else reading.standardised)
        if in_years:
            now = None if reading is None else round(reading.natural)
            text = "" if now is None else self.tr("about {age} years").format(age=now)
            if now is not None and amount:
                text = self.tr("{now} → {then} years").format(now=now, then=max(0, round(now + amount)))
            self._caption.setText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._label and event.type() == QEvent.Type.MouseButtonDblClick:
            self.amount_changed.emit(self.attribute.name, 0.0)
        return super().eventFilter(watched, event)

    def _choose_layers(self) -> None:
        popup = LayersPopup(self._layers, self._count, self)
        popup.chosen.connect(lambda layers: self.layers_chosen.emit(self.attribute.name, layers))
        popup.adjustSize()
        corner = self._more.mapToGlobal(QPoint(self._more.width(), self._more.height()))
        popup.move(corner - QPoint(popup.width(), 0))
        popup.show()


class LayersPopup(QFrame):
    """First and last layer; coarse ones move pose and shape, fine ones colour and texture."""

    chosen = Signal(object)

    def __init__(self, layers: tuple[int, int] | None, count: int, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        first, last = layers or (0, count - 1)
        self._first = QSpinBox(minimum=0, maximum=count - 1, value=first)
        self._last = QSpinBox(minimum=0, maximum=count - 1, value=last)
        every = QPushButton(self.tr("All layers"))
        use = QPushButton(self.tr("Use these"))
        every.clicked.connect(lambda: self._choose(None))
        use.clicked.connect(lambda: self._choose((self._first.value(), self._last.value())))
        words = QLabel(self.tr("Change only these layers: low ones move pose and shape, high ones colour and texture."))
        words.setWordWrap(True)
        row = QHBoxLayout()
        for widget in (QLabel(self.tr("from")), self._first, QLabel(self.tr("to")), self._last):
            row.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addWidget(every)
        buttons.addWidget(use)
        layout = QVBoxLayout(self)
        layout.addWidget(words)
        layout.addLayout(row)
        layout.addLayout(buttons)
        self.setFixedWidth(260)

    def _choose(self, layers: tuple[int, int] | None) -> None:
        self.chosen.emit(layers and (min(layers), max(layers)))
        self.close()
