"""Pictures changed by chance before a discriminator sees them, so that few of them suffice (ADA, Karras 2020)."""

import math
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor.training.draws import Draws

Chosen = Callable[..., Tensor]
"""With as many 1 as there are axes beside the first: which pictures are changed, [N, 1, …] of 0 and 1."""

SCALE = 0.2  # deviation, of the logarithm to base 2
SHIFT = 0.125  # of the side, at most
COLOUR = 0.2, 0.5  # deviations of brightness, and of contrast's and saturation's logarithms to base 2


def augmented(pictures: Tensor, p: Tensor | float, draws: Draws) -> Tensor:
    """pictures [N, 3, S, S], each change made with probability p in [0, 1] (the paper's appendix B, its first two
    groups and colour): flip, quarter turns, shift, scale, turn, stretch; brightness, contrast, hue, saturation.

    Gradients go through. With p 0 pictures come back as they are.
    """
    count = len(pictures)

    def chosen(*shape: int) -> Tensor:
        return (draws.uniform() < p).reshape(count, *[1] * len(shape)).float()

    place = torch.eye(3, device=pictures.device).expand(count, 3, 3)
    ones, zeros = pictures.new_ones(count), pictures.new_zeros(count)

    def scaled(x: Tensor, y: Tensor) -> Tensor:
        return _matrix([x, zeros, zeros], [zeros, y, zeros], [zeros, zeros, ones])

    def turned(angle: Tensor) -> Tensor:
        sine, cosine = angle.sin(), angle.cos()
        return _matrix([cosine, -sine, zeros], [sine, cosine, zeros], [zeros, zeros, ones])

    place = place @ scaled(1 - 2 * chosen() * draws.classes(2), ones)
    place = place @ turned(chosen() * draws.classes(4) * (math.pi / 2))
    shift = chosen(1) * (draws.uniform(2) * 2 - 1) * (2 * SHIFT)
    place = place @ _matrix([ones, zeros, shift[:, 0]], [zeros, ones, shift[:, 1]], [zeros, zeros, ones])
    size = torch.exp2(chosen() * draws.normal() * SCALE)
    place = place @ scaled(size, size)
    place = place @ turned(chosen() * (draws.uniform() * 2 - 1) * math.pi)
    stretch = torch.exp2(chosen() * draws.normal() * SCALE)
    place = place @ scaled(stretch, 1 / stretch)
    changed = _coloured(_moved(pictures, place), chosen, draws)
    still = torch.as_tensor(p, device=pictures.device) == 0
    return torch.where(still, pictures, changed)


def _moved(pictures: Tensor, place: Tensor) -> Tensor:
    grid = F.affine_grid(place[:, :2], list(pictures.shape), align_corners=False)
    return F.grid_sample(pictures.float(), grid, padding_mode="reflection", align_corners=False)


def _coloured(pictures: Tensor, chosen: Chosen, draws: Draws) -> Tensor:
    brightness, strength = COLOUR
    wide = (1, 1, 1)
    grey = pictures.mean(1, keepdim=True)
    saturation = torch.exp2(chosen(*wide) * draws.normal(1, 1, 1) * 2 * strength)
    pictures = grey + (pictures - grey) * saturation
    angle = chosen(*wide)[:, 0, 0, 0] * (draws.uniform() * 2 - 1) * math.pi
    pictures = torch.einsum("nij,njhw->nihw", _about_grey(angle), pictures)
    pictures = pictures * torch.exp2(chosen(*wide) * draws.normal(1, 1, 1) * strength)
    return pictures + chosen(*wide) * draws.normal(1, 1, 1) * brightness


def _about_grey(angle: Tensor) -> Tensor:
    """Rotations [N, 3, 3] of colours about the grey axis (Rodrigues)."""
    sine, cosine = angle.sin()[:, None, None], angle.cos()[:, None, None]
    same = torch.eye(3, device=angle.device)
    cross = torch.linalg.cross(torch.full_like(same, 3**-0.5), same).T
    found: Tensor = cosine * same + sine * cross + (1 - cosine) * torch.full_like(same, 1 / 3)
    return found


def _matrix(*rows: list[Tensor]) -> Tensor:
    """Matrices [N, 3, 3] of entries [N]."""
    return torch.stack([torch.stack(list(row), 1) for row in rows], 1)
