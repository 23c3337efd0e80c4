"""Features: brows and mouth moved in the photo's own pixels, as the points of its mesh move.

Each shape that is read off a driver has a movement of its own. What is read off a mesh follows its points, so that how
far each movement has to go is known at once: nothing is tried and nothing is searched.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ganeditor.engine.drive.readout import SHAPES, Vector, axes_of, shapes_of
from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.mesh import LOOPS, MOUTH_CORNERS, Mesh
from ganeditor.engine.swap.texture import Triangles, texture, triangulated

Array = npt.NDArray[np.float64]

MOST = np.array([0.16, 0.36, 0.14, 0.22])
"""Distances between the eyes by which each of SHAPES changes at most."""

LEAST_OPENING = 0.01
"""Distances between the eyes by which lips stay apart: shut ones must not cross."""

RING = 1.5
"""Of the oval's size: where everything stays, around the face."""

STEP = 0.02
"""Distances between the eyes by which each movement is tried on the mesh."""

SOFT = 0.32
"""Distances between the eyes over which what is around a brow, or the mouth, goes along."""

UPPER_LIP, LOWER_LIP = (0, 13), (14, 17)
"""Of the mesh, the lips' outer and inner edges in the middle, and inner and outer ones."""


@dataclass(frozen=True, eq=False)
class Features:
    """The parts of one face, ready to move; places are in pixels of the mesh's picture."""

    mesh: Mesh
    triangles: Triangles  # of the mesh and the ring around it
    movements: Array  # [4, 468, 2]: by unit of each movement, (x, y) in pixels
    effects: Array  # [4, 4]: what a unit of each movement (columns) does to SHAPES (rows)

    @classmethod
    def of(cls, mesh: Mesh) -> "Features":
        """Of the face with mesh."""
        axes, unit = axes_of(mesh), eye_distance(mesh)
        flat = (mesh.points.astype(np.float64) @ axes)[:, :2] / unit
        movements = np.stack([_brow(flat), _opening(flat), _smile(flat), _width(flat)])
        in_picture = movements @ axes[:2, :2].T * unit
        own = shapes_of(mesh)
        tried = [(shapes_of(_shifted(mesh, STEP * movement)) - own) / STEP for movement in in_picture]
        return cls(mesh, triangulated(_ringed(mesh, mesh)), in_picture, np.stack(tried, 1))

    def moved(self, change: Vector) -> Mesh:
        """The mesh with SHAPES changed by change [4], in distances between the eyes, as far as it can be."""
        wished = np.clip(change, -MOST, MOST)
        row = SHAPES.index("mouth_open")
        wished[row] = max(wished[row], min(0.0, LEAST_OPENING - float(shapes_of(self.mesh)[row])))
        amounts = np.linalg.solve(self.effects, wished)
        return _shifted(self.mesh, np.tensordot(amounts, self.movements, 1))

    def sources(self, moved: Mesh, size_wh: tuple[int, int]) -> Image:
        """Where in the picture, of size_wh pixels, each of them comes from [h, w, 2], (x, y), once parts lie as moved
        has them."""
        found = texture(_ringed(moved, self.mesh), _ringed(self.mesh, self.mesh), self.triangles, size_wh)
        ys, xs = np.mgrid[: size_wh[1], : size_wh[0]].astype(np.float32) + np.float32(0.5)
        return np.where((found.seen > 0)[..., None], found.places, np.stack([xs, ys], -1))


def eye_distance(mesh: Mesh) -> float:
    """In pixels, whichever way the head is turned."""
    return float(np.linalg.norm(mesh.points[[33, 133]].mean(0) - mesh.points[[362, 263]].mean(0)))


def _shifted(mesh: Mesh, by: Array) -> Mesh:
    """mesh with its points moved by [468, 2]."""
    return replace(mesh, points=np.column_stack([mesh.flat + by, mesh.points[:, 2]]).astype(np.float32))


def _ringed(mesh: Mesh, rest: Mesh) -> Mesh:
    """mesh with more points, around the face that rest has."""
    oval = rest.points[list(LOOPS["oval"])]
    middle = oval.mean(0)
    ring = np.column_stack([(middle + RING * (oval - middle))[:, :2], oval[:, 2]])
    return replace(mesh, points=np.vstack([mesh.points, ring]).astype(np.float32))


# Movements of the points [468, 2] of a face that looks straight ahead, in distances between its eyes, y downwards.


def _brow(flat: Array) -> Array:
    """Both brows rise; the forehead above gives way, and the lids below stay."""
    brows = np.vstack([flat[list(LOOPS[name])] for name in ("left_brow", "right_brow")])
    eyes = np.vstack([flat[list(LOOPS[name])] for name in ("left_eye", "right_eye")])
    near, below = _nearest(flat, brows), _nearest(flat, eyes)
    above = flat[:, 1] < brows[:, 1].max() + 0.05
    share = _soft(near / (1.6 * SOFT)) * np.clip(below / (below + near + 1e-6), 0, 1) * above
    return np.stack([np.zeros(len(flat)), -share], 1)


def _opening(flat: Array) -> Array:
    """The jaw falls, the lower lip with it; the corners stay, and so do the ears."""
    corners = flat[list(MOUTH_CORNERS)]
    middle, reach = corners.mean(0), float(np.ptp(corners[:, 0])) / 2
    across = (flat[:, 0] - middle[0]) / reach
    inner = (flat[UPPER_LIP[1], 1] + flat[LOWER_LIP[0], 1]) / 2
    lower = np.isin(np.arange(len(flat)), LOOPS["lower_lip"]) & ~np.isin(np.arange(len(flat)), LOOPS["upper_lip"])
    lips = np.clip(1 - across**2, 0, 1) ** 0.75
    height = np.clip((flat[:, 1] - inner) / 0.12, 0, 1)
    jaw = height * _soft((np.abs(across) - 0.8) / 2.2)
    falls = np.where(lower, lips, np.where(flat[:, 1] > inner, jaw, 0.0))
    upper = np.isin(np.arange(len(flat)), LOOPS["upper_lip"])
    return np.stack([np.zeros(len(flat)), np.where(upper, -0.12 * lips, falls)], 1)


def _smile(flat: Array) -> Array:
    """The corners of the mouth rise and the cheeks with them."""
    share = _around_corners(flat)
    return np.stack([np.zeros(len(flat)), -np.abs(share)], 1)


def _width(flat: Array) -> Array:
    """The corners of the mouth go apart."""
    return np.stack([_around_corners(flat) / 2, np.zeros(len(flat))], 1)


def _around_corners(flat: Array) -> Array:
    """How much points go with the corners of the mouth [468]: -1 at the left one, 1 at the right one, 0 between."""
    left, right = (flat[corner] for corner in MOUTH_CORNERS)
    reach = (right[0] - left[0]) / 2
    across = np.clip((flat[:, 0] - (left[0] + right[0]) / 2) / reach, -1, 1)
    near = np.minimum(*(np.hypot(*(flat - corner).T) for corner in (left, right)))
    lips = np.isin(np.arange(len(flat)), (*LOOPS["upper_lip"], *LOOPS["lower_lip"]))
    share = np.where(lips, across**2, np.abs(across) * _soft(near / (1.5 * SOFT)))
    return np.asarray(np.sign(across) * share)


def _nearest(flat: Array, others: Array) -> Array:
    return np.asarray(np.linalg.norm(flat[:, None] - others[None], axis=2).min(1))


def _soft(x: Array) -> Array:
    """1 up to 0, 0 from 1 on, smooth between."""
    share = 1 - np.clip(x, 0, 1)
    return np.asarray(share * share * (3 - 2 * share))
