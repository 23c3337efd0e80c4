"""A pack made of what was trained here: the generator, its discriminator to train on with, and its card."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn.utils.parametrize import is_parametrized

from ganeditor.checkpoints.packs.native import ENCODER_FILE
from ganeditor.checkpoints.packs.pack import FILE_NAME, is_name
from ganeditor.checkpoints.packs.packing import entry_of, prior_of
from ganeditor.engine.networks.convolutional import ConvolutionalSynthesis
from ganeditor.engine.networks.encoder import Encoder
from ganeditor.engine.networks.generator import (
    GaussianMapping,
    Generator,
    LabelMapping,
    MappingNetwork,
    SynthesisNetwork,
)
from ganeditor.engine.networks.progressive import ProgressiveSynthesis
from ganeditor.engine.networks.residual import ResidualSynthesis
from ganeditor.errors import ModelError

CARD = "README.md"
OPPONENT = "opponent.safetensors"
"""The discriminator as it was trained, of any family."""

FAMILIES = {
    SynthesisNetwork: "stylegan2",
    ConvolutionalSynthesis: "convolutional",
    ResidualSynthesis: "residual",
    ProgressiveSynthesis: "progressive",
}


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


@dataclass(frozen=True)
class Attributes:
    """What a model knows of its latent space beside its prior; tensors as latents.safetensors has them."""

    names: tuple[str, ...] = ()
    tensors: Mapping[str, Tensor] = field(default_factory=dict)


def write_pack(
    folder: Path,
    generator: Generator,
    opponent: nn.Module | None,
    card: Card,
    encoder: Encoder | None = None,
    attributes: Attributes = Attributes(),
) -> Path:
    """Make folder the pack of a trained generator; ModelError where one is there already, or can't be written."""
    with pack_folder(folder) as made:
        _write(made, generator, opponent, card, encoder, attributes)
    return folder


@contextmanager
def pack_folder(folder: Path) -> Iterator[Path]:
    """An empty folder that becomes the pack in folder once it is filled; ModelError where that can't be."""
    require_new(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".trained-", dir=folder.parent) as temporary:
            made = Path(temporary) / "made"
            made.mkdir()
            yield made
            shutil.move(made, folder)
    except OSError as error:
        raise ModelError(f"The model can't be written to {folder} ({error}); free some space there.") from None


def require_new(folder: Path) -> None:
    """ModelError where folder can't become a pack, whose name is the folder's."""
    if not is_name(folder.name):
        raise ModelError(f"'{folder.name}' can't name a model; use letters, digits, '-', '_' and '.', 64 at most.")
    if folder.exists():
        raise ModelError(f"There is a model in {folder} already; give another name.", "--name")


def _write(
    folder: Path,
    generator: Generator,
    opponent: nn.Module | None,
    card: Card,
    encoder: Encoder | None,
    attributes: Attributes,
) -> None:
    mapping, synthesis = generator.mapping, generator.synthesis
    if isinstance(mapping, GaussianMapping):
        latents = {"prior.mean": mapping.w_avg.clone(), "prior.factor": mapping.factor.clone()}
    else:
        latents = prior_of(mapping)
    tensors = kept(generator) | {"mapping.w_avg": latents["prior.mean"]}
    save_file(tensors, folder / "generator.safetensors")
    save_file({**latents, **attributes.tensors}, folder / "latents.safetensors")
    if encoder:
        save_file(kept(encoder), folder / ENCODER_FILE)
    if opponent:
        save_file(kept(opponent), folder / OPPONENT)
    (folder / CARD).write_text(card.text, encoding="utf-8")
    values = {
        "format": 1,
        "name": card.name,
        "version": card.version,
        "family": FAMILIES[type(synthesis)],
        "resolution": synthesis.resolution,
        "w_dim": synthesis.w_dim,
        "num_ws": synthesis.num_ws,
        **_mapping_fields(mapping),
        **({"encoder": {"resolution": encoder.sizes.resolution}} if encoder else {}),
        "noise": any(name.endswith("noise_strength") for name in tensors),
        "output_range": [-1, 1],
        "alignment": card.alignment,
        "attributes": list(attributes.names),
        "labels": list(card.labels),
        "files": {file.name: entry_of(file) for file in sorted(folder.iterdir())},
        "licence": card.licence,
        "training_data": card.training_data,
        "held_out": card.figures,
    }
    (folder / FILE_NAME).write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


def _mapping_fields(mapping: MappingNetwork | GaussianMapping | LabelMapping) -> dict[str, Any]:
    if isinstance(mapping, GaussianMapping):
        return {"mapping": "gaussian"}
    fields = {"z_dim": mapping.z_dim, "c_dim": mapping.c_dim}
    if isinstance(mapping, LabelMapping):
        return {"mapping": "labelled", **fields}
    return {"mapping": "dense", "mapping_layers": mapping.num_layers, **fields}


def kept(module: nn.Module) -> dict[str, Tensor]:
    """Its tensors, in float32 and each with memory of its own; weights that are bounded, as they are used."""
    module.eval()  # a bound that is looked at while it is trained moves
    found: dict[str, Tensor] = {
        name: tensor
        for name, tensor in module.state_dict().items()
        if not name.endswith("num_batches_tracked") and "parametrizations." not in name
    }
    for name, part in module.named_modules():
        if is_parametrized(part, "weight"):
            found[f"{name}.weight".lstrip(".")] = part.weight
    return {name: tensor.detach().cpu().float().contiguous().clone() for name, tensor in found.items()}
