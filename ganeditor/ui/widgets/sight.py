"""Sight: which part of the photo is seen, and how large; where points of it are on the screen and back."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize

MIN_ZOOM, MAX_ZOOM = 0.02, 32.0
FIT_ZOOM = 2.0  # a small photo is not blown up further by itself
FITTED = 0.96  # share of the window that a whole photo fills


class Sight:
    """A point p of the photo is on the screen at centre + (p - middle) · zoom."""

    def __init__(self, screen: Callable[[], QSize]) -> None:
        """screen tells the size of what it is shown on."""
        self._screen = screen
        self.zoom = 1.0
        """Screen pixels for one of the photo."""
        self.middle = QPointF()
        """What of the photo is at the screen's centre."""
        self.fitted = True
        """Whether the whole photo is shown, and should be when the screen changes its size."""

    def fit(self, photo: QRectF) -> None:
        """The whole photo."""
        self._look_at(photo, min(FIT_ZOOM, self._zoom_to_see(photo, FITTED)))
        self.fitted = True

    def close_up(self, area: QRectF, share: float) -> None:
        """A part of the photo that fills a share of the screen."""
        self._look_at(area, self._zoom_to_see(area, share))

    def zoom_by(self, factor: float, at: QPointF, photo: QRectF) -> None:
        """Zoom so that what is at a place of the screen stays there."""
        fixed = self.to_photo(at)
        self._set_zoom(self.zoom * factor)
        self._move_to(self.middle + fixed - self.to_photo(at), photo)

    def pan(self, moved: QPointF, photo: QRectF) -> None:
        """Shift the photo by so many screen pixels, but not out of sight."""
        self._move_to(self.middle - moved / self.zoom, photo)

    def to_screen(self, point: QPointF) -> QPointF:
        return (point - self.middle) * self.zoom + self._centre()

    def to_photo(self, point: QPointF) -> QPointF:
        return (point - self._centre()) / self.zoom + self.middle

    def area_to_screen(self, area: QRectF) -> QRectF:
        return QRectF(self.to_screen(area.topLeft()), self.to_screen(area.bottomRight()))

    def area_to_photo(self, area: QRectF) -> QRectF:
        return QRectF(self.to_photo(area.topLeft()), self.to_photo(area.bottomRight()))

    def _centre(self) -> QPointF:
        return QPointF(self._screen().width() / 2, self._screen().height() / 2)

    def _look_at(self, area: QRectF, zoom: float) -> None:
        self.fitted, self.middle = False, area.center()
        self._set_zoom(zoom)

    def _move_to(self, middle: QPointF, photo: QRectF) -> None:
        self.fitted = False
        self.middle = QPointF(
            min(max(middle.x(), photo.left()), photo.right()), min(max(middle.y(), photo.top()), photo.bottom())
        )

    def _zoom_to_see(self, area: QRectF, share: float) -> float:
        screen = self._screen()
        return share * min(screen.width() / max(1.0, area.width()), screen.height() / max(1.0, area.height()))

    def _set_zoom(self, zoom: float) -> None:
        self.zoom = min(MAX_ZOOM, max(MIN_ZOOM, zoom))
