"""The search for the face that a photo may have shown before it lost detail.

The generator's picture goes through what the photo has gone through before the two are compared (Menon et al. 2020,
PULSE), from the encoder's guess on: in W+, and then in the generator's weights, as low-rank differences (Roich et al.
2021). Other photos of the person draw the latents to theirs.
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor.engine.face_state import FaceState
from ganeditor.engine.latent.invert import Inversion, InversionSettings, Problem, Watch, guess
from ganeditor.engine.restore.view import View
from ganeditor.engine.swap.source import SourceFace
from ganeditor.engine.tensors import to_tensor

SETTINGS = InversionSettings(steps=50, prior=0.002, tune_steps=40, tune_rank=8)
"""Latents alone leave a face at 0.6 of dlib's distance even from a sharp photo; with the weights it is below 0.3."""

SHOWN = 192
"""Pixels of the window's longer side, at least, at which it is looked at."""

STEERING = 0.1
"""Weight of the mean squared distance to the person's latents in the other photos, attributes aside. Having the
generator's weights draw these photos too, or the encoder see the person, made faces less like their true photos."""


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
            people = [self.model.latents.person(reference.latents_in(self.model)) for reference in references]
            self._latents = torch.stack(people).mean(0) if people else None

    def distance(self, image: Tensor) -> Tensor:
        return self._apart(self._looked_at(self._seen(image)), self._target, self.features)

    def latents_penalty(self, u: Tensor) -> Tensor:
        if self._latents is None:
            return super().latents_penalty(u)
        latents = self.model.latents
        away = latents.person(latents.mean + u @ latents.factor.T) - self._latents
        return STEERING * away.square().mean()

    def _looked_at(self, shown: Tensor) -> Tensor:
        """A window [1, 3, h, w] as it is compared: with the photo's own pixels where the crop doesn't reach."""
        whole = self._photo + (shown - self._photo) * self._seen.inside
        factor = SHOWN / max(whole.shape[2:])
        return F.interpolate(whole, scale_factor=factor, mode="bilinear") if factor > 1 else whole

    def _apart(self, image: Tensor, target: Tensor, features: Sequence[Tensor]) -> Tensor:
        difference, settings = image - target, self.settings
        total: Tensor = settings.perceptual * self.perceptual(image, features).sum()
        return total + settings.l2 * difference.square().mean() + settings.l1 * difference.abs().mean()
