"""How a generator's pictures differ from each other: along short ways in its latent space, and at random."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.progress import Progress, silent

EPSILON = 1e-4
"""Of a way from one w to another, which is gone."""

OUTLIERS = 0.01
"""Shares of the shortest and the longest that are left out, as the authors' code does."""

Paint = Callable[[Tensor], Tensor]
"""ws [N, num_ws, w_dim] -> images [N, 3, R, R] in about [-1, 1], not rounded."""


@torch.no_grad()
def path_lengths(
    pairs: Iterator[tuple[Tensor, Tensor]],
    count: int,
    paint: Paint,
    distance: PerceptualDistance,
    seed: int,
    progress: Progress = silent,
) -> Tensor:
    """Perceptual lengths [N] of ways in W (Karras et al. 2019, section 4.1) between pairs of ws, count in all.

    A way starts at a random place between both and goes on by EPSILON of what lies between; its length is the distance
    of its pictures by EPSILON².
    """
    random = torch.Generator().manual_seed(seed)
    found: list[Tensor] = []
    done = 0
    for one, other in pairs:
        progress(done / count, f"Going along way {done} of {count}")
        t = torch.rand(len(one), 1, 1, generator=random).to(one)
        starts, ends = paint(torch.lerp(one, other, t)), paint(torch.lerp(one, other, t + EPSILON))
        found.append(distance(starts, distance.features(ends)) / EPSILON**2)
        done += len(one)
    lengths = torch.cat(found).double().cpu()
    low, high = torch.quantile(lengths, torch.tensor([OUTLIERS, 1 - OUTLIERS], dtype=torch.float64))
    return lengths[(low <= lengths) & (lengths <= high)]


@torch.no_grad()
def differences(
    pairs: Iterator[tuple[Tensor, Tensor]],
    count: int,
    paint: Paint,
    distance: PerceptualDistance,
    progress: Progress = silent,
) -> Tensor:
    """Perceptual distances [N] of the pictures of pairs of ws, count in all: LPIPS diversity (Zhu et al. 2017)."""
    found: list[Tensor] = []
    done = 0
    for one, other in pairs:
        progress(done / count, f"Comparing pair {done} of {count}")
        first, second = (paint(ws).clamp(-1, 1) for ws in (one, other))
        found.append(distance(first, distance.features(second)))
        done += len(one)
    return torch.cat(found).double().cpu()
