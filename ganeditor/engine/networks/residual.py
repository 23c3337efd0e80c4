"""Residual generators and discriminators: SNGAN (Miyato et al. 2018), SAGAN (Zhang et al. 2019), BigGAN (2019)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

from ganeditor.engine.networks.synthesis import PlainSynthesis

BATCH, MODULATED, NONE = NORMS = ("batch", "modulated", "none")
"""Normalised by batch; so, with gains and offsets that w gives (BigGAN-deep's way); not at all (R3GAN)."""


@dataclass(frozen=True)
class ResidualSizes:
    """All numbers such a network is built from."""

    channels: tuple[int, ...]  # at 4, 8, 16, … pixels up to the picture's side
    w_dim: int = 128
    norm: str = BATCH  # of the generator
    attention: int = 0  # pixels at which it looks at all places at once; 0 for nowhere

    @property
    def resolution(self) -> int:
        return 2 << len(self.channels)


class Normalised(nn.Module):
    """x [N, C, H, W] normalised by batch; with w_dim, scaled and shifted by w."""

    def __init__(self, channels: int, w_dim: int = 0) -> None:
        super().__init__()
        self.batch = nn.BatchNorm2d(channels, affine=not w_dim)
        self.gain = nn.Linear(w_dim, channels, bias=False) if w_dim else None
        self.shift = nn.Linear(w_dim, channels, bias=False) if w_dim else None

    def forward(self, x: Tensor, w: Tensor) -> Tensor:
        x = self.batch(x)
        if self.gain is None or self.shift is None:
            return x
        moved: Tensor = x * (1 + self.gain(w)[..., None, None]) + self.shift(w)[..., None, None]
        return moved


class Unnormalised(nn.Module):
    """In the place of Normalised: x as it is."""

    def forward(self, x: Tensor, _w: Tensor) -> Tensor:
        return x


class SelfAttention(nn.Module):
    """Each place looks at all others (Zhang et al. 2019, equations 1 to 3, with BigGAN's pooled keys)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.query = nn.Conv2d(channels, max(channels // 8, 1), 1, bias=False)
        self.key = nn.Conv2d(channels, max(channels // 8, 1), 1, bias=False)
        self.value = nn.Conv2d(channels, max(channels // 2, 1), 1, bias=False)
        self.out = nn.Conv2d(max(channels // 2, 1), channels, 1, bias=False)
        self.share = nn.Parameter(torch.zeros(()))

    def forward(self, x: Tensor) -> Tensor:
        query = self.query(x).flatten(2).transpose(1, 2)
        key = F.max_pool2d(self.key(x), 2).flatten(2).transpose(1, 2)
        value = F.max_pool2d(self.value(x), 2).flatten(2).transpose(1, 2)
        seen: Tensor = F.scaled_dot_product_attention(query, key, value, scale=1.0).transpose(1, 2)
        y: Tensor = x + self.share * self.out(seen.reshape(len(x), -1, *x.shape[2:]))
        return y


class UpBlock(nn.Module):
    """x [N, I, s, s] -> [N, O, 2s, 2s]."""

    def __init__(self, inputs: int, outputs: int, sizes: ResidualSizes) -> None:
        super().__init__()
        self.norm1, self.norm2 = _norm(inputs, sizes), _norm(outputs, sizes)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.skip = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x: Tensor, w: Tensor) -> Tensor:
        y = self.conv1(_doubled(F.relu(self.norm1(x, w))))
        y = self.conv2(F.relu(self.norm2(y, w)))
        return _doubled(self.skip(x)).add(y)


class ResidualSynthesis(PlainSynthesis):
    """ws [N, 1, w_dim] -> images."""

    def __init__(self, sizes: ResidualSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.w_dim, self.resolution = sizes.w_dim, sizes.resolution
        self.feature_channels = sizes.channels
        self.first = nn.Linear(sizes.w_dim, 16 * sizes.channels[0])
        self.blocks = nn.ModuleList(UpBlock(inputs, outputs, sizes) for inputs, outputs in pairwise(sizes.channels))
        self.attentions = _attentions(sizes.channels, sizes.attention)
        self.norm = Normalised(sizes.channels[-1]) if sizes.norm != NONE else Unnormalised()
        self.last = nn.Conv2d(sizes.channels[-1], 3, 3, padding=1)
        started(self)
        if sizes.norm == NONE:
            for name, weight in self.blocks.named_parameters():
                if name.endswith("conv2.weight"):
                    nn.init.zeros_(weight)  # each block starts as its shortcut (Zhang et al. 2019, Fixup)

    def drawn(self, ws: Tensor, features: list[Tensor] | None) -> Tensor:
        w = ws[:, 0]
        x = self.first(w).reshape(len(w), -1, 4, 4)
        if features is not None:
            features.append(x)
        for block in self.blocks:
            x = attended(self.attentions, block(x, w))
            if features is not None:
                features.append(x)
        x = self.last(F.relu(self.norm(x, w)))
        return torch.tanh(x.float())


class DownBlock(nn.Module):
    """x [N, I, s, s] -> [N, O, s/2, s/2]."""

    def __init__(self, inputs: int, outputs: int, *, first: bool = False) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.skip = nn.Conv2d(inputs, outputs, 1)
        self._first = first  # whose input is a picture

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv2(F.leaky_relu(self.conv1(x if self._first else F.leaky_relu(x, 0.2)), 0.2))
        return F.avg_pool2d(y, 2).add(self.skip(F.avg_pool2d(x, 2)))


class ResidualDiscriminator(nn.Module):
    """Images [N, 3, R, R], with classes labels [N] too -> scores [N]; labels by projection (Miyato and Koyama 2018)."""

    def __init__(self, sizes: ResidualSizes, classes: int = 0, *, spectral: bool = False) -> None:
        super().__init__()
        widths = [3, *reversed(sizes.channels)]
        self.blocks = nn.ModuleList(
            DownBlock(inputs, outputs, first=index == 0)
            for index, (inputs, outputs) in enumerate(pairwise(widths[:-1]))
        )
        self.attentions = _attentions(widths[-2:0:-1], sizes.attention)
        self.top = nn.Conv2d(widths[-2], widths[-1], 3, padding=1)
        self.last = nn.Linear(widths[-1], 1)
        self.label = nn.Embedding(classes, widths[-1]) if classes else None
        started(self)
        if spectral:
            bound(self)

    def forward(self, images: Tensor, labels: Tensor | None = None) -> Tensor:
        x = images
        for block in self.blocks:
            x = attended(self.attentions, block(x))
        x = F.leaky_relu(self.top(F.leaky_relu(x, 0.2)), 0.2).sum((2, 3))
        scores: Tensor = self.last(x)[:, 0]
        if self.label:
            assert labels is not None, "a conditional discriminator is asked with labels"
            scores = scores + (self.label(labels) * x).sum(1)
        return scores


def attended(attentions: nn.ModuleDict, x: Tensor) -> Tensor:
    """x, after the attention at its size, if there is one."""
    name = str(x.shape[-1])
    return attentions[name](x) if name in attentions else x


def bound(module: nn.Module) -> None:
    """Spectral normalisation of all its weights (Miyato et al. 2018, section 2.1)."""
    for part in list(module.modules()):
        if isinstance(part, nn.Conv2d | nn.Linear | nn.Embedding):
            spectral_norm(part)


def started(module: nn.Module) -> None:
    """Orthogonal weights, as BigGAN starts them."""
    for part in module.modules():
        if isinstance(part, nn.Conv2d | nn.Linear | nn.Embedding):
            nn.init.orthogonal_(part.weight)


def _norm(channels: int, sizes: ResidualSizes) -> nn.Module:
    if sizes.norm == NONE:
        return Unnormalised()
    return Normalised(channels, sizes.w_dim if sizes.norm == MODULATED else 0)


def _attentions(widths: Sequence[int], at: int) -> nn.ModuleDict:
    """Of widths at 4, 8, 16, … pixels: attention at these many pixels, under their number."""
    sides = {4 << index: width for index, width in enumerate(widths)}
    return nn.ModuleDict({str(at): SelfAttention(sides[at])} if at else {})


def _doubled(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2, mode="nearest")
