"""InceptionV3 (Szegedy et al. 2016) as it was trained for TensorFlow in 2015, by which FID is defined.

Tensors are named as torchvision and pytorch-fid name them. It differs from torchvision's in what pools see: means leave
out the rim that is added, and the last block takes maxima.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SIDE = 299
FEATURES, CLASSES = 2048, 1008


class Step(NamedTuple):
    """A convolution of a chain."""

    outputs: int
    kernel: tuple[int, int] = (1, 1)
    stride: int = 1


class Unit(nn.Module):
    """Convolution, batch norm, ReLU."""

    def __init__(self, inputs: int, step: Step, padded: bool = True) -> None:
        super().__init__()
        padding = (step.kernel[0] // 2, step.kernel[1] // 2) if padded else 0
        self.conv = nn.Conv2d(inputs, step.outputs, step.kernel, step.stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(step.outputs, eps=0.001)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.bn(self.conv(x)), inplace=True)


class Mixed(nn.Module):
    """Chains of convolutions beside each other, and a pool; what they give is stacked.

    pool is the width of the convolution after it; without one, the block halves the size: the last convolution of each
    chain and the pool go in steps of two. forked: chains of several end in two convolutions side by side.
    """

    def __init__(
        self,
        inputs: int,
        chains: Mapping[str, Sequence[Step]],
        pool: int = 0,
        forked: Sequence[str] = (),
        largest: bool = False,
    ) -> None:
        super().__init__()
        self._chains: list[list[tuple[str, ...]]] = []
        self._largest, self._halves = largest, not pool
        for name, steps in chains.items():
            width = inputs
            rows: list[tuple[str, ...]] = []
            for index, step in enumerate(steps, 1):
                own = f"{name}_{index}" if len(steps) > 1 else name
                last = index == len(steps)
                ends = (f"{own}a", f"{own}b") if last and name in forked else (own,)
                for end in ends:
                    kernel = step.kernel if end == ends[0] else step.kernel[::-1]
                    self.add_module(end, Unit(width, step._replace(kernel=kernel), padded=step.stride == 1))
                width = step.outputs
                rows.append(ends)
            self._chains.append(rows)
        if pool:
            self.branch_pool = Unit(inputs, Step(pool))

    def forward(self, x: Tensor) -> Tensor:
        found = []
        for chain in self._chains:
            y = x
            for ends in chain:
                y = torch.cat([self.get_submodule(end)(y) for end in ends], 1)
            found.append(y)
        if self._halves:
            return torch.cat([*found, F.max_pool2d(x, 3, 2)], 1)
        pooled = F.max_pool2d(x, 3, 1, 1) if self._largest else F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
        return torch.cat([*found, self.branch_pool(pooled)], 1)


THREE, ROW, COLUMN = (3, 3), (1, 7), (7, 1)


def _mixed5(inputs: int, pool: int) -> Mixed:
    chains = {
        "branch1x1": [Step(64)],
        "branch5x5": [Step(48), Step(64, (5, 5))],
        "branch3x3dbl": [Step(64), Step(96, THREE), Step(96, THREE)],
    }
    return Mixed(inputs, chains, pool)


def _mixed6(width: int) -> Mixed:
    chains = {
        "branch1x1": [Step(192)],
        "branch7x7": [Step(width), Step(width, ROW), Step(192, COLUMN)],
        "branch7x7dbl": [Step(width), Step(width, COLUMN), Step(width, ROW), Step(width, COLUMN), Step(192, ROW)],
    }
    return Mixed(768, chains, 192)


def _mixed7(inputs: int, largest: bool) -> Mixed:
    chains = {
        "branch1x1": [Step(320)],
        "branch3x3": [Step(384), Step(384, (1, 3))],
        "branch3x3dbl": [Step(448), Step(384, THREE), Step(384, (1, 3))],
    }
    return Mixed(inputs, chains, 192, ("branch3x3", "branch3x3dbl"), largest)


class InceptionV3(nn.Module):
    """images [N, 3, 299, 299] in [-1, 1] -> features [N, 2048] and logits [N, 1008]."""

    def __init__(self) -> None:
        super().__init__()
        self.Conv2d_1a_3x3 = Unit(3, Step(32, THREE, 2), padded=False)
        self.Conv2d_2a_3x3 = Unit(32, Step(32, THREE), padded=False)
        self.Conv2d_2b_3x3 = Unit(32, Step(64, THREE))
        self.Conv2d_3b_1x1 = Unit(64, Step(80))
        self.Conv2d_4a_3x3 = Unit(80, Step(192, THREE), padded=False)
        self.Mixed_5b, self.Mixed_5c, self.Mixed_5d = _mixed5(192, 32), _mixed5(256, 64), _mixed5(288, 64)
        halved = [Step(64), Step(96, THREE), Step(96, THREE, 2)]
        self.Mixed_6a = Mixed(288, {"branch3x3": [Step(384, THREE, 2)], "branch3x3dbl": halved})
        self.Mixed_6b, self.Mixed_6c, self.Mixed_6d, self.Mixed_6e = map(_mixed6, (128, 160, 160, 192))
        halved = [Step(192), Step(192, ROW), Step(192, COLUMN), Step(192, THREE, 2)]
        self.Mixed_7a = Mixed(768, {"branch3x3": [Step(192), Step(320, THREE, 2)], "branch7x7x3": halved})
        self.Mixed_7b, self.Mixed_7c = _mixed7(1280, largest=False), _mixed7(2048, largest=True)
        self.fc = nn.Linear(FEATURES, CLASSES)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        x = self.Conv2d_2b_3x3(self.Conv2d_2a_3x3(self.Conv2d_1a_3x3(images)))
        x = self.Conv2d_4a_3x3(self.Conv2d_3b_1x1(F.max_pool2d(x, 3, 2)))
        x = self.Mixed_5d(self.Mixed_5c(self.Mixed_5b(F.max_pool2d(x, 3, 2))))
        x = self.Mixed_6e(self.Mixed_6d(self.Mixed_6c(self.Mixed_6b(self.Mixed_6a(x)))))
        x = self.Mixed_7c(self.Mixed_7b(self.Mixed_7a(x)))
        features = x.mean((2, 3))
        return features, self.fc(features)
