"""BesideView: autoencoder, VAE and GAN on the same data, one beside the other."""

import colorsys
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganeditor.project.lab.settings import LabSettings
from ganeditor.project.lab.shapes import DRAWN, EXTENT
from ganeditor.project.lab.snapshot import Array, CoderSnapshot
from ganeditor.ui.features.lab.colours import lab_colours
from ganeditor.ui.features.lab.ground import Ground
from ganeditor.ui.features.lab.playing import PlayRow
from ganeditor.ui.features.lab.texts import DATA, LESSONS, MODELS, NOTHING, number, words
from ganeditor.ui.features.lab.verbs import Experimenting
from ganeditor.ui.features.lab.views import LabView
from ganeditor.ui.i18n import QT_TRANSLATE_NOOP
from ganeditor.ui.theme import colours

CODES = 3.2
"""Latent spaces are shown up to so many deviations."""

ROWS = (
    QT_TRANSLATE_NOOP("Lab", "Drawn again"),
    QT_TRANSLATE_NOOP("Lab", "Random samples"),
    QT_TRANSLATE_NOOP("Lab", "Latent space"),
)
"""Of pictures, in each column."""

SPREAD = 0.35
"""By so much codes of one number are scattered upwards, so that they can be seen."""


class BesideView(QWidget):
    """The second tab: rows for reconstructions, samples and the latent space, a column each model."""

    def __init__(self, verbs: Experimenting) -> None:
        super().__init__()
        self._verbs = verbs
        self.playing = PlayRow(verbs, steps=False)
        self.data, self.width_choice = QComboBox(), QComboBox()
        for name, text in DATA.items():
            if name != DRAWN:
                self.data.addItem(words(text), name)
        self.data.setAccessibleName(self.tr("Data"))
        self.data.setPlaceholderText(words(DATA[DRAWN]))
        self.data.activated.connect(lambda _index: self._change(data=self.data.currentData()))
        for width, text in ((1, self.tr("Codes of one number")), (2, self.tr("Codes of two numbers"))):
            self.width_choice.addItem(text, width)
        self.width_choice.setAccessibleName(self.tr("Latent space"))
        self.width_choice.activated.connect(lambda _index: self._change(noise_width=self.width_choice.currentData()))
        top = QHBoxLayout()
        top.addWidget(self.data)
        top.addWidget(self.width_choice)
        top.addLayout(self.playing, 1)
        grid = QGridLayout()
        self.columns: dict[str, _Column] = {}
        for column, (name, title) in enumerate(MODELS.items(), 1):
            heading = QLabel(words(title))
            heading.setProperty("role", "title")
            lesson = _muted(words(LESSONS[name]))
            lesson.setWordWrap(True)
            lesson.setAlignment(Qt.AlignmentFlag.AlignTop)
            self.columns[name] = one = _Column(words(title), name != "gan")
            for row, widget in enumerate(one.rows(heading, lesson)):
                grid.addWidget(widget, row, column)
            grid.setColumnStretch(column, 1)
        for row, text in enumerate(ROWS, 2):
            label = QLabel(words(text))
            label.setWordWrap(True)
            grid.addWidget(label, row, 0)
            grid.setRowStretch(row, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addLayout(grid, 1)

    def _change(self, **changes: Any) -> None:
        self._verbs.change(replace(self._verbs.view.settings, **changes))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "columns"):
            for column in self.columns.values():
                column.show_coder(None, self._verbs.view.settings)
            self.show_view(self._verbs.view)

    def show_view(self, view: LabView) -> None:
        beside, settings = view.beside, view.settings
        self.playing.show_play(view.playing, view.speed, view.waiting, beside.epoch if beside else None)
        self.data.setCurrentIndex(self.data.findData(settings.data))
        self.width_choice.setCurrentIndex(self.width_choice.findData(settings.noise_width))
        for name, column in self.columns.items():
            column.show_coder(beside.shown[name] if beside else None, settings)


class _Column:
    """The pictures of one model."""

    def __init__(self, model: str, encodes: bool) -> None:
        again, samples, codes = (f"{model}: {words(row)}" for row in ROWS)
        self.samples, self.codes = CloudView(samples, EXTENT), CloudView(codes, CODES)
        self.again = CloudView(again, EXTENT) if encodes else None
        self.first = self.again or _muted(words(NOTHING))
        self.figures = QLabel()
        self.figures.setWordWrap(True)
        self._js = words(QT_TRANSLATE_NOOP("Lab", "Divergence of the samples (JS) {value}"))
        self._error = words(QT_TRANSLATE_NOOP("Lab", "mean distance of points drawn again {value}"))
        self._shown: CoderSnapshot | None = None

    def rows(self, *above: QWidget) -> tuple[QWidget, ...]:
        """All of it, from the top."""
        return (*above, self.first, self.samples, self.codes, self.figures)

    def show_coder(self, shown: CoderSnapshot | None, settings: LabSettings) -> None:
        if shown is self._shown:
            return
        self._shown = shown
        if shown is None:
            for view in (self.again, self.samples, self.codes):
                if view:
                    view.clear_all()
            self.figures.clear()
            return
        now = lab_colours()
        reals = hues(shown.reals)
        if self.again:
            self.again.show_lines(shown.reals, shown.again)
            self.again.show_cloud(shown.again, reals)
        self.samples.show_sheet(shown.sheet)
        self.samples.show_ground(shown.reals, now.real)
        self.samples.show_cloud(shown.samples, [QColor(now.fake)] * len(shown.samples))
        flat = settings.noise_width == 1
        self.codes.show_ground(_spread(shown.prior, flat), colours().disabled)
        self.codes.show_cloud(_spread(shown.codes, flat), reals if self.again else hues(shown.samples))
        said = [self._js.format(value=number(shown.js))]
        if self.again:
            said.append(self._error.format(value=number(shown.error)))
        self.figures.setText(" · ".join(said))


class CloudView(Ground):
    """Points in colours, over paler ones, with lines between."""

    def __init__(self, name: str, reach: float) -> None:
        super().__init__(name, reach, 100)
        self._sheet, self._lines = (pyqtgraph.PlotCurveItem(connect="finite") for _ in range(2))
        self._ground = pyqtgraph.ScatterPlotItem(size=4, pen=None)
        self._cloud = pyqtgraph.ScatterPlotItem(size=5, pen=None)
        for item in (self._sheet, self._lines, self._ground, self._cloud):
            self.box.addItem(item)
        self.put_on()

    def clear_all(self) -> None:
        for item in (self._sheet, self._lines, self._ground, self._cloud):
            item.clear()

    def show_cloud(self, points: Array, each: list[QColor]) -> None:
        self._cloud.setData(pos=points, brush=each)

    def show_ground(self, points: Array, colour: str) -> None:
        pale = QColor(colour)
        pale.setAlphaF(0.35)
        self._ground.setData(pos=points, brush=pale)

    def show_lines(self, starts: Array, ends: Array) -> None:
        """A line from each start to its end."""
        gap = np.full_like(starts, np.nan)
        path = np.stack([starts, ends, gap], 1).reshape(-1, 2)
        self._lines.setData(path[:, 0], path[:, 1])

    def show_sheet(self, sheet: Array) -> None:
        """Its grid's lines."""
        gap = np.full((1, sheet.shape[1], 2), np.nan)
        paths = [np.concatenate([sheet, gap]).transpose(1, 0, 2).reshape(-1, 2)]
        if sheet.shape[1] > 1:
            paths.append(np.concatenate([sheet, np.full((len(sheet), 1, 2), np.nan)], 1).reshape(-1, 2))
        path = np.concatenate(paths)
        self._sheet.setData(path[:, 0], path[:, 1])

    def put_on(self) -> None:
        super().put_on()
        self._lines.setPen(QPen(QColor(colours().disabled), 0))
        faint = QColor(lab_colours().fake)
        faint.setAlphaF(0.4)
        self._sheet.setPen(QPen(faint, 0))


def _muted(text: str) -> QLabel:
    label = QLabel(text, alignment=Qt.AlignmentFlag.AlignCenter)
    label.setProperty("role", "muted")
    return label


def hues(points: Array) -> list[QColor]:
    """A colour for each place on the plane: its direction is the hue."""
    angles = np.arctan2(points[:, 1], points[:, 0]) / (2 * np.pi) % 1
    far = np.clip(np.linalg.norm(points, axis=1), 0.25, 1)
    rows = zip(angles.tolist(), far.tolist(), strict=True)
    return [QColor.fromRgbF(*colorsys.hls_to_rgb(angle, 0.5, 0.35 + 0.55 * share)) for angle, share in rows]


def _spread(codes: Array, flat: bool) -> npt.NDArray[np.floating]:
    """Codes as points: those of one number are scattered upwards."""
    if not flat:
        return codes
    up = np.random.default_rng(0).uniform(-SPREAD, SPREAD, len(codes))
    return np.stack([codes[:, 0], up], 1)
