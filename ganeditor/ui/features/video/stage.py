"""FrameView: a frame of the clip with the faces in it, of which one is clicked."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen

from ganeditor.ui.features.video.views import ClipFace
from ganeditor.ui.theme import colours
from ganeditor.ui.widgets.controls import PictureView

SIDE = 320  # pixels, at least


class FrameView(PictureView):
    """The arrow keys choose a face, too."""

    face_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__("", SIDE)
        self.setAccessibleName(self.tr("Frame of the clip"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._faces: tuple[ClipFace, ...] = ()
        self._chosen: int | None = None
        self._size_wh = (1, 1)

    def show_faces(self, faces: Sequence[ClipFace], chosen: int | None, size_wh: tuple[int, int]) -> None:
        """Their boxes are in a frame of size_wh pixels."""
        self._faces, self._chosen, self._size_wh = tuple(faces), chosen, size_wh
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for index in range(len(self._faces)):
            if self._box(index).contains(event.position()):
                self.face_chosen.emit(index)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._faces:
            super().keyPressEvent(event)
        else:
            self.face_chosen.emit(((-1 if self._chosen is None else self._chosen) + step) % len(self._faces))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, now = QPainter(self), colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(len(self._faces)):
            chosen = index == self._chosen
            painter.setPen(QPen(QColor(now.link if chosen else "#ffffff"), 3 if chosen else 1.5))
            painter.drawRoundedRect(self._box(index), 6, 6)

    def _box(self, index: int) -> QRectF:
        """On the widget, in which the frame is as large as fits."""
        width, height = self._size_wh
        scale = min(self.width() / width, self.height() / height)
        left, top = (self.width() - scale * width) / 2, (self.height() - scale * height) / 2
        x0, y0, x1, y1 = self._faces[index].box_xyxy
        return QRectF(left + scale * x0, top + scale * y0, scale * (x1 - x0), scale * (y1 - y0))
