"""PlaneView: the layered view of the plane, each layer of which can be hidden; also what it shows as a picture."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ganeditor.project.lab.shapes import EXTENT
from ganeditor.project.lab.snapshot import Snapshot
from ganeditor.ui.features.lab.colours import lab_colours, ramp
from ganeditor.ui.features.lab.ground import Ground
from ganeditor.ui.features.lab.texts import LAYERS

LONGEST = 0.3
"""Of an arrow, on the plane; one of a slope of 1 is half as long."""

FAR = QRectF(-9 * EXTENT, -9 * EXTENT, 18 * EXTENT, 18 * EXTENT)
"""What items may cover: points of the generator can lie beyond the plane."""

Path = npt.NDArray[np.floating]


class PlaneView(Ground):
    """While drawing, the mouse leaves points."""

    drawn = Signal(object)  # points [(x, y)], since the last one

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, EXTENT, 240, parent)
        self.drawing = False
        self._shown: Snapshot | None = None
        self._heat = pyqtgraph.ImageItem(axisOrder="row-major", levels=(-1.0, 1.0))
        self._sheet = SheetItem()
        self._real_lines, self._fake_lines = (
            pyqtgraph.PlotCurveItem(connect="finite", antialias=True) for _ in range(2)
        )
        self._reals, self._fakes = (pyqtgraph.ScatterPlotItem(size=6, pen=None) for _ in range(2))
        self._pulls = ArrowsItem()
        self._layers = {
            "heat": [self._heat],
            "sheet": [self._sheet],
            "lines": [self._real_lines, self._fake_lines],
            "reals": [self._reals],
            "fakes": [self._fakes],
            "pulls": [self._pulls],
        }
        assert self._layers.keys() == LAYERS.keys()
        for items in self._layers.values():
            for item in items:
                self.box.addItem(item)
        self.put_on()

    def show_layer(self, name: str, on: bool) -> None:
        """One of LAYERS."""
        for item in self._layers[name]:
            item.setVisible(on)

    def show_snapshot(self, shown: Snapshot | None) -> None:
        if shown is self._shown:
            return
        self._shown = shown
        for items in self._layers.values():
            for item in items:
                item.setOpacity(1.0 if shown else 0.0)
        if shown is None:
            return
        self._heat.setImage(shown.heat, autoLevels=False, levels=(-1.0, 1.0))
        self._heat.setRect(QRectF(-EXTENT, -EXTENT, 2 * EXTENT, 2 * EXTENT))
        self._sheet.show_sheet(shown.sheet, shown.density)
        self._real_lines.setData(shown.real_lines[:, 0], shown.real_lines[:, 1])
        self._fake_lines.setData(shown.fake_lines[:, 0], shown.fake_lines[:, 1])
        self._reals.setData(pos=shown.reals)
        self._fakes.setData(pos=shown.fakes)
        self._pulls.show_arrows(shown.fakes, shown.pulls)

    def show_points(self, points: Sequence[tuple[float, float]]) -> None:
        """Points that were drawn, in place of a run."""
        self.show_snapshot(None)
        self._reals.setOpacity(1.0)
        self._reals.setData(pos=np.array(points).reshape(-1, 2))

    def put_on(self) -> None:
        super().put_on()
        now = lab_colours()
        self._heat.setLookupTable(ramp())
        self._sheet.set_colour(now.sheet)
        self._real_lines.setPen(pyqtgraph.mkPen(now.real, width=1.5))
        self._fake_lines.setPen(pyqtgraph.mkPen(now.fake, width=1.5))
        self._reals.setBrush(QColor(now.real))
        self._fakes.setBrush(QColor(now.fake))
        self._pulls.set_colour(now.pull)

    # --- drawing -----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._leave_point(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._leave_point(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._leave_point(event)

    def _leave_point(self, event: QMouseEvent) -> None:
        event.accept()
        if self.drawing:
            place = self.box.mapSceneToView(self.mapToScene(event.position().toPoint()))
            limit = EXTENT - 0.05
            self.drawn.emit([(min(limit, max(-limit, place.x())), min(limit, max(-limit, place.y())))])


class SheetItem(pyqtgraph.GraphicsObject):  # type: ignore[misc]
    """The noise's grid where the generator puts it; a cell is the more opaque the denser it is filled."""

    SHADES = 8
    MOST = 0.55  # opacity

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[list[QPolygonF]] = [[] for _ in range(self.SHADES)]
        self._strip = False
        self._colour = QColor()

    def set_colour(self, colour: str) -> None:
        self._colour = QColor(colour)
        self.update()

    def show_sheet(self, points: Path, density: Path) -> None:
        """points [K+1, L, 2] and density [K, K] or [K, 1] as in Snapshot."""
        self._strip = points.shape[1] == 1
        corners = (
            np.stack([points[:-1], points[1:]], 2)
            if self._strip
            else np.stack([points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]], 2)
        )
        flat = corners.reshape(-1, corners.shape[2], 2).tolist()
        shades = (density.ravel() * self.SHADES).astype(int).clip(0, self.SHADES - 1).tolist()
        self._cells = [[] for _ in range(self.SHADES)]
        for cell, shade in zip(flat, shades, strict=True):
            self._cells[shade].append(QPolygonF([QPointF(x, y) for x, y in cell]))
        self.update()

    def boundingRect(self) -> QRectF:
        return FAR

    def paint(self, painter: QPainter, *_rest: object) -> None:
        edge = QColor(self._colour)
        for shade, cells in enumerate(self._cells):
            fill = QColor(self._colour)
            fill.setAlphaF(self.MOST * (shade + 1) / self.SHADES)
            if self._strip:
                painter.setPen(QPen(fill, 0.05, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
                for cell in cells:
                    painter.drawPolyline(cell)
                continue
            edge.setAlphaF(0.25)
            painter.setPen(QPen(edge, 0))
            painter.setBrush(fill)
            for cell in cells:
                painter.drawPolygon(cell)


class ArrowsItem(pyqtgraph.GraphicsObject):  # type: ignore[misc]
    """Arrows that begin broad at a point and end in a tip; long ones are shortened, none vanishes while it pulls."""

    HALF = 0.011  # of an arrow's breadth

    def __init__(self) -> None:
        super().__init__()
        self._arrows = QPainterPath()
        self._colour = QColor()

    def set_colour(self, colour: str) -> None:
        self._colour = QColor(colour)
        self.update()

    def show_arrows(self, points: Path, pulls: Path) -> None:
        """points [N, 2], pulls [N, 2]."""
        length = np.linalg.norm(pulls, axis=1, keepdims=True)
        tips = points + LONGEST * pulls / (1 + length)
        side = self.HALF * np.stack([-pulls[:, 1], pulls[:, 0]], 1) / np.maximum(length, 1e-9)
        corners = np.stack([points - side, tips, points + side], 1)[length[:, 0] > 0.01]
        flat = corners.reshape(-1, 2).astype(float)
        # One path, since hundreds of polygons take longer; each arrow's last corner begins the next.
        connected = np.tile(np.array([1, 1, 0], np.int32), len(corners))
        self._arrows = pyqtgraph.arrayToQPath(flat[:, 0], flat[:, 1], connected, finiteCheck=False)
        self._arrows.setFillRule(Qt.FillRule.WindingFill)
        self.update()

    def boundingRect(self) -> QRectF:
        return FAR

    def paint(self, painter: QPainter, *_rest: object) -> None:
        colour = QColor(self._colour)
        colour.setAlphaF(0.85)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPath(self._arrows)
