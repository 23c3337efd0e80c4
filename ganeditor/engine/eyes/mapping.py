"""Where the eyes of an exemplar come to lie in another face.

Corners come on corners, and what stands around the eyes on its like. Lids and iris keep the shape that they have
between the corners, since those of the face are closed. Between all these points lies a thin plate (Bookstein 1989).
"""

import numpy as np
from scipy.interpolate import RBFInterpolator

from ganeditor.engine.eyes.exemplar import Exemplar
from ganeditor.engine.eyes.frame import Frame
from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.opencv import cv2

SOCKETS = (
    (113, 225, 224, 223, 222, 221, 189, 244, 233, 232, 231, 230, 229, 228, 31, 226),
    (342, 445, 444, 443, 442, 441, 413, 464, 453, 452, 451, 450, 449, 448, 261, 446),
)
"""Of the mesh, points around the left and the right eye: below the brow, beside the nose, over the cheek."""

STIFFNESS = 0.002  # of the plate: the mesh is not exact, and an eye must not get dents from that
GRID = 20  # places along each side of the box at which the plate is worked out


def placed(exemplar: Exemplar, side: int, frame: Frame, mesh: Mesh) -> Frame:
    """frame where the exemplar's eye is to lie: corners of shut eyes are seen along the lashes, and so too low; how far
    an eye stands above or below its socket's points is the same in both."""
    theirs, socket = Frame(exemplar.eyes[side], (0, 0)), list(SOCKETS[side])
    apart = frame.of_points(mesh.flat[socket]) - theirs.of_points(exemplar.mesh.flat[socket])
    down = np.array([[0, float(np.median(apart[:, 1]))]], np.float32)
    shift = (frame.to_picture(down)[0] - frame.centre).astype(np.float64)
    return Frame(frame.eye.seen_through(np.hstack([np.eye(2), shift[:, None]])), frame.size_wh)


def sources(exemplar: Exemplar, side: int, frame: Frame, mesh: Mesh) -> Image:
    """(x, y) in the exemplar's picture [h, w, 2] of what comes to lie at each pixel of frame's box.

    side: 0 for the left eye, 1 for the right; mesh is that of the face, in the picture that frame is of.
    """
    eye = exemplar.eyes[side]
    theirs = Frame(eye, exemplar.picture.shape[1::-1])
    kept = theirs.of_points(np.vstack([eye.lids, eye.iris[None]]))
    socket = list(SOCKETS[side])
    here = np.vstack([kept, frame.of_points(mesh.flat[socket])])
    there = np.vstack([kept, theirs.of_points(exemplar.mesh.flat[socket])])
    plate = RBFInterpolator(here, there - here, smoothing=STIFFNESS, kernel="thin_plate_spline")
    u, v = frame.grid
    height, width = u.shape
    rows, columns = np.linspace(0, height - 1, GRID), np.linspace(0, width - 1, GRID)
    places = np.rint(np.stack(np.meshgrid(rows, columns, indexing="ij"), -1)).astype(int)
    coarse = np.stack([u[places[..., 0], places[..., 1]], v[places[..., 0], places[..., 1]]], -1)
    bent = plate(coarse.reshape(-1, 2)).reshape(GRID, GRID, 2).astype(np.float32)
    xs = np.arange(width, dtype=np.float32) * (GRID - 1) / max(width - 1, 1)
    ys = np.arange(height, dtype=np.float32) * (GRID - 1) / max(height - 1, 1)
    shift = cv2.remap(bent, *np.meshgrid(xs, ys), cv2.INTER_LINEAR)
    flat = np.stack([u, v], -1) + shift
    return theirs.to_picture(flat.reshape(-1, 2).astype(np.float32)).reshape(height, width, 2)


def seen(exemplar: Exemplar, places: Image) -> Image:
    """The exemplar's picture at places [h, w, 2] of it, in levels; what shrinks is averaged."""
    picture = exemplar.picture.astype(np.float32)
    steps = np.hypot(*(np.gradient(places[..., axis], axis=1) for axis in (0, 1)))
    shrink = float(np.median(steps))
    if shrink > 1.2:
        picture = cv2.GaussianBlur(picture, (0, 0), 0.45 * float(np.sqrt(shrink**2 - 1)))
    maps = [np.ascontiguousarray(places[..., axis] - 0.5) for axis in (0, 1)]
    return np.asarray(cv2.remap(picture, *maps, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT))
