"""Whether pictures lie among those of another set: in the spheres around these that reach to their k-th neighbours.

Each picture has a value, whose mean is the figure: the set that spans the spheres stays as it is when the figure's
error is looked for, since spheres shrink around pictures that are drawn twice.
"""

from collections.abc import Callable

import torch
from torch import Tensor

K_MANIFOLD, K_DENSITY = 3, 5
"""Neighbours by which Kynkäänniemi et al. 2019 and Naeem et al. 2020 take the radius."""

BLOCK = 1000
"""Pictures whose distances to all others are held at a time."""


def precision(real: Tensor, made: Tensor) -> Tensor:
    """Of features [N, D] and [M, D]: whether each made picture looks real, [M] (Kynkäänniemi et al. 2019, eq. 1)."""
    radii = _radii(real, K_MANIFOLD)
    return _each(made, real, lambda distances: (distances <= radii).any(1))


def recall(real: Tensor, made: Tensor) -> Tensor:
    """Whether each real picture could have been made, [N]."""
    return precision(made, real)


def density(real: Tensor, made: Tensor) -> Tensor:
    """In how many of k spheres around real pictures each made one lies, [M] (Naeem et al. 2020, eq. 3).

    The mean may exceed 1, where pictures are made more often than they are found.
    """
    radii = _radii(real, K_DENSITY)
    return _each(made, real, lambda distances: (distances < radii).double().sum(1) / K_DENSITY)


def coverage(real: Tensor, made: Tensor) -> Tensor:
    """Whether a made picture lies in the sphere around each real one, [N] (Naeem et al. 2020, eq. 4)."""
    nearest = _each(real, made, lambda distances: distances.amin(1))
    return (nearest < _radii(real, K_DENSITY)).double()


def _radii(points: Tensor, k: int) -> Tensor:
    """Distance of each point [N, D] to its k-th neighbour, [N]; the first of all is it itself."""
    return _each(points, points, lambda distances: distances.kthvalue(k + 1, 1).values)


def _each(points: Tensor, others: Tensor, told: Callable[[Tensor], Tensor]) -> Tensor:
    """What is told of the distances [n, M] of points to all others, for each point; float64."""
    others = others.double()
    return torch.cat([told(torch.cdist(part.double(), others)).double() for part in torch.split(points, BLOCK)])
