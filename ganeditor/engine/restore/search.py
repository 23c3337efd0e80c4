"""The search for the face that a photo may have shown before it lost detail.

The generator's picture goes through what the photo has gone through before the two are compared (Menon et al. 2020,
PULSE), from the encoder's guess on: in W+, and then in the generator's weights, as low-rank differences (Roich et al.
2021). Other photos of the person have a say in both: latents are drawn to those of the person, and the weights have to
draw the person in these photos, too (Nitzan et al. 2022, MyStyle).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor.engine.face_state import FaceState
from ganeditor.engine.latent.invert import Inversion, InversionSettings, Problem, Watch, guess, synthesize
from ganeditor.engine.restore.view import View
from ganeditor.engine.swap.source import SourceFace
from ganeditor.engine.tensors import to_tensor
from ganeditor.opencv import cv2

SETTINGS = InversionSettings(steps=50, prior=0.002, tune_steps=40, tune_rank=8)
"""Latents alone leave a face at 0.6 of dlib's distance even from a sharp photo; with the weights it is below 0.3."""

SHOWN = 192
"""Pixels of the window's longer side, at least, at which it is looked at."""


@dataclass(frozen=True)
class Steering:
    """How much a say the person's other photos have; every field has been tried on pairs of photos."""

    latents: float = 0.1  # weight of the mean squared distance to the person's latents, attributes aside
    weights: float = 1.0  # weight of how well the generator draws one of these photos


STEERING = Steering()


def search(
    face: FaceState, view: View, references: Sequence[SourceFace], settings: InversionSettings, watch: Watch
) -> Inversion:
    """The likely face's latents and weights; a watcher may raise Cancelled."""
    problem = _Restoring(face, view, references, settings)
    return problem.solved(guess(face.model, face.image), watch)


class _Restoring(Problem):
    """Compares as the photo shows it, and hears the person's other photos."""

    def __init__(
        self, face: FaceState, view: View, references: Sequence[SourceFace], settings: InversionSettings
    ) -> None:
        networks = face.networks
        super().__init__(networks.model, networks.perceptual, face.image, settings)
        self._seen = view.seen(networks.device)
        self._photo = to_tensor(view.clean, networks.device)
        with torch.no_grad():
            self._target = self._looked_at(self._photo)
            self.features = self.perceptual.features(self._target)
            self._others = [_Other.of(self, reference) for reference in references]
            people = [self.model.latents.person(other.ws) for other in self._others]
            self._latents = torch.stack(people).mean(0) if people else None

    def distance(self, image: Tensor) -> Tensor:
        return self._apart(self._looked_at(self._seen(image)), self._target, self.features)

    def latents_penalty(self, u: Tensor) -> Tensor:
        if self._latents is None:
            return super().latents_penalty(u)
        latents = self.model.latents
        away = latents.person(latents.mean + u @ latents.factor.T) - self._latents
        return STEERING.latents * away.square().mean()

    def weights_penalty(self, tuned: Mapping[str, Tensor]) -> Tensor:
        """One of the other photos at a time."""
        if not self._others:
            return super().weights_penalty(tuned)
        other = self._others[self.steps % len(self._others)]
        image = synthesize(self.model, other.ws, tuned, self.dtype, self.side)
        return STEERING.weights * self._apart(image, other.picture, other.features)

    def _looked_at(self, shown: Tensor) -> Tensor:
        """A window [1, 3, h, w] as it is compared: with the photo's own pixels where the crop doesn't reach."""
        whole = self._photo + (shown - self._photo) * self._seen.inside
        factor = SHOWN / max(whole.shape[2:])
        return F.interpolate(whole, scale_factor=factor, mode="bilinear") if factor > 1 else whole

    def _apart(self, image: Tensor, target: Tensor, features: Sequence[Tensor]) -> Tensor:
        difference, settings = image - target, self.settings
        total: Tensor = settings.perceptual * self.perceptual(image, features).sum()
        return total + settings.l2 * difference.square().mean() + settings.l1 * difference.abs().mean()


@dataclass(frozen=True, eq=False)
class _Other:
    """Another photo of the person."""

    ws: Tensor  # [1, num_ws, w_dim]
    picture: Tensor  # [1, 3, r, r]
    features: Sequence[Tensor]

    @classmethod
    def of(cls, problem: Problem, face: SourceFace) -> "_Other":
        side = problem.image.shape[-1]
        small = cv2.resize(face.picture, (side, side), interpolation=cv2.INTER_AREA)
        picture = to_tensor(np.asarray(small, np.uint8), problem.model.device)
        return cls(face.latents_in(problem.model)[None], picture, problem.perceptual.features(picture))
