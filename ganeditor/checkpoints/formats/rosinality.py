"""rosinality's stylegan2-pytorch: its tensors under NVIDIA's names."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from ganeditor.checkpoints import sizes
from ganeditor.checkpoints.formats.checkpoint import Arrays, Checkpoint, describe, with_discriminator
from ganeditor.checkpoints.reader.refusal import Refusal

_DISCRIMINATOR = {
    "0.weight": "fromrgb.weight",
    "1.bias": "fromrgb.bias",
    "conv1.0.weight": "conv0.weight",
    "conv1.1.bias": "conv0.bias",
    "conv2.0.kernel": "conv1.resample_filter",
    "conv2.1.weight": "conv1.weight",
    "conv2.2.bias": "conv1.bias",
    "skip.1.weight": "skip.weight",
    "final_conv.0.weight": "conv.weight",
    "final_conv.1.bias": "conv.bias",
    "final_linear.0.weight": "fc.weight",
    "final_linear.0.bias": "fc.bias",
    "final_linear.1.weight": "out.weight",
    "final_linear.1.bias": "out.bias",
}
"""What follows convs.N, or stands alone for the end, and NVIDIA's name of it inside a block."""


def fits(content: Any) -> bool:
    """Whether content has a generator in rosinality's naming under a trainer's names."""
    return isinstance(content, Mapping) and any(name in content and named(content[name]) for name in ("g_ema", "g"))


def named(state: Any) -> bool:
    """Whether state is a generator in rosinality's naming."""
    return isinstance(state, Mapping) and {"input.input", "conv1.conv.weight", "to_rgb1.bias"} <= state.keys()


def read(content: Any) -> Checkpoint:
    """A converted file, or a training snapshot, which has no latent_avg: the mean of mapped z stands for it."""
    name = "g_ema" if named(content.get("g_ema")) else "g"
    arrays = renamed(content[name], content.get("latent_avg"))
    notices = () if name == "g_ema" else ("The file has no averaged generator; its training weights are used.",)
    found = Checkpoint(arrays, describe(arrays, {}), notices=notices)
    judge = content.get("d")
    return found if judge is None else with_discriminator(found, lambda: (_discriminator(judge), {}))


def _discriminator(state: Any) -> Arrays:
    """A discriminator under NVIDIA's names; convs.0 takes the picture, the others each halve it."""
    if not isinstance(state, Mapping):
        raise Refusal("it is not a table of tensors")
    blocks = sum(re.fullmatch(r"convs\.\d{1,2}\.skip\.1\.weight", name) is not None for name in state)
    found: Arrays = {}
    for name, value in state.items():
        match = re.fullmatch(r"(?s)(?:convs\.(\d{1,2})\.)?(.*)", name)
        assert match, "everything matches"
        side = f"b{(8 << blocks) >> max(1, int(match[1]))}" if match[1] else "b4"
        if match[2] in _DISCRIMINATOR and isinstance(value, np.ndarray):
            found[f"{side}.{_DISCRIMINATOR[match[2]]}"] = value
    return found


def renamed(state: Mapping[str, Any], average: Any = None) -> Arrays:
    """state, and the average w [w_dim] or [num_ws, w_dim], under NVIDIA's names."""
    found: Arrays = {}
    for name, value in state.items():
        if isinstance(value, np.ndarray) and (target := _target(name)):
            found[target] = _shaped(target, value)
    for name in [name for name in found if name.endswith("conv0.resample_filter")]:
        found[name] = found[name] / np.float32(4)  # stored there with the gain of up-sampling
    sizes.need(sizes.shapes_of(found), "synthesis.b4.const", 3)
    if isinstance(average, np.ndarray) and average.ndim and average.size:
        found["mapping.w_avg"] = average.reshape(-1, average.shape[-1]).mean(0).astype(np.float32)
    return found


def _target(name: str) -> str | None:
    if match := re.fullmatch(r"style\.(\d{1,2})\.(weight|bias)", name):
        return f"mapping.fc{int(match[1]) - 1}.{match[2]}"
    if name == "input.input":
        return "synthesis.b4.const"
    if match := re.fullmatch(r"noises\.noise_(\d{1,2})", name):
        return f"synthesis.{_layer(int(match[1]))}.noise_const"
    if match := re.fullmatch(r"conv1\.(.+)", name):
        return _inside("synthesis.b4.conv1", match[1])
    if match := re.fullmatch(r"convs\.(\d{1,2})\.(.+)", name):
        return _inside(f"synthesis.{_layer(int(match[1]) + 1)}", match[2])
    if match := re.fullmatch(r"to_rgb1\.(.+)", name):
        return _inside("synthesis.b4.torgb", match[1])
    if match := re.fullmatch(r"to_rgbs\.(\d{1,2})\.(.+)", name):
        return _inside(f"synthesis.b{8 << int(match[1])}.torgb", match[2])
    return None


def _layer(index: int) -> str:
    """Convolutions are counted from the one at 4 pixels: 0 is b4.conv1, 1 is b8.conv0."""
    return "b4.conv1" if index == 0 else f"b{4 << (index + 1) // 2}.conv{(index + 1) % 2}"


def _inside(layer: str, name: str) -> str | None:
    names = {
        "conv.weight": "weight",
        "conv.modulation.weight": "affine.weight",
        "conv.modulation.bias": "affine.bias",
        "conv.blur.kernel": "resample_filter",
        "noise.weight": "noise_strength",
        "activate.bias": "bias",
        "bias": "bias",
    }
    return f"{layer}.{names[name]}" if name in names else None


def _shaped(name: str, value: Any) -> Any:
    """Without the axes of length 1 that rosinality has in front of weights, maps and the constant."""
    axes = {"weight": 4, "const": 3, "noise_const": 2, "noise_strength": 0, "bias": 1, "resample_filter": 2}
    wanted = axes[name.rsplit(".", 1)[1]]
    if "affine" in name or name.startswith("mapping."):
        return value
    if name.endswith("torgb.bias"):
        return value.reshape(-1)
    front = max(0, value.ndim - wanted)
    if any(size != 1 for size in value.shape[:front]):
        raise Refusal(f"its tensor for '{name}' has shape {list(value.shape)}")
    return value.reshape(value.shape[front:])
