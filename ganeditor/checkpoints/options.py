"""Options of foreign generators: which are known, and what each may be."""

from collections.abc import Callable, Mapping
from typing import Any

Checks = Mapping[str, Callable[[Any], bool]]
"""For each option that is known, whether a value can be meant."""


def whole(low: int, high: int) -> Callable[[Any], bool]:
    """A check for whole numbers from low to high; True and False are none."""
    return lambda value: type(value) is int and low <= value <= high


def _number(low: float, high: float) -> Callable[[Any], bool]:
    return lambda value: type(value) in (int, float) and low <= value <= high


def _clamp(value: Any) -> bool:
    return value is None or _number(1e-3, 1e6)(value)


def is_resolution(value: Any) -> bool:
    """Powers of two that a face model may have."""
    return whole(8, 2048)(value) and value.bit_count() == 1


STYLEGAN3: Checks = {
    "num_critical": whole(0, 2),
    "first_cutoff": _number(0.1, 64),
    "first_stopband": _number(0.5, 256),
    "last_stopband_rel": _number(0.5, 16),
    "margin_size": whole(0, 64),
    "output_scale": _number(1e-3, 16),
    "conv_kernel": lambda value: type(value) is int and value in (1, 3),
    "filter_size": whole(1, 16),
    "lrelu_upsampling": whole(1, 4),
    "use_radial_filters": lambda value: type(value) is bool,
    "conv_clamp": _clamp,
}
"""Of StyleGAN3's synthesis network, beside what shows in its tensors."""

MAPPING = {"mapping_layers": (1, 64), "z_dim": (1, 4096), "c_dim": (0, 4096), "w_dim": (1, 4096)}
"""Smallest and largest sizes of a mapping network."""

GENERATOR: Checks = {
    **STYLEGAN3,
    **{name: whole(*limits) for name, limits in MAPPING.items()},
    "num_layers": whole(3, 64),
    "channel_base": whole(1, 1 << 20),
    "channel_max": whole(1, 1 << 14),
    "img_resolution": is_resolution,
    "img_channels": whole(1, 16),
    "architecture": lambda value: type(value) is str and value in ("skip", "resnet", "orig"),
}
"""Of either family, with what both share."""

_SHARED = ("c_dim", "img_resolution", "architecture", "conv_clamp", "channel_base", "channel_max", "mapping_layers")
DISCRIMINATOR: Checks = {
    **{name: GENERATOR[name] for name in _SHARED},
    "img_channels": whole(3, 3),
    "cmap_dim": whole(1, 4096),
    "mbstd_group_size": whole(1, 1024),
    "mbstd_num_channels": whole(0, 64),
}
"""Of StyleGAN2's discriminator, which StyleGAN3 has too."""

ONLY = {"activation": "lrelu", "lr_multiplier": 0.01, "resample_filter": [1, 3, 3, 1]}
"""Options of which this program knows one value alone."""

IGNORED = frozenset(
    (
        "num_fp16_res",
        "fp16_channels_last",
        "fused_modconv_default",
        "use_noise",
        "magnitude_ema_beta",
        "w_avg_beta",
        "freeze_layers",
        "embed_features",
        "layer_features",
    )
)
"""Options that change training or speed only, or show in the tensors."""
