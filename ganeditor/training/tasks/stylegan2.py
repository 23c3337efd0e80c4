"""stylegan2: the generator of this program's own models (Karras et al. 2020), with adaptive augmentation."""

from collections.abc import Hashable

import torch
from torch import Tensor, nn

from ganeditor.engine.networks.discriminator import Discriminator, DiscriminatorSizes
from ganeditor.engine.networks.generator import GaussianMapping, MappingNetwork, SynthesisNetwork, SynthesisSizes
from ganeditor.training.adversarial import Adversarial, Sampling
from ganeditor.training.augmentation import augmented
from ganeditor.training.draws import Draws
from ganeditor.training.options import Option, usual
from ganeditor.training.projecting import ProjectedDiscriminator
from ganeditor.training.task import Data, Figures, Needs, Step, Task, TrainSettings

W_DIM = 128
MAPPING_LAYERS = 4
MOST = 8
"""Times the width that the deepest layers have."""

TARGET = 0.6
"""Of the sign of the discriminator's scores of real pictures, beyond which it overfits (ADA, section 3.1)."""

SPEED = 500_000
"""Pictures in which p could go from 0 to 1."""

MEMORY = 0.9
"""Share of that sign's running mean that a step leaves."""

PATH_DECAY = 0.01
"""Share of the running mean of how far pictures move with w that a step takes anew."""

PATH_EVERY = 8
"""Steps from one path length penalty to the next."""

MAPPED, GAUSSIAN = "mapped", "gaussian"

PROJECTED = "projected"

OPTIONS = (
    Option("prior", MAPPED, "w is made of z by a mapping network, or is z itself", words=(MAPPED, GAUSSIAN)),
    Option("generator", "skip", "how its blocks make one picture", words=("skip", "resnet")),
    Option("discriminator", "resnet", "how its blocks see the picture", words=("resnet", "skip", PROJECTED)),
    Option("path", 2.0, "weight of the penalty on how unevenly pictures move with w", high=100.0),
    Option("mixed", 0.9, "share of pictures whose styles change over to another w at a random layer"),
    # Beyond 0.85 changes leak into what is generated (ADA, section 3.3).
    Option("augmentation", 0.85, "the most of ADA's p; 0 augments nothing"),
)


class StyleGAN2(Adversarial):
    """Styles are mixed, p follows the discriminator's overfitting, and pictures move evenly with w."""

    p: Tensor
    sign: Tensor
    path: Tensor

    def __init__(self, generator: Sampling, discriminator: nn.Module, settings: TrainSettings) -> None:
        super().__init__(generator, discriminator, settings, 0)
        self.register_buffer("p", torch.zeros(()))
        self.register_buffer("sign", torch.zeros(()))
        self.register_buffer("path", torch.zeros(()))

    def made(self, draws: Draws) -> tuple[Tensor, Tensor | None]:
        generator = self.generator
        first, second = (generator.sample_ws(draws.normal(self.settings.z_dim)) for _ in range(2))
        count = generator.num_ws
        mixed = float(self.settings.options["mixed"])
        change = torch.where(draws.uniform() < mixed, draws.classes(count), count)
        later = torch.arange(count, device=first.device)[None] >= change[:, None]
        return generator.synthesis(torch.where(later[..., None], second, first), "random"), None

    def score(self, pictures: Tensor, labels: Tensor | None, draws: Draws) -> Tensor:
        return super().score(augmented(pictures, self.p, draws), labels, draws)

    def after(self, step: Step, real_scores: Tensor) -> Figures:
        self.sign.lerp_(step.mean(real_scores.sign().mean()), 1 - MEMORY)
        most, seen = float(self.settings.options["augmentation"]), self.settings.batch * step.draws.share.count
        self.p.add_(torch.sign(self.sign - TARGET) * seen / SPEED).clamp_(0, most)
        return {"augmentation": self.p.clone()}

    def kind(self, number: int) -> Hashable:
        return number % PATH_EVERY == 0

    def generator_extra(self, step: Step) -> Tensor | float:
        """How unevenly pictures move with w (Karras et al. 2020, equation 4)."""
        weight = float(self.settings.options["path"])
        if not weight or step.number % PATH_EVERY:
            return 0.0
        draws = step.draws
        with torch.autocast(draws.device.type, enabled=False):
            ws = self.generator.sample_ws(draws.normal(self.settings.z_dim))
            pictures = self.generator.synthesis(ws, "random")
            noise = draws.normal(*pictures.shape[1:]) / pictures.shape[2]
            (slope,) = torch.autograd.grad((pictures * noise).sum(), ws, create_graph=True)
            lengths = slope.square().sum(2).mean(1).sqrt()
        self.path.lerp_(step.mean(lengths.detach().mean()), PATH_DECAY)
        return weight * PATH_EVERY * (lengths - self.path).square().mean()


def build(settings: TrainSettings, _data: Data) -> StyleGAN2:
    architecture = str(settings.options["discriminator"])
    if architecture == PROJECTED:
        return StyleGAN2(styled(settings), ProjectedDiscriminator(), settings)
    sizes = DiscriminatorSizes(channels_of(settings), architecture)
    return StyleGAN2(styled(settings), Discriminator(sizes), settings)


def styled(settings: TrainSettings) -> Sampling:
    """The generator."""
    architecture = str(settings.options["generator"])
    mapping: MappingNetwork | GaussianMapping
    if settings.options["prior"] == GAUSSIAN:
        mapping = GaussianMapping(torch.zeros(settings.z_dim), torch.eye(settings.z_dim))
    else:
        mapping = MappingNetwork(settings.z_dim, 0, W_DIM, MAPPING_LAYERS)
    sizes = SynthesisSizes(channels_of(settings), len(mapping.w_avg), architecture=architecture)
    return Sampling(mapping, SynthesisNetwork(sizes))


def channels_of(settings: TrainSettings) -> tuple[int, ...]:
    """Of both networks, at 4, 8, 16, … pixels."""
    steps = range(settings.side.bit_length() - 2)
    return tuple(settings.width * min(1 << step, MOST) for step in reversed(steps))


TASK = Task(
    "stylegan2",
    "faces with styles: what sliders, inversion and all edits of this program work on",
    Needs.PICTURES,
    TrainSettings(
        penalties=(("r1", 2.0),), rate=2e-3, discriminator_rate=2e-3, batch=16, width=16, options=usual(OPTIONS)
    ),
    build,
    "Karras et al. 2020",
    OPTIONS,
)
