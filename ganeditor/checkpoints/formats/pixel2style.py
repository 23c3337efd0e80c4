"""e4e, pSp, ReStyle and SAM files: the decoder in rosinality's naming, and the encoder where it can be used."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ganeditor.checkpoints import sizes
from ganeditor.checkpoints.formats import rosinality
from ganeditor.checkpoints.formats.checkpoint import Array, Arrays, Checkpoint, describe
from ganeditor.checkpoints.options import whole
from ganeditor.checkpoints.packs.manifest import MAX_ENCODER_STEPS, REFINING
from ganeditor.checkpoints.reader.refusal import Refusal, shown

RESTYLE = {
    "BackboneEncoder": "restyle-psp",
    "GradualStyleEncoder": "restyle-psp",
    "ProgressiveBackboneEncoder": "restyle-e4e",
}
"""Encoders of ReStyle files by their option encoder_type; they count from latent_avg always."""

DEFAULT_STEPS = 5  # ReStyle's own
SAM_NOTICE = "SAM's own encoder, which ages faces, is not used; they are found with the pSp encoder in the same file."


def fits(content: Any) -> bool:
    """Whether content has a state dict with a decoder in it."""
    state = content.get("state_dict") if isinstance(content, Mapping) else None
    return isinstance(state, Mapping) and any(name.startswith("decoder.") for name in state)


def read(content: Any) -> Checkpoint:
    """The decoder as generator, and the encoder, or a notice why it is left out; Refusal with the reason."""
    state, options = content["state_dict"], content.get("opts")
    options = options if isinstance(options, Mapping) else {}
    average = content.get("latent_avg")
    average = average if isinstance(average, np.ndarray) else None
    decoder = rosinality.renamed(_part(state, "decoder."), average)
    description = describe(decoder, {})
    encoder, inner = _part(state, "encoder."), _part(state, "pretrained_encoder.")
    if inner:  # SAM: a plain pSp, whose codes count from the average whatever SAM's own options say
        encoder, options = inner, {}
    kind, notice = _kind(encoder, options)
    if kind and average is None and (inner or kind in REFINING):
        kind, notice = "", "The file has no latent_avg, which its encoder counts from; the encoder is left out."
    if not kind:
        return Checkpoint(decoder, description, notices=(notice,) if encoder else ())
    description["encoder"] = kind
    if kind in REFINING:
        description["encoder_steps"] = _steps(options)
    used = kind in REFINING or bool(options.get("start_from_latent_avg", True))
    encoder["average"] = _average(description, average, used)
    return Checkpoint(decoder, description, encoder, notices=(SAM_NOTICE,) if inner else ())


def _kind(encoder: Arrays, options: Mapping[str, Any]) -> tuple[str, str]:
    """What a manifest calls the encoder, or why it is left out."""
    named, other = options.get("encoder_type"), "The file's encoder is not an IR-SE50 with a head for each layer"
    if not {"input_layer.0.weight", "styles.0.linear.weight"} <= encoder.keys():
        return "", f"{other}, so it is left out."
    channels = sizes.need(sizes.shapes_of(encoder), "input_layer.0.weight", 4)[1]
    if channels == 6 and isinstance(named, str) and named in RESTYLE:
        return RESTYLE[named], ""
    if channels != 3:
        taken = "neither a picture nor the two of a known ReStyle encoder"
        return "", f"The file's encoder takes {channels} channels, {taken}; it is left out."
    if "latlayer1.weight" not in encoder:
        return "", f"{other}, so it is left out."
    return "e4e" if named == "Encoder4Editing" else "psp", ""


def _steps(options: Mapping[str, Any]) -> int:
    """How often a ReStyle encoder refines what it found."""
    steps = options.get("n_iters_per_batch", DEFAULT_STEPS)
    if not whole(1, MAX_ENCODER_STEPS)(steps):
        raise Refusal(f"its option n_iters_per_batch is {shown(steps, 20)} and should be 1 to {MAX_ENCODER_STEPS}")
    return int(steps)


def _part(state: Mapping[str, Any], prefix: str) -> Arrays:
    return {
        name.removeprefix(prefix): value
        for name, value in state.items()
        if name.startswith(prefix) and isinstance(value, np.ndarray)
    }


def _average(description: Mapping[str, Any], average: Array | None, used: bool) -> Array:
    """What the encoder's codes [num_ws, w_dim] are counted from."""
    shape = (description["num_ws"], description["w_dim"])
    if average is None or not used:
        return np.zeros(shape, np.float32)
    if average.size not in (shape[1], shape[0] * shape[1]):
        raise Refusal(f"its latent_avg has shape {list(average.shape)} and its generator takes {list(shape)}")
    return np.ascontiguousarray(np.broadcast_to(average.reshape(-1, shape[1]), shape))
