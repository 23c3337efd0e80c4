"""CurvePlot: figures over the steps of a training, in the colours of the theme."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ganeditor.ui.theme import colours

INKS = ("#3f8fd9", "#e08a1e", "#2fa36b", "#d9584a", "#9a6fd0", "#8a8f98")
"""Of the curves in their turn: told apart on light and dark ground, and by who sees few colours."""

Curve = tuple[Sequence[float], Sequence[float]]
"""x and y of each point."""


class CurvePlot(QWidget):
    """A click on a name in the legend hides its curve."""

    def __init__(self, title: str, along: str, level: float | None = None) -> None:
        """along: what the x axis is; level: a height that is marked."""
        super().__init__()
        import pyqtgraph  # takes 0.3 s, which only a window with curves is to pay

        self.setAccessibleName(title)
        self._library, self._lines = pyqtgraph, dict[str, Any]()
        # Of single items: pyqtgraph's whole plot has menus, which outlive the window.
        self._view = pyqtgraph.GraphicsView()
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # no key does anything there
        items = pyqtgraph.GraphicsLayout()
        self._view.setCentralItem(items)
        self._box = items.addViewBox(row=0, col=1, enableMenu=False)
        self._axes = [pyqtgraph.AxisItem(side) for side in ("left", "bottom")]
        for axis, (row, column) in zip(self._axes, ((0, 0), (1, 1)), strict=True):
            axis.linkToView(self._box)
            axis.setGrid(40)
            axis.setZValue(-1)
            items.addItem(axis, row=row, col=column)
        self._axes[1].setLabel(along)
        self._legend = pyqtgraph.LegendItem(offset=(-8, 4))
        self._legend.setParentItem(self._box)
        self._level = None if level is None else pyqtgraph.InfiniteLine(level, angle=0)
        if self._level:
            self._box.addItem(self._level)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(QLabel(title, wordWrap=True))
        layout.addWidget(self._view, 1)
        self._put_on()

    def show_curves(self, curves: Mapping[str, Curve]) -> None:
        """Those, by the names that are read in the legend, and no others."""
        for name in self._lines.keys() - curves.keys():
            line = self._lines.pop(name)
            self._box.removeItem(line)
            self._legend.removeItem(line)
        for name, (x, y) in curves.items():
            if name not in self._lines:
                ink = INKS[len(self._lines) % len(INKS)]
                line = self._lines[name] = self._library.PlotDataItem(pen=self._library.mkPen(ink, width=2))
                self._box.addItem(line)
                self._legend.addItem(line, name)
            lone = {"symbol": "o", "symbolSize": 6} if len(x) == 1 else {"symbol": None}
            self._lines[name].setData(list(x), list(y), **lone)
        self._legend.setVisible(len(curves) > 1)
        self.setAccessibleDescription(", ".join(f"{name} {y[-1]:.3g}" for name, (_x, y) in curves.items() if len(y)))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._put_on()
        super().changeEvent(event)

    def _put_on(self) -> None:
        """The theme that is on now."""
        now = colours()
        self._view.setBackground(now.base)
        self._legend.setLabelTextColor(now.text)
        self._legend.setBrush(self._library.mkBrush(f"{now.base}c0"))
        for _sample, label in self._legend.items:
            label.setText(label.text, color=now.text)
        for axis in self._axes:
            axis.setPen(now.outline)
            axis.setTextPen(now.muted)
        if self._level:
            self._level.setPen(self._library.mkPen(now.muted, style=Qt.PenStyle.DashLine))
