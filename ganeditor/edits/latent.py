"""LatentEdit: a face moved along named attributes of the model's latent space."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from ganeditor.edits.attributes import attribute
from ganeditor.errors import EditError
from ganeditor.fields import Fields

DETAIL, GENERATED = MODES = ("detail", "generated")
"""How the face is pasted back: only the difference that the edit makes, or the synthesised face in its place."""

Layers = tuple[int, int]
"""First and last layer, both included."""

MOST_LAYERS = 64
_MOST_ATTRIBUTES = 200
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class LatentEdit:
    """All choices made at the sliders of one face; amounts of zero are left out."""

    amounts: Mapping[str, float] = field(default_factory=lambda: _NOTHING)  # years for age, else deviations
    layers: Mapping[str, Layers] = field(default_factory=lambda: _NOTHING)  # attribute -> where alone it acts
    keep: tuple[str, ...] = ()  # attributes held still while others change
    mode: str = DETAIL
    hair_greys: bool = False  # as the face grows older; else hair keeps its colour

    assets = ()

    def __post_init__(self) -> None:
        amounts = {name: amount for name, amount in self.amounts.items() if amount}
        object.__setattr__(self, "amounts", MappingProxyType(amounts))
        object.__setattr__(self, "layers", MappingProxyType(dict(self.layers)))

    @property
    def neutral(self) -> bool:
        return not self.amounts

    def with_amount(self, name: str, amount: float) -> "LatentEdit":
        """The same with one attribute changed; 0 takes it back."""
        return replace(self, amounts={**self.amounts, name: amount})

    def with_layers(self, name: str, layers: Layers | None) -> "LatentEdit":
        """The same with an attribute limited to some layers; None is all of them."""
        others = {other: chosen for other, chosen in self.layers.items() if other != name}
        return replace(self, layers=others | ({} if layers is None else {name: layers}))

    def to_json(self) -> dict[str, Any]:
        fields = {**vars(self), "amounts": dict(self.amounts), "layers": dict(self.layers)}
        if not self.hair_greys:  # what says nothing new is written as it always was
            del fields["hair_greys"]
        return fields

    @classmethod
    def from_json(cls, fields: Fields) -> "LatentEdit":
        amounts, layers = fields.inner("amounts"), fields.inner("layers")
        limits = {name: attribute(name).limit for name in amounts.names(_MOST_ATTRIBUTES)}
        return cls(
            amounts={name: amounts.number(name, -limit, limit) for name, limit in limits.items()},
            layers={name: layers.span(name, MOST_LAYERS - 1) for name in layers.names(_MOST_ATTRIBUTES)},
            keep=fields.texts("keep"),
            mode=fields.one_of("mode", MODES),
            hair_greys=fields.has("hair_greys") and fields.flag("hair_greys"),  # older files don't know it
        )

    def between(self, other: "LatentEdit", share: float) -> "LatentEdit":
        amounts = {
            name: self.amounts.get(name, 0.0) * (1 - share) + other.amounts.get(name, 0.0) * share
            for name in (*self.amounts, *other.amounts)
        }
        # What goes back to nothing does so the way it came.
        return replace(self if other.neutral else other, amounts=amounts)

    @classmethod
    def parse(cls, text: str) -> "LatentEdit":
        """NAME=CHANGE, or several with commas between, such as "age=+30,smile=1"."""
        amounts: dict[str, float] = {}
        for part in text.split(","):
            name, _, number = (piece.strip() for piece in part.rpartition("="))
            try:
                amount = float(number)
            except ValueError:
                amount = math.nan
            if not name or not math.isfinite(amount):
                raise EditError(f"'{part.strip()}' is not NAME=CHANGE, such as age=+30.")
            if attribute(name).name in amounts:
                raise EditError(f"'{name}' is set twice; set each attribute once.")
            amounts[attribute(name).name] = amount
        return cls(amounts)
