"""EnhanceEdit drawn: the photo enlarged by the network that it names, or plainly but for its faces."""

from collections.abc import Iterable

import numpy as np

from ganeditor.edits.enhance import EnhanceEdit
from ganeditor.edits.restyle import ALL_FACES
from ganeditor.engine.enhance.photo import Pixels, enlarge
from ganeditor.engine.enhance.upscaler import denoising
from ganeditor.engine.faces.align import Points
from ganeditor.engine.stages.restyle import boxes_of, rim, square_around
from ganeditor.engine.stages.scene import Scene
from ganeditor.progress import Progress, part

PLAIN = 0.05  # share of the work that is the plain enlargement of what is no face


def draw(pixels: Pixels, edit: EnhanceEdit, scene: Scene, progress: Progress) -> Pixels:
    """pixels [H, W, C] as large as the edit says."""
    height, width = pixels.shape[:2]
    size_wh = edit.size_of(width, height)
    upscaler = denoising(scene.upscalers, edit.model, edit.denoise)
    if not edit.faces or not edit.strength:
        return enlarge(pixels, size_wh, edit.strength, upscaler, progress)
    boxes = boxes_of(ALL_FACES, scene, width, height)
    large = enlarge(pixels, size_wh, 0.0, upscaler, part(progress, 0.0, PLAIN))
    for index, (x0, y0, x1, y1) in enumerate(boxes):
        own = part(progress, *(PLAIN + (1 - PLAIN) * done / len(boxes) for done in (index, index + 1)))
        left, right = (round(x * size_wh[0] / width) for x in (x0, x1))
        top, bottom = (round(y * size_wh[1] / height) for y in (y0, y1))
        made = enlarge(pixels[y0:y1, x0:x1], (right - left, bottom - top), edit.strength, upscaler, own)
        plain = large[top:bottom, left:right].astype(np.float32)
        share = rim((left, top, right, bottom), large.shape)[..., None]
        large[top:bottom, left:right] = np.rint(plain + share * (made - plain))
    return large


def sizes_seen(edit: EnhanceEdit, width: int, height: int, faces: Iterable[Points]) -> list[tuple[int, int]]:
    """Width and height of each part that the network gets of a photo with these landmarks [68, 2]."""
    if edit.neutral or not edit.strength:
        return []
    if not edit.faces:
        return [(width, height)]
    boxes = (square_around(landmarks, width, height) for landmarks in faces)
    return [(x1 - x0, y1 - y0) for x0, y0, x1, y1 in boxes]
