"""The encoders of pSp (Richardson et al. 2021), e4e (Tov et al. 2021) and ReStyle (Alaluf et al. 2021): IR-SE50 with
one head for each layer."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ganeditor.engine.networks.encoder import Draw, FaceEncoder
from ganeditor.engine.networks.generator import FullyConnected

SIDE = 256  # pixels of the crop these encoders are made for


@dataclass(frozen=True)
class StyleEncoderSizes:
    """All numbers a style encoder is built from."""

    stem: int  # channels
    groups: tuple[tuple[int, int], ...]  # (channels, units) of each group of residual units; the first halves the size
    squeeze: tuple[int, ...]  # hidden channels of each group's squeeze-and-excitation
    heads: tuple[int, ...]  # convolutions in each head, one head for each w
    w_dim: int
    offsets: bool  # e4e: the first head gives w, all others an offset from it
    pyramid: bool = True  # heads see maps of three sizes; ReStyle's see the last one alone
    steps: int = 0  # ReStyle: of refinement, each with the picture drawn so far beside the photo; 0: the photo alone

    @property
    def inputs(self) -> int:
        """Channels of what the network takes."""
        return 6 if self.steps else 3

    def side(self, head: int) -> int:
        """Pixels of the map that a head sees: the first three see the coarse one, the next four the middle one."""
        coarse = SIDE >> len(self.groups)
        return coarse << ((head >= 3) + (head >= 7)) if self.pyramid else coarse


class StyleEncoder(FaceEncoder):
    """Pictures [N, 3 or 6, 256, 256] in [-1, 1] -> codes [N, num_ws, w_dim], each an offset from the latents so far."""

    average: Tensor  # [num_ws, w_dim], the latents that codes are counted from at first

    def __init__(self, sizes: StyleEncoderSizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.input_layer = nn.Sequential(
            nn.Conv2d(sizes.inputs, sizes.stem, 3, padding=1, bias=False),
            nn.BatchNorm2d(sizes.stem),
            nn.PReLU(sizes.stem),
        )
        units: list[nn.Module] = []
        inputs, self._taps = sizes.stem, []
        for (channels, count), squeeze in zip(sizes.groups, sizes.squeeze, strict=True):
            for index in range(count):
                units.append(ResidualUnit(inputs, channels, 2 if index == 0 else 1, squeeze))
                inputs = channels
            self._taps.append(len(units) - 1)
        self.body = nn.Sequential(*units)
        widths = [channels for channels, _ in sizes.groups]
        self.styles = nn.ModuleList(StyleHead(widths[-1], sizes.w_dim, count) for count in sizes.heads)
        if sizes.pyramid:
            self.latlayer1 = nn.Conv2d(widths[-2], widths[-1], 1)
            self.latlayer2 = nn.Conv2d(widths[-3], widths[-1], 1)
        self.register_buffer("average", torch.zeros(len(sizes.heads), sizes.w_dim))

    def codes(self, images: Tensor, draw: Draw) -> Tensor:
        """One code for each layer; ReStyle's are refined as in section 3 of Alaluf et al. 2021."""
        photos = _resized(images)
        ws = self.average.expand(len(photos), -1, -1)
        if not self.sizes.steps:
            return self(photos) + ws  # type: ignore[no-any-return]
        for _ in range(self.sizes.steps):
            drawn = F.adaptive_avg_pool2d(draw(ws), SIDE)
            ws = ws + self(torch.cat([photos, drawn], dim=1))
        return ws

    def forward(self, pictures: Tensor) -> Tensor:
        x, maps = self.input_layer(pictures), []
        for index, unit in enumerate(self.body):
            x = unit(x)
            if index in self._taps:
                maps.append(x)
        seen = {x.shape[-1]: x}
        if self.sizes.pyramid:
            fine, middle, coarse = maps[-3:]
            middle = _resized(coarse, middle.shape[-1], corners=True) + self.latlayer1(middle)
            fine = _resized(middle, fine.shape[-1], corners=True) + self.latlayer2(fine)
            seen |= {map_.shape[-1]: map_ for map_ in (middle, fine)}
        codes = torch.stack([head(seen[self.sizes.side(i)]) for i, head in enumerate(self.styles)], dim=1)
        if self.sizes.offsets:
            codes = torch.cat([codes[:, :1], codes[:, 1:] + codes[:, :1]], dim=1)
        return codes


class ResidualUnit(nn.Module):
    """Two convolutions with squeeze-and-excitation beside a shortcut."""

    def __init__(self, inputs: int, outputs: int, stride: int, squeeze: int) -> None:
        super().__init__()
        self.shortcut_layer: nn.Module = nn.MaxPool2d(1, stride)
        if inputs != outputs:
            self.shortcut_layer = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )
        self.res_layer = nn.Sequential(
            nn.BatchNorm2d(inputs),
            nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
            nn.PReLU(outputs),
            nn.Conv2d(outputs, outputs, 3, stride, padding=1, bias=False),
            nn.BatchNorm2d(outputs),
            SqueezeExcitation(outputs, squeeze),
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.res_layer(x) + self.shortcut_layer(x)  # type: ignore[no-any-return]


class SqueezeExcitation(nn.Module):
    """Scales each channel by what the means of all channels say."""

    def __init__(self, channels: int, hidden: int) -> None:
        super().__init__()
        self.fc1 = nn.Conv2d(channels, hidden, 1, bias=False)
        self.fc2 = nn.Conv2d(hidden, channels, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.sigmoid(self.fc2(F.relu(self.fc1(x.mean((2, 3), keepdim=True)))))


class StyleHead(nn.Module):
    """Convolutions that halve a map down to one pixel, and a linear layer: one w [N, w_dim]."""

    def __init__(self, inputs: int, w_dim: int, count: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for index in range(count):
            layers += [nn.Conv2d(w_dim if index else inputs, w_dim, 3, stride=2, padding=1), nn.LeakyReLU()]
        self.convs = nn.Sequential(*layers)
        self.linear = FullyConnected(w_dim, w_dim)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(self.convs(x).flatten(1))  # type: ignore[no-any-return]


def _resized(x: Tensor, side: int = SIDE, corners: bool = False) -> Tensor:
    """x [N, C, H, W] at side × side: averaged when it shrinks, else bilinear."""
    if x.shape[-1] > side:
        return F.adaptive_avg_pool2d(x, side)
    return x if x.shape[-1] == side else F.interpolate(x, (side, side), mode="bilinear", align_corners=corners)
