"""What is taken from a foreign network that makes one picture of another: arrays by our networks' names, and sizes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ganeditor.checkpoints.formats.checkpoint import Arrays
from ganeditor.checkpoints.formats.upscaler import MAX_BLOCKS, MAX_CHANNELS, require_shapes, state_of
from ganeditor.checkpoints.reader.refusal import Refusal, shown
from ganeditor.checkpoints.sizes import Shape

RESNET, UNET = "resnet", "unet"
"""Families of networks."""

CHANNELS = {(3, 3), (1, 3), (3, 1), (1, 1), (1, 2), (4, 2)}
"""Pairs of what goes in and comes out: pictures, or lightness (with hints of colour) to colour."""

RESIZED = {0: {}, 1: {"resized": 1}, 2: {"resized": 1, "resized_mirrored": 1}}
"""Layers before a convolution that enlarges, and what they are: none, an enlargement, and a mirrored border too."""

_STALE = re.compile(r".*\.(running_mean|running_var|num_batches_tracked)")


@dataclass(frozen=True)
class Translating:
    """A network that makes one picture of another."""

    family: str
    arrays: Arrays
    sizes: dict[str, int]  # fields of the family's sizes
    notices: tuple[str, ...] = ()


def translation_state(content: Any) -> Arrays:
    """The arrays of a state dict without statistics: pictures are normalised by their own."""
    return {name: array for name, array in state_of(content).items() if not _STALE.fullmatch(name)}


class Naming:
    """Goes through a file's layers, and gives each our name."""

    def __init__(self, state: Arrays, normalised: bool, affine: bool) -> None:
        self._left, self._normalised, self._affine = dict(state), normalised, affine
        self.arrays: Arrays = {}
        self.expected: dict[str, Shape] = {}

    def conv(self, theirs: str, ours: str, shape: Shape, biased: int = 0) -> None:
        """A convolution; biased is how many numbers its bias has where that is not taken out by a normalisation."""
        self._take(f"{theirs}.weight", f"{ours}.weight", shape)
        bias = self._left.pop(f"{theirs}.bias", None)
        if biased:
            self.arrays[f"{ours}.bias"] = np.zeros(biased, np.float32) if bias is None else bias
            self.expected[f"{ours}.bias"] = (biased,)

    def norm(self, theirs: str, ours: str, channels: int) -> None:
        """A normalisation, where there are any."""
        if self._affine:
            for kind in ("weight", "bias"):
                self._take(f"{theirs}.{kind}", f"{ours}.{kind}", (channels,))

    def found(self, family: str, sizes: Mapping[str, int]) -> Translating:
        """The network, if it has all tensors and no others; else Refusal names one."""
        if self._left:
            raise Refusal(f"its tensor '{shown(min(self._left))}' has no place in a network of its kind")
        require_shapes(self.arrays, self.expected)
        common = {"normalised": int(self._normalised), "affine": int(self._affine)}
        notices = (
            ("The file does not say how its network enlarges; bilinear is taken.",) if sizes.get("resized") else ()
        )
        return Translating(family, self.arrays, {**sizes, **common}, notices)

    def _take(self, theirs: str, ours: str, shape: Shape) -> None:
        if theirs not in self._left:
            raise Refusal(f"it has no tensor '{theirs}'")
        self.arrays[ours] = self._left.pop(theirs)
        self.expected[ours] = shape


def convolutions(state: Arrays, prefix: str) -> list[int]:
    """Numbers of the layers under prefix that are convolutions, in their order."""
    pattern = re.compile(rf"{re.escape(prefix)}(\d{{1,3}})\.weight")
    matches = ((pattern.fullmatch(name), array) for name, array in state.items())
    return sorted(int(match[1]) for match, array in matches if match and array.ndim == 4)


def require_sizes(inputs: int, outputs: int, channels: int, depth: int, kind: Iterable[Any]) -> None:
    """Refusal where these are no sizes of a network that ganeditor knows; depth counts blocks or halvings."""
    if (inputs, outputs) not in CHANNELS:
        raise Refusal(f"it makes {outputs} channels of {inputs}, and ganeditor knows networks for pictures and colour")
    if not (1 <= channels <= MAX_CHANNELS and 1 <= depth <= MAX_BLOCKS) or None in kind:
        raise Refusal(f"its {depth} layers of {channels} channels follow each other otherwise than in a known network")
