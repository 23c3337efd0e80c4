"""What a generator and a discriminator strive for: the losses of the field and the penalties on gradients.

Scores are a discriminator's raw answers [N], the higher the more real a picture looks; a loss is one number.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

Score = Callable[[Tensor], Tensor]
"""A discriminator with its labels: images [N, C, H, W] -> scores [N]."""


@dataclass(frozen=True)
class Loss:
    """Both sides of one game; each is asked for (real, fake) scores and lowers what it gets."""

    discriminator: Callable[[Tensor, Tensor], Tensor]
    generator: Callable[[Tensor, Tensor], Tensor]
    source: str
    relative: bool = False  # whether the generator's side looks at real pictures too


def _classified(real: Tensor, fake: Tensor) -> Tensor:
    return F.softplus(-real).mean() + F.softplus(fake).mean()


def _averaged(high: Tensor, low: Tensor) -> Tensor:
    """Each of high above the mean of low, and each of low below the mean of high."""
    return F.softplus(low.mean() - high).mean() + F.softplus(low - high.mean()).mean()


LOSSES = {
    "minimax": Loss(_classified, lambda _real, fake: -F.softplus(fake).mean(), "Goodfellow et al. 2014, equation 1"),
    "non-saturating": Loss(
        _classified, lambda _real, fake: F.softplus(-fake).mean(), "Goodfellow et al. 2014, section 3"
    ),
    "least-squares": Loss(
        lambda real, fake: ((real - 1).square().mean() + fake.square().mean()) / 2,
        lambda _real, fake: (fake - 1).square().mean() / 2,
        "Mao et al. 2017, equation 9",
    ),
    "wasserstein": Loss(
        lambda real, fake: fake.mean() - real.mean(),
        lambda _real, fake: -fake.mean(),
        "Arjovsky et al. 2017, algorithm 1; with gradient-penalty Gulrajani et al. 2017",
    ),
    "hinge": Loss(
        lambda real, fake: F.relu(1 - real).mean() + F.relu(1 + fake).mean(),
        lambda _real, fake: -fake.mean(),
        "Lim and Ye 2017; Miyato et al. 2018, equations 16 and 17",
    ),
    "relativistic-average": Loss(
        _averaged, lambda real, fake: _averaged(fake, real), "Jolicoeur-Martineau 2019, equations 10 and 11", True
    ),
    "relativistic-pairing": Loss(
        lambda real, fake: F.softplus(fake - real).mean(),
        lambda real, fake: F.softplus(real - fake).mean(),
        "Jolicoeur-Martineau 2019, equations 8 and 9; with r1 and r2 Huang et al. 2024 (R3GAN)",
        True,
    ),
}
"""By name."""


def steepness(score: Score, images: Tensor) -> Tensor:
    """Squared length [N] of the gradient of each picture's score by that picture; float32, and can be learned from."""
    with torch.autocast(images.device.type, enabled=False):
        images = images.detach().float().requires_grad_(True)
        (gradient,) = torch.autograd.grad(score(images).sum(), images, create_graph=True)
    return gradient.square().flatten(1).sum(1)


def r1(score: Score, real: Tensor, _fake: Tensor, _between: Tensor) -> Tensor:
    """Half the mean steepness at real pictures (Mescheder et al. 2018, equation 9)."""
    return steepness(score, real).mean() / 2


def r2(score: Score, _real: Tensor, fake: Tensor, _between: Tensor) -> Tensor:
    """Half the mean steepness at pictures of the generator (Mescheder et al. 2018, equation 10)."""
    return steepness(score, fake).mean() / 2


def gradient_penalty(score: Score, real: Tensor, fake: Tensor, between: Tensor) -> Tensor:
    """How far the slope is from 1 on the way from real to fake (Gulrajani et al. 2017, equation 3).

    between [N] in [0, 1] says where on its way each picture is.
    """
    mixed = torch.lerp(real.detach(), fake.detach(), between.reshape(-1, *[1] * (real.ndim - 1)))
    return (steepness(score, mixed).add(1e-12).sqrt() - 1).square().mean()


Penalty = Callable[[Score, Tensor, Tensor, Tensor], Tensor]

PENALTIES: dict[str, Penalty] = {"r1": r1, "r2": r2, "gradient-penalty": gradient_penalty}
"""By name: (score, real [N, …], fake [N, …], between [N]) -> what the discriminator pays, before its weight."""
