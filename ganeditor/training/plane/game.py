"""PlaneGame: the step that all GANs here share, played on points of the plane."""

import torch
from torch import Tensor

from ganeditor.project.lab.settings import LabSettings
from ganeditor.project.lab.shapes import sample, shape_of
from ganeditor.training.adversarial import Game
from ganeditor.training.draws import Draws, Share
from ganeditor.training.plane.networks import PointDiscriminator, PointGenerator, optimiser_for
from ganeditor.training.stepping import DISCRIMINATOR, GENERATOR, Stepper
from ganeditor.training.task import Batch, TrainSettings


class PlaneGame(Game):
    """Both networks, fresh and the same for a seed."""

    def __init__(self, lab: LabSettings) -> None:
        torch.manual_seed(lab.seed)
        super().__init__(PointGenerator(lab), PointDiscriminator(lab), _train_settings(lab), 0)
        self.lab = lab
        self.shape = shape_of(lab.data, lab.drawn)
        self.stepper = Stepper(self, self._draws, self._batch)

    def parts(self) -> dict[str, torch.optim.Optimizer]:
        rows = _rates(self.lab).items()
        return {name: optimiser_for(getattr(self, name).parameters(), rate, self.lab) for name, rate in rows}

    def adopt(self, lab: LabSettings) -> None:
        """Go on with other rates, losses, and whatever else does not decide where a run starts."""
        fresh = (lab.optimiser, lab.momentum) != (self.lab.optimiser, self.lab.momentum)
        self.lab, self.settings = lab, _train_settings(lab)
        if fresh:
            self.stepper.renew()
        self.stepper.set_rates(_rates(lab))

    def made(self, draws: Draws) -> tuple[Tensor, None]:
        return self.generator(self.noise(draws)), None

    def noise(self, draws: Draws) -> Tensor:
        """[batch, D]: normally distributed, or evenly from -1 to 1."""
        width = self.lab.noise_width
        return draws.normal(width) if self.lab.noise == "gaussian" else draws.uniform(width) * 2 - 1

    def _draws(self, number: int) -> Draws:
        return Draws(self.lab.seed, number, self.lab.batch, torch.device("cpu"), Share())

    def _batch(self, number: int, index: int, _draws: Draws) -> Batch:
        return Batch(torch.from_numpy(sample(self.shape, self.lab.batch, (self.lab.seed, number, index))))


def _rates(lab: LabSettings) -> dict[str, float]:
    return {GENERATOR: lab.generator.rate, DISCRIMINATOR: lab.discriminator.rate}


def _train_settings(lab: LabSettings) -> TrainSettings:
    """What the shared step looks at."""
    return TrainSettings(
        batch=lab.batch,
        loss=lab.loss,
        penalties=lab.penalties,
        discriminator_steps=lab.discriminator_steps,
        z_dim=lab.noise_width,
    )
