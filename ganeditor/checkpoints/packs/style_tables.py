"""StyleCLIP's tables of style channels (fs3.npy): a direction made of one by a text, as one of the user's own."""

from dataclasses import dataclass
from pathlib import Path

import torch

from ganeditor.checkpoints import sandbox
from ganeditor.checkpoints.packs.directions import Direction, made_for, slug
from ganeditor.engine.clip import NEUTRAL, Clip
from ganeditor.engine.latent.channels import BETA, Found, channel_count, text_direction
from ganeditor.engine.model import FaceModel
from ganeditor.errors import ModelError


@dataclass(frozen=True)
class TextChange:
    """What a direction is to do, in words."""

    text: str  # what pictures come to show
    neutral: str = NEUTRAL  # what they show as they are
    beta: float = BETA  # relevance below which a channel stays


def read_text_direction(
    model: FaceModel,
    path: Path,
    clip: Clip,
    change: TextChange,
    *,
    name: str = "",
    label: str = "",
    layers: tuple[int, int] | None = None,
) -> tuple[Direction, Found]:
    """The direction of the table [C, D] in a file for a change in words; ModelError where it does not fit the model.

    The channels' deviations, which StyleCLIP keeps in S_mean_std, follow here from the model's own prior.
    """
    vectors = sandbox.read_directions(path).vectors
    count = channel_count(model)
    if vectors.ndim != 3 or vectors.shape[1] != count:
        raise ModelError(
            f"{path} has shape {list(vectors.shape[-2:])}, and {model.name} has {count} style channels; give the table "
            "that StyleCLIP made for this model (fs3.npy)."
        )
    if vectors.shape[2] != clip.width:
        raise ModelError(
            f"{path} was made with a CLIP of width {vectors.shape[2]}, and yours has {clip.width}; get the one it was "
            "made with (StyleCLIP takes ViT-B/32, of width 512)."
        )
    table = torch.tensor(vectors[0])
    found = text_direction(model, table, clip.change(change.text, change.neutral), change.beta)
    source = f"StyleCLIP, {path.name}: from '{change.neutral}' to '{change.text}', beta {change.beta:g}"
    name, label = name or slug(change.text), label or change.text
    return made_for(model, name, found.step, 1.0, source, label=label, layers=layers), found
