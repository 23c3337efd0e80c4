"""cgan: a DCGAN that is told what to make (Mirza and Osindero 2014)."""

from dataclasses import replace

from ganeditor.training.adversarial import Adversarial
from ganeditor.training.task import Data, Needs, TrainSettings
from ganeditor.training.tasks import dcgan


def build(settings: TrainSettings, data: Data) -> Adversarial:
    return dcgan.convolutional(settings, data.classes)


TASK = replace(
    dcgan.TASK,
    name="cgan",
    summary="pictures of a class that is asked for",
    needs=Needs.CLASSES,
    build=build,
    source="Mirza and Osindero 2014",
)
