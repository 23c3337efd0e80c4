"""FlowView: the data's way from noise through both networks to the losses and back, with what lies at each place."""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganeditor.project.lab.settings import LabSettings, NetworkSettings
from ganeditor.project.lab.shapes import EXTENT
from ganeditor.project.lab.snapshot import Snapshot
from ganeditor.ui.features.lab.colours import LabColours, lab_colours
from ganeditor.ui.features.lab.texts import number
from ganeditor.ui.features.lab.views import STAGES
from ganeditor.ui.theme import colours

HEIGHT = 168
POINTS = 100  # of a small picture
NEURONS = 5  # of a layer that are drawn at most

BOXES = {  # left, top, width and height as shares of the drawing
    "noise": (0.0, 0.02, 0.10, 0.37),
    "generator": (0.165, 0.02, 0.19, 0.37),
    "fakes": (0.42, 0.02, 0.10, 0.37),
    "reals": (0.42, 0.55, 0.10, 0.37),
    "discriminator": (0.585, 0.30, 0.19, 0.40),
    "scores": (0.84, 0.06, 0.16, 0.34),
    "d-loss": (0.84, 0.47, 0.16, 0.22),
    "g-loss": (0.84, 0.74, 0.16, 0.22),
}
EDGES = {  # from box to box; backward ones bring what a network learns from
    "noise-g": ("noise", "generator"),
    "g-fakes": ("generator", "fakes"),
    "fakes-d": ("fakes", "discriminator"),
    "reals-d": ("reals", "discriminator"),
    "d-scores": ("discriminator", "scores"),
    "scores-losses": ("scores", "d-loss"),
    "back-d": ("d-loss", "discriminator"),
    "back-g": ("g-loss", "generator"),
}
BACKWARD = ("back-d", "back-g")


class FlowView(QWidget):
    """In slow motion one stage is lit and all else dimmed."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("The data's way through both networks"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self._settings = LabSettings()
        self._shown: Snapshot | None = None
        self._lit: frozenset[str] | None = None
        self._names = {
            "noise": self.tr("Noise"),
            "generator": self.tr("Generator"),
            "fakes": self.tr("Fakes"),
            "reals": self.tr("Real"),
            "discriminator": self.tr("Discriminator"),
            "scores": self.tr("Told right"),
            "d-loss": self.tr("D's loss"),
            "g-loss": self.tr("G's loss"),
        }
        random = np.random.default_rng(0)
        self._noise = {"gaussian": random.normal(0, 0.42, (POINTS, 2)), "uniform": random.uniform(-1, 1, (POINTS, 2))}

    def sizeHint(self) -> QSize:
        return QSize(560, HEIGHT)

    def show_flow(self, settings: LabSettings, shown: Snapshot | None, stage: int | None) -> None:
        self._settings, self._shown = settings, shown
        self._lit = None if stage is None else frozenset(STAGES[stage].parts)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        now = lab_colours()
        for name in EDGES:
            self._paint_edge(painter, name, now)
        for name in BOXES:
            painter.setOpacity(1.0 if self._is_lit(name) else 0.35)
            self._paint_box(painter, name, now)

    def _is_lit(self, name: str) -> bool:
        return self._lit is None or name in self._lit

    def _area(self, name: str) -> QRectF:
        left, top, width, height = BOXES[name]
        inner = QRectF(self.rect()).adjusted(2, 16, -2, -4)
        return QRectF(
            inner.left() + left * inner.width(),
            inner.top() + top * inner.height(),
            width * inner.width(),
            height * inner.height(),
        )

    def _paint_edge(self, painter: QPainter, name: str, now: LabColours) -> None:
        first, last = (self._area(box) for box in EDGES[name])
        lit = self._lit is not None and name in self._lit
        painter.setOpacity(1.0 if lit or self._lit is None else 0.3)
        backward = name in BACKWARD
        colour = QColor(now.pull if backward or lit else colours().muted)
        style = Qt.PenStyle.DashLine if backward else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, 2.5 if lit else 1.3, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        path, tip, turn = _way(name, first, last)
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        size = 6 if lit else 4.5
        across = QPointF(-turn.y(), turn.x())
        base = tip - turn * size * 1.6
        painter.drawPolygon(QPolygonF([tip, base + across * size * 0.7, base - across * size * 0.7]))

    def _paint_box(self, painter: QPainter, name: str, now: LabColours) -> None:
        area, theme = self._area(name), colours()
        lit = self._lit is not None and name in self._lit
        painter.setPen(QPen(QColor(now.pull if lit else theme.outline), 2 if lit else 1))
        painter.setBrush(QColor(theme.base))
        painter.drawRoundedRect(area, 5, 5)
        small = name in ("d-loss", "g-loss")
        painter.setPen(QColor(theme.text))
        if small:
            inner = area.adjusted(7, 0, -7, 0)
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), self._names[name])
        else:
            above = QRectF(area.left() - 30, area.top() - 17, area.width() + 60, 16)
            painter.drawText(above, int(Qt.AlignmentFlag.AlignHCenter), self._names[name])
        if name in ("generator", "discriminator"):
            sizes = self._settings.generator if name == "generator" else self._settings.discriminator
            ends = (self._settings.noise_width, 2) if name == "generator" else (2, 1)
            _paint_network(painter, area, sizes, ends, QColor(theme.muted))
        elif self._shown is None:
            return
        elif name in ("noise", "fakes", "reals"):
            self._paint_points(painter, area, name, now)
        else:
            self._paint_figure(painter, area, name, now)

    def _paint_points(self, painter: QPainter, area: QRectF, name: str, now: LabColours) -> None:
        assert self._shown, "asked for with something to show"
        if name == "noise":
            points: npt.NDArray[Any] = self._noise[self._settings.noise] * (1, self._settings.noise_width - 1)
        else:
            points = (self._shown.fakes if name == "fakes" else self._shown.reals)[:POINTS] / EXTENT
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor({"noise": colours().muted, "fakes": now.fake, "reals": now.real}[name]))
        side = min(area.width(), area.height()) / 2 - 5
        middle = area.center()
        for x, y in np.clip(points, -1, 1).tolist():
            painter.drawEllipse(QPointF(middle.x() + side * x, middle.y() - side * y), 1.6, 1.6)

    def _paint_figure(self, painter: QPainter, area: QRectF, name: str, now: LabColours) -> None:
        assert self._shown, "asked for with something to show"
        figures = self._shown.figures
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if name == "scores":
            share = figures.get("accuracy")
            if share is None:
                return
            bar = QRectF(area.left() + 8, area.center().y() + 5, area.width() - 16, 7)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours().outline))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setBrush(QColor(now.real))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), 3, 3)
            painter.setPen(QColor(colours().text))
            text = QRectF(area.left() + 8, area.top() + 4, area.width() - 16, area.height() / 2 - 2)
            painter.drawText(text, int(Qt.AlignmentFlag.AlignCenter), f"{100 * share:.0f} %")
        else:
            value = figures.get("discriminator" if name == "d-loss" else "generator")
            if value is not None:
                painter.drawText(area.adjusted(7, 0, -7, 0), right, number(value))


def _way(name: str, first: QRectF, last: QRectF) -> tuple[QPainterPath, QPointF, QPointF]:
    """The line of an edge, where its arrow ends, and in which direction."""
    if name == "scores-losses":
        path, end = QPainterPath(QPointF(first.center().x(), first.bottom())), QPointF(last.center().x(), last.top())
        path.lineTo(end)
        return path, end, QPointF(0, 1)
    if name in BACKWARD:
        end = QPointF(last.center().x(), last.bottom())
        low = max(first.center().y(), last.bottom()) + (14 if name == "back-d" else 34)
        path = QPainterPath(QPointF(first.left(), first.center().y()))
        path.cubicTo(QPointF(first.left() - 30, low), QPointF(end.x(), low), end + QPointF(0, 2))
        return path, end, QPointF(0, -1)
    start, end = QPointF(first.right(), first.center().y()), QPointF(last.left(), last.center().y())
    if name in ("fakes-d", "reals-d"):
        end += QPointF(0, last.height() * (-0.18 if name == "fakes-d" else 0.18))
    middle = (start.x() + end.x()) / 2
    path = QPainterPath(start)
    path.cubicTo(QPointF(middle, start.y()), QPointF(middle, end.y()), end)
    return path, end, QPointF(1, 0)


def _paint_network(
    painter: QPainter, area: QRectF, sizes: NetworkSettings, ends: tuple[int, int], colour: QColor
) -> None:
    """Layers of dots with their connections."""
    counts = [ends[0], *[min(NEURONS, sizes.neurons)] * sizes.layers, ends[1]]
    layers = [_column(area, index, len(counts), count) for index, count in enumerate(counts)]
    faint = QColor(colour)
    faint.setAlphaF(0.28)
    painter.setPen(QPen(faint, 0.8))
    for before, after in itertools.pairwise(layers):
        for start in before:
            for end in after:
                painter.drawLine(start, end)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for layer in layers:
        for place in layer:
            painter.drawEllipse(place, 2.4, 2.4)


def _column(area: QRectF, index: int, of: int, count: int) -> Sequence[QPointF]:
    """Where the dots of one layer are."""
    x = area.left() + area.width() * (index + 0.5) / of
    places = (np.arange(count) - (count - 1) / 2) * min(11.0, (area.height() - 10) / NEURONS)
    return [QPointF(x, area.center().y() + y) for y in places]
