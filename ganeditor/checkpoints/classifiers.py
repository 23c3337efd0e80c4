"""Classifiers from weights on disk: what sets of pictures are compared by."""

from pathlib import Path

import torch

from ganeditor.checkpoints.packs.native import fill
from ganeditor.checkpoints.perceptual import efficientnet, read_state
from ganeditor.engine.classifier import Classifier, EfficientNetHead
from ganeditor.engine.networks import inception
from ganeditor.errors import ModelError

INCEPTION_FILE = "pt_inception-2015-12-05-6726825d.pth"
"""The weights by which FID is defined, as pytorch-fid publishes them."""

LITE, INCEPTION = "lite0", "inception"


def open_classifier(name: str, folder: Path, device: torch.device) -> Classifier:
    """LITE, which is bundled; INCEPTION, which needs INCEPTION_FILE in folder; "auto" is that one where it is there."""
    path = folder / INCEPTION_FILE
    if name == INCEPTION or (name == "auto" and path.is_file()):
        return _inception(path, device)
    if name not in ("auto", LITE):
        raise ModelError(f"There are no features '{name}'; choose auto, {LITE} or {INCEPTION}.")
    return Classifier(EfficientNetHead(efficientnet()).to(device), "EfficientNet-Lite0", LITE, 224)


def _inception(path: Path, device: torch.device) -> Classifier:
    if not path.is_file():
        raise ModelError(f"{path} is missing; get it from pytorch-fid's releases, or choose the features {LITE}.")
    with torch.device("meta"):
        network = inception.InceptionV3()
    try:
        fill(network, read_state(path))
    except ModelError as error:
        raise ModelError(f"{path} is not the file of pytorch-fid ({str(error).split(';')[0]}); get it again.") from None
    network.eval().requires_grad_(False).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return Classifier(network.to(device), "InceptionV3 of 2015", "", inception.SIDE)
