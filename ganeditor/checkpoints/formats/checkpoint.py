"""What is taken from a foreign file, whatever its format: arrays by NVIDIA's names, and numbers read off them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from ganeditor.checkpoints.options import STYLEGAN3, architecture_of, is_resolution
from ganeditor.checkpoints.reader.refusal import AGAIN, Refusal, shown

Array = npt.NDArray[np.float32]
Arrays = dict[str, Array]


@dataclass(frozen=True)
class Checkpoint:
    """A generator, and its companions where the file has them; description holds fields of a native manifest."""

    generator: Arrays  # mapping.*, synthesis.*
    description: dict[str, Any]
    encoder: Arrays = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    discriminator: Arrays = field(default_factory=dict)


def describe(arrays: Arrays, options: Mapping[str, Any]) -> dict[str, Any]:
    """Sizes of the generator in arrays; options are those of the file, where it has any, and must agree."""
    found = _mapping(arrays)
    if "synthesis.input.freqs" in arrays:
        found |= _stylegan3(arrays, options)
    else:
        found |= _stylegan2(arrays, options)
    pairs = {"img_resolution": "resolution", **{name: name for name in ("w_dim", "z_dim", "c_dim", "mapping_layers")}}
    for option, name in pairs.items():
        if option in options and options[option] != found[name]:
            raise Refusal(f"its option {option} is {options[option]}, but its tensors are made for {found[name]}")
    if options.get("img_channels", 3) != 3:
        raise Refusal(f"it makes pictures of {options['img_channels']} channels, and ganeditor needs 3")
    return found


def with_discriminator(found: Checkpoint, read: Callable[[], tuple[Arrays, Mapping[str, Any]]]) -> Checkpoint:
    """found with the arrays, by NVIDIA's names, and the options of a discriminator; with a notice if it is refused."""
    try:
        arrays, options = read()
        need(arrays, "b4.conv.weight", 4)
    except Refusal as refusal:
        return replace(found, notices=(*found.notices, f"The file's discriminator is left out: {refusal.reason}."))
    fields = {"spread_group": options.get("mbstd_group_size", 4), "conv_clamp": options.get("conv_clamp")}
    return replace(found, discriminator=arrays, description={**found.description, "discriminator": fields})


def need(arrays: Mapping[str, Array], name: str, axes: int) -> Array:
    array = arrays.get(name)
    if array is None:
        raise Refusal(f"it has no tensor '{name}'")
    if array.ndim != axes or 0 in array.shape:
        raise Refusal(f"its tensor '{name}' has shape {list(array.shape)} and should have {axes} axes")
    return array


def require_finite(arrays: Arrays) -> None:
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise Refusal(f"its tensor '{shown(name, 80)}' holds values that are not finite", AGAIN)


def _mapping(arrays: Arrays) -> dict[str, Any]:
    count = 0
    while f"mapping.fc{count}.weight" in arrays:
        count += 1
    w_dim, inputs = need(arrays, "mapping.fc0.weight", 2).shape
    label = need(arrays, "mapping.embed.weight", 2) if "mapping.embed.weight" in arrays else None
    z_dim = inputs - (w_dim if label is not None else 0)
    if z_dim < 1:
        raise Refusal(f"its first mapping layer takes {inputs} numbers, too few for a label and a z")
    c_dim = 0 if label is None else label.shape[1]
    return {"mapping": "dense", "mapping_layers": count, "z_dim": z_dim, "c_dim": c_dim, "w_dim": w_dim}


def _stylegan2(arrays: Arrays, options: Mapping[str, Any]) -> dict[str, Any]:
    blocks = [4 << index for index in range(10) if f"synthesis.b{4 << index}.conv1.weight" in arrays]
    resolution = max(blocks, default=0)
    if not is_resolution(resolution):
        raise Refusal("it has no synthesis network of the StyleGAN2 family")
    architecture = architecture_of(arrays)
    if options.get("architecture", architecture) != architecture:
        raise Refusal(f"its options ask for the architecture {options['architecture']}, its tensors are {architecture}")
    first = need(arrays, "synthesis.b4.conv1.affine.weight", 2)
    base, top = options.get("channel_base", 0), options.get("channel_max", 512)
    for block in blocks if base else ():
        width, wanted = need(arrays, f"synthesis.b{block}.conv1.weight", 4).shape[0], min(base // block, top)
        if width != wanted:
            raise Refusal(f"its block of {block} pixels has {width} channels and its options ask for {wanted}")
    noise = "synthesis.b4.conv1.noise_const" in arrays
    if not noise:  # maps of zeros are what a network that was trained without them amounts to
        for layer in [f"synthesis.b{block}.conv{index}." for block in blocks for index in (0, 1)][1:]:
            side = int(layer.split(".")[1][1:])
            arrays |= {layer + "noise_const": np.zeros((side, side), np.float32)}
            arrays |= {layer + "noise_strength": np.zeros((), np.float32)}
    return {
        "family": "stylegan2",
        "resolution": resolution,
        "num_ws": 2 * (resolution.bit_length() - 1) - 2,
        "w_dim": first.shape[1],
        "noise": noise,
        "conv_clamp": options.get("conv_clamp"),
    }


def _stylegan3(arrays: Arrays, options: Mapping[str, Any]) -> dict[str, Any]:
    """Sizes and channels stand in the layers' names, the rest in the options or, without any, is NVIDIA's default."""
    matches = (re.match(r"synthesis\.L(\d{1,2})_(\d{1,5})_(\d{1,5})\.weight$", name) for name in arrays)
    rows = sorted(tuple(map(int, match.groups())) for match in matches if match)
    if len(rows) < 4 or [row[0] for row in rows] != list(range(len(rows))):
        raise Refusal("the layers of its StyleGAN3 network have strange names")
    kernel = need(arrays, f"synthesis.L0_{rows[0][1]}_{rows[0][2]}.weight", 4).shape[-1]
    chosen: dict[str, Any] = {"use_radial_filters": kernel == 1}  # configuration R has both
    chosen |= {name: options[name] for name in STYLEGAN3 if name in options}
    chosen |= {"channels": [row[2] for row in rows[:-1]], "conv_kernel": kernel}
    if options.get("num_layers", len(rows) - 1) != len(rows) - 1:
        raise Refusal(f"it has {len(rows) - 1} layers and its options ask for {options['num_layers']}")
    return {
        "family": f"stylegan3-{'r' if kernel == 1 else 't'}",
        "resolution": rows[-1][1],
        "num_ws": len(rows) + 1,
        "w_dim": need(arrays, "synthesis.input.affine.weight", 2).shape[1],
        "noise": False,
        "stylegan3": chosen,
    }
