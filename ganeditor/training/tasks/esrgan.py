"""esrgan: pictures enlarged by dense residual blocks, judged beside real ones (Wang et al. 2018)."""

from dataclasses import replace

import torch
from torch import nn

from ganeditor.engine.networks.rrdb import RRDBNet, RRDBSizes
from ganeditor.training.enlarging import Enlarging, options
from ganeditor.training.options import usual
from ganeditor.training.task import Data, TrainSettings
from ganeditor.training.tasks import srgan

# The paper's 23 blocks learn for days on a graphics card.
OPTIONS = options(blocks=6, adversarial=5e-3, pixels=1e-2)

QUIET = 0.1
"""Of usual weights in the blocks, at the start: deep networks without normalisation learn better so (section 3.1)."""


def build(settings: TrainSettings, _data: Data) -> Enlarging:
    own, width = settings.options, settings.width
    doublings = int(own["scale"]).bit_length() - 1
    network = RRDBNet(RRDBSizes(width, max(width // 2, 1), int(own["blocks"]), doublings))
    for part in network.blocks.modules():
        if isinstance(part, nn.Conv2d):
            nn.init.kaiming_normal_(part.weight)
            with torch.no_grad():
                part.weight.mul_(QUIET)
                part.bias.zero_()  # type: ignore[union-attr]
    return Enlarging(network, settings)


TASK = replace(
    srgan.TASK,
    name="esrgan",
    summary="pictures enlarged, sharper and slower than by srgan: for Enhance",
    settings=replace(srgan.TASK.settings, loss="relativistic-average", options=usual(OPTIONS)),
    build=build,
    source="Wang et al. 2018",
    options=OPTIONS,
)
