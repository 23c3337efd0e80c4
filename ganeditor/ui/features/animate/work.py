"""What the device's worker does for the Animate window: the frames of animations."""

from collections.abc import Callable, Sequence

import numpy as np

from ganeditor.project.animation.frames import portrait_box, sized
from ganeditor.project.animation.tracks import Frame, coarse_first
from ganeditor.project.document import Document
from ganeditor.project.render import Lenient, Rendering
from ganeditor.ui.features.animate.views import FACE, PORTRAIT, AnimationChoice
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.jobs import Job
from ganeditor.ui.session.photos import OpenPhoto
from ganeditor.ui.session.work import developed_of, editor_of, of_photo_size
from ganeditor.ui.widgets.values import Latents, Rendered

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
    from ganeditor.engine.tensors import rgb8

    editor, pixels = editor_of(photo), developed_of(photo).picture.pixels
    lenient = Lenient(editor)
    rendering, (height, width) = Rendering(pixels), pixels.shape[:2]
    box = portrait_box(photo.faces[face].face.box_xyxy, width, height)
    x0, y0, x1, y1 = box if crop == PORTRAIT else (0, 0, width, height)

    def make(index: int) -> Rendered:
        document = documents[index]
        rendering.update(document, lenient)
        whole = of_photo_size(rendering)
        shown: Frame = editor.aligned(face, whole) if crop == FACE else rgb8(whole[y0:y1, x0:x1])
        distance = 0.0 if document.neutral else editor.identity_distance(face, whole)
        return Rendered(index, sized(shown, side).copy(), distance)

    return make


def walk_frames(bench: Bench, choice: AnimationChoice, made: Sequence[Latents]) -> Make:
    """A closed walk past made faces, or where there are none past random ones."""
    from ganeditor.engine.latent import generate
    from ganeditor.engine.latent.walk import closed_walk

    model = bench.editor.model
    label = generate.blended_label(model, 0 if model.generator.mapping.c_dim else None)
    seeds = list(range(choice.seed, choice.seed + choice.faces))
    keys = np.stack(made) if made else generate.random_ws(model, seeds, choice.psi, label=label)
    ws = closed_walk(keys, choice.frames)
    return lambda index: Rendered(index, sized(generate.pictures(model, ws[index : index + 1])[0], choice.side))


def morph_frames(start: tuple[OpenPhoto, str], end: tuple[OpenPhoto, str], shares: Sequence[float], side: int) -> Make:
    """From one photo's face to another's."""
    from ganeditor.engine.morph import morph

    first, last = (editor_of(start[0]), start[1]), (editor_of(end[0]), end[1])
    return lambda index: Rendered(index, morph(first, last, [shares[index]], side)[0])
