"""RunWatch: the pictures that a run makes, over its intervals, and its curves."""

from collections.abc import Mapping

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from ganeditor.project.runs import Curve
from ganeditor.ui.features.training.views import TrainingView
from ganeditor.ui.i18n import translated
from ganeditor.ui.widgets.controls import PictureView
from ganeditor.ui.widgets.curves import CurvePlot

ACCURACY = "accuracy"
SHARES = (ACCURACY, "augmentation")
"""Figures between 0 and 1, which stand apart from losses."""

SIDE = 320  # pixels of the pictures, at least


class RunWatch(QWidget):
    """The slider's end is always the newest grid."""

    grid_wanted = Signal(object)  # its place, or None for the newest

    def __init__(self) -> None:
        super().__init__()
        self.picture = PictureView(self.tr("Pictures of the generator"), SIDE)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Which pictures are shown"))
        self.slider.valueChanged.connect(self._moved)
        self.step = QLabel()
        along = self.tr("step")
        self.losses = CurvePlot(self.tr("Losses"), along)
        self.shares = CurvePlot(self.tr("Share of pictures that the discriminator tells right"), along, 0.5)
        self.measures = CurvePlot(self.tr("Measures"), along)
        row = QHBoxLayout()
        row.addWidget(self.slider, 1)
        row.addWidget(self.step)
        self.curves = QWidget()
        left, right = QVBoxLayout(), QVBoxLayout(self.curves)
        right.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.picture, 1)
        left.addLayout(row)
        for plot in (self.losses, self.shares, self.measures):
            right.addWidget(plot, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(left, 1)
        layout.addWidget(self.curves, 1)

    def show_view(self, view: TrainingView) -> None:
        run = view.run
        grids = run.grids if run else ()
        self.picture.show_picture(view.picture)
        self.picture.show_words(self._words(view))
        place = len(grids) - 1 if view.at is None else min(view.at, len(grids) - 1)
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(len(grids) - 1, 0))
            self.slider.setValue(max(place, 0))
        self.slider.setEnabled(len(grids) > 1)
        self.slider.setVisible(bool(grids))
        self.curves.setVisible(view.folder is not None)
        self.step.setText(self.tr("Step {step}").format(step=QLocale().toString(grids[place][0])) if grids else "")
        figures, measures = (run.figures, run.measures) if run else ({}, {})
        self.losses.show_curves(_named({name: row for name, row in figures.items() if name not in SHARES}))
        self.shares.show_curves(_named({name: row for name, row in figures.items() if name in SHARES}))
        self.measures.show_curves(_named(measures))
        self.shares.setVisible(not figures or ACCURACY in figures)
        self.measures.setVisible(bool(measures))

    def _words(self, view: TrainingView) -> str:
        if view.folder is None:
            return self.tr("Choose a task and a folder of pictures, or open a run. Pictures and curves are shown here.")
        if view.busy:
            return self.tr("The first pictures come at the end of the first interval.")
        return self.tr("This run has no pictures yet.")

    def _moved(self, place: int) -> None:
        self.grid_wanted.emit(None if place == self.slider.maximum() else place)


def _named(curves: Mapping[str, Curve]) -> dict[str, Curve]:
    """By the names that people read."""
    return {translated(name, "Figures"): curve for name, curve in curves.items()}
