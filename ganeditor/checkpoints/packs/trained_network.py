"""A pack made of a trained network beside the models of faces."""

import json
from pathlib import Path
from typing import Any

from safetensors.torch import save_file
from torch import nn

from ganeditor.checkpoints.formats.family import NETWORK_FILE
from ganeditor.checkpoints.formats.translation import RESNET, UNET
from ganeditor.checkpoints.formats.upscaler import RRDB, SRRESNET
from ganeditor.checkpoints.packs.eyes import EXEMPLAR
from ganeditor.checkpoints.packs.manifest import CORNERS
from ganeditor.checkpoints.packs.pack import EYES, FILE_NAME, TRANSLATOR, UPSCALER
from ganeditor.checkpoints.packs.packing import entry_of
from ganeditor.checkpoints.packs.trained import CARD, Card, kept, pack_folder
from ganeditor.engine.faces.align import Template
from ganeditor.engine.networks.exemplar import ExemplarNetwork
from ganeditor.engine.networks.rrdb import RRDBNet
from ganeditor.engine.networks.srresnet import SRResNet
from ganeditor.engine.networks.translation import ResnetGenerator, TranslationNetwork, UnetGenerator

UPSCALERS = {RRDBNet: RRDB, SRResNet: SRRESNET}
TRANSLATORS = {ResnetGenerator: RESNET, UnetGenerator: UNET}


def write_upscaler(folder: Path, network: RRDBNet | SRResNet, card: Card) -> Path:
    """Make folder the pack of a network that enlarges."""
    does = f"×{network.scale}"
    more = {"kind": UPSCALER, "family": UPSCALERS[type(network)], "sizes": vars(network.sizes), "does": does}
    return _written(folder, network, card, more)


def write_translator(folder: Path, network: TranslationNetwork, card: Card, size: int, **pair: str) -> Path:
    """Make folder the pack of a network that restyles, trained on pictures of size pixels.

    pair: of two that lead there and back, what both are called, and its own side.
    """
    does = "colour" if network.sizes.outputs == 2 else "style"
    sizes = {name: int(value) for name, value in vars(network.sizes).items()}
    more = {"kind": TRANSLATOR, "family": TRANSLATORS[type(network)], "sizes": sizes, "does": does, "size": size}
    return _written(folder, network, card, more | pair)


def write_painter(folder: Path, network: ExemplarNetwork, template: Template, side: int, card: Card) -> Path:
    """Make folder the pack of a network that paints eyes into faces of side pixels which lie as in template."""
    points = dict(zip(CORNERS, map(list, template.points), strict=True))
    more = {
        "kind": EYES,
        "family": EXEMPLAR,
        "sizes": vars(network.sizes),
        "does": "eyes",
        "size": side,
        "alignment": {"kind": "similarity", **points, "border": template.border},
    }
    return _written(folder, network, card, more)


def _written(folder: Path, network: nn.Module, card: Card, more: dict[str, Any]) -> Path:
    with pack_folder(folder) as made:
        save_file(kept(network), made / NETWORK_FILE)
        (made / CARD).write_text(card.text, encoding="utf-8")
        _write_manifest(made, card, more)
    return folder


def _write_manifest(folder: Path, card: Card, more: dict[str, Any]) -> None:
    values = {
        "format": 1,
        "name": card.name,
        "version": card.version,
        **more,
        "files": {file.name: entry_of(file) for file in sorted(folder.iterdir())},
        "licence": card.licence,
        "training_data": card.training_data,
        "held_out": card.figures,
    }
    (folder / FILE_NAME).write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
