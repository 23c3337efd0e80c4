"""PlanForm: what is trained, on which pictures, for how long, and how the result is kept."""

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ganeditor.errors import UserError
from ganeditor.ui.features.training.boxes import licence_box, minutes_box, pictures_box
from ganeditor.ui.features.training.views import CLASSES, PAIRS, TWO, Offer, Plan, Result
from ganeditor.ui.i18n import translated
from ganeditor.ui.widgets.path_row import PathRow
from ganeditor.ui.widgets.values import HIGHEST_SEED

SIDES = (16, 32, 64, 128, 256, 512)  # pixels
LOSSES = (
    *("minimax", "non-saturating", "least-squares", "wasserstein", "hinge"),
    *("relativistic-average", "relativistic-pairing"),
)
NUMBERS = {"batch": (1, 4096), "width": (1, 1024), "interval": (1, 1_000_000), "seed": (0, HIGHEST_SEED)}
"""Options of the command that are whole numbers, with their bounds."""

MEASURES = ("fid", "kid")

ENCODER_PICTURES = 100_000
"""That an encoder learns from."""


class PlanForm(QWidget):
    """The usual settings are those of the task; a number that is as usual is not given to the command."""

    changed = Signal()
    table_chosen = Signal(object)  # Path

    def __init__(self) -> None:
        super().__init__()
        self._offers: tuple[Offer, ...] = ()
        self._named = False  # by the person
        self._form = QFormLayout()
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._add_pictures()
        self._add_length()
        self._add_result()
        self._add_further()
        self.command = QLabel()
        self.command.setWordWrap(True)
        self.command.setProperty("role", "muted")
        self.command.setTextFormat(Qt.TextFormat.PlainText)
        self.command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.command.setToolTip(self.tr("The same training on the command line"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._form)
        layout.addWidget(self.command)

    # --- parts ---------------------------------------------------------------------------------------------------

    def _add_pictures(self) -> None:
        self.task = QComboBox()
        self.task.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.task.setMinimumContentsLength(12)
        self.task.currentIndexChanged.connect(self._task_chosen)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setProperty("role", "muted")
        self.pictures = PathRow(self.tr("Folder of pictures"))
        self.pictures.chosen.connect(self._pictures_chosen)
        self.others = PathRow(self.tr("Second folder"))
        tables = self.tr("Tables (*.csv);;All files (*)")
        self.table = PathRow(self.tr("Table of labels"), tables)
        self.table.chosen.connect(self.table_chosen)
        self.column = QComboBox()
        self.bounds = QLineEdit(placeholderText="20,40,60")
        self.bounds.setToolTip(self.tr("Where a column of numbers is cut into classes"))
        self.faces = QCheckBox(self.tr("Find the faces and cut them out"))
        self.flips = QCheckBox(self.tr("A mirror image is such a picture, too"))
        self.flips.setChecked(True)
        for text, widget in (
            (self.tr("Task"), self.task),
            ("", self.about),
            (self.tr("Pictures"), self.pictures),
            (self.tr("Second folder"), self.others),
            (self.tr("Labels"), self.table),
            (self.tr("Column"), self.column),
            (self.tr("Bounds"), self.bounds),
            ("", self.faces),
            ("", self.flips),
        ):
            self._row(text, widget)
        for path in (self.others, self.table):
            path.chosen.connect(self._tell)
        self.column.currentIndexChanged.connect(self._tell)
        self.bounds.textChanged.connect(self._tell)
        for box in (self.faces, self.flips):
            box.toggled.connect(self._tell)

    def _add_length(self) -> None:
        self.side = QComboBox()
        for side in SIDES:
            self.side.addItem(self.tr("{side} pixels").format(side=side), side)
        self.side.currentIndexChanged.connect(self._tell)
        self.seen, self.minutes = pictures_box(), minutes_box()
        self._row(self.tr("Side"), self.side)
        self._row(self.tr("Pictures seen"), self.seen)
        self._row(self.tr("Minutes"), self.minutes)
        for box in (self.seen, self.minutes):
            box.valueChanged.connect(self._tell)

    def _add_result(self) -> None:
        self.name = QLineEdit()
        self.name.textEdited.connect(self._name_typed)
        self.name.textChanged.connect(self._tell)
        self.licence = licence_box()
        self.licence.currentTextChanged.connect(self._tell)
        self._row(self.tr("Model's name"), self.name)
        self._row(self.tr("Licence"), self.licence)
        self.encoder = QCheckBox(self.tr("Then train an encoder, too"))
        self.encoder.setToolTip(self.tr("With one, photos start near what they are to become, and need fewer steps"))
        self.encoder.toggled.connect(self._tell)
        self._row("", self.encoder)

    def _add_further(self) -> None:
        texts = {
            "batch": (self.tr("Batch"), self.tr("Pictures of one step")),
            "width": (self.tr("Width"), self.tr("Channels at the full size: more draw finer and take longer")),
            "interval": (self.tr("Interval"), self.tr("Steps between two grids of pictures and saved states")),
            "seed": (self.tr("Seed"), self.tr("The same seed makes the same training")),
        }
        self.measure = QComboBox()
        self.measure.addItem(self.tr("none"), "")
        for name in MEASURES:
            self.measure.addItem(name.upper(), name)
        self.measure.setToolTip(self.tr("What is measured at each interval; the model is made of the best state then"))
        self.measure.currentIndexChanged.connect(self._tell)
        self._row(self.tr("Measure"), self.measure)
        self.loss = QComboBox()
        self.loss.addItem("–")
        self.loss.addItems(LOSSES)
        self.loss.currentIndexChanged.connect(self._tell)
        self._row(self.tr("Loss"), self.loss)
        self.numbers = {}
        for name, (low, high) in NUMBERS.items():
            box = self.numbers[name] = QSpinBox(minimum=low - 1, maximum=high, value=low - 1)
            box.setToolTip(texts[name][1])
            box.valueChanged.connect(self._tell)
            self._row(texts[name][0], box)
        self.further = QLineEdit(placeholderText="--penalty r1=1 --rate 0.0002")
        self.further.setToolTip(self.tr("Further settings, as on the command line"))
        self.further.textChanged.connect(self._tell)
        self._row(self.tr("Further"), self.further)

    def _row(self, text: str, widget: QWidget) -> None:
        if text:
            widget.setAccessibleName(text)
        self._form.addRow(text, widget)

    # --- showing -------------------------------------------------------------------------------------------------

    def show_offers(self, offers: Sequence[Offer]) -> None:
        if tuple(offers) != self._offers:
            self._offers = tuple(offers)
            self.task.clear()
            for offer in offers:
                self.task.addItem(offer.name)

    def show_columns(self, columns: Sequence[str]) -> None:
        if [self.column.itemText(index) for index in range(self.column.count())] != list(columns):
            self.column.clear()
            self.column.addItems(columns)

    def _task_chosen(self, index: int) -> None:
        if index < 0:
            return
        offer = self._offers[index]
        usual = self.tr("as usual ({value})")
        self.about.setText(f"{translated(offer.summary, 'Tasks')} ({offer.source})")
        self.side.setCurrentIndex(self.side.findData(offer.usual["side"]))
        self.seen.setValue(offer.usual["pictures"])
        self.loss.setItemText(0, usual.format(value=offer.usual["loss"]))
        for name, box in self.numbers.items():
            box.setSpecialValueText(usual.format(value=offer.usual[name]))
        for widget, shown in (
            (self.others, offer.needs in (PAIRS, TWO)),
            (self.table, offer.needs == CLASSES),
            (self.column, offer.needs == CLASSES),
            (self.bounds, offer.needs == CLASSES),
        ):
            self._form.setRowVisible(widget, shown)
        self._suggest()
        self._tell()

    def _pictures_chosen(self, _path: Path) -> None:
        self._suggest()
        self._tell()

    def _suggest(self) -> None:
        """A name, until the person types one."""
        if not self._named and self.pictures.path:
            plain = re.sub(r"[^A-Za-z0-9_.-]+", "-", f"{self.pictures.path.name}-{self.task.currentText()}")
            self.name.setText(plain.strip("-.")[:64])

    def _name_typed(self, text: str) -> None:
        self._named = bool(text)

    def _tell(self, *_what: Any) -> None:
        plan = self.plan()
        try:
            self.command.setText(shlex.join(["ganeditor", "train", *plan.arguments(Path("RUN"))]) if plan else "")
        except UserError as error:
            self.command.setText(str(error))
        self.changed.emit()

    # --- the plan ------------------------------------------------------------------------------------------------

    def plan(self) -> Plan | None:
        """What is chosen, as far as that is enough to begin."""
        index = self.task.currentIndex()
        if index < 0 or not self.pictures.path or not self.name.text():
            return None
        offer = self._offers[index]
        two, classes = offer.needs in (PAIRS, TWO), offer.needs == CLASSES
        if offer.needs == TWO and not self.others.path:
            return None
        return Plan(
            offer.name,
            self.pictures.path,
            Result(self.name.text(), self.licence.currentText().strip()),
            self.others.path if two else None,
            self.table.path if classes else None,
            self.column.currentText(),
            self.bounds.text().replace(" ", ""),
            self.faces.isChecked(),
            self.flips.isChecked(),
            self._numbers(),
            self.further.text(),
        )

    def _numbers(self) -> dict[str, float | str]:
        numbers: dict[str, float | str] = {"side": self.side.currentData(), "pictures": self.seen.value()}
        if self.encoder.isChecked():
            numbers["encoder"] = ENCODER_PICTURES
        if self.measure.currentData():
            numbers["measure"] = self.measure.currentData()
        if self.minutes.value():
            numbers["minutes"] = self.minutes.value()
        if self.loss.currentIndex() > 0:
            numbers["loss"] = self.loss.currentText()
        chosen = {name: box.value() for name, box in self.numbers.items() if box.value() > box.minimum()}
        return numbers | chosen
