"""What figures are made of: real pictures, as many generated ones, and what judges see in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ganeditor.engine.classifier import Classifier
from ganeditor.engine.faces.finder import FaceFinder
from ganeditor.engine.latent.generate import random_z
from ganeditor.engine.latent.invert import InversionSettings, synthesize
from ganeditor.engine.model import FaceModel
from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.engine.tensors import to_image
from ganeditor.progress import Progress, silent
from ganeditor.training.metrics.features import Features, features_of, kept_features
from ganeditor.training.metrics.inversion import Describe, Inverted, inverted
from ganeditor.training.pictures import Pictures

Picture8 = npt.NDArray[np.uint8]
Pairs = Iterator[tuple[Tensor, Tensor]]


@dataclass(frozen=True)
class EvaluationSettings:
    """How figures are made."""

    number: int = 1000  # pictures of each set, at most
    seed: int = 0  # of the generated ones, the choice of real ones, and the resamples
    truncation_psi: float = 1.0
    resamples: int = 20  # of the bootstrap
    inverted: int = 16  # pictures that are inverted, at most
    steps: int | None = 100  # of each inversion, as in InversionSettings


@dataclass(frozen=True, eq=False)
class Judges:
    """The networks that look at pictures."""

    classifier: Classifier
    perceptual: PerceptualDistance
    perceptual_mark: str  # as the classifier's: empty for LPIPS
    finder: FaceFinder
    describe: Describe


class Evidence:
    """A model, and pictures at its size; what takes long is worked out when it is first asked for.

    progress may be exchanged on the way; folder keeps what the classifier sees in real pictures.
    """

    def __init__(
        self, model: FaceModel, pictures: Pictures, judges: Judges, settings: EvaluationSettings, folder: Path
    ) -> None:
        self.model, self.pictures, self.judges, self.settings, self.folder = model, pictures, judges, settings, folder
        self.progress: Progress = silent

    @property
    def number(self) -> int:
        return len(self.pictures)

    @cached_property
    def real(self) -> Features:
        pixels, classifier = self.pictures.pixels, self.judges.classifier
        return kept_features(pixels, classifier, self.model.device, self.folder, self.progress)

    @cached_property
    def made(self) -> Features:
        batches = (to_image(self.paint(self.ws(places))) for places in self._batches(self.number))
        return features_of(batches, self.number, self.judges.classifier, self.model.device, self.progress)

    @cached_property
    def inverted(self) -> list[Inverted]:
        settings = InversionSettings(steps=self.settings.steps, seed=self.settings.seed)
        shown = np.array(self.pictures.pixels[: self.settings.inverted])
        return inverted(shown, self.model, self.judges.perceptual, settings, self.progress)

    def neighbours(self) -> Pairs:
        """Pairs of other ws, number in all, of one class each."""
        for places in self._batches(self.number):
            yield self.ws(places, 1), self.ws(places, 2)

    def strangers(self) -> Pairs:
        """The generated pictures' ws, those of the first half each with one of the second."""
        half = self.number // 2
        for places in self._batches(half):
            yield self.ws(places), self.ws(range(places.start + half, places.stop + half))

    def paint(self, ws: Tensor) -> Tensor:
        """ws [N, num_ws, w_dim] -> images [N, 3, R, R] in about [-1, 1]."""
        with torch.no_grad():
            return synthesize(self.model, ws, {})

    def ws(self, places: range, draw: int = 0) -> Tensor:
        """Of the generated pictures at these places, in the draw-th such set: [N, num_ws, w_dim], truncated."""
        device, first = self.model.device, self.settings.seed + draw * self.number
        z = torch.from_numpy(random_z(self.model, [first + place for place in places])).to(device)
        psi = self.settings.truncation_psi
        with torch.no_grad():
            return self.model.generator.sample_ws(z, self._labels(places), truncation_psi=psi)

    def _labels(self, places: range) -> Tensor | None:
        """As often as among the real pictures, where these have the model's classes; else each class in turn."""
        count = self.model.generator.mapping.c_dim
        if not count:
            return None
        told = self.pictures.labels if self.pictures.names == self.model.labels else None
        numbers = [place % count if told is None else int(told[place]) for place in places]
        return torch.eye(count, device=self.model.device)[numbers]

    def _batches(self, count: int) -> Iterator[range]:
        each = self.model.batch
        return (range(start, min(start + each, count)) for start in range(0, count, each))
