"""Strokes: a mask that is being painted, with its own undo. Knows no Qt; places are (x, y) in pixels of the mask."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt

from ganeditor.opencv import cv2

Labels = npt.NDArray[np.uint8]
Place = tuple[float, float]

MOST_STROKES = 200  # that can be undone; a mask has 64 kB at most


class Strokes:
    """One face's mask; what is own is told from its latents, what is labels is painted over it."""

    def __init__(self, own: Labels, labels: Labels | None = None) -> None:
        self.own = own
        self.labels: Labels = (own if labels is None else labels).copy()
        self.start = ""  # the asset from which a search begins, where a direction has painted the mask
        self._undone: list[Labels] = []
        self._done: list[Labels] = []  # the mask before each stroke
        self._at_work = False

    @property
    def changed(self) -> bool:
        """Whether the mask is another than the face's own."""
        return not np.array_equal(self.own, self.labels)

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def undo(self) -> None:
        if self._done:
            self._undone.append(self.labels)
            self.labels, self.start = self._done.pop(), ""

    def redo(self) -> None:
        if self._undone:
            self._done.append(self.labels)
            self.labels = self._undone.pop()

    def have_own(self, own: Labels) -> None:
        """The face's latents have become better known; what was not painted is as they say."""
        where = self.labels == self.own
        self.own = own
        self.labels = np.where(where, own, self.labels)

    # --- strokes -------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """What is done until end is one stroke."""
        self._before, self._at_work = self.labels.copy(), True

    def end(self) -> None:
        if self._at_work and not np.array_equal(self._before, self.labels):
            self._done = [*self._done, self._before][-MOST_STROKES:]
            self._undone.clear()
        self._at_work = False

    def line(self, start: Place, end: Place, width: float, number: int | None) -> None:
        """A brush of this width drawn from start to end; number None brings the face's own mask back."""
        touched = np.zeros(self.labels.shape, np.uint8)
        ends = [tuple(round((value - 0.5) * 16) for value in place) for place in (start, end)]
        cv2.line(touched, *ends, 1, max(1, round(width)), cv2.LINE_8, 4)
        radius = max(8, round((width / 2 - 0.25) * 16))
        for place in ends:
            cv2.circle(touched, place, radius, 1, cv2.FILLED, cv2.LINE_8, 4)
        where = touched > 0
        self.labels[where] = self.own[where] if number is None else number

    def fill(self, place: Place, number: int) -> None:
        """The region at place becomes another class."""
        self.labels[self.region(place)] = number

    def move(self, region: npt.NDArray[np.bool_], x: int, y: int) -> None:
        """The region, as it was at begin, moves by (x, y); what is around it appears behind it."""
        self.labels = self._before.copy()
        self.labels[region] = self.around(region)
        rows, columns = np.nonzero(region)
        new_rows, new_columns = rows + y, columns + x
        height, width = region.shape
        inside = (new_rows >= 0) & (new_rows < height) & (new_columns >= 0) & (new_columns < width)
        self.labels[new_rows[inside], new_columns[inside]] = self._before[rows[inside], columns[inside]]

    def grow(self, region: npt.NDArray[np.bool_], pixels: int) -> None:
        """The region, as it was at begin, grows by so many pixels; with fewer than none it shrinks."""
        self.labels = self._before.copy()
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * abs(pixels) + 1, 2 * abs(pixels) + 1))
        mask = region.astype(np.uint8)
        if pixels > 0:
            self.labels[cv2.dilate(mask, disc) > 0] = self._before[region][0]
        else:
            self.labels[region & (cv2.erode(mask, disc, borderValue=1) == 0)] = self.around(region)

    def clear(self) -> None:
        """The face's own mask again, as one stroke."""
        self.replace(self.own)

    def replace(self, labels: Labels, start: str = "") -> None:
        """Another mask, as one stroke, and from where to search for it."""
        self.start = start
        with self._stroke():
            self.labels = labels.copy()

    # --- looking -------------------------------------------------------------------------------------------------

    def at(self, place: Place) -> int:
        """The class at place, or at the nearest pixel of the mask."""
        x, y = self._pixel(place)
        return int(self.labels[y, x])

    def region(self, place: Place) -> npt.NDArray[np.bool_]:
        """The connected pixels of one class at place."""
        x, y = self._pixel(place)
        same = (self.labels == self.labels[y, x]).astype(np.uint8)
        _count, numbers = cv2.connectedComponents(same, connectivity=4)
        return np.asarray(numbers == numbers[y, x])

    def around(self, region: npt.NDArray[np.bool_]) -> int:
        """The class that most of region's neighbours have; region's own, where it has none."""
        ring = (cv2.dilate(region.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~region
        found = self.labels[ring] if ring.any() else self.labels[region]
        return int(np.bincount(found).argmax())

    def _pixel(self, place: Place) -> tuple[int, int]:
        height, width = self.labels.shape
        return min(max(int(place[0]), 0), width - 1), min(max(int(place[1]), 0), height - 1)

    @contextmanager
    def _stroke(self) -> Iterator[None]:
        self.begin()
        yield
        self.end()
