"""The StyleGAN2 generator (Karras et al. 2020) at any size, with the tensor names of NVIDIA's releases.

Vocabulary: z [N, z_dim] random input, w [N, w_dim] its mapped form, ws [N, num_ws, w_dim] one w for each layer.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ganeditor.engine.networks.ops import (
    SHORTCUT_GAIN,
    biased_activation,
    fir_kernel,
    modulated_conv,
    scaled_activation,
    upsample,
)
from ganeditor.engine.networks.synthesis import NoiseMode, Synthesis


@dataclass(frozen=True)
class SynthesisSizes:
    """All numbers a synthesis network is built from."""

    channels: tuple[int, ...]  # of the blocks 4, 8, 16, ... pixels; their count fixes the resolution
    w_dim: int = 512
    image_channels: int = 3
    conv_clamp: float | None = None  # only networks trained in float16 have one (256)
    architecture: str = "skip"  # or "resnet", "orig"; see architecture_of

    @property
    def resolution(self) -> int:
        return 4 << (len(self.channels) - 1)

    @property
    def num_ws(self) -> int:
        return 2 * len(self.channels)


class FullyConnected(nn.Module):
    """Linear layer with equalised learning rate, the stored weight being scaled at run time; perhaps activated."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        *,
        bias_start: float = 0.0,
        lr_multiplier: float = 1.0,
        activated: bool = False,
    ) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs) / lr_multiplier)
        self.bias = nn.Parameter(torch.full((outputs,), bias_start / lr_multiplier))
        self._weight_gain = lr_multiplier / inputs**0.5
        self._bias_gain = lr_multiplier
        self._activated = activated

    def forward(self, x: Tensor) -> Tensor:
        weight, bias = self.weight * self._weight_gain, self.bias * self._bias_gain
        if self._activated:
            return biased_activation(nn.functional.linear(x, weight), bias)
        return nn.functional.linear(x, weight, bias)


class MappingNetwork(nn.Module):
    """z [N, z_dim], and for conditional networks a label c [N, c_dim] -> w [N, w_dim].

    With no layers, w is the normalised z itself.
    """

    w_avg: Tensor

    def __init__(
        self, z_dim: int = 512, c_dim: int = 0, w_dim: int = 512, num_layers: int = 8, lr_multiplier: float = 0.01
    ) -> None:
        super().__init__()
        self.z_dim, self.c_dim, self.num_layers = z_dim, c_dim, num_layers
        if c_dim:
            self.embed = FullyConnected(c_dim, w_dim)
        width = z_dim + (w_dim if c_dim else 0)
        for index in range(num_layers):
            inputs = width if index == 0 else w_dim
            setattr(self, f"fc{index}", FullyConnected(inputs, w_dim, lr_multiplier=lr_multiplier, activated=True))
        self.register_buffer("w_avg", torch.zeros(w_dim))

    def forward(self, z: Tensor, c: Tensor | None = None) -> Tensor:
        x = _unit_mean_square(z)
        if self.c_dim:
            if c is None or c.shape != (len(z), self.c_dim):
                raise ValueError(f"a conditional network takes c of shape [{len(z)}, {self.c_dim}]")
            x = torch.cat([x, _unit_mean_square(self.embed(c))], dim=1)
        for index in range(self.num_layers):
            x = getattr(self, f"fc{index}")(x)
        return x

    def centre(self, c: Tensor | None) -> Tensor:
        """What truncation draws to, for any labels c: [w_dim]."""
        del c
        return self.w_avg


class GaussianMapping(nn.Module):
    """z [N, z_dim] -> w = mean + factor · z: the prior of a generator that was trained without a mapping network."""

    w_avg: Tensor
    factor: Tensor

    def __init__(self, w_avg: Tensor, factor: Tensor) -> None:
        super().__init__()
        self.z_dim, self.c_dim = factor.shape[1], 0
        self.register_buffer("w_avg", w_avg)
        self.register_buffer("factor", factor)

    def forward(self, z: Tensor, c: Tensor | None = None) -> Tensor:
        del c  # the interface of MappingNetwork; this mapping knows no labels
        return self.w_avg + z @ self.factor.T

    def centre(self, c: Tensor | None) -> Tensor:
        del c
        return self.w_avg


class LabelMapping(nn.Module):
    """z [N, z_dim] and a label c [N, c_dim] -> w = z beside what is embedded of c; with no labels, w is z."""

    w_avg: Tensor

    def __init__(self, z_dim: int, c_dim: int = 0, width: int = 0) -> None:
        super().__init__()
        self.z_dim, self.c_dim = z_dim, c_dim
        self.embed = nn.Linear(c_dim, width, bias=False) if c_dim else None
        self.register_buffer("w_avg", torch.zeros(z_dim + (width if c_dim else 0)))

    def forward(self, z: Tensor, c: Tensor | None = None) -> Tensor:
        if self.embed is None:
            return z
        if c is None or c.shape != (len(z), self.c_dim):
            raise ValueError(f"a conditional network takes c of shape [{len(z)}, {self.c_dim}]")
        return torch.cat([z, self.embed(c)], 1)

    def centre(self, c: Tensor | None) -> Tensor:
        """The middle of the class c [N, c_dim] -> [N, 1, w_dim]: truncation keeps to the class."""
        if self.embed is None or c is None:
            return self.w_avg
        middle: Tensor = self(c.new_zeros(len(c), self.z_dim), c)
        return middle[:, None]


class SynthesisLayer(nn.Module):
    """Modulated 3×3 convolution, noise, bias and activation."""

    noise_const: Tensor
    resample_filter: Tensor

    def __init__(self, inputs: int, outputs: int, resolution: int, *, up: bool, sizes: SynthesisSizes) -> None:
        super().__init__()
        self.affine = FullyConnected(sizes.w_dim, inputs, bias_start=1.0)
        self.weight = nn.Parameter(torch.randn(outputs, inputs, 3, 3))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.noise_strength = nn.Parameter(torch.zeros(()))
        self.register_buffer("noise_const", torch.randn(resolution, resolution))
        if up:
            self.register_buffer("resample_filter", fir_kernel())
        self._up, self._clamp = up, sizes.conv_clamp

    def forward(self, x: Tensor, w: Tensor, noise_mode: NoiseMode, gain: float = 1.0) -> Tensor:
        x, norm = modulated_conv(x, self.weight, self.affine(w), self.resample_filter if self._up else None)
        noise: Tensor | None = None
        if noise_mode == "const":
            noise = self.noise_const * self.noise_strength
        elif noise_mode == "random":
            noise = torch.randn(len(x), 1, *x.shape[2:], device=x.device) * self.noise_strength
        return scaled_activation(x, norm, self.bias, noise, self._clamp, gain)


class ToRGB(nn.Module):
    """Modulated 1×1 convolution to colours, without demodulation; always summed up in float32."""

    def __init__(self, inputs: int, sizes: SynthesisSizes) -> None:
        super().__init__()
        self.affine = FullyConnected(sizes.w_dim, inputs, bias_start=1.0)
        self.weight = nn.Parameter(torch.randn(sizes.image_channels, inputs, 1, 1))
        self.bias = nn.Parameter(torch.zeros(sizes.image_channels))
        self._style_gain, self._clamp = inputs**-0.5, sizes.conv_clamp

    def forward(self, x: Tensor, w: Tensor) -> Tensor:
        styles = (self.affine(w) * self._style_gain).to(x.dtype)
        y = nn.functional.conv2d(x * styles[:, :, None, None], self.weight.to(x.dtype)).float()
        y = y + self.bias[None, :, None, None]
        return y if self._clamp is None else y.clamp(-self._clamp, self._clamp)


class Shortcut(nn.Module):
    """1×1 convolution to twice the size, beside the two convolutions of a block."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs, 1, 1))
        self._gain = SHORTCUT_GAIN * inputs**-0.5

    def forward(self, x: Tensor, kernel: Tensor) -> Tensor:
        return upsample(nn.functional.conv2d(x, (self.weight * self._gain).to(x.dtype)), kernel)


class SynthesisBlock(nn.Module):
    """One resolution: an up-sampling convolution (not at 4 pixels), a second one, and perhaps the step to RGB."""

    def __init__(self, index: int, sizes: SynthesisSizes) -> None:
        super().__init__()
        resolution, outputs = 4 << index, sizes.channels[index]
        shortcut = index > 0 and sizes.architecture == "resnet"
        if index == 0:
            self.const = nn.Parameter(torch.randn(outputs, 4, 4))
        else:
            inputs = sizes.channels[index - 1]
            self.conv0 = SynthesisLayer(inputs, outputs, resolution, up=True, sizes=sizes)
        self.conv1 = SynthesisLayer(outputs, outputs, resolution, up=False, sizes=sizes)
        self.skip = Shortcut(inputs, outputs) if shortcut else None
        last = index == len(sizes.channels) - 1
        self.torgb = ToRGB(outputs, sizes) if last or sizes.architecture == "skip" else None
        self._first = index == 0

    def forward(
        self, x: Tensor | None, image: Tensor | None, ws: Tensor, noise_mode: NoiseMode, dtype: torch.dtype
    ) -> tuple[Tensor, Tensor | None]:
        """ws [N, 2 or 3, w_dim]: one for each convolution and one for ToRGB; image is the sum of smaller sizes."""
        if self._first:
            const = self.const.to(dtype).expand(len(ws), -1, -1, -1)
            x = self.conv1(const.contiguous(memory_format=torch.channels_last), ws[:, 0], noise_mode)
        else:
            assert x is not None
            gain = SHORTCUT_GAIN if self.skip else 1.0
            y = self.conv1(self.conv0(x, ws[:, 0], noise_mode), ws[:, 1], noise_mode, gain)
            x = y + self.skip(x, self.conv0.resample_filter) if self.skip else y
        if not self.torgb:
            return x, None
        colours: Tensor = self.torgb(x, ws[:, -1])
        return x, colours if image is None else upsample(image, self.conv0.resample_filter) + colours


class SynthesisNetwork(Synthesis):
    """StyleGAN2's; in the architecture "skip" it sums its picture up from smaller ones."""

    def __init__(self, sizes: SynthesisSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.num_ws, self.w_dim, self.resolution = sizes.num_ws, sizes.w_dim, sizes.resolution
        self.feature_channels = sizes.channels
        if sizes.architecture == "skip":
            self.smaller = tuple(4 << index for index in range(len(sizes.channels) - 1))
        for index in range(len(sizes.channels)):
            setattr(self, f"b{4 << index}", SynthesisBlock(index, sizes))

    def forward(
        self,
        ws: Tensor,
        noise_mode: NoiseMode = "const",
        dtype: torch.dtype = torch.float32,
        side: int | None = None,
        features: list[Tensor] | None = None,
    ) -> Tensor:
        """Styles and colours stay in float32, whatever dtype is."""
        self.require_ws(ws)
        x: Tensor | None = None
        image: Tensor | None = None
        for index in range(len(self.sizes.channels)):
            # A block's ToRGB shares its w with the next block's first convolution.
            block_ws = ws[:, :2] if index == 0 else ws[:, 2 * index - 1 : 2 * index + 2]
            x, image = getattr(self, f"b{4 << index}")(x, image, block_ws, noise_mode, dtype)
            if features is not None:
                features.append(x)
            if 4 << index == side:
                break
        assert image is not None
        return image


class Generator(nn.Module):
    """Mapping and synthesis together."""

    def __init__(self, mapping: MappingNetwork | GaussianMapping | LabelMapping, synthesis: Synthesis) -> None:
        super().__init__()
        self.mapping, self.synthesis = mapping, synthesis

    @property
    def num_ws(self) -> int:
        return self.synthesis.num_ws

    def sample_ws(
        self, z: Tensor, c: Tensor | None = None, *, truncation_psi: float = 1.0, truncation_cutoff: int | None = None
    ) -> Tensor:
        """z [N, z_dim] -> ws [N, num_ws, w_dim], drawn by psi to its middle in truncation_cutoff layers."""
        ws: Tensor = self.mapping(z, c).unsqueeze(1).repeat(1, self.num_ws, 1)
        if truncation_psi != 1.0:
            cut = ws[:, :truncation_cutoff]
            ws[:, :truncation_cutoff] = self.mapping.centre(c).lerp(cut, truncation_psi)
        return ws

    def forward(self, ws: Tensor, noise_mode: NoiseMode = "const", dtype: torch.dtype = torch.float32) -> Tensor:
        return self.synthesis(ws, noise_mode, dtype)  # type: ignore[no-any-return]


def _unit_mean_square(x: Tensor) -> Tensor:
    return x * (x.square().mean(1, keepdim=True) + 1e-8).rsqrt()
