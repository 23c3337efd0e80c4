"""From one photo's face to another's."""

import numpy as np
import numpy.typing as npt

from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.align import crop
from ganeditor.engine.latent.generate import Picture8, pictures
from ganeditor.engine.latent.walk import straight
from ganeditor.opencv import cv2

Array = npt.NDArray[np.float32]


def morph(start: tuple[FaceEditor, str], end: tuple[FaceEditor, str], shares: list[float], side: int) -> list[Picture8]:
    """Frames [side, side, 3] from one photo's aligned face to another's; the ends are the photos themselves.

    start and end are an editor and the id of an inverted face in it. The latents go straight from one to the other,
    and what the generator lacks of each photo fades over.
    """
    model, places = start[0].model, (start, end)
    ends = np.stack([editor.inversion(face).ws for editor, face in places])
    made = [_enlarged(image, side) for image in pictures(model, ends)]
    rests = [aligned(editor, face, side) - image for (editor, face), image in zip(places, made, strict=True)]
    frames = []
    for share, image in zip(shares, pictures(model, straight(ends[0], ends[1], shares)), strict=True):
        frame = _enlarged(image, side) + rests[0] * (1 - share) + rests[1] * share
        frames.append(np.clip(np.rint(frame), 0, 255).astype(np.uint8))
    return frames


def aligned(editor: FaceEditor, face_id: str, side: int) -> Array:
    """The photo's face in the model's alignment, at any size, [side, side, 3] levels."""
    face, photo = editor.face(face_id), editor.photo
    matrix = editor.model.template.transform(face.anchors, side)
    return crop(photo, matrix, side, editor.model.template.border).astype(np.float32)


def _enlarged(image: Picture8, side: int) -> Array:
    large: Array = cv2.resize(image.astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
    return large
