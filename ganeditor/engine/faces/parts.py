"""Where hair, skin and clothes of the people in a photo are, and where there is nobody, told by the photo itself."""

from collections.abc import Sequence

import numpy as np

from ganeditor.engine.faces.align import Image, Points
from ganeditor.engine.faces.anatomy import Anatomy
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.hair import hair_mask
from ganeditor.engine.faces.skin import skin_likeness
from ganeditor.errors import EditError
from ganeditor.opencv import cv2

SIDE = 512  # pixels of the longer side of the picture in which parts are told
ROOM = 2.6  # times the face: the side of the square around it in which hair and skin are looked for
WINDOW = 256  # pixels of that square
BESIDE, NECK = 0.7, 0.4  # of the face's width and height: how far skin reaches from its middle, and below the chin

LEAST = 0.0005  # of the photo: what is less is not there

HAIR, SKIN, CLOTHES, BACKGROUND = "hair", "skin", "clothes", "background"


def parts_of(photo: Photo8, faces: Sequence[Points], anatomy: Anatomy) -> dict[str, Image]:
    """Each part, [h, w] in [0, 1] in a picture of SIDE pixels; faces are landmarks [68, 2] in pixels of the photo."""
    scale = SIDE / max(photo.shape[:2])
    size_wh = max(1, round(photo.shape[1] * scale)), max(1, round(photo.shape[0] * scale))
    small = np.ascontiguousarray(cv2.resize(photo, size_wh, interpolation=cv2.INTER_AREA))
    person = anatomy.person(small)
    hair, skin, above = (np.zeros(person.shape, np.float32) for _ in range(3))
    for landmarks in faces:
        points = (landmarks * np.float32(scale)).astype(np.float32)
        found, bare = _head(small, person, points)
        low, high = points.min(0), points.max(0)
        width, height = (high - low).tolist()
        bare *= _within(person, points, BESIDE * width, float(high[1]) + NECK * height)
        clear = _within(person, points, ROOM / 2 * max(width, height), float(high[1]))
        for whole, mask in ((hair, found), (skin, bare), (above, clear)):
            np.maximum(whole, mask, out=whole)
    clothes = person * (1 - hair) * (1 - skin) * (1 - above)
    return {HAIR: hair, SKIN: skin, CLOTHES: clothes, BACKGROUND: np.asarray(1 - person, np.float32)}


def _head(small: Photo8, person: Image, points: Points) -> tuple[Image, Image]:
    """Hair and bare skin around the face at points [68, 2], of the size of small."""
    low, high = points.min(0), points.max(0)
    middle, factor = (low + high) / 2, WINDOW / (ROOM * float((high - low).max()))
    shift = WINDOW / 2 - factor * middle
    matrix = np.array([[factor, 0, shift[0]], [0, factor, shift[1]]])
    side = (WINDOW, WINDOW)
    window = cv2.warpAffine(small, matrix, side, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    people = cv2.warpAffine(person, matrix, side, flags=cv2.INTER_LINEAR)
    own = points * np.float32(factor) + shift.astype(np.float32)
    hair = hair_mask(window, own, people)
    skin = skin_likeness(window, own) * people * (1 - hair)
    size_wh, back = person.shape[::-1], cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(hair, matrix, size_wh, flags=back), cv2.warpAffine(skin, matrix, size_wh, flags=back)


def _within(picture: Image, points: Points, across: float, bottom: float) -> Image:
    """1 down to bottom and as far as across beside the middle of the face at points, in picture's size; else 0."""
    rows, columns = (np.arange(length, dtype=np.float32) for length in picture.shape)
    middle = float(points[:, 0].min() + points[:, 0].max()) / 2
    return np.asarray((rows < bottom)[:, None] & (np.abs(columns - middle) < across), np.float32)


def part_of(name: str, photo: Photo8, faces: Sequence[Points], anatomy: Anatomy) -> Image:
    """One of them; EditError where nothing is it, or no face tells where it is."""
    found = parts_of(photo, faces, anatomy)[name]
    if (found > 0.5).mean() < LEAST:
        raise EditError(f"Nothing in this photo was taken for {name}; take its colour away.")
    return found
