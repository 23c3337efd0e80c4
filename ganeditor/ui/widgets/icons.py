"""The window's own icons: line drawings in resources/icons, in the colours of the theme that is on."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from ganeditor import paths

NAMES = (
    *("open", "save", "export", "undo", "redo", "split", "zoom-in", "zoom-out", "fit", "actual-size", "face"),
    *("add-face", "history", "settings", "reset", "copy", "paste", "stop", "warning", "info", "log", "film"),
    *("search", "drop-photo", "generate", "play", "pause", "people"),
)
"""Each is a file of 24 × 24 units, drawn in _INK."""

_INK = "#000000"
_SIDES = (16, 20, 24, 32, 48, 64, 96)  # pixels; Qt takes the next larger one and scales it


def icon(name: str) -> QIcon:
    """One of NAMES in the theme's colours; ask again when the palette changes."""
    palette = QApplication.palette()
    group, role = QPalette.ColorGroup, QPalette.ColorRole
    return _icon(
        name,
        palette.color(group.Active, role.ButtonText).name(),
        palette.color(group.Disabled, role.ButtonText).name(),
        palette.color(group.Active, role.HighlightedText).name(),
    )


def app_icon() -> QIcon:
    """The program's icon, in its own colours."""
    drawing = QSvgRenderer(QByteArray(_source("ganeditor").encode()))
    result = QIcon()
    for side in (*_SIDES, 128, 256):
        result.addPixmap(_painted(drawing, side))
    return result


@lru_cache(maxsize=200)
def _icon(name: str, normal: str, disabled: str, selected: str) -> QIcon:
    result = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, normal),
        (QIcon.Mode.Disabled, disabled),
        (QIcon.Mode.Selected, selected),
    ):
        drawing = QSvgRenderer(QByteArray(_source(name).replace(_INK, QColor(colour).name()).encode()))
        for side in _SIDES:
            result.addPixmap(_painted(drawing, side), mode)
    return result


def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")


def _painted(drawing: QSvgRenderer, side: int) -> QPixmap:
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter)
    painter.end()
    return pixmap


def picture_icon(pixmap: QPixmap) -> QIcon:
    """A picture as an icon that keeps its own colours when its item is chosen."""
    found = QIcon(pixmap)
    found.addPixmap(pixmap, QIcon.Mode.Selected)
    return found
