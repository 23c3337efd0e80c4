"""Figures of generators, where the answer is known."""

import math

import numpy as np
import pytest
import torch

from ganeditor.training.metrics.distances import frechet_distance, inception_score, kernel_distance
from ganeditor.training.metrics.figures import bootstrapped, mean


def normal(count: int, width: int, seed: int) -> torch.Tensor:
    return torch.randn(count, width, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def exact(points: torch.Tensor, covariance: torch.Tensor, middle: torch.Tensor) -> torch.Tensor:
    """points moved so that their own mean and covariance are exactly these."""
    centred = points - points.mean(0)
    white = centred @ torch.linalg.inv(torch.linalg.cholesky(centred.T.cov())).T
    return white @ torch.linalg.cholesky(covariance).T + middle


def test_the_distance_of_two_gaussians_is_that_of_the_closed_form() -> None:
    # |m1 - m2|² + tr(S1 + S2 - 2 (S1 S2)^½): of diagonal S the squared differences of deviations.
    deviations = torch.tensor([[1.0, 2.0, 0.5], [3.0, 1.0, 0.5]], dtype=torch.float64)
    middle = torch.tensor([1.0, 0.0, -2.0], dtype=torch.float64)
    one = exact(normal(200, 3, 0), torch.diag(deviations[0] ** 2), torch.zeros(3, dtype=torch.float64))
    other = exact(normal(300, 3, 1), torch.diag(deviations[1] ** 2), middle)
    assert frechet_distance(one, other) == pytest.approx(5 + (2**2 + 1**2), rel=1e-6)
    turned = torch.linalg.qr(normal(3, 3, 2)).Q
    assert frechet_distance(one @ turned, other @ turned) == pytest.approx(10, rel=1e-6)
    assert frechet_distance(one, one) == pytest.approx(0, abs=1e-6)


def test_the_kernel_distance_has_no_bias() -> None:
    sets = [(normal(60, 4, 2 * seed), normal(60, 4, 2 * seed + 1)) for seed in range(60)]
    values = np.array([kernel_distance(*pair) for pair in sets])
    assert abs(values.mean()) < 3 * values.std() / math.sqrt(len(values))
    assert values.min() < 0 < values.max()
    # E k(x, x') - 2 E k(x, y) + E k(y, y') with k = (xy/d + 1)³ for x = 0 and y = 1 (d numbers): 1 - 2 + 8.
    nothing, ones = torch.zeros(5, 4), torch.ones(5, 4)
    assert kernel_distance(nothing, ones) == pytest.approx(7)
    assert kernel_distance(torch.zeros(2500, 4), torch.ones(2500, 4)) == pytest.approx(7)


def test_the_inception_score_counts_things_that_are_told_apart() -> None:
    logits = 50 * torch.eye(4).repeat(10, 1)
    state = torch.random.get_rng_state()
    assert inception_score(logits) == pytest.approx(4, rel=1e-4)
    assert inception_score(logits[:1].repeat(9, 1)) == pytest.approx(1, rel=1e-4)
    assert torch.equal(state, torch.random.get_rng_state())


def test_the_interval_holds_the_truth_and_is_the_same_for_a_seed() -> None:
    held = [
        (figure := bootstrapped(mean, [normal(80, 1, seed)[:, 0]], 40, seed)).low < 0 < figure.high
        for seed in range(60)
    ]
    assert 50 <= sum(held) < 60
    values = normal(400, 1, 0)[:, 0]
    figure = bootstrapped(mean, [values], 200, 0)
    assert figure.error == pytest.approx(1 / 20, rel=0.15) and figure.number == 400
    assert figure == bootstrapped(mean, [values], 200, 0) != bootstrapped(mean, [values], 200, 1)
    one, other = normal(300, 2, 0), normal(300, 2, 1) + torch.tensor([1.0, 0.0])
    distance = bootstrapped(frechet_distance, [one, other], 20, 0)
    assert distance.low < 1 < distance.high and distance.low > 0.5
