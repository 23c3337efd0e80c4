"""What figures are made of: real pictures and as many generated ones, as a classifier sees them."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ganeditor.engine.classifier import Classifier
from ganeditor.engine.latent.generate import random_z
from ganeditor.engine.latent.invert import synthesize
from ganeditor.engine.model import FaceModel
from ganeditor.engine.tensors import to_image
from ganeditor.progress import Progress, silent
from ganeditor.training.metrics.features import Features, features_of, kept_features
from ganeditor.training.pictures import Pictures

Picture8 = npt.NDArray[np.uint8]


class Evidence:
    """A model, and pictures at its size; what takes long is worked out when it is first asked for.

    progress may be exchanged on the way.
    """

    progress: Progress = silent

    def __init__(
        self, model: FaceModel, pictures: Pictures, classifier: Classifier, cache: Path, seed: int, psi: float
    ) -> None:
        self.model, self.pictures, self.classifier, self.cache = model, pictures, classifier, cache
        self.seed, self.psi = seed, psi

    @property
    def number(self) -> int:
        return len(self.pictures)

    @cached_property
    def real(self) -> Features:
        pixels = self.pictures.pixels
        return kept_features(pixels, self.classifier, self.model.device, self.cache, self.progress)

    @cached_property
    def made(self) -> Features:
        return features_of(self._generated(), self.number, self.classifier, self.model.device, self.progress)

    def _generated(self) -> Iterator[Picture8]:
        for start in range(0, self.number, self.model.batch):
            ws = self.ws(range(start, min(start + self.model.batch, self.number)))
            with torch.no_grad():
                yield to_image(synthesize(self.model, ws, {}))

    def ws(self, places: range) -> Tensor:
        """Of the generated pictures at these places of the set, [N, num_ws, w_dim]; truncated."""
        device = self.model.device
        z = torch.from_numpy(random_z(self.model, [self.seed + place for place in places])).to(device)
        with torch.no_grad():
            return self.model.generator.sample_ws(z, self._labels(places), truncation_psi=self.psi)

    def _labels(self, places: range) -> Tensor | None:
        """As often as among the real pictures, where these have the model's classes; else each class in turn."""
        count = self.model.generator.mapping.c_dim
        if not count:
            return None
        told = self.pictures.labels if self.pictures.names == self.model.labels else None
        numbers = [place % count if told is None else int(told[place]) for place in places]
        return torch.eye(count, device=self.model.device)[numbers]
