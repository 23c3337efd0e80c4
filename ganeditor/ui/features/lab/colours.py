"""The Lab's colours: green is real and violet is fake, which people who see no red or green tell apart."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from ganeditor.ui.theme import LIGHT, colours


@dataclass(frozen=True)
class LabColours:
    """As #rrggbb."""

    plane: str  # where D is undecided
    real: str
    fake: str
    pull: str
    real_ground: str  # where D is sure of real points
    fake_ground: str
    sheet: str
    other: str  # a third curve


_LIGHT = LabColours("#f8f8f6", "#0c8a5f", "#7438c9", "#d6347f", "#a5dcc2", "#d0bbf0", "#7438c9", "#b06a00")
_DARK = LabColours("#1b1c20", "#4fdca4", "#b48cff", "#ff7ab2", "#1d5a45", "#46307a", "#b48cff", "#f2b84b")


def lab_colours() -> LabColours:
    """Of the theme that is on now."""
    return _LIGHT if colours() is LIGHT else _DARK


def ramp() -> npt.NDArray[np.uint8]:
    """[256, 3], from surely fake by undecided to surely real."""
    now = lab_colours()
    fake, plane, real = (np.array(_rgb(one)) for one in (now.fake_ground, now.plane, now.real_ground))
    share = np.linspace(0, 1, 128)[:, None]
    both = np.concatenate([fake + (plane - fake) * share, plane + (real - plane) * share])
    table: npt.NDArray[np.uint8] = both.round().astype(np.uint8)
    return table


def _rgb(colour: str) -> tuple[int, int, int]:
    found = QColor(colour)
    return found.red(), found.green(), found.blue()
