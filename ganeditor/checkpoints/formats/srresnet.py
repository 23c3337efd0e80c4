"""SRGAN's generator as the PyTorch programs that follow leftthomas' SRGAN name it: block1 to blockN."""

import re
from typing import Any

import numpy as np

from ganeditor.checkpoints.formats.checkpoint import Array, Arrays
from ganeditor.checkpoints.formats.upscaler import (
    MAX_BLOCKS,
    MAX_CHANNELS,
    MAX_DOUBLINGS,
    SRRESNET,
    Upscaling,
    checked,
    conv_shapes,
    state_of,
)
from ganeditor.checkpoints.reader.refusal import Refusal, shown
from ganeditor.checkpoints.sizes import count, need, shapes_of

EPSILON = 1e-5  # PyTorch's, of batch normalisation
_NORMAL = ("weight", "bias", "running_mean", "running_var")
_NAME = re.compile(r"block(\d{1,2})\.(.+)")


def fits(content: Any) -> bool:
    """Whether content begins with a wide convolution and has residual blocks."""
    return {"block1.0.weight", "block1.1.weight", "block2.conv1.weight"} <= state_of(content).keys()


def read(content: Any) -> Upscaling:
    """The network, batch normalisation folded into the convolutions; its sizes are read off its shapes."""
    state = {name: array for name, array in state_of(content).items() if not name.endswith("num_batches_tracked")}
    numbers = {int(match[1]) for name in state if (match := _NAME.fullmatch(name))}
    end = max(numbers)
    blocks = end - 3
    doublings = count(shapes_of(state), f"block{end}.{{}}.conv.weight")
    if not (1 <= blocks <= MAX_BLOCKS and 1 <= doublings <= MAX_DOUBLINGS):
        raise Refusal(f"it has {blocks} residual blocks and doubles a picture {doublings} times")
    names = {"block1.0": "first", "block1.1": "slope", f"block{end}.{doublings}": "last", f"block{end - 1}.0": "body"}
    normal = {f"block{end - 1}.1": "body"}
    for block in range(blocks):
        theirs, ours = f"block{block + 2}", f"blocks.{block}"
        names |= {
            f"{theirs}.conv1": f"{ours}.first",
            f"{theirs}.conv2": f"{ours}.second",
            f"{theirs}.prelu": f"{ours}.slope",
        }
        normal |= {f"{theirs}.bn1": f"{ours}.first", f"{theirs}.bn2": f"{ours}.second"}
    for step in range(doublings):
        names |= {f"block{end}.{step}.conv": f"up.{step}", f"block{end}.{step}.prelu": f"up_slopes.{step}"}
    arrays = {}
    for name, array in state.items():
        layer, _, kind = name.rpartition(".")
        if layer in names:
            arrays[f"{names[layer]}.{kind}"] = array
        elif layer not in normal:
            raise Refusal(f"its tensor '{shown(name)}' has no place in SRGAN's generator")
    return _whole(_folded(arrays, state, normal), blocks, doublings)


def _folded(arrays: Arrays, state: Arrays, normal: dict[str, str]) -> Arrays:
    """Convolutions that do what they and the normalisation after them did (its statistics are constants by now)."""
    shapes = shapes_of(state)
    for layer, conv in normal.items():
        channels = need(shapes_of(arrays), f"{conv}.weight", 4)[0]
        for part in _NORMAL:
            if need(shapes, f"{layer}.{part}", 1) != (channels,):
                raise Refusal(f"its tensor '{layer}.{part}' does not belong to {channels} channels")
        gain, shift, mean, variance = (state[f"{layer}.{part}"] for part in _NORMAL)
        if (variance < 0).any():
            raise Refusal(f"its tensor '{layer}.running_var' has values below zero")
        factor: Array = (gain / np.sqrt(variance + EPSILON)).astype(np.float32)
        bias = arrays.get(f"{conv}.bias", np.zeros(channels, np.float32))
        arrays[f"{conv}.weight"] = arrays[f"{conv}.weight"] * factor[:, None, None, None]
        arrays[f"{conv}.bias"] = (bias - mean) * factor + shift
    return arrays


def _whole(arrays: Arrays, blocks: int, doublings: int) -> Upscaling:
    shapes = shapes_of(arrays)
    channels, _inputs, kernel, _ = need(shapes, "first.weight", 4)
    (slopes,) = need(shapes, "slope.weight", 1)
    if channels > MAX_CHANNELS or kernel not in (3, 5, 7, 9, 11) or slopes not in (1, channels):
        raise Refusal(f"its first layers have {channels} channels, a kernel of {kernel} and {slopes} slopes")
    expected = conv_shapes("first", 3, channels, kernel) | conv_shapes("last", channels, 3, kernel)
    expected |= conv_shapes("body", channels, channels)
    rectifiers = ["slope"]
    for block in range(blocks):
        rectifiers.append(f"blocks.{block}.slope")
        for part in ("first", "second"):
            expected |= conv_shapes(f"blocks.{block}.{part}", channels, channels)
    for step in range(doublings):
        rectifiers.append(f"up_slopes.{step}")
        expected |= conv_shapes(f"up.{step}", channels, 4 * channels)
    expected |= {f"{name}.weight": (slopes,) for name in rectifiers}
    sizes = {"channels": channels, "blocks": blocks, "doublings": doublings, "kernel": kernel, "slopes": slopes}
    return checked(SRRESNET, arrays, sizes, expected)
