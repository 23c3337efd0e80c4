"""Recipes (.grecipe): what was done to the faces of one photo, to be done to others, as one file of JSON.

The assets that the operations need stand in it too, in base64, each under its SHA-256. The picture of like:FILE stays
beside it: in the file, its path is that from the recipe's folder.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ganeditor.edits.attributes import OLDEST
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.operation import Operation
from ganeditor.edits.restyle import ALL_FACES, RestyleEdit
from ganeditor.edits.table import operations_from, operations_json
from ganeditor.errors import UserError
from ganeditor.fields import FieldError, Fields, parse, wrong
from ganeditor.files import write_whole
from ganeditor.likeness import LIKE, PERSON
from ganeditor.project import assets

FORMAT = 1
SUFFIX = ".grecipe"

ALL, LARGEST = "all", "largest"
"""The faces that a recipe can name beside LIKE and PERSON; numbers and ids mean somebody else in each photo."""

_LONGEST_PATH = 4096
_LARGEST_FILE = 400_000_000  # bytes


class RecipeError(UserError):
    """A recipe can't be read or written."""


@dataclass(frozen=True)
class Recipe:
    """What is to be done to each photo."""

    operations: tuple[Operation, ...]
    faces: str | None = None  # ALL, LARGEST, LIKE and a file's name, PERSON and a name; None is the only face there is
    age: float | None = None  # years, to which each face is brought from its own
    assets: Mapping[str, bytes] = field(default_factory=dict)
    """SHA-256 -> data, of all that the operations need."""
    model: str = ""  # that moved the faces; empty if only the whole photo was edited before one was opened
    fingerprint: str = ""  # of that model


def write_recipe(path: Path, recipe: Recipe, overwrite: bool = False) -> None:
    """Write a recipe, whole or not at all; RecipeError if its faces are not such as are in every photo."""
    if recipe.faces is not None and not _is_choice(recipe.faces):
        raise RecipeError(
            f"A recipe is for many photos, and face {recipe.faces} is somebody else in each; choose faces for all.",
            f"--face {ALL}|{LARGEST}|{LIKE}FILE|{PERSON}NAME",
        )
    if _restyles_one(recipe.operations):
        raise RecipeError("A recipe is for many photos, and here one face is restyled; restyle all, or the photo.")
    needed = {name for operation in recipe.operations for name in operation.assets}
    value = {
        "format": FORMAT,
        "faces": _from(path.absolute().parent, recipe.faces),
        "age": recipe.age,
        "model": recipe.model,
        "fingerprint": recipe.fingerprint,
        "operations": operations_json(recipe.operations),
        "assets": {name: base64.b64encode(recipe.assets[name]).decode() for name in sorted(needed)},
    }
    data = (json.dumps(value, indent=1, allow_nan=False) + "\n").encode()
    write_whole(path, data, overwrite)


def read_recipe(path: Path) -> Recipe:
    """Read and check a recipe; RecipeError says in one sentence what is wrong with it."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise FieldError(f"expected at most {_LARGEST_FILE} bytes, found {path.stat().st_size}")
        fields = Fields(parse(path.read_bytes()))
        if fields.whole("format", 1, 2**31) > FORMAT:
            raise RecipeError(f"{path} was written by a newer ganeditor; update it.")
        return _recipe(fields, path.absolute().parent)
    except FieldError as error:
        raise RecipeError(f"{path} is not a recipe that can be used: {error}.") from None
    except FileNotFoundError:
        raise RecipeError(f"There is no recipe {path}; check its name and folder.") from None
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise RecipeError(f"{path} can't be read ({getattr(error, 'strerror', None) or error}).") from None


def _recipe(fields: Fields, folder: Path) -> Recipe:
    operations = operations_from(fields.inner("operations"))
    if not operations:
        raise wrong("operations", "at least one operation", {})
    if _restyles_one(operations):
        raise FieldError(f"operations.restyle.face: expected {ALL_FACES} or nothing, found the face of one photo")
    age = None if fields.is_null("age") else fields.number("age", 0, OLDEST)
    if age is not None and not any(isinstance(operation, LatentEdit) for operation in operations):
        raise FieldError("age: expected null, since the operations have no latent, found a number")
    faces = None if fields.is_null("faces") else fields.text("faces", _LONGEST_PATH)
    if faces is not None and not _is_choice(faces):
        raise wrong("faces", f"null or {ALL} or {LARGEST} or {LIKE}FILE or {PERSON}NAME", faces)
    if faces is not None and faces.startswith(LIKE):
        faces = f"{LIKE}{folder / faces.removeprefix(LIKE)}"
    needed = {name for operation in operations for name in operation.assets}
    model, fingerprint = fields.text("model"), fields.text("fingerprint")
    return Recipe(operations, faces, age, _assets(fields.inner("assets"), needed), model, fingerprint)


def _assets(fields: Fields, needed: set[str]) -> dict[str, bytes]:
    if set(fields.names(assets.MOST)) != needed:
        raise wrong(
            "assets",
            f"those that the operations need ({', '.join(sorted(needed)) or 'none'})",
            sorted(fields.names(assets.MOST)),
        )
    kept = {}
    for name in sorted(needed):
        try:
            kept[name] = base64.b64decode(fields.text(name, assets.LARGEST * 4 // 3 + 4), validate=True)
        except (binascii.Error, ValueError) as error:
            raise FieldError(f"assets.{name}: expected base64, found something else ({error})") from None
        if assets.sha256(kept[name]) != name:
            raise wrong(f"assets.{name}", "data of this SHA-256", assets.sha256(kept[name]))
    return kept


def _is_choice(faces: str) -> bool:
    names_one = faces.startswith((LIKE, PERSON)) and faces not in (LIKE, PERSON) and "\0" not in faces
    return faces in (ALL, LARGEST) or names_one


def _restyles_one(operations: Iterable[Operation]) -> bool:
    """Whether it is about a face by its id, which no other photo has."""
    return any(isinstance(done, RestyleEdit) and done.face not in ("", ALL_FACES) for done in operations)


def _from(folder: Path, faces: str | None) -> str | None:
    """Faces as they stand in a recipe in folder: what lies in there is found when both are moved."""
    if faces is None or not faces.startswith(LIKE):
        return faces
    path = Path(faces.removeprefix(LIKE)).absolute()
    return LIKE + (path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path))
