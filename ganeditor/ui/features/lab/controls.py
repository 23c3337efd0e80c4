"""SettingsColumn: what the small GAN learns from and how; every change is told as whole settings."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QGroupBox,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor.project.lab.settings import MOST_LAYERS, MOST_NEURONS, MOST_RATE, LabSettings
from ganeditor.project.lab.shapes import DRAWN, EXTENT, SHAPES, sample
from ganeditor.ui.features.lab.colours import lab_colours
from ganeditor.ui.features.lab.fields import SettingsForm
from ganeditor.ui.features.lab.texts import ACTIVATIONS, DATA, NOISES, words

ICON_SIDE = 44  # pixels
ACROSS = 4  # icons side by side


class SettingsColumn(SettingsForm):
    """Shows LabSettings and tells other ones."""

    draw_wanted = Signal(bool)
    points_forgotten = Signal()

    def __init__(self) -> None:
        super().__init__(LabSettings())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        for part in (self._data_box(), self._networks_box(), self.training_box(with_optimiser=True)):
            layout.addWidget(part)
        layout.addStretch()

    def show_drawing(self, drawing: bool) -> None:
        """After the settings: whether the person draws the data now."""
        self._drawing_row.setVisible(drawing)
        for name, button in self._data.items():
            with QSignalBlocker(button):
                button.setChecked(name == (DRAWN if drawing else self._settings.data))

    # --- parts -------------------------------------------------------------------------------------------------------

    def _data_box(self) -> QWidget:
        box = QGroupBox(self.tr("Data and noise"))
        grid = QGridLayout()
        grid.setSpacing(3)
        self._data: dict[str, QToolButton] = {}
        for index, (name, label) in enumerate(DATA.items()):
            button = QToolButton()
            button.setCheckable(True)
            button.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
            button.setToolTip(words(label))
            button.setAccessibleName(words(label))
            button.clicked.connect(lambda _on, name=name: self._choose_data(name))
            grid.addWidget(button, index // ACROSS, index % ACROSS)
            self._data[name] = button
        self._paint_icons()
        self._drawing_row = QWidget()
        row = QVBoxLayout(self._drawing_row)
        row.setContentsMargins(0, 0, 0, 0)
        hint = QLabel(self.tr("Draw on the plane with the mouse."))
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        done = QPushButton(self.tr("Done"), autoDefault=False)
        done.clicked.connect(lambda: self.draw_wanted.emit(False))
        forget = QPushButton(self.tr("Erase all"), autoDefault=False)
        forget.clicked.connect(lambda: self.points_forgotten.emit())
        for widget in (hint, done, forget):
            row.addWidget(widget)
        noise = self.choice(
            {key: words(text) for key, text in NOISES.items()},
            lambda one: (one.noise, one.noise_width),
            lambda kind: self.tell(noise=kind[0], noise_width=kind[1]),
        )
        noise.setAccessibleName(self.tr("Noise"))
        noise.setToolTip(self.tr("What the generator makes points of"))
        layout = QVBoxLayout(box)
        layout.addLayout(grid)
        layout.addWidget(self._drawing_row)
        layout.addWidget(noise)
        return box

    def _networks_box(self) -> QWidget:
        box = QGroupBox(self.tr("Networks"))
        grid = QGridLayout(box)
        titles = (self.tr("Generator"), self.tr("Discriminator"))
        tips = {
            "layers": (self.tr("Layers"), self.tr("Hidden layers")),
            "neurons": (self.tr("Neurons"), self.tr("Neurons of each layer")),
            "activation": (self.tr("Activation"), self.tr("What each neuron does with its sum")),
            "rate": (self.tr("Rate"), self.tr("How far weights move in a step; changes at once, while it runs")),
        }
        for column, (title, part) in enumerate(zip(titles, ("generator", "discriminator"), strict=True), 1):
            grid.addWidget(QLabel(title), 0, column)
            for row, (field, (label, tip)) in enumerate(tips.items(), 1):
                widget = self._network_field(part, field)
                widget.setToolTip(tip)
                widget.setAccessibleName(f"{title}: {label}")
                grid.addWidget(widget, row, column)
        for row, (label, _tip) in enumerate(tips.values(), 1):
            grid.addWidget(QLabel(label), row, 0)
        return box

    def _network_field(self, part: str, field: str) -> QWidget:
        def value_of(settings: LabSettings) -> Any:
            return getattr(getattr(settings, part), field)

        def take(value: Any) -> None:
            network = replace(getattr(self._settings, part), **{field: value})
            self.tell(**{part: network})

        if field == "activation":
            return self.choice(ACTIVATIONS, value_of, take)
        if field == "rate":
            return self.decimal(0, MOST_RATE, 5, value_of, take)
        return self.whole(1, MOST_LAYERS if field == "layers" else MOST_NEURONS, value_of, take)

    def _choose_data(self, name: str) -> None:
        if name == DRAWN:
            self.draw_wanted.emit(True)
        else:
            self.tell(data=name)

    # --- icons -------------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_data"):
            self._paint_icons()

    def _paint_icons(self) -> None:
        for name, button in self._data.items():
            button.setIcon(_icon_of(name))


def _icon_of(name: str) -> QIcon:
    """A distribution; it is framed while it is chosen, which the dark theme's buttons hardly show."""
    icon = QIcon(_pixmap_of(name, framed=False))
    icon.addPixmap(_pixmap_of(name, framed=True), QIcon.Mode.Normal, QIcon.State.On)
    return icon


def _pixmap_of(name: str, framed: bool) -> QPixmap:
    """Some points of a distribution, or a pencil for the one that is drawn."""
    pixmap = QPixmap(2 * ICON_SIDE, 2 * ICON_SIDE)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(lab_colours().real)
    if framed:
        painter.setPen(QPen(colour, 2))
        painter.drawRoundedRect(QRectF(1, 1, ICON_SIDE - 2, ICON_SIDE - 2), 4, 4)
    if name == DRAWN:
        painter.setPen(QPen(colour, 2.5))
        painter.drawPolyline([QPointF(9, 33), QPointF(13, 34), QPointF(12, 30), QPointF(31, 10), QPointF(35, 14)])
        painter.drawPolyline([QPointF(35, 14), QPointF(13, 34), QPointF(9, 38)])
    else:
        half = ICON_SIDE / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for x, y in (sample(SHAPES[name], 160, (0,)) * (half - 4) / EXTENT).tolist():
            painter.drawEllipse(QPointF(half + x, half - y), 1.1, 1.1)
    painter.end()
    return pixmap
