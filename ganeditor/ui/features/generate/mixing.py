"""MixingBox: which styles are taken from a second face, by groups or single layers, and how much."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
)

from ganeditor.ui.features.generate.verbs import Generating
from ganeditor.ui.features.generate.views import GenerateView, Mix
from ganeditor.ui.widgets.controls import Amount, PictureView

COLUMNS = 6  # of layer ticks
SECOND_SIDE = 72  # pixels


class MixingBox(QGroupBox):
    """Made anew when the model's layers are known."""

    changed = Signal()

    def __init__(self, verbs: Generating) -> None:
        super().__init__()
        self.setTitle(self.tr("Mix styles of a second face"))
        self._verbs = verbs
        self._groups: dict[str, QToolButton] = {}
        self._ticks: list[QCheckBox] = []
        self._names = {"coarse": self.tr("Coarse"), "middle": self.tr("Middle"), "fine": self.tr("Fine")}
        self._tips = {
            "coarse": self.tr("Pose, shape of the face and glasses: layers of 4 and 8 pixels"),
            "middle": self.tr("Eyes, mouth and hair: layers of 16 and 32 pixels"),
            "fine": self.tr("Colours and small structure: layers of 64 pixels and more"),
        }
        self._second = PictureView(self.tr("Second face"), SECOND_SIDE)
        self._second.setFixedSize(SECOND_SIDE, SECOND_SIDE)
        self._second.show_words("?")
        self._amount = Amount(self.tr("Amount"), self.tr("How much of the second face is taken"), 0, 1, 1)
        self._amount.changed.connect(self._mix)
        self._layers = QGridLayout()
        self._layers.setSpacing(3)
        self._group_row = QHBoxLayout()
        layout = QVBoxLayout(self)
        layout.setSpacing(5)
        layout.addLayout(self._top())
        layout.addLayout(self._group_row)
        layout.addLayout(self._layers)
        amount = QHBoxLayout()
        label = QLabel(self.tr("Amount"))
        label.setBuddy(self._amount)
        amount.addWidget(label)
        amount.addWidget(self._amount, 1)
        layout.addLayout(amount)

    def _top(self) -> QHBoxLayout:
        self._take = QPushButton(self.tr("Take the face above"), autoDefault=False)
        self._take.setToolTip(self.tr("The face above becomes the second one; then choose another in the grid"))
        self._take.clicked.connect(lambda: self._verbs.use_as_second())
        self._photo = QPushButton(self.tr("Take the photo's face"), autoDefault=False)
        self._photo.setToolTip(self.tr("The chosen face of the photo in the main window becomes the second one"))
        self._photo.clicked.connect(lambda: self._verbs.use_photo_as_second())
        column = QVBoxLayout()
        column.addWidget(self._take)
        column.addWidget(self._photo)
        top = QHBoxLayout()
        top.addWidget(self._second)
        top.addLayout(column, 1)
        return top

    def show_view(self, view: GenerateView) -> None:
        if view.layers != len(self._ticks):
            self._build(view)
        self._second.show_picture(view.second.picture if view.second else None)
        self._second.setToolTip(view.second.name if view.second else self.tr("No second face yet"))
        self._take.setEnabled(view.result is not None)
        self._photo.setEnabled(view.has_photo_face)
        for widget in (*self._ticks, *self._groups.values(), self._amount):
            widget.setEnabled(view.second is not None)

    def _build(self, view: GenerateView) -> None:
        for widget in (*self._ticks, *self._groups.values()):
            widget.deleteLater()
        self._ticks = [QCheckBox(str(number)) for number in range(view.layers)]
        for number, tick in enumerate(self._ticks):
            tick.setAccessibleName(self.tr("Layer {number}").format(number=number))
            tick.setToolTip(self.tr("Take layer {number} from the second face").format(number=number))
            tick.toggled.connect(self._mix)
            self._layers.addWidget(tick, number // COLUMNS, number % COLUMNS)
        self._groups = {}
        for name, layers in view.groups.items():
            button = self._groups[name] = QToolButton()
            button.setText(self._names[name])
            button.setCheckable(True)
            button.setToolTip(self._tips[name])
            button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().verticalPolicy())
            button.setEnabled(bool(layers))
            button.clicked.connect(lambda on, layers=layers: self._set(layers, on))
            button.setProperty("layers", list(layers))
            self._group_row.addWidget(button)

    def _set(self, layers: tuple[int, ...], on: bool) -> None:
        for number in layers:
            blocked = self._ticks[number].blockSignals(True)
            self._ticks[number].setChecked(on)
            self._ticks[number].blockSignals(blocked)
        self._mix()

    def _mix(self) -> None:
        chosen = tuple(number for number, tick in enumerate(self._ticks) if tick.isChecked())
        for button in self._groups.values():
            button.setChecked(bool(button.property("layers")) and set(button.property("layers")) <= set(chosen))
        self._verbs.mix(Mix(chosen, self._amount.value))
