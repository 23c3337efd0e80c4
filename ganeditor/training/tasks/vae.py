"""vae: an autoencoder whose codes are a little uncertain and lie around zero, so that random ones are faces too."""

from dataclasses import replace

import torch
from torch import Tensor

from ganeditor.training.draws import Draws
from ganeditor.training.task import Data, TrainSettings
from ganeditor.training.tasks import autoencoder

BETA = 0.002
"""Weight of a code's distance from the prior beside the mean error of a pixel."""


class VAE(autoencoder.Autoencoder):
    """The encoder gives means, then logarithms of variances."""

    def codes(self, found: Tensor, draws: Draws) -> tuple[Tensor, Tensor | float]:
        """Kingma and Welling 2014, section 3 and appendix B."""
        mean, variance = found.chunk(2, 1)
        variance = variance.clamp(-10, 10)
        distance = (mean.square() + variance.exp() - 1 - variance).mean() / 2
        return mean + draws.normal(mean.shape[1]) * (variance / 2).exp(), BETA * distance

    def prior(self) -> tuple[Tensor, Tensor]:
        return torch.zeros_like(self.mean), torch.eye(len(self.mean))


def build(settings: TrainSettings, _data: Data) -> VAE:
    return VAE(settings, 2 * settings.z_dim)


TASK = replace(
    autoencoder.TASK,
    name="vae",
    summary="an autoencoder that can be sampled",
    build=build,
    source="Kingma and Welling 2014",
)
