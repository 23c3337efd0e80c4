"""The operations StyleGAN2 is made of: biased activation, FIR resampling, modulated convolution; and what they cost."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

LRELU_SLOPE = 0.2
LRELU_GAIN = math.sqrt(2)
SHORTCUT_GAIN = math.sqrt(0.5)
"""Of both ways through a block with a shortcut: their sum keeps the variance."""


def biased_activation(x: Tensor, bias: Tensor, clamp: float | None = None, gain: float = 1.0) -> Tensor:
    """Leaky ReLU of x + bias, scaled by √2 so that the variance is kept; x [N, C, ...], bias [C].

    gain scales the result and the clamp alike.
    """
    y = F.leaky_relu(x + bias.to(x.dtype).reshape(1, -1, *[1] * (x.ndim - 2)), LRELU_SLOPE) * (LRELU_GAIN * gain)
    return y if clamp is None else y.clamp(-clamp * gain, clamp * gain)


def scaled_activation(
    x: Tensor,
    scale: Tensor,
    bias: Tensor,
    noise: Tensor | None = None,
    clamp: float | None = None,
    gain: float = 1.0,
) -> Tensor:
    """biased_activation of x · scale + noise, in two passes over x instead of five, or in three with noise.

    x [N, C, H, W], scale [N, C], bias [C], noise [..., H, W]. A leaky ReLU lets positive factors through, so that the
    gain goes into scale and bias.
    """
    total = LRELU_GAIN * gain
    shift, factor = ((part * total).to(x.dtype)[..., None, None] for part in (bias, scale))
    y = torch.addcmul(shift, x, factor)
    if noise is not None:
        y = y + (noise * total).to(x.dtype)
    y = F.leaky_relu(y, LRELU_SLOPE, inplace=True)
    return y if clamp is None else y.clamp(-clamp * gain, clamp * gain)


def fir_kernel() -> Tensor:
    """The low-pass kernel [4, 4] of StyleGAN2, [1, 3, 3, 1] in both directions, with sum 1."""
    line = torch.tensor([1.0, 3.0, 3.0, 1.0])
    return torch.outer(line, line) / 64


def upsample(x: Tensor, kernel: Tensor) -> Tensor:
    """Twice the size by zero insertion and the FIR kernel with gain 4; x [N, C, H, W], kernel [4, 4]."""
    channels = x.shape[1]
    weight = (kernel * 4).to(x.dtype).expand(channels, 1, -1, -1)
    return F.conv_transpose2d(x, weight, stride=2, padding=1, groups=channels)


def filtered(x: Tensor, kernel: Tensor, padding: int, stride: int = 1) -> Tensor:
    """Each channel of x [N, C, H, W] under the FIR kernel [4, 4]."""
    weight = kernel.to(x.dtype).expand(x.shape[1], 1, -1, -1)
    return F.conv2d(x, weight, padding=padding, stride=stride, groups=x.shape[1])


def modulated_conv(x: Tensor, weight: Tensor, styles: Tensor, up_kernel: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Convolution whose weight is scaled per sample by styles (Karras et al. 2020, section 2.2), and its demodulation.

    x [N, I, H, W], weight [O, I, k, k], styles [N, I] -> y [N, O, H, W], by which factor to scale it [N, O]; with
    up_kernel [4, 4] the result has twice the size. The activations are scaled before and after a plain convolution: by
    linearity the same, and frozen weights then need no gradient and are shared by the whole batch.
    """
    norm = (styles.square() @ weight.square().sum((2, 3)).T + 1e-8).rsqrt()
    x = x * styles.to(x.dtype)[:, :, None, None]
    weight = weight.to(x.dtype)
    if up_kernel is None:
        return F.conv2d(x, weight, padding=weight.shape[-1] // 2), norm
    return filtered(F.conv_transpose2d(x, weight.transpose(0, 1), stride=2), up_kernel * 4, padding=1), norm


def products(module: nn.Module) -> int:
    """Multiplications of all convolutions in module, for each pixel that they make."""
    return sum(parameter.numel() for parameter in module.parameters() if parameter.ndim == 4)
