"""exemplar-eyes: eyes painted into a face as another picture of the person has them (Dolhansky, Canton Ferrer 2018)."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor.checkpoints.packs.installed import find_model
from ganeditor.checkpoints.packs.manifest import read_manifest
from ganeditor.checkpoints.packs.native import template_of
from ganeditor.checkpoints.packs.trained import Card
from ganeditor.checkpoints.packs.trained_network import write_painter
from ganeditor.engine.eyes.painter import boxes, holes
from ganeditor.engine.faces.align import Template
from ganeditor.engine.networks.encoder import Encoder, EncoderSizes
from ganeditor.engine.networks.exemplar import ExemplarDiscriminator, ExemplarNetwork, ExemplarSizes
from ganeditor.engine.networks.residual import NONE, ResidualSizes, ResidualSynthesis
from ganeditor.training.adversarial import accuracy, adam
from ganeditor.training.draws import Draws
from ganeditor.training.losses import LOSSES, PENALTIES
from ganeditor.training.options import Option, usual
from ganeditor.training.task import Data, Figures, Needs, Step, Task, Trainable, TrainSettings
from ganeditor.training.tasks.sngan import MOST
from ganeditor.training.watching import ACCURACY

OPTIONS = (
    Option("pixels", 20.0, "weight of the mean difference of the eyes' pixels", high=1000.0),
    Option("code", 2.0, "weight of the squared difference of the eyes' codes", high=1000.0),
    Option("lit", 0.2, "share by which an exemplar's light is changed at most"),
)

CODE, HIDDEN = 32, 64
"""Numbers of an eye's code, and of the layer before it."""

AROUND = 1.0
"""Sides of the squares in which eyes are judged, in distances between the eyes."""

SHOWN = 4
"""Faces of a grid: as they were, without eyes, the exemplar, painted."""


class EyeCode(nn.Module):
    """An autoencoder of squares around eyes; its code is what an eye is like (section 3.2)."""

    def __init__(self, side: int, width: int) -> None:
        super().__init__()
        channels = widths(side, width)
        self.encoder = Encoder(EncoderSizes(side, channels[:0:-1], HIDDEN, CODE))
        self.synthesis = ResidualSynthesis(ResidualSizes(channels, CODE, NONE))

    def forward(self, eyes: Tensor) -> Tensor:
        """eyes [N, 3, s, s] -> codes [N, CODE]."""
        found: Tensor = self.encoder(eyes)
        return found.float()


class ExemplarEyes(Trainable):
    """generator(photo, exemplar, holes) -> photo with eyes; discriminator(pictures, their eyes) -> scores [N]."""

    averaged = ("generator",)
    steady = True
    holes: Tensor

    def __init__(self, settings: TrainSettings, template: Template) -> None:
        super().__init__()
        side, width = settings.side, settings.width
        self.settings, self.template, self.eye_side = settings, template, side // 2
        self.squares = boxes(template, side, AROUND, AROUND)
        self.generator = ExemplarNetwork(ExemplarSizes(width, side.bit_length() - 4))
        self.discriminator = ExemplarDiscriminator(
            ResidualSizes(widths(side, width)),
            ResidualSizes(widths(self.eye_side, width)),
            spectral=settings.spectral_norm,
        )
        self.code = EyeCode(self.eye_side, width)
        self.register_buffer("holes", torch.from_numpy(holes(template, side))[None, None])

    def parts(self) -> dict[str, torch.optim.Optimizer]:
        rates = {"generator": self.settings.rate, "discriminator": self.settings.discriminator_rate}
        rates["code"] = self.settings.rate
        return {name: adam(getattr(self, name), rate, self.settings) for name, rate in rates.items()}

    def step(self, step: Step) -> Figures:
        batch, loss, own = step.batch(), LOSSES[self.settings.loss], self.settings.options
        assert batch.others is not None, "the task needs people"
        photo, made = batch.pictures, self.painted(batch.pictures, self.lit(batch.others, step.draws))
        real_scores, fake_scores = self.score(photo), self.score(made.detach())
        total = loss.discriminator(real_scores, fake_scores)
        figures: Figures = {"discriminator": total, ACCURACY: accuracy(real_scores, fake_scores, loss.relative)}
        for name, weight in self.settings.penalties:
            figures[name] = PENALTIES[name](self.score, photo, made.detach(), step.draws.uniform())
            total = total + weight * figures[name]
        step.learn("discriminator", total)
        eyes = self.eyes(photo)
        figures["code"] = F.l1_loss(self.code.synthesis(self.code(eyes)[:, None]), eyes)
        step.learn("code", figures["code"])
        self.discriminator.requires_grad_(False)
        real_scores = self.score(photo) if loss.relative else real_scores
        figures["generator"] = loss.generator(real_scores.detach(), self.score(made))
        figures["error"] = ((made - photo).abs() * self.holes).sum() / (len(photo) * 3 * self.holes.sum())
        with torch.no_grad():
            wanted = self.code(eyes)
        likeness = F.mse_loss(self.code(self.eyes(made)), wanted)
        weighted = float(own["pixels"]) * figures["error"] + float(own["code"]) * likeness
        step.learn("generator", figures["generator"] + weighted)
        self.discriminator.requires_grad_(True)
        return figures

    def painted(self, photo: Tensor, exemplar: Tensor) -> Tensor:
        """photo [N, 3, S, S] with the eyes painted."""
        made: Tensor = self.generator(photo, exemplar, self.holes)
        return torch.lerp(photo, made, self.holes)

    def eyes(self, pictures: Tensor) -> Tensor:
        """The squares around both eyes, [N · 2, 3, s, s]."""
        cut = [pictures[:, :, y0:y1, x0:x1] for x0, y0, x1, y1 in self.squares]
        size = self.eye_side, self.eye_side
        return torch.stack([F.interpolate(square, size, mode="bilinear") for square in cut], 1).flatten(0, 1)

    def score(self, pictures: Tensor) -> Tensor:
        """What the discriminator says, [N]."""
        found: Tensor = self.discriminator(pictures, self.eyes(pictures))
        return found.float()

    def lit(self, exemplars: Tensor, draws: Draws) -> Tensor:
        """exemplars [N, 3, S, S] in another light, each channel by chance, so that eyes have to be fitted in."""
        gain = 1 + float(self.settings.options["lit"]) * (2 * draws.uniform(3, 1, 1) - 1)
        return ((exemplars + 1) * gain - 1).clamp(max=1)

    def samples(self, draws: Draws, data: Data) -> Tensor:
        """Faces of the data: as they were, without eyes, their exemplars, and painted."""
        del draws
        rows = np.linspace(0, len(data.first) - 1, SHOWN).astype(int)
        pictures = np.stack([data.first.pixels[rows], exemplars(data, rows)])
        photo, exemplar = torch.from_numpy(pictures).to(self.holes.device).permute(0, 1, 4, 2, 3) / 127.5 - 1
        return torch.stack([photo, photo * (1 - self.holes), exemplar, self.painted(photo, exemplar)], 1).flatten(0, 1)

    def write(self, folder: Path, card: Card) -> Path:
        return write_painter(folder, self.generator, self.template, self.settings.side, card)


def exemplars(data: Data, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """Those of the pictures in rows, [N, S, S, 3]."""
    if data.second:
        return data.second.pixels[rows]
    assert data.companions is not None, "the task needs people"
    theirs = data.companions[rows]
    alone = (theirs == rows)[:, None, None, None]
    found = data.first.pixels[theirs]
    return np.where(alone, found[:, :, ::-1], found)


def widths(side: int, width: int) -> tuple[int, ...]:
    """Channels at 4, 8, … pixels up to side."""
    return tuple(width * min(1 << step, MOST) for step in reversed(range(side.bit_length() - 2)))


def build(settings: TrainSettings, _data: Data) -> ExemplarEyes:
    template = template_of(read_manifest(find_model()))
    assert isinstance(template, Template), "the bundled model has points of its own"
    return ExemplarEyes(settings, template)


TASK = Task(
    "exemplar-eyes",
    "eyes painted into a face as another picture of the person has them: for eyes --painter",
    Needs.PEOPLE,
    TrainSettings(
        loss="hinge", spectral_norm=True, betas=(0.0, 0.9), batch=16, width=16, half_life=2_000, options=usual(OPTIONS)
    ),
    build,
    "Dolhansky and Canton Ferrer 2018",
    OPTIONS,
)
