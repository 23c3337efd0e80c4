"""Figures of generators, where the answer is known."""

import math

import numpy as np
import pytest
import torch

from ganeditor.engine.networks.inception import InceptionV3
from ganeditor.training.metrics import neighbours, paths
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


def line(*places: float) -> torch.Tensor:
    return torch.tensor(places)[:, None]


def test_pictures_lie_among_others_where_the_spheres_say_so() -> None:
    # Third neighbours of 0 … 9 are 2 away (at the ends 3), fifth ones 3, and at the ends 5 and 4.
    real = line(*range(10))
    made = line(4.5, 11.9, 12.1, 100)
    assert neighbours.precision(real, made).tolist() == [1, 1, 0, 0]
    assert neighbours.density(real, made).tolist() == [2, 2 / 5, 1 / 5, 0]
    assert neighbours.coverage(real, line(4.5)).tolist() == [1] * 10
    assert neighbours.coverage(real, line(9.5, 100)).tolist() == [0] * 7 + [1] * 3
    # Third neighbours among 0 … 3 and 50 are 3, 2, 2, 3 and 49 away.
    assert neighbours.recall(real, line(0, 1, 2, 3, 50)).tolist() == [1] * 10
    assert neighbours.recall(real, line(0, 1, 2, 3)).tolist() == [1] * 7 + [0] * 3


def test_a_mode_that_is_left_out_costs_recall_and_coverage_only() -> None:
    modes = torch.tensor([[0.0, 0.0], [100.0, 0.0]], dtype=torch.float64)
    real = normal(120, 2, 0) + modes.repeat(60, 1)
    both, one = normal(120, 2, 1) + modes.repeat(60, 1), normal(120, 2, 2)
    for made, found in ((both, 1.0), (one, 0.5)):
        assert mean(neighbours.precision(real, made)) > 0.85
        assert mean(neighbours.density(real, made)) == pytest.approx(1, abs=0.25)
        assert mean(neighbours.recall(real, made)) == pytest.approx(found, abs=0.12)
        assert mean(neighbours.coverage(real, made)) == pytest.approx(found, abs=0.08)


class Squares:
    """A distance that can be worked out by hand: the mean squared difference."""

    def features(self, images: torch.Tensor) -> torch.Tensor:
        return images

    def __call__(self, images: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        return (images - target).square().flatten(1).mean(1)


def test_ways_of_a_linear_generator_are_as_long_as_what_lies_between_their_ends() -> None:
    matrix = normal(4, 27, 0)
    ends = [(normal(50, 4, seed)[:, None], normal(50, 4, seed + 9)[:, None]) for seed in range(4)]

    def paint(ws: torch.Tensor) -> torch.Tensor:
        return (ws[:, 0] @ matrix).view(-1, 3, 3, 3)

    one, other = (torch.cat(rows) for rows in zip(*ends, strict=True))
    expected = paint(other - one).square().flatten(1).mean(1)
    found = paths.path_lengths(iter(ends), 200, paint, Squares(), 0)
    # The longest and shortest hundredth are left out.
    assert torch.allclose(found.sort().values, expected.sort().values[2:-2], rtol=1e-6)
    apart = paths.differences(iter(ends), 200, lambda ws: paint(ws) / 100, Squares())
    assert torch.allclose(apart, expected / 1e4)


def test_inception_has_the_tensors_of_the_published_weights() -> None:
    with torch.device("meta"):
        network = InceptionV3()
    # torchvision's 23,834,568 weights without its second head, with 8 classes more.
    assert sum(weight.numel() for weight in network.parameters()) == 23_834_568 + 8 * (2048 + 1)
    shapes = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
    assert shapes["Conv2d_1a_3x3.conv.weight"] == (32, 3, 3, 3) and shapes["fc.weight"] == (1008, 2048)
    assert shapes["Mixed_5b.branch_pool.conv.weight"] == (32, 192, 1, 1)
    assert shapes["Mixed_6c.branch7x7dbl_3.conv.weight"] == (160, 160, 1, 7)
    assert shapes["Mixed_7a.branch7x7x3_4.conv.weight"] == (192, 192, 3, 3)
    assert shapes["Mixed_7c.branch3x3dbl_3b.bn.running_var"] == (384,)
