"""Real-ESRGAN as ncnn keeps it: an RRDBNet, once each layer is seen to be where that network has it."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from ganeditor.checkpoints.formats import esrgan
from ganeditor.checkpoints.formats.checkpoint import Arrays
from ganeditor.checkpoints.formats.upscaler import MAX_BLOCKS, MAX_DOUBLINGS, Upscaling
from ganeditor.checkpoints.reader.ncnn import CONVOLUTION, LAYERS, Layer
from ganeditor.checkpoints.reader.refusal import Refusal, shown

SLOPE = SHARE = 0.2  # of the network's rectifiers, and of its residuals
_ACTIVATION, _LEAKY, _SLOPE = (
    9,
    2.0,
    10,
)  # a convolution's key for what follows it, the leaky rectifier there, its slope
_OPERATION, _ADDS, _FACTORS = 0, 1.0, 1  # of Eltwise
_OUTSIDE, _INSIDE = 4, 15  # convolutions beside the blocks and the doublings, and in each block


def fits(content: Any) -> bool:
    """Whether content is a list of layers."""
    return isinstance(content, dict) and LAYERS in content


def read(content: Any) -> Upscaling:
    """The network, if content is one."""
    layers: tuple[Layer, ...] = content[LAYERS]
    kinds = [layer.kind for layer in layers]
    doublings = kinds.count("Interp")
    blocks, rest = divmod(kinds.count(CONVOLUTION) - _OUTSIDE - doublings, _INSIDE)
    if rest or not (1 <= blocks <= MAX_BLOCKS and 1 <= doublings <= MAX_DOUBLINGS):
        raise Refusal(f"its {len(layers):,} layers, {kinds.count(CONVOLUTION)} of them convolutions, are no RRDBNet")
    return esrgan.network(_Walk(layers).network(blocks, doublings))


class _Walk:
    """From layer to layer in the order in which the network computes them; what is not as expected is a Refusal."""

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self._same = {out: layer.inputs[0] for layer in layers if layer.kind == "Split" for out in layer.outputs}
        self._left: Iterator[Layer] = (layer for layer in layers if layer.kind != "Split")
        self._arrays: Arrays = {}

    def network(self, blocks: int, doublings: int) -> Arrays:
        """All its arrays, by our names."""
        x = y = self._conv("first", self._take("Input"))
        for block in range(blocks):
            start = y
            for dense in range(esrgan.DENSE):
                y = self._dense(f"blocks.{block}.dense.{dense}", y)
            y = self._sum(y, start)
        y = self._added(x, self._conv("body", y))
        for step in range(doublings):
            y = self._conv(f"up.{step}", self._doubled(y), active=True)
        self._conv("last", self._conv("high", y, active=True))
        if (more := next(self._left, None)) is not None:
            raise Refusal(f"its layer '{shown(more.name)}' comes after an RRDBNet's last")
        return self._arrays

    def _dense(self, name: str, x: str) -> str:
        seen, joined = [x], x
        for conv in range(esrgan.CONVS - 1):
            seen.append(self._conv(f"{name}.convs.{conv}", joined, active=True))
            joined = self._take("Concat", *seen)
        return self._sum(self._conv(f"{name}.convs.{esrgan.CONVS - 1}", joined), x)

    def _sum(self, residual: str, x: str) -> str:
        layer = self._next("Eltwise", residual, x)
        if layer.option(_OPERATION, -1) != _ADDS or not np.allclose(layer.options.get(_FACTORS, ()), (SHARE, 1.0)):
            raise Refusal(f"its layer '{shown(layer.name)}' does not add {SHARE:g} of a residual")
        return layer.outputs[0]

    def _added(self, x: str, y: str) -> str:
        layer = self._next("BinaryOp", x, y)
        if layer.options not in ({}, {_OPERATION: (0.0,)}):
            raise Refusal(f"its layer '{shown(layer.name)}' does something else than add")
        return layer.outputs[0]

    def _doubled(self, x: str) -> str:
        layer = self._next("Interp", x)
        if [layer.option(key, 0) for key in range(3)] != [1, 2, 2]:
            raise Refusal(f"its layer '{shown(layer.name)}' does not double a picture by repeating its pixels")
        return layer.outputs[0]

    def _conv(self, name: str, x: str, active: bool = False) -> str:
        layer = self._next(CONVOLUTION, x)
        is_active = layer.option(_ACTIVATION, 0) == _LEAKY and np.isclose(layer.option(_SLOPE, 0), SLOPE)
        if is_active != active or (not active and layer.option(_ACTIVATION, 0)):
            raise Refusal(f"what follows its layer '{shown(layer.name)}' is not what an RRDBNet has there")
        assert layer.weight is not None and layer.bias is not None, "the reader gives both to each convolution"
        self._arrays |= {f"{name}.weight": layer.weight, f"{name}.bias": layer.bias}
        return layer.outputs[0]

    def _take(self, kind: str, *inputs: str) -> str:
        return self._next(kind, *inputs).outputs[0]

    def _next(self, kind: str, *inputs: str) -> Layer:
        layer = next(self._left, None)
        if layer is None:
            raise Refusal("it ends before an RRDBNet does")
        found = [self._same.get(name, name) for name in layer.inputs]
        if layer.kind != kind or sorted(found) != sorted(inputs) or (kind != "BinaryOp" and found != list(inputs)):
            raise Refusal(f"its layer '{shown(layer.name)}' is not where an RRDBNet has one")
        if len(layer.outputs) != 1:
            raise Refusal(f"its layer '{shown(layer.name)}' has {len(layer.outputs)} outputs")
        return layer
