"""Presets: named sets of attribute amounts, some shipped, some the user's own in a JSON file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ganeditor.edits.attributes import attribute
from ganeditor.errors import UserError
from ganeditor.fields import FieldError, Fields, parse
from ganeditor.files import write_whole

_FORMAT = 1
_MOST, _MOST_AMOUNTS, _LARGEST = 500, 200, 4_000_000  # presets, amounts in one, bytes
LONGEST_NAME = 60


@dataclass(frozen=True)
class Preset:
    """Amounts under a name."""

    name: str
    amounts: Mapping[str, float]
    shipped: bool = False


SHIPPED = (
    Preset("Ten years older", {"age": 10.0}, shipped=True),
    Preset("Ten years younger", {"age": -10.0}, shipped=True),
    Preset("Friendly smile", {"smile": 1.0}, shipped=True),
    Preset("Big laugh", {"smile": 2.0, "mouth_open": 1.0}, shipped=True),
    Preset("Serious look", {"smile": -1.5, "mouth_open": -0.5}, shipped=True),
    Preset("Eyes wide open", {"eye_open": 1.5, "brow": 0.5}, shipped=True),
)


def load_presets(path: Path) -> tuple[Preset, ...]:
    """The shipped presets and then the user's, by name; UserError names what is wrong with the file."""
    return SHIPPED + _own(path)


def save_preset(path: Path, name: str, amounts: Mapping[str, float]) -> None:
    """Add a preset, in place of the user's own of the same name."""
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise UserError(f"A preset's name has 1 to {LONGEST_NAME} characters, not {len(name)}; give it another one.")
    if name in (preset.name for preset in SHIPPED):
        raise UserError(f"'{name}' comes with the program and can't be changed; give your preset another name.")
    if not amounts:
        raise UserError("A preset needs at least one changed attribute; move a slider first.")
    _write(path, [*(preset for preset in _own(path) if preset.name != name), Preset(name, dict(amounts))])


def delete_preset(path: Path, name: str) -> None:
    """Remove one of the user's own presets."""
    kept = [preset for preset in _own(path) if preset.name != name]
    if len(kept) == len(_own(path)):
        raise UserError(f"There is no preset '{name}' of your own to delete.")
    _write(path, kept)


def _own(path: Path) -> tuple[Preset, ...]:
    try:
        if path.stat().st_size > _LARGEST:
            raise FieldError(f"expected at most {_LARGEST} bytes, found {path.stat().st_size}")
        fields = Fields(parse(path.read_bytes()))
        fields.whole("format", _FORMAT, _FORMAT)
        presets = [_preset(row) for row in fields.rows("presets", 0, _MOST)]
    except FileNotFoundError:
        return ()
    except FieldError as error:
        raise UserError(f"{path} doesn't hold presets ({error}); mend or delete it.") from None
    except OSError as error:
        raise UserError(f"{path} can't be read ({error.strerror or error}); check your permissions.") from None
    return tuple(sorted(presets, key=lambda preset: preset.name.casefold()))


def _preset(fields: Fields) -> Preset:
    amounts = fields.inner("amounts")
    limits = {name: attribute(name).limit for name in amounts.names(_MOST_AMOUNTS)}
    values = {name: amounts.number(name, -limit, limit) for name, limit in limits.items()}
    return Preset(fields.text("name", LONGEST_NAME), values)


def _write(path: Path, presets: list[Preset]) -> None:
    rows = [{"name": preset.name, "amounts": dict(preset.amounts)} for preset in presets]
    text = json.dumps({"format": _FORMAT, "presets": rows}, indent=1, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text, overwrite=True)
