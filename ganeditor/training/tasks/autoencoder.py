"""autoencoder: a picture squeezed into a few numbers and drawn again (Hinton and Salakhutdinov 2006)."""

from collections.abc import Hashable
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor.checkpoints.packs.trained import Card, write_pack
from ganeditor.engine.networks.encoder import Encoder, EncoderSizes
from ganeditor.engine.networks.generator import GaussianMapping, Generator
from ganeditor.engine.networks.residual import BATCH, ResidualSizes, ResidualSynthesis
from ganeditor.training.adversarial import adam
from ganeditor.training.draws import Draws
from ganeditor.training.task import Data, Figures, Needs, Step, Task, Trainable, TrainSettings
from ganeditor.training.tasks.sngan import MOST

HIDDEN = 256

FLOOR = 1e-4
"""Least variance of a code's number, relative to the mean: no direction of the latent space may be without any."""

LOOKING_BACK = 100
"""Steps over which the codes' mean and covariance are taken."""


class Autoencoder(Trainable):
    """encoder(pictures [N, 3, S, S]) -> codes [N, z_dim]; synthesis(codes [N, 1, z_dim]) -> pictures."""

    generates = True
    averaged = compilable = ("encoder", "synthesis")
    mean: Tensor
    covariance: Tensor

    def __init__(self, settings: TrainSettings, outputs: int) -> None:
        """outputs: numbers that the encoder gives, the codes first."""
        super().__init__()
        steps = range(settings.side.bit_length() - 2)
        channels = tuple(settings.width * min(1 << step, MOST) for step in steps)
        self.settings = settings
        self.encoder = Encoder(EncoderSizes(settings.side, channels[:-1], HIDDEN, outputs))
        self.synthesis = ResidualSynthesis(ResidualSizes(channels[::-1], settings.z_dim, BATCH))
        self.register_buffer("mean", torch.zeros(settings.z_dim))
        self.register_buffer("covariance", torch.eye(settings.z_dim))

    def parts(self) -> dict[str, torch.optim.Optimizer]:
        return {"all": adam(self, self.settings.rate, self.settings)}

    def kind(self, number: int) -> Hashable:
        return "all" if number + 1 >= LOOKING_BACK else None

    def step(self, step: Step) -> Figures:
        pictures = step.batch().pictures
        found = self.encoder(pictures).float()
        codes, extra = self.codes(found, step.draws)
        error = F.l1_loss(self.synthesis(codes[:, None]), pictures)
        step.learn("all", error + extra)
        # What a random code is, is learnt by watching those of pictures.
        share = 1 / min(step.number + 1, LOOKING_BACK)
        middle = found[:, : self.settings.z_dim].detach()
        self.mean.lerp_(middle.mean(0), share)
        away = middle - self.mean
        with torch.autocast(away.device.type, enabled=False):  # products would come in bfloat16
            self.covariance.lerp_(away.T @ away / len(away), share)
        return {"error": error, **({"extra": extra} if isinstance(extra, Tensor) else {})}

    def codes(self, found: Tensor, draws: Draws) -> tuple[Tensor, Tensor | float]:
        """What the encoder found [N, outputs] -> codes [N, z_dim], and what they cost beside the error."""
        del draws
        return found, 0.0

    def samples(self, draws: Draws, data: Data) -> Tensor:
        """Pictures of the data, each beside how it is drawn again."""
        del draws
        shown = torch.from_numpy(data.first.pixels[:8].copy()).to(self.mean.device).permute(0, 3, 1, 2) / 127.5 - 1
        again = self.synthesis(self.encoder(shown)[:, None, : self.settings.z_dim])
        return torch.stack([shown, again], 1).flatten(0, 1)

    def drawn(self, draws: Draws) -> Tensor:
        mean, factor = self.prior()
        codes = mean + draws.normal(self.settings.z_dim) @ factor.T.to(mean.device)
        found: Tensor = self.synthesis(codes[:, None])
        return found

    def write(self, folder: Path, card: Card) -> Path:
        mean, factor = self.prior()
        encoder = Encoder(EncoderSizes(**{**vars(self.encoder.sizes), "w_dim": self.settings.z_dim}))
        state = self.encoder.state_dict()
        last = {name: state[name][: self.settings.z_dim] for name in ("fc2.weight", "fc2.bias")}
        encoder.load_state_dict(state | last)
        return write_pack(folder, Generator(GaussianMapping(mean, factor), self.synthesis), None, card, encoder)

    def prior(self) -> tuple[Tensor, Tensor]:
        """Mean [z_dim] and factor [z_dim, z_dim] of the codes of pictures."""
        values, vectors = torch.linalg.eigh(self.covariance.double())
        least = float(values.mean()) * FLOOR
        factor = vectors * values.clamp(min=least).sqrt() @ vectors.T
        return self.mean, factor.float()


def build(settings: TrainSettings, _data: Data) -> Autoencoder:
    return Autoencoder(settings, settings.z_dim)


TASK = Task(
    "autoencoder",
    "pictures squeezed into a few numbers and drawn again",
    Needs.PICTURES,
    TrainSettings(rate=1e-3, betas=(0.9, 0.999), width=32),
    build,
    "Hinton and Salakhutdinov 2006",
)
