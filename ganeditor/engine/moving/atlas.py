"""Atlas: a face spread out as it is seen from the front, where what does not depend on the frame is worked out once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.mesh import CHIN, FOREHEAD, LEFT_CORNERS, RIGHT_CORNERS, Mesh
from ganeditor.engine.swap.shape import width_of
from ganeditor.engine.swap.texture import Surface, Texture, Triangles, triangulated
from ganeditor.opencv import cv2

FILLED = 0.94
"""Of the atlas's side: how much of it the face takes."""

Axes = npt.NDArray[np.float64]
"""[3, 3]: rows point to the face's right, down and into its head, as it lies in its picture."""


@dataclass(frozen=True, eq=False)
class Atlas:
    """A face's place in a square of side pixels; no part of it hides another."""

    mesh: Mesh
    triangles: Triangles
    surface: Surface
    side: int

    @classmethod
    def of(cls, mesh: Mesh, side: int) -> "Atlas":
        """For the proportions that mesh has."""
        points = mesh.points.astype(np.float64) @ axes_of(mesh).T
        low, high = points.min(0), points.max(0)
        scale = FILLED * side / float((high - low)[:2].max())
        points = (points - (low + high) / 2) * scale
        points[:, :2] += side / 2
        front = Mesh(points.astype(np.float32))
        triangles = triangulated(front)
        return cls(front, triangles, Surface.of(front, triangles, (side, side)), side)

    @property
    def width(self) -> float:
        """Of the face, in pixels of the atlas."""
        return width_of(self.mesh)

    @property
    def size_wh(self) -> tuple[int, int]:
        return self.side, self.side

    def of_picture(self, mesh: Mesh) -> Texture:
        """What of a picture in which the face lies as mesh does comes to lie here."""
        return self.surface.texture(mesh, self.triangles)

    def sized(self, side: int) -> "Atlas":
        """The same with another side."""
        mesh = self.mesh.seen_through(np.array([[1.0, 0, 0], [0, 1, 0]]) * (side / self.side))
        return Atlas(mesh, self.triangles, Surface.of(mesh, self.triangles, (side, side)), side)


def axes_of(mesh: Mesh) -> Axes:
    """How a head is turned: from the line between the outer corners of the eyes, and that from forehead to chin."""
    points = mesh.points.astype(np.float64)
    across = points[RIGHT_CORNERS[1]] - points[LEFT_CORNERS[0]]
    across /= np.linalg.norm(across)
    down = points[CHIN] - points[FOREHEAD]
    down -= across * (down @ across)
    down /= np.linalg.norm(down)
    return np.stack([across, down, np.cross(across, down)])


def sampled(picture: Image, places: Image) -> Image:
    """picture [H, W(, C)] at places [h, w, 2], (x, y) in its pixels."""
    maps = [np.ascontiguousarray(places[..., axis] - np.float32(0.5)) for axis in (0, 1)]
    return np.asarray(cv2.remap(picture, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)


def mean_of(pictures: list[Image], weights: list[Image]) -> tuple[Image, Image]:
    """The mean of pictures [h, w, 3] as weights [h, w] count them, and their greatest weight."""
    total = np.maximum(np.sum(weights, axis=0), 1e-3)[..., None]
    summed = np.sum([one * weight[..., None] for one, weight in zip(pictures, weights, strict=True)], axis=0)
    return np.asarray(summed / total, np.float32), np.asarray(np.max(weights, axis=0), np.float32)
