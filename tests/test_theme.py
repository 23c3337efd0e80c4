"""Themes and icons: text can be read, and the drawings follow the colours."""

from collections.abc import Iterator
from dataclasses import fields
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from ganeditor import paths
from ganeditor.ui.theme import DARK, LIGHT, MINIMUM_CONTRAST, Colours, apply_theme, colours
from ganeditor.ui.widgets import icons

TEXTS = ("text", "muted", "link", "ok", "warning", "error")


@pytest.fixture(autouse=True)
def put_back(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light")


def luminance(colour: str) -> float:
    """Relative luminance as in WCAG 2.2."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_right() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_text_can_be_read(theme: Colours) -> None:
    pairs = [(text, ground) for text in TEXTS for ground in ("window", "base", "raised")]
    for text, ground in [*pairs, ("accent_text", "accent"), ("text", "canvas"), ("muted", "canvas")]:
        assert contrast(getattr(theme, text), getattr(theme, ground)) >= MINIMUM_CONTRAST, (text, ground)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_colours_are_written_as_such(theme: Colours) -> None:
    for row in fields(theme):
        assert QColor(getattr(theme, row.name)).name() == getattr(theme, row.name)


def test_themes_change(qapp: QApplication) -> None:
    for name, theme in (("dark", DARK), ("light", LIGHT)):
        apply_theme(qapp, name)
        assert colours() is theme
        assert qapp.palette().color(QPalette.ColorRole.Text).name() == theme.text
        assert theme.muted in qapp.styleSheet()


def test_system_follows_the_system(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    def turn(scheme: Qt.ColorScheme) -> None:
        monkeypatch.setattr("ganeditor.ui.theme._system_is_dark", lambda _app: scheme == Qt.ColorScheme.Dark)
        qapp.styleHints().colorSchemeChanged.emit(scheme)

    apply_theme(qapp, "system")
    for scheme, theme in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        turn(scheme)
        assert colours() is theme
    apply_theme(qapp, "light")
    turn(Qt.ColorScheme.Dark)
    assert colours() is LIGHT


def inked(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    image = icon.pixmap(24, mode).toImage()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {colour.name() for colour in (image.pixelColor(x, y) for x, y in places) if colour.alpha() == 255}


@pytest.mark.parametrize("name", icons.NAMES)
def test_icons_are_drawn_in_the_themes_colours(qapp: QApplication, name: str) -> None:
    for theme_name, theme in (("dark", DARK), ("light", LIGHT)):
        apply_theme(qapp, theme_name)
        assert theme.text in inked(icons.icon(name))
        assert theme.disabled in inked(icons.icon(name), QIcon.Mode.Disabled)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_icons_are_sharp_on_every_screen(ratio: int) -> None:
    for side in (16, 24, 32):
        pixmap = icons.icon("open").pixmap(QSize(side, side), ratio)
        assert (pixmap.width(), pixmap.devicePixelRatio()) == (ratio * side, ratio)


@pytest.mark.usefixtures("qapp")
def test_every_drawing_is_used() -> None:
    files = {path.stem for path in (paths.resources() / "icons").glob("*.svg")}
    assert files == {*icons.NAMES, "ganeditor"}
    for name in icons.NAMES:
        root = ElementTree.parse(paths.resources() / "icons" / f"{name}.svg").getroot()
        assert (root.get("viewBox"), root.get("stroke")) == ("0 0 24 24", "#000000")
    assert len(inked(icons.app_icon())) > 3
