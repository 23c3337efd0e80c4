"""sagan: sngan that looks at all of a picture at once, bounded on both sides (Zhang et al. 2019)."""

from dataclasses import replace

from ganeditor.engine.networks.residual import BATCH, bound
from ganeditor.training.adversarial import Adversarial
from ganeditor.training.task import Data, TrainSettings
from ganeditor.training.tasks import sngan


def build(settings: TrainSettings, _data: Data) -> Adversarial:
    networks = sngan.residual(settings, BATCH, attention=settings.side // 2)
    bound(networks.generator.synthesis)
    return networks


TASK = replace(
    sngan.TASK,
    name="sagan",
    summary="sngan with self-attention",
    # The discriminator learns faster in the place of more steps (section 3.3).
    settings=replace(sngan.TASK.settings, rate=1e-4, discriminator_rate=4e-4, discriminator_steps=1),
    build=build,
    source="Zhang et al. 2019",
)
