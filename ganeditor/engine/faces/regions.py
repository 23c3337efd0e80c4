"""Masks of a face's parts, from its mesh."""

import numpy as np

from ganeditor.engine.faces.align import Image, Points
from ganeditor.engine.faces.mesh import LOOPS, Mesh
from ganeditor.opencv import cv2

PARTS = tuple(LOOPS)
"""What has a mask, by the names of the mesh's loops."""

_FINE = 4  # binary digits of a pixel to which corners are exact


def part_mask(mesh: Mesh, part: str, height: int, width: int, feather: float = 0.0) -> Image:
    """Where a part of PARTS lies in the picture that mesh is of, [height, width] in [0, 1].

    feather: deviation of the blur at the rim, in pixels.
    """
    return loop_mask(mesh.loop(part), height, width, feather)


def loop_mask(loop: Points, height: int, width: int, feather: float = 0.0) -> Image:
    """The inside of a closed loop [N, 2], which may be dented, as a mask [height, width] in [0, 1]."""
    mask = np.zeros((height, width), np.float32)
    corners = np.rint((loop - 0.5) * 2**_FINE).astype(np.int32)
    cv2.fillPoly(mask, [corners], 1.0, cv2.LINE_8, shift=_FINE)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), feather), np.float32) if feather else mask
