"""What each frame of an animation shows: documents between documents, and the part of the photo that is cut out."""

import math
from collections.abc import Sequence
from dataclasses import replace

from ganeditor.edits.latent import LatentEdit
from ganeditor.opencv import cv2
from ganeditor.project.animation.tracks import Frame
from ganeditor.project.document import Document, Set, between


def swept(document: Document, face: str, name: str, values: Sequence[float], keep: Sequence[str]) -> list[Document]:
    """document with one attribute of a face at each of values, and the attributes in keep held still too."""
    edit = document.get(face, LatentEdit)
    base = replace(edit, keep=tuple(dict.fromkeys((*edit.keep, *keep))))
    return [document.with_edit(Set(face, base.with_amount(name, value))) for value in values]


def replayed(documents: Sequence[Document], shares: Sequence[float]) -> list[Document]:
    """The way through documents, at shares in [0, 1] of it; between two of them the amounts move evenly."""
    last, frames = len(documents) - 1, []
    for share in shares:
        place = share * last
        start = min(math.floor(place), max(0, last - 1))
        frames.append(between(documents[start], documents[min(start + 1, last)], place - start))
    return frames


def portrait_box(box_xyxy: tuple[float, float, float, float], width: int, height: int) -> tuple[int, int, int, int]:
    """A square of twice the face's size around it, cut to the photo."""
    x0, y0, x1, y1 = box_xyxy
    x, y, reach = (x0 + x1) / 2, (y0 + y1) / 2, max(x1 - x0, y1 - y0)
    return max(0, int(x - reach)), max(0, int(y - reach)), min(width, int(x + reach)), min(height, int(y + reach))


def sized(frame: Frame, side: int) -> Frame:
    """The frame with its longest side at side pixels."""
    own_wh = frame.shape[1], frame.shape[0]
    size_wh = sized_wh(own_wh, side)
    if size_wh == own_wh:
        return frame
    smaller = side < max(own_wh)
    resized: Frame = cv2.resize(frame, size_wh, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
    return resized


def sized_wh(size_wh: tuple[int, int], side: int) -> tuple[int, int]:
    """size_wh with its longer side at side pixels."""
    scale = side / max(size_wh)
    return max(1, round(size_wh[0] * scale)), max(1, round(size_wh[1] * scale))


def nearest(wanted: int, there: Sequence[bool]) -> int | None:
    """The index of the frame to show in place of the wanted one: itself, or the nearest that is there."""
    return min((index for index, is_there in enumerate(there) if is_there), key=lambda i: abs(i - wanted), default=None)
