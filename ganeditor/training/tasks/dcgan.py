"""dcgan: the first convolutional GAN that learned steadily (Radford et al. 2016)."""

from ganeditor.engine.networks.convolutional import (
    ConvolutionalDiscriminator,
    ConvolutionalSizes,
    ConvolutionalSynthesis,
)
from ganeditor.engine.networks.generator import LabelMapping
from ganeditor.training.adversarial import Adversarial, Sampling
from ganeditor.training.task import Data, Needs, Task, TrainSettings

LABEL_WIDTH = 32


def build(settings: TrainSettings, _data: Data) -> Adversarial:
    return convolutional(settings, 0)


def convolutional(settings: TrainSettings, classes: int) -> Adversarial:
    """Both networks, of labels if there are classes."""
    steps = settings.side.bit_length() - 3
    channels = tuple(settings.width << step for step in reversed(range(steps)))
    mapping = LabelMapping(settings.z_dim, classes, LABEL_WIDTH)
    synthesis = ConvolutionalSynthesis(ConvolutionalSizes(channels, len(mapping.w_avg)))
    discriminator = ConvolutionalDiscriminator(ConvolutionalSizes(channels), classes)
    return Adversarial(Sampling(mapping, synthesis), discriminator, settings, classes)


TASK = Task(
    "dcgan",
    "faces, or anything, out of noise",
    Needs.PICTURES,
    TrainSettings(betas=(0.5, 0.999), batch=64, z_dim=100),
    build,
    "Radford et al. 2016",
)
