"""Canvas: shows the photo at any zoom, before and after, with outlines of its faces; it paints and reports clicks."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganeditor.ui.theme import colours
from ganeditor.ui.widgets.marks import ACCENT, draw_face, draw_hint, draw_split
from ganeditor.ui.widgets.painting import paint_picture
from ganeditor.ui.widgets.qimage import Patch, ShownPicture
from ganeditor.ui.widgets.sight import Sight
from ganeditor.ui.widgets.tools import Tool
from ganeditor.ui.widgets.values import FaceView

ZOOM_STEP = 1.25
GRIP = 8  # screen pixels beside the split line that still take hold of it
CLOSE_UP = 0.7  # share of the window that a face fills


class Canvas(QWidget):
    """Layers, from below: the photo before or after, previews of parts, outlines, what the tool draws, a hint."""

    face_clicked = Signal(str)
    pixel_hovered = Signal(str)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: ShownPicture | None = None
        self._after: ShownPicture | None = None
        self._previews: Sequence[ShownPicture] = ()
        self._faces: tuple[FaceView, ...] = ()
        self._chosen: str | None = None
        self._hovered: str | None = None
        self._hint = ""
        self.sight = Sight(self.size)
        self._split: float | None = None  # share of the width; left of it is the photo as it was
        self._shows_before = self._space = self._on_split = False
        self._outlines = True
        self._panned_from: QPoint | None = None
        self._moved = False
        self._tool: Tool | None = None
        self._taken: Qt.MouseButton | None = None  # the button of the drag that the tool has taken
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Photo"))
        self.setAccessibleDescription(self.tr("The photo; click a face to choose it, turn the wheel to zoom."))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 180)

    # --- what is shown -------------------------------------------------------------------------------------------

    def show_picture(self, before: ShownPicture | None, after: ShownPicture | None) -> None:
        self._before, self._after, self._previews = before, after, ()
        self._hovered = None
        self.use(None)
        self.fit()

    def show_after(self, after: ShownPicture) -> None:
        """The same photo in another size; zoom, faces and tool stay."""
        self._after, self._previews = after, ()
        self.update()

    def show_previews(self, previews: Sequence[ShownPicture]) -> None:
        """Parts of the photo as it will be, over it until it has changed."""
        for picture in (*self._previews, *previews):
            x, y = picture.corner_xy
            self._update_area(QRectF(x, y, picture.width, picture.height))
        self._previews = previews

    def show_patches(self, patches: Sequence[Patch]) -> None:
        """Repaint the rectangles that have changed."""
        density = self._after.density if self._after else 1.0
        for patch in patches:
            x0, y0, x1, y1 = (place / density for place in patch.box_xyxy)
            self._update_area(QRectF(x0, y0, x1 - x0, y1 - y0))
        self.show_previews(())

    def _update_area(self, area: QRectF) -> None:
        """Repaint a part of the photo."""
        margin = int(self.zoom) + 3
        self.update(self.sight.area_to_screen(area).toAlignedRect().adjusted(-margin, -margin, margin, margin))

    def show_faces(self, faces: tuple[FaceView, ...], chosen: str | None) -> None:
        if faces != self._faces or chosen != self._chosen:
            self._faces, self._chosen = faces, chosen
            self.update()

    def show_hint(self, hint: str) -> None:
        if hint != self._hint:
            self._hint = hint
            self.update()

    def show_before(self, on: bool) -> None:
        """Show the photo as it was, while a key is held."""
        self._shows_before = on
        self.update()

    def show_split(self, on: bool) -> None:
        """Before on the left and after on the right of a line that can be dragged."""
        self._split = 0.5 if on else None
        self.update()

    def show_outlines(self, on: bool) -> None:
        self._outlines = on
        self.update()

    def use(self, tool: Tool | None) -> None:
        """What the mouse does from now on, on this photo; None chooses faces."""
        self._tool, self._taken = tool if self._after else None, None
        self.setCursor(self._tool.cursor if self._tool else Qt.CursorShape.ArrowCursor)
        self.update()

    # --- zoom ----------------------------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """Screen pixels for one of the photo."""
        return self.sight.zoom

    def fit(self) -> None:
        """The whole photo."""
        if self._after:
            self.sight.fit(self._whole())
        self._sight_changed()

    def zoom_in(self) -> None:
        self.zoom_by(ZOOM_STEP, QPointF(self.rect().center()))

    def zoom_out(self) -> None:
        self.zoom_by(1 / ZOOM_STEP, QPointF(self.rect().center()))

    def zoom_to_pixels(self) -> None:
        """One pixel of the photo is one of the screen."""
        self.zoom_by(1 / self.devicePixelRatioF() / self.zoom, QPointF(self.rect().center()))

    def zoom_to_face(self) -> None:
        """A close-up of the chosen face."""
        face = next((face for face in self._faces if face.id == self._chosen), None)
        if face:
            self.sight.close_up(_rectangle(face), CLOSE_UP)
            self._sight_changed()

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Zoom so that what is at a place of the screen stays there."""
        if self._after:
            self.sight.zoom_by(factor, at, self._whole())
            self._sight_changed()

    def _whole(self) -> QRectF:
        return QRectF(0, 0, self._after.width, self._after.height) if self._after else QRectF()

    def _sight_changed(self) -> None:
        self.zoomed.emit(self.zoom)
        self.update()

    def _split_x(self) -> float | None:
        return None if self._split is None else self._split * self.width()

    # --- events --------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.sight.fitted:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1 + event.value(), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._moved, place = False, event.position()
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self._near_split(place) and not self._space:
            self._on_split = True
        elif self._takes(event):
            self._taken = event.button()
            self.update()
        elif left or event.button() == Qt.MouseButton.MiddleButton:
            self._panned_from = place.toPoint()

    def _takes(self, event: QMouseEvent) -> bool:
        """Whether the tool takes the drag that begins."""
        if self._tool is None or self._space:
            return False
        presses = {Qt.MouseButton.LeftButton: self._tool.press, Qt.MouseButton.RightButton: self._tool.press_right}
        return event.button() in presses and presses[event.button()](self.sight.to_photo(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._taken is not None and self._tool:
            self._tool.move(self.sight.to_photo(place), True)
            self.update()
        elif self._on_split:
            self._split = min(1.0, max(0.0, place.x() / self.width()))
            self.update()
        elif self._panned_from is not None and event.buttons():
            moved = place.toPoint() - self._panned_from
            if self._moved or moved.manhattanLength() > 4:
                self._moved = True
                self._panned_from = place.toPoint()
                self.sight.pan(QPointF(moved), self._whole())
                self.update()
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self._hover(place)
        self._report_pixel(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        clicked = self._panned_from is not None and not self._moved and left and not self._space
        taken = self._taken == event.button()
        self._panned_from, self._on_split = None, False
        if self._tool and (taken or clicked):
            self._release(self._tool, event.position())
        elif clicked and (face := self._face_at(event.position())):
            self.face_clicked.emit(face)
        self._hover(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._space = True
            self._hover(QPointF(self.mapFromGlobal(QCursor.pos())))
        elif event.key() == Qt.Key.Key_Escape and self._tool:
            self.use(None)
        elif self._tool and self._tool.key(event.key()):
            self.update()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._hover(QPointF(self.mapFromGlobal(QCursor.pos())))
        else:
            super().keyReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.pixel_hovered.emit("")
        self.update()
        super().leaveEvent(event)

    def _release(self, tool: Tool, place: QPointF) -> None:
        self._taken = None
        tool.release(self.sight.to_photo(place))
        if tool.done and tool is self._tool:
            self.use(None)
        self.update()

    def _hover(self, place: QPointF) -> None:
        face = None if self._tool else self._face_at(place)
        if face != self._hovered:
            self._hovered = face
            self.update()
        if self._tool:
            self._tool.move(self.sight.to_photo(place), False)
            self.update()
            shape = self._tool.cursor
        elif self._near_split(place):
            shape = Qt.CursorShape.SplitHCursor
        elif self._space:
            shape = Qt.CursorShape.OpenHandCursor
        else:
            shape = Qt.CursorShape.PointingHandCursor if face else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def _face_at(self, place: QPointF) -> str | None:
        """The smallest face under a place of the screen."""
        point = self.sight.to_photo(place)
        under = [face for face in self._faces if _rectangle(face).contains(point)]
        return min(under, key=lambda face: _rectangle(face).width(), default=None).id if under else None  # type: ignore[union-attr]

    def _near_split(self, place: QPointF) -> bool:
        x = self._split_x()
        return x is not None and abs(place.x() - x) <= GRIP

    def _report_pixel(self, place: QPointF) -> None:
        if self._after is None:
            return
        point = self.sight.to_photo(place)
        x, y = int(point.x() // 1), int(point.y() // 1)
        if not (0 <= x < self._after.width and 0 <= y < self._after.height):
            self.pixel_hovered.emit("")
            return
        colour = self._picture_at(place.x()).colour_at(x, y)
        self.pixel_hovered.emit(f"x {x}  y {y}   R {colour.red()}  G {colour.green()}  B {colour.blue()}")

    def _picture_at(self, x: float) -> ShownPicture:
        assert self._before is not None and self._after is not None
        split = self._split_x()
        return self._before if self._shows_before or (split is not None and x < split) else self._after

    # --- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(colours().canvas))
        if self._after and self._before:
            split = self._split_x()
            if self._shows_before:
                paint_picture(painter, self._before, self.sight, event.rect())
            elif split is None:
                self._paint_after(painter, event.rect())
            else:
                left = QRect(0, 0, round(split), self.height())
                paint_picture(painter, self._before, self.sight, event.rect() & left)
                self._paint_after(painter, event.rect() & self.rect().adjusted(left.width(), 0, 0, 0))
                draw_split(painter, self.rect(), split)
            if self._outlines and not self._shows_before:
                self._paint_faces(painter)
            if self._tool:
                self._tool.paint(painter, self.sight.to_screen)
        hint = self._tool.hint if self._tool else self._hint
        if self._shows_before:
            hint = self.tr("Before")
        draw_hint(painter, self.rect(), hint)

    def _paint_after(self, painter: QPainter, exposed: QRect) -> None:
        assert self._after is not None
        for picture in (self._after, *self._previews):
            paint_picture(painter, picture, self.sight, exposed)

    def _paint_faces(self, painter: QPainter) -> None:
        for face in self._faces:
            box = _rectangle(face)
            area = self.sight.area_to_screen(box)
            chosen, hovered = face.id == self._chosen, face.id == self._hovered
            if not chosen or hovered or len(self._faces) > 1:
                draw_face(painter, area, ACCENT if chosen else QColor(255, 255, 255), strong=chosen or hovered)


def _rectangle(face: FaceView) -> QRectF:
    x0, y0, x1, y1 = face.box_xyxy
    return QRectF(x0, y0, x1 - x0, y1 - y0)
