"""The generators of pix2pix and CycleGAN as plain torch modules under the names that their authors' files have."""

from functools import partial

import torch
from torch import nn

NORMS = {
    "instance": partial(nn.InstanceNorm2d, affine=False),
    "stale": partial(nn.InstanceNorm2d, affine=False, track_running_stats=True),  # of torch before 0.4
    "batch": nn.BatchNorm2d,
    "none": lambda _channels: nn.Identity(),
}


class PlainBlock(nn.Module):
    def __init__(self, channels, norm, dropout, padding):
        super().__init__()
        layers = []
        for half in (0, 1):
            layers += [nn.ReflectionPad2d(1)] if padding == "reflect" else []
            layers += [nn.Conv2d(channels, channels, 3, padding=int(padding == "zero"), bias=biased(norm))]
            layers += [NORMS[norm](channels)]
            if half == 0:
                layers += [nn.ReLU(), *([nn.Dropout(0.5)] if dropout else [])]
        self.conv_block = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.conv_block(x)


class PlainResnet(nn.Module):
    def __init__(
        self, channels=4, blocks=6, norm="instance", dropout=False, padding="reflect", up="transposed", io=(3, 3)
    ):
        super().__init__()
        bias = biased(norm)
        layers = [nn.ReflectionPad2d(3), nn.Conv2d(io[0], channels, 7, bias=bias), NORMS[norm](channels), nn.ReLU()]
        for width in (channels, 2 * channels):
            layers += [nn.Conv2d(width, 2 * width, 3, 2, 1, bias=bias), NORMS[norm](2 * width), nn.ReLU()]
        layers += [PlainBlock(4 * channels, norm, dropout, padding) for _ in range(blocks)]
        for width in (4 * channels, 2 * channels):
            layers += [*plain_up(width, width // 2, 3, up, bias), NORMS[norm](width // 2), nn.ReLU()]
        layers += [nn.ReflectionPad2d(3), nn.Conv2d(channels, io[1], 7), nn.Tanh()]
        self.model = nn.Sequential(*layers)

    def forward(self, x):
        return self.model(x)


class PlainLevel(nn.Module):
    def __init__(
        self, outer, inner, sub=None, inputs=None, norm="batch", dropout=False, up="transposed", outermost=False
    ):
        super().__init__()
        self.outermost, bias = outermost, biased(norm)
        down = nn.Conv2d(outer if inputs is None else inputs, inner, 4, 2, 1, bias=bias)
        doubled = inner if sub is None else 2 * inner
        if outermost:
            layers = [down, sub, nn.ReLU(), *plain_up(doubled, outer, 4, up, True), nn.Tanh()]
        else:
            ups = [nn.ReLU(), *plain_up(doubled, outer, 4, up, bias), NORMS[norm](outer)]
            downs = [nn.LeakyReLU(0.2), down] + ([NORMS[norm](inner), sub] if sub else [])
            layers = downs + ups + ([nn.Dropout(0.5)] if dropout and sub else [])
        self.model = nn.Sequential(*layers)

    def forward(self, x):
        return self.model(x) if self.outermost else torch.cat([x, self.model(x)], 1)


class PlainUnet(nn.Module):
    def __init__(self, channels=2, halvings=7, norm="batch", dropout=False, up="transposed", io=(3, 3)):
        super().__init__()
        widths = [channels * min(1 << level, 8) for level in range(halvings)]
        level = PlainLevel(widths[-2], widths[-1], norm=norm, up=up)
        for index in range(halvings - 2, 0, -1):
            level = PlainLevel(widths[index - 1], widths[index], level, norm=norm, dropout=dropout, up=up)
        self.model = PlainLevel(io[1], widths[0], level, io[0], norm, up=up, outermost=True)

    def forward(self, x):
        return self.model(x)


def biased(norm):
    return norm in ("instance", "stale")


def plain_up(inputs, outputs, kernel, up, bias):
    """transposed; resize: enlarged, mirrored and convolved; zero: enlarged and convolved."""
    if up == "transposed":
        return [nn.ConvTranspose2d(inputs, outputs, kernel, 2, 1, kernel % 2, bias=bias)]
    larger = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False)
    if up == "resize":
        return [larger, nn.ReflectionPad2d(1), nn.Conv2d(inputs, outputs, 3, bias=bias)]
    return [larger, nn.Conv2d(inputs, outputs, 3, padding=1, bias=bias)]


def random_plain(network, seed=0):
    """Weights such that pictures depend on all of them; in the mode of training, but for chance and statistics."""
    random = torch.Generator().manual_seed(seed)
    for name, parameter in network.named_parameters():
        inputs = parameter[0].numel() if parameter.ndim > 1 else 20
        values = torch.randn(parameter.shape, generator=random) / max(1, inputs) ** 0.5
        parameter.data.copy_(values + (parameter.ndim == 1 and name.endswith("weight")))
    for module in network.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
        if isinstance(module, nn.InstanceNorm2d | nn.BatchNorm2d) and module.track_running_stats:
            module.running_mean.normal_(generator=random)  # nothing that is to be believed
            module.running_var.uniform_(0.5, 2, generator=random)
            module.momentum = 0.0
    return network.requires_grad_(False)
