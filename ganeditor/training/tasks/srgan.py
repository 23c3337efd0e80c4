"""srgan: pictures enlarged by a residual network that is judged by another (Ledig et al. 2017)."""

import copy
from collections.abc import Iterator
from typing import Any

import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from ganeditor.engine.networks.srresnet import SRResNet, SRResNetSizes
from ganeditor.training.enlarging import Enlarger, Enlarging, options
from ganeditor.training.options import usual
from ganeditor.training.task import Data, Needs, Task, TrainSettings

OPTIONS = options(blocks=16, adversarial=1e-3, pixels=0.0)


class SRGAN(Enlarging):
    """Its convolutions are normalised by batch while it learns; pixels count by their squares (equation 4)."""

    def __init__(self, network: SRResNet, settings: TrainSettings) -> None:
        for part, name, conv in convolutions(network):
            setattr(part, name, nn.Sequential(conv, nn.BatchNorm2d(conv.out_channels)))
        super().__init__(network, settings)

    def error(self, made: Tensor, sharp: Tensor) -> Tensor:
        return F.mse_loss(made, sharp)

    def written(self) -> Enlarger:
        """With each convolution and its normalisation in one."""
        network = copy.deepcopy(self.generator).eval()
        for part, name, (conv, norm) in convolutions(network):
            setattr(part, name, fuse_conv_bn_eval(conv, norm))
        return network


def convolutions(network: Enlarger) -> Iterator[tuple[nn.Module, str, Any]]:
    """Those inside of an SRResNet, with where they stand."""
    for block in network.blocks:
        yield block, "first", block.first
        yield block, "second", block.second
    yield network, "body", network.body


def build(settings: TrainSettings, _data: Data) -> SRGAN:
    own = settings.options
    sizes = SRResNetSizes(settings.width, int(own["blocks"]), int(own["scale"]).bit_length() - 1)
    return SRGAN(SRResNet(sizes), settings)


TASK = Task(
    "srgan",
    "pictures enlarged, made of your own: for Enhance",
    Needs.PICTURES,
    TrainSettings(
        side=256,
        batch=16,
        rate=1e-4,
        discriminator_rate=1e-4,
        betas=(0.9, 0.999),
        spectral_norm=True,
        options=usual(OPTIONS),
    ),
    build,
    "Ledig et al. 2017",
    OPTIONS,
)
