"""The four sliders of the Eyes panel: both lids, which can go together, and where the eyes look."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QGridLayout, QLabel, QWidget

from ganeditor.edits.eyes import EyesEdit
from ganeditor.ui.i18n import QT_TRANSLATE_NOOP, translated
from ganeditor.ui.widgets.slider import AmountSlider

BOX_WIDTH = 54  # pixels
LIMIT, STEP = 1.0, 0.05


@dataclass(frozen=True)
class Row:
    """One slider; texts are translated in the context "Eyes"."""

    field: str  # of EyesEdit
    label: str
    low_end: str
    high_end: str


ROWS = (
    Row(
        "lids_left",
        QT_TRANSLATE_NOOP("Eyes", "Left lids"),
        QT_TRANSLATE_NOOP("Eyes", "closed"),
        QT_TRANSLATE_NOOP("Eyes", "wide open"),
    ),
    Row(
        "lids_right",
        QT_TRANSLATE_NOOP("Eyes", "Right lids"),
        QT_TRANSLATE_NOOP("Eyes", "closed"),
        QT_TRANSLATE_NOOP("Eyes", "wide open"),
    ),
    Row(
        "gaze_x",
        QT_TRANSLATE_NOOP("Eyes", "Gaze sideways"),
        QT_TRANSLATE_NOOP("Eyes", "to the left"),
        QT_TRANSLATE_NOOP("Eyes", "to the right"),
    ),
    Row(
        "gaze_y",
        QT_TRANSLATE_NOOP("Eyes", "Gaze up and down"),
        QT_TRANSLATE_NOOP("Eyes", "down"),
        QT_TRANSLATE_NOOP("Eyes", "up"),
    ),
)
LIDS = ("lids_left", "lids_right")


class EyeSliders(QWidget):
    """Shows an edit, and tells of the one that a person wants instead."""

    wanted = Signal(object, str, str)  # EyesEdit, what the step is called, the field that was moved
    pressed = Signal(bool)  # whether it is the second press of a double click
    released = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._edit = EyesEdit()
        self.together = QCheckBox(self.tr("Both lids together"))
        self.together.setChecked(True)
        self.together.setToolTip(self.tr("A slider moves the lids of both eyes; without the tick, of its own alone"))
        self.sliders: dict[str, AmountSlider] = {}
        self.boxes: dict[str, QDoubleSpinBox] = {}
        self._labels: dict[QObject, str] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(1)
        layout.setColumnStretch(1, 1)
        for line, row in enumerate(ROWS):
            self._add(layout, line + (row.field not in LIDS), row)
        layout.addWidget(self.together, len(LIDS), 1, 1, 2)

    def _add(self, layout: QGridLayout, line: int, row: Row) -> None:
        name = translated(row.label, "Eyes")
        label = QLabel(name)
        label.installEventFilter(self)
        self._labels[label] = row.field
        slider = self.sliders[row.field] = AmountSlider(LIMIT, STEP)
        box = self.boxes[row.field] = QDoubleSpinBox(decimals=2, minimum=-LIMIT, maximum=LIMIT)
        box.setSingleStep(STEP)
        box.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        box.setKeyboardTracking(False)
        box.setFixedWidth(BOX_WIDTH)
        ends = f"{translated(row.low_end, 'Eyes')} ↔ {translated(row.high_end, 'Eyes')}"
        tip = self.tr("{ends}; double click sets it back").format(ends=ends)
        label.setToolTip(tip)
        slider.setToolTip(tip)
        slider.setAccessibleName(name)
        box.setAccessibleName(self.tr("{name}, value").format(name=name))
        for signal in (slider.amount_changed, box.valueChanged):
            signal.connect(lambda amount, row=row: self._change(row, amount))
        slider.pressed.connect(self.pressed)
        slider.released.connect(self.released)
        for column, widget in enumerate((label, slider, box)):
            layout.addWidget(widget, line, column)

    def show_edit(self, edit: EyesEdit) -> None:
        self._edit = edit
        for field, slider in self.sliders.items():
            amount = getattr(edit, field)
            if not slider.down:
                slider.show_amount(amount)
            box = self.boxes[field]
            blocked = box.blockSignals(True)
            box.setValue(amount)
            box.blockSignals(blocked)

    def _change(self, row: Row, amount: float) -> None:
        amount = round(amount, 2)
        both = row.field in LIDS and self.together.isChecked()
        changed: dict[str, Any] = dict.fromkeys(LIDS if both else (row.field,), amount)
        name = self.tr("Lids") if both else translated(row.label, "Eyes")
        label = f"{name} {amount:+.2f}" if amount else f"{name} 0"
        self.wanted.emit(replace(self._edit, **changed), label, row.field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in self._labels and event.type() == QEvent.Type.MouseButtonDblClick:
            self._change(next(row for row in ROWS if row.field == self._labels[watched]), 0.0)
        return super().eventFilter(watched, event)
