"""What is taken from a foreign upscaler of any format: arrays by our networks' names, and the sizes they tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ganeditor.checkpoints.formats.checkpoint import Arrays
from ganeditor.checkpoints.reader.refusal import Refusal, shown
from ganeditor.checkpoints.sizes import Shape, Shapes, shapes_of

RRDB, COMPACT, SRRESNET = "rrdb", "srvgg", "srresnet"
"""Families of networks."""

MAX_CHANNELS, MAX_BLOCKS, MAX_DOUBLINGS = 512, 64, 3
"""Of any upscaler: a few times what is usual; each takes a moment, and memory, to build."""

WRAPPERS = ("params_ema", "params", "state_dict", "generator")
"""Under which programs keep a state dict; the average over the training comes first."""


@dataclass(frozen=True)
class Upscaling:
    """An upscaler."""

    family: str
    arrays: Arrays
    sizes: dict[str, int]  # fields of the family's sizes

    @property
    def scale(self) -> int:
        """How many times as wide and as high pictures get."""
        if "scale" in self.sizes:
            return self.sizes["scale"]
        return (1 << self.sizes["doublings"]) // self.sizes.get("unshuffle", 1)


def state_of(content: Any) -> Arrays:
    """The arrays of a state dict, taken out of what it is wrapped in; empty when content is something else."""
    if not isinstance(content, Mapping):
        return {}
    content = next((content[name] for name in WRAPPERS if isinstance(content.get(name), Mapping)), content)
    return {
        name.removeprefix("module."): value
        for name, value in content.items()
        if isinstance(name, str) and isinstance(value, np.ndarray)
    }


def checked(family: str, arrays: Arrays, sizes: Mapping[str, int], expected: Shapes) -> Upscaling:
    """The upscaler, if it has the tensors that its sizes ask for and no others; else Refusal names one."""
    require_shapes(arrays, expected)
    return Upscaling(family, arrays, dict(sizes))


def require_shapes(arrays: Arrays, expected: Shapes) -> None:
    """Refusal that names a tensor that is missing, of another shape, or too many."""
    found = shapes_of(arrays)
    for name, shape in expected.items():
        if found.get(name) != shape:
            has = f"has shape {list(found[name])}" if name in found else "is missing"
            raise Refusal(f"its tensor '{name}' {has} and should have {list(shape)}")
    if more := sorted(found.keys() - expected.keys()):
        raise Refusal(f"its tensor '{shown(more[0])}' has no place in a network of its kind")


def conv_shapes(name: str, inputs: int, outputs: int, kernel: int = 3) -> dict[str, Shape]:
    return {f"{name}.weight": (outputs, inputs, kernel, kernel), f"{name}.bias": (outputs,)}
