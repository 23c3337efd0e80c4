"""ATTRIBUTES: what can be changed in a face, one row each; sliders, commands and help are made from it."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ganeditor.errors import EditError

AGE = "age"

OLDEST = 120
"""Years; an age to be reached is from 0 to this."""

FACE, UPPER, LOWER, EYES = "face", "upper", "lower", "eyes"
"""Regions: all of the face, forehead to the middle of the nose, cheeks to chin; each without the eyes' inside."""

EVERYWHERE = frozenset({FACE, EYES})


def regions_of(rows: "Iterable[Attribute]") -> frozenset[str]:
    """Where a change of these attributes shows; the look of a person stays where none of them moves the eyes."""
    rows = tuple(rows)
    moved = any(not row.draws and row.region != LOWER for row in rows)
    return frozenset(row.region for row in rows) | ({EYES} if moved else frozenset())


@dataclass(frozen=True)
class Attribute:
    """One named control; its amount is a change, 0 leaves the face as it is."""

    name: str  # as in the model pack
    label: str
    group: str  # heading under which the controls stand
    low_end: str  # what a negative amount does, in a word or two
    high_end: str  # what a positive amount does
    limit: float = 3.0  # amounts run from -limit to +limit
    unit: str = "σ"  # σ: standard deviations of the training photographs
    layers: tuple[int, int] | None = None  # first and last layer by default; None is all
    alias: str = ""  # another name people use for it
    draws: bool = False  # it draws something new on the face (wrinkles, glasses) instead of moving its parts
    tints: bool = False  # it may change the skin's colour; for all others that is held
    region: str = FACE  # of the face in which it shows; the rest of the photo's face stays


GROUPS = ("Age and look", "Expression", "Pose", "Shape")

ATTRIBUTES = (
    Attribute(AGE, "Age", "Age and look", "younger", "older", limit=79, unit="years", draws=True),
    Attribute("male", "Gender", "Age and look", "feminine", "masculine", alias="gender"),
    Attribute("glasses", "Glasses", "Age and look", "without", "with", draws=True, region=UPPER),
    Attribute("beard", "Beard", "Age and look", "less", "more", draws=True, region=LOWER),
    Attribute("smile", "Smile", "Expression", "serious", "smiling", region=LOWER),
    Attribute("mouth_open", "Mouth", "Expression", "closed", "open", alias="mouth", region=LOWER),
    Attribute("eye_open", "Eyes", "Expression", "closed", "open", alias="eyes", region=UPPER),
    Attribute("brow", "Brows", "Expression", "lowered", "raised", alias="brows", region=UPPER),
    Attribute("yaw", "Turn", "Pose", "to the left", "to the right", alias="turn"),
    Attribute("pitch", "Nod", "Pose", "down", "up", alias="nod"),
    Attribute("roll", "Tilt", "Pose", "to the left", "to the right", alias="tilt"),
    Attribute("face_width", "Face width", "Shape", "narrow", "wide"),
    Attribute("jaw", "Jaw", "Shape", "short", "long"),
    Attribute("nose_width", "Nose width", "Shape", "narrow", "wide", alias="nose"),
    Attribute("lips", "Lips", "Shape", "thin", "full", region=LOWER),
    Attribute("mouth_width", "Mouth width", "Shape", "narrow", "wide", region=LOWER),
)

NO_LABELS: Mapping[str, str] = MappingProxyType({})

_BY_NAME = {name: row for row in ATTRIBUTES for name in (row.name, row.alias) if name}


def attribute(name: str, labels: Mapping[str, str] = NO_LABELS) -> Attribute:
    """The row called name or alias; a model's attribute that is in no row gets a plain one.

    labels: what a person has called directions of their own, by name.
    """
    row = _BY_NAME.get(name) or Attribute(name, plain_label(name), "Shape", "less", "more", tints=True)
    label = labels.get(row.name, "")
    return row if label in ("", plain_label(row.name)) else replace(row, label=label)


def name_of(label: str) -> str:
    """The name of an attribute that a person calls label."""
    return attribute("_".join(label.split())).name


def plain_label(name: str) -> str:
    """What an attribute is called when nobody has given it a label."""
    return name.replace("_", " ").capitalize()


def checked_amount(name: str, amount: float, available: Iterable[str]) -> tuple[str, float]:
    """The attribute's own name and the amount, once both make sense for a model with the available attributes."""
    row, names = attribute(name), tuple(available)
    if row.name not in names:
        raise EditError(f"There is no attribute '{name}'; this model has {', '.join(names)}.")
    if not math.isfinite(amount) or abs(amount) > row.limit:
        raise EditError(f"{row.name}={amount:g} is out of range; give -{row.limit:g} to +{row.limit:g} {row.unit}.")
    return row.name, amount


def checked_keep(name: str, available: Iterable[str]) -> str:
    """The attribute's own name, if the model can hold it still."""
    row, names = attribute(name), tuple(available)
    if row.name not in names:
        raise EditError(f"There is no attribute '{name}' to keep; this model has {', '.join(names)}.")
    return row.name
