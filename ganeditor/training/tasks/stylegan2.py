"""stylegan2: the generator of this program's own models (Karras et al. 2020), with adaptive augmentation."""

import torch
from torch import Tensor

from ganeditor.engine.networks.discriminator import Discriminator, DiscriminatorSizes
from ganeditor.engine.networks.generator import MappingNetwork, SynthesisNetwork, SynthesisSizes
from ganeditor.training.adversarial import Adversarial, Sampling
from ganeditor.training.augmentation import augmented
from ganeditor.training.draws import Draws
from ganeditor.training.task import Data, Figures, Needs, Step, Task, TrainSettings

W_DIM = 128
MAPPING_LAYERS = 4
MOST = 8
"""Times the width that the deepest layers have."""

MIXED = 0.9
"""Share of pictures whose styles change over to another w at a random layer (Karras et al. 2019, section 3.1)."""

TARGET = 0.6
"""Of the sign of the discriminator's scores of real pictures, beyond which it overfits (ADA, section 3.1)."""

SPEED = 500_000
"""Pictures in which p could go from 0 to 1."""

MEMORY = 0.9
"""Share of that sign's running mean that a step leaves."""

MOST_AUGMENTED = 0.85
"""Of p: beyond, changes leak into what is generated (section 3.3)."""

PATH_WEIGHT, PATH_DECAY = 2.0, 0.01
"""Of the penalty on how far pictures move with w (Karras et al. 2020, equation 4), and of its running mean."""

PATH_EVERY = 8
"""Steps from one such penalty to the next."""


class StyleGAN2(Adversarial):
    """Styles are mixed, p follows the discriminator's overfitting, and pictures move evenly with w."""

    p: Tensor
    sign: Tensor
    path: Tensor

    def __init__(self, generator: Sampling, discriminator: Discriminator, settings: TrainSettings) -> None:
        super().__init__(generator, discriminator, settings, 0)
        self.register_buffer("p", torch.zeros(()))
        self.register_buffer("sign", torch.zeros(()))
        self.register_buffer("path", torch.zeros(()))

    def made(self, draws: Draws) -> tuple[Tensor, Tensor | None]:
        generator = self.generator
        first, second = (generator.sample_ws(draws.normal(self.settings.z_dim)) for _ in range(2))
        count = generator.num_ws
        change = torch.where(draws.uniform() < MIXED, draws.classes(count), count)
        later = torch.arange(count, device=first.device)[None] >= change[:, None]
        return generator.synthesis(torch.where(later[..., None], second, first), "random"), None

    def score(self, pictures: Tensor, labels: Tensor | None, draws: Draws) -> Tensor:
        return super().score(augmented(pictures, self.p, draws), labels, draws)

    def after(self, real_scores: Tensor) -> Figures:
        self.sign.lerp_(real_scores.sign().mean(), 1 - MEMORY)
        self.p.add_(torch.sign(self.sign - TARGET) * len(real_scores) / SPEED).clamp_(0, MOST_AUGMENTED)
        return {"augmentation": self.p.clone()}

    def generator_extra(self, step: Step) -> Tensor | float:
        """How unevenly pictures move with w."""
        if step.number % PATH_EVERY:
            return 0.0
        draws = step.draws
        with torch.autocast(draws.device.type, enabled=False):
            ws = self.generator.sample_ws(draws.normal(self.settings.z_dim))
            pictures = self.generator.synthesis(ws, "random")
            noise = draws.normal(*pictures.shape[1:]) / pictures.shape[2]
            (slope,) = torch.autograd.grad((pictures * noise).sum(), ws, create_graph=True)
            lengths = slope.square().sum(2).mean(1).sqrt()
        self.path.lerp_(lengths.detach().mean(), PATH_DECAY)
        return PATH_WEIGHT * PATH_EVERY * (lengths - self.path).square().mean()


def build(settings: TrainSettings, _data: Data) -> StyleGAN2:
    steps = range(settings.side.bit_length() - 2)
    channels = tuple(settings.width * min(1 << step, MOST) for step in reversed(steps))
    mapping = MappingNetwork(settings.z_dim, 0, W_DIM, MAPPING_LAYERS)
    generator = Sampling(mapping, SynthesisNetwork(SynthesisSizes(channels, W_DIM)))
    return StyleGAN2(generator, Discriminator(DiscriminatorSizes(channels)), settings)


TASK = Task(
    "stylegan2",
    "faces with styles: what sliders, inversion and all edits of this program work on",
    Needs.PICTURES,
    TrainSettings(penalties=(("r1", 2.0),), rate=2e-3, discriminator_rate=2e-3, batch=16, width=16),
    build,
    "Karras et al. 2020",
)
