"""Figures that say how near one picture is to another."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from skimage.metrics import structural_similarity

from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.engine.tensors import to_tensor


class Figures(NamedTuple):
    """Reconstruction against original."""

    mse: float  # with pictures in [-1, 1]
    psnr: float  # decibels; infinite for equal pictures
    ssim: float  # Wang et al. 2004; 1 for equal pictures
    perceptual: float  # 0 for equal pictures


def compare(
    original: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8], perceptual: PerceptualDistance, device: torch.device
) -> Figures:
    """original and other uint8 RGB [R, R, 3]."""
    difference = (original.astype(np.float64) - other) / 127.5
    mse = float((difference**2).mean())
    psnr = 10 * math.log10(4 / mse) if mse else math.inf
    ssim = structural_similarity(original, other, channel_axis=2)
    with torch.no_grad():
        target = perceptual.features(to_tensor(original, device))
        distance = float(perceptual(to_tensor(other, device), target))
    return Figures(mse, psnr, float(ssim), distance)
