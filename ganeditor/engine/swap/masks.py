"""Masks of a face that is to become another's: how it goes over into the photo, and which of its parts come along."""

import numpy as np

from ganeditor.edits.swap import BROWS, EYES, MOUTH
from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.faces.regions import part_mask
from ganeditor.opencv import cv2

INSET, SOFT, SOFTEST = 0.02, 0.02, 0.12  # of the face's width: the rim lies inside the oval, and is that wide
REACH = {EYES: 0.025, BROWS: 0.02, MOUTH: 0.02}  # of the width: by which a part reaches beyond its loop
UPPER_EDGE, LOWER_EDGE = (82, 13, 312), (87, 14, 317)  # of the mesh, the lips' inner edges
SHUT, PARTED = 0.005, 0.012  # of the width: from lips that touch to an opening with something in it
LOOPS_OF = {
    EYES: ("left_eye", "right_eye"),
    BROWS: ("left_brow", "right_brow"),
    MOUTH: ("upper_lip", "lower_lip"),
}


def rim(mesh: Mesh, size_wh: tuple[int, int], width: float, feather: float) -> Image:
    """1 inside the face's oval, softly 0 before its outline [h, w]; feather from 0 to 1.

    The outline counts also where it lies beyond the picture: a face that is cut off is all another's up to there.
    """
    soft = SOFT + (SOFTEST - SOFT) * feather
    beyond = int((INSET + soft) * width) + 2
    wide, high = (length + 2 * beyond for length in size_wh)
    within = mesh.seen_through(np.array([[1.0, 0, beyond], [0, 1, beyond]]))
    inside = part_mask(within, "oval", high, wide).astype(np.uint8)
    depth = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[beyond:-beyond, beyond:-beyond] / width
    share = np.clip((depth - INSET) / soft, 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def coming(mesh: Mesh, size_wh: tuple[int, int], width: float, parts: tuple[str, ...]) -> Image:
    """Where the other face is to be seen [h, w]: not in parts that stay, and never inside the mouth."""
    staying = mouth(mesh, size_wh)
    gap = float(mesh.flat[list(LOWER_EDGE), 1].mean() - mesh.flat[list(UPPER_EDGE), 1].mean()) / width
    staying = staying * np.float32(np.clip((gap - SHUT) / (PARTED - SHUT), 0, 1))
    for part, loops in LOOPS_OF.items():
        if part not in parts:
            staying = np.maximum(staying, _part(mesh, loops, size_wh, REACH[part] * width))
    return np.asarray(1 - staying, np.float32)


def skin(mesh: Mesh, size_wh: tuple[int, int], width: float) -> Image:
    """Where a face is bare skin [h, w]: inside the rim, beside eyes, brows and mouth."""
    mask = rim(mesh, size_wh, width, 0.0)
    for part, loops in LOOPS_OF.items():
        mask = mask * (1 - _part(mesh, loops, size_wh, 1.5 * REACH[part] * width))
    return np.asarray(mask * (1 - mouth(mesh, size_wh)), np.float32)


def mouth(mesh: Mesh, size_wh: tuple[int, int]) -> Image:
    """What lies between the lips [h, w]."""
    return np.asarray(cv2.GaussianBlur(_part(mesh, ("mouth_inside",), size_wh, 0.0), (0, 0), 0.7), np.float32)


def _part(mesh: Mesh, loops: tuple[str, ...], size_wh: tuple[int, int], reach: float) -> Image:
    """The inside of loops and reach pixels around them, softly [h, w]."""
    mask = np.zeros(size_wh[::-1], np.float32)
    for loop in loops:
        mask = np.maximum(mask, part_mask(mesh, loop, size_wh[1], size_wh[0]))
    if not reach:
        return mask
    grown = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * round(reach) + 1,) * 2))
    return np.asarray(cv2.GaussianBlur(grown, (0, 0), max(reach / 2, 0.5)), np.float32)
