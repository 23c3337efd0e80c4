"""Paths through latent space for animations: closed walks at constant speed, and ways from one face to another."""

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d

from ganeditor.errors import EditError

Array = npt.NDArray[np.float32]

FINE = 64  # samples between two keys before the path is measured
ROUNDS = 20  # of evening out the steps
SMOOTHING = 0.35  # deviation of the Gaussian, in distances between keys: rounds corners, keeps near the keys


def closed_walk(keys: Array, frames: int) -> Array:
    """A smooth loop [frames, ...] past keys [K, ...], each step as long as the others.

    The polygon through the keys is smoothed by a Gaussian that wraps around (as the latent walks in the videos of
    Karras et al. 2020 are), and then sampled at equal distances along its length, so that the speed does not change.
    """
    if len(keys) < 2 or frames < 3:
        raise EditError(f"A walk of {frames} frames past {len(keys)} faces does not move; give 2 faces and 3 frames.")
    flat = keys.reshape(len(keys), -1).astype(np.float64)
    shares = np.arange(FINE)[:, None] / FINE
    sides = [start + (end - start) * shares for start, end in zip(flat, np.roll(flat, -1, axis=0), strict=True)]
    smooth = gaussian_filter1d(np.concatenate(sides), SMOOTHING * FINE, axis=0, mode="wrap")
    closed = np.concatenate([smooth, smooth[:1]])
    loop: Array = _evenly(closed, frames).reshape(frames, *keys.shape[1:]).astype(np.float32)
    return loop


def straight(start: Array, end: Array, shares: npt.ArrayLike) -> Array:
    """Points [F, ...] on the line from start to end: the way to go in W (and W+)."""
    weights = np.asarray(shares, np.float32).reshape(-1, *[1] * start.ndim)
    line: Array = (start + (end - start) * weights).astype(np.float32)
    return line


def spherical(start: Array, end: Array, shares: npt.ArrayLike) -> Array:
    """Points [F, D] on the great circle from start to end [D]: the way to go in Z, whose mass lies on a sphere."""
    a, b = start / np.linalg.norm(start), end / np.linalg.norm(end)
    angle = np.arccos(np.clip(float(a @ b), -1, 1))
    if angle < 1e-4 or angle > np.pi - 1e-4:  # no plane is defined by parallel vectors
        return straight(start, end, shares)
    weights = np.asarray(shares, np.float64)[:, None]
    turned = (np.sin((1 - weights) * angle) * a + np.sin(weights * angle) * b) / np.sin(angle)
    lengths = np.linalg.norm(start) * (1 - weights) + np.linalg.norm(end) * weights
    way: Array = (turned * lengths).astype(np.float32)
    return way


def _evenly(path: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.float64]:
    """count points [count, D] on the closed path [P, D] whose distances from one to the next are equal."""
    travelled = np.concatenate([[0.0], np.linalg.norm(np.diff(path, axis=0), axis=1).cumsum()])
    wanted = np.linspace(0, travelled[-1], count + 1)
    for _round in range(ROUNDS):
        points = _at(path, travelled, wanted)
        # Across a bend the straight distance is shorter than the way: move the places until distances agree.
        chords = np.concatenate([[0.0], np.linalg.norm(np.diff(points, axis=0), axis=1).cumsum()])
        wanted = np.interp(np.linspace(0, chords[-1], count + 1), chords, wanted)
    return _at(path, travelled, wanted)[:-1]


def _at(
    path: npt.NDArray[np.float64], travelled: npt.NDArray[np.float64], wanted: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    right = np.clip(np.searchsorted(travelled, wanted, side="right"), 1, len(path) - 1)
    span = np.maximum(travelled[right] - travelled[right - 1], 1e-12)
    share = ((wanted - travelled[right - 1]) / span)[:, None]
    points: npt.NDArray[np.float64] = path[right - 1] + (path[right] - path[right - 1]) * share
    return points
