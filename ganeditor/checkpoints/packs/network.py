"""The manifest of a pack with one network beside the models of faces, such as one that enlarges."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganeditor.checkpoints.packs.pack import Pack, read_pack, text_of
from ganeditor.fields import Fields

MAX_SIZE = 4096  # of what a network is built from


@dataclass(frozen=True, kw_only=True)
class NetworkPack(Pack):
    """What a pack of one network says about itself."""

    family: str
    sizes: Mapping[str, int]  # fields of the family's sizes
    does: str  # in a few characters: ×4

    @property
    def about(self) -> str:
        return self.does


def read_network_pack(folder: Path) -> NetworkPack:
    """The manifest of the pack in folder; ModelError names the field that is missing or wrong."""
    return read_pack(folder, taken)


def taken(fields: Fields, shared: Mapping[str, Any]) -> NetworkPack:
    """The whole of a manifest, of which shared is read."""
    return NetworkPack(**shared, **network_fields(fields))


def network_fields(fields: Fields) -> dict[str, Any]:
    """Those that every kind of NetworkPack has beside the shared ones."""
    sizes = fields.inner("sizes")
    names = sizes.names(20)
    return {
        "family": text_of(fields, "family"),
        "sizes": {name: sizes.whole(name, 0, MAX_SIZE) for name in names},
        "does": text_of(fields, "does"),
    }
