"""Motion: what is read off a driver as time goes on, as changes from how its face is at rest."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ganeditor.engine.drive.readout import LIDS, NAMES, PARTS, Vector
from ganeditor.engine.eyes.lids import SHUT
from ganeditor.engine.moving.one_euro import OneEuro, Smoothing
from ganeditor.errors import FaceError

UNITS = np.array([6.0, 6.0, 6.0, 0.03, 0.05, 0.02, 0.04, 0.05, 0.05, 0.2, 0.03])
"""Of NAMES, by how much a slight move shows."""

SMOOTHING = Smoothing(still=1.5, rise=2.0)
"""Of read-outs in UNITS: what trembles by a tenth of one comes to rest, and a blink stays one."""

MOST_CLOSED, MOST_OPENED = -1.0, 0.5
"""Changes of lids in shares of their opening."""

_LIDS = [NAMES.index(name) for name in LIDS]


@dataclass(frozen=True)
class Following:
    """What of a driver is followed, and how much."""

    parts: Collection[str] = tuple(PARTS)
    strength: float = 1.0  # 0 stays still, 1 moves as far


class Motion:
    """Read-outs become changes, one after another; a frame without a face holds what was before."""

    def __init__(self, neutral: Vector, following: Following) -> None:
        """neutral: the read-out of the driver's face at rest, without NaN."""
        self._neutral, self._smooth, self._last = neutral, OneEuro(SMOOTHING), neutral
        followed = {name for part in following.parts for name in PARTS[part]}
        self._gains = np.array([following.strength if name in followed else 0.0 for name in NAMES])

    def change(self, read: Vector | None, time: float) -> Vector:
        """The change at time in seconds, in the order of NAMES, as DrivenFace.picture takes it."""
        if read is not None:
            self._last = np.where(np.isnan(read), self._last, read)
        smooth = self._smooth((self._last / UNITS)[:, None], time)[:, 0] * UNITS
        change: Vector = smooth - self._neutral
        opening = np.maximum(self._neutral[_LIDS] - SHUT, SHUT / 2)
        change[_LIDS] = change[_LIDS] / opening
        change = change * self._gains
        change[_LIDS] = np.clip(change[_LIDS], MOST_CLOSED, MOST_OPENED)
        return change


@dataclass(frozen=True, eq=False)
class Recording:
    """All that was read off a driver, in the order of time."""

    times: Sequence[float]  # seconds, rising
    reads: Sequence[Vector | None]  # as Driver gives them

    @property
    def lost(self) -> int:
        """Frames without a face."""
        return sum(read is None for read in self.reads)

    def neutral(self, time: float | None = None) -> Vector:
        """The read-out of the driver at rest: what is seen at time in seconds, or most of the time.

        FaceError where no face is seen by then.
        """
        moments = np.abs(np.asarray(self.times) - (time or 0.0))
        number = neutral_of(self.reads) if time is None else int(np.argmin(moments))
        found = self.reads[number]
        if found is None or np.isnan(found).any():
            raise FaceError(f"At {time:g} s there is no face with open eyes in the driver; take another moment.")
        return found

    def changes(self, neutral: Vector, following: Following, times: Sequence[float]) -> npt.NDArray[np.float64]:
        """The change [len(times), len(NAMES)] at each of times in seconds, which may lie between frames."""
        motion = Motion(neutral, following)
        own = np.array([motion.change(*row) for row in zip(self.reads, self.times, strict=True)])
        return np.stack([np.interp(times, self.times, column) for column in own.T], 1)


def neutral_of(reads: Sequence[Vector | None]) -> int:
    """The number of the frame that is nearest to the median of all; FaceError if none shows a face with open eyes."""
    rows = np.array([np.full(len(NAMES), np.nan) if read is None else read for read in reads]).reshape(-1, len(NAMES))
    whole = np.flatnonzero(~np.isnan(rows).any(1))
    if not len(whole):
        raise FaceError(
            "There is no face with open eyes in the driver; take a clip in which one is seen from the front."
        )
    apart = np.abs((rows[whole] - np.median(rows[whole], axis=0)) / UNITS).sum(1)
    return int(whole[np.argmin(apart)])
