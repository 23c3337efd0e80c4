"""Faces that never were: random latents, and their pictures."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ganeditor.engine.latent.invert import synthesize
from ganeditor.engine.model import FaceModel
from ganeditor.engine.networks.generator import LabelMapping
from ganeditor.engine.tensors import to_image
from ganeditor.errors import EditError
from ganeditor.progress import Progress, silent

Picture8 = npt.NDArray[np.uint8]
Array = npt.NDArray[np.float32]


def random_ws(
    model: FaceModel,
    seeds: list[int],
    truncation_psi: float = 0.7,
    truncation_cutoff: int | None = None,
    label: Array | None = None,
) -> Array:
    """One random face for each seed, [N, num_ws, w_dim]; a seed gives the same face in any company."""
    return to_ws(model, random_z(model, seeds), truncation_psi, truncation_cutoff, label)


def blended_label(model: FaceModel, first: int | None, second: int | None = None, blend: float = 0.0) -> Array | None:
    """The label [c_dim] of a conditional generator, between two classes; None for one that takes no labels."""
    count = model.generator.mapping.c_dim
    chosen = [number for number in (first, second) if number is not None]
    if not count:
        if chosen:
            raise EditError(f"The model {model.name} has no labels; leave the label out.")
        return None
    if not chosen or not all(0 <= number < count for number in chosen):
        raise EditError(f"The model {model.name} needs a label from 0 to {count - 1}; choose one.", "--label")
    label = np.zeros(count, np.float32)
    label[chosen[0]] += 1 - blend
    label[chosen[-1]] += blend
    return label


def random_z(model: FaceModel, seeds: list[int]) -> Array:
    """The generator's random input for each seed, [N, z_dim]."""
    width = model.generator.mapping.z_dim
    rows = [torch.randn(width, generator=torch.Generator().manual_seed(seed)) for seed in seeds]
    return torch.stack(rows).numpy()


def to_ws(
    model: FaceModel,
    z: Array,
    truncation_psi: float = 0.7,
    truncation_cutoff: int | None = None,
    label: Array | None = None,
) -> Array:
    """z [N, z_dim] -> [N, num_ws, w_dim]; a conditional generator takes a label [c_dim], the same for all."""
    c = None if label is None else torch.from_numpy(label).to(model.device).expand(len(z), -1)
    with torch.no_grad():
        inputs = torch.from_numpy(z).to(model.device)
        ws = model.generator.sample_ws(inputs, c, truncation_psi=truncation_psi, truncation_cutoff=truncation_cutoff)
    return ws.cpu().numpy()


def in_classes(model: FaceModel, ws: Array, labels: Array) -> Array:
    """A face ws [num_ws, w_dim] in classes given as labels [N, c_dim] -> [N, num_ws, w_dim] (Antipov et al. 2017)."""
    mapping = model.generator.mapping
    if not isinstance(mapping, LabelMapping) or not mapping.c_dim:
        raise EditError(
            f"The model {model.name} does not tell a face's class from the rest of it; choose one that was trained as "
            "age-cgan, cgan or biggan."
        )
    c = torch.from_numpy(labels).to(model.device)
    with torch.no_grad():
        embedded = mapping(c.new_zeros(len(c), mapping.z_dim), c)[:, mapping.z_dim :].cpu().numpy()
    found = np.repeat(ws[None], len(labels), 0)
    found[..., mapping.z_dim :] = embedded[:, None]
    return found


def pictures(model: FaceModel, ws: Array, progress: Progress = silent) -> Picture8:
    """ws [N, num_ws, w_dim] -> uint8 RGB [N, R, R, 3]."""
    found = []
    for start in range(0, len(ws), model.batch):
        progress(start / len(ws), "Generating")
        with torch.no_grad():
            batch: Tensor = torch.from_numpy(ws[start : start + model.batch]).to(model.device)
            found.append(to_image(synthesize(model, batch, {})))
    return np.concatenate(found)


def contact_sheet(images: Sequence[Picture8], columns: int = 0) -> Picture8:
    """Pictures [H, W, 3] of one size side by side in rows; without columns, about as many rows as columns."""
    columns = columns or math.ceil(len(images) ** 0.5)
    blank = np.full_like(images[0], 255)
    padded = [*images, *[blank] * (-len(images) % columns)]
    rows = [np.hstack(padded[start : start + columns]) for start in range(0, len(padded), columns)]
    return np.vstack(rows)
