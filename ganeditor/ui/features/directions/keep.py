"""KeepBar and ComponentRow: a direction that was found, tried with a slider, and kept under a name."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget

from ganeditor.ui.features.directions.verbs import Directing
from ganeditor.ui.features.directions.views import AMOUNTS, Found, Layers
from ganeditor.ui.widgets.controls import Amount, PictureView

STRIP_HEIGHT = 76  # pixels


class KeepBar(QWidget):
    """A slider that previews the direction, the layers it acts on, and a name to keep it under."""

    def __init__(self, verbs: Directing) -> None:
        super().__init__()
        self._verbs = verbs
        self._found: Found | None = None
        self._layers = 0
        tip = self.tr("Preview the direction on the face on the right, in standard deviations")
        self.amount = Amount(self.tr("Preview"), tip, AMOUNTS[0], AMOUNTS[-1], 0, 1)
        self.amount.changed.connect(lambda _value: self._preview())
        self.first, self.last = QSpinBox(), QSpinBox()
        self.first.setAccessibleName(self.tr("First layer"))
        self.last.setAccessibleName(self.tr("Last layer"))
        for box in (self.first, self.last):
            box.setToolTip(self.tr("The direction acts on these layers only; the first ones make pose and shape"))
            box.valueChanged.connect(lambda _value: self._preview())
        self.name = QLineEdit(placeholderText=self.tr("Name"))
        self.name.setAccessibleName(self.tr("Name of the attribute"))
        self.name.setMinimumWidth(90)
        self.name.textChanged.connect(lambda _text: self._enable())
        self.name.returnPressed.connect(self._keep)
        self.keep = QPushButton(self.tr("Keep"), autoDefault=False)
        self.keep.setToolTip(self.tr("Make it an attribute with this name, for all photos"))
        self.keep.clicked.connect(self._keep)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.amount, 3)
        label = QLabel(self.tr("Layers"))
        label.setBuddy(self.first)
        row.addWidget(label)
        row.addWidget(self.first)
        row.addWidget(QLabel("–"))
        row.addWidget(self.last)
        row.addWidget(self.name, 2)
        row.addWidget(self.keep)
        self._enable()

    def show_found(self, found: Found | None, layers: int) -> None:
        """layers: how many the model has."""
        if found is None or self._found is None or found.vector is not self._found.vector:
            with QSignalBlocker(self.amount):
                self.amount.set_value(0)
        self._found = found
        if layers != self._layers:
            self._layers = layers
            with QSignalBlocker(self.first), QSignalBlocker(self.last):
                for box in (self.first, self.last):
                    box.setMaximum(max(0, layers - 1))
                self.first.setValue(0)
                self.last.setValue(max(0, layers - 1))
        self._enable()

    @property
    def range(self) -> Layers | None:
        """The chosen layers; None is all."""
        first, last = sorted((self.first.value(), self.last.value()))
        return None if (first, last) == (0, self._layers - 1) else (first, last)

    def _preview(self) -> None:
        if self._found:
            self._verbs.preview(self._found, self.amount.value, self.range)

    def _keep(self) -> None:
        label = self.name.text().strip()
        if self._found and label:
            self._verbs.keep(self._found, label, self.range)

    def _enable(self) -> None:
        for widget in (self.amount, self.first, self.last, self.name):
            widget.setEnabled(self._found is not None)
        self.keep.setEnabled(self._found is not None and bool(self.name.text().strip()))


class StripView(PictureView):
    """Pictures along a direction, from AMOUNTS[0] to AMOUNTS[-1]."""

    def __init__(self, name: str) -> None:
        super().__init__(name, STRIP_HEIGHT)
        self.setMinimumWidth(len(AMOUNTS) * STRIP_HEIGHT)
        self.setFixedHeight(STRIP_HEIGHT)
        self.show_words("…")
        self.setToolTip(self.tr("The mean face, from −3 to +3 standard deviations along the direction"))


class ComponentRow(QFrame):
    """One principal component."""

    def __init__(self, verbs: Directing) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._title = QLabel()
        self._title.setMinimumWidth(self.fontMetrics().horizontalAdvance("00   100.0 %"))
        self._strip = StripView(self.tr("Pictures along the component"))
        self.bar = KeepBar(verbs)
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addWidget(self._strip, 1, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addLayout(top)
        layout.addWidget(self.bar)

    def show_found(self, found: Found, layers: int) -> None:
        share = "" if found.share is None else f"{100 * found.share:.1f} %"
        self._title.setText(f"<b>{found.title}</b><br>{share}")
        self._title.setToolTip(self.tr("Number of the component, and its share of the variance"))
        self.setAccessibleName(self.tr("Component {number}, {share}").format(number=found.title, share=share))
        self._strip.show_picture(found.strip)
        self.bar.show_found(found, layers)
