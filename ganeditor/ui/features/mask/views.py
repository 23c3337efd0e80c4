"""What the Mask panel shows, as frozen values."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from ganeditor.segments import NUMBERS
from ganeditor.ui.i18n import QT_TRANSLATE_NOOP
from ganeditor.ui.widgets.values import Picture8

SEGMENT_TEXTS = (
    QT_TRANSLATE_NOOP("Mask", "Background"),
    QT_TRANSLATE_NOOP("Mask", "Skin"),
    QT_TRANSLATE_NOOP("Mask", "Left brow"),
    QT_TRANSLATE_NOOP("Mask", "Right brow"),
    QT_TRANSLATE_NOOP("Mask", "Left eye"),
    QT_TRANSLATE_NOOP("Mask", "Right eye"),
    QT_TRANSLATE_NOOP("Mask", "Nose"),
    QT_TRANSLATE_NOOP("Mask", "Upper lip"),
    QT_TRANSLATE_NOOP("Mask", "Inside of the mouth"),
    QT_TRANSLATE_NOOP("Mask", "Lower lip"),
    QT_TRANSLATE_NOOP("Mask", "Hair"),
    QT_TRANSLATE_NOOP("Mask", "Glasses"),
    QT_TRANSLATE_NOOP("Mask", "Clothing and neck"),
)
"""The labels of SEGMENTS, in their order."""


class Hand(Enum):
    """What the mouse does to the mask; the values are translated in the context "Mask"."""

    BRUSH = QT_TRANSLATE_NOOP("Mask", "Brush")
    FILL = QT_TRANSLATE_NOOP("Mask", "Fill")
    PICK = QT_TRANSLATE_NOOP("Mask", "Eyedropper")
    MOVE = QT_TRANSLATE_NOOP("Mask", "Move")
    GROW = QT_TRANSLATE_NOOP("Mask", "Grow")
    ERASE = QT_TRANSLATE_NOOP("Mask", "Eraser")


HAND_TIPS = {
    Hand.BRUSH: QT_TRANSLATE_NOOP("Mask", "Paint the chosen class; the right button erases"),
    Hand.FILL: QT_TRANSLATE_NOOP("Mask", "Make a whole region the chosen class"),
    Hand.PICK: QT_TRANSLATE_NOOP("Mask", "Choose the class under the mouse"),
    Hand.MOVE: QT_TRANSLATE_NOOP("Mask", "Drag a region to another place"),
    Hand.GROW: QT_TRANSLATE_NOOP("Mask", "Drag to the right to grow a region, to the left to shrink it"),
    Hand.ERASE: QT_TRANSLATE_NOOP("Mask", "Bring the face's own mask back"),
}


@dataclass(frozen=True, eq=False)
class Placed:
    """A face's own mask, and where it lies."""

    labels: npt.NDArray[np.uint8]  # [S, S]
    matrix: npt.NDArray[np.float64]  # [2, 3], from pixels of the photo to those of the mask
    painted: npt.NDArray[np.uint8] | None = None  # that a project brought


@dataclass(frozen=True, eq=False)
class MaskView:
    """The mask of the chosen face and how it is painted."""

    painting: bool = False  # whether there is a mask to paint on
    reason: str = ""  # why there is none
    changed: bool = False  # whether it is another than the face's own
    can_undo: bool = False
    can_redo: bool = False
    number: int = NUMBERS["skin"]  # of the class that is painted
    hand: Hand = Hand.BRUSH
    size: int = 12  # of the brush, in pixels of the mask
    opacity: float = 0.55
    shown: bool = True
    searching: float | None = None  # share of the search that is done
    picture: Picture8 | None = None  # the face, on its way
    agreement: float | None = None  # with the painted mask
    said: str = ""
    wrong: bool = False
