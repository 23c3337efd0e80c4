"""Reads models of ncnn: a text that lists layers (.param), and their numbers one after another (.bin).

The format is described in ncnn's documentation ("param and model file structure"). A layer of another kind than those
of plain convolutional networks is refused, so that each number's place in the .bin is known.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ganeditor.checkpoints.reader.refusal import Refusal, shown

PARAM_MAGIC, HALF_MAGIC = b"7767517", b"\x47\x6b\x30\x01"
"""With which a .param begins, and the .bin of a model in half precision."""

CONVOLUTION, RECTIFIER = "Convolution", "PReLU"
LAYERS = "layers"
"""The one key of what open_ncnn gives."""
KINDS = frozenset({"Input", "Split", "Concat", "Eltwise", "BinaryOp", "Interp", "PixelShuffle", CONVOLUTION, RECTIFIER})

MAX_PARAM_BYTES, MAX_LAYERS, MAX_WORDS = 4 << 20, 20_000, 100  # Real-ESRGAN has 117 kB, 999 layers, 20 words a line
MAX_WIDTH, MAX_KERNEL = 4096, 15
_PLAIN, _HALF = 0, int.from_bytes(HALF_MAGIC, "little")
_LISTS = -23300  # a key below it, for a list of numbers, stands for the key that is missing to it
_OUTPUTS, _KERNEL, _BIAS, _COUNT = 0, 1, 5, 6  # keys of a convolution; _OUTPUTS is a rectifier's too
_DENSE = {2: 1.0, 3: 1.0, 7: 1.0, 8: 0.0}  # its dilation, stride, groups, and whether its numbers are 8 bit: no other


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer; inputs and outputs are names of what flows between them."""

    kind: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    options: dict[int, tuple[float, ...]]
    weight: npt.NDArray[np.float32] | None = None  # of a convolution [outputs, inputs, k, k], of a rectifier [channels]
    bias: npt.NDArray[np.float32] | None = None

    def option(self, key: int, default: float) -> float:
        return self.options.get(key, (default,))[0]


def is_ncnn(head: bytes) -> bool:
    return head.startswith((PARAM_MAGIC, HALF_MAGIC))


def tensor_bytes(path: Path) -> int:
    """Bytes that the model's numbers take as float32."""
    return 2 * _pair(path)[1].stat().st_size


def open_ncnn(path: Path) -> dict[str, tuple[Layer, ...]]:
    """LAYERS: those of a model in their order, from either of its two files; Refusal with the reason."""
    text, numbers = _pair(path)
    if text.stat().st_size > MAX_PARAM_BYTES:
        raise Refusal(f"its list of layers, {text.name}, is larger than {MAX_PARAM_BYTES >> 20} MB")
    lines = text.read_text(encoding="ascii", errors="replace").splitlines()
    if len(lines) < 2 or len(lines) - 2 > MAX_LAYERS:
        raise Refusal(f"it has {max(0, len(lines) - 2):,} layers, and ganeditor reads 1 to {MAX_LAYERS:,}")
    source = _Numbers(numbers)
    layers = tuple(_with_numbers(_layer(line), source) for line in lines[2:] if line.strip())
    if source.left:
        raise Refusal(
            f"its layers leave {source.left:,} bytes of {numbers.name} over; the two files don't belong together"
        )
    return {LAYERS: layers}


def _pair(path: Path) -> tuple[Path, Path]:
    """The .param and the .bin of which path is one."""
    pair = path.with_suffix(".param"), path.with_suffix(".bin")
    for part in pair:
        if not part.is_file():
            raise Refusal(f"an ncnn model is two files, and {part.name} is not beside it", "put both into one folder")
    return pair


def _layer(line: str) -> Layer:
    words = line.split()
    try:
        if len(words) > MAX_WORDS:
            raise ValueError
        kind, name, *rest = words
        inputs, outputs = int(rest[0]), int(rest[1])
        if min(inputs, outputs) < 0 or len(rest) < 2 + inputs + outputs:
            raise ValueError
        blobs, pairs = rest[2 : 2 + inputs + outputs], rest[2 + inputs + outputs :]
        options = dict(map(_option, pairs))
    except (ValueError, IndexError):
        raise Refusal(f"its line '{shown(line, 60)}' is not that of a layer") from None
    if kind not in KINDS:
        raise Refusal(f"its layer '{shown(name)}' is of the kind {shown(kind)}, which ganeditor does not know")
    return Layer(kind, name, tuple(blobs[:inputs]), tuple(blobs[inputs:]), options)


def _option(pair: str) -> tuple[int, tuple[float, ...]]:
    key_text, _, value = pair.partition("=")
    key = int(key_text)
    if key > _LISTS:
        return key, (float(value),)
    count, *values = value.split(",")
    if int(count) != len(values):
        raise ValueError
    return _LISTS - key, tuple(map(float, values))


def _with_numbers(layer: Layer, source: "_Numbers") -> Layer:
    if layer.kind not in (CONVOLUTION, RECTIFIER):
        return layer
    name = shown(layer.name)
    outputs = _whole(layer, _OUTPUTS, MAX_WIDTH)
    if layer.kind == RECTIFIER:
        return _filled(layer, source.plain(outputs, name))
    if any(layer.option(key, usual) != usual for key, usual in _DENSE.items()):
        raise Refusal(f"its layer '{name}' is a strided, dilated, grouped or 8-bit convolution, which is not read here")
    kernel = _whole(layer, _KERNEL, MAX_KERNEL)
    count = _whole(layer, _COUNT, MAX_WIDTH**2 * MAX_KERNEL**2)
    inputs, rest = divmod(count, outputs * kernel**2)
    if rest or not 1 <= inputs <= MAX_WIDTH or layer.option(4, 0) != kernel // 2:
        raise Refusal(f"its layer '{name}' has {count:,} numbers, which no convolution of {outputs} outputs has")
    weight = source.tagged(count, name).reshape(outputs, inputs, kernel, kernel)
    bias = source.plain(outputs, name) if layer.option(_BIAS, 0) else np.zeros(outputs, np.float32)
    return _filled(layer, weight, bias)


def _filled(layer: Layer, weight: npt.NDArray[np.float32], bias: npt.NDArray[np.float32] | None = None) -> Layer:
    return Layer(layer.kind, layer.name, layer.inputs, layer.outputs, layer.options, weight, bias)


def _whole(layer: Layer, key: int, most: int) -> int:
    value = layer.option(key, 0)
    if not (1 <= value <= most and value == int(value)):
        raise Refusal(f"its layer '{shown(layer.name)}' has {value:g} at key {key}, and ganeditor reads 1 to {most:,}")
    return int(value)


class _Numbers:
    """What a .bin holds, taken from its start on; no more memory is asked for than the file has bytes."""

    def __init__(self, path: Path) -> None:
        self._data, self._name, self._place = path.read_bytes(), path.name, 0

    @property
    def left(self) -> int:
        return len(self._data) - self._place

    def plain(self, count: int, layer: str) -> npt.NDArray[np.float32]:
        return np.frombuffer(self._take(4 * count, layer), "<f4").astype(np.float32)

    def tagged(self, count: int, layer: str) -> npt.NDArray[np.float32]:
        """Numbers of the precision that stands before them."""
        tag = int.from_bytes(self._take(4, layer), "little")
        if tag == _PLAIN:
            return self.plain(count, layer)
        if tag != _HALF:
            raise Refusal(f"the numbers of its layer '{layer}' are quantised, and ganeditor reads 16 and 32 bit")
        padded = self._take(2 * count + 2 * (count % 2), layer)
        return np.frombuffer(padded, "<f2", count).astype(np.float32)

    def _take(self, size: int, layer: str) -> bytes:
        if size > self.left:
            raise Refusal(f"{self._name} ends before the numbers of its layer '{layer}'")
        self._place += size
        return self._data[self._place - size : self._place]
