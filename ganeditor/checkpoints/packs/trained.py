"""A pack made of what was trained here: the generator, its discriminator to train on with, and its card."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from safetensors.torch import save_file
from torch import Tensor, nn

from ganeditor.checkpoints.packs.pack import FILE_NAME, is_name
from ganeditor.checkpoints.packs.packing import entry_of, prior_of
from ganeditor.engine.networks.convolutional import ConvolutionalSynthesis
from ganeditor.engine.networks.generator import Generator, LabelMapping, MappingNetwork, SynthesisNetwork
from ganeditor.errors import ModelError

CARD = "README.md"
OPPONENT = "opponent.safetensors"
"""The discriminator as it was trained, of any family."""

FAMILIES = {SynthesisNetwork: "stylegan2", ConvolutionalSynthesis: "convolutional"}


@dataclass(frozen=True)
class Card:
    """What people have to know of a trained model."""

    name: str
    version: str
    licence: str
    training_data: str
    text: str  # the page
    labels: tuple[str, ...] = ()  # names of classes
    figures: dict[str, Any] = field(default_factory=dict)  # on pictures it was not trained on
    alignment: dict[str, Any] = field(default_factory=lambda: {"kind": "ffhq", "border": "reflect"})


def write_pack(folder: Path, generator: Generator, opponent: nn.Module | None, card: Card) -> Path:
    """Make folder the pack of a trained generator; ModelError where one is there already, or can't be written."""
    if not is_name(card.name):
        raise ModelError(f"'{card.name}' can't name a model; use letters, digits, '-', '_' and '.', 64 at most.")
    if folder.exists():
        raise ModelError(f"There is a model in {folder} already; give another name.", "--name")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".trained-", dir=folder.parent) as temporary:
            made = Path(temporary) / "made"
            made.mkdir()
            _write(made, generator, opponent, card)
            shutil.move(made, folder)
    except OSError as error:
        raise ModelError(f"The model can't be written to {folder} ({error}); free some space there.") from None
    return folder


def _write(folder: Path, generator: Generator, opponent: nn.Module | None, card: Card) -> None:
    mapping, synthesis = generator.mapping, generator.synthesis
    assert isinstance(mapping, MappingNetwork | LabelMapping), "a prior without a network comes from inversion alone"
    latents = prior_of(mapping)
    tensors = _kept(generator) | {"mapping.w_avg": latents["prior.mean"]}
    save_file(tensors, folder / "generator.safetensors")
    save_file(latents, folder / "latents.safetensors")
    if opponent:
        save_file(_kept(opponent), folder / OPPONENT)
    (folder / CARD).write_text(card.text, encoding="utf-8")
    values = {
        "format": 1,
        "name": card.name,
        "version": card.version,
        "family": FAMILIES[type(synthesis)],
        "resolution": synthesis.resolution,
        "w_dim": synthesis.w_dim,
        "num_ws": synthesis.num_ws,
        "mapping": "dense" if isinstance(mapping, MappingNetwork) else "labelled",
        "z_dim": mapping.z_dim,
        "c_dim": mapping.c_dim,
        **({"mapping_layers": mapping.num_layers} if isinstance(mapping, MappingNetwork) else {}),
        "noise": any(name.endswith("noise_strength") for name in tensors),
        "output_range": [-1, 1],
        "alignment": card.alignment,
        "attributes": [],
        "labels": list(card.labels),
        "files": {file.name: entry_of(file) for file in sorted(folder.iterdir())},
        "licence": card.licence,
        "training_data": card.training_data,
        "held_out": card.figures,
    }
    (folder / FILE_NAME).write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


def _kept(module: nn.Module) -> dict[str, Tensor]:
    """Its tensors, in float32 and each with memory of its own."""
    state: Mapping[str, Tensor] = module.state_dict()
    return {
        name: tensor.detach().cpu().float().contiguous().clone()
        for name, tensor in state.items()
        if not name.endswith("num_batches_tracked")
    }
