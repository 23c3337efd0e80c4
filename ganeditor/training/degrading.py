"""Small pictures made of large ones, as cameras, programs and networks make them (Wang et al. 2021, section 3.1)."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor.engine.restore.jpeg import SIDE, STEPS, cosines
from ganeditor.training.draws import Draws

BLURS = 0.2, 3.0
"""Deviations of the Gaussian along its two axes, in pixels of the large picture."""

NOISES = 1 / 255, 30 / 255
"""Deviations of noise."""

QUALITIES = 30.0, 95.0
"""Of JPEG."""

TO_YCC = torch.tensor([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])
"""Rows of brightness and both differences of colour (ITU-T T.871)."""


def shrunk(sharp: Tensor, scale: int, draws: Draws, chance: float = 0.0) -> Tensor:
    """sharp [N, 3, S, S] in [0, 1] -> [N, 3, S / scale, S / scale].

    With this chance each is blurred before, made by another filter than the bicubic one, noisy, and saved as a JPEG.
    """
    sharp = sharp.float()
    side = sharp.shape[-1] // scale
    plain = F.interpolate(sharp, size=(side, side), mode="bicubic", antialias=True)
    if not chance:
        return plain.clamp(0, 1)

    def chosen() -> Tensor:
        return (draws.uniform() < chance)[:, None, None, None]

    seen = torch.where(chosen(), blurred(sharp, draws), sharp)
    small = [F.interpolate(seen, size=(side, side), mode=mode) for mode in ("area", "bilinear")]
    small.append(F.interpolate(seen, size=(side, side), mode="bicubic", antialias=True))
    made = torch.stack(small)[draws.classes(len(small)), torch.arange(len(sharp), device=sharp.device)]
    made = torch.where(chosen(), noisy(made, draws), made).clamp(0, 1)
    return torch.where(chosen(), saved(made, QUALITIES[0] + (QUALITIES[1] - QUALITIES[0]) * draws.uniform()), made)


def blurred(pictures: Tensor, draws: Draws) -> Tensor:
    """Each [3, S, S] under a Gaussian of its own, wider one way than the other."""
    low, high = BLURS
    count, reach = len(pictures), min(math.ceil(2.5 * high), pictures.shape[-1] - 1)
    x = torch.arange(-reach, reach + 1, device=pictures.device, dtype=torch.float32)
    angle = draws.uniform()[:, None, None] * math.pi
    along, across = (low + (high - low) * draws.uniform()[:, None, None] for _ in range(2))
    u = angle.cos() * x + angle.sin() * x[:, None]
    v = angle.cos() * x[:, None] - angle.sin() * x
    kernels = torch.exp(-((u / along).square() + (v / across).square()) / 2)
    kernels = (kernels / kernels.sum((1, 2), keepdim=True)).repeat_interleave(3, 0)[:, None]
    padded = F.pad(pictures, (reach, reach, reach, reach), "reflect").flatten(0, 1)[None]
    return F.conv2d(padded, kernels, groups=3 * count).reshape(pictures.shape)


def noisy(pictures: Tensor, draws: Draws) -> Tensor:
    """Gaussian noise of its own strength in each, of half of them in brightness alone."""
    low, high = NOISES
    noise = draws.normal(*pictures.shape[1:])
    noise = torch.where((draws.uniform() < 0.5)[:, None, None, None], noise[:, :1], noise)
    return pictures + noise * (low + (high - low) * draws.uniform())[:, None, None, None]


def saved(pictures: Tensor, quality: Tensor) -> Tensor:
    """pictures [N, 3, H, W] in [0, 1] as a JPEG of quality [N] in 1 to 100 leaves them (ITU-T T.81).

    All planes are as fine as brightness is, and rounded with its steps: JPEG but for the colour's coarser ones.
    """
    height, width = pictures.shape[2:]
    padded = F.pad(pictures, (0, -width % SIDE, 0, -height % SIDE), "replicate")
    ycc = TO_YCC.to(pictures.device)
    planes = torch.einsum("ij,njhw->nihw", ycc, padded) * 255
    planes[:, 0] -= 128
    rows = torch.from_numpy(cosines()).to(pictures.device)
    split = planes.shape[2] // SIDE, SIDE, planes.shape[3] // SIDE, SIDE
    blocks = planes.reshape(-1, 3, *split).transpose(3, 4)  # [N, 3, h, w, 8, 8]
    scale = torch.where(quality < 50, 5000 / quality, 200 - 2 * quality)[:, None, None]
    steps = ((torch.from_numpy(STEPS).to(pictures.device) * scale + 50) / 100).floor().clamp(1, 255)
    steps = steps[:, None, None, None]
    kept = rows.T @ (torch.round(rows @ blocks @ rows.T / steps) * steps) @ rows
    planes = kept.transpose(3, 4).flatten(4, 5).flatten(2, 3)
    planes[:, 0] += 128
    rgb = torch.einsum("ij,njhw->nihw", torch.linalg.inv(ycc), planes) / 255
    return rgb[:, :, :height, :width].clamp(0, 1)
