"""An encoder for a generator that was trained here: from a picture to the w that draws it.

It learns from pictures of the generator, whose w are known, and from real ones, which it is to find a w for that draws
them again, as a trained network sees them (Zhu et al. 2020, section 3.1, with codes in the place of a discriminator).
"""

from dataclasses import replace
from functools import cached_property
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor import paths
from ganeditor.checkpoints.perceptual import open_perceptual
from ganeditor.engine.networks.encoder import Encoder, EncoderSizes
from ganeditor.engine.networks.generator import Generator
from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.progress import Progress
from ganeditor.training.adversarial import Adversarial, adam, encodable
from ganeditor.training.draws import Draws, Share
from ganeditor.training.job import TrainJob, saved
from ganeditor.training.loop import Say, fabric_for, train
from ganeditor.training.reporting import reporting
from ganeditor.training.run import Run
from ganeditor.training.task import Data, Figures, Step, Trainable, TrainSettings
from ganeditor.training.tasks.autoencoder import HIDDEN
from ganeditor.training.tasks.sngan import MOST

RATE = 1e-3
"""Of Adam."""

MEASURED = 1000
"""Codes from which their mean and deviation are known."""

SHOWN = 8
"""Photos of a grid, each beside how it is drawn again."""


class Encoding(Trainable):
    """encoder(pictures [N, 3, S, S] in [-1, 1]) -> w [N, w_dim] of a generator that stays as it is."""

    averaged = ("encoder",)
    steady = True

    def __init__(self, generator: Generator, settings: TrainSettings) -> None:
        super().__init__()
        self.settings = settings
        self._fixed = (generator.eval().requires_grad_(False),)  # in a tuple it is no part of what learns and is kept
        w = self._random(Draws(settings.seed, 0, MEASURED, torch.device("cpu"), Share()))
        self.register_buffer("mean", w.mean(0))
        self.register_buffer("deviation", w.std(0).clamp(min=1e-6))
        self.encoder = fresh(settings, w.shape[1])
        self.encoder.fc2.bias.data.copy_(self.mean)

    mean: Tensor
    deviation: Tensor

    @property
    def generator(self) -> Generator:
        return self._fixed[0]

    @cached_property
    def distance(self) -> PerceptualDistance:
        """It is no part of what learns and is kept: a cached property is no submodule."""
        return open_perceptual("efficientnet", paths.user_models(), self.mean.device, torch.float32)

    def parts(self) -> dict[str, torch.optim.Optimizer]:
        self.generator.to(self.mean.device)
        return {"encoder": adam(self.encoder, self.settings.rate, self.settings)}

    def step(self, step: Step) -> Figures:
        with torch.no_grad():
            w = self._random(step.draws)
            made = self._drawn(w)
        code = ((self.encoder(made).float() - w) / self.deviation).square().mean()
        real = step.batch().pictures
        drawn = self._drawn(self.encoder(real).float())
        error = F.l1_loss(drawn, real)
        seen = self.distance(drawn, self.distance.features(real)).mean()
        step.learn("encoder", code + error + seen)
        return {"code": code, "error": error, "seen": seen}

    def samples(self, draws: Draws, data: Data) -> Tensor:
        del draws
        shown = torch.from_numpy(data.first.pixels[:SHOWN].copy()).to(self.mean.device).permute(0, 3, 1, 2) / 127.5 - 1
        return torch.stack([shown, self._drawn(self.encoder(shown).float())], 1).flatten(0, 1)

    def _random(self, draws: Draws) -> Tensor:
        """w [N, w_dim] as they are drawn for random pictures."""
        mapping = self.generator.mapping
        c = F.one_hot(draws.classes(mapping.c_dim), mapping.c_dim).float() if mapping.c_dim else None
        found: Tensor = mapping(draws.normal(mapping.z_dim), c)
        return found

    def _drawn(self, w: Tensor) -> Tensor:
        """w [N, w_dim] -> pictures."""
        ws = w[:, None].repeat(1, self.generator.num_ws, 1)
        found: Tensor = self.generator.synthesis(ws, "const").float()
        return found


def fresh(settings: TrainSettings, w_dim: int) -> Encoder:
    """An encoder for pictures of the training's side."""
    widths = tuple(settings.width * min(1 << step, MOST) for step in range(settings.side.bit_length() - 3))
    return Encoder(EncoderSizes(settings.side, widths, HIDDEN, w_dim))


def learn_encoder(
    job: TrainJob, data: Data, state: str, device: str, precision: str, progress: Progress, say: Say
) -> None:
    """Train the encoder of the generator in the job's STATE or BEST, or go on with it; Cancelled keeps it."""
    trainable, step = saved(job, data, state)
    generator = encodable(trainable)
    settings = replace(
        job.settings, pictures=job.settings.encoder, minutes=0, rate=RATE, discriminator_steps=1, penalties=()
    )
    run = Run(folder_of(job.folder, step))
    with reporting(job.folder, progress) as told:
        train(Encoding(generator, settings), data, settings, run, fabric_for(device, precision), told, say)


def encoder_for(job: TrainJob, trainable: Adversarial, step: int) -> Encoder | None:
    """What was learnt for the networks of this step; None where nothing was."""
    run = Run(folder_of(job.folder, step))
    if not run.step:
        return None
    encoding = Encoding(trainable.generator, job.settings)
    averaged = {"encoder": fresh(job.settings, len(encoding.mean))}
    run.fill(encoding, averaged)
    return averaged["encoder"]


def folder_of(run: Path, step: int) -> Path:
    """Where the encoder for the generator of this step is trained: another generator needs another encoder."""
    return run / f"encoder-{step:08}"
