"""Lids: how far an eye's lids have to move, found by drawing them and looking at what was drawn."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SHUT, FULL = 0.15, 0.33
"""Opening over width as read off a shut and a fully open eye: the medians of ten people with closed eyes and of
24 portraits."""

WIDEST = 1.35
"""How far an eye can be opened, where 1 is fully."""

CLOSINGS = (-0.6, -0.3, 0.0, 0.25, 0.5, 0.75, 1.0)
"""Shares of the opening by which lids are moved to see what comes of it."""

Array = npt.NDArray[np.float64]


def openness_of(ratio: float) -> float:
    """0 for a shut eye, 1 for a fully open one, of its opening over its width."""
    return float(np.clip((ratio - SHUT) / (FULL - SHUT), 0, WIDEST))


def change_to(openness: float, ratio: float) -> float:
    """The change of lids in [-1, 1] that brings an eye of some opening over width to openness."""
    before = openness_of(ratio)
    change = openness - before
    return max(-1.0, min(1.0, change / max(before, 1.0) if change < 0 else change))


@dataclass(frozen=True, eq=False)
class Response:
    """What is read off one eye when its lids are moved by each of CLOSINGS."""

    ratios: Array  # [len(CLOSINGS)], falling

    @property
    def own(self) -> float:
        """What is read off the eye as it is."""
        return float(self.ratios[CLOSINGS.index(0.0)])

    def closing_to(self, ratio: float) -> float:
        """By how much of the opening the upper lid has to come down, or up, for this to be read off the eye."""
        return float(np.interp(-ratio, -self.ratios, np.array(CLOSINGS)))

    def closing_for(self, change: float) -> float:
        """The same for a change of openness in [-1, 1]."""
        if change == 0:
            return 0.0
        own, before = self.own, openness_of(self.own)
        # An eye that is open wider than others shuts at -1 as they do.
        wish = float(np.clip(before + change * (max(before, 1.0) if change < 0 else 1), 0, max(before, WIDEST)))
        if change < 0:
            # What is read off a shut eye differs from one to the next: the eye's own reading counts as shut.
            least = float(self.ratios[-1])
            ratio = least + (own - least) * wish / max(before, 1e-6)
        else:
            ratio = own + (wish - before) * (FULL - SHUT)
        return self.closing_to(ratio)


def response(read: Callable[[float], tuple[float, float]]) -> tuple[Response, Response]:
    """Of the left and the right eye; read gives what is read off them when both are moved by a share of CLOSINGS."""
    readings = np.array([read(closing) for closing in CLOSINGS])
    falling = np.minimum.accumulate(readings, axis=0) - np.arange(len(readings))[:, None] * 1e-6
    return Response(falling[:, 0]), Response(falling[:, 1])
