"""ESRGAN, Real-ESRGAN and BSRGAN: RRDBNets under their three namings."""

import math
import re
from typing import Any

from ganeditor.checkpoints.formats.checkpoint import Arrays
from ganeditor.checkpoints.formats.upscaler import (
    MAX_BLOCKS,
    MAX_CHANNELS,
    MAX_DOUBLINGS,
    RRDB,
    Upscaling,
    checked,
    conv_shapes,
    state_of,
)
from ganeditor.checkpoints.reader.refusal import Refusal, shown
from ganeditor.checkpoints.sizes import Shape, count, need, shapes_of

UNSHUFFLES = (1, 2, 4)
DENSE, CONVS = 3, 5
"""Dense blocks of a block, and convolutions of each."""

_NUMBERED = {
    # Real-ESRGAN and basicsr; ESRGAN's second version and BSRGAN: a pattern, and our name with its numbers minus one
    r"body\.(\d+)\.rdb(\d)\.conv(\d)": "blocks.{0}.dense.{1}.convs.{2}",
    r"RRDB_trunk\.(\d+)\.RDB(\d)\.conv(\d)": "blocks.{0}.dense.{1}.convs.{2}",
    r"(?:conv_up|upconv)(\d)": "up.{}",
}
_NAMED = {
    "conv_first": "first",
    "conv_body": "body",
    "trunk_conv": "body",
    "conv_hr": "high",
    "HRconv": "high",
    "conv_last": "last",
}
_OLD_BLOCK = re.compile(r"model\.1\.sub\.(\d+)\.RDB(\d)\.conv(\d)\.0")
_OLD_BODY = re.compile(r"model\.1\.sub\.(\d+)")


def fits(content: Any) -> bool:
    """Whether content has the first dense convolution under one of the namings."""
    state = state_of(content)
    first = ("body.0.rdb1.conv1.weight", "RRDB_trunk.0.RDB1.conv1.weight", "model.1.sub.0.RDB1.conv1.0.weight")
    return any(name in state for name in first)


def read(content: Any) -> Upscaling:
    """The network; its sizes are read off its shapes."""
    state = state_of(content)
    old = any(name.startswith("model.") for name in state)
    named = _old_names(state) if old else _new_names(state)
    return network({our: state[name] for name, our in named.items()})


def network(arrays: Arrays) -> Upscaling:
    """The network of arrays by our names, if they are whole."""
    shapes = shapes_of(arrays)
    channels, inputs = need(shapes, "first.weight", 4)[:2]
    growth = need(shapes, "blocks.0.dense.0.convs.0.weight", 4)[0]
    blocks, doublings = count(shapes, "blocks.{}.dense.0.convs.0.weight"), count(shapes, "up.{}.weight")
    unshuffle = math.isqrt(inputs // 3)
    if inputs != 3 * unshuffle**2 or unshuffle not in UNSHUFFLES or unshuffle > 1 << doublings:
        raise Refusal(f"its first convolution takes {inputs} channels, and ganeditor knows networks for RGB alone")
    if growth > MAX_CHANNELS or channels > MAX_CHANNELS or blocks > MAX_BLOCKS or doublings > MAX_DOUBLINGS:
        raise Refusal(
            f"its {blocks} blocks of {channels} and {growth} channels, doubled {doublings} times, are too many"
        )
    sizes = {"channels": channels, "growth": growth, "blocks": blocks, "doublings": doublings, "unshuffle": unshuffle}
    return checked(RRDB, arrays, sizes, _expected(sizes))


def _new_names(state: Arrays) -> dict[str, str]:
    """Each name, and ours for it."""
    found = {}
    for name in state:
        layer, _, kind = name.rpartition(".")
        match = next((m for pattern in _NUMBERED if (m := re.fullmatch(pattern, layer))), None)
        if match:
            block, *inner = map(int, match.groups())
            numbers = (block, *(number - 1 for number in inner)) if inner else (block - 1,)
            found[name] = f"{_NUMBERED[match.re.pattern].format(*numbers)}.{kind}"
        elif layer in _NAMED:
            found[name] = f"{_NAMED[layer]}.{kind}"
        else:
            raise Refusal(f"its tensor '{shown(name)}' has no place in an RRDBNet")
    return found


def _old_names(state: Arrays) -> dict[str, str]:
    """Each name of the first ESRGAN, whose layers are counted through, and ours for it."""
    layers = sorted({int(match[1]) for name in state if (match := re.fullmatch(r"model\.(\d{1,3})\.weight", name))})
    if len(layers) < 3 or layers[0] != 0:
        raise Refusal("its layers are not counted as those of ESRGAN are")
    *ups, high, last = layers[1:]
    names = {0: "first", high: "high", last: "last"} | {layer: f"up.{index}" for index, layer in enumerate(ups)}
    found = {}
    for name in state:
        layer, _, kind = name.rpartition(".")
        if match := _OLD_BLOCK.fullmatch(layer):
            block, dense, conv = map(int, match.groups())
            found[name] = f"blocks.{block}.dense.{dense - 1}.convs.{conv - 1}.{kind}"
        elif _OLD_BODY.fullmatch(layer):
            found[name] = f"body.{kind}"
        elif layer.startswith("model.") and layer[6:].isdecimal() and int(layer[6:]) in names:
            found[name] = f"{names[int(layer[6:])]}.{kind}"
        else:
            raise Refusal(f"its tensor '{shown(name)}' has no place in an RRDBNet")
    return found


def _expected(sizes: dict[str, int]) -> dict[str, Shape]:
    channels, growth = sizes["channels"], sizes["growth"]
    found = conv_shapes("first", 3 * sizes["unshuffle"] ** 2, channels)
    for block in range(sizes["blocks"]):
        for dense in range(DENSE):
            for conv in range(CONVS):
                outputs = growth if conv < CONVS - 1 else channels
                name = f"blocks.{block}.dense.{dense}.convs.{conv}"
                found |= conv_shapes(name, channels + conv * growth, outputs)
    for name in ("body", "high", *(f"up.{index}" for index in range(sizes["doublings"]))):
        found |= conv_shapes(name, channels, channels)
    return found | conv_shapes("last", channels, 3)
