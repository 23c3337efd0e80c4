"""Throw-away operations: what a new kind of edit needs, written once more for the tests."""

from dataclasses import dataclass, replace
from typing import Any

from ganeditor.edits.table import OperationRow, Scope
from ganeditor.fields import Fields
from ganeditor.project.assets import SHA256


@dataclass(frozen=True)
class Glow:
    """A throw-away operation on the whole photo, with an asset."""

    strength: float = 0.0
    mask: str = ""

    @property
    def neutral(self) -> bool:
        return self.strength == 0

    @property
    def assets(self) -> tuple[str, ...]:
        return (self.mask,) if self.mask else ()

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))

    @classmethod
    def from_json(cls, fields: Fields) -> "Glow":
        return cls(fields.number("strength", 0, 1), fields.matching("mask", SHA256, "64 hexadecimal digits"))

    def between(self, other: "Glow", share: float) -> "Glow":
        return replace(other, strength=self.strength * (1 - share) + other.strength * share)

    @classmethod
    def parse(cls, text: str) -> "Glow":
        return cls(float(text))


@dataclass(frozen=True)
class Shine(Glow):
    """The same on a face."""


ROWS = (OperationRow("glow", Glow, Scope.PHOTO, "Glow"), OperationRow("shine", Shine, Scope.FACE, "Shine"))
