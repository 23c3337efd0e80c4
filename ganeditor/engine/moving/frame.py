"""Frame: what a clip gives, one picture after the other."""

from fractions import Fraction
from typing import Protocol

from ganeditor.engine.faces.detect import Photo8


class Frame(Protocol):
    """One picture of a clip."""

    @property
    def number(self) -> int:
        """From 0, as counted from the clip's first."""

    @property
    def time(self) -> Fraction:
        """In seconds; from frame to frame it rises, by steps that may vary."""

    @property
    def picture(self) -> Photo8:
        """[H, W, 3]; all of one size."""
