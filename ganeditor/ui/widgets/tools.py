"""Tools: what the mouse does to the photo on the canvas, one at a time; drawing a face by hand is the first."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QPainter

from ganeditor.ui.widgets.marks import draw_points
from ganeditor.ui.widgets.values import Point

ToScreen = Callable[[QPointF], QPointF]
"""From a point of the photo to where it is on the canvas."""


class Tool:
    """All points are in pixels of the photo; the canvas repaints after each call, and puts away a tool that is done."""

    cursor = Qt.CursorShape.CrossCursor
    done = False

    @property
    def hint(self) -> str:
        """What a person should do next, as a sentence over the photo."""
        return ""

    def press(self, _point: QPointF) -> bool:
        """Whether the tool takes this drag; otherwise it moves the photo, unless it is a click."""
        return False

    def press_right(self, _point: QPointF) -> bool:
        """Whether the tool takes this drag of the right button."""
        return False

    def key(self, _key: int) -> bool:
        """Whether a key that was pressed over the photo was for the tool."""
        return False

    def move(self, point: QPointF, pressed: bool) -> None:
        """The mouse is here, in a drag that the tool has taken or above the photo."""

    def release(self, point: QPointF) -> None:
        """The end of a drag that was taken, or a click."""

    def paint(self, painter: QPainter, to_screen: ToScreen) -> None:
        """Over the photo."""


class FacePoints(Tool):
    """Three clicks, on two eyes and a mouth, are a face."""

    def __init__(self, drawn: Callable[[Point, Point, Point], object]) -> None:
        self._drawn = drawn
        self._points: list[QPointF] = []

    @property
    def hint(self) -> str:
        steps = (
            QCoreApplication.translate("Canvas", "Click the eye on the left of the picture (Esc stops)"),
            QCoreApplication.translate("Canvas", "Click the eye on the right"),
            QCoreApplication.translate("Canvas", "Click the middle of the mouth"),
        )
        return steps[min(len(self._points), 2)]

    def release(self, point: QPointF) -> None:
        self._points.append(point)
        if len(self._points) == 3:
            self.done = True
            self._drawn(*((one.x(), one.y()) for one in self._points))

    def paint(self, painter: QPainter, to_screen: ToScreen) -> None:
        draw_points(painter, [to_screen(point) for point in self._points])
