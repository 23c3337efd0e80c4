"""What is taken from a foreign file, whatever its format: arrays by NVIDIA's names, and numbers read off them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from ganeditor.checkpoints import sizes
from ganeditor.checkpoints.options import STYLEGAN3
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
    """Fields of a manifest for the generator in arrays, which get maps of noise where they have none.

    options are those of the file, where it has any, and must agree with the arrays' shapes.
    """
    shapes = sizes.shapes_of(arrays)
    found: dict[str, Any] = {"mapping": "dense", **sizes.mapping(shapes)}
    found |= (_stylegan3 if "synthesis.input.freqs" in arrays else _stylegan2)(arrays, shapes, options)
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
        sizes.need(sizes.shapes_of(arrays), "b4.conv.weight", 4)
    except Refusal as refusal:
        return replace(found, notices=(*found.notices, f"The file's discriminator is left out: {refusal.reason}."))
    fields = {"spread_group": options.get("mbstd_group_size", 4), "conv_clamp": options.get("conv_clamp")}
    return replace(found, discriminator=arrays, description={**found.description, "discriminator": fields})


def require_finite(arrays: Arrays) -> None:
    """Refusal that names the first array with NaN or infinity in it."""
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise Refusal(f"its tensor '{shown(name, 80)}' holds values that are not finite", AGAIN)


def _stylegan2(arrays: Arrays, shapes: sizes.Shapes, options: Mapping[str, Any]) -> dict[str, Any]:
    found = sizes.stylegan2(shapes)
    architecture, channels = found["architecture"], found["channels"]
    if options.get("architecture", architecture) != architecture:
        raise Refusal(f"its options ask for the architecture {options['architecture']}, its tensors are {architecture}")
    blocks = [4 << index for index in range(len(channels))]
    base, top = options.get("channel_base", 0), options.get("channel_max", 512)
    for block, width in zip(blocks, channels, strict=True):
        if base and width != (wanted := min(base // block, top)):
            raise Refusal(f"its block of {block} pixels has {width} channels and its options ask for {wanted}")
    noise = "synthesis.b4.conv1.noise_const" in arrays
    if not noise:  # maps of zeros are what a network that was trained without them amounts to
        for layer, side in [(f"synthesis.b{side}.conv{index}.", side) for side in blocks for index in (0, 1)][1:]:
            arrays[layer + "noise_const"] = np.zeros((side, side), np.float32)
            arrays[layer + "noise_strength"] = np.zeros((), np.float32)
    return {
        "family": "stylegan2",
        "resolution": blocks[-1],
        "num_ws": sizes.num_ws_of(blocks[-1]),
        "w_dim": found["w_dim"],
        "noise": noise,
        "conv_clamp": options.get("conv_clamp"),
    }


def _stylegan3(_arrays: Arrays, shapes: sizes.Shapes, options: Mapping[str, Any]) -> dict[str, Any]:
    """What the tensors don't tell stands in the options or, without any, is NVIDIA's default."""
    found = sizes.stylegan3(shapes)
    layers, kernel = len(found["channels"]), found["conv_kernel"]
    if options.get("num_layers", layers) != layers:
        raise Refusal(f"it has {layers} layers and its options ask for {options['num_layers']}")
    chosen: dict[str, Any] = {"use_radial_filters": kernel == 1}  # configuration R has both
    chosen |= {name: options[name] for name in STYLEGAN3 if name in options}
    return {
        "family": f"stylegan3-{'r' if kernel == 1 else 't'}",
        "resolution": found["resolution"],
        "num_ws": layers + 2,
        "w_dim": found["w_dim"],
        "noise": False,
        "stylegan3": chosen | {"channels": found["channels"], "conv_kernel": kernel},
    }
