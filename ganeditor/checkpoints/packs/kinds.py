"""The kinds of packs, a row each: who uses them, and what their manifests say beside what all say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganeditor.checkpoints.packs import eyes, manifest, network, translator
from ganeditor.checkpoints.packs.pack import EYES, FACE, TRANSLATOR, UPSCALER, Pack, read_pack
from ganeditor.errors import ModelError
from ganeditor.fields import Fields


@dataclass(frozen=True)
class PackKind:
    """One kind of packs."""

    title: str
    command: str  # that takes its name as --model
    taken: Callable[[Fields, Mapping[str, Any]], Pack]
    beside: Callable[[Path], Mapping[str, Any]] = lambda _path: {}  # fields that what lies beside a foreign file tells


KINDS: Mapping[str, PackKind] = {
    FACE: PackKind("model of faces", "edit", manifest.taken),
    UPSCALER: PackKind("network that enlarges", "enhance", network.taken),
    TRANSLATOR: PackKind("network that restyles", "restyle", translator.taken, translator.beside),
    EYES: PackKind("network that paints eyes", "eyes", eyes.taken),
}


def pack_in(folder: Path) -> Pack:
    """What the pack in folder says about itself, by its kind; ModelError names what is wrong with it."""
    return read_pack(folder, _taken)


def kind_of(folder: Path) -> str:
    """The kind of the pack in folder; one that can't be read is taken for a model of faces."""
    try:
        return pack_in(folder).kind
    except ModelError:
        return FACE


def _taken(fields: Fields, shared: Mapping[str, Any]) -> Pack:
    if shared["kind"] != FACE:
        fields.one_of("kind", KINDS)
    return KINDS[shared["kind"]].taken(fields, shared)
