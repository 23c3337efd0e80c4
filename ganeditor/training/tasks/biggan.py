"""biggan: classes by shared embedding and projection, weights held orthogonal (Brock et al. 2019)."""

from dataclasses import replace

import torch
from torch import Tensor

from ganeditor.engine.networks.residual import MODULATED, bound
from ganeditor.training.adversarial import Adversarial
from ganeditor.training.task import Data, Needs, Step, TrainSettings
from ganeditor.training.tasks import sngan

LABEL_WIDTH = 64

ORTHOGONAL = 1e-4
"""Weight of what keeps filters apart, for which truncated z are made well too (equation 3)."""


class Orthogonal(Adversarial):
    """Its generator pays for filters that are alike."""

    def generator_extra(self, step: Step) -> Tensor:
        del step
        return ORTHOGONAL * likeness(self.generator.synthesis)


def likeness(module: torch.nn.Module) -> Tensor:
    """Squared products of different filters of each layer, summed up."""
    total = torch.zeros((), device=next(module.parameters()).device)
    for part in module.modules():
        if isinstance(part, torch.nn.Conv2d | torch.nn.Linear):
            rows = part.weight.flatten(1)
            products = rows @ rows.T
            total = total + products.square().sum() - products.diagonal().square().sum()
    return total


def build(settings: TrainSettings, data: Data) -> Adversarial:
    made = sngan.residual(settings, MODULATED, data.classes, LABEL_WIDTH, settings.side // 2)
    bound(made.generator.synthesis)
    return Orthogonal(made.generator, made.discriminator, settings, data.classes)


TASK = replace(
    sngan.TASK,
    name="biggan",
    summary="pictures of a class that is asked for, by residual networks",
    needs=Needs.CLASSES,
    settings=replace(sngan.TASK.settings, rate=1e-4, discriminator_rate=4e-4, betas=(0.0, 0.999)),
    build=build,
    source="Brock et al. 2019",
)
