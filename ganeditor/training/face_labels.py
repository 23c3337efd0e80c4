"""What each pixel of an aligned face is, told by its mesh, the person mask, and hair's mask or colours."""

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.light import luminance
from ganeditor.engine.faces.mesh import CHIN, LEFT_CORNERS, MOUTH_CORNERS, RIGHT_CORNERS, Mesh
from ganeditor.engine.faces.regions import part_mask
from ganeditor.opencv import cv2
from ganeditor.segments import NUMBERS, UNKNOWN

Labels = npt.NDArray[np.uint8]
"""[R, R] of SEGMENTS' numbers; UNKNOWN where nothing is sure."""

Mask = npt.NDArray[np.bool_]

PARTS = ("nose", "left_brow", "right_brow", "left_eye", "right_eye", "upper_lip", "lower_lip", "mouth_inside")
"""Of the mesh, each over those before it; a part of the mesh is called as its segment."""

SOMEBODY, NOBODY = 0.8, 0.15
"""Of the person mask, above and below which it is sure."""

LIKE, UNLIKE = 3.0, 4.0
"""Deviations from a mean colour within which a pixel has it, and beyond which it doesn't."""

FLOOR = 6.0
"""Deviation of a colour that is added to what was found, in Lab: light changes from cheek to ear."""

RIM = 0.015
"""Of the side: around the oval, where mesh and skin differ."""

FRAME, MAYBE_FRAME = 18.0, 9.0
"""Levels of 255 by which a frame is darker than what is around it, and from which on there may be one."""

LENS = 0.04
"""Of the side: deviation of the blur that takes frames away and leaves lenses."""


def face_labels(picture: npt.NDArray[np.uint8], mesh: Mesh, person: Image, hair: Mask | None = None) -> Labels:
    """Labels of picture [R, R, 3] with its mesh in it and its person mask [R, R]; hair: its mask, where that is known.

    Without it, hair is what lies above or beside the face and has another colour than its skin; long hair is what has
    that colour further down. What lies below the chin is clothing, or neck.
    """
    side = len(picture)
    oval = part_mask(mesh, "oval", side, side) > 0.5
    rim = _odd(2 * RIM * side)
    inner, outer = (change(oval.astype(np.uint8), _disc(rim)) > 0 for change in (cv2.erode, cv2.dilate))
    lab = cv2.cvtColor(cv2.GaussianBlur(picture, (0, 0), side / 200), cv2.COLOR_RGB2LAB).astype(np.float32)
    parts = np.zeros((side, side), bool)
    for part in PARTS:
        parts |= part_mask(mesh, part, side, side) > 0.5
    rows = np.arange(side)[:, None] + 0.5
    eyes = float(mesh.anchors[:2, 1].mean())
    mouth = float(mesh.flat[list(MOUTH_CORNERS), 1].mean())
    chin = float(mesh.flat[CHIN, 1])
    from_skin = _distance(lab, inner & ~parts & (rows > eyes))
    somebody, nobody = person > SOMEBODY, person < NOBODY

    labels = np.full((side, side), UNKNOWN, np.uint8)
    labels[nobody & ~outer] = NUMBERS["background"]
    outside = somebody & ~outer
    if hair is None:
        hair = _hair_by_colour(lab, from_skin, outside, rows, eyes, mouth)
        labels[inner & ((rows > eyes) | (from_skin < LIKE))] = NUMBERS["skin"]
    else:
        labels[inner] = NUMBERS["skin"]
        labels[somebody & ~inner & ~hair & (from_skin < LIKE) & (rows < mouth)] = NUMBERS["skin"]  # ears, forehead
    labels[outside & (from_skin < LIKE) & (rows < mouth)] = NUMBERS["skin"]
    below = rows > (mouth + 2 * chin) / 3
    labels[outside & below] = NUMBERS["clothing"]
    labels[hair] = NUMBERS["hair"]
    for part in PARTS:
        labels[part_mask(mesh, part, side, side) > 0.5] = NUMBERS[part]
    return labels


def with_glasses(labels: Labels, bare: npt.NDArray[np.uint8], worn: npt.NDArray[np.uint8], mesh: Mesh) -> Labels:
    """labels of the face in worn [R, R, 3], once the frame of its glasses is found.

    There it is darker than the same face bare, and more so than around: lenses tint what is behind them, too.
    """
    side = len(worn)
    darker = luminance(bare.astype(np.float32)) - luminance(worn.astype(np.float32))
    darker = cv2.GaussianBlur(darker, (0, 0), side / 250)
    line = darker - cv2.GaussianBlur(darker, (0, 0), LENS * side)
    band = glasses_band(mesh, side)
    found: Labels = labels.copy()
    found[band & (line > MAYBE_FRAME)] = UNKNOWN
    found[band & (line > FRAME) & (darker > FRAME)] = NUMBERS["glasses"]
    return found


def without_eye_band(labels: Labels, mesh: Mesh) -> Labels:
    """labels of a face that may wear glasses, of which nothing is known."""
    found: Labels = labels.copy()
    found[glasses_band(mesh, len(labels))] = UNKNOWN
    return found


def glasses_band(mesh: Mesh, side: int) -> Mask:
    """Where glasses can be [R, R]."""
    corners = mesh.flat[[LEFT_CORNERS[0], RIGHT_CORNERS[1]]]
    width = float(corners[1, 0] - corners[0, 0])
    middle = float(corners[:, 1].mean())
    rows, columns = np.mgrid[:side, :side] + 0.5
    high, low = middle - 0.25 * width, middle + 0.42 * width
    left, right = corners[0, 0] - 0.3 * width, corners[1, 0] + 0.3 * width
    return np.asarray((rows > high) & (rows < low) & (columns > left) & (columns < right))


def _hair_by_colour(lab: Image, from_skin: Image, outside: Mask, rows: Image, eyes: float, mouth: float) -> Mask:
    hair = outside & (from_skin > UNLIKE) & (rows < eyes)
    if hair.sum() < 0.004 * hair.size:
        return hair
    return hair | (outside & (from_skin > LIKE) & (rows < mouth) & (_distance(lab, hair) < LIKE))


def _distance(lab: Image, where: Mask) -> Image:
    """Deviations [R, R] of each colour of lab [R, R, 3] from those in where (Mahalanobis 1936)."""
    colours = lab[where]
    if len(colours) < 10:
        return np.full(lab.shape[:2], np.inf, np.float32)
    mean = np.median(colours, axis=0)
    covariance = np.cov(colours.T) + FLOOR**2 * np.eye(3)
    offsets = lab - mean
    return np.asarray(np.sqrt(np.einsum("hwi,ij,hwj->hw", offsets, np.linalg.inv(covariance), offsets)), np.float32)


def _disc(size: int) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))


def _odd(value: float) -> int:
    return 2 * round(value / 2) + 1
