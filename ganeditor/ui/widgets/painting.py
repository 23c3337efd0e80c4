"""Painting: the part of a picture that is seen, from the level that suits the zoom."""

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from ganeditor.ui.widgets.marks import checkerboard
from ganeditor.ui.widgets.qimage import ShownPicture
from ganeditor.ui.widgets.sight import Sight

CRISP_ZOOM = 8.0  # from here on a pixel is a square and not a blur


def paint_picture(painter: QPainter, picture: ShownPicture, sight: Sight, exposed: QRect) -> None:
    """Paint what of the picture lies in exposed, a part of the screen."""
    zoom = sight.zoom * painter.device().devicePixelRatioF()
    image, scale = picture.level(zoom)
    corner = QPointF(*picture.corner_xy)
    seen = sight.area_to_photo(QRectF(exposed)).translated(-corner)
    source = QRectF(seen.topLeft() / scale, seen.bottomRight() / scale).toAlignedRect()
    source = source.adjusted(-1, -1, 1, 1) & image.rect()
    if source.isEmpty() or exposed.isEmpty():
        return
    whole = QRectF(source)
    target = sight.area_to_screen(QRectF(whole.topLeft() * scale + corner, whole.bottomRight() * scale + corner))
    painter.save()
    painter.setClipRect(exposed)
    if not picture.opaque:
        painter.fillRect(target, checkerboard())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, zoom < CRISP_ZOOM)
    painter.drawImage(target, image, whole)
    painter.restore()
