"""The numbers that networks are built from, read off the shapes of their tensors; the one place that does so.

The child describes a foreign file by them, and a pack's networks are built from them. Names are NVIDIA's, and those of
the encoders' own programs. What does not fit is a Refusal, a clause that continues a sentence about the file or pack.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ganeditor.checkpoints.options import DISCRIMINATOR, is_resolution
from ganeditor.checkpoints.reader.refusal import Refusal

Shape = tuple[int, ...]
Shapes = Mapping[str, Shape]

MAX_UNITS = 100  # of a style encoder, where 24 are usual; each takes a moment to build


def shapes_of(tensors: Mapping[str, Any]) -> dict[str, Shape]:
    """Of numpy's arrays or of torch's tensors."""
    return {name: tuple(tensor.shape) for name, tensor in tensors.items()}


def need(shapes: Shapes, name: str, axes: int) -> Shape:
    """The shape of a tensor that has to be there; none of its axes is empty."""
    shape = shapes.get(name)
    if shape is None:
        raise Refusal(f"it has no tensor '{name}'")
    if len(shape) != axes or 0 in shape:
        raise Refusal(f"its tensor '{name}' has shape {list(shape)} and should have {axes} axes")
    return shape


def num_ws_of(resolution: int) -> int:
    """How many w a StyleGAN2 network of this resolution takes (Karras et al. 2020): two for each of its blocks."""
    return 2 * (resolution.bit_length() - 2)


def architecture_of(names: Iterable[str]) -> str:
    """How a StyleGAN2 network with tensors of these names joins its resolutions (Karras et al. 2020, figure 7).

    "skip" sums or feeds a picture of each size, "resnet" adds a shortcut to each block, "orig" does neither.
    """
    ends = [".".join(name.split(".")[-2:]) for name in names]
    if "skip.weight" in ends:
        return "resnet"
    return "skip" if ends.count("torgb.weight") + ends.count("fromrgb.weight") > 1 else "orig"


def mapping(shapes: Shapes) -> dict[str, int]:
    """z_dim, c_dim, w_dim and mapping_layers of mapping.*."""
    w_dim, inputs = need(shapes, "mapping.fc0.weight", 2)
    label = need(shapes, "mapping.embed.weight", 2) if "mapping.embed.weight" in shapes else None
    z_dim = inputs - (w_dim if label else 0)
    if z_dim < 1:
        raise Refusal(f"its first mapping layer takes {inputs} numbers, too few for a label and a z")
    layers = count(shapes, "mapping.fc{}.weight")
    return {"z_dim": z_dim, "c_dim": label[1] if label else 0, "w_dim": w_dim, "mapping_layers": layers}


def stylegan2(shapes: Shapes) -> dict[str, Any]:
    """Fields of SynthesisSizes that synthesis.* tells: channels, w_dim and architecture."""
    names = [f"synthesis.b{4 << index}.conv1.weight" for index in range(10)]
    blocks = [name for name in names if name in shapes]
    if not blocks or not is_resolution(4 << len(blocks) - 1):
        raise Refusal("it has no synthesis network of the StyleGAN2 family")
    return {
        "channels": tuple(need(shapes, name, 4)[0] for name in names[: len(blocks)]),
        "w_dim": need(shapes, "synthesis.b4.conv1.affine.weight", 2)[1],
        "architecture": architecture_of(shapes),
    }


def stylegan3(shapes: Shapes) -> dict[str, Any]:
    """Fields of StyleGAN3Sizes that synthesis.* tells: resolution, channels, w_dim and conv_kernel."""
    matches = (re.match(r"synthesis\.L(\d{1,2})_(\d{1,5})_(\d{1,5})\.weight$", name) for name in shapes)
    rows = sorted(tuple(map(int, match.groups())) for match in matches if match)
    if len(rows) < 4 or [row[0] for row in rows] != list(range(len(rows))):
        raise Refusal("the layers of its StyleGAN3 network have strange names")
    return {
        "resolution": rows[-1][1],
        "channels": [row[2] for row in rows[:-1]],
        "w_dim": need(shapes, "synthesis.input.affine.weight", 2)[1],
        "conv_kernel": need(shapes, f"synthesis.L0_{rows[0][1]}_{rows[0][2]}.weight", 4)[-1],
    }


def convolutional(shapes: Shapes) -> dict[str, Any]:
    """Fields of ConvolutionalSizes that synthesis.* tells."""
    steps = count(shapes, "synthesis.steps.{}.weight", most=12)
    w_dim, first = need(shapes, "synthesis.first.weight", 4)[:2]
    widths = (need(shapes, f"synthesis.steps.{index}.weight", 4)[0] for index in range(1, steps))
    return {"channels": (first, *widths), "w_dim": w_dim, "normalised": "synthesis.norms.0.weight" in shapes}


def residual(shapes: Shapes) -> dict[str, Any]:
    """Fields of ResidualSizes that synthesis.* tells."""
    blocks = count(shapes, "synthesis.blocks.{}.conv1.weight", most=12)
    first, w_dim = need(shapes, "synthesis.first.weight", 2)
    widths = (need(shapes, f"synthesis.blocks.{index}.conv1.weight", 4)[0] for index in range(blocks))
    plain = "synthesis.blocks.0.norm1.batch.weight" in shapes
    modulated = "synthesis.blocks.0.norm1.gain.weight" in shapes
    sides = [str(4 << index) for index in range(blocks + 1)]
    attentions = [int(side) for side in sides if f"synthesis.attentions.{side}.share" in shapes]
    return {
        "channels": (first // 16, *widths),
        "w_dim": w_dim,
        "norm": "batch" if plain else "modulated" if modulated else "none",
        "attention": attentions[0] if attentions else 0,
    }


def progressive(shapes: Shapes) -> dict[str, Any]:
    """Fields of ProgressiveSizes that synthesis.* tells."""
    blocks = count(shapes, "synthesis.conv1.{}.weight", most=12)
    widths = tuple(need(shapes, f"synthesis.conv1.{index}.weight", 4)[0] for index in range(blocks))
    return {"channels": widths, "w_dim": need(shapes, "synthesis.first.weight", 4)[1]}


def discriminator(shapes: Shapes, resolution: int, c_dim: int) -> dict[str, Any]:
    """Fields of DiscriminatorSizes that its tensors tell, for a generator of this resolution and these labels.

    The two others are options.
    """
    names = [f"b{4 << index}.conv0.weight" for index in range(1, resolution.bit_length() - 2)]
    if missing := [name for name in names if name not in shapes]:
        raise Refusal(f"tensor '{missing[0]}' is missing: the discriminator judges smaller pictures")
    channels = tuple(need(shapes, name, 4)[0] for name in ("b4.conv.weight", *names))
    width, labels = need(shapes, "mapping.embed.weight", 2) if c_dim else (0, 0)
    if labels != c_dim or f"b{2 * resolution}.conv0.weight" in shapes:
        raise Refusal("the discriminator judges other labels or sizes than the generator has")
    spread_channels = need(shapes, "b4.conv.weight", 4)[1] - channels[0]
    if spread_channels < 0 or (spread_channels and channels[0] % spread_channels):
        raise Refusal(f"the discriminator takes {spread_channels} maps of spread")
    layers = sum(name.startswith("mapping.fc") and name.endswith(".weight") for name in shapes)
    if layers and not DISCRIMINATOR["mapping_layers"](layers):
        raise Refusal(f"the discriminator has {layers:,} layers for labels")
    return {
        "channels": channels,
        "architecture": architecture_of(shapes),
        "c_dim": c_dim,
        "mapping_layers": layers,
        "label_width": width,
        "spread_channels": spread_channels,
    }


def segmentation(shapes: Shapes) -> dict[str, Any]:
    """Fields of SegmentationSizes."""
    blocks = count(shapes, "blocks.{}", most=MAX_UNITS)
    if not blocks:
        raise Refusal("the segmentation head looks at no features")
    return {
        "channels": tuple(need(shapes, f"blocks.{index}", 4)[1] for index in range(blocks)),
        "hidden": need(shapes, "hidden.weight", 4)[0],
        "classes": need(shapes, "classes.weight", 4)[0],
    }


def plain_encoder(shapes: Shapes, resolution: int) -> dict[str, Any]:
    """Fields of EncoderSizes, for crops of this resolution."""
    blocks = sum(name.endswith(".conv1.weight") for name in shapes)
    if blocks >= resolution.bit_length() - 1:
        raise Refusal(f"the encoder halves {resolution} pixels {blocks + 1:,} times")
    widths = (need(shapes, f"blocks.{index}.conv1.weight", 4)[0] for index in range(blocks))
    return {
        "resolution": resolution,
        "channels": (need(shapes, "stem.weight", 4)[0], *widths),
        "hidden": need(shapes, "fc1.weight", 2)[0],
        "w_dim": need(shapes, "fc2.weight", 2)[0],
    }


def style_encoder(shapes: Shapes, num_ws: int) -> dict[str, Any]:
    """Fields of StyleEncoderSizes that its tensors tell, for a generator that takes num_ws w; two more are options."""
    groups: list[tuple[int, int]] = []
    squeeze: list[int] = []
    units = count(shapes, "body.{}.res_layer.1.weight", most=MAX_UNITS + 1)
    if units > MAX_UNITS:
        raise Refusal(f"the encoder has more than {MAX_UNITS} residual units")
    for unit in range(units):
        channels = need(shapes, f"body.{unit}.res_layer.1.weight", 4)[0]
        if groups and groups[-1][0] == channels:
            groups[-1] = (channels, groups[-1][1] + 1)
        else:
            groups.append((channels, 1))
            squeeze.append(need(shapes, f"body.{unit}.res_layer.5.fc1.weight", 4)[0])
    if not 3 <= len(groups) <= 7:  # each halves a picture of 256 pixels, and the heads halve at least once more
        raise Refusal(f"the encoder has {len(groups)} groups of units and should have 3 to 7")
    heads = count(shapes, "styles.{}.linear.weight", most=num_ws + 1)
    if heads > num_ws:
        raise Refusal(f"the encoder has more than {num_ws} heads, one for each w")
    convolutions = [name.rpartition(".convs.")[0] for name in shapes if name.endswith(".weight")]
    return {
        "stem": need(shapes, "input_layer.0.weight", 4)[0],
        "groups": tuple(groups),
        "squeeze": tuple(squeeze),
        "heads": tuple(convolutions.count(f"styles.{head}") for head in range(heads)),
        "w_dim": need(shapes, "styles.0.linear.weight", 2)[0],
        "pyramid": "latlayer1.weight" in shapes,
    }


def count(shapes: Shapes, name: str, most: int = 1000) -> int:
    """How many of the names with 0, 1, 2, ... in it there are in a row."""
    return next((number for number in range(most) if name.format(number) not in shapes), most)
