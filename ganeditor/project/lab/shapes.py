"""SHAPES: distributions of points on the plane that a small network can learn in seconds, all within EXTENT of zero."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float32]
"""[N, 2]"""

EXTENT = 1.25
"""The plane reaches from -EXTENT to EXTENT in both directions."""

DRAWN = "drawn"
"""Name of the distribution whose points a person draws."""

BRUSH = 0.03
"""Standard deviation of points around those that were drawn."""

Draw = Callable[[np.random.Generator, int], npt.NDArray[np.float64]]


@dataclass(frozen=True, eq=False)
class Shape:
    """One distribution: random points [N, 2], and where it has separate modes their middles and deviation."""

    draw: Draw
    modes: tuple[tuple[float, float], ...] = ()
    deviation: float = 0.0


def _around(curve: Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]], deviation: float) -> Draw:
    """Points around a curve, which takes shares [N] of its length to points [N, 2]."""
    return lambda random, count: curve(random.random(count)) + random.normal(0, deviation, (count, 2))


def _ring(radius: float) -> Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]:
    return lambda share: radius * np.stack([np.cos(2 * np.pi * share), np.sin(2 * np.pi * share)], 1)


def _two_rings(share: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The outer one has twice the length, and twice the points."""
    outer = share < 2 / 3
    return np.where(outer[:, None], _ring(0.95)(share * 1.5), _ring(0.45)(share * 3))


def _moons(share: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    upper, angle = share < 0.5, np.pi * (2 * share % 1)
    arc, away = 0.65 * np.stack([np.cos(angle), np.sin(angle)], 1), np.array([0.32, 0.16])
    return np.where(upper[:, None], arc - away, away - arc)


def _spiral(share: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Evenly dense along its length."""
    turn = 4 * np.pi * np.sqrt(share)
    points: npt.NDArray[np.float64] = np.sqrt(share)[:, None] * np.stack([np.cos(turn), np.sin(turn)], 1)
    return points


def _bars(random: np.random.Generator, count: int) -> npt.NDArray[np.float64]:
    """Two upright bars with nothing between them."""
    side = random.integers(0, 2, count) * 2 - 1
    return np.stack([side * random.uniform(0.55, 0.85, count), random.uniform(-0.75, 0.75, count)], 1)


def _gaussians(modes: Sequence[tuple[float, float]], deviation: float) -> Shape:
    middles = np.array(modes)

    def draw(random: np.random.Generator, count: int) -> npt.NDArray[np.float64]:
        return middles[random.integers(0, len(middles), count)] + random.normal(0, deviation, (count, 2))

    return Shape(draw, tuple(modes), deviation)


_EIGHT = [(float(np.cos(turn)), float(np.sin(turn))) for turn in np.arange(8) * np.pi / 4]
_STEPS = (-0.9, -0.45, 0.0, 0.45, 0.9)

SHAPES: dict[str, Shape] = {
    "line": Shape(_around(lambda share: (share * 1.8 - 0.9)[:, None] * np.array([[1.0, 0.7]]), 0.04)),
    "ring": Shape(_around(_ring(0.8), 0.04)),
    "two-rings": Shape(_around(_two_rings, 0.04)),
    "gaussians-1": _gaussians([(0.35, 0.25)], 0.22),
    "gaussians-2": _gaussians([(-0.55, -0.4), (0.55, 0.4)], 0.14),
    "gaussians-8": _gaussians([(0.9 * x, 0.9 * y) for x, y in _EIGHT], 0.05),
    "gaussians-25": _gaussians([(x, y) for y in _STEPS for x in _STEPS], 0.04),
    "moons": Shape(_around(_moons, 0.04)),
    "spiral": Shape(_around(_spiral, 0.03)),
    "disjoint": Shape(_bars),
}
"""By name; DRAWN is the one that is not here."""


def shape_of(name: str, drawn: Sequence[tuple[float, float]]) -> Shape:
    """The distribution of this name; DRAWN lies around the points in drawn."""
    return SHAPES[name] if name != DRAWN else Shape(_gaussians(drawn, BRUSH).draw)


def sample(shape: Shape, count: int, seed: Sequence[int]) -> Points:
    """Random points of a distribution, the same for a seed."""
    return shape.draw(np.random.default_rng(tuple(seed)), count).astype(np.float32)
