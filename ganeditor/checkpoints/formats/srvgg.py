"""Real-ESRGAN's compact networks: convolutions and rectifiers that are counted through in one list."""

import math
import re
from typing import Any

from ganeditor.checkpoints.formats.upscaler import COMPACT, MAX_BLOCKS, Upscaling, checked, conv_shapes, state_of
from ganeditor.checkpoints.reader.refusal import Refusal, shown
from ganeditor.checkpoints.sizes import need, shapes_of

SCALES = (1, 2, 3, 4)
_NAME = re.compile(r"body\.(\d{1,3})\.(weight|bias)")


def fits(content: Any) -> bool:
    """Whether content begins with a convolution and its rectifier."""
    shapes = shapes_of(state_of(content))
    return len(shapes.get("body.0.weight", ())) == 4 and len(shapes.get("body.1.weight", ())) == 1


def read(content: Any) -> Upscaling:
    """The network; its sizes are read off its shapes."""
    state = state_of(content)
    numbers = {int(match[1]) for name in state if (match := _NAME.fullmatch(name))}
    last = max(numbers)
    if last % 2 or last > 2 * MAX_BLOCKS + 2:
        raise Refusal(f"its {last + 1} layers are not those of a compact network")
    arrays = {}
    for name, array in state.items():
        match = _NAME.fullmatch(name)
        if not match:
            raise Refusal(f"its tensor '{shown(name)}' has no place in a compact network")
        number, kind = int(match[1]), match[2]
        part = "last" if number == last else f"{'slopes' if number % 2 else 'convs'}.{number // 2}"
        arrays[f"{part}.{kind}"] = array
    shapes = shapes_of(arrays)
    channels, outputs = need(shapes, "convs.0.weight", 4)[0], need(shapes, "last.weight", 4)[0]
    scale = math.isqrt(outputs // 3)
    if outputs != 3 * scale**2 or scale not in SCALES:
        raise Refusal(f"its last convolution makes {outputs} channels, which are no picture enlarged by {SCALES[-1]}")
    expected = conv_shapes("convs.0", 3, channels)
    for index in range(last // 2):
        expected |= conv_shapes(f"convs.{index}", channels if index else 3, channels)
        expected |= {f"slopes.{index}.weight": (channels,)}
    expected |= conv_shapes("last", channels, outputs)
    sizes = {"channels": channels, "layers": last // 2 - 1, "scale": scale}
    return checked(COMPACT, arrays, sizes, expected)
