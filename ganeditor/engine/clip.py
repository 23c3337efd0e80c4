"""Clip: how far pictures and texts mean the same, by a network that a person has on disk."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ganeditor.engine.networks.clip import ClipNetwork
from ganeditor.engine.tokens import Tokens

MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
"""Of red, green and blue in what CLIP was trained on, whose networks all take pictures so."""

NEUTRAL = "a face"
"""What texts are compared with unless somebody says otherwise."""

TEMPLATES = (
    "a photo of {}.",
    "a portrait of {}.",
    "a close-up of {}.",
    "a good photo of {}.",
    "a bad photo of {}.",
    "a dark photo of {}.",
    "a bright photo of {}.",
    "a blurry photo of {}.",
)
"""A text is put into each, and the mean counts (Radford et al. 2021, section 3.1.4)."""


class Clip:
    """Vectors of length 1 in one space for texts and pictures."""

    def __init__(self, network: ClipNetwork, tokens: Tokens) -> None:
        self._network, self._tokens = network, tokens
        sizes = network.sizes
        self.width, self._side = sizes.width, sizes.side

    def texts(self, texts: Sequence[str]) -> Tensor:
        """[N, width]"""
        tokens = torch.tensor([self._tokens(text) for text in texts])
        with torch.no_grad():
            return _unit(self._network.texts(tokens))

    def pictures(self, pictures: npt.NDArray[np.uint8]) -> Tensor:
        """Square uint8 RGB [N, S, S, 3] -> [N, width]"""
        x = torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 255
        x = torch.nn.functional.interpolate(x, (self._side, self._side), mode="bicubic", antialias=True).clamp(0, 1)
        x = (x - torch.tensor(MEAN)[:, None, None]) / torch.tensor(DEVIATION)[:, None, None]
        with torch.no_grad():
            return _unit(self._network.pictures(x))

    def change(self, text: str, neutral: str) -> Tensor:
        """The direction [width] from one text to another, each as the mean of its templates."""
        ends = [self.texts([template.format(words) for template in TEMPLATES]).mean(0) for words in (text, neutral)]
        return _unit(_unit(ends[0]) - _unit(ends[1]))


def _unit(vectors: Tensor) -> Tensor:
    return torch.nn.functional.normalize(vectors, dim=-1)
