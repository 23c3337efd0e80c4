"""The manifest of a pack with a network that paints eyes, which `ganeditor train exemplar-eyes` makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganeditor.checkpoints.packs.manifest import read_alignment
from ganeditor.checkpoints.packs.network import NetworkPack, network_fields
from ganeditor.checkpoints.packs.pack import read_pack
from ganeditor.fields import Fields

EXEMPLAR = "exemplar"
"""The family of such networks."""

SMALLEST, LARGEST = 8, 1024
"""Pixels of their pictures."""


@dataclass(frozen=True, kw_only=True)
class EyesPack(NetworkPack):
    """What such a pack says about itself."""

    size: int  # pixels of the aligned faces that it was trained on
    template_points: tuple[tuple[float, float], ...]  # left eye, right eye, left mouth, right mouth, units of the side
    border: str

    @property
    def about(self) -> str:
        return f"{self.does}, {self.size} px"


def read_eyes_pack(folder: Path) -> EyesPack:
    """The manifest of the pack in folder; ModelError names the field that is missing or wrong."""
    return read_pack(folder, taken)


def taken(fields: Fields, shared: Mapping[str, Any]) -> EyesPack:
    """The whole of a manifest, of which shared is read."""
    alignment = fields.inner("alignment")
    alignment.one_of("kind", ("similarity",))
    points, border = read_alignment(alignment)
    size = fields.whole("size", SMALLEST, LARGEST)
    return EyesPack(**shared, **network_fields(fields), size=size, template_points=points, border=border)
