"""Frame: an eye's own coordinates. u runs from corner to corner, -0.5 to 0.5, and v down; both in widths of the eye."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.interpolate import PchipInterpolator

from ganeditor.engine.faces.align import Image, Points
from ganeditor.engine.faces.eyes import Eye

LEFTMOST, RIGHTMOST, UPPERMOST, LOWERMOST = -0.85, 0.85, -0.75, 0.6
"""What an edit of an eye may touch."""

_FINE = np.linspace(-0.5, 0.5, 257)


@dataclass(frozen=True, eq=False)
class Frame:
    """One eye in a picture."""

    eye: Eye
    size_wh: tuple[int, int]  # of the picture

    @cached_property
    def axes(self) -> Points:
        """[2, 2]: unit vectors of u and v in the picture."""
        along = (self.eye.corners[1] - self.eye.corners[0]) / max(self.eye.width, 1e-6)
        return np.array([along, [-along[1], along[0]]], np.float32)

    @cached_property
    def centre(self) -> Points:
        """[2]: between the corners."""
        return np.asarray(self.eye.corners.mean(0), np.float32)

    @cached_property
    def box_xyxy(self) -> tuple[int, int, int, int]:
        """Whole pixels of the picture around what may be touched."""
        ends = [(u, v) for u in (LEFTMOST, RIGHTMOST) for v in (UPPERMOST, LOWERMOST)]
        corners = self.to_picture(np.array(ends, np.float32))
        low, high = np.floor(corners.min(0)).astype(int), np.ceil(corners.max(0)).astype(int)
        x0, y0 = np.clip(low, 0, self.size_wh).tolist()
        x1, y1 = np.clip(high, 0, self.size_wh).tolist()
        return x0, y0, x1, y1

    @cached_property
    def grid(self) -> tuple[Image, Image]:
        """u and v [h, w] of the pixels in the box."""
        x0, y0, x1, y1 = self.box_xyxy
        ys, xs = np.mgrid[y0:y1, x0:x1].astype(np.float32) + 0.5
        x, y = xs - self.centre[0], ys - self.centre[1]
        (ux, uy), (vx, vy) = self.axes / self.eye.width
        return ux * x + uy * y, vx * x + vy * y

    def of_points(self, points: Points) -> Points:
        """(x, y) of the picture [N, 2] -> (u, v)."""
        return np.asarray((points - self.centre) @ self.axes.T / self.eye.width, np.float32)

    def to_picture(self, points: Points) -> Points:
        """(u, v) [N, 2] -> (x, y) of the picture."""
        return np.asarray(points * self.eye.width @ self.axes + self.centre, np.float32)

    @cached_property
    def iris(self) -> Points:
        """[2]: (u, v) of its middle."""
        return np.asarray(self.of_points(self.eye.iris[None])[0])

    @property
    def radius(self) -> float:
        """Of the iris."""
        return self.eye.radius / max(self.eye.width, 1e-6)

    @cached_property
    def _lids(self) -> tuple[Image, Image]:
        points = self.of_points(self.eye.lids)
        upper = _curve(points[:9])
        return upper, np.maximum(upper, _curve(np.vstack([points[8:], points[:1]])[::-1]))

    @cached_property
    def upper(self) -> Image:
        """v of the upper lid's edge [h, w] above or below each pixel of the box."""
        return self._over_grid(self._lids[0])

    @cached_property
    def lower(self) -> Image:
        """v of the lower lid's edge [h, w]; at the corners and beyond, it is the upper one's."""
        return self._over_grid(self._lids[1])

    def _over_grid(self, curve: Image) -> Image:
        return np.interp(self.grid[0], _FINE, curve).astype(np.float32)


def _curve(points: Points) -> Image:
    """A smooth line through points [N, 2] from the left to the right corner, at _FINE."""
    us = np.maximum.accumulate(points[:, 0] + np.arange(len(points)) * 1e-4)
    return np.asarray(PchipInterpolator(us, points[:, 1])(np.clip(_FINE, us[0], us[-1])), np.float32)
