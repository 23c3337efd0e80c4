"""Classifiers from weights on disk: what sets of pictures are compared by."""

import torch

from ganeditor.checkpoints.perceptual import efficientnet
from ganeditor.engine.classifier import Classifier, EfficientNetHead


def open_classifier(device: torch.device) -> Classifier:
    """EfficientNet-Lite0, which is bundled."""
    return Classifier(EfficientNetHead(efficientnet()).to(device), "EfficientNet-Lite0", "lite0", 224)
