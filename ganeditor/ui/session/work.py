"""What the device's worker does for the open photos."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ganeditor.errors import EditError, UserError
from ganeditor.opencv import cv2
from ganeditor.progress import Cancelled
from ganeditor.project.document import Document
from ganeditor.project.picture import Pixels
from ganeditor.project.render import LeftOut, Rendering
from ganeditor.ui.session.bench import Bench, unpacked
from ganeditor.ui.session.jobs import Job, reporter
from ganeditor.ui.session.loading import pixels_of
from ganeditor.ui.session.photos import Developed, FaceState, Heard, OpenPhoto, Preview, Refined, Remembered
from ganeditor.ui.session.view import Figures, Reaches, Reading
from ganeditor.ui.widgets.qimage import Box, Patch, ShownPicture, to_bgra
from ganeditor.ui.widgets.values import InversionView, Point

if TYPE_CHECKING:
    from ganeditor.engine.editor import FaceEditor
    from ganeditor.engine.latent.invert import Inversion, Step, Watch
    from ganeditor.engine.swap.source import SourceFace

TUNE_STEPS = 60


@dataclass(frozen=True)
class InversionChoice:
    """How a person wants faces refined."""

    steps: int | None  # None goes on until it stops improving
    tuning: bool  # of the generator, to each face


def developed_of(photo: OpenPhoto) -> Developed:
    """The photo's pixels; Cancelled when it has given them up, so that nobody waits for the result."""
    developed = photo.developed
    if developed is None:
        raise Cancelled
    return developed


def editor_of(photo: OpenPhoto) -> "FaceEditor":
    editor = developed_of(photo).editor
    assert editor is not None, "faces are looked for before anything else"
    return editor


def find_faces(
    job: Job, photo: OpenPhoto, bench: Bench, stopped: Callable[[], bool]
) -> tuple[list[FaceState], Bench, int]:
    """The photo's faces, or those that are known, with latents where they fit the model; how many are too small.

    A search that was stopped has found none; one whose job was cancelled is Cancelled.
    """
    from ganeditor.engine.faces.detect import Face

    def watch(fraction: float, _text: str) -> None:
        job.report(fraction, fraction)
        if stopped():
            raise Cancelled

    developed, editor, project = developed_of(photo), bench.editor.sibling(), photo.restored
    editor.assets = photo.assets
    known, saved = list(photo.faces.values()), {face.id: face for face in project.faces} if project else {}
    if known:
        editor.set_photo(developed.picture.pixels, [state.face for state in known])
        states = known
    else:
        faces = [
            Face(face.id, face.box_xyxy, np.array(face.landmarks, np.float32), face.confidence, face.marks)  # type: ignore[arg-type]
            for face in saved.values()
        ]
        try:
            found = editor.set_photo(developed.picture.pixels, faces or None, watch)
        except Cancelled:
            if job.cancelled:
                raise
            found = ()
        states = [
            FaceState(face, editor.crop(face.id), saved[face.id].points if face.id in saved else None)  # type: ignore[arg-type]
            for face in found
        ]
        latents = project.latents if project and project.fingerprint == bench.fingerprint else {}
        for state in states:
            state.latents = latents.get(state.face.id)
            if state.latents is not None:
                state.inversion, state.finished = unpacked(state.latents), True
    developed.editor, developed.remembered, developed.preview = editor, Remembered(editor), None
    return states, bench, editor.found.too_small


def add_face(photo: OpenPhoto, points: tuple[Point, Point, Point]) -> FaceState:
    editor = editor_of(photo)
    face = editor.add_face(*points)
    return FaceState(face, editor.crop(face.id), points)


def guess(photo: OpenPhoto, face: str, inversion: "Inversion | None") -> Mapping[str, Reading]:
    """Latents for the face at once: known ones, or else the encoder's guess; returns its readings."""
    editor = editor_of(photo)
    if inversion is None:
        editor.guess(face)
    else:
        editor.use_inversion(face, inversion)
    _forget(photo, face)
    return {name: Reading(one.standardised, one.natural) for name, one in editor.readings(face).items()}


def invert(job: Job, photo: OpenPhoto, face: str, choice: InversionChoice, good_enough: Callable[[], bool]) -> Refined:
    """Refine the face's latents; each report shows an InversionView."""
    from ganeditor.engine.tensors import to_image

    editor, started = editor_of(photo), time.monotonic()
    target = editor.crop(face)

    def watch(step: "Step") -> bool:
        seconds = time.monotonic() - started
        left = seconds * (1 - step.fraction) / step.fraction if step.fraction > 0.05 else None
        job.report(step.fraction, InversionView(step.fraction, left, to_image(step.image)[0], target))
        return good_enough()

    return refine(photo, face, choice, watch)


def refine(photo: OpenPhoto, face: str, choice: InversionChoice, watch: "Watch") -> Refined:
    """Refine the face's latents; watch is asked after each step whether to stop."""
    from ganeditor.engine.cache import inversion_bytes
    from ganeditor.engine.latent.invert import InversionSettings

    settings = InversionSettings(steps=choice.steps, tune_steps=TUNE_STEPS if choice.tuning else 0)
    inversion = editor_of(photo).invert(face, settings, watch)
    _forget(photo, face)
    return inversion, inversion_bytes(inversion)


def source_of(bench: Bench, photo: OpenPhoto, face: str, steps: int, watch: "Watch") -> "SourceFace":
    """A face of an open photo, as it is without edits, for others to get; steps are for one that is not learnt yet.

    In an editor of its own, since the photo's may be in the midst of learning the face.
    """
    from ganeditor.engine.latent.invert import InversionSettings

    state, editor = photo.faces[face], bench.editor.sibling()
    editor.set_photo(pixels_of(photo), [state.face])
    if state.inversion:
        editor.use_inversion(face, state.inversion)
    else:
        editor.invert(face, InversionSettings(steps=steps), watch)
    return editor.source_face(face)


@dataclass(frozen=True, eq=False)
class Rendered:
    """How a photo's pixels were brought up to date."""

    patches: list[Patch]  # what changed
    size_wh: tuple[int, int]  # that they have now
    left_out: tuple[LeftOut, ...]  # of the document


def render(job: Job, photo: OpenPhoto, document: Document) -> Rendered:
    """Bring the photo's pixels up to date; each report is of what networks make of the whole of it."""
    developed = developed_of(photo)
    boxes, pixels = _updated(job, developed, document, exact=False)
    patches = [Patch(box, to_bgra(pixels[box[1] : box[3], box[0] : box[2]])) for box in dict.fromkeys(boxes)]
    left_out = developed.remembered.left_out(document) if developed.remembered else ()
    return Rendered(patches, (pixels.shape[1], pixels.shape[0]), left_out)


def preview(photo: OpenPhoto, document: Document, shrink: int) -> list[ShownPicture]:
    """The faces that document shows otherwise than the photo's pixels do now, with shrink × shrink of these in one."""
    developed, editor = developed_of(photo), editor_of(photo)
    if developed.preview is None or developed.preview.shrink != shrink:
        developed.preview = Preview(developed.picture.pixels, shrink, editor)
    reduced, shown = developed.preview.rendering, developed.rendering.shown
    reduced.update(document, developed.preview.remembered)
    pictures = []
    for face in {**shown, **reduced.shown}:
        box = developed.preview_box(face)
        if shown.get(face) != reduced.shown.get(face) and box:
            x0, y0, x1, y1 = box
            pictures.append(ShownPicture(reduced.pixels[y0:y1, x0:x1], 1 / shrink, (x0 * shrink, y0 * shrink)))
    return pictures


def whole_picture(photo: OpenPhoto) -> ShownPicture:
    """What was rendered last, to be shown in its own size."""
    developed = developed_of(photo)
    pixels = developed.rendering.pixels
    return ShownPicture(pixels, pixels.shape[1] / developed.picture.pixels.shape[1])


def measure(photo: OpenPhoto, state: FaceState, neutral: bool) -> tuple[float, Figures | None, Reaches]:
    """The edited face's distance to the person, how good the refined reconstruction is, how far sliders reach."""
    developed, editor, face = developed_of(photo), editor_of(photo), state.face.id
    distance = 0.0 if neutral else editor.identity_distance(face, of_photo_size(developed.rendering))
    if not state.finished or state.figures is not None:
        return distance, state.figures, editor.reaches(face)
    figures = editor.figures(face)
    return distance, Figures(figures.psnr, figures.ssim), editor.reaches(face)


def of_photo_size(rendering: Rendering) -> Pixels:
    """The edited pixels, where an edit of the whole photo has changed its size scaled back."""
    (height, width), pixels = rendering.photo.shape[:2], rendering.pixels
    if pixels.shape[:2] == (height, width):
        return pixels
    scaled: Pixels = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA).reshape(height, width, -1)
    return scaled


def snapshot(job: Job, developed: Developed, document: Document) -> Pixels:
    """The edited pixels at full quality, which nobody changes any more."""
    pixels: Pixels = _updated(job, developed, document, exact=True)[1].copy()
    return pixels


def work_out(job: Job, photo: OpenPhoto, document: Document) -> None:
    """What takes long of document's edits of the whole photo, which are drawn at once from then on."""
    developed = developed_of(photo)
    snapshot(job, developed, document)
    refused = developed.remembered.left_out(document) if developed.remembered else ()
    for row in refused:
        if row.face is None:
            raise EditError(row.reason)


def _updated(job: Job, developed: Developed, document: Document, *, exact: bool) -> tuple[list[Box], Pixels]:
    """What changed of the photo's pixels, and all of them; exact: what takes minutes is worked out as well."""
    editor = developed.remembered
    if editor is None:
        if not document.neutral:
            raise UserError("The edits can't be drawn without a model; what is wrong with it was said before.")
        return [], developed.picture.pixels
    progress = reporter(job)
    drawn = developed.rendering.update(document, Heard(editor, progress, exact))
    return drawn, developed.rendering.pixels


def _forget(photo: OpenPhoto, face: str) -> None:
    developed = developed_of(photo)
    if developed.remembered:
        developed.remembered.forget(face)
    if developed.preview:
        developed.preview.remembered.forget(face)
