"""RestoreEdit: a blurred, small, noisy or JPEG-broken face drawn as it may have been."""

import re
from dataclasses import dataclass, replace
from typing import Any

from ganeditor.errors import EditError
from ganeditor.fields import FieldError, Fields

HEAD, FACE = AREAS = ("head", "face")
"""What is drawn anew: all that the generator sees, or from the chin to the hairline alone."""

MOST_REFERENCES = 4
"""Other photos of the person that have a say; more make no difference that is worth the time."""

USUAL_FIDELITY = 0.5

_ASSET, _FOUND = re.compile(r"[0-9a-f]{64}"), re.compile(r"([0-9a-f]{64})?")


@dataclass(frozen=True)
class RestoreEdit:
    """How one face is restored; as it stands it does nothing."""

    amount: float = 0.0  # 0 leaves the photo, 1 is the restored face
    fidelity: float = USUAL_FIDELITY  # 0 is a likely face; 1 is this photo, with what it shows for certain
    references: tuple[str, ...] = ()  # SHA-256 of the assets with the person's face in other photos
    area: str = HEAD  # of AREAS
    found: str = ""  # SHA-256 of the asset with what the search has found; nothing where it is yet to be done

    @property
    def neutral(self) -> bool:
        return not self.amount

    @property
    def assets(self) -> tuple[str, ...]:
        return (*self.references, self.found) if self.found else self.references

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "references": list(self.references)}

    @classmethod
    def from_json(cls, fields: Fields) -> "RestoreEdit":
        references = fields.texts("references", MOST_REFERENCES)
        for name in references:
            if not _ASSET.fullmatch(name):
                raise FieldError(f"references: expected names of 64 hexadecimal digits, found {name!r}")
        found = fields.matching("found", _FOUND, "64 hexadecimal digits, or nothing") if fields.has("found") else ""
        return cls(
            amount=fields.number("amount", 0, 1),
            fidelity=fields.number("fidelity", 0, 1),
            references=references,
            area=fields.one_of("area", AREAS),
            found=found,
        )

    def between(self, other: "RestoreEdit", share: float) -> "RestoreEdit":
        # What only one of them has comes, or goes, by its amount.
        bearer, ends = (self if other.neutral else other), (self, other)
        amount, fidelity = (
            start * (1 - share) + end * share
            for start, end in (
                [edit.amount for edit in ends],
                [(bearer if edit.neutral else edit).fidelity for edit in ends],
            )
        )
        return replace(bearer, amount=amount, fidelity=fidelity)

    @classmethod
    def parse(cls, text: str) -> "RestoreEdit":
        """0 for a likely face to 1 for this photo, such as 0.5."""
        try:
            fidelity = float(text)
        except ValueError:
            fidelity = -1.0
        if not 0 <= fidelity <= 1:
            raise EditError(f"'{text}' is not a number from 0 (a likely face) to 1 (this photo), such as 0.5.")
        return cls(amount=1.0, fidelity=fidelity)
