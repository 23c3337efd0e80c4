"""r3gan: the simple recipe that is strong today: pairs, r1 and r2, and nothing normalised (Huang et al. 2024)."""

from dataclasses import replace

from ganeditor.engine.networks.residual import NONE
from ganeditor.training.adversarial import Adversarial
from ganeditor.training.task import Data, TrainSettings
from ganeditor.training.tasks import sngan


def build(settings: TrainSettings, _data: Data) -> Adversarial:
    return sngan.residual(settings, NONE)


TASK = replace(
    sngan.TASK,
    name="r3gan",
    summary="relativistic pairs with r1 and r2: steady, and without tricks",
    settings=replace(
        sngan.TASK.settings,
        loss="relativistic-pairing",
        penalties=(("r1", 1.0), ("r2", 1.0)),
        spectral_norm=False,
        discriminator_steps=1,
        betas=(0.0, 0.99),
    ),
    build=build,
    source="Huang et al. 2024",
)
