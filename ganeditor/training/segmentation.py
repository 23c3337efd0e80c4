"""Training of a segmentation head: a generator's pictures, labelled, and the loop (Zhang et al. 2021, section 3).

Labels come from the face mesh and the person mask, hair from photographs with hair masks that are inverted first, and
glasses from pairs of pictures with and without them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.latent.generate import pictures, random_ws
from ganeditor.engine.latent.invert import InversionSettings, synthesize
from ganeditor.engine.latent.space import Change
from ganeditor.engine.model import FaceModel
from ganeditor.engine.networks.segmentation import SegmentationHead, SegmentationSizes, known_features
from ganeditor.errors import FaceError, UserError
from ganeditor.progress import Progress, silent
from ganeditor.segments import SEGMENTS, UNKNOWN
from ganeditor.training.face_labels import Labels, face_labels, with_glasses, without_eye_band

Picture8 = npt.NDArray[np.uint8]

CROP_POINTS = ((0.307, 0.3), (0.693, 0.3), (0.5, 0.68))
"""Eyes and mouth in crops aligned as the bundled model's are, in units of the side."""

HAIR_STEPS = 30
"""Of the search for a photograph's latents, with an encoder; without one it takes the usual number."""

PSI = 0.7
"""Truncation of random faces."""

VARIED = ("smile", "mouth_open", "eye_open", "brow", "yaw", "pitch")
"""Attributes that are varied in them, where the model has them, so that eyes are closed and mouths open."""

VARIATION = 0.8
"""Deviation of their amounts."""

GLASSES, BARE, WORN = "glasses", -0.7, 2.5
MAYBE_GLASSES = 0.3
"""Read-out from which on a face may wear some."""

EVERY = 3
"""Of the random faces every third is taken bare and with glasses."""

LEAST_KNOWN = 0.3
"""Share of labelled pixels below which a picture teaches little."""


@dataclass(frozen=True)
class SegmentationSettings:
    """How a head is trained."""

    samples: int = 240  # random faces
    steps: int = 600  # of Adam
    batch: int = 2
    rate: float = 4e-3
    hidden: int = 64
    held_out: float = 1 / 6  # share of the samples, from the end, that are only measured on
    seed: int = 0  # of faces, weights and order


class Sample(NamedTuple):
    """A picture of the generator and what is in it."""

    ws: npt.NDArray[np.float32]  # [num_ws, w_dim]
    labels: Labels


def random_samples(editor: FaceEditor, settings: SegmentationSettings, progress: Progress = silent) -> list[Sample]:
    """Random faces, labelled; those without a usable mesh are left out."""
    model, latents = editor.model, editor.model.latents
    random = np.random.default_rng(settings.seed)
    varied = [name for name in VARIED if name in latents.editable]
    found: list[Sample] = []
    for index in range(settings.samples):
        progress(index / settings.samples, "Labelling random faces")
        ws = torch.from_numpy(random_ws(model, [int(random.integers(2**62))], PSI)[0]).to(model.device)
        amounts = random.normal(0, VARIATION, len(varied))
        changes = {name: Change(float(amount)) for name, amount in zip(varied, amounts, strict=True)}
        ws = latents.edit(ws, changes, start_age=0.0)
        pair = GLASSES in latents.editable and index % EVERY == 0
        bare = latents.edit(ws, {GLASSES: Change(BARE)}, start_age=0.0) if pair else ws
        picture = pictures(model, bare[None].cpu().numpy())[0]
        labelled = _labelled(editor, picture)
        if labelled is None:
            continue
        mesh, labels = labelled
        if not pair:
            found.append(Sample(ws.cpu().numpy(), _doubted(editor, ws, labels, mesh)))
            continue
        found.append(Sample(bare.cpu().numpy(), labels))
        worn = latents.edit(ws, {GLASSES: Change(WORN)}, start_age=0.0)
        picture_worn = pictures(model, worn[None].cpu().numpy())[0]
        found.append(Sample(worn.cpu().numpy(), with_glasses(labels, picture, picture_worn, mesh)))
    return found


def hair_samples(
    editor: FaceEditor, photos: Sequence[tuple[Picture8, Picture8]], progress: Progress = silent
) -> list[Sample]:
    """Photographs [S, S, 3] with their hair masks [S, S], white is hair, both cut out as the bundled model's crops are.

    They are inverted; what was inverted before is in the editor's cache.
    """
    found: list[Sample] = []
    steps = HAIR_STEPS if editor.model.encoder else InversionSettings.steps
    for index, (photo, mask) in enumerate(photos):
        progress(index / len(photos), "Inverting photographs with hair masks")
        try:
            face = _placed(editor, photo)
            inversion = editor.invert(face, InversionSettings(steps=steps))
            made = editor.reconstruction(face)
            own = editor.crop(face)
            in_crop = _placed_mask(editor, face, mask)
        except FaceError:
            continue
        labelled = _labelled(editor, made, in_crop, own)
        if labelled is not None:
            mesh, labels = labelled
            ws = torch.from_numpy(inversion.ws).to(editor.model.device)
            found.append(Sample(inversion.ws, _doubted(editor, ws, labels, mesh)))
    return found


def train(
    model: FaceModel, samples: Sequence[Sample], settings: SegmentationSettings, progress: Progress = silent
) -> SegmentationHead:
    """A head for model's generator; deterministic for a seed on one kind of machine."""
    if not samples:
        raise UserError("There is nothing to train with: none of the pictures has a face with a usable mesh.")
    random = torch.Generator().manual_seed(settings.seed)
    mean, deviation = _statistics(model, samples[:: max(1, len(samples) // 16)])
    sizes = SegmentationSizes(tuple(len(row) for row in mean), settings.hidden, len(SEGMENTS))
    head = _started(SegmentationHead(sizes), random).to(model.device)
    weights = _class_weights(samples).to(model.device)
    optimizer = torch.optim.Adam(head.parameters(), lr=settings.rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.rate, settings.steps, pct_start=0.1)
    order: list[int] = []
    for step in range(settings.steps):
        progress(step / settings.steps, "Training")
        while len(order) < settings.batch:
            order += torch.randperm(len(samples), generator=random).tolist()
        chosen, order = [samples[index] for index in order[: settings.batch]], order[settings.batch :]
        features = _features(model, chosen)
        normal = [(x - m) / d for x, m, d in zip(features, mean, deviation, strict=True)]
        logits = head(normal)
        labels = _at_side(chosen, logits.shape[-1]).to(model.device)
        loss = F.cross_entropy(logits, labels, weights, ignore_index=UNKNOWN)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
    return _folded(head, mean, deviation).eval().requires_grad_(False)


def intersections_over_unions(model: FaceModel, head: SegmentationHead, samples: Sequence[Sample]) -> dict[str, float]:
    """IoU of each class that is in the samples or found in them, over their labelled pixels."""
    count = len(SEGMENTS)
    table = np.zeros((count, count), np.int64)
    for sample in samples:
        with torch.no_grad():
            logits = head(_features(model, [sample]))
        said = logits.argmax(1)[0].cpu().numpy()
        true = _at_side([sample], logits.shape[-1])[0].numpy()
        known = true != UNKNOWN
        table += np.bincount(true[known] * count + said[known], minlength=count**2).reshape(count, count)
    union = table.sum(0) + table.sum(1) - table.diagonal()
    return {
        segment.name: round(float(table[number, number] / union[number]), 3)
        for number, segment in enumerate(SEGMENTS)
        if table[number].sum()
    }


def split(samples: Sequence[Sample], settings: SegmentationSettings) -> tuple[list[Sample], list[Sample]]:
    """Those to train with, and those to measure on."""
    count = len(samples) - round(len(samples) * settings.held_out)
    return list(samples[:count]), list(samples[count:])


def _placed(editor: FaceEditor, photo: Picture8) -> str:
    """The id of the face in photo [S, S, 3], which is cut out as the bundled model's crops are."""
    editor.set_photo(photo, faces=())
    height, width = photo.shape[:2]
    left, right, mouth = ((x * width, y * height) for x, y in CROP_POINTS)
    return editor.add_face(left, right, mouth).id


def _placed_mask(editor: FaceEditor, face: str, mask: Picture8) -> npt.NDArray[np.bool_]:
    """mask [S, S] of the photo, seen in the face's crop."""
    return np.asarray(editor.aligned(face, np.repeat(mask[..., None], 3, axis=2))[..., 0] > 127)


def _labelled(
    editor: FaceEditor,
    picture: Picture8,
    hair: npt.NDArray[np.bool_] | None = None,
    photo: Picture8 | None = None,
) -> tuple[Mesh, Labels] | None:
    """Mesh and labels of a picture of the generator; photo is what it stands for, in which persons are easier seen."""
    try:
        face = _placed(editor, picture)
        mesh = editor.mesh(face)
    except FaceError:
        return None
    if photo is not None:
        editor.set_photo(photo, faces=())
    labels = face_labels(picture, mesh, editor.person(), hair)
    return (mesh, labels) if (labels != UNKNOWN).mean() > LEAST_KNOWN else None


def _doubted(editor: FaceEditor, ws: Tensor, labels: Labels, mesh: Mesh) -> Labels:
    latents = editor.model.latents
    wears = latents.read(ws.mean(0)).get(GLASSES)
    return without_eye_band(labels, mesh) if wears is not None and wears.natural > MAYBE_GLASSES else labels


def _features(model: FaceModel, samples: Sequence[Sample]) -> list[Tensor]:
    ws = torch.from_numpy(np.stack([sample.ws for sample in samples])).to(model.device)
    features: list[Tensor] = []
    with torch.no_grad():
        synthesize(model, ws, {}, features=features)
    return known_features(features)


def _statistics(model: FaceModel, samples: Sequence[Sample]) -> tuple[list[Tensor], list[Tensor]]:
    """Mean and deviation of each channel [C, 1, 1] of each feature."""
    sums: list[Tensor] = []
    squares: list[Tensor] = []
    for sample in samples:
        features = [x.double() for x in _features(model, [sample])]
        means = [x.mean((0, 2, 3)) for x in features]
        mean_squares = [x.square().mean((0, 2, 3)) for x in features]
        sums = [a + b for a, b in zip(sums, means, strict=True)] if sums else means
        squares = [a + b for a, b in zip(squares, mean_squares, strict=True)] if squares else mean_squares
    mean = [row / len(samples) for row in sums]
    spread = [(row / len(samples) - m.square()).clamp(min=1e-6).sqrt() for row, m in zip(squares, mean, strict=True)]
    return [row.float()[:, None, None] for row in mean], [row.float()[:, None, None] for row in spread]


def _class_weights(samples: Sequence[Sample]) -> Tensor:
    """Rare classes count more, by the fourth root of how rare they are; by the second, brows come out too thick."""
    counts = sum(np.bincount(sample.labels.ravel(), minlength=256)[: len(SEGMENTS)] for sample in samples)
    shares = np.asarray(counts, np.float64) / max(1, int(np.sum(counts)))
    weights = np.where(shares > 0, np.maximum(shares, 1e-4) ** -0.25, 0)
    return torch.from_numpy(weights / weights.max()).float()


def _at_side(samples: Sequence[Sample], side: int) -> Tensor:
    """Labels [N, side, side] of the nearest pixels."""
    labels = torch.from_numpy(np.stack([sample.labels for sample in samples])).float()
    return F.interpolate(labels[:, None], size=(side, side), mode="nearest-exact")[:, 0].long()


def _started(head: SegmentationHead, random: torch.Generator) -> SegmentationHead:
    """Normal weights whose sums keep the variance (He et al. 2015); the blocks' parts share one sum."""
    sizes = head.sizes
    layers = [(block, sum(sizes.channels)) for block in head.blocks]
    layers += [(layer.weight, sizes.hidden) for layer in (head.hidden, head.classes)]
    with torch.no_grad():
        for weight, inputs in layers:
            weight.copy_(torch.randn(weight.shape, generator=random) * (2 / inputs) ** 0.5)
    return head


def _folded(head: SegmentationHead, mean: Sequence[Tensor], deviation: Sequence[Tensor]) -> SegmentationHead:
    """The same head for features that are not normalised."""
    with torch.no_grad():
        for block, m, d in zip(head.blocks, mean, deviation, strict=True):
            block.div_(d[None])
            head.bias.sub_((block * m[None]).sum((1, 2, 3)))
    return head
