"""Synthesis network of StyleGAN3 (Karras et al. 2021), configurations T and R, with NVIDIA's tensor names."""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor.engine.networks.generator import FullyConnected
from ganeditor.engine.networks.ops import LRELU_GAIN, LRELU_SLOPE
from ganeditor.engine.networks.synthesis import NoiseMode, Synthesis


@dataclass(frozen=True)
class StyleGAN3Sizes:
    """All numbers a StyleGAN3 synthesis network is built from; the defaults are configuration T's."""

    resolution: int
    channels: tuple[int, ...]  # of each layer but ToRGB
    w_dim: int = 512
    image_channels: int = 3
    num_critical: int = 2  # layers at the end that are sampled critically
    first_cutoff: float = 2.0  # frequencies in cycles over the picture
    first_stopband: float = 2**2.1
    last_stopband_rel: float = 2**0.3
    margin_size: int = 10  # pixels around the picture
    output_scale: float = 0.25
    conv_kernel: int = 3  # 1 in configuration R
    filter_size: int = 6  # taps for each factor of resampling
    lrelu_upsampling: int = 2  # density at which the activation works
    use_radial_filters: bool = False  # True in configuration R
    conv_clamp: float | None = 256.0

    @property
    def num_layers(self) -> int:
        return len(self.channels)

    @property
    def num_ws(self) -> int:
        return self.num_layers + 2

    def stages(self) -> list["Stage"]:
        """What leaves each layer; the last stage is the picture (Karras et al. 2021, section 3.2)."""
        last_cutoff = self.resolution / 2
        last_stopband = last_cutoff * self.last_stopband_rel
        found = []
        for index in range(self.num_layers + 1):
            share = min(index / (self.num_layers - self.num_critical), 1)
            cutoff = self.first_cutoff * (last_cutoff / self.first_cutoff) ** share
            stopband = self.first_stopband * (last_stopband / self.first_stopband) ** share
            rate = 2 ** math.ceil(math.log2(min(stopband * 2, self.resolution)))
            size = self.resolution if index >= self.num_layers - 1 else rate + 2 * self.margin_size
            channels = (*self.channels, self.image_channels)[index]
            found.append(Stage(channels, size, rate, cutoff, max(stopband, rate / 2) - cutoff))
        return found


@dataclass(frozen=True)
class Stage:
    """The signal between two layers."""

    channels: int
    size: int  # pixels, with the margin
    rate: int  # samples over the picture's side
    cutoff: float
    half_width: float  # of the transition band


class FourierInput(nn.Module):
    """w [N, w_dim] -> x [N, channels, size, size]: sine waves, moved and turned as w says."""

    freqs: Tensor
    phases: Tensor
    transform: Tensor

    def __init__(self, w_dim: int, stage: Stage) -> None:
        super().__init__()
        channels = stage.channels
        freqs = torch.randn(channels, 2)
        radii = freqs.norm(dim=1, keepdim=True)
        self.weight = nn.Parameter(torch.randn(channels, channels))
        self.affine = FullyConnected(w_dim, 4)
        self.register_buffer("transform", torch.eye(3))
        self.register_buffer("freqs", freqs / (radii * radii.square().exp().pow(0.25)) * stage.cutoff)
        self.register_buffer("phases", torch.rand(channels) - 0.5)
        self._stage = stage

    def forward(self, w: Tensor) -> Tensor:
        stage = self._stage
        placed = self._placement(w)
        phases = self.phases + (self.freqs @ placed[:, :2, 2:]).squeeze(2)  # [N, C]
        freqs = self.freqs @ placed[:, :2, :2]  # [N, C, 2]
        # Frequencies that a transform pushes out of the band are dampened.
        fade = (freqs.norm(dim=2) - stage.cutoff) / (stage.rate / 2 - stage.cutoff)
        half = 0.5 * stage.size / stage.rate
        line = ((torch.arange(stage.size, device=w.device) + 0.5) / stage.size * 2 - 1) * half
        across = freqs[:, :, 0, None, None] * line[None, None, None, :]
        down = freqs[:, :, 1, None, None] * line[None, None, :, None]
        waves = torch.sin((across + down + phases[:, :, None, None]) * (2 * math.pi))
        waves = waves * (1 - fade).clamp(0, 1)[:, :, None, None]
        mixed: Tensor = torch.einsum("oc,nchw->nohw", self.weight / len(self.weight) ** 0.5, waves)
        return mixed

    def _placement(self, w: Tensor) -> Tensor:
        """Rotation and shift [N, 3, 3] that w asks for, after the buffer `transform`."""
        turn = self.affine(w)
        turn = turn / turn[:, :2].norm(dim=1, keepdim=True)
        cosine, sine, x, y = turn.unbind(1)
        zero, one = torch.zeros_like(x), torch.ones_like(x)
        rotation = torch.stack([cosine, -sine, zero, sine, cosine, zero, zero, zero, one], 1).reshape(-1, 3, 3)
        shift = torch.stack([one, zero, -x, zero, one, -y, zero, zero, one], 1).reshape(-1, 3, 3)
        return rotation @ shift @ self.transform


class FilteredLayer(nn.Module):
    """Modulated convolution and an activation that works at a higher density, between two low-pass filters."""

    magnitude_ema: Tensor
    up_filter: Tensor
    down_filter: Tensor

    def __init__(self, before: Stage, after: Stage, sizes: StyleGAN3Sizes, *, rgb: bool, critical: bool) -> None:
        super().__init__()
        kernel = 1 if rgb else sizes.conv_kernel
        dense = max(before.rate, after.rate) * (1 if rgb else sizes.lrelu_upsampling)
        self._up, self._down = dense // before.rate, dense // after.rate
        self.affine = FullyConnected(sizes.w_dim, before.channels, bias_start=1.0)
        self.weight = nn.Parameter(torch.randn(after.channels, before.channels, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(after.channels))
        self.register_buffer("magnitude_ema", torch.ones(()))
        up_taps = down_taps = 1
        if not rgb:
            up_taps, down_taps = sizes.filter_size * self._up, sizes.filter_size * self._down
            radial = sizes.use_radial_filters and not critical
            self.register_buffer("up_filter", low_pass(up_taps, before.cutoff, before.half_width, dense))
            self.register_buffer("down_filter", low_pass(down_taps, after.cutoff, after.half_width, dense, radial))
        # Appendix C.3: the samples stay where they are, whatever the filters' lengths.
        total = (after.size - 1) * self._down + 1 - (before.size + kernel - 1) * self._up + up_taps + down_taps - 2
        low = (total + self._up) // 2
        self._padding = (low, total - low)
        self._rgb, self._clamp = rgb, sizes.conv_clamp

    def forward(self, x: Tensor, w: Tensor, dtype: torch.dtype) -> Tensor:
        styles: Tensor = self.affine(w)
        weight: Tensor = self.weight
        kernel = weight.shape[-1]
        if self._rgb:
            styles, gain = styles / weight[0].numel() ** 0.5, torch.ones(1, len(weight), device=w.device)
        else:
            weight = weight * weight.square().mean((1, 2, 3), keepdim=True).rsqrt()
            styles = styles * styles.square().mean(1, keepdim=True).rsqrt()
            gain = (styles.square() @ weight.square().sum((2, 3)).T + 1e-8).rsqrt()
        x = x.to(dtype) * styles.to(dtype)[:, :, None, None]
        x = F.conv2d(x, weight.to(dtype), padding=kernel - 1)
        x = x * (gain * self.magnitude_ema.rsqrt()).to(dtype)[:, :, None, None] + self.bias.to(dtype)[:, None, None]
        if self._rgb:
            x = F.pad(x, self._padding * 2)
            return x if self._clamp is None else x.clamp(-self._clamp, self._clamp)
        x = _denser(x, self.up_filter.to(dtype), self._up, self._padding)
        x = F.leaky_relu(x, LRELU_SLOPE) * LRELU_GAIN
        if self._clamp is not None:
            x = x.clamp(-self._clamp, self._clamp)
        return _sparser(x, self.down_filter.to(dtype), self._down)


class StyleGAN3Synthesis(Synthesis):
    """StyleGAN3's; it has neither noise nor smaller pictures."""

    def __init__(self, sizes: StyleGAN3Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.num_ws, self.w_dim, self.resolution = sizes.num_ws, sizes.w_dim, sizes.resolution
        self.feature_channels = sizes.channels
        stages = sizes.stages()
        self.input = FourierInput(sizes.w_dim, stages[0])
        self._names = [f"L{index}_{stage.size}_{stage.channels}" for index, stage in enumerate(stages)]
        for index, name in enumerate(self._names):
            critical, rgb = index >= sizes.num_layers - sizes.num_critical, index == sizes.num_layers
            layer = FilteredLayer(stages[max(index - 1, 0)], stages[index], sizes, rgb=rgb, critical=critical)
            setattr(self, name, layer)

    def forward(
        self,
        ws: Tensor,
        noise_mode: NoiseMode = "none",
        dtype: torch.dtype = torch.float32,
        side: int | None = None,
        features: list[Tensor] | None = None,
    ) -> Tensor:
        """There is no noise in this family, whatever noise_mode says."""
        del noise_mode, side
        self.require_ws(ws)
        x = self.input(ws[:, 0])
        for index, (name, stage) in enumerate(zip(self._names, self.sizes.stages(), strict=True)):
            x = getattr(self, name)(x, ws[:, index + 1], dtype)
            if features is not None and index < self.sizes.num_layers:
                margin = (stage.size - stage.rate) // 2
                features.append(x[:, :, margin : margin + stage.rate, margin : margin + stage.rate])
        return x.float() * self.sizes.output_scale  # type: ignore[no-any-return]


def low_pass(taps: int, cutoff: float, half_width: float, rate: float, radial: bool = False) -> Tensor:
    """Kaiser-windowed low-pass filter with sum 1: [taps], or [taps, taps] and the same in all directions."""
    attenuation = 2.285 * (taps - 1) * math.pi * (2 * half_width / (rate / 2)) + 7.95
    over = max(attenuation - 21, 0.0)
    beta = 0.1102 * (attenuation - 8.7) if attenuation > 50 else 0.5842 * over**0.4 + 0.07886 * over
    window = torch.kaiser_window(taps, periodic=False, beta=beta, dtype=torch.float64)
    x = (torch.arange(taps, dtype=torch.float64) - (taps - 1) / 2) / rate
    kernel: Tensor
    if radial:
        r = math.pi * torch.hypot(x[:, None], x[None, :])
        kernel = torch.special.bessel_j1(2 * cutoff * r) / r * torch.outer(window, window)
    else:
        kernel = torch.sinc(2 * cutoff * x) * window
    kernel = (kernel / kernel.sum()).float()
    return kernel


def _denser(x: Tensor, taps: Tensor, factor: int, padding: tuple[int, int]) -> Tensor:
    """x [N, C, H, W] with zeros between its samples, padded and filtered along both axes, with gain factor²."""
    channels, count = x.shape[1], len(taps)
    line = taps * factor
    x = F.conv_transpose2d(x, line.expand(channels, 1, 1, -1), stride=(1, factor), groups=channels)
    x = F.conv_transpose2d(x, line[:, None].expand(channels, 1, -1, -1), stride=(factor, 1), groups=channels)
    # The transposed convolution pads by count - 1 in front and ends count - factor after the last zero.
    low, high = padding[0] - count + 1, padding[1] - count + factor
    return F.pad(x, (low, high, low, high))


def _sparser(x: Tensor, kernel: Tensor, factor: int) -> Tensor:
    """x [N, C, H, W] filtered by kernel [k] along both axes, or [k, k], and every factor-th sample of it."""
    channels = x.shape[1]
    if kernel.ndim == 2:
        return F.conv2d(x, kernel.expand(channels, 1, -1, -1), stride=factor, groups=channels)
    x = F.conv2d(x, kernel.expand(channels, 1, 1, -1), stride=(1, factor), groups=channels)
    return F.conv2d(x, kernel[:, None].expand(channels, 1, -1, -1), stride=(factor, 1), groups=channels)
