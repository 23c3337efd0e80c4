"""The eyes of a face: how far each is open and where it looks, by MediaPipe's iris network (Ablavatski et al. 2020).

"Left" is the picture's left. Who opens or closes an eye by steps goes by its ratio, which only the lids move. Who asks
whether it is closed goes by its openness: the network takes the lids of eyes that laugh for shut, though white and
iris are seen between them.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from ganeditor.engine.faces.align import Matrix, Points, crop, invert, scale_of, transform_points
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.mediapipe import Network
from ganeditor.engine.faces.mesh import LEFT_CORNERS, RIGHT_CORNERS, Mesh
from ganeditor.opencv import cv2

SIDE = 64
"""Pixels of the network's picture."""

ENLARGED = 2.3
"""Side of that picture over the eye's width: as the network was trained."""

OTHER = 0.3
"""Share of the other eye in what an eye is judged by: both mostly open and close together, and one look may err."""

RELIEF_FROM, RELIEF_BLUR = 0.125, 0.046
"""Where the way between the lids begins, and deviation of the blur, in widths of the eye."""

DARKEST = 20.0
"""Level of 255 below which noise winds as much as an iris."""

RELIEF_OF_LIDS = 0.2
"""Seven of ten closed eyes have no more relief, the others up to 0.42; of a hundred open eyes one has no more."""

SEEN = 0.3
"""What relief beyond that of lids adds to an eye's openness: white and iris are seen between lids that laugh."""

CLOSED = 0.222
"""Openness below which an eye counts as closed, unless a person says otherwise. Of ten people photographed with closed
and with open eyes the closed ones have 0.09 to 0.214, the open ones 0.283 and more. Of 1,242 other faces whose eyes a
person sees open, 0.6 % of the eyes lie below it; by the opening alone it would be 5 %."""

NARROW = 0.26
"""Openness below which an open eye counts as narrow."""

CONTOUR = (0, 9, 10, 11, 12, 13, 14, 15, 8, 7, 6, 5, 4, 3, 2, 1)
"""The network's lid points as a loop, from the outer corner over the upper lid."""


@dataclass(frozen=True, eq=False)
class Eye:
    """One eye; places in pixels of the picture."""

    lids: Points  # [16, 2]: a loop from the left corner over the upper lid
    ratio: float  # its opening over its width
    openness: float  # that, with what is seen between the lids and a share of the other eye's; CLOSED, NARROW go by it
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
        left = self._seen(picture, mesh.flat[list(LEFT_CORNERS)], mirrored=False)
        right = self._seen(picture, mesh.flat[list(RIGHT_CORNERS)], mirrored=True)
        return _eye(left, right), _eye(right, left)

    def _seen(self, picture: Photo8, corners: Points, *, mirrored: bool) -> "_Seen":
        """The eye between corners [2, 2]."""
        x, y = corners[1] - corners[0]
        width = max(math.hypot(x, y), 1e-6)
        turn = np.array([[x, y], [-y, x]], np.float64) / width
        if mirrored:  # the network knows left eyes
            turn = np.diag([-1.0, 1.0]) @ turn
        scale = SIDE / (ENLARGED * width)
        matrix = np.hstack([turn * scale, (SIDE / 2 - turn @ corners.mean(0) * scale)[:, None]])
        window = crop(picture, matrix, SIDE, "zero")
        iris, contours = self._network(window)
        lids = contours.reshape(-1, 3)[list(CONTOUR), :2]
        relief = relief_of(window, lids)
        if mirrored:
            lids = np.roll(lids[::-1], 9, axis=0)
        back = invert(matrix)
        lids, iris = transform_points(back, lids), transform_points(back, iris.reshape(-1, 3)[:, :2])
        return _Seen(lids, iris, ratio_of(lids), relief)


@dataclass(frozen=True, eq=False)
class _Seen:
    """What one look at an eye gives."""

    lids: Points  # [16, 2]: a loop from the left corner over the upper lid
    iris: Points  # [5, 2]
    ratio: float
    relief: float

    @property
    def openness(self) -> float:
        return self.ratio + SEEN * max(0.0, self.relief - RELIEF_OF_LIDS)


def ratio_of(lids: Points) -> float:
    """Opening over width of an eye with lids [16, 2] from the left corner over the upper lid."""
    gaps = np.linalg.norm(lids[3:6] - lids[13:10:-1], axis=1)
    return float(gaps.mean()) / max(math.dist(lids[0], lids[8]), 1e-6)


def relief_of(window: Photo8, lids: Points) -> float:
    """How much brightness winds on the way from corner to corner between lids [16, 2] in window [S, S, 3].

    White, iris and glints are a mountain range, a lid is a plain and a line of lashes a slope: the sum of all changes
    of slope, over the mean brightness. Blurred so far that a photo with 17 pixels an eye has the same as a large one.
    """
    middle = np.vstack([lids[0], (lids[1:8] + lids[:8:-1]) / 2, lids[8]])
    way = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(middle, axis=0).T))])
    stops = np.linspace(RELIEF_FROM, 1 - RELIEF_FROM, 33) * way[-1]
    x, y = (np.interp(stops, way, middle[:, axis]).astype(np.float32)[None] - 0.5 for axis in (0, 1))
    grey = cv2.GaussianBlur(window.mean(2, dtype=np.float32), (0, 0), RELIEF_BLUR * math.dist(lids[0], lids[8]))
    along = cv2.remap(grey, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[0]
    return float(np.abs(np.diff(along, 2)).sum()) / max(float(along.mean()), DARKEST)


def _eye(seen: _Seen, other: _Seen) -> Eye:
    radius = float(np.linalg.norm(seen.iris[1:] - seen.iris[0], axis=1).mean())
    openness = (1 - OTHER) * seen.openness + OTHER * other.openness
    return eye_of(seen.lids, seen.iris[0], radius, openness)


def eye_of(lids: Points, iris: Points, radius: float, openness: float) -> Eye:
    """An eye with lids [16, 2] and the middle of its iris [2]."""
    across = lids[8] - lids[0]
    width = max(float(np.hypot(*across)), 1e-6)
    offset = (iris - (lids[0] + lids[8]) / 2) / width
    along, up = np.array(across / width), np.array([across[1], -across[0]]) / width
    return Eye(lids, ratio_of(lids), openness, iris, radius, 2 * float(offset @ along), float(offset @ up))
