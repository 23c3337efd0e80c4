"""Moves of sliders added to the edits of a face."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ganeditor.edits.attributes import AGE
from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.words.clause import Move, limited
from ganeditor.edits.words.vocabulary import EYES, LEFT_LID, LIDS, RIGHT_LID


def applied(
    moves: Iterable[Move], latent: LatentEdit, eyes: EyesEdit, age: float | None = None
) -> tuple[LatentEdit, EyesEdit]:
    """Both edits with the moves added, within their limits.

    age: of the face as it is in the photo, in years; without it an age to be reached changes nothing.
    """
    for move in moves:
        if move.until:
            if age is not None:
                latent = at_age(latent, move.amount, age)
        elif move.name in EYES:
            for name in (LEFT_LID, RIGHT_LID) if move.name == LIDS else (move.name,):
                change: dict[str, Any] = {name: limited(name, getattr(eyes, name) + move.amount)}
                eyes = replace(eyes, **change)
        else:
            amount = latent.amounts.get(move.name, 0.0) + move.amount
            latent = latent.with_amount(move.name, limited(move.name, amount))
    return latent, eyes


def at_age(latent: LatentEdit, wanted: float, age: float) -> LatentEdit:
    """The edit that brings a face of age to the age wanted, both in years."""
    return latent.with_amount(AGE, limited(AGE, wanted - age))
