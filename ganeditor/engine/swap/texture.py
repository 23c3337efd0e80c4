"""Texture: one picture of a face seen where another mesh lies, triangle by triangle (Nirkin et al. 2018, section 3.3).

Between the mesh's points the way from picture to picture is piecewise affine. A triangle that faces away in the picture
that is drawn covers nothing; one that faces away in the picture it comes from, or nearly, is not seen there.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial import Delaunay

from ganeditor.engine.faces.align import Image, Points
from ganeditor.engine.faces.mesh import CHIN, FOREHEAD, LEFT_CORNERS, RIGHT_CORNERS, Mesh
from ganeditor.opencv import cv2

Triangles = npt.NDArray[np.int32]
"""[T, 3] numbers of points; clockwise as seen from the front, with y downwards."""

HIDDEN, SEEN = 0.15, 0.45
"""Cosine of the angle between a triangle and the view: below the first it isn't seen, from the second on it is."""

_FINE = 4  # binary digits of a pixel to which corners are exact


@dataclass(frozen=True, eq=False)
class Texture:
    """What of another picture lies at each pixel of this one."""

    places: Image  # [h, w, 2]: (x, y) in the other picture
    seen: Image  # [h, w] in [0, 1]: how well the other picture shows it; 0 where there is no face

    def of(self, picture: npt.NDArray[Any]) -> Image:
        """The other picture [H, W, 3] as it lies here [h, w, 3], in levels; what shrinks is averaged."""
        levels = picture.astype(np.float32)
        inside = self.seen > 0
        steps = np.hypot(*(np.gradient(self.places[..., axis], axis=1) for axis in (0, 1)))
        shrink = float(np.median(steps[inside])) if inside.any() else 1.0
        if shrink > 1.2:
            levels = np.asarray(cv2.GaussianBlur(levels, (0, 0), 0.45 * float(np.sqrt(shrink**2 - 1))), np.float32)
        maps = [np.ascontiguousarray(self.places[..., axis] - np.float32(0.5)) for axis in (0, 1)]
        drawn = cv2.remap(levels, *maps, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
        return np.clip(np.asarray(drawn, np.float32), 0, 255)

    def share(self, mask: Image, side: int) -> Image:
        """A mask [S, S] in [0, 1] of the other picture, a square of side pixels, as it lies here [h, w]."""
        scale = len(mask) / side
        maps = [np.ascontiguousarray(self.places[..., axis] * scale - 0.5, np.float32) for axis in (0, 1)]
        return np.clip(np.asarray(cv2.remap(mask, *maps, cv2.INTER_LINEAR), np.float32), 0, 1)


@dataclass(frozen=True, eq=False)
class Surface:
    """The triangles of a mesh drawn into its picture: the nearest at each pixel, and where in it the pixel lies."""

    size_wh: tuple[int, int]
    pixels: npt.NDArray[np.int64]  # [N]: those on which there is a face, counted row by row
    corners: Triangles  # [N, 3]: the triangle's points
    weights: Image  # [N, 3] of these

    @classmethod
    def of(cls, mesh: Mesh, triangles: Triangles, size_wh: tuple[int, int]) -> "Surface":
        """Triangles that face away cover nothing."""
        width, height = size_wh
        points = mesh.points[triangles].astype(np.float64)  # [T, 3, 3]
        shown = np.flatnonzero(_areas(mesh.flat, triangles) > 1e-3)
        shown = shown[np.argsort(-points[shown, :, 2].mean(1))]  # what is nearer covers what is farther
        outlines = np.rint((points[..., :2] - 0.5) * 2**_FINE).astype(np.int32)
        drawn = np.full((height, width), -1, np.int32)
        for index in shown.tolist():
            cv2.fillConvexPoly(drawn, outlines[index], index, cv2.LINE_8, shift=_FINE)
        pixels = np.flatnonzero(drawn >= 0)
        which = drawn.ravel()[pixels]
        # Barycentric coordinates are affine in the pixel's place.
        square = np.ones((len(shown), 3, 3))
        square[:, :2] = points[shown, :, :2].transpose(0, 2, 1)
        affine = np.zeros((len(triangles), 3, 3), np.float32)
        affine[shown] = np.linalg.inv(square)
        y, x = np.divmod(pixels, width)
        place = np.stack([x + 0.5, y + 0.5, np.ones(len(pixels))], 1).astype(np.float32)
        weights = np.einsum("ncx,nx->nc", affine[which], place)
        return cls(size_wh, pixels, triangles[which], np.asarray(weights, np.float32))

    def carry(self, values: npt.NDArray[Any]) -> Image:
        """values [468, V] of the mesh's points at each pixel [h, w, V], affine in each triangle; 0 beside the face."""
        width, height = self.size_wh
        found = np.zeros((height * width, values.shape[1]), np.float32)
        found[self.pixels] = np.einsum("ncv,nc->nv", values.astype(np.float32)[self.corners], self.weights)
        return found.reshape(height, width, -1)

    def texture(self, there: Mesh, triangles: Triangles) -> Texture:
        """What of the picture that there is of comes to lie here."""
        found = self.carry(np.column_stack([there.flat, visibility(there, triangles)]))
        seen = np.zeros(found.shape[:2], np.float32)
        seen.ravel()[self.pixels] = np.clip(found[..., 2].ravel()[self.pixels], 1e-3, 1)
        return Texture(found[..., :2], seen)


def triangulated(mesh: Mesh) -> Triangles:
    """Triangles between the points of mesh, by Delaunay in its front view."""
    points = mesh.points.astype(np.float64)
    across = points[RIGHT_CORNERS[1]] - points[LEFT_CORNERS[0]]
    across /= np.linalg.norm(across)
    down = points[CHIN] - points[FOREHEAD]
    down -= across * (down @ across)
    down /= np.linalg.norm(down)
    front = points @ np.stack([across, down], 1)
    triangles: Triangles = Delaunay(front).simplices.astype(np.int32)
    turned = _areas(front, triangles) < 0
    triangles[turned] = triangles[turned][:, [0, 2, 1]]
    return triangles


def texture(here: Mesh, there: Mesh, triangles: Triangles, size_wh: tuple[int, int]) -> Texture:
    """What of the picture that there is of comes to lie in one of size_wh pixels in which the face lies as here."""
    return Surface.of(here, triangles, size_wh).texture(there, triangles)


def visibility(mesh: Mesh, triangles: Triangles) -> npt.NDArray[np.float64]:
    """How well each point of mesh is seen in its picture [468], in [0, 1], by the facing of the triangles around it."""
    points = mesh.points[triangles].astype(np.float64)
    normals = np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0])
    total = np.zeros((len(mesh.points), 3))
    for corner in range(3):
        np.add.at(total, triangles[:, corner], normals)
    facing = total[:, 2] / np.maximum(np.linalg.norm(total, axis=1), 1e-9)
    share = np.clip((facing - HIDDEN) / (SEEN - HIDDEN), 0, 1)
    return np.asarray(share * share * (3 - 2 * share))


def _areas(points: Points | npt.NDArray[np.float64], triangles: Triangles) -> npt.NDArray[np.float64]:
    """Twice the area of each triangle [T], below 0 for those seen from behind."""
    a, b, c = (points[triangles[:, corner], :2].astype(np.float64) for corner in range(3))
    ab, ac = b - a, c - a
    return np.asarray(ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0])
