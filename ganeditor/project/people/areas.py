"""Rectangles of faces in shares of a picture: turned with it, and told to be around the same face."""

from collections.abc import Sequence

from ganeditor.project.people.values import Box
from ganeditor.project.picture import TURNS

LEAST_COMMON = 0.15
"""Intersection over union of two rectangles around one face: programs draw them from brow to chin, or around hair."""


def turned(box: Box, orientation: int) -> Box:
    """A rectangle of a picture as it is stored in the one that an EXIF orientation shows."""
    swap, reverse_rows, reverse_columns = TURNS.get(orientation, (False, False, False))
    x0, y0, x1, y1 = box
    if swap:
        x0, y0, x1, y1 = y0, x0, y1, x1
    return _reversed((x0, y0, x1, y1), reverse_rows, reverse_columns)


def laid(box: Box, orientation: int) -> Box:
    """A rectangle of the picture that is shown in the one that is stored."""
    swap, reverse_rows, reverse_columns = TURNS.get(orientation, (False, False, False))
    x0, y0, x1, y1 = _reversed(box, reverse_rows, reverse_columns)
    return (y0, x0, y1, x1) if swap else (x0, y0, x1, y1)


def pairs(boxes: Sequence[Box], others: Sequence[Box]) -> dict[int, int]:
    """Index of each of boxes -> that of others around the same face; those that agree best come first."""
    common = {(one, two): _share(boxes[one], others[two]) for one in range(len(boxes)) for two in range(len(others))}
    found: dict[int, int] = {}
    for one, two in sorted(common, key=lambda pair: -common[pair]):
        if common[one, two] >= LEAST_COMMON and one not in found and two not in found.values():
            found[one] = two
    return found


def _reversed(box: Box, rows: bool, columns: bool) -> Box:
    x0, y0, x1, y1 = box
    if columns:
        x0, x1 = 1 - x1, 1 - x0
    if rows:
        y0, y1 = 1 - y1, 1 - y0
    return x0, y0, x1, y1


def _share(a: Box, b: Box) -> float:
    """Intersection over union."""
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(across, 0.0) * max(down, 0.0)
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    return both / (areas - both) if areas > both else 0.0
