"""How far a set of generated pictures is from real ones, by features of each; torchmetrics' own formulas."""

import math
import warnings

import torch
from torch import Tensor, nn
from torchmetrics.image.fid import FrechetInceptionDistance
from torchmetrics.image.inception import InceptionScore
from torchmetrics.image.kid import poly_mmd

BLOCK = 1000
"""Pictures that are compared with each other at a time: a kernel takes their number squared."""


class _Features(nn.Module):
    """What torchmetrics calls the network: features that are known already."""

    def __init__(self, num_features: int) -> None:
        super().__init__()
        self.num_features = num_features

    def forward(self, features: Tensor) -> Tensor:
        return features


def frechet_distance(real: Tensor, made: Tensor) -> float:
    """FID of features [N, D] and [M, D] (Heusel et al. 2017): of the Gaussians with their means and covariances."""
    metric = FrechetInceptionDistance(_Features(real.shape[1]))
    metric.update(real.double(), real=True)
    metric.update(made.double(), real=False)
    return float(metric.compute())


def kernel_distance(real: Tensor, made: Tensor) -> float:
    """KID of features [N, D] of both (Bińkowski et al. 2018): MMD² with a cubic kernel, without bias for any N.

    Of more than BLOCK pictures it is the mean over blocks.
    """
    count = math.ceil(len(real) / BLOCK)
    blocks = zip(real.double().chunk(count), made.double().chunk(count), strict=True)
    return float(torch.stack([poly_mmd(*block) for block in blocks]).mean())


def inception_score(logits: Tensor) -> float:
    """IS of logits [N, classes] (Salimans et al. 2016), of all at once; 1 where all are taken for one thing."""
    with warnings.catch_warnings(), torch.random.fork_rng(devices=()):
        warnings.simplefilter("ignore")  # about memory, and the spread of a single part
        metric = InceptionScore(nn.Identity(), splits=1)
        metric.update(logits.double())
        return float(metric.compute()[0])
