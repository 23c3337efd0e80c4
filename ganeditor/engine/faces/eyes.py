"""The eyes of a face: how far each is open and where it looks, by MediaPipe's iris network (Ablavatski et al. 2020).

"Left" is the picture's left.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from ganeditor.engine.faces.align import Matrix, Points, crop, invert, scale_of, transform_points
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.mediapipe import Network
from ganeditor.engine.faces.mesh import LEFT_CORNERS, RIGHT_CORNERS, Mesh

SIDE = 64
"""Pixels of the network's picture."""

ENLARGED = 2.3
"""Side of that picture over the eye's width: as the network was trained."""

OTHER = 0.3
"""Share of the other eye in what an eye is judged by: both mostly open and close together, and one look may err."""

CLOSED = 0.222
"""Opening over width below which an eye counts as closed, unless a person says otherwise. Of ten people photographed
with closed and with open eyes the closed ones have 0.09 to 0.216, the open ones 0.245 to 0.35; eyes that laugh can be
open and have 0.15 all the same."""

NARROW = 0.26
"""Opening over width below which an open eye counts as narrow."""

CONTOUR = (0, 9, 10, 11, 12, 13, 14, 15, 8, 7, 6, 5, 4, 3, 2, 1)
"""The network's lid points as a loop, from the outer corner over the upper lid."""


@dataclass(frozen=True, eq=False)
class Eye:
    """One eye; places in pixels of the picture."""

    lids: Points  # [16, 2]: a loop from the left corner over the upper lid
    ratio: float  # its opening over its width
    openness: float  # the same with a share of the other eye's: what CLOSED and NARROW are compared with
    iris: Points  # [2]: its middle
    radius: float  # of the iris
    gaze_x: float  # from -1 to 1: where between the corners the iris stands, 1 at the right one
    gaze_y: float  # how far the iris stands above the line between the corners, in widths of the eye

    def seen_through(self, matrix: Matrix) -> "Eye":
        """The same eye in another picture, to which a similarity takes this one's."""
        lids, iris = transform_points(matrix, self.lids), transform_points(matrix, self.iris[None])[0]
        return replace(self, lids=lids, iris=iris, radius=self.radius * scale_of(matrix))

    @property
    def corners(self) -> Points:
        """[2, 2]: the left and the right one."""
        return self.lids[[0, 8]]

    @property
    def width(self) -> float:
        """Between the corners."""
        return math.dist(*self.corners)

    @property
    def closed(self) -> bool:
        return self.openness < CLOSED

    @property
    def state(self) -> str:
        """ "closed", "narrow" or "open"."""
        return "closed" if self.closed else "narrow" if self.openness < NARROW else "open"


class EyeNetwork:
    """A picture and the mesh of a face in it -> its eyes."""

    def __init__(self) -> None:
        self._network = Network("iris_landmark.tflite", ("output_iris", "output_eyes_contours_and_brows"))

    def look(self, picture: Photo8, mesh: Mesh) -> tuple[Eye, Eye]:
        """The left and the right eye of the face with mesh in picture [H, W, 3]; about 8 ms."""
        left = self._points(picture, mesh.flat[list(LEFT_CORNERS)], mirrored=False)
        right = self._points(picture, mesh.flat[list(RIGHT_CORNERS)], mirrored=True)
        ratios = ratio_of(left[0]), ratio_of(right[0])
        return _eye(*left, ratios[0], ratios[1]), _eye(*right, ratios[1], ratios[0])

    def _points(self, picture: Photo8, corners: Points, *, mirrored: bool) -> tuple[Points, Points]:
        """Lids [16, 2] from the left corner over the upper lid, and iris [5, 2], of the eye between corners [2, 2]."""
        x, y = corners[1] - corners[0]
        width = max(math.hypot(x, y), 1e-6)
        turn = np.array([[x, y], [-y, x]], np.float64) / width
        if mirrored:  # the network knows left eyes
            turn = np.diag([-1.0, 1.0]) @ turn
        scale = SIDE / (ENLARGED * width)
        matrix = np.hstack([turn * scale, (SIDE / 2 - turn @ corners.mean(0) * scale)[:, None]])
        iris, contours = self._network(crop(picture, matrix, SIDE, "zero"))
        lids = contours.reshape(-1, 3)[list(CONTOUR), :2]
        if mirrored:
            lids = np.roll(lids[::-1], 9, axis=0)
        back = invert(matrix)
        return transform_points(back, lids), transform_points(back, iris.reshape(-1, 3)[:, :2])


def ratio_of(lids: Points) -> float:
    """Opening over width of an eye with lids [16, 2] from the left corner over the upper lid."""
    gaps = np.linalg.norm(lids[3:6] - lids[13:10:-1], axis=1)
    return float(gaps.mean()) / max(math.dist(lids[0], lids[8]), 1e-6)


def _eye(lids: Points, iris: Points, ratio: float, other: float) -> Eye:
    across = lids[8] - lids[0]
    width = max(float(np.hypot(*across)), 1e-6)
    offset = (iris[0] - (lids[0] + lids[8]) / 2) / width
    along, up = np.array(across / width), np.array([across[1], -across[0]]) / width
    radius = float(np.linalg.norm(iris[1:] - iris[0], axis=1).mean())
    openness = (1 - OTHER) * ratio + OTHER * other
    return Eye(lids, ratio, openness, iris[0], radius, 2 * float(offset @ along), float(offset @ up))
