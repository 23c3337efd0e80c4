"""Bare state dicts, in NVIDIA's or rosinality's naming, from .pt, .pth or safetensors files."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ganeditor.checkpoints.formats import rosinality
from ganeditor.checkpoints.formats.checkpoint import Arrays, Checkpoint, describe

PREFIXES = ("", "module.", "generator.", "G_ema.", "g_ema.", "G.", "decoder.")
NOTICE = "The file says nothing of its network's options; NVIDIA's defaults are taken."


def fits(content: Any) -> bool:
    """Whether content is, or has, a generator in a known naming."""
    return bool(_state(content))


def read(content: Any) -> Checkpoint:
    """The generator, with NVIDIA's defaults for what shapes don't tell; Refusal with the reason."""
    state = _state(content)
    average = state.get("latent_avg", content.get("latent_avg"))
    arrays = rosinality.renamed(state, average) if rosinality.named(state) else state
    return Checkpoint(arrays, describe(arrays, {}), notices=(NOTICE,))


def _state(content: Any) -> Arrays:
    """The generator's arrays without a prefix; empty when content is something else."""
    if not isinstance(content, Mapping):
        return {}
    for name in ("G_ema", "g_ema", "state_dict", "generator"):
        if isinstance(content.get(name), Mapping):
            content = content[name]
    arrays = {name: value for name, value in content.items() if isinstance(value, np.ndarray)}
    for prefix in PREFIXES:
        state = {name.removeprefix(prefix): value for name, value in arrays.items() if name.startswith(prefix)}
        nvidia = state.keys() & {"synthesis.b4.const", "synthesis.input.freqs"}
        if nvidia or rosinality.named(state):
            return state
    return {}
