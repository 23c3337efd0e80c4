"""What the device's worker does for the Animate window: the frames of animations."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ganeditor.project.animation.frames import portrait_box, sized
from ganeditor.project.animation.tracks import Frame, coarse_first
from ganeditor.project.document import Document
from ganeditor.project.render import Lenient, Rendering
from ganeditor.ui.features.animate.camera import Camera
from ganeditor.ui.features.animate.views import FACE, PORTRAIT, AnimationChoice, Leader, Seen, Watch
from ganeditor.ui.session.bench import Bench, Engine
from ganeditor.ui.session.jobs import Job, reporter
from ganeditor.ui.session.photos import OpenPhoto
from ganeditor.ui.session.work import developed_of, editor_of, of_photo_size
from ganeditor.ui.widgets.values import Latents, Rendered

if TYPE_CHECKING:
    from ganeditor.batch.driving import Stage
    from ganeditor.engine.drive.readout import Vector

Make = Callable[[int], Rendered]
"""Makes the frame of an index."""

Scene = tuple[OpenPhoto, str, Document]
"""A photo, its face that follows, and how both are edited."""

CAMERA_SIDE = 480  # pixels of what is shown of the camera


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


def read_leader(job: Job, bench: Engine, path: Path) -> Leader:
    """What a video file's largest face does."""
    from ganeditor.batch.driving import recorded
    from ganeditor.project.clips.clip import read_clip

    clip = read_clip(path)
    recording = recorded(bench().editor.driver(), clip, reporter(job))
    return Leader(recording, recording.neutral(), float(clip.duration), clip)


def drive_frames(scene: Scene, leader: Leader, choice: AnimationChoice) -> Make:
    """The face as it follows leader."""
    from ganeditor.engine.drive.motion import Following

    times = [index * choice.seconds_per_frame for index in range(choice.frames)]
    changes = leader.recording.changes(leader.neutral, Following(choice.parts, choice.strength), times)
    stage = _stage(scene, choice)
    return lambda index: Rendered(index, stage.frame(changes[index]))


def watch_camera(job: Job, bench: Engine, watch: Watch, scene: Scene, choice: AnimationChoice) -> Leader | None:
    """The face follows whom the camera sees, until nobody wants to watch; each report shows Seen.

    Of what is recorded there are only read-outs; None if nothing was.
    """
    from ganeditor.engine.drive.motion import Following, Motion, Recording

    stage, driver, following = _stage(scene, choice), bench().editor.driver(), Following(choice.parts, choice.strength)
    still, begun = stage.still, time.monotonic()
    neutral: Vector | None = None
    motion: Motion | None = None
    times, reads = list[float](), list["Vector | None"]()
    if not watch.wanted:
        return None
    camera = Camera()
    try:
        while watch.wanted:
            picture = camera.read()
            now, read = time.monotonic() - begun, driver.read(picture)
            if read is not None and not np.isnan(read).any() and (neutral is None or watch.rest):
                neutral, motion, watch.rest = read, Motion(read, following), False
            if watch.recording:
                times.append(now)
                reads.append(read)
            drawn = stage.frame(motion.change(read, now)) if motion else still
            recorded = times[-1] - times[0] if times else 0.0
            job.report(0.0, Seen(sized(picture, CAMERA_SIDE), drawn, read is not None, recorded))
    finally:
        camera.close()
    if neutral is None or len(times) < 2:
        return None
    recording = Recording([moment - times[0] for moment in times], reads)
    return Leader(recording, neutral, times[-1] - times[0])


def _stage(scene: Scene, choice: AnimationChoice) -> "Stage":
    """The face of scene, as it is edited, ready to follow."""
    from ganeditor.batch.driving import Stage

    photo, face, document = scene
    editor = editor_of(photo)
    if not document.neutral:
        rendering = Rendering(developed_of(photo).picture.pixels)
        rendering.update(document, Lenient(editor))
        editor = editor.sibling()
        editor.set_photo(of_photo_size(rendering), [photo.faces[face].face])
        editor.guess(face)
    return Stage.of(editor, face, choice.crop, choice.side)
