"""Read-outs of a driver: how a face in one picture after another holds its head, looks, blinks and speaks."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ganeditor.engine.eyes.lids import SHUT
from ganeditor.engine.faces.anatomy import Anatomy
from ganeditor.engine.faces.detect import Face, Photo8
from ganeditor.engine.faces.eyes import Eye
from ganeditor.engine.faces.mesh import CHIN, FOREHEAD, LEAST_CONFIDENCE, LEFT_CORNERS, RIGHT_CORNERS, Mesh
from ganeditor.engine.swap.reenactment import MOVES, expression
from ganeditor.errors import FaceError
from ganeditor.opencv import cv2

Vector = npt.NDArray[np.float64]

ANGLES = ("yaw", "pitch", "roll")
SHAPES = ("brow", "mouth_open", "smile", "mouth_width")
LIDS = ("lids_left", "lids_right")
GAZE = ("gaze_x", "gaze_y")
NAMES = (*ANGLES, *SHAPES, *LIDS, *GAZE)
"""What is read off a frame, in this order: degrees; distances between the eyes; opening over width; as Eye has it."""

PARTS: dict[str, tuple[str, ...]] = {
    "pose": ANGLES,
    "gaze": GAZE,
    "lids": LIDS,
    "brows": SHAPES[:1],
    "mouth": SHAPES[1:],
}
"""What may follow."""

LARGEST = 640
"""Pixels of a driver's longer side: a face in it has enough of them, and is read in the same time whatever its size."""

SEEN = 0.05
"""Opening over width beyond SHUT from which on an iris is seen well enough to tell where it looks."""


class Driver:
    """Follows the largest face through a driver's pictures; the mesh of one leads to the next."""

    def __init__(self, anatomy: Anatomy, find: Callable[[Photo8], tuple[Face, ...]]) -> None:
        self._anatomy, self._find = anatomy, find
        self._mesh: Mesh | None = None

    def read(self, picture: Photo8) -> Vector | None:
        """What picture [H, W, 3] shows, in the order of NAMES; None where no face is seen, NaN what is hidden in it."""
        picture = _small(picture)
        mesh = self._mesh = self._followed(picture) or self._found(picture)
        if mesh is None:
            return None
        return readout(mesh, self._anatomy.eyes(picture, mesh))

    def _followed(self, picture: Photo8) -> Mesh | None:
        if self._mesh is None:
            return None
        mesh = self._anatomy.mesh_again(picture, self._mesh)
        return mesh if mesh.confidence >= LEAST_CONFIDENCE else None

    def _found(self, picture: Photo8) -> Mesh | None:
        faces = self._find(picture)
        try:
            return self._anatomy.mesh(picture, max(faces, key=lambda face: face.size).landmarks) if faces else None
        except FaceError:
            return None


def readout(mesh: Mesh, eyes: tuple[Eye, Eye]) -> Vector:
    """Of a face with mesh and eyes, in the order of NAMES; the gaze is NaN while the eyes are shut."""
    pose = mesh.pose
    seen = np.array([max(eye.ratio - SHUT - SEEN, 0.0) for eye in eyes])
    total = float(seen.sum())
    gaze = [
        float(seen @ values) / total if total else math.nan
        for values in ([eye.gaze_x for eye in eyes], [eye.gaze_y for eye in eyes])
    ]
    angles = [getattr(pose, name) for name in ANGLES]
    return np.array([*angles, *shapes_of(mesh), *(eye.ratio for eye in eyes), *gaze])


def shapes_of(mesh: Mesh) -> Vector:
    """SHAPES of the face with mesh, as it is seen from its front: what turns the head does not change them."""
    front = replace(mesh, points=(mesh.points.astype(np.float64) @ axes_of(mesh)).astype(np.float32))
    shapes: Vector = expression(front)[[MOVES.index(name) for name in SHAPES]]
    return shapes


def axes_of(mesh: Mesh) -> npt.NDArray[np.float64]:
    """Unit vectors [3, 3] of a face, in columns: to its right in the picture, down, and into it."""
    points = mesh.points.astype(np.float64)
    across = points[RIGHT_CORNERS[1]] - points[LEFT_CORNERS[0]]
    across /= np.linalg.norm(across)
    down = points[CHIN] - points[FOREHEAD]
    down -= across * (down @ across)
    down /= np.linalg.norm(down)
    return np.stack([across, down, np.cross(across, down)], 1)


def _small(picture: Photo8) -> Photo8:
    scale = LARGEST / max(picture.shape[:2])
    if scale >= 1:
        return picture
    size_wh = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    return np.asarray(cv2.resize(picture, size_wh, interpolation=cv2.INTER_AREA), np.uint8)
