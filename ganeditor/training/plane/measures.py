"""How far two clouds of points are from each other: divergences by grid, Fréchet distance, modes that are covered."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ganeditor.project.lab.shapes import EXTENT

CELLS = 32
"""Of the grid, along each side of the plane; points beyond it count in its outermost cells."""

NEAR = 3.0
"""Deviations from a mode's middle within which a point belongs to it."""

SHARE = 0.2
"""A mode is covered from this share of its even part of the points on."""

Cloud = npt.NDArray[np.floating]
"""[N, 2]"""


def histogram(points: Cloud, cells: int = CELLS) -> npt.NDArray[np.float64]:
    """Shares [cells, cells] of points in each cell of the plane, the row by y, from the bottom."""
    places = np.floor((points + EXTENT) * (cells / (2 * EXTENT))).clip(0, cells - 1).astype(int)
    counts = np.bincount(places[:, 1] * cells + places[:, 0], minlength=cells * cells)
    return counts.reshape(cells, cells) / len(points)


def kl(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64], count: int) -> float:
    """KL divergence from second to first, in nats; of shares, of which count points made second.

    Half a point is added to all of second together, evenly spread: a cell that it leaves empty costs much, but not
    infinitely much.
    """
    spread = (second + 0.5 / (count * second.size)) / (1 + 0.5 / count)
    filled = first > 0
    return float((first[filled] * np.log(first[filled] / spread[filled])).sum())


def js(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]) -> float:
    """Jensen-Shannon divergence in nats, from 0 to log 2."""
    middle = (first + second) / 2
    parts = [float((side[side > 0] * np.log(side[side > 0] / middle[side > 0])).sum()) for side in (first, second)]
    return sum(parts) / 2


def frechet(first: Cloud, second: Cloud) -> float:
    """Fréchet distance of two Gaussians with the clouds' means and covariances (Heusel et al. 2017, equation 6)."""
    one, other = np.cov(first, rowvar=False), np.cov(second, rowvar=False)
    # Of a 2 × 2 matrix M, the trace of the root is the root of tr M + 2 √det M.
    inner = one @ other
    root = np.sqrt(max(0.0, np.trace(inner) + 2 * np.sqrt(max(0.0, np.linalg.det(inner)))))
    return float(np.square(first.mean(0) - second.mean(0)).sum() + np.trace(one) + np.trace(other) - 2 * root)


def covered(points: Cloud, modes: Sequence[tuple[float, float]], deviation: float) -> int:
    """How many of modes have points near them."""
    far = np.linalg.norm(points[:, None] - np.array(modes)[None], axis=2)
    shares = (far < NEAR * deviation).mean(0)
    return int((shares >= SHARE / len(modes)).sum())
