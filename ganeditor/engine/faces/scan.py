"""Looking for faces of every size in a photo of any size, in bounded time and memory.

A detector sees faces of a certain height in pixels, so the photo is shown to it several times: whole and reduced for
large faces, and in overlapping tiles of a finer copy for small ones. Figures are for CenterFace, measured on 55
portraits enlarged and reduced.
"""

import math
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.detect import SURE, Box, Detection, Detector, Photo8
from ganeditor.opencv import cv2
from ganeditor.progress import Progress, part, silent

LABEL = "Finding faces"

COARSE_SIDE = 1280
"""Pixels of the longer side of the copy in which most faces are found; a smaller photo is looked at as it is."""

GLANCE_SIDE = 480
"""Pixels of the longer side of the copy for faces that fill most of a photo: of those more than 700 px high some are
missed, others found in pieces."""

QUICK_SIDES = 320, 640
"""Least and most pixels of the longer side of the copy in which a glance looks for faces."""

LARGE = 0.35
"""Share of the photo's longer side from which on a face of the smallest copy counts."""

FINE_SCALE = 0.5
"""The finest copy's scale: a face is surely found from 22 px of height on, and 16 px between the eyes (the least that
an edit makes sense for, detect.MIN_EYE_DISTANCE) come with 45 px of height. All of the pixels take four times as long
and bring nothing to edit."""

FINE_PIXELS = 16_000_000
"""Most pixels of the finest copy, so that time is bounded: a photo of more than 64 megapixels has a coarser one."""

TILE_SIDE = 1088
"""Most pixels of a tile's side: the network's memory, about 300 MB, grows with its area."""

OVERLAP = 128
"""Pixels that neighbouring tiles share, and the largest face that a tile is for. The coarse copy is sure of faces
from 22 px on, which are half as large as this in the finest copy of a photo 7,400 px wide."""

RIM = 2.0
"""Pixels: a face nearer than this to the border between two tiles is cut, and the neighbour has the whole of it."""

SAME_IOU = 0.3
SAME_SHARE = 0.6
"""Two boxes are of one face when this much of their union, or of the smaller one, is common to both."""

PIECE_IOU = 0.6
"""Up to this much of the union, what lies in a face that the smallest copy shows is a piece of it; two looks at one
face agree by more."""


def scan(photo: Photo8, detector: Detector, progress: Progress = silent) -> list[Detection]:
    """What detector sees in photo, each face once, the most confident first; the photo is not turned."""
    coarse = _coarse(photo)
    fine = min(FINE_SCALE, math.sqrt(FINE_PIXELS / (photo.shape[0] * photo.shape[1])))
    tiles = _in_tiles(photo, fine, detector, part(progress, 0.0, 0.8)) if fine > coarse else []
    progress(0.8, LABEL)
    return _whole(photo, detector, tiles)


def scan_turned(photo: Photo8, detector: Detector, progress: Progress = silent) -> list[Detection]:
    """What detector sees in photo when that lies on its sides and on its head, without small faces."""
    small = _resized(photo, _coarse(photo))
    factor = _factor(photo, small)
    found = []
    for quarters in (1, 2, 3):
        progress((quarters - 1) / 3, LABEL)
        for detection in _whole(np.ascontiguousarray(np.rot90(small, quarters)), detector, []):
            box = _turned_back(detection.box_xyxy, quarters, small.shape[1], small.shape[0])
            found.append(Detection(_scaled(box, factor), detection.confidence))
    return merged(found)


def glance(picture: Photo8, detector: Detector) -> list[Detection]:
    """What detector sees of a clip's picture in one look at a copy half as large, or of QUICK_SIDES.

    Faces of 44 px and more are seen, of 66 px in a picture 1,920 px wide; 640×480 take 35 ms on one core.
    """
    longest = max(picture.shape[:2])
    side = min(max(longest / 2, QUICK_SIDES[0]), QUICK_SIDES[1])
    return _look(picture, min(1.0, side / longest), detector)


def overlap(a: Box, b: Box) -> float:
    """Share of the union of two boxes that is common to both."""
    common, areas = _common(a, b)
    return common / max(sum(areas) - common, 1e-6)


def merged(detections: Iterable[Detection]) -> list[Detection]:
    """detections without those that a more confident one covers, the most confident first."""
    kept: list[Detection] = []
    for detection in sorted(detections, key=lambda one: -one.confidence):
        if not any(is_same(detection.box_xyxy, other.box_xyxy) for other in kept):
            kept.append(detection)
    return kept


def _whole(photo: Photo8, detector: Detector, smaller: Sequence[Detection]) -> list[Detection]:
    """What is seen in the whole photo, merged with what was seen of it from nearer."""
    found = [*_look(photo, _coarse(photo), detector), *smaller]
    longest = max(photo.shape[:2])
    if longest <= 1.5 * GLANCE_SIDE:
        return merged(found)
    large = [one for one in _look(photo, GLANCE_SIDE / longest, detector) if one.size > LARGE * longest]
    # From too near an eye with half of a nose looks like a face, at times a better one than the face itself.
    wholes = [one for one in large if one.confidence > SURE]
    return merged([*(one for one in found if not any(_is_piece(one, whole) for whole in wholes)), *large])


def _is_piece(piece: Detection, whole: Detection) -> bool:
    common, areas = _common(piece.box_xyxy, whole.box_xyxy)
    return common > SAME_SHARE * areas[0] and common < PIECE_IOU * (sum(areas) - common)


def _coarse(photo: Photo8) -> float:
    height, width = photo.shape[:2]
    return min(1.0, COARSE_SIDE / float(max(height, width)))


def _look(photo: Photo8, scale: float, detector: Detector) -> list[Detection]:
    small = _resized(photo, scale)
    factor = _factor(photo, small)
    (found,) = detector.detect([small])
    return [_moved(detection, np.zeros(2), factor) for detection in found]


def _in_tiles(photo: Photo8, scale: float, detector: Detector, progress: Progress) -> list[Detection]:
    small = _resized(photo, scale)
    factor = _factor(photo, small)
    height, width = small.shape[:2]
    (lefts, across), (tops, down) = _starts(width), _starts(height)
    corners = [(left, top) for top in tops for left in lefts]
    tiles = (np.ascontiguousarray(small[top : top + down, left : left + across]) for left, top in corners)
    found = []
    for index, ((left, top), detections) in enumerate(zip(corners, detector.detect(tiles), strict=True), 1):
        progress(index / len(corners), LABEL)
        # Where the tile ends and the photo goes on.
        inner = (
            RIM if left else -math.inf,
            RIM if top else -math.inf,
            across - RIM if left + across < width else math.inf,
            down - RIM if top + down < height else math.inf,
        )
        for one in detections:
            x0, y0, x1, y1 = one.box_xyxy
            if x0 > inner[0] and y0 > inner[1] and x1 < inner[2] and y1 < inner[3] and one.size <= OVERLAP:
                found.append(_moved(one, np.array([left, top], np.float64), factor))
    return found


def _starts(length: int) -> tuple[list[int], int]:
    """Where tiles along length pixels begin, and their common side."""
    count = max(1, math.ceil((length - OVERLAP) / (TILE_SIDE - OVERLAP)))
    side = min(length, math.ceil((length + (count - 1) * OVERLAP) / count))
    return [round(start) for start in np.linspace(0, length - side, count)], side


def _resized(photo: Photo8, scale: float) -> Photo8:
    if scale == 1:
        return photo
    size_wh = max(1, round(photo.shape[1] * scale)), max(1, round(photo.shape[0] * scale))
    small: Photo8 = cv2.resize(photo, size_wh, interpolation=cv2.INTER_AREA)
    return small


def _factor(photo: Photo8, small: Photo8) -> npt.NDArray[np.float64]:
    """Pixels of photo for a pixel of small, (x, y)."""
    return np.array([photo.shape[1] / small.shape[1], photo.shape[0] / small.shape[0]])


def _moved(detection: Detection, shift: npt.NDArray[np.float64], factor: npt.NDArray[np.float64]) -> Detection:
    points = detection.landmarks
    x0, y0, x1, y1 = (np.asarray(detection.box_xyxy) + np.tile(shift, 2)).tolist()
    return Detection(
        _scaled((x0, y0, x1, y1), factor),
        detection.confidence,
        None if points is None else ((points + shift) * factor).astype(np.float32),
    )


def _scaled(box_xyxy: Box, factor: Sequence[float] | npt.NDArray[np.float64]) -> Box:
    x0, y0, x1, y1 = box_xyxy
    across, down = float(factor[0]), float(factor[1])
    return x0 * across, y0 * down, x1 * across, y1 * down


def _turned_back(box_xyxy: Box, quarters: int, width: int, height: int) -> Box:
    """A box in np.rot90(picture, quarters) as it lies in picture, width × height."""
    x0, y0, x1, y1 = box_xyxy
    if quarters == 1:
        return width - y1, x0, width - y0, x1
    if quarters == 2:
        return width - x1, height - y1, width - x0, height - y0
    return y0, height - x1, y1, height - x0


def _common(a: Box, b: Box) -> tuple[float, list[float]]:
    """The area that two boxes have in common, and their own."""
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, across) * max(0.0, down), [(box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)]


def is_same(a: Box, b: Box) -> bool:
    """Whether two boxes are of one face."""
    common, areas = _common(a, b)
    return common > SAME_IOU * (sum(areas) - common) or common > SAME_SHARE * min(areas)
