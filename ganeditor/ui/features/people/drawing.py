"""FaceBox: a rectangle drawn around a face that was missed."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter

from ganeditor.project.people.values import Box
from ganeditor.ui.widgets.marks import ACCENT, draw_face
from ganeditor.ui.widgets.tools import Tool, ToScreen

SMALLEST = 8  # pixels of the photo: what is smaller was a click


class FaceBox(Tool):
    """One drag over the photo."""

    def __init__(self, size_wh: tuple[int, int], drawn: Callable[[Box], object]) -> None:
        """drawn gets the rectangle in shares of the photo's width and height."""
        self._photo, self._drawn = QRectF(0, 0, *size_wh), drawn
        self._from: QPointF | None = None
        self._area = QRectF()

    @property
    def hint(self) -> str:
        return QCoreApplication.translate("Canvas", "Drag a rectangle around the face that was missed (Esc stops)")

    def press(self, point: QPointF) -> bool:
        self._from = point
        return True

    def move(self, point: QPointF, pressed: bool) -> None:
        if pressed and self._from:
            self._area = QRectF(self._from, point).normalized() & self._photo

    def release(self, point: QPointF) -> None:
        self.move(point, True)
        self._from = None
        if min(self._area.width(), self._area.height()) >= SMALLEST:
            self.done = True
            width, height = self._photo.width(), self._photo.height()
            area = self._area
            self._drawn((area.left() / width, area.top() / height, area.right() / width, area.bottom() / height))

    def paint(self, painter: QPainter, to_screen: ToScreen) -> None:
        if not self._area.isEmpty():
            draw_face(
                painter, QRectF(to_screen(self._area.topLeft()), to_screen(self._area.bottomRight())), ACCENT, True
            )
