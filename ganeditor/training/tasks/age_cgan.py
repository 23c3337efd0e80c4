"""age-cgan: faces of an age that is asked for, and the way from a photo to them (Antipov et al. 2017).

Classes are ranges of ages. An encoder learns z and class from the generator's own pictures (section 3.2); for a photo,
the search of inversions goes on from there towards a z that looks like the person, and the class is changed.
"""

from dataclasses import replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor.checkpoints.packs.ages import ages_of, embedded
from ganeditor.checkpoints.packs.trained import Attributes, Card, write_pack
from ganeditor.engine.networks.encoder import Encoder, EncoderSizes
from ganeditor.engine.networks.generator import LabelMapping
from ganeditor.engine.networks.residual import NONE
from ganeditor.training.adversarial import Adversarial, adam
from ganeditor.training.draws import Draws
from ganeditor.training.pictures import middles
from ganeditor.training.task import Data, Figures, Needs, Step, TrainSettings
from ganeditor.training.tasks import r3gan, sngan
from ganeditor.training.tasks.autoencoder import HIDDEN
from ganeditor.training.tasks.dcgan import LABEL_WIDTH
from ganeditor.training.tasks.sngan import MOST

SHOWN = 7
"""Classes of a grid, at most."""


class AgeCGAN(Adversarial):
    """encoder(pictures [N, 3, S, S]) -> z [N, z_dim], then the share of each class [N, C]."""

    averaged = ("generator", "encoder")

    def __init__(self, networks: Adversarial, encoder: Encoder) -> None:
        super().__init__(networks.generator, networks.discriminator, networks.settings, networks.classes)
        self.encoder = encoder

    def parts(self) -> dict[str, torch.optim.Optimizer]:
        return super().parts() | {"encoder": adam(self.encoder, self.settings.rate, self.settings)}

    def after(self, step: Step, real_scores: Tensor) -> Figures:
        """The encoder learns on pictures of the generator."""
        del real_scores
        z, labels = step.draws.normal(self.settings.z_dim), step.draws.classes(self.classes)
        with torch.no_grad():
            pictures = self.generator(z, labels)
        found, shares = self.encoder(pictures).float().split([self.settings.z_dim, self.classes], 1)
        error = F.mse_loss(found, z) + F.mse_loss(shares, F.one_hot(labels, self.classes).float())
        step.learn("encoder", error)
        return {"encoder": error}

    def samples(self, draws: Draws, data: Data) -> Tensor:
        """Rows of a picture of the data, and of how its z is drawn in each class."""
        del draws
        device = next(self.encoder.parameters()).device
        classes = torch.linspace(0, self.classes - 1, min(self.classes, SHOWN)).long()
        rows = torch.linspace(0, len(data.first) - 1, len(classes) + 1).long().numpy()
        shown = torch.from_numpy(data.first.pixels[rows]).to(device).permute(0, 3, 1, 2) / 127.5 - 1
        z = self.encoder(shown)[:, : self.settings.z_dim]
        drawn = [self.generator(z, label.to(device).expand(len(z))) for label in classes]
        return torch.stack([shown, *drawn], 1).flatten(0, 1)

    def write(self, folder: Path, card: Card) -> Path:
        mapping = self.generator.mapping
        assert isinstance(mapping, LabelMapping), "sngan's"
        encoder, years = of_w(self.encoder, embedded(mapping)), middles(card.labels)
        ages = ages_of(mapping, years) if years else Attributes()
        return write_pack(folder, self.generator, self.discriminator, card, encoder, ages)


def of_w(encoder: Encoder, classes: Tensor) -> Encoder:
    """An encoder that gives z beside what is embedded of classes [C, W], by their shares, in the place of these."""
    count = len(classes)
    split = [encoder.sizes.w_dim - count, count]
    made = Encoder(replace(encoder.sizes, w_dim=split[0] + classes.shape[1]))
    state = {name: tensor.detach().cpu() for name, tensor in encoder.state_dict().items()}
    for name in ("fc2.weight", "fc2.bias"):
        z, shares = state[name].split(split)
        # What shares lack to 1 falls to all classes alike: w never leaves where faces lie.
        lacking = float(name == "fc2.bias") - shares.sum(0)
        state[name] = torch.cat([z, classes.T @ (shares + lacking / count)])
    made.load_state_dict(state)
    return made


def build(settings: TrainSettings, data: Data) -> AgeCGAN:
    widths = tuple(settings.width * min(1 << step, MOST) for step in range(settings.side.bit_length() - 3))
    encoder = Encoder(EncoderSizes(settings.side, widths, HIDDEN, settings.z_dim + data.classes))
    return AgeCGAN(sngan.residual(settings, NONE, data.classes, LABEL_WIDTH), encoder)


TASK = replace(
    r3gan.TASK,
    name="age-cgan",
    summary="a face at another age: classes are ranges of ages, and photos can be brought",
    needs=Needs.CLASSES,
    build=build,
    source="Antipov et al. 2017",
)
