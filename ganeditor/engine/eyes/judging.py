"""Judging: what is seen of a face's eyes once they are moved."""

from collections.abc import Sequence

import numpy as np

from ganeditor.engine.eyes.frame import Frame
from ganeditor.engine.eyes.layers import Move, moved
from ganeditor.engine.eyes.window import Window
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Matrix
from ganeditor.engine.faces.eyes import Eye

JUDGED = 48.0
"""Pixels of an eye's width with which its lids are judged, at least: the network that does it sees 28."""


def shrink_for(face: FaceState) -> int:
    """How far the photo may be shrunk for eyes to be judged in it."""
    return max(1, int(min(eye.width for eye in face.eyes) / JUDGED))


def look(face: FaceState, window: Window) -> tuple[Eye, Eye]:
    """The left and the right eye in a window of the face's photo, in its pixels."""
    mesh = face.anatomy.mesh_again(window.picture, face.mesh.seen_through(window.matrix))
    return face.anatomy.eyes(window.picture, mesh)


def ratios(face: FaceState, window: Window, eyes: Sequence[Eye], moves: Sequence[Move]) -> tuple[float, float]:
    """What is read off the left and the right eye of window when they are moved."""
    size_wh, picture = (window.picture.shape[1], window.picture.shape[0]), window.picture.copy()
    for eye, move in zip(eyes, moves, strict=True):
        moved(window.picture, Frame(eye, size_wh), move).apply_to(picture)
    left, right = look(face, Window(picture, window.x0, window.y0, window.shrink))
    return left.ratio, right.ratio


def between(start: Window, end: Window) -> Matrix:
    """From the pixels of one window to those of another of the same photo."""
    scale = start.shrink / end.shrink
    return np.array(
        [[scale, 0, start.x0 * scale - end.x0], [0, scale, start.y0 * scale - end.y0]],
        np.float64,
    )
