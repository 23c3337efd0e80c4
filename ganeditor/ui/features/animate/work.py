"""The frames of animations, made on the device's worker."""

from collections.abc import Callable, Sequence

import numpy as np

from ganeditor.project.animation.frames import portrait_box, sized
from ganeditor.project.animation.tracks import Frame, coarse_first
from ganeditor.project.document import Document
from ganeditor.project.picture import Pixels
from ganeditor.project.render import Rendering
from ganeditor.ui.features.generate.photos_maker import Maker
from ganeditor.ui.features.generate.views import AnimationChoice, GenerateChoice, Latents
from ganeditor.ui.session.jobs import Job
from ganeditor.ui.session.photos import OpenPhoto, PhotoEditor
from ganeditor.ui.widgets.values import Rendered

Make = Callable[[int], Rendered]
"""Makes the frame of an index."""


def all_frames(job: Job, count: int, prepare: Callable[[], Make]) -> tuple[Rendered, ...]:
    """Every frame, in an order that shows the whole early; each report has all frames so far."""
    make, done = prepare(), []
    for index in coarse_first(count):
        done.append(make(index))
        job.report(len(done) / count, tuple(done))
    return tuple(done)


def photo_frames(photo: OpenPhoto, face: str, documents: Sequence[Document], crop: str, side: int) -> Make:
    """The photo, the part around the face or the face alone, as documents have it."""
    editor, rendering = _editor(photo), Rendering(photo.picture.pixels)
    height, width = photo.picture.pixels.shape[:2]
    box = portrait_box(photo.faces[face].face.box_xyxy, width, height)
    x0, y0, x1, y1 = box if crop == "portrait" else (0, 0, width, height)

    def make(index: int) -> Rendered:
        document = documents[index]
        rendering.update(document, editor)
        shown: Frame
        if crop == "face":
            shown = editor.edited_face(face, document.operations(face))
        else:
            shown = _rgb8(rendering.pixels[y0:y1, x0:x1])
        distance = 0.0 if document.neutral else editor.identity_distance(face, rendering.pixels)
        return Rendered(index, sized(shown, side).copy(), distance)

    return make


def walk_frames(maker: Maker, choice: AnimationChoice, made: Sequence[Latents]) -> Make:
    """A closed walk past made faces, or where there are none past random ones."""
    keys = np.stack(made) if made else maker.random(GenerateChoice(choice.seed, choice.faces, choice.psi))
    ws = maker.walk(keys, choice.frames)
    return lambda index: Rendered(index, sized(maker.pictures(ws[index : index + 1])[0], choice.side))


def morph_frames(
    maker: Maker, start: tuple[OpenPhoto, str], end: tuple[OpenPhoto, str], shares: Sequence[float], side: int
) -> Make:
    """From one photo's face to another's."""
    first, last = (_editor(start[0]), start[1]), (_editor(end[0]), end[1])
    return lambda index: Rendered(index, maker.morph(first, last, shares[index], side))


def _editor(photo: OpenPhoto) -> PhotoEditor:
    assert photo.editor is not None, "faces are looked for before anything else"
    return photo.editor


def _rgb8(pixels: Pixels) -> Frame:
    from ganeditor.engine.tensors import rgb8  # imports torch, which only the worker may wait for

    frame: Frame = rgb8(pixels)
    return frame
