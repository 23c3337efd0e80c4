"""A network that enlarges against one that judges how real its pictures look (Ledig et al. 2017; Wang et al. 2018).

Small pictures are made of the large ones. At first only pixels count, since a network that already enlarges is not led
astray by who judges it; then how a trained network sees the pictures, and what the discriminator says.
"""

from functools import cached_property
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor import paths
from ganeditor.checkpoints.packs.trained import Card
from ganeditor.checkpoints.packs.trained_network import write_upscaler
from ganeditor.checkpoints.perceptual import open_perceptual
from ganeditor.engine.networks.residual import ResidualDiscriminator, ResidualSizes
from ganeditor.engine.networks.rrdb import RRDBNet
from ganeditor.engine.networks.srresnet import SRResNet
from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.training.adversarial import accuracy, adam
from ganeditor.training.degrading import shrunk
from ganeditor.training.draws import Draws
from ganeditor.training.losses import LOSSES, PENALTIES
from ganeditor.training.options import Option
from ganeditor.training.task import Data, Figures, Step, Trainable, TrainSettings
from ganeditor.training.watching import ACCURACY

Enlarger = RRDBNet | SRResNet

MOST = 8
"""Times the width that the discriminator's deepest layers have."""

SHOWN = 4
"""Pictures of a grid: small, enlarged plainly, by the network, and as they were."""


def options(blocks: int, adversarial: float, pixels: float) -> tuple[Option, ...]:
    """Settings of such a task, with the usual ones that differ."""
    return (
        Option("scale", "4", "how many times as wide and as high pictures get", words=("2", "4")),
        Option("blocks", blocks, "residual blocks of the network", 1, 64),
        Option("crop", 96, "pixels of the parts of a picture that a step sees", 16, 512),
        Option("first", 50_000, "pictures seen by their pixels alone, before the rest counts", high=1e9),
        Option("seen", 1.0, "weight of how differently a trained network sees the pictures", high=100.0),
        Option("adversarial", adversarial, "weight of what the discriminator says", high=100.0),
        Option("pixels", pixels, "weight of the pixels' mean difference after the first pictures", high=100.0),
        Option("degraded", 0.0, "chance that a small picture is blurred, noisy, or a JPEG"),
    )


class Enlarging(Trainable):
    """generator(small [N, 3, s, s] in [0, 1]) -> large; discriminator(large [N, 3, S, S] in [-1, 1]) -> scores."""

    averaged = ("generator",)

    def __init__(self, generator: Enlarger, settings: TrainSettings) -> None:
        super().__init__()
        own = settings.options
        self.settings, self.generator = settings, generator
        self.scale = generator.scale
        self.crop = min(int(float(own["crop"])) // 16 * 16, settings.side)
        self.first, self.chance = float(own["first"]), float(own["degraded"])
        self.weights = {name: float(own[name]) for name in ("seen", "adversarial", "pixels")}
        # The papers' VGG is too deep for small parts; residual blocks that are bounded, as Real-ESRGAN bounds its own.
        steps = range(self.crop.bit_length() - 2)
        channels = tuple(settings.width * min(1 << step, MOST) for step in reversed(steps))
        self.discriminator = ResidualDiscriminator(ResidualSizes(channels), spectral=settings.spectral_norm)

    @cached_property
    def distance(self) -> PerceptualDistance:
        """Looks at what the blocks of EfficientNet-Lite0 end with, which is no activation (ESRGAN, section 3.3).

        It is no part of what learns and is kept: a cached property is no submodule.
        """
        return open_perceptual("efficientnet", paths.user_models(), self.device, torch.float32)

    @property
    def device(self) -> torch.device:
        return next(self.parameters()).device

    def parts(self) -> dict[str, torch.optim.Optimizer]:
        rates = {"generator": self.settings.rate, "discriminator": self.settings.discriminator_rate}
        return {name: adam(getattr(self, name), rate, self.settings) for name, rate in rates.items()}

    def step(self, step: Step) -> Figures:
        sharp = self.parts_of(step.batch().pictures, step.draws)
        small = shrunk((sharp + 1) / 2, self.scale, step.draws, self.chance)
        made = self.generator(small).float() * 2 - 1
        error = self.error(made, sharp)
        if step.number * len(sharp) * step.draws.share.count < self.first:
            step.learn("generator", error)
            return {"error": error}
        loss, figures = LOSSES[self.settings.loss], {"error": error}
        real_scores, fake_scores = self.score(sharp), self.score(made.detach())
        total = loss.discriminator(real_scores, fake_scores)
        figures |= {"discriminator": total, ACCURACY: accuracy(real_scores, fake_scores, loss.relative)}
        for name, weight in self.settings.penalties:
            figures[name] = PENALTIES[name](self.discriminator.forward, sharp, made.detach(), step.draws.uniform())
            total = total + weight * figures[name]
        step.learn("discriminator", total)
        self.discriminator.requires_grad_(False)
        real_scores = self.score(sharp) if loss.relative else real_scores
        figures["generator"] = loss.generator(real_scores.detach(), self.score(made))
        figures["seen"] = self.distance(made, self.distance.features(sharp)).mean()
        weights = self.weights
        total = weights["seen"] * figures["seen"] + weights["adversarial"] * figures["generator"]
        step.learn("generator", total + weights["pixels"] * error)
        self.discriminator.requires_grad_(True)
        return figures

    def error(self, made: Tensor, sharp: Tensor) -> Tensor:
        """How far pixels are from what they should be."""
        return F.l1_loss(made, sharp)

    def score(self, pictures: Tensor) -> Tensor:
        """What the discriminator says, [N]."""
        found: Tensor = self.discriminator(pictures)
        return found.float()

    def parts_of(self, pictures: Tensor, draws: Draws) -> Tensor:
        """A part of each picture [N, 3, S, S], anywhere in it: [N, 3, crop, crop]."""
        room = pictures.shape[-1] - self.crop
        if not room:
            return pictures
        within = torch.arange(self.crop, device=pictures.device)
        rows, columns = (draws.classes(room + 1)[:, None] + within for _ in range(2))
        places = torch.arange(len(pictures), device=pictures.device)[:, None, None]
        return pictures.movedim(1, 3)[places, rows[:, :, None], columns[:, None]].movedim(3, 1)

    def samples(self, draws: Draws, data: Data) -> Tensor:
        """Pictures of the data: small, enlarged plainly, by the network, as they were."""
        device = self.device
        large = torch.tensor(data.first.pixels[:SHOWN], device=device).permute(0, 3, 1, 2) / 127.5 - 1
        short = Draws(self.settings.seed, 0, len(large), device, draws.share)
        small = shrunk((large + 1) / 2, self.scale, short, self.chance)
        rows = [F.interpolate(small, scale_factor=self.scale, mode=mode) for mode in ("nearest", "bicubic")]
        rows.append(self.generator(small).float())
        return torch.stack([*(row * 2 - 1 for row in rows), large], 1).flatten(0, 1)

    def written(self) -> Enlarger:
        """The network as it is kept."""
        return self.generator

    def write(self, folder: Path, card: Card) -> Path:
        return write_upscaler(folder, self.written(), card)
