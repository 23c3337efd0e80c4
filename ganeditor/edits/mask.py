"""MaskEdit: a face changed so that its mask is as somebody painted it (Ling et al. 2021)."""

import re
from dataclasses import dataclass, replace
from typing import Any

from ganeditor.errors import EditError
from ganeditor.fields import Fields

WEAKEST, STRONGEST = -1.0, 2.0
"""Strengths; 1 is as far as was searched for, below 0 the other way."""

_ASSET = re.compile(r"([0-9a-f]{64})?")


@dataclass(frozen=True)
class MaskEdit:
    """What a search for a painted mask has found, done to one face."""

    found: str = ""  # SHA-256 of the asset with the change of latents, and where it is to show
    painted: str = ""  # SHA-256 of the painted mask, a PNG, to go on with
    strength: float = 1.0

    @property
    def neutral(self) -> bool:
        return not self.found or not self.strength

    @property
    def assets(self) -> tuple[str, ...]:
        return tuple(asset for asset in (self.found, self.painted) if asset)

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))

    @classmethod
    def from_json(cls, fields: Fields) -> "MaskEdit":
        names = {
            name: fields.matching(name, _ASSET, "64 hexadecimal digits, or nothing") for name in ("found", "painted")
        }
        return cls(**names, strength=fields.number("strength", WEAKEST, STRONGEST))

    def between(self, other: "MaskEdit", share: float) -> "MaskEdit":
        # What only one of them has comes, or goes, by its strength.
        bearer = self if other.neutral else other
        start, end = (edit.strength if edit.found == bearer.found else 0.0 for edit in (self, other))
        return replace(bearer, strength=start * (1 - share) + end * share)

    @classmethod
    def parse(cls, text: str) -> "MaskEdit":
        """Nothing that can be typed; the command `mask` takes a picture."""
        raise EditError(f"'{text}' is no mask; paint one and give it to the command mask.")
