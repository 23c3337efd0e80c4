"""sngan: residual networks, a hinge, and a discriminator whose slope is bounded (Miyato et al. 2018)."""

from ganeditor.engine.networks.generator import LabelMapping
from ganeditor.engine.networks.residual import BATCH, ResidualDiscriminator, ResidualSizes, ResidualSynthesis
from ganeditor.training.adversarial import Adversarial, Sampling
from ganeditor.training.task import Data, Needs, Task, TrainSettings

MOST = 8
"""Times the width that the deepest layers have."""


def build(settings: TrainSettings, _data: Data) -> Adversarial:
    return residual(settings, BATCH)


def residual(
    settings: TrainSettings, norm: str, classes: int = 0, label_width: int = 0, attention: int = 0
) -> Adversarial:
    """Both networks, from the picture's side down to 4 pixels."""
    steps = range(settings.side.bit_length() - 2)
    channels = tuple(settings.width * min(1 << step, MOST) for step in reversed(steps))
    mapping = LabelMapping(settings.z_dim, classes, label_width)
    sizes = ResidualSizes(channels, len(mapping.w_avg), norm, attention)
    generator = Sampling(mapping, ResidualSynthesis(sizes))
    discriminator = ResidualDiscriminator(sizes, classes, spectral=settings.spectral_norm)
    return Adversarial(generator, discriminator, settings, classes)


TASK = Task(
    "sngan",
    "Mimicry's baseline: residual networks with a bounded discriminator",
    Needs.PICTURES,
    TrainSettings(loss="hinge", spectral_norm=True, betas=(0.0, 0.9), discriminator_steps=2, width=32),
    build,
    "Miyato et al. 2018",
)
