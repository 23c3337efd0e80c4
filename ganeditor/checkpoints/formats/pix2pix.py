"""The U-Net generator of pytorch-CycleGAN-and-pix2pix: levels that stand in each other."""

from typing import Any

from ganeditor.checkpoints.formats.translation import (
    RESIZED,
    UNET,
    Naming,
    Translating,
    convolutions,
    require_sizes,
    translation_state,
)
from ganeditor.checkpoints.reader.refusal import Refusal
from ganeditor.checkpoints.sizes import need, shapes_of

MOST_HALVINGS = 12
WIDEST = 8  # times the channels of the outermost level


def fits(content: Any) -> bool:
    """Whether content has a level in a level."""
    return {"model.model.0.weight", "model.model.1.model.1.weight"} <= translation_state(content).keys()


def read(content: Any) -> Translating:
    """The network; its sizes, and how it normalises and enlarges, are read off names and shapes."""
    state = translation_state(content)
    shapes = shapes_of(state)
    prefixes = ["model.model."]
    while len(prefixes) <= MOST_HALVINGS:
        inner = f"{prefixes[-1]}{1 if len(prefixes) == 1 else 3}.model."
        if not any(name.startswith(inner) for name in state):
            break
        prefixes.append(inner)
    depth = len(prefixes)
    convs = [convolutions(state, prefix) for prefix in prefixes]
    if any(len(numbers) != 2 for numbers in convs) or not 2 <= depth <= MOST_HALVINGS:
        raise Refusal("its levels do not stand in each other as those of pix2pix's generator do")
    # The layers of a level: rectified and halved, normalised, the level within; rectified, enlarged, normalised.
    after = [3, *[5] * (depth - 2), 3]
    extra = {numbers[1] - usual for numbers, usual in zip(convs, after, strict=True)}
    begun = [numbers[0] for numbers in convs] == [0, *[1] * (depth - 1)]
    resized = RESIZED.get(min(extra)) if len(extra) == 1 and begun else None
    channels, inputs, *_ = need(shapes, "model.model.0.weight", 4)
    up = need(shapes, f"model.model.{convs[0][1]}.weight", 4)
    outputs = up[0] if resized else up[1]
    require_sizes(inputs, outputs, channels, depth, [resized])
    affine = f"{prefixes[-1]}{convs[-1][1] + 1}.weight" in state
    naming = Naming(state, affine or f"{prefixes[-1]}{convs[-1][1]}.bias" in state, affine)
    widths = [channels * min(1 << level, WIDEST) for level in range(depth)]
    ins, outs = [inputs, *widths[:-1]], [outputs, *widths[:-1]]
    for level, (prefix, (down, above)) in enumerate(zip(prefixes, convs, strict=True)):
        ends = level in (0, depth - 1)
        naming.conv(f"{prefix}{down}", f"downs.{level}", (widths[level], ins[level], 4, 4), widths[level] * ends)
        if not ends:
            naming.norm(f"{prefix}{down + 1}", f"down_norms.{level}", widths[level])
        made_of = widths[level] * (1 if level == depth - 1 else 2)
        shape = (outs[level], made_of, 3, 3) if resized else (made_of, outs[level], 4, 4)
        naming.conv(f"{prefix}{above}", f"ups.{level}", shape, 0 if level else outputs)
        if level:
            naming.norm(f"{prefix}{above + 1}", f"up_norms.{level}", outs[level])
    sizes = {"inputs": inputs, "outputs": outputs, "channels": channels, "halvings": depth}
    return naming.found(UNET, sizes | (resized or {}))
