"""Between RGB and CIELAB on a training's device, for learning; restyle/lab.py has the exact way back."""

from functools import cache

import torch
from torch import Tensor

from ganeditor.engine.restyle.lab import BEND, FROM_XYZ, SLOPE, TO_XYZ, WHITE


def lab_of(rgb: Tensor) -> Tensor:
    """rgb [N, 3, H, W] in [0, 1] -> lightness in [0, 100], a and b, [N, 3, H, W]."""
    x, y, z = _bent(_mixed(_light_of(rgb), "xyz")).unbind(1)
    return torch.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], 1)


def lightness_of(grey: Tensor) -> Tensor:
    """Levels of grey [N, 1, H, W] in [0, 1] -> lightness in [0, 100]."""
    return 116 * _bent(_light_of(grey)) - 16


def rgb_of(lab: Tensor) -> Tensor:
    """lab [N, 3, H, W] -> rgb in [0, 1]; what no screen can show is cut off."""
    y = (lab[:, 0] + 16) / 116
    bent = torch.stack([y + lab[:, 1] / 500, y, y - lab[:, 2] / 200], 1)
    xyz = torch.where(bent > 6 / 29, bent**3, (bent - 4 / 29) / SLOPE)
    light = _mixed(xyz, "rgb").clamp(0, 1)
    return torch.where(light <= 0.0031308, light * 12.92, 1.055 * light.clamp(min=1e-6) ** (1 / 2.4) - 0.055)


def _light_of(levels: Tensor) -> Tensor:
    return torch.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)


def _bent(light: Tensor) -> Tensor:
    """By the eye, which tells little apart in what is bright."""
    return torch.where(light > BEND, light.clamp(min=BEND) ** (1 / 3), SLOPE * light + 4 / 29)


def _mixed(planes: Tensor, to: str) -> Tensor:
    return torch.einsum("ij,njhw->nihw", _matrix(to, planes.dtype, planes.device), planes)


@cache
def _matrix(to: str, dtype: torch.dtype, device: torch.device) -> Tensor:
    """Kept on its device: a step that a graphics card records can't fetch it."""
    matrix = {"xyz": TO_XYZ / WHITE[:, None], "rgb": FROM_XYZ * WHITE}[to]
    return torch.as_tensor(matrix, dtype=dtype, device=device)
