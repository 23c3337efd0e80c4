"""Black-and-white photos made of colour pictures, as varied as real ones: framing, film, lens, print and grain.

A network that has seen one kind of grey only fails on old photographs.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor.training.draws import Draws

LUMA = (0.299, 0.587, 0.114)

FARTHEST, NEAREST = 0.35, 1.3
"""How large a picture's own content may become on its canvas."""

LEANING = 0.2
"""Radians of its lean, one standard deviation."""

BLACK, TILED = 0.15, 0.35
"""Shares of pictures beyond whose border there is nothing, and (the difference) the picture again; around all others
are the colours of their own sides, soft and muted, as walls and clothes are."""

MUTED = 0.5
"""Share of their chroma that these lose."""

COARSE = 8
"""Pixels that are one colour there before they are made smooth."""


def framed(rgb: Tensor, draws: Draws) -> Tensor:
    """rgb [N, 3, S, S] in [0, 1] shown from nearer or farther, leaning, with another middle."""
    low, high = math.log(1 / NEAREST), math.log(1 / FARTHEST)
    scale = torch.exp(low + (high - low) * draws.uniform())
    angle = LEANING * draws.normal()
    middle = (draws.uniform(2) - 0.5) * (scale[:, None] - 0.6).clamp(min=0.2)
    cos, sin = scale * torch.cos(angle), scale * torch.sin(angle)
    rows = torch.stack([cos, -sin, middle[:, 0], sin, cos, middle[:, 1]], 1).reshape(-1, 2, 3)
    grid = F.affine_grid(rows, list(rgb.shape), align_corners=False)
    beyond = (grid.abs() > 1).any(3)
    x, y = grid.unbind(3)
    kind = draws.uniform()[:, None, None]
    tiled = kind < TILED
    sides = torch.where(beyond & ~tiled, x.sign(), x)
    places = torch.stack([sides, torch.where(tiled, (y + 1) % 2 - 1, y.clamp(-1, 1))], 3)
    mirrored = torch.where(places > 1, 2 - places, torch.where(places < -1, -2 - places, places))
    found = F.grid_sample(rgb, mirrored, padding_mode="border", align_corners=False)
    around = torch.where(tiled[:, None], found, _soft(found, draws))
    return torch.where(beyond[:, None], around * (kind >= BLACK)[:, None], found).clamp(0, 1)


def _soft(rgb: Tensor, draws: Draws) -> Tensor:
    """Without detail, muted, in light that changes from place to place."""
    side = rgb.shape[2]
    small = F.interpolate(rgb, size=(side // COARSE, side // COARSE), mode="area")
    small = torch.lerp(small, small.mean(1, keepdim=True), MUTED)
    light = F.interpolate(draws.normal(1, 3, 3), size=small.shape[2:], mode="bilinear", align_corners=True)
    small = (small * torch.exp(0.4 * light)).clamp(0, 1)
    return F.interpolate(small, size=(side, side), mode="bilinear", align_corners=False)


def developed(rgb: Tensor, draws: Draws) -> Tensor:
    """rgb [N, 3, S, S] in [0, 1] -> levels of grey [N, 1, S, S] in [0, 1]."""
    film = -torch.log(draws.uniform(3).clamp(min=1e-3))  # which colours it sees: any mix is as likely
    film = film / film.sum(1, keepdim=True)
    share = 0.5 * draws.uniform(1)
    weights = share * film + (1 - share) * torch.stack([film.new_full((), part) for part in LUMA])
    grey = (rgb * weights[:, :, None, None]).sum(1, keepdim=True)
    grey = _blurred(grey, draws)
    gamma = torch.exp(0.25 * draws.normal(1, 1, 1))
    grey = grey.clamp(min=1e-4) ** gamma
    steeper = draws.uniform(1, 1, 1) * 1.1 - 0.3
    grey = torch.lerp(grey, grey * grey * (3 - 2 * grey), steeper)
    black, white = 0.25 * draws.uniform(1, 1, 1) ** 2 - 0.05, 1.08 - 0.3 * draws.uniform(1, 1, 1) ** 2
    grey = black + (white - black) * grey
    grey = grey * _vignette(grey, draws) + _grain(grey, draws)
    return grey.clamp(0, 1)


def _blurred(grey: Tensor, draws: Draws) -> Tensor:
    """By a lens from sharp to soft."""
    soft = F.avg_pool2d(F.pad(grey, (2, 2, 2, 2), "reflect"), 5, 1)
    return torch.lerp(grey, soft, draws.uniform(1, 1, 1) ** 2)


def _vignette(grey: Tensor, draws: Draws) -> Tensor:
    """What is left of the light towards the corners."""
    side = torch.linspace(-1, 1, grey.shape[2], device=grey.device)
    far = (side[:, None] ** 2 + side[None] ** 2)[None, None] / 2
    return 1 - 0.5 * draws.uniform(1, 1, 1) ** 2 * far


def _grain(grey: Tensor, draws: Draws) -> Tensor:
    """Fine to coarse, mostly little."""
    side = grey.shape[2]
    fine, coarse = draws.normal(1, side, side), draws.normal(1, side // 2, side // 2)
    coarse = F.interpolate(coarse, size=(side, side), mode="bilinear", align_corners=False)
    amount = 0.07 * draws.uniform(1, 1, 1) ** 2
    return amount * torch.lerp(fine, 1.5 * coarse, draws.uniform(1, 1, 1))
