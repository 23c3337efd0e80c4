"""RestyleEdit: a photo, or the faces in it, put through a network that makes one picture of another."""

import re
from dataclasses import dataclass, replace
from typing import Any

from ganeditor.errors import EditError
from ganeditor.fields import Fields

SMALLEST_SIDE, LARGEST_SIDE, USUAL_SIDE = 64, 16_384, 512
"""Pixels of the longer side that a network may see, and does unless a person says otherwise."""

ALL_FACES = "all"

PARTS = ("hair", "skin", "clothes", "background")
"""What a hint can give a colour to."""

MODEL_LENGTH = 4096  # characters: it may be the path of a file

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_FACE = re.compile(r"[\w.-]{0,64}")


@dataclass(frozen=True)
class RestyleEdit:
    """By which network, and how much of it; without a network it does nothing."""

    model: str = ""  # name of the network, or its file
    strength: float = 1.0  # 0 to 1: from the photo to what the network makes of it
    size: int = USUAL_SIDE  # pixels of the longer side that the network sees; 0 is all that there are
    face: str = ""  # id of the one that is restyled, or ALL_FACES; empty for the whole photo
    back: bool = False  # through the network's counterpart as well: there and back again
    first: bool = False  # before the edits of faces, which are then laid over it; else after them
    hints: tuple[tuple[str, str], ...] = ()  # of PARTS, in their order: what, and its colour as #rrggbb

    assets = ()

    @property
    def neutral(self) -> bool:
        return not self.model or not self.strength

    def with_hint(self, part: str, colour: str) -> "RestyleEdit":
        """With another colour of a part, or with an empty one none."""
        known = {**dict(self.hints), part: colour}
        return replace(self, hints=tuple((name, known[name]) for name in PARTS if known.get(name)))

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "hints": dict(self.hints)}

    @classmethod
    def from_json(cls, fields: Fields) -> "RestyleEdit":
        hints = fields.take("hints", f"colours as #rrggbb by {', '.join(PARTS)}", _are_hints)
        return cls(
            model=fields.text("model", MODEL_LENGTH),
            strength=fields.number("strength", 0, 1),
            size=int(fields.take("size", f"0, or a whole number from {SMALLEST_SIDE} to {LARGEST_SIDE}", _is_size)),
            face=fields.matching("face", _FACE, "a face's id, all, or nothing"),
            back=fields.flag("back"),
            first=fields.flag("first"),
            hints=tuple((part, hints[part]) for part in PARTS if part in hints),
        )

    def between(self, other: "RestyleEdit", share: float) -> "RestyleEdit":
        # Of two networks one can't lie between: what only one of them has comes, or goes, by its strength.
        bearer = self if other.neutral else other
        start, end = (0.0 if edit.neutral or edit.model != bearer.model else edit.strength for edit in (self, other))
        return replace(bearer, strength=start * (1 - share) + end * share)

    @classmethod
    def parse(cls, text: str) -> "RestyleEdit":
        """Name of a network, and where wanted a strength from 0 to 1 and a size behind it, such as "monet,0.7,1024"."""
        name, _, rest = text.partition(",")
        strength_text, _, size_text = rest.partition(",")
        try:
            edit = cls(model=name.strip(), strength=float(strength_text or 1), size=int(size_text or USUAL_SIDE))
        except ValueError:
            edit = cls()
        if not edit.model or not 0 <= edit.strength <= 1 or not _is_size(edit.size):
            raise EditError(
                f"'{text}' is not NAME,STRENGTH,SIZE with a strength from 0 to 1 and a size of 0 or {SMALLEST_SIDE} to "
                f"{LARGEST_SIDE} pixels: monet, monet,0.7 or monet,0.7,1024."
            )
        return edit


def is_colour(text: str) -> bool:
    """Whether text is a colour as #rrggbb."""
    return _COLOUR.fullmatch(text) is not None


def _are_hints(value: Any) -> bool:
    return isinstance(value, dict) and all(
        part in PARTS and isinstance(colour, str) and is_colour(colour) for part, colour in value.items()
    )


def _is_size(value: Any) -> bool:
    return type(value) is int and (value == 0 or SMALLEST_SIDE <= value <= LARGEST_SIDE)
