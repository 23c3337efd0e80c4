"""progan: both networks grow from 4 pixels to the pictures' size while they learn (Karras et al. 2018)."""

from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor.engine.networks.generator import LabelMapping
from ganeditor.engine.networks.progressive import ProgressiveDiscriminator, ProgressiveSizes, ProgressiveSynthesis
from ganeditor.errors import UserError
from ganeditor.training.adversarial import Adversarial, Sampling
from ganeditor.training.draws import Draws
from ganeditor.training.options import Option, usual
from ganeditor.training.task import Batch, Data, Figures, Needs, Step, Task, TrainSettings

MOST = 8
"""Times the width that the deepest layers have."""

DRIFT = 1e-3
"""Weight of the squared scores of real pictures, which would wander off (appendix A.1)."""

OPTIONS = (Option("phase", 20_000, "pictures seen while a block is faded in, and again before the next", 1, 1e9),)


class Progressive(Adversarial):
    """What it has grown to follows from the pictures seen."""

    compilable = ()
    steady = False  # it grows

    def step(self, step: Step) -> Figures:
        seen = step.number * self.settings.batch * step.draws.share.count
        blocks = len(self.synthesis.conv0)
        grown = growth(seen / float(self.settings.options["phase"]), blocks)
        for network in (self.synthesis, self.discriminator):
            network.get_buffer("grown").fill_(grown)
        return super().step(_Smaller(step, grown)) | {"grown": torch.tensor(grown)}

    @property
    def synthesis(self) -> ProgressiveSynthesis:
        assert isinstance(self.generator.synthesis, ProgressiveSynthesis)
        return self.generator.synthesis

    def made(self, draws: Draws) -> tuple[Tensor, Tensor | None]:
        return self.synthesis.own(self.generator.sample_ws(draws.normal(self.settings.z_dim))), None

    def discriminator_extra(self, real_scores: Tensor) -> Tensor | float:
        return DRIFT * real_scores.square().mean()


class _Smaller:
    """A step whose pictures have the size that the networks have grown to."""

    def __init__(self, step: Step, grown: float) -> None:
        self.number, self.draws, self.learn, self.mean = step.number, step.draws, step.learn, step.mean
        self._step, self._grown = step, grown

    def batch(self) -> Batch:
        batch = self._step.batch()
        return replace(batch, pictures=seen_at(batch.pictures, self._grown))


def growth(phases: float, blocks: int) -> float:
    """How many blocks there are beside the first after so many phases: it takes turns to stay and to grow."""
    whole, within = divmod(max(phases - 1, 0.0), 2)
    return min(whole + min(within, 1.0), float(blocks))


def seen_at(pictures: Tensor, grown: float) -> Tensor:
    """pictures [N, 3, S, S] at the size of networks that have grown so far: between two they go over as well."""
    blocks = int(grown)
    side = 4 << blocks
    small = F.adaptive_avg_pool2d(pictures, side)
    if grown == blocks:
        return small
    large = F.adaptive_avg_pool2d(pictures, 2 * side)
    return F.interpolate(small, scale_factor=2, mode="nearest").lerp(large, grown - blocks)


def build(settings: TrainSettings, _data: Data) -> Progressive:
    steps = range(settings.side.bit_length() - 2)
    channels = tuple(settings.width * min(1 << step, MOST) for step in reversed(steps))
    whole = int(float(settings.options["phase"]) * 2 * len(channels[1:]))
    if settings.pictures < whole:
        raise UserError(
            f"progan has grown to {settings.side} pixels after {whole:,} pictures, and {settings.pictures:,} are to be "
            "seen; let it see more, or set a shorter phase."
        )
    mapping = LabelMapping(settings.z_dim)
    sizes = ProgressiveSizes(channels, settings.z_dim)
    generator = Sampling(mapping, ProgressiveSynthesis(sizes))
    return Progressive(generator, ProgressiveDiscriminator(sizes), settings, 0)


TASK = Task(
    "progan",
    "networks that grow from 4 pixels up: first the whole, then details",
    Needs.PICTURES,
    TrainSettings(
        loss="wasserstein",
        penalties=(("gradient-penalty", 10.0),),
        rate=1e-3,
        discriminator_rate=1e-3,
        width=16,
        options=usual(OPTIONS),
    ),
    build,
    "Karras et al. 2018",
    OPTIONS,
)
