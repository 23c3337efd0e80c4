"""Shape: where the parts of a face lie once it has another's."""

from dataclasses import replace

import numpy as np

from ganeditor.engine.faces.align import fit_similarity, transform_points
from ganeditor.engine.faces.mesh import LOOPS, Mesh

RIM = 0.16
"""Of the face's width: how far from its outline parts are wholly where the other has them."""


def shaped(own: Mesh, other: Mesh, share: float) -> Mesh:
    """own with its parts moved by share of the way to where other, of the same pose, has them; the outline stays.

    other may lie anywhere: it is laid over own by the similarity that brings all points nearest.
    """
    placed = transform_points(fit_similarity(other.flat, own.flat), other.flat)
    outline = own.loop("oval")
    away = np.linalg.norm(own.flat[:, None] - outline[None], axis=2).min(1) / (RIM * width_of(own))
    weight = np.clip(away, 0, 1)
    weight = (weight * weight * (3 - 2 * weight) * share)[:, None]
    flat = own.flat + (placed - own.flat) * weight
    return replace(own, points=np.column_stack([flat, own.points[:, 2]]).astype(np.float32))


def moved_as(mesh: Mesh, before: Mesh, after: Mesh) -> Mesh:
    """mesh, of a face whose mesh was before once, with its parts moved as from before to after."""
    scale = width_of(mesh) / width_of(before)
    points = mesh.points.copy()
    points[:, :2] += (after.flat - before.flat) * np.float32(scale)
    return replace(mesh, points=points)


def box_around(mesh: Mesh, width: int, height: int) -> tuple[int, int, int, int]:
    """Whole pixels around a face in a picture of width × height."""
    low, high = np.floor(mesh.flat.min(0)).astype(int) - 2, np.ceil(mesh.flat.max(0)).astype(int) + 2
    x0, y0 = np.clip(low, 0, (width, height)).tolist()
    x1, y1 = np.clip(high, 0, (width, height)).tolist()
    return x0, y0, x1, y1


def width_of(mesh: Mesh) -> float:
    """Of a face, in pixels: the side of a square as large as its oval."""
    x, y = mesh.flat[list(LOOPS["oval"])].astype(np.float64).T
    return float(np.sqrt(abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2))
