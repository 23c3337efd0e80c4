"""MannerBox: how much of the other person comes along, which parts, and how they go over into the face."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QFormLayout, QGridLayout, QGroupBox

from ganeditor.edits.swap import BROWS, EYES, MOUTH, PARTS, SHAPE, SKIN, SwapEdit
from ganeditor.ui.features.swap.verbs import Swapping
from ganeditor.ui.widgets.controls import Amount

COLUMNS = 3  # of ticks


class MannerBox(QGroupBox):
    """Nothing in it does anything to a face that is its own."""

    def __init__(self, verbs: Swapping) -> None:
        super().__init__()
        self.setTitle(self.tr("What comes along, and how"))
        self._verbs = verbs
        self._edit = SwapEdit()
        self.amounts = {
            "amount": self._amount(self.tr("Amount"), self.tr("0 keeps the person, 1 is the source"), 1.0),
            "light": self._amount(self.tr("Match the light"), self.tr("How far it takes on this photo's light"), 1.0),
            "feather": self._amount(self.tr("Feather"), self.tr("How softly it goes over into the photo"), 0.5),
        }
        names = {
            SHAPE: (self.tr("Shape"), self.tr("Where nose, eyes and mouth lie, and how large they are")),
            SKIN: (self.tr("Skin tone"), self.tr("The source's; else the one that neck and ears have here")),
            BROWS: (self.tr("Brows"), self.tr("The source's brows")),
            EYES: (self.tr("Eyes"), self.tr("The source's eyes, open and turned as they are here")),
            MOUTH: (self.tr("Mouth"), self.tr("The source's lips, as open as the mouth is here")),
        }
        self.parts = {part: QCheckBox(names[part][0]) for part in PARTS}
        ticks = QGridLayout()
        for index, (part, tick) in enumerate(self.parts.items()):
            tick.setToolTip(names[part][1])
            tick.clicked.connect(self._take_parts)
            ticks.addWidget(tick, index // COLUMNS, index % COLUMNS)
        self.occlusion = QCheckBox(self.tr("Keep what is before the face"))
        self.occlusion.setToolTip(self.tr("Hair, glasses, hands and cups stay; else they are drawn over"))
        self.occlusion.clicked.connect(
            lambda on: verbs.change(replace(self._edit, occlusion=on), self.occlusion.text())
        )
        form = QFormLayout(self)
        form.addRow(self.amounts["amount"].accessibleName(), self.amounts["amount"])
        form.addRow(ticks)
        for name in ("light", "feather"):
            form.addRow(self.amounts[name].accessibleName(), self.amounts[name])
        form.addRow(self.occlusion)
        for name, control in self.amounts.items():
            control.changed.connect(partial(self._set_amount, name))
            control.pressed.connect(verbs.begin_drag)
            control.released.connect(verbs.end_drag)

    @staticmethod
    def _amount(name: str, tooltip: str, value: float) -> Amount:
        amount = Amount(name, tooltip, 0.0, 1.0, value)
        amount.setAccessibleName(name)
        return amount

    def show_edit(self, edit: SwapEdit) -> None:
        self._edit = edit
        for part, tick in self.parts.items():
            tick.setChecked(part in edit.parts)
        self.occlusion.setChecked(edit.occlusion)
        for name, control in self.amounts.items():
            blocked = control.blockSignals(True)
            control.set_value(getattr(edit, name))
            control.blockSignals(blocked)

    def _take_parts(self) -> None:
        parts = tuple(part for part, tick in self.parts.items() if tick.isChecked())
        self._verbs.change(replace(self._edit, parts=parts), self.tr("What comes along"))

    def _set_amount(self, name: str, value: float) -> None:
        changed: dict[str, Any] = {name: round(value, 2)}
        label = f"{self.amounts[name].accessibleName()} {value:.2f}"
        self._verbs.change(replace(self._edit, **changed), label, name)
