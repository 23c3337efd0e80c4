"""RestyleEdit drawn: the photo, or squares around its faces, put through the network that the edit names."""

import numpy as np
import numpy.typing as npt

from ganeditor.edits.restyle import ALL_FACES, RestyleEdit
from ganeditor.engine.faces.align import Image, Points
from ganeditor.engine.paste import Pixels
from ganeditor.engine.restyle.photo import restyled
from ganeditor.engine.restyle.translator import there_and_back
from ganeditor.engine.stages.scene import Scene
from ganeditor.errors import EditError, FaceError
from ganeditor.progress import Progress, part

ROOM = 1.9  # times the face from the brows to the chin, or across: the side of the square around it
UP = 0.12  # of the square: how far its middle lies above the face's
RIM = 0.15  # of the square: where what is inside goes over into the photo

Box = tuple[int, int, int, int]


def draw(pixels: Pixels, edit: RestyleEdit, scene: Scene, progress: Progress) -> Pixels:
    """pixels [H, W, C]; those of a grey photo come out in colour, unless the network's picture is grey."""
    if edit.neutral:
        return pixels
    networks = there_and_back(scene.translators, edit.model, edit.back)
    if edit.hints and not networks[0].hinted:
        raise EditError(f"The network {networks[0].name} takes no hints of colour; take them away.")
    hints = [(scene.part(name), colour) for name, colour in edit.hints]
    result = in_colour(pixels)
    boxes = boxes_of(edit.face, scene, pixels.shape[1], pixels.shape[0])
    for index, (x0, y0, x1, y1) in enumerate(boxes):
        own = part(progress, index / len(boxes), (index + 1) / len(boxes))
        share = edit.strength * rim((x0, y0, x1, y1), pixels.shape) if edit.face else edit.strength
        near = [(_cut(mask, (x0, y0, x1, y1), pixels.shape), colour) for mask, colour in hints]
        square = result[y0:y1, x0:x1]
        result[y0:y1, x0:x1] = restyled(square, networks, edit.size, share, near, own)
    return result if networks[-1].outputs > 1 else _as_grey_as(pixels, result)


def in_colour(pixels: Pixels) -> Pixels:
    """A copy of pixels [H, W, C] as [H, W, 3 or 4]."""
    channels = pixels.shape[2]
    made: Pixels = pixels.copy() if channels > 2 else pixels[..., [0, 0, 0, 1][: channels + 2]]
    return made


def _as_grey_as(pixels: Pixels, made: Pixels) -> Pixels:
    """made with no more channels than pixels have; of a grey network's picture of a grey photo all are alike."""
    if pixels.shape[2] > 2:
        return made
    grey: Pixels = made[..., [0, 3][: pixels.shape[2]]]
    return grey


def boxes_of(face: str, scene: Scene, width: int, height: int) -> list[Box]:
    """What is meant, in whole pixels of a photo of this size: all of it, or squares around the faces."""
    if not face:
        return [(0, 0, width, height)]
    found = [points for name, points in scene.faces().items() if face in (ALL_FACES, name)]
    if not found:
        raise FaceError("There is no face in this photo that could be meant; choose the whole photo instead.")
    return [square_around(points, width, height) for points in found]


def square_around(landmarks: Points, width: int, height: int) -> Box:
    """The square around a face [68, 2] and its hair, cut to the photo."""
    low, high = landmarks.min(0), landmarks.max(0)
    side = ROOM * float((high - low).max())
    x, y = ((low + high) / 2).tolist()
    left, top = round(x - side / 2), round(y - side * (0.5 + UP))
    x0, y0 = max(0, min(left, width - 1)), max(0, min(top, height - 1))
    return x0, y0, max(x0 + 1, min(width, left + round(side))), max(y0 + 1, min(height, top + round(side)))


def rim(box: Box, shape: tuple[int, ...]) -> Image:
    """1 inside the box, and towards its edges, but for those of the photo, 0."""
    x0, y0, x1, y1 = box
    across, down = _ramp(x0, x1, shape[1]), _ramp(y0, y1, shape[0])
    return np.asarray(down[:, None] * across[None], np.float32)


def _ramp(start: int, end: int, whole: int) -> npt.NDArray[np.float32]:
    places = (np.arange(end - start, dtype=np.float32) + 0.5) / (RIM * (end - start))
    before = places if start > 0 else np.ones_like(places)
    after = places[::-1] if end < whole else np.ones_like(places)
    ramp = np.minimum(before, after).clip(0, 1)
    return np.asarray(ramp * ramp * (3 - 2 * ramp), np.float32)


def _cut(mask: Image, box: Box, shape: tuple[int, ...]) -> Image:
    """What lies in box of a mask of the whole photo, whose size may be another."""
    down, across = mask.shape[0] / shape[0], mask.shape[1] / shape[1]
    x0, y0 = int(box[0] * across), int(box[1] * down)
    x1, y1 = max(x0 + 1, round(box[2] * across)), max(y0 + 1, round(box[3] * down))
    return np.ascontiguousarray(mask[y0:y1, x0:x1])
