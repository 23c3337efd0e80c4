"""Playground: one GAN on the plane, with its controls, the way of its data, all layers and its curves."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor.ui.features.lab.controls import SettingsColumn
from ganeditor.ui.features.lab.flow import FlowView
from ganeditor.ui.features.lab.graphs import GRAPHS, GraphsView
from ganeditor.ui.features.lab.plane import PlaneView
from ganeditor.ui.features.lab.playing import PlayRow
from ganeditor.ui.features.lab.texts import LAYER_TIPS, LAYERS, PARAGRAPHS, PRESETS, words
from ganeditor.ui.features.lab.texts import STAGES as STAGE_TEXTS
from ganeditor.ui.features.lab.verbs import Experimenting
from ganeditor.ui.features.lab.views import STAGES, LabView
from ganeditor.ui.widgets.column import scrolled_column
from ganeditor.ui.widgets.controls import set_icon

LEFT, RIGHT = 314, 300  # pixels of the columns
NARROW = 220  # pixels of the right one on a small screen
LAYER_COLUMNS = 3  # of ticks below the plane
HIDDEN_AT_FIRST = ("lines",)


class Playground(QWidget):
    """The first tab."""

    export_wanted = Signal()
    open_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, verbs: Experimenting) -> None:
        super().__init__()
        self._verbs = verbs
        self.settings = SettingsColumn()
        self.settings.changed.connect(verbs.change)
        self.settings.draw_wanted.connect(verbs.draw)
        self.settings.points_forgotten.connect(lambda: verbs.add_points(()))
        self.flow = FlowView()
        self.plane = PlaneView(self.tr("The plane with real points and fakes"))
        self.plane.drawn.connect(verbs.add_points)
        self.graphs = GraphsView(GRAPHS)
        self.playing = PlayRow(verbs, steps=True)
        self.slow = QCheckBox(self.tr("Slow motion"))
        self.slow.setToolTip(self.tr("Show each stage of an epoch for a second, and light what takes part"))
        self.slow.clicked.connect(verbs.set_slow)
        self.stage = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.stage.setWordWrap(True)
        left = QVBoxLayout()
        settings = scrolled_column(self.settings)
        settings.setFixedWidth(LEFT)
        left.addWidget(settings, 1)
        left.addLayout(self._files_row())
        middle = QVBoxLayout()
        middle.addLayout(self.playing)
        middle.addWidget(self.flow)
        stages = QHBoxLayout()
        stages.addWidget(self.slow)
        stages.addWidget(self.stage, 1)
        middle.addLayout(stages)
        middle.addWidget(self.plane, 1)
        middle.addLayout(self._layers_grid())
        right = QWidget()
        right.setMinimumWidth(NARROW)
        right.setMaximumWidth(RIGHT)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._preset_box())
        column.addWidget(self.graphs, 1)
        layout = QHBoxLayout(self)
        layout.addLayout(left)
        layout.addLayout(middle, 2)
        layout.addWidget(right, 1)

    def show_view(self, view: LabView) -> None:
        shown = view.shown
        self.settings.show_settings(view.settings)
        self.settings.show_drawing(view.drawing)
        self.playing.show_play(view.playing, view.speed, view.waiting, shown.epoch if shown else None)
        self.playing.speed.setEnabled(not view.slow)
        self.slow.setChecked(view.slow)
        self.flow.show_flow(view.settings, shown, view.stage)
        self.plane.drawing = view.drawing
        self.plane.setCursor(Qt.CursorShape.CrossCursor if view.drawing else Qt.CursorShape.ArrowCursor)
        if view.drawing:
            self.plane.show_points(view.settings.drawn)
        else:
            self.plane.show_snapshot(shown)
        self.stage.setVisible(view.stage is not None)
        if view.stage is not None:
            self.stage.setText(words(STAGE_TEXTS[STAGES[view.stage].name]))
        self.graphs.show_moment(shown)
        self.presets.setCurrentIndex(self.presets.findData(view.preset))
        self.paragraph.setText(words(PARAGRAPHS[view.preset]) if view.preset else self._own_words())
        self.export.setEnabled(view.kept > 1 and view.exporting is None)

    def layers_on(self) -> dict[str, bool]:
        """Which layers are shown."""
        return {name: box.isChecked() for name, box in self.layers.items()}

    # --- parts -------------------------------------------------------------------------------------------------------

    def _preset_box(self) -> QWidget:
        box = QGroupBox(self.tr("Experiment"))
        self.presets = QComboBox()
        self.presets.setAccessibleName(box.title())
        self.presets.setPlaceholderText(self.tr("Your own"))
        for name, text in PRESETS.items():
            self.presets.addItem(words(text), name)
        self.presets.activated.connect(lambda _index: self._verbs.choose_preset(self.presets.currentData()))
        self.paragraph = QLabel()
        self.paragraph.setWordWrap(True)
        self.paragraph.setProperty("role", "muted")
        layout = QVBoxLayout(box)
        layout.addWidget(self.presets)
        layout.addWidget(self.paragraph)
        return box

    def _own_words(self) -> str:
        return self.tr("Settings of your own. Rates, loss and penalty can be changed while it runs.")

    def _files_row(self) -> QHBoxLayout:
        self.open = QPushButton(self.tr("Open…"), autoDefault=False)
        self.open.setToolTip(self.tr("Settings from a file"))
        set_icon(self.open, "open")
        self.open.clicked.connect(self.open_wanted)
        self.save = QPushButton(self.tr("Save…"), autoDefault=False)
        self.save.setToolTip(self.tr("These settings as a file"))
        set_icon(self.save, "save")
        self.save.clicked.connect(self.save_wanted)
        self.export = QPushButton(self.tr("Film…"), autoDefault=False)
        self.export.setToolTip(self.tr("The run so far as GIF or MP4, with the layers that are shown"))
        set_icon(self.export, "film")
        self.export.clicked.connect(self.export_wanted)
        row = QHBoxLayout()
        for button in (self.open, self.save, self.export):
            row.addWidget(button, 1)
        return row

    def _layers_grid(self) -> QGridLayout:
        """A tick for each layer."""
        grid = QGridLayout()
        self.layers: dict[str, QCheckBox] = {}
        for number, (name, text) in enumerate(LAYERS.items()):
            box = QCheckBox(words(text))
            box.setChecked(name not in HIDDEN_AT_FIRST)
            box.setToolTip(words(LAYER_TIPS[name]))
            box.toggled.connect(lambda on, name=name: self.plane.show_layer(name, on))
            self.plane.show_layer(name, box.isChecked())
            self.layers[name] = box
            grid.addWidget(box, number // LAYER_COLUMNS, number % LAYER_COLUMNS, Qt.AlignmentFlag.AlignHCenter)
        return grid
