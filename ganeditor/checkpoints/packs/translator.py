"""The manifest of a pack with a network that makes one picture of another, and what its file's folder tells of it.

pytorch-CycleGAN-and-pix2pix writes the options of a training beside its networks, as text; it is read, never run.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganeditor.checkpoints.packs.network import NetworkPack, network_fields
from ganeditor.checkpoints.packs.pack import plain_name, text_of
from ganeditor.edits.restyle import USUAL_SIDE
from ganeditor.fields import Fields

OPTION_FILES = ("train_opt.txt", "test_opt.txt")
COLOUR = 2
"""Channels out of a network that makes colour: finer than it was trained on it sees no faces any more."""

USUAL_SIZE, SMALLEST, LARGEST = 256, 16, 4096
"""Pixels of the pictures a network was trained on."""

MAX_BYTES = 1 << 16
SIDES = ("A", "B")
_OPTION = re.compile(r"\s*(\w+):\s?(.*?)\s*(?:\[default:.*)?")
_NETWORK = re.compile(r".*net_G(?:_([AB]))?")
_SIZES = ("crop_size", "fineSize", "load_size", "loadSize")  # of newer and older versions


@dataclass(frozen=True, kw_only=True)
class TranslatorPack(NetworkPack):
    """What such a pack says about itself."""

    size: int  # pixels of the pictures it was trained on
    pair: str = ""  # what both networks of a CycleGAN are called
    side: str = ""  # of SIDES: what pictures it takes, where it is one of two

    @property
    def about(self) -> str:
        return f"{self.does}, {self.size} px"

    @property
    def seen_at(self) -> int:
        """Pixels of a photo's longer side that it sees unless a person says otherwise."""
        return self.size if self.sizes.get("outputs") == COLOUR else USUAL_SIDE

    def leads_back_from(self, other: "TranslatorPack") -> bool:
        """Whether it takes what other makes."""
        return bool(self.pair) and self.pair == other.pair and {self.side, other.side} == set(SIDES)


def taken(fields: Fields, shared: Mapping[str, Any]) -> TranslatorPack:
    """The whole of a manifest, of which shared is read."""
    more: dict[str, Any] = {}
    if fields.has("pair"):
        more = {"pair": text_of(fields, "pair"), "side": fields.one_of("side", SIDES)}
    size = fields.whole("size", SMALLEST, LARGEST)
    return TranslatorPack(**shared, **network_fields(fields), size=size, **more)


def beside(path: Path) -> dict[str, Any]:
    """Fields of the manifest of the foreign file at path that its name and its options tell."""
    options = options_of(path)
    told = [int(options[name]) for name in _SIZES if options.get(name, "").isdecimal()]
    size = next((size for size in told if SMALLEST <= size <= LARGEST), USUAL_SIZE)
    side = _side(path)
    pair = plain_name(options.get("name", "") or path.absolute().parent.name) if side else ""
    return {"size": size} | ({"pair": pair, "side": side} if pair else {})


def trained_as(path: Path) -> str:
    """What the training was called whose network is at path, and which of two it is; empty where nothing tells."""
    name = options_of(path).get("name", "") if _NETWORK.fullmatch(path.stem) else ""
    return "-".join(part for part in (name, _side(path)) if part) if name else ""


def options_of(path: Path) -> dict[str, str]:
    """The options beside the file at path, as text."""
    for name in OPTION_FILES:
        file = path.with_name(name)
        if file.is_file() and file.stat().st_size <= MAX_BYTES:
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            matches = (_OPTION.fullmatch(line) for line in lines)
            return {match[1]: match[2] for match in matches if match}
    return {}


def _side(path: Path) -> str:
    match = _NETWORK.fullmatch(path.stem)
    return (match[1] or "") if match else ""
