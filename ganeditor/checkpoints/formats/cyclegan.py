"""The ResNet generator of pytorch-CycleGAN-and-pix2pix: layers counted through, conv_block in the middle."""

import re
from typing import Any

from ganeditor.checkpoints.formats.checkpoint import Arrays
from ganeditor.checkpoints.formats.translation import (
    RESIZED,
    RESNET,
    Naming,
    Translating,
    convolutions,
    require_sizes,
    translation_state,
)
from ganeditor.checkpoints.reader.refusal import Refusal
from ganeditor.checkpoints.sizes import need, shapes_of

HEAD = (1, 4, 7)
"""Numbers of the layers that convolve before the blocks, which begin at FIRST_BLOCK."""

FIRST_BLOCK = 10
_BLOCK = re.compile(r"model\.(\d{1,3})\.conv_block\.\d+\.weight")


def fits(content: Any) -> bool:
    """Whether content begins with a convolution after a border, and has blocks."""
    state = translation_state(content)
    return "model.1.weight" in state and any(name.startswith("model.10.conv_block.") for name in state)


def read(content: Any) -> Translating:
    """The network; its sizes, and how it normalises, borders and enlarges, are read off names and shapes."""
    state = translation_state(content)
    convs = convolutions(state, "model.")
    blocks = {int(match[1]) for name in state if (match := _BLOCK.fullmatch(name))}
    end = FIRST_BLOCK + len(blocks)
    if blocks != set(range(FIRST_BLOCK, end)) or tuple(convs[:3]) != HEAD or len(convs) != 6:
        raise Refusal("its layers are not counted as those of CycleGAN's generator are")
    ups, last = convs[3:5], convs[5]
    channels, inputs, *_ = need(shapes_of(state), "model.1.weight", 4)
    outputs = need(shapes_of(state), f"model.{last}.weight", 4)[0]
    before = ups[0] - end
    resized = RESIZED.get(before)
    counted = ups[1] == ups[0] + 3 + before and last == ups[1] + 4
    require_sizes(inputs, outputs, channels, len(blocks), [resized if counted else None])
    affine = "model.2.weight" in state
    naming = Naming(state, affine or "model.1.bias" in state, affine)
    widths = (channels, 2 * channels, 4 * channels)
    naming.conv("model.1", "first", (channels, inputs, 7, 7))
    naming.norm("model.2", "norms.0", channels)
    for step, width in enumerate(widths[:2]):
        naming.conv(f"model.{HEAD[step + 1]}", f"downs.{step}", (2 * width, width, 3, 3))
        naming.norm(f"model.{HEAD[step + 1] + 1}", f"norms.{step + 1}", 2 * width)
    mirrored = _name_blocks(state, naming, len(blocks), widths[2])
    for step, (number, width) in enumerate(zip(ups, (widths[2], widths[1]), strict=True)):
        shape = (width // 2, width, 3, 3) if resized else (width, width // 2, 3, 3)
        naming.conv(f"model.{number}", f"ups.{step}", shape)
        naming.norm(f"model.{number + 1}", f"norms.{step + 3}", width // 2)
    naming.conv(f"model.{last}", "last", (outputs, channels, 7, 7), outputs)
    sizes = {"inputs": inputs, "outputs": outputs, "channels": channels, "blocks": len(blocks), "mirrored": mirrored}
    return naming.found(RESNET, sizes | (resized or {}))


def _name_blocks(state: Arrays, naming: Naming, count: int, width: int) -> int:
    """Whether the blocks' border is mirrored, as one layer more before each convolution tells."""
    first, second = [*convolutions(state, f"model.{FIRST_BLOCK}.conv_block."), -1, -1][:2]
    if (first, second) not in ((1, 5), (1, 6), (0, 3), (0, 4)):  # with dropout there is one between them more
        raise Refusal("its blocks are made otherwise than those of CycleGAN's generator")
    for block in range(count):
        theirs, ours = f"model.{FIRST_BLOCK + block}.conv_block", f"blocks.{block}"
        for half, number in enumerate((first, second)):
            naming.conv(f"{theirs}.{number}", f"{ours}.convs.{half}", (width, width, 3, 3))
            naming.norm(f"{theirs}.{number + 1}", f"{ours}.norms.{half}", width)
    return first
