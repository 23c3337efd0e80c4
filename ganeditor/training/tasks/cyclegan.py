"""cyclegan: pictures of one kind made those of another, and back, learned without pairs (Zhu et al. 2017)."""

from dataclasses import replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor.checkpoints.packs.trained import Card, require_new
from ganeditor.checkpoints.packs.trained_network import write_translator
from ganeditor.engine.networks.translation import ResnetGenerator, ResnetSizes
from ganeditor.training.adversarial import accuracy, adam
from ganeditor.training.draws import Draws
from ganeditor.training.losses import LOSSES
from ganeditor.training.options import Option, usual
from ganeditor.training.task import Data, Figures, Needs, Step, Task, Trainable, TrainSettings
from ganeditor.training.translating import judge, shown, started
from ganeditor.training.watching import ACCURACY

OPTIONS = (
    Option("cycle", 10.0, "weight of the way there and back (equation 3)", 0, 1000),
    Option("identity", 0.5, "of that weight, for what is of the other kind already (section 5.2)", 0, 10),
    Option("blocks", 6, "residual blocks of a generator; 9 for 256 pixels and more", 1, 32),
)

POOL = 50
"""Made pictures that the discriminators are shown again (section 4)."""

SHOWN = 6
"""Pictures of each kind in a grid, with what is made of them, and what is made of that."""

BACK = "-back"
"""What the model of the second kind is called beside the first."""


class CycleGAN(Trainable):
    """generators and discriminators: of the way from the first kind to the second, and of the way back."""

    averaged = ("generators",)
    pools: Tensor
    filled: Tensor

    def __init__(self, settings: TrainSettings) -> None:
        super().__init__()
        self.settings, side = settings, settings.side
        sizes = ResnetSizes(3, 3, settings.width, blocks=int(settings.options["blocks"]))
        self.generators = nn.ModuleList(ResnetGenerator(sizes) for _way in range(2))
        self.discriminators = nn.ModuleList(judge(3, settings.width, side) for _way in range(2))
        started(self)
        self.register_buffer("pools", torch.zeros(2, POOL, 3, side, side))
        self.register_buffer("filled", torch.zeros((), dtype=torch.long))

    def parts(self) -> dict[str, torch.optim.Optimizer]:
        rates = {"generators": self.settings.rate, "discriminators": self.settings.discriminator_rate}
        return {name: adam(getattr(self, name), rate, self.settings) for name, rate in rates.items()}

    def step(self, step: Step) -> Figures:
        loss, options = LOSSES[self.settings.loss], self.settings.options
        batch = step.batch()
        assert batch.others is not None, "there are two kinds"
        first, second = kinds = batch.pictures, batch.others
        there, back = self.generators
        made = there(first, None), back(second, None)
        cycle = F.l1_loss(back(made[0], None), first) + F.l1_loss(there(made[1], None), second)
        same = F.l1_loss(there(second, None), second) + F.l1_loss(back(first, None), first)
        real = second, first
        self.discriminators.requires_grad_(False)
        generator = torch.zeros((), device=first.device)
        for judged, truth, fake in zip(self.discriminators, real, made, strict=True):
            real_scores = judged(truth) if loss.relative else truth
            generator = generator + loss.generator(real_scores, judged(fake))
        weight = float(options["cycle"])
        step.learn("generators", generator + weight * (cycle + float(options["identity"]) * same))
        self.discriminators.requires_grad_(True)
        discriminator, right = torch.zeros_like(generator), torch.zeros_like(generator)
        shown_again = self.pooled([fake.detach().float() for fake in made], step.draws)
        for judged, truth, fake in zip(self.discriminators, real, shown_again, strict=True):
            real_scores, fake_scores = judged(truth), judged(fake)
            discriminator = discriminator + loss.discriminator(real_scores, fake_scores)
            right = right + accuracy(real_scores, fake_scores, loss.relative) / len(kinds)
        step.learn("discriminators", discriminator)
        return {
            "discriminator": discriminator,
            ACCURACY: right,
            "generator": generator,
            "cycle": cycle,
            "identity": same,
        }

    def pooled(self, made: list[Tensor], draws: Draws) -> list[Tensor]:
        """Of made [N, 3, S, S] of both ways, half exchanged for earlier ones, whose place they take."""
        place, old = draws.classes(POOL), draws.uniform() < 0.5
        found = [fake.clone() for fake in made]
        for index in range(len(place)):
            full = bool(self.filled >= POOL)
            at = place[index] if full else self.filled
            if full and not bool(old[index]):
                continue
            for way, fake in enumerate(made):
                if full:
                    found[way][index] = self.pools[way, at]
                self.pools[way, at] = fake[index]
            if not full:
                self.filled += 1
        return found

    def samples(self, draws: Draws, data: Data) -> Tensor:
        """Pictures of each kind, as the other kind, and back again."""
        del draws
        assert data.second is not None, "there are two kinds"
        rows = []
        for pictures, there, back in zip(
            (data.first, data.second), self.generators, reversed(self.generators), strict=True
        ):
            given = shown(pictures.pixels[:SHOWN], self)
            made = there(given, None)
            rows.append(torch.stack([given, made, back(made, None)], 1).flatten(0, 1))
        return torch.cat(rows)

    def write(self, folder: Path, card: Card) -> Path:
        """Two models, of which each is the other's way back."""
        folders = folder, folder.with_name(folder.name + BACK)
        for each in folders:
            require_new(each)
        for each, network, side in zip(folders, self.generators, "AB", strict=True):
            assert isinstance(network, ResnetGenerator)
            own = replace(card, name=each.name)
            write_translator(each, network, own, self.settings.side, pair=folder.name, side=side)
        return folder


def build(settings: TrainSettings, _data: Data) -> CycleGAN:
    return CycleGAN(settings)


TASK = Task(
    "cyclegan",
    "pictures of one kind made those of another and back, such as photos and paintings",
    Needs.TWO,
    TrainSettings(side=128, batch=4, loss="least-squares", betas=(0.5, 0.999), width=32, options=usual(OPTIONS)),
    build,
    "Zhu et al. 2017",
    OPTIONS,
)
