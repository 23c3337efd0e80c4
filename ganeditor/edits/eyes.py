"""EyesEdit: lids and gaze of a face moved, or its eyes taken from another photo of the same person."""

import math
import re
from dataclasses import dataclass, replace
from typing import Any

from ganeditor.errors import EditError
from ganeditor.fields import FieldError, Fields

SIDES = ("left", "right")
"""The eyes, as they stand in the picture."""

EXEMPLAR, HEAD = GAZES = ("exemplar", "head")
"""Where eyes from another photo look: as they do there, or ahead as this head is turned."""

_MOVES = ("lids_left", "lids_right", "gaze_x", "gaze_y")
_SHARES = ("amount", "feather", "light")
_ASSET = re.compile(r"([0-9a-f]{64})?")


@dataclass(frozen=True)
class EyesEdit:
    """What is done to the eyes of one face; left and right are the picture's."""

    lids_left: float = 0.0  # change of how far the eye is open, -1 to 1: 1 is from closed to fully open
    lids_right: float = 0.0
    gaze_x: float = 0.0  # -1 to 1: as far to the left, or right, as an eye looks in ease
    gaze_y: float = 0.0  # -1 to 1: down, up
    exemplar: str = ""  # SHA-256 of the asset with the eyes to be taken; empty for the face's own
    take: tuple[str, ...] = SIDES  # which of the exemplar's eyes
    amount: float = 1.0  # 0 to 1: of the exemplar
    feather: float = 0.5  # 0 to 1: how softly the exemplar goes over into the face
    light: float = 1.0  # 0 to 1: how far the exemplar's light becomes the face's
    gaze: str = EXEMPLAR  # of GAZES
    painter: str = ""  # name of a network that makes the exemplar's eyes one with the face; empty for a search

    @property
    def neutral(self) -> bool:
        return not self.moves and not self.taken

    @property
    def moves(self) -> bool:
        """Whether lids or gaze are moved."""
        return any(getattr(self, name) for name in _MOVES)

    @property
    def taken(self) -> tuple[str, ...]:
        """Of SIDES, those whose eye is another photo's."""
        return self.take if self.exemplar and self.amount else ()

    @property
    def lids(self) -> tuple[float, float]:
        """Of the left and the right eye."""
        return self.lids_left, self.lids_right

    @property
    def assets(self) -> tuple[str, ...]:
        return (self.exemplar,) if self.exemplar else ()

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "take": list(self.take)}

    @classmethod
    def from_json(cls, fields: Fields) -> "EyesEdit":
        take = fields.texts("take", len(SIDES))
        if take != tuple(side for side in SIDES if side in take):
            raise FieldError(f"take: expected left, right or both in this order, found {', '.join(take)}")
        return cls(
            **{name: fields.number(name, -1, 1) for name in _MOVES},
            **{name: fields.number(name, 0, 1) for name in _SHARES},
            exemplar=fields.matching("exemplar", _ASSET, "64 hexadecimal digits, or nothing"),
            take=take,
            gaze=fields.one_of("gaze", GAZES),
            painter=fields.text("painter") if fields.has("painter") else "",  # older files don't know it
        )

    def between(self, other: "EyesEdit", share: float) -> "EyesEdit":
        def mixed(start: float, end: float) -> float:
            return start * (1 - share) + end * share

        # An exemplar that only one of them has comes, or goes, by its amount.
        own, others = (edit.amount if edit.exemplar else 0.0 for edit in (self, other))
        bearer = self if self.exemplar and not other.exemplar else other
        return replace(
            bearer,
            lids_left=mixed(self.lids_left, other.lids_left),
            lids_right=mixed(self.lids_right, other.lids_right),
            gaze_x=mixed(self.gaze_x, other.gaze_x),
            gaze_y=mixed(self.gaze_y, other.gaze_y),
            amount=mixed(own, others) if bearer.exemplar else bearer.amount,
        )

    @classmethod
    def parse(cls, text: str) -> "EyesEdit":
        """NAME=CHANGE of lids, lids_left, lids_right, gaze_x or gaze_y, such as "lids=-1,gaze_x=0.5"."""
        found: dict[str, float] = {}
        for part in text.split(","):
            name, _, number = (piece.strip() for piece in part.partition("="))
            try:
                value = float(number)
            except ValueError:
                value = math.nan
            if name not in ("lids", *_MOVES) or not -1 <= value <= 1:
                raise EditError(f"'{part.strip()}' is not one of lids, {', '.join(_MOVES)} with -1 to 1: lids=0.5.")
            for one in ("lids_left", "lids_right") if name == "lids" else (name,):
                if one in found:
                    raise EditError(f"'{one}' is set twice; set each once.")
                found[one] = value
        lids_left, lids_right, gaze_x, gaze_y = (found.get(name, 0.0) for name in _MOVES)
        return cls(lids_left, lids_right, gaze_x, gaze_y)
