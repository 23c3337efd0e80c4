"""A network that makes one picture of another against one that judges both together (Isola et al. 2017)."""

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor.checkpoints.packs.trained import Card
from ganeditor.checkpoints.packs.trained_network import write_translator
from ganeditor.engine.networks.patches import PatchDiscriminator, PatchSizes
from ganeditor.engine.networks.residual import bound
from ganeditor.engine.networks.translation import TranslationNetwork, UnetGenerator, UnetSizes
from ganeditor.training.adversarial import accuracy, adam
from ganeditor.training.draws import Draws
from ganeditor.training.losses import LOSSES, PENALTIES
from ganeditor.training.options import Option
from ganeditor.training.task import Data, Figures, Step, Trainable, TrainSettings
from ganeditor.training.watching import ACCURACY

MOST_HALVINGS = 8
"""Of a U-Net, as its authors' at 256 pixels."""

DEVIATION = 0.02
"""Of weights at the start (Isola et al. 2017, section 6.2)."""

OPTIONS = (
    # Isola et al. 2017, section 3.1
    Option("error", 100.0, "weight of the mean difference from what is wanted", 0, 10_000),
)

SHOWN = 12
"""Pictures of a grid, each between what was given and what was wanted."""


class Translating(Trainable):
    """generator(given [N, inputs, S, S]) -> made [N, outputs, S, S]; discriminator(given and made) -> scores."""

    averaged = ("generator",)
    steady = True

    def __init__(
        self, generator: TranslationNetwork, discriminator: PatchDiscriminator, settings: TrainSettings
    ) -> None:
        super().__init__()
        self.generator, self.discriminator, self.settings = generator, discriminator, settings
        started(self)
        if settings.spectral_norm:
            bound(discriminator)

    def parts(self) -> dict[str, torch.optim.Optimizer]:
        rates = {"generator": self.settings.rate, "discriminator": self.settings.discriminator_rate}
        return {name: adam(getattr(self, name), rate, self.settings) for name, rate in rates.items()}

    def step(self, step: Step) -> Figures:
        loss = LOSSES[self.settings.loss]
        given, wanted = self.pair(step)
        made = self.generator(given, None)
        real, fake = torch.cat((given, wanted), 1), torch.cat((given, made), 1)
        real_scores, fake_scores = self.discriminator(real), self.discriminator(fake.detach())
        total = loss.discriminator(real_scores, fake_scores)
        figures: Figures = {"discriminator": total, ACCURACY: accuracy(real_scores, fake_scores, loss.relative)}
        for name, weight in self.settings.penalties:
            between = step.draws.uniform()[: len(given)]
            figures[name] = PENALTIES[name](self.discriminator, real, fake, between)
            total = total + weight * figures[name]
        step.learn("discriminator", total)
        self.discriminator.requires_grad_(False)
        real_scores = self.discriminator(real) if loss.relative else real_scores
        figures["generator"] = loss.generator(real_scores.detach(), self.discriminator(fake))
        figures["error"] = self.error(made.float(), wanted)
        step.learn("generator", figures["generator"] + float(self.settings.options["error"]) * figures["error"])
        self.discriminator.requires_grad_(True)
        return figures

    def pair(self, step: Step) -> tuple[Tensor, Tensor]:
        """What is given [N, inputs, S, S], and what is to be made of it [N, outputs, S, S]."""
        batch = step.batch()
        assert batch.others is not None, "pictures come in pairs"
        return batch.pictures, batch.others

    def error(self, made: Tensor, wanted: Tensor) -> Tensor:
        """How far what is made is from what is wanted."""
        return F.l1_loss(made, wanted)

    def samples(self, draws: Draws, data: Data) -> Tensor:
        """Pictures of the data: what is given, what is made of it, what was wanted."""
        del draws
        assert data.second is not None, "pictures come in pairs"
        given, wanted = (shown(pictures.pixels[:SHOWN], self) for pictures in (data.first, data.second))
        return torch.stack([given, self.generator(given, None), wanted], 1).flatten(0, 1)

    def write(self, folder: Path, card: Card) -> Path:
        return write_translator(folder, self.generator, card, self.settings.side)


def unet(inputs: int, outputs: int, settings: TrainSettings) -> UnetGenerator:
    """As deep as the pictures' side allows, down to two pixels; normalised with gains and shifts."""
    halvings = min(settings.side.bit_length() - 2, MOST_HALVINGS)
    return UnetGenerator(UnetSizes(inputs, outputs, settings.width, affine=True, halvings=halvings))


def judge(inputs: int, channels: int, side: int) -> PatchDiscriminator:
    """Sees patches of 70 pixels, or smaller ones where the pictures hardly have as many."""
    return PatchDiscriminator(PatchSizes(inputs, channels, max(1, min(PatchSizes.halvings, side.bit_length() - 4))))


def started(module: nn.Module) -> None:
    """Random weights, as pix2pix and CycleGAN start theirs; gains are one and shifts zero."""
    for parameter in module.parameters():
        if parameter.ndim == 4:
            nn.init.normal_(parameter, std=DEVIATION)


def shown(pixels: object, near: nn.Module) -> Tensor:
    """Levels [N, S, S, 3] -> pictures [N, 3, S, S] in [-1, 1], beside that network's weights."""
    device = next(near.parameters()).device
    return torch.tensor(pixels, device=device).permute(0, 3, 1, 2) / 127.5 - 1
