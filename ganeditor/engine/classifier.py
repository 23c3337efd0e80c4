"""Classifiers of ImageNet's things; by their last features sets of pictures are compared."""

from typing import Any, Protocol

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Network(Protocol):
    """Images [N, 3, side, side] in [-1, 1] -> features [N, D] and logits [N, classes]."""

    def __call__(self, images: Tensor) -> tuple[Tensor, Tensor]: ...


class Classifier:
    """Features [N, D] and logits [N, classes] of pictures of any size, float32."""

    def __init__(self, network: Network, title: str, mark: str, side: int) -> None:
        """mark tells figures that are made with it from those of the papers, which use InceptionV3: FID(mark)."""
        self.network, self.title, self.mark, self.side = network, title, mark, side

    @property
    def resizing(self) -> str:
        """How pictures come to the network's size: small differences there move a FID a lot (Parmar et al. 2022)."""
        return f"bicubic, antialiased, to {self.side} px"

    @torch.no_grad()
    def __call__(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """images [N, 3, H, W] in [-1, 1]."""
        size = self.side, self.side
        resized = F.interpolate(images, size, mode="bicubic", antialias=True, align_corners=False).clamp(-1, 1)
        features, logits = self.network(resized.contiguous(memory_format=torch.channels_last))
        return features.float(), logits.float()


class EfficientNetHead(nn.Module):
    """EfficientNet (Tan and Le 2019): the mean of its last feature maps, and the logits."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network.eval().requires_grad_(False).to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        net: Any = self.network
        features = net.extract_features(images).mean((2, 3))
        return features, net._fc(features)
