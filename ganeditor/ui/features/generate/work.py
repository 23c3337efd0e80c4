"""What the device's worker does for the Generate window."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ganeditor.progress import Progress
from ganeditor.project.document import Document
from ganeditor.project.history import Step
from ganeditor.project.picture import Picture
from ganeditor.project.store import Project, SavedFace
from ganeditor.ui.features.generate.views import STRIP, GenerateChoice, Mix, Sample
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.jobs import CHUNK, Job
from ganeditor.ui.session.loading import Loaded, loaded
from ganeditor.ui.widgets.values import Latents, Picture8

if TYPE_CHECKING:
    from ganeditor.engine.latent.realism import Judge
    from ganeditor.engine.model import FaceModel


Samples = tuple[Sample, ...]


@dataclass(frozen=True, eq=False)
class Made:
    """A grid as it fills, and what the model is like."""

    samples: Samples
    groups: Mapping[str, tuple[int, ...]]
    layers: int
    labels: tuple[str, ...]
    judged: bool


def fill(job: Job, bench: Bench, make: Callable[[Bench, Progress], Samples]) -> Made:
    """The faces that make gives, with their pictures; each report has what there is of them so far, if anything."""
    from ganeditor.engine.latent.styles import LAYER_GROUPS, layers_of

    model = bench.editor.model
    samples = list(make(bench, lambda _fraction, _text: job.report(0.0)))
    made = Made(
        tuple(samples),
        {name: tuple(layers_of(name, model.generator.num_ws)) for name in LAYER_GROUPS},
        model.generator.num_ws,
        model.labels or tuple(map(str, range(model.generator.mapping.c_dim))),
        model.discriminator is not None,
    )
    job.report(0.0, made)
    for start in range(0, len(samples), CHUNK):
        samples[start : start + CHUNK] = _pictured(model, samples[start : start + CHUNK])
        made = replace(made, samples=tuple(samples))
        job.report(start / len(samples), made)
    return made


def random_faces(bench: Bench, choice: GenerateChoice) -> Samples:
    seeds = _seeds(choice)
    ws = _drawn(bench.editor.model, choice, seeds)
    return tuple(Sample(f"face-{seed}", one, seed=seed, choice=choice) for one, seed in zip(ws, seeds, strict=True))


def wished_faces(bench: Bench, choice: GenerateChoice, progress: Progress) -> Samples:
    """Faces as choice's moves ask; none of them is what a seed gives, so that no way leads through Z."""
    from ganeditor.engine.latent.wishes import wished_ws

    model, seeds = bench.editor.model, _seeds(choice)
    ws = wished_ws(model, choice.moves, seeds, partial(_drawn, model, choice), progress)
    return tuple(Sample(f"wish-{seed}", one) for one, seed in zip(ws, seeds, strict=True))


def neighbours_of(bench: Bench, same: Sample, count: int, distance: float, seed: int) -> Samples:
    """The face itself, and count of its neighbours."""
    from ganeditor.engine.latent.styles import neighbours

    ws = neighbours(bench.editor.model, same.ws, count, distance, seed)
    return (same, *(Sample(f"{same.name}-{number}", one) for number, one in enumerate(ws, 2)))


def finished(bench: Bench, sample: Sample) -> Sample:
    """With its picture and score."""
    return _pictured(bench.editor.model, [sample])[0]


def mended(bench: Bench, face: Sample) -> tuple[Sample, list[int]]:
    """A somewhat more plausible face, and the layers that were changed for it."""
    ws, layers = _judge(bench.editor.model).mended(face.ws)
    return finished(bench, replace(face, ws=ws, seed=None)), layers


def mixture(bench: Bench, start: Sample, second: Sample, mix: Mix) -> Sample:
    from ganeditor.engine.latent.styles import mixed

    ws = mixed(start.ws, second.ws, mix.layers, mix.amount)
    return finished(bench, Sample(f"{start.name}+{second.name}", ws))


def way(bench: Bench, start: Sample, end: Sample, turning: bool) -> tuple[Picture8, ...]:
    """Pictures from one face to another: on a great circle in Z if turning, or straight in W."""
    from ganeditor.engine.latent.generate import pictures, random_z
    from ganeditor.engine.latent.walk import spherical, straight

    model, shares = bench.editor.model, [index / (STRIP - 1) for index in range(STRIP)]
    if turning:
        assert start.seed is not None and end.seed is not None and start.choice
        first, last = random_z(model, [start.seed, end.seed])
        ws = _mapped(model, spherical(first, last, shares), start.choice)
    else:
        ws = straight(start.ws, end.ws, shares)
    return tuple(pictures(model, ws))


def made_photo(bench: Bench, sample: Sample, label: str) -> Loaded:
    """A made face as a photo that is open already; its latents are known, so it is not inverted.

    label names its first step. Where no face is found in it, it is opened like any photo.
    """
    from ganeditor.engine.cache import inversion_bytes
    from ganeditor.engine.faces.align import transform_points
    from ganeditor.engine.latent.generate import pictures
    from ganeditor.engine.latent.invert import Inversion, guess_w
    from ganeditor.engine.tensors import to_tensor

    model = bench.editor.model
    picture = sample.picture if sample.picture is not None else pictures(model, sample.ws[None])[0]
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "PNG")
    path = str(Path.home() / f"{sample.name}.png")
    plain = loaded(Picture(picture), path, stream.getvalue())
    faces = sorted(bench.editor.sibling().set_photo(picture), key=lambda face: face.size)
    if not faces:
        return plain
    face, side = faces[-1], picture.shape[1]
    # The landmarks move so that the model's crop of this side is exactly all of the picture.
    points = transform_points(model.template.transform(face.anchors, side), face.landmarks)
    landmarks = tuple((float(x), float(y)) for x, y in points)
    x0, y0, x1, y1 = map(float, face.box_xyxy)
    saved = SavedFace(face.id, (x0, y0, x1, y1), landmarks, float(face.confidence), face.marks)
    guess = guess_w(model, to_tensor(picture, model.device))[0].cpu().numpy()
    latents = inversion_bytes(Inversion(sample.ws, guess, 0.0, 0, 0.0, model=model.fingerprint))
    steps = (Step(label, Document(plain.photo)),)
    known = {face.id: latents}
    project = Project(plain.photo, None, steps, 0, (saved,), face.id, known, bench.model, bench.fingerprint)
    return replace(plain, project=project)


def _seeds(choice: GenerateChoice) -> list[int]:
    return list(range(choice.seed, choice.seed + choice.count))


def _drawn(model: "FaceModel", choice: GenerateChoice, seeds: list[int]) -> Latents:
    """Random faces [N, num_ws, w_dim]."""
    from ganeditor.engine.latent.generate import random_z

    return _mapped(model, random_z(model, seeds), choice)


def _mapped(model: "FaceModel", z: Latents, choice: GenerateChoice) -> Latents:
    """z [N, z_dim] -> [N, num_ws, w_dim], as choice has them."""
    from ganeditor.engine.latent.generate import blended_label, to_ws

    label = choice.label
    chosen = (label.first, label.second, label.blend) if model.generator.mapping.c_dim else (None,)
    return to_ws(model, z, choice.psi, choice.cutoff, blended_label(model, *chosen))


def _pictured(model: "FaceModel", samples: Sequence[Sample]) -> list[Sample]:
    """With their pictures and scores."""
    from ganeditor.engine.latent.generate import pictures

    ws = np.stack([sample.ws for sample in samples])
    made = pictures(model, ws)
    rows = zip(samples, made, _judge(model).scores(ws, made), strict=True)
    return [replace(sample, picture=picture, realism=float(score)) for sample, picture, score in rows]


@lru_cache(maxsize=1)
def _judge(model: "FaceModel") -> "Judge":
    from ganeditor.engine.latent.realism import Judge

    return Judge(model)
