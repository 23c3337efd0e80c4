"""What a classifier sees in sets of pictures; of real ones it is kept, since it is asked for again and again."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ganeditor.engine.classifier import Classifier
from ganeditor.engine.tensors import to_tensor
from ganeditor.files import atomic_write
from ganeditor.progress import Progress, silent

Picture8 = npt.NDArray[np.uint8]

FEWEST = 32
"""Pictures of a set, below which no figure means anything."""

BATCH = 16
"""Pictures that a classifier looks at together."""


@dataclass(frozen=True, eq=False)
class Features:
    """A set of N pictures, float32 on the processor."""

    features: Tensor  # [N, D]
    logits: Tensor  # [N, classes]


def features_of(
    batches: Iterable[Picture8], count: int, classifier: Classifier, device: torch.device, progress: Progress = silent
) -> Features:
    """Of pictures in batches [n, H, W, 3], count in all: as they would be saved, with 8 bits."""
    found: list[tuple[Tensor, Tensor]] = []
    done = 0
    for pictures in batches:
        progress(done / count, f"Looking at picture {done} of {count}")
        found.append(classifier(to_tensor(pictures, device)))
        done += len(pictures)
    features, logits = (torch.cat(parts).cpu() for parts in zip(*found, strict=True))
    return Features(features, logits)


def kept_features(
    pictures: Picture8, classifier: Classifier, device: torch.device, folder: Path, progress: Progress = silent
) -> Features:
    """Of pictures [N, H, W, 3], from folder where they were looked at before."""
    digest = hashlib.sha256(f"{classifier.title}, {classifier.resizing}, {pictures.shape}".encode())
    digest.update(np.ascontiguousarray(pictures).data)
    path = folder / f"{digest.hexdigest()[:32]}.npz"
    if not path.is_file():
        batches = (pictures[start : start + BATCH].copy() for start in range(0, len(pictures), BATCH))
        found = features_of(batches, len(pictures), classifier, device, progress)
        folder.mkdir(parents=True, exist_ok=True)
        arrays = {"features": found.features.numpy(), "logits": found.logits.numpy()}
        atomic_write(path, partial(_save, arrays), overwrite=True)
    with np.load(path, allow_pickle=False) as file:
        return Features(torch.from_numpy(file["features"]), torch.from_numpy(file["logits"]))


def _save(arrays: dict[str, npt.NDArray[np.float32]], path: Path) -> None:
    np.savez(path, **arrays)  # type: ignore[arg-type]
