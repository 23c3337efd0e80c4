"""Hints of colour as a person gives them: one colour for a region that looks alike, made up for learning."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor.training.draws import Draws

MOST_HINTS = 3  # of a picture; half of all have none
GIVEN = 0.5

OTHER = 0.3
"""Share of first hints that name another colour than the region had, and change it: what is named is to be obeyed."""

STRONGEST = 60.0
"""Of the chroma of such a colour."""


def hinted(ab: Tensor, draws: Draws) -> tuple[Tensor, Tensor]:
    """a and b [N, 2, S, S] -> those to be made, and hints [N, 3, S, S]: their a and b, and 1 where they are."""
    hints = torch.zeros_like(F.pad(ab, (0, 0, 0, 0, 0, 1)))
    smooth = F.avg_pool2d(F.pad(ab, (2, 2, 2, 2), "replicate"), 5, 1)
    any_given = draws.uniform() < GIVEN
    for index in range(MOST_HINTS):
        given = any_given & (draws.uniform() < 1 / (index + 1))
        region = _region(smooth, draws) & given[:, None, None]
        inside = region[:, None].to(ab.dtype)
        count = inside.sum((2, 3)).clamp(min=1)
        colour = (ab * inside).sum((2, 3)) / count
        if index == 0:
            other = given & (draws.uniform() < OTHER)
            hue, chroma = 2 * math.pi * draws.uniform(), STRONGEST * draws.uniform()
            change = torch.stack([chroma * torch.cos(hue), chroma * torch.sin(hue)], 1) - colour
            change = torch.where(other[:, None], change, 0.0)
            colour = colour + change
            soft = F.avg_pool2d(inside, 3, 1, 1)
            ab = ab + soft * change[:, :, None, None]
        hint = torch.cat((colour, torch.ones_like(colour[:, :1])), 1)[:, :, None, None]
        hints = torch.where(region[:, None], hint, hints)
    return ab, hints


def _region(smooth: Tensor, draws: Draws) -> Tensor:
    """[N, S, S]: around a random place in a and b [N, 2, S, S], up to a random distance, what has about its colour."""
    count, _, height, width = smooth.shape
    place = draws.uniform(2)
    y, x = (place[:, 0] * height).long(), (place[:, 1] * width).long()
    seed = smooth[torch.arange(count, device=smooth.device), :, y, x]
    away = smooth - seed[:, :, None, None]
    alike = torch.hypot(away[:, 0], away[:, 1]) < (5 + 20 * draws.uniform())[:, None, None]
    down = torch.arange(height, device=smooth.device)[None, :, None] - y[:, None, None]
    across = torch.arange(width, device=smooth.device)[None, None] - x[:, None, None]
    reach = (height * (0.1 + draws.uniform()))[:, None, None]
    near: Tensor = (down.square() + across.square()) < reach.square()
    return alike & near
