"""SwapEdit: a face that becomes another person's, in the pose, expression and light that it has."""

import re
from dataclasses import dataclass, replace
from typing import Any

from ganeditor.errors import EditError
from ganeditor.fields import FieldError, Fields

SHAPE, SKIN, BROWS, EYES, MOUTH = PARTS = ("shape", "skin", "brows", "eyes", "mouth")
"""What may come along: where the face's parts lie, the skin's tone, brows, eyes, and the lips."""

USUAL = (SHAPE, BROWS, EYES, MOUTH)
"""The face keeps the skin's tone that its neck has."""

STEPS = 25
"""Of an inversion, for both persons: what is seen is the photo's own texture, and latents only fill what that hides."""

_SHARES = ("amount", "light", "feather")
_ASSET = re.compile(r"([0-9a-f]{64})?")


@dataclass(frozen=True)
class SwapEdit:
    """Whose face one face gets, and how."""

    source: str = ""  # SHA-256 of the asset with the person's face; empty for the face's own
    amount: float = 1.0  # 0 keeps the person, 1 is the source
    parts: tuple[str, ...] = USUAL  # of PARTS, in their order
    light: float = 1.0  # 0 to 1: how far the source's light becomes the face's
    feather: float = 0.5  # 0 to 1: how softly it goes over into the face
    occlusion: bool = True  # what is before the face stays there

    @property
    def neutral(self) -> bool:
        return not self.source or not self.amount

    @property
    def assets(self) -> tuple[str, ...]:
        return (self.source,) if self.source else ()

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "parts": list(self.parts)}

    @classmethod
    def from_json(cls, fields: Fields) -> "SwapEdit":
        parts = fields.texts("parts", len(PARTS))
        if parts != tuple(part for part in PARTS if part in parts):
            raise FieldError(f"parts: expected some of {', '.join(PARTS)} in this order, found {', '.join(parts)}")
        return cls(
            source=fields.matching("source", _ASSET, "64 hexadecimal digits, or nothing"),
            parts=parts,
            occlusion=fields.flag("occlusion"),
            **{name: fields.number(name, 0, 1) for name in _SHARES},
        )

    def between(self, other: "SwapEdit", share: float) -> "SwapEdit":
        # A face that only one of them has comes, or goes, by its amount.
        bearer = self if other.neutral else other
        start, end = (edit.amount if edit.source == bearer.source else 0.0 for edit in (self, other))
        return replace(bearer, amount=start * (1 - share) + end * share)

    @classmethod
    def parse(cls, text: str) -> "SwapEdit":
        """Nothing that can be typed; the command `swap` takes a photo."""
        raise EditError(f"'{text}' is no face; give a photo to the command swap.")
