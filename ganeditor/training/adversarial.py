"""A generator against a discriminator: the step that all such tasks share (Goodfellow et al. 2014, algorithm 1)."""

from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn

from ganeditor.checkpoints.packs.trained import Card, write_pack
from ganeditor.engine.networks.encoder import Encoder
from ganeditor.engine.networks.generator import Generator
from ganeditor.errors import UserError
from ganeditor.training.draws import Draws
from ganeditor.training.losses import LOSSES, PENALTIES
from ganeditor.training.task import Batch, Data, Figures, Step, Trainable, TrainSettings
from ganeditor.training.watching import ACCURACY


class Sampling(Generator):
    """A generator that is asked with z and labels at once."""

    def forward(self, z: Tensor, labels: Tensor | None = None) -> Tensor:  # type: ignore[override]
        """z [N, z_dim], labels [N] -> images [N, 3, R, R]."""
        width = self.mapping.c_dim
        c = None if labels is None else nn.functional.one_hot(labels, width).to(z.dtype)
        found: Tensor = self.synthesis(self.sample_ws(z, c), "random")
        return found


class Game(Trainable):
    """generator(z [N, z_dim], labels [N] or None) -> what it makes; discriminator(that, labels) -> scores [N]."""

    steady = True

    def __init__(self, generator: nn.Module, discriminator: nn.Module, settings: TrainSettings, classes: int) -> None:
        super().__init__()
        self.generator, self.discriminator = generator, discriminator
        self.settings, self.classes = settings, classes

    def parts(self) -> dict[str, torch.optim.Optimizer]:
        rates = {"generator": self.settings.rate, "discriminator": self.settings.discriminator_rate}
        return {name: adam(getattr(self, name), rate, self.settings) for name, rate in rates.items()}

    def step(self, step: Step) -> Figures:
        figures: Figures = {}
        for _ in range(self.settings.discriminator_steps):
            batch = step.batch()
            more, real_scores = self.discriminate(step, batch)
            figures |= more
        return figures | self.generate(step, batch) | self.after(step, real_scores.detach())

    def discriminate(self, step: Step, batch: Batch) -> tuple[Figures, Tensor]:
        """The discriminator learns once; also the scores [N] that it gave the real pictures."""
        loss = LOSSES[self.settings.loss]
        with torch.no_grad():
            fake, wanted = self.made(step.draws)
        real_scores = self.score(batch.pictures, batch.labels, step.draws)
        fake_scores = self.score(fake, wanted, step.draws)
        total = loss.discriminator(real_scores, fake_scores) + self.discriminator_extra(real_scores)
        figures = {"discriminator": total, ACCURACY: accuracy(real_scores, fake_scores, loss.relative)}
        for name, weight in self.settings.penalties:
            score = plain(self.discriminator, batch.labels)
            paid = PENALTIES[name](score, batch.pictures, fake, step.draws.uniform())
            figures[name] = paid
            total = total + weight * paid
        step.learn("discriminator", total)
        return figures, real_scores

    def generate(self, step: Step, batch: Batch) -> Figures:
        """The generator learns once; of the real pictures only relative losses want to know."""
        loss = LOSSES[self.settings.loss]
        fake, wanted = self.made(step.draws)
        self.discriminator.requires_grad_(False)
        real_scores = torch.zeros(())
        if loss.relative:
            real_scores = self.score(batch.pictures, batch.labels, step.draws).detach()
        paid = loss.generator(real_scores, self.score(fake, wanted, step.draws))
        step.learn("generator", paid + self.generator_extra(step))
        self.discriminator.requires_grad_(True)
        return {"generator": paid}

    def made(self, draws: Draws) -> tuple[Tensor, Tensor | None]:
        """What the generator makes of random z, and the classes that were asked for."""
        labels = draws.classes(self.classes) if self.classes else None
        return self.generator(draws.normal(self.settings.z_dim), labels), labels

    def score(self, pictures: Tensor, labels: Tensor | None, draws: Draws) -> Tensor:
        """What the discriminator says of pictures, [N]; draws are for tasks that change them by chance first."""
        del draws
        found: Tensor = self.discriminator(pictures, labels)
        return found.float()

    def generator_extra(self, step: Step) -> Tensor | float:
        """What a task adds to the generator's loss."""
        del step
        return 0.0

    def discriminator_extra(self, real_scores: Tensor) -> Tensor | float:
        """What a task adds to the discriminator's loss."""
        del real_scores
        return 0.0

    def after(self, step: Step, real_scores: Tensor) -> Figures:
        """What a task does at a step's end, with the last scores of real pictures; figures of its own."""
        del step, real_scores
        return {}


class Adversarial(Game):
    """A game whose generator becomes a model of this program."""

    averaged: tuple[str, ...] = ("generator",)
    generates = True
    compilable: tuple[str, ...] = ("generator", "discriminator")
    generator: Sampling

    def __init__(self, generator: Sampling, discriminator: nn.Module, settings: TrainSettings, classes: int) -> None:
        super().__init__(generator, discriminator, settings, classes)
        self.inverse: Encoder | None = None  # from pictures to w, where one was learnt for the result

    def write(self, folder: Path, card: Card) -> Path:
        return write_pack(folder, self.generator, self.discriminator, card, self.inverse)

    def samples(self, draws: Draws, data: Data) -> Tensor:
        """Of classes, each in turn."""
        del data
        z = draws.normal(self.settings.z_dim)
        labels = torch.arange(len(z), device=z.device) % self.classes if self.classes else None
        found: Tensor = self.generator(z, labels)
        return found

    def drawn(self, draws: Draws) -> Tensor:
        """Of classes, whichever."""
        z = draws.normal(self.settings.z_dim)
        found: Tensor = self.generator(z, draws.classes(self.classes) if self.classes else None)
        return found


def encodable(trainable: Trainable) -> Generator:
    """The generator that an encoder is learnt for; UserError where one is no help, or there is one already."""
    if hasattr(trainable, "encoder"):
        raise UserError("This task brings an encoder of its own.")
    if not isinstance(trainable, Adversarial):
        raise UserError("What this task trains draws no picture from a code alone, so that no encoder is of use.")
    return trainable.generator


def plain(discriminator: nn.Module, labels: Tensor | None) -> Callable[[Tensor], Tensor]:
    """It as its code has it, never as it was compiled: a compiled network has no second derivative."""
    return lambda pictures: discriminator.forward(pictures, labels)


def adam(module: nn.Module, rate: float, settings: TrainSettings) -> torch.optim.Adam:
    """Its optimiser; on a graphics card one whose step can be captured."""
    on_card = any(parameter.is_cuda for parameter in module.parameters())
    return torch.optim.Adam(module.parameters(), rate, settings.betas, capturable=on_card)


def accuracy(real: Tensor, fake: Tensor, relative: bool) -> Tensor:
    """Share of pictures told right: above and below 0, or where scores are relative, above each other."""
    if relative:
        return (real > fake).float().mean()
    return ((real > 0).float().mean() + (fake < 0).float().mean()) / 2
