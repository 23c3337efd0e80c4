"""MaskTool: the mask over the photo, and the hand that paints it."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from ganeditor.project.masks import palette
from ganeditor.segments import NUMBERS, UNKNOWN
from ganeditor.ui.features.mask.strokes import Place, Strokes
from ganeditor.ui.features.mask.views import Hand, MaskView
from ganeditor.ui.widgets.tools import Tool, ToScreen

GROWTH = 3.0  # pixels of the mask that a drag is wide for a region to grow by one
_FAINT = 0.35  # of the opacity, with which the background is shown
_WHITE, _SHADE = QColor(255, 255, 255), QColor(0, 0, 0, 160)


class MaskTool(Tool):
    """Left paints with the hand that is chosen, right erases; [ and ] change the brush, Z and Y undo strokes."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(
        self,
        strokes: Strokes,
        matrix: npt.NDArray[np.float64],
        view: Callable[[], MaskView],
        picked: Callable[[int], None],
        resized: Callable[[int], None],
        painted: Callable[[], None],
    ) -> None:
        """matrix takes the photo to the mask; picked gets the class under a click, resized the brush's size, painted is
        called after each stroke."""
        self._strokes, self._matrix, self._view = strokes, matrix, view
        self._picked, self._resized, self._painted = picked, resized, painted
        back = np.linalg.inv(np.vstack([matrix, [0, 0, 1]]))[:2]
        self._corners = [QPointF(*(back @ [x, y, 1])) for x, y in ((0, 0), (1, 0), (0, 1))]
        self._at: Place | None = None  # where the mouse is
        self._from: Place = (0.0, 0.0)  # where the drag began, or for a brush has come to
        self._region: npt.NDArray[np.bool_] | None = None
        self._hand: Hand | None = None  # of the drag that goes on

    @property
    def hint(self) -> str:
        if not self._view().shown:
            return ""
        return QCoreApplication.translate(
            "Canvas", "Paint the mask; the right button erases, Space moves the photo, Esc stops"
        )

    def press(self, point: QPointF) -> bool:
        return self._press(point, self._view().hand)

    def press_right(self, point: QPointF) -> bool:
        return self._press(point, Hand.ERASE)

    def _press(self, point: QPointF, hand: Hand) -> bool:
        place = self._place(point)
        if not self._view().shown or not self._inside(place):
            return False
        strokes = self._strokes
        if hand is Hand.PICK:
            if strokes.at(place) != UNKNOWN:
                self._picked(strokes.at(place))
            return True
        self._hand, self._from = hand, place
        strokes.begin()
        if hand is Hand.FILL:
            strokes.fill(place, self._view().number)
        elif hand in (Hand.MOVE, Hand.GROW):
            self._region = strokes.region(place)
        else:
            self._draw(place)
        return True

    def move(self, point: QPointF, pressed: bool) -> None:
        self._at = self._place(point)
        if not pressed or self._hand is None:
            return
        if self._hand in (Hand.BRUSH, Hand.ERASE):
            self._draw(self._at)
        elif self._region is not None:
            x, y = (now - then for now, then in zip(self._at, self._from, strict=True))
            if self._hand is Hand.MOVE:
                self._strokes.move(self._region, round(x), round(y))
            else:
                self._strokes.grow(self._region, round(x / GROWTH))

    def release(self, _point: QPointF) -> None:
        if self._hand is not None:
            self._hand, self._region = None, None
            self._strokes.end()
            self._painted()

    def key(self, key: int) -> bool:
        size = self._view().size
        if key == Qt.Key.Key_BracketLeft:
            self._resized(size - max(1, size // 6))
        elif key == Qt.Key.Key_BracketRight:
            self._resized(size + max(1, size // 6))
        elif key == Qt.Key.Key_Z:
            self._strokes.undo()
            self._painted()
        elif key == Qt.Key.Key_Y:
            self._strokes.redo()
            self._painted()
        else:
            return False
        return True

    def paint(self, painter: QPainter, to_screen: ToScreen) -> None:
        view = self._view()
        if not view.shown:
            return
        origin, right, down = map(to_screen, self._corners)
        x, y = right - origin, down - origin
        painter.save()
        painter.setTransform(QTransform(x.x(), x.y(), y.x(), y.y(), origin.x(), origin.y()), True)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(0, 0, image_of(self._strokes.labels, view.opacity))
        painter.restore()
        if self._at is not None and view.hand in (Hand.BRUSH, Hand.ERASE):
            centre = origin + x * self._at[0] + y * self._at[1]
            radius = view.size / 2 * (x.x() ** 2 + x.y() ** 2) ** 0.5
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for pen in (QPen(_SHADE, 3), QPen(_WHITE, 1.2)):
                painter.setPen(pen)
                painter.drawEllipse(centre, radius, radius)

    def _draw(self, place: Place) -> None:
        view = self._view()
        self._strokes.line(self._from, place, view.size, None if self._hand is Hand.ERASE else view.number)
        self._from = place

    def _place(self, point: QPointF) -> Place:
        x, y = self._matrix @ [point.x(), point.y(), 1.0]
        return float(x), float(y)

    def _inside(self, place: Place) -> bool:
        height, width = self._strokes.labels.shape
        return bool(0 <= place[0] < width and 0 <= place[1] < height)


def image_of(labels: npt.NDArray[np.uint8], opacity: float) -> QImage:
    """labels [S, S] in their colours, the background fainter, and nothing where anything may be."""
    alphas = np.full(256, opacity, np.float32)
    alphas[NUMBERS["background"]] *= _FAINT
    alphas[UNKNOWN] = 0
    table = np.concatenate([palette()[:, ::-1] * alphas[:, None], 255 * alphas[:, None]], axis=1)
    bgra = np.ascontiguousarray(np.rint(table).astype(np.uint8)[labels])
    height, width = labels.shape
    return QImage(bgra.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()
