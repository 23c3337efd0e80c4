"""SettingsForm: fields that show frozen settings, and tell other settings when a person changes one of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QGroupBox, QSpinBox, QWidget

from ganeditor.project.lab.settings import HIGHEST_SEED, MOST_BATCH, MOST_STEPS, MOST_WEIGHT
from ganeditor.ui.features.lab.texts import LOSSES, OPTIMISERS, PENALTIES, words

WEIGHT = 0.1  # of a penalty that is chosen first

ValueOf = Callable[[Any], Any]
"""Settings -> what a field shows."""

Take = Callable[[Any], None]
"""What is done with a value that a person has chosen."""


class SettingsForm(QWidget):
    """What forms for LabSettings and PictureSettings share."""

    changed = Signal(object)  # settings

    def __init__(self, settings: Any) -> None:
        super().__init__()
        self._settings = settings
        self._choices: list[tuple[QComboBox, list[Any], ValueOf]] = []
        self._numbers: list[tuple[QSpinBox | QDoubleSpinBox, ValueOf]] = []

    def show_settings(self, settings: Any) -> None:
        self._settings = settings
        for choice, values, value_of in self._choices:
            value = value_of(settings)
            choice.setCurrentIndex(values.index(value) if value in values else -1)
        for number, value_of in self._numbers:
            if number.value() != value_of(settings):
                with QSignalBlocker(number):
                    number.setValue(value_of(settings))
        self.weight.setEnabled(bool(settings.penalties))

    def tell(self, **changes: Any) -> None:
        """Settings with these fields changed."""
        self.changed.emit(replace(self._settings, **changes))

    def choice(self, labels: Mapping[Any, str], value_of: ValueOf, take: Take) -> QComboBox:
        box = QComboBox()
        box.setMinimumContentsLength(6)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.addItems(list(labels.values()))
        values = list(labels)  # kept here: Qt finds no tuples
        box.activated.connect(lambda index: take(values[index]))
        self._choices.append((box, values, value_of))
        return box

    def whole(self, low: int, high: int, value_of: ValueOf, take: Take) -> QSpinBox:
        box = QSpinBox(minimum=low, maximum=high)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(take)
        self._numbers.append((box, value_of))
        return box

    def decimal(self, low: float, high: float, decimals: int, value_of: ValueOf, take: Take) -> QDoubleSpinBox:
        box = QDoubleSpinBox(decimals=decimals, minimum=low, maximum=high)
        box.setKeyboardTracking(False)
        box.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        box.valueChanged.connect(take)
        self._numbers.append((box, value_of))
        return box

    def training_box(self, with_optimiser: bool) -> QWidget:
        """What both GANs are trained by."""
        box = QGroupBox(self.tr("Training"))
        form = QFormLayout(box)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        losses = {name: words(text) for name, text in LOSSES.items()}
        penalties = {key: words(text) for key, text in PENALTIES.items()}
        self.weight: QDoubleSpinBox = self.decimal(
            0,
            MOST_WEIGHT,
            3,
            lambda one: one.penalties[0][1] if one.penalties else WEIGHT,
            lambda value: self._penalise(tuple(name for name, _weight in self._settings.penalties), value),
        )
        momentum = self.decimal(0, 0.99, 2, lambda one: one.momentum, lambda value: self.tell(momentum=value))
        momentum.setToolTip(self.tr("How long earlier gradients are remembered; of Adam its first beta"))
        steps = self.whole(
            1, MOST_STEPS, lambda one: one.discriminator_steps, lambda value: self.tell(discriminator_steps=value)
        )
        steps.setToolTip(self.tr("Steps of the discriminator for each of the generator"))
        batch = self.whole(2, MOST_BATCH, lambda one: one.batch, lambda value: self.tell(batch=value))
        batch.setToolTip(self.tr("How many are looked at in a step"))
        seed = self.whole(0, HIGHEST_SEED, lambda one: one.seed, lambda value: self.tell(seed=value))
        seed.setToolTip(self.tr("The same number gives the same run"))
        rows: dict[str, QWidget] = {
            self.tr("Loss"): self.choice(losses, lambda one: one.loss, lambda value: self.tell(loss=value)),
            self.tr("Penalty"): self.choice(
                penalties,
                lambda one: tuple(name for name, _weight in one.penalties),
                lambda names: self._penalise(names, self.weight.value()),
            ),
            self.tr("Its weight"): self.weight,
        }
        if with_optimiser:
            rows[self.tr("Optimiser")] = self.choice(
                OPTIMISERS, lambda one: one.optimiser, lambda value: self.tell(optimiser=value)
            )
        rows |= {
            self.tr("Momentum"): momentum,
            self.tr("D steps"): steps,
            self.tr("Batch"): batch,
            self.tr("Seed"): seed,
        }
        for label, widget in rows.items():
            widget.setAccessibleName(label)
            form.addRow(label, widget)
        return box

    def _penalise(self, names: tuple[str, ...], weight: float) -> None:
        self.tell(penalties=tuple((name, weight) for name in names))
