"""Losses and penalties against values worked out by hand, and against plain derivatives."""

import math

import pytest
import torch

from ganeditor.training.losses import LOSSES, PENALTIES, gradient_penalty, r1, r2

REAL, FAKE = torch.tensor([2.0, 0.0]), torch.tensor([-1.0, 1.0])


def soft(x: float) -> float:
    return math.log1p(math.exp(x))


TELLING = (soft(-2) + soft(0)) / 2 + (soft(-1) + soft(1)) / 2
AVERAGED = {  # by the means 1 of REAL and 0 of FAKE
    "discriminator": (soft(-2) + soft(0)) / 2 + (soft(-2) + soft(0)) / 2,
    "generator": (soft(2) + soft(0)) / 2 + (soft(2) + soft(0)) / 2,
}
PAIRED = {"discriminator": (soft(-3) + soft(1)) / 2, "generator": (soft(3) + soft(-1)) / 2}

BY_HAND = {
    "minimax": (TELLING, -(soft(-1) + soft(1)) / 2),
    "non-saturating": (TELLING, (soft(1) + soft(-1)) / 2),
    "least-squares": (((1 + 1) / 2 + (1 + 1) / 2) / 2, (4 + 0) / 2 / 2),
    "wasserstein": (0.0 - 1.0, 0.0),
    "hinge": ((0 + 1) / 2 + (0 + 2) / 2, 0.0),
    "relativistic-average": tuple(AVERAGED.values()),
    "relativistic-pairing": tuple(PAIRED.values()),
}


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_what_its_paper_says(name: str) -> None:
    loss, (discriminator, generator) = LOSSES[name], BY_HAND[name]
    assert float(loss.discriminator(REAL, FAKE)) == pytest.approx(discriminator, abs=1e-6)
    assert float(loss.generator(REAL, FAKE)) == pytest.approx(generator, abs=1e-6)


@pytest.mark.parametrize("name", LOSSES)
def test_each_side_pulls_its_own_way(name: str) -> None:
    loss = LOSSES[name]
    real, fake = (torch.tensor(scores, requires_grad=True) for scores in ([0.5, 0.2], [0.1, 0.4]))
    loss.discriminator(real, fake).backward()
    assert real.grad is not None and fake.grad is not None
    assert (real.grad <= 0).all() and real.grad.sum() < 0 and (fake.grad >= 0).all() and fake.grad.sum() > 0
    fake.grad = None
    loss.generator(real, fake).backward()
    assert (fake.grad <= 0).all() and fake.grad.sum() < 0
    assert loss.relative == bool((loss.generator(REAL, FAKE) - loss.generator(REAL + 1, FAKE)).abs() > 1e-6)


def quadratic(images: torch.Tensor) -> torch.Tensor:
    """Its gradient at x is x."""
    return images.square().flatten(1).sum(1) / 2


def test_penalties_are_those_of_a_known_slope() -> None:
    real, fake = torch.full((2, 3, 2, 2), 2.0), torch.zeros(2, 3, 2, 2)
    fake[1] = 1.0
    between = torch.tensor([0.5, 0.0])
    assert float(r1(quadratic, real, fake, between).detach()) == pytest.approx(12 * 4 / 2)
    assert float(r2(quadratic, real, fake, between).detach()) == pytest.approx((0 + 12) / 2 / 2)
    lengths = [12**0.5, 2 * 12**0.5]  # of the pictures half-way to the first fake, and at the second real
    expected = sum((length - 1) ** 2 for length in lengths) / 2
    assert float(gradient_penalty(quadratic, real, fake, between).detach()) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("name", PENALTIES)
def test_a_penalty_teaches_as_its_numerical_derivative_does(name: str) -> None:
    torch.manual_seed(0)
    real, fake, between = torch.randn(3, 1, 4, 4), torch.randn(3, 1, 4, 4), torch.rand(3)
    weight = torch.randn(16, dtype=torch.float32, requires_grad=True)

    def paid(values: torch.Tensor) -> torch.Tensor:
        return PENALTIES[name](lambda images: (images.flatten(1) @ values).tanh(), real, fake, between)

    paid(weight).backward()
    nudge = torch.randn(16)
    step = 1e-2
    with torch.enable_grad():
        numeric = float((paid(weight + step * nudge) - paid(weight - step * nudge)).detach()) / (2 * step)
    assert weight.grad is not None
    assert float(weight.grad @ nudge) == pytest.approx(numeric, rel=0.02, abs=1e-3)
