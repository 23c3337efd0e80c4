"""e4e, pSp, ReStyle and SAM files: the decoder in rosinality's naming, and the encoder where it can be used."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ganeditor.checkpoints import rosinality
from ganeditor.checkpoints.checkpoint import Array, Arrays, Checkpoint, describe, need
from ganeditor.checkpoints.refusal import Refusal


def fits(content: Any) -> bool:
    state = content.get("state_dict") if isinstance(content, Mapping) else None
    return isinstance(state, Mapping) and any(name.startswith("decoder.") for name in state)


def read(content: Any) -> Checkpoint:
    state, options = content["state_dict"], content.get("opts")
    options = options if isinstance(options, Mapping) else {}
    average = content.get("latent_avg")
    average = average if isinstance(average, np.ndarray) else None
    decoder = rosinality.renamed(_part(state, "decoder."), average)
    description = describe(decoder, {})
    encoder, notices = _part(state, "encoder."), []
    stem = encoder.get("input_layer.0.weight")
    if encoder and (stem is None or "latlayer1.weight" not in encoder):
        notices.append("The file's encoder is not an IR-SE50 with a head for each layer, so it is left out.")
    elif stem is not None and need(encoder, "input_layer.0.weight", 4).shape[1] != 3:
        channels = stem.shape[1]
        notices.append(f"The file's encoder takes {channels} channels (ReStyle, SAM), not a picture; it is left out.")
    elif stem is not None:
        encoder["average"] = _average(description, average, bool(options.get("start_from_latent_avg", True)))
        description["encoder"] = "e4e" if options.get("encoder_type") == "Encoder4Editing" else "psp"
        return Checkpoint(decoder, description, encoder)
    return Checkpoint(decoder, description, notices=tuple(notices))


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
