"""What every pack says about itself, whatever kind of network it keeps, and the files that it has."""

import hashlib
import importlib.util
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ganeditor.checkpoints.options import whole
from ganeditor.checkpoints.reader.refusal import clean
from ganeditor.errors import ModelError
from ganeditor.fields import FieldError, Fields, wrong

FILE_NAME = "manifest.json"
MAX_MANIFEST_BYTES = 1 << 20
MAX_FILE_BYTES = 8 << 30  # of one file of a pack; all of it is hashed when the pack is opened
MAX_TEXT = 2000  # characters

FACE, UPSCALER, TRANSLATOR, EYES = "face", "upscaler", "translator", "eyes"
"""Kinds of packs; a manifest that names none is a model of faces."""

P = TypeVar("P", bound="Pack")


@dataclass(frozen=True)
class FileEntry:
    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, kw_only=True)
class Pack:
    """What a manifest says that is the same for every kind."""

    kind: str
    name: str
    version: str
    files: tuple[FileEntry, ...]
    licence: str
    training_data: str
    sha256: str  # of the manifest itself
    source: str = ""  # name of the foreign file a pack was made from
    source_kind: str = ""
    source_sha256: str = ""
    notices: tuple[str, ...] = ()
    package: str = ""  # of Python, in which the files lie if not beside the manifest

    @property
    def about(self) -> str:
        """What it is good for, in a few characters."""
        raise NotImplementedError

    @property
    def megabytes(self) -> float:
        return sum(entry.bytes for entry in self.files) / 1e6


def is_pack(path: Path) -> bool:
    """Whether path is the folder of a native pack."""
    return (path / FILE_NAME).is_file()


def read_pack(folder: Path, taken: Callable[[Fields, Mapping[str, Any]], P]) -> P:
    """The manifest of the pack in folder; ModelError names the field that is missing or wrong.

    taken gets all fields, and those of a Pack read already.
    """
    path = folder / FILE_NAME
    try:
        if path.stat().st_size > MAX_MANIFEST_BYTES:
            raise ModelError(f"{path} is larger than a manifest can be (1 MB); get the model pack again.")
        data = path.read_bytes()
        fields = Fields(json.loads(data))
        return taken(fields, _shared(fields) | {"sha256": hashlib.sha256(data).hexdigest()})
    except FileNotFoundError:
        raise ModelError(f"There is no model pack in {folder}: {FILE_NAME} is missing; copy the pack there.") from None
    except FieldError as error:
        what = f"'{error.where}' should be {error.expected} and is {error.found}"
        reason = f": {what}" if error.found else f" has no field '{error.where}' ({error.expected})"
        raise ModelError(f"{path}{reason}; get the model pack again.") from None
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path} can't be read as a manifest ({error}); get the model pack again.") from None


def place_of(folder: Path, pack: Pack) -> Path:
    """The folder of the pack's files; ModelError where it is a package that is not installed."""
    if not pack.package:
        return folder
    name, _, inside = pack.package.partition("/")
    spec = importlib.util.find_spec(name)  # which runs nothing of it
    for place in (spec.submodule_search_locations or ()) if spec else ():
        return Path(place) / inside
    raise ModelError(f"The weights of {pack.name} are missing; install the package {name.replace('_', '-')}.")


def verify_files(folder: Path, pack: Pack) -> None:
    """Compare size and SHA-256 of each file with the manifest; ModelError names the first that differs."""
    folder = place_of(folder, pack)
    for entry in pack.files:
        path = folder / entry.name
        if not path.is_file():
            raise ModelError(f"{path} is missing from the model pack; copy the whole pack again.")
        if path.stat().st_size != entry.bytes:
            size = path.stat().st_size
            raise ModelError(f"{path} has {size} bytes where the manifest says {entry.bytes}; copy the pack again.")
        with path.open("rb") as file:
            found = digest_of(file)
        if found != entry.sha256:
            raise ModelError(f"{path} was altered: its SHA-256 is not the manifest's; copy the pack again.")


def digest_of(file: Any) -> str:
    """SHA-256 of an open file; Python 3.10 has no hashlib.file_digest."""
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


def is_name(value: Any) -> bool:
    """Whether value can name a model, and so a folder."""
    return is_text(value) and len(value) <= 64 and all(c.isalnum() or c in "-_." for c in value)


def plain_name(text: str) -> str:
    """text with what can't name a model replaced; empty where nothing is left."""
    return "".join(c if is_name(c) else "-" for c in text)[:64].lstrip(".-")


def is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_TEXT


def is_sha256(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")


def text_of(fields: Fields, name: str) -> str:
    """A text that people will read, on one line."""
    return clean(fields.take(name, "a text", is_text), MAX_TEXT)


def _shared(fields: Fields) -> dict[str, Any]:
    """The fields of a Pack, by their names."""
    fields.take("format", "1 or 2", lambda v: v in (1, 2))
    found: dict[str, Any] = {
        "kind": text_of(fields, "kind") if fields.has("kind") else FACE,
        "name": fields.take("name", "a short name", is_name),
        "files": _files(fields),
    }
    found |= {name: text_of(fields, name) for name in ("version", "licence", "training_data")}
    # Those of packs that were made from something.
    found |= {name: text_of(fields, name) for name in ("source", "source_kind", "package") if fields.has(name)}
    if fields.has("source_sha256"):
        found["source_sha256"] = fields.take("source_sha256", "a SHA-256", is_sha256)
    if fields.has("notices"):
        notices = fields.take("notices", "a list of texts", lambda v: isinstance(v, list) and all(map(is_text, v)))
        found["notices"] = tuple(clean(text, MAX_TEXT) for text in notices)
    return found


def _files(fields: Fields) -> tuple[FileEntry, ...]:
    entries = fields.take("files", "an object of file names", lambda v: isinstance(v, dict) and bool(v))
    for name, entry in entries.items():
        if Path(name).name != name or clean(name) != name or not _is_entry(entry):
            raise wrong(f"files.{clean(name, 80)}", "a plain file name with sha256 and bytes", entry)
    return tuple(FileEntry(name, entry["sha256"], entry["bytes"]) for name, entry in entries.items())


def _is_entry(value: Any) -> bool:
    sha256, size = (value.get("sha256"), value.get("bytes")) if isinstance(value, dict) else (None, None)
    return is_sha256(sha256) and whole(1, MAX_FILE_BYTES)(size)
