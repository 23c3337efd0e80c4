"""Head: a head turned in the photo's own pixels, as a relief whose depth the face mesh knows.

Pixels move as points of the relief do that turn about an axis between the ears. What is not of the face moves along the
less, the farther away it is: nothing tears, and nothing has to be made up behind the head. So turns have to be small.
(Averbuch-Elor et al. 2017 move portraits by warps, too.)
"""

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.interpolate import LinearNDInterpolator

from ganeditor.engine.faces.align import (
    Image,
    Matrix,
    box_of_crop,
    invert,
    resample,
    scale_of,
    shifted,
    transform_points,
)
from ganeditor.engine.faces.mesh import CHIN, Mesh
from ganeditor.opencv import cv2

Box = tuple[int, int, int, int]

MOST = (18.0, 14.0, 12.0)
"""Degrees by which a head is turned, nods and tilts at most: beyond, a relief looks like one."""

SIDE = 192
"""Places along a side of the square grid on which the relief is worked out."""

WIDE = 3.6
"""Widths of the face along a side of the grid."""

EARS = (234, 454)
"""Of the mesh, where the head's axis goes through."""

MIDDLE = 0.5, 0.52
"""Where the middle between the ears lies in the grid, in parts of its side."""

REACH, ROLL_REACH = 0.65, 0.95
"""Widths of the face beyond it that go along when a head turns or nods, and when it tilts."""

NECK = 0.3
"""Widths of the face below the chin about which a head tilts."""

SMOOTH = 0.03
"""Widths of the face: deviation of the blur of the relief, or a nose would fold over."""

SMOOTHER = 0.08
"""The same for a face's outline, where the mesh goes steeply back and the photo shows no more of it."""

RIM = 0.3
"""Widths of the face within which all comes to rest towards the border of the grid, and of the photo."""

ROUNDS = 6
"""Of the search for where each pixel comes from: each brings it nearer by half and more."""


class Turn(NamedTuple):
    """By how much a head is turned, in degrees, as in mesh.Pose."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0

    def clamped(self) -> "Turn":
        """What can be drawn of it."""
        return Turn(*np.clip(self, [-most for most in MOST], MOST).tolist())


@dataclass(frozen=True, eq=False)
class Head:
    """The relief of a head, on a grid that lies over the photo."""

    matrix: Matrix  # from the photo to the grid, whose place (x + 0.5, y + 0.5) is that of index [y, x]
    depth: Image  # [SIDE, SIDE] towards the viewer, from the axis, in the grid's unit
    share: Image  # [SIDE, SIDE] in [0, 1]: how much it is of the head
    tilting: Image  # [SIDE, SIDE] in [0, 1]: how much it tilts along
    neck: float  # y of the point below the axis about which it tilts

    @classmethod
    def of(cls, mesh: Mesh, size_wh: tuple[int, int]) -> "Head":
        """The head whose face has mesh, in a picture of size_wh pixels; what the picture's border cuts stays there."""
        ears = mesh.points[list(EARS)].astype(np.float64)
        roll, unit = math.radians(mesh.pose.roll), SIDE / WIDE
        scale = unit / max(float(np.linalg.norm(ears[1] - ears[0])), 1e-6)
        turn = np.array([[math.cos(roll), math.sin(roll)], [-math.sin(roll), math.cos(roll)]]) * scale
        middle = ears.mean(0)
        matrix = np.hstack([turn, (np.array(MIDDLE) * SIDE - turn @ middle[:2])[:, None]])
        places = transform_points(matrix, mesh.flat).astype(np.float64)
        heights = (middle[2] - mesh.points[:, 2]) * scale
        ys, xs = np.mgrid[:SIDE, :SIDE] + 0.5
        known = LinearNDInterpolator(places, heights)(np.stack([xs, ys], -1))
        outside = np.isnan(known)
        away, nearest = cv2.distanceTransformWithLabels(
            outside.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
        )
        of_label = np.zeros(int(nearest.max()) + 1)
        of_label[nearest[~outside]] = known[~outside]
        share = _falling(away / (REACH * unit))
        depth = np.where(outside, of_label[nearest], known).clip(0, None) * share
        neck = float(places[CHIN, 1]) + NECK * unit
        tilting = _falling(away / (ROLL_REACH * unit)) * _falling((ys - neck + NECK * unit) / (NECK * unit))
        fine, coarse = (cv2.GaussianBlur(depth, (0, 0), smooth * unit) for smooth in (SMOOTH, SMOOTHER))
        within = cv2.distanceTransform((~outside).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
        depth = fine + (coarse - fine) * _falling(within / (2 * SMOOTHER * unit))
        share, tilting = (cv2.GaussianBlur(part, (0, 0), SMOOTHER * unit) for part in (share, tilting))
        rim = _rim(matrix, size_wh)
        depth, share, tilting = (np.asarray(part * rim, np.float32) for part in (depth, share, tilting))
        return cls(matrix, depth, share, tilting, neck)

    def box_xyxy(self, width: int, height: int) -> Box:
        """Whole pixels of a photo of width × height around all that may move."""
        return box_of_crop(self.matrix, SIDE, width, height)

    def sources(self, turn: Turn, box_xyxy: Box) -> Image:
        """Where in a box of the photo each of its pixels comes from [h, w, 2], (x, y), once the head is turned.

        What lies beyond the grid stays.
        """
        x0, y0, x1, y1 = box_xyxy
        to_photo = np.linalg.inv(self.matrix[:, :2]).astype(np.float32)
        shift = self._back(turn) @ to_photo.T
        to_box = invert(shifted(self.matrix, x0, y0))
        size_wh = x1 - x0, y1 - y0
        moved = resample(shift, to_box, size_wh, cv2.BORDER_CONSTANT, enlarge=cv2.INTER_LINEAR)
        places = np.asarray(moved, np.float32).reshape(*size_wh[::-1], 2)
        places[..., 0] += np.arange(size_wh[0], dtype=np.float32) + 0.5
        places[..., 1] += np.arange(size_wh[1], dtype=np.float32)[:, None] + 0.5
        return places

    def _back(self, turn: Turn) -> Image:
        """From each place of the grid to what comes to lie there [SIDE, SIDE, 2]."""
        forward = self._forward(turn)
        columns, rows = np.meshgrid(*[np.arange(SIDE, dtype=np.float32)] * 2)
        back = -forward
        for _ in range(ROUNDS):
            back = -cv2.remap(forward, columns + back[..., 0], rows + back[..., 1], cv2.INTER_LINEAR)
        return np.asarray(back, np.float32)

    def _forward(self, turn: Turn) -> Image:
        """By how much each place of the relief moves [SIDE, SIDE, 2]."""
        yaw, pitch, roll = (math.radians(angle) for angle in turn)
        ys, xs = np.mgrid[:SIDE, :SIDE].astype(np.float32) + 0.5
        x, y = xs - MIDDLE[0] * SIDE, ys - MIDDLE[1] * SIDE
        right = x * (math.cos(yaw) - 1) * self.share + math.sin(yaw) * self.depth
        down = y * (math.cos(pitch) - 1) * self.share - math.sin(pitch) * self.depth
        over, cosine, sine = ys - self.neck, math.cos(roll) - 1, math.sin(roll)
        x, over = x + right, over + down
        right = right + (x * cosine - over * sine) * self.tilting
        down = down + (x * sine + over * cosine) * self.tilting
        return np.stack([right, down], -1).astype(np.float32)


def seen_at(picture: npt.NDArray[Any], places: Image, *, fine: bool = True) -> npt.NDArray[Any]:
    """What lies at places [h, w, 2] of picture [H, W, C]; without fine, what is smooth anyway."""
    maps = [np.ascontiguousarray(places[..., axis] - np.float32(0.5)) for axis in (0, 1)]
    kind = cv2.INTER_CUBIC if fine else cv2.INTER_LINEAR
    drawn: npt.NDArray[Any] = cv2.remap(picture, *maps, kind, borderMode=cv2.BORDER_REFLECT)
    return drawn


def _falling(x: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """1 up to 0, 0 from 1 on, smooth between."""
    share = np.clip(1 - x, 0, 1)
    return np.asarray(share * share * (3 - 2 * share))


def _rim(matrix: Matrix, size_wh: tuple[int, int]) -> Image:
    """1 on the grid [SIDE, SIDE] but near its border, and near that of the photo, where it is 0."""
    ys, xs = np.mgrid[:SIDE, :SIDE] + 0.5
    inside = np.minimum.reduce([xs, ys, SIDE - xs, SIDE - ys])
    x, y = transform_points(invert(matrix), np.stack([xs, ys], -1).reshape(-1, 2)).T.reshape(2, SIDE, SIDE)
    in_photo = np.minimum.reduce([x, y, size_wh[0] - x, size_wh[1] - y]) * scale_of(matrix)
    return np.asarray(_falling(1 - np.minimum(inside, in_photo) / (RIM * SIDE / WIDE)), np.float32)
