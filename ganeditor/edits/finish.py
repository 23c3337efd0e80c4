"""FinishEdit: how fine what a generator draws comes into the photo."""

from dataclasses import dataclass
from typing import Any

from ganeditor.errors import EditError
from ganeditor.fields import Fields

SHARP, PLAIN = FINISHES = ("sharp", "plain")
"""As fine as the photo, where that is finer than the generator; or with the generator's own pixels."""


@dataclass(frozen=True)
class FinishEdit:
    """The finish of a face's edits; as it stands it is the usual one."""

    finish: str = SHARP

    assets = ()

    @property
    def neutral(self) -> bool:
        return self.finish == SHARP

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))

    @classmethod
    def from_json(cls, fields: Fields) -> "FinishEdit":
        return cls(fields.one_of("finish", FINISHES))

    def between(self, other: "FinishEdit", _share: float) -> "FinishEdit":
        return self if other.neutral else other

    @classmethod
    def parse(cls, text: str) -> "FinishEdit":
        """sharp or plain."""
        if text not in FINISHES:
            raise EditError(f"'{text}' is no finish; give {' or '.join(FINISHES)}.")
        return cls(text)
