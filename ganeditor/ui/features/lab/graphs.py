"""The Lab's curves: each figure over the epochs of a run, with its newest value."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ganeditor.project.lab.snapshot import PictureSnapshot, Snapshot
from ganeditor.ui.features.lab.colours import lab_colours
from ganeditor.ui.features.lab.texts import number, words
from ganeditor.ui.i18n import QT_TRANSLATE_NOOP
from ganeditor.ui.theme import colours

MOST = 1500
"""Points of a curve; of more, every other is forgotten."""

MODES = "modes"

Moment = Snapshot | PictureSnapshot


@dataclass(frozen=True)
class Curve:
    """A figure of snapshots."""

    figure: str
    label: str
    colour: str  # field of LabColours


@dataclass(frozen=True)
class Graph:
    """Curves that share an axis."""

    title: str
    tip: str
    curves: tuple[Curve, ...]
    low: float | None = None  # where the axis begins and ends, if that is known
    high: float | None = None
    epochs: bool = False  # whether the axis below is shown


GRAPHS = (
    Graph(
        QT_TRANSLATE_NOOP("Lab", "Losses"),
        QT_TRANSLATE_NOOP("Lab", "What each network wants to be low; they can't both win"),
        (
            Curve("discriminator", "D", "real"),
            Curve("generator", "G", "fake"),
        ),
    ),
    Graph(
        QT_TRANSLATE_NOOP("Lab", "Discriminator's accuracy"),
        QT_TRANSLATE_NOOP("Lab", "Share of points that it tells right; 0.5 is guessing"),
        (Curve("accuracy", "", "real"),),
        0.0,
        1.0,
    ),
    Graph(
        QT_TRANSLATE_NOOP("Lab", "Jensen-Shannon divergence"),
        QT_TRANSLATE_NOOP("Lab", "Between data and fakes, counted on a grid: 0 is the same, 0.69 is nothing in common"),
        (Curve("js", "", "fake"),),
        0.0,
        0.7,
    ),
    Graph(
        QT_TRANSLATE_NOOP("Lab", "KL divergence"),
        QT_TRANSLATE_NOOP("Lab", "From fakes to data, counted on a grid: high where data is not covered"),
        (Curve("kl", "", "other"),),
        0.0,
    ),
    Graph(
        QT_TRANSLATE_NOOP("Lab", "Fréchet distance"),
        QT_TRANSLATE_NOOP("Lab", "Between two Gaussians with the means and covariances of data and fakes"),
        (Curve("frechet", "", "fake"),),
        0.0,
    ),
    Graph(
        QT_TRANSLATE_NOOP("Lab", "Gradients at the fakes"),
        QT_TRANSLATE_NOOP("Lab", "Mean length of the arrows: how much the generator is told"),
        (Curve("pull", "", "pull"),),
        0.0,
        epochs=True,
    ),
    Graph(
        QT_TRANSLATE_NOOP("Lab", "Modes covered"),
        QT_TRANSLATE_NOOP("Lab", "Clusters of the data that have at least a fifth of their share of the fakes"),
        (Curve(MODES, "", "real"),),
        0.0,
    ),
)


class GraphsView(QWidget):
    """A graph for each of its rows, one below the other; that of modes only where the data has some."""

    def __init__(self, rows: Sequence[Graph]) -> None:
        super().__init__()
        self._rows = rows
        self._views = [_GraphView(row) for row in rows]
        self._epochs: list[float] = []
        self._figures: dict[str, list[float]] = {}
        self._last: Moment | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for view in self._views:
            layout.addWidget(view, 1)

    def show_moment(self, shown: Moment | None) -> None:
        """The next point of all curves; an earlier epoch than before begins them anew."""
        if shown is self._last:
            return
        before, self._last = self._last, shown
        if shown is None or before is None or shown.epoch < before.epoch or (shown.epoch, shown.steps) == (0, 0):
            self._epochs, self._figures = [], {}
        if shown is not None:
            self._add(shown)
        for view in self._views:
            view.show_curves(self._epochs, self._figures)
        top = shown.of_modes if isinstance(shown, Snapshot) else 0
        for row, view in zip(self._rows, self._views, strict=True):
            if row.curves[0].figure == MODES:
                view.setVisible(top > 1)
                view.show_top(top)

    def _add(self, shown: Moment) -> None:
        self._epochs.append(shown.epoch)
        nothing = float("nan")
        values = {**shown.figures, MODES: float(shown.modes)} if isinstance(shown, Snapshot) else shown.figures
        for graph in self._rows:
            for curve in graph.curves:
                row = self._figures.setdefault(curve.figure, [nothing] * (len(self._epochs) - 1))
                row.append(values.get(curve.figure, nothing))
        if len(self._epochs) > MOST:
            del self._epochs[1::2]
            for row in self._figures.values():
                del row[1::2]


class _GraphView(QWidget):
    """One graph with its title, which is the legend too."""

    def __init__(self, graph: Graph) -> None:
        super().__init__()
        self._graph = graph
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.RichText)
        self._title.setWordWrap(True)
        self._plot = pyqtgraph.GraphicsView()
        self._plot.setMinimumHeight(40)
        self._plot.setAccessibleName(words(graph.title))
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Of single items: pyqtgraph's whole plot has menus that stay.
        items = pyqtgraph.GraphicsLayout()
        items.setContentsMargins(0, 2, 4, 0)
        items.setSpacing(0)
        self._plot.setCentralItem(items)
        self._box = items.addViewBox(row=0, col=1, enableMouse=False, enableMenu=False)
        self._axes = pyqtgraph.AxisItem("left"), pyqtgraph.AxisItem("bottom")
        for axis, (row, column) in zip(self._axes, ((0, 0), (1, 1)), strict=True):
            axis.linkToView(self._box)
            axis.setStyle(tickLength=0, maxTickLevel=0)
            items.addItem(axis, row=row, col=column)
        self._axes[0].setWidth(34)
        self._axes[0].setGrid(40)
        self._axes[0].setZValue(-1)
        self._axes[1].setHeight(15)
        if not graph.epochs:
            self._axes[1].hide()
        if graph.low is not None:
            self._box.setLimits(yMin=graph.low - (graph.high or 0) * 0.05)
        if graph.high is not None:
            self._box.setYRange(graph.low, graph.high, padding=0.04)
        self.setToolTip(words(graph.tip))
        self._curves = [pyqtgraph.PlotCurveItem(antialias=True) for _curve in graph.curves]
        for curve in self._curves:
            self._box.addItem(curve)
        self._newest: list[float] = []
        self._top = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._title)
        layout.addWidget(self._plot, 1)
        self._put_on()

    def show_curves(self, epochs: list[float], figures: dict[str, list[float]]) -> None:
        self._newest = []
        for curve, line in zip(self._graph.curves, self._curves, strict=True):
            values = np.array(figures.get(curve.figure, []), float)
            known = ~np.isnan(values)
            line.setData(np.array(epochs, float)[known], values[known])
            self._newest.append(float(values[-1]) if len(values) else float("nan"))
        self._show_title()

    def show_top(self, top: int) -> None:
        """The highest value that there is."""
        if top not in (0, self._top):
            self._top = top
            self._box.setYRange(0, top, padding=0.04)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_newest"):
            self._put_on()

    def _put_on(self) -> None:
        theme, now = colours(), lab_colours()
        self._plot.setBackground(theme.base)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.75)
        for axis in self._axes:
            axis.setPen(QColor(theme.outline))
            axis.setTextPen(QColor(theme.muted))
            axis.setTickFont(font)
        for curve, line in zip(self._graph.curves, self._curves, strict=True):
            line.setPen(pyqtgraph.mkPen(getattr(now, curve.colour), width=1.5))
        self._show_title()

    def _show_title(self) -> None:
        parts = [f"<b>{words(self._graph.title)}</b>"]
        for index, curve in enumerate(self._graph.curves):
            value = self._newest[index] if self._newest else float("nan")
            text = "–" if value != value else number(value)
            if curve.figure == MODES and self._top:
                text = f"{value:.0f} / {self._top}"
            label = f"{words(curve.label)} " if curve.label else ""
            colour = getattr(lab_colours(), curve.colour)
            parts.append(f'<span style="color:{colour}">●</span> {label}{text}')
        self._title.setText(" &nbsp;".join(parts))
