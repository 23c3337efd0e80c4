"""The manifest of a native model pack: read, checked field by field, and compared with the files beside it."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganeditor.checkpoints.options import MAPPING, STYLEGAN3, is_resolution, whole
from ganeditor.checkpoints.reader.refusal import clean
from ganeditor.checkpoints.sizes import num_ws_of
from ganeditor.errors import ModelError
from ganeditor.fields import FieldError, Fields, wrong

FILE_NAME = "manifest.json"
MAX_MANIFEST_BYTES = 1 << 20
MAX_FILE_BYTES = 8 << 30  # of one file of a pack; all of it is hashed when the pack is opened
MAX_TEXT = 2000  # characters
FAMILIES = ("stylegan2", "stylegan3-t", "stylegan3-r")
REFINING = ("restyle-e4e", "restyle-psp")
ENCODERS = ("plain", "e4e", "psp", *REFINING)
MAX_ENCODER_STEPS = 10  # the paper takes 5; the generator runs in each


@dataclass(frozen=True)
class FileEntry:
    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """What a pack says about itself."""

    name: str
    version: str
    resolution: int
    w_dim: int
    num_ws: int
    mapping: str  # "gaussian": w = mean + factor · z; "dense": layers of the generator
    noise: bool
    template_points: tuple[tuple[float, float], ...]  # left eye, right eye, left mouth, right mouth, units of the side;
    # none for the alignment of FFHQ
    border: str
    attributes: tuple[str, ...]
    files: tuple[FileEntry, ...]
    licence: str
    training_data: str
    held_out: dict[str, Any]
    sha256: str  # of the manifest itself
    family: str = "stylegan2"
    mapping_layers: int = 0  # this and the next two for a dense mapping
    z_dim: int = 0
    c_dim: int = 0
    conv_clamp: float | None = None
    stylegan3: dict[str, Any] = field(default_factory=dict)  # fields of StyleGAN3Sizes
    encoder: str = "plain"
    encoder_resolution: int = 0  # pixels of the crop that a plain encoder sees; 0 is the generator's
    encoder_steps: int = 0  # of refinement; the encoders in REFINING have at least one
    discriminator: dict[str, Any] = field(default_factory=dict)  # spread_group and conv_clamp of DiscriminatorSizes
    source: str = ""  # name of the foreign file a pack was made from
    source_kind: str = ""
    source_sha256: str = ""
    notices: tuple[str, ...] = ()
    fingerprint: str = ""  # what latents are filed under, if not the manifest's SHA-256: that of before a head came in

    @property
    def alignment(self) -> str:
        return "similarity" if self.template_points else "ffhq"


def is_pack(path: Path) -> bool:
    """Whether path is the folder of a native pack."""
    return (path / FILE_NAME).is_file()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the pack in folder; ModelError names the field that is missing or wrong."""
    path = folder / FILE_NAME
    try:
        if path.stat().st_size > MAX_MANIFEST_BYTES:
            raise ModelError(f"{path} is larger than a manifest can be (1 MB); get the model pack again.")
        data = path.read_bytes()
        return _taken(Fields(json.loads(data)), hashlib.sha256(data).hexdigest())
    except FileNotFoundError:
        raise ModelError(f"There is no model pack in {folder}: {FILE_NAME} is missing; copy the pack there.") from None
    except FieldError as error:
        what = f"'{error.where}' should be {error.expected} and is {error.found}"
        reason = f": {what}" if error.found else f" has no field '{error.where}' ({error.expected})"
        raise ModelError(f"{path}{reason}; get the model pack again.") from None
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path} can't be read as a manifest ({error}); get the model pack again.") from None


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Compare size and SHA-256 of each file with the manifest; ModelError names the first that differs."""
    for entry in manifest.files:
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


def _taken(fields: Fields, sha256: str) -> Manifest:
    fields.take("format", "1 or 2", lambda v: v in (1, 2))
    family = fields.take("family", f"one of {', '.join(FAMILIES)}", lambda v: v in FAMILIES)
    fields.take("output_range", "[-1, 1]", lambda v: v == [-1, 1])
    resolution = fields.take("resolution", "a power of two from 8 to 2048", is_resolution)
    points, border = _alignment(fields.inner("alignment"))
    mapping = fields.one_of("mapping", ("gaussian", "dense"))
    dense = ("mapping_layers", "z_dim", "c_dim") if mapping == "dense" else ()
    sizes: dict[str, Any] = {name: fields.whole(name, *MAPPING[name]) for name in dense}
    return Manifest(
        name=fields.take("name", "a short name", is_name),
        version=_text(fields, "version"),
        resolution=resolution,
        w_dim=fields.whole("w_dim", *MAPPING["w_dim"]),
        num_ws=_num_ws(fields, family, resolution),
        mapping=mapping,
        noise=fields.flag("noise"),
        template_points=points,
        border=border,
        attributes=tuple(fields.take("attributes", "a list of different names", _is_names)),
        files=_files(fields),
        licence=_text(fields, "licence"),
        training_data=_text(fields, "training_data"),
        held_out=fields.take("held_out", "an object", lambda v: isinstance(v, dict)),
        sha256=sha256,
        family=family,
        **sizes,
        **_optional(fields, family),
    )


def _num_ws(fields: Fields, family: str, resolution: int) -> int:
    if family != "stylegan2":
        return fields.whole("num_ws", 5, 66)
    num_ws = num_ws_of(resolution)
    return int(fields.take("num_ws", f"{num_ws}, as the resolution asks for", lambda v: v == num_ws))


def _alignment(fields: Fields) -> tuple[tuple[tuple[float, float], ...], str]:
    """Points of the template, none for FFHQ's, and what lies beyond the photo's border."""
    kind = fields.one_of("kind", ("similarity", "ffhq"))
    border = fields.one_of("border", ("reflect", "zero"))
    corners = ("left_eye", "right_eye", "left_mouth", "right_mouth") if kind == "similarity" else ()
    points = [fields.take(corner, "two numbers from -1 to 2", _is_point) for corner in corners]
    return tuple((float(x), float(y)) for x, y in points), border


def _optional(fields: Fields, family: str) -> dict[str, Any]:
    """Fields that only packs made from foreign files have."""
    checks: dict[str, tuple[str, Callable[[Any], bool]]] = {
        "conv_clamp": ("a number above 0", STYLEGAN3["conv_clamp"]),
        "encoder": (f"one of {', '.join(ENCODERS)}, or its resolution", _is_encoder),
        "discriminator": ("an object with spread_group and conv_clamp", _is_discriminator),
        "source_sha256": ("a SHA-256", _is_sha256),
        "fingerprint": ("a SHA-256", _is_sha256),
        "notices": ("a list of texts", lambda v: isinstance(v, list) and all(map(_is_text, v))),
    }
    if family != "stylegan2":
        checks["stylegan3"] = ("an object of StyleGAN3's options", _is_stylegan3)
    found = {name: fields.take(name, *check) for name, check in checks.items() if fields.has(name)}
    found |= {name: _text(fields, name) for name in ("source", "source_kind") if fields.has(name)}
    if isinstance(found.get("encoder"), dict):
        found["encoder_resolution"] = found.pop("encoder")["resolution"]
    if found.get("encoder") in REFINING:
        found["encoder_steps"] = fields.whole("encoder_steps", 1, MAX_ENCODER_STEPS)
    return found | {"notices": tuple(clean(text, MAX_TEXT) for text in found.get("notices", ()))}


def _files(fields: Fields) -> tuple[FileEntry, ...]:
    entries = fields.take("files", "an object of file names", lambda v: isinstance(v, dict) and bool(v))
    for name, entry in entries.items():
        if Path(name).name != name or clean(name) != name or not _is_entry(entry):
            raise wrong(f"files.{clean(name, 80)}", "a plain file name with sha256 and bytes", entry)
    return tuple(FileEntry(name, entry["sha256"], entry["bytes"]) for name, entry in entries.items())


def _text(fields: Fields, name: str) -> str:
    """A text that people will read, on one line."""
    return clean(fields.take(name, "a text", _is_text), MAX_TEXT)


def _is_encoder(value: Any) -> bool:
    if isinstance(value, dict):
        return value.keys() == {"resolution"} and is_resolution(value["resolution"])
    return value in ENCODERS


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_TEXT


def is_name(value: Any) -> bool:
    """Whether value can name a model, and so a folder."""
    return _is_text(value) and len(value) <= 64 and all(c.isalnum() or c in "-_." for c in value)


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_name, value)) and len(set(value)) == len(value)


def _is_stylegan3(value: Any) -> bool:
    checks = {**STYLEGAN3, "channels": _is_channels}
    if not isinstance(value, dict) or "channels" not in value:
        return False
    return all(name in checks and checks[name](option) for name, option in value.items())


def _is_channels(value: Any) -> bool:
    return isinstance(value, list) and 3 <= len(value) <= 64 and all(map(whole(1, 1 << 14), value))


def _is_discriminator(value: Any) -> bool:
    checks = {"spread_group": whole(1, 1024), "conv_clamp": STYLEGAN3["conv_clamp"]}
    return isinstance(value, dict) and value.keys() == checks.keys() and all(checks[key](value[key]) for key in checks)


def _is_point(value: Any) -> bool:
    return (
        isinstance(value, list) and len(value) == 2 and all(isinstance(v, int | float) and -1 <= v <= 2 for v in value)
    )


def _is_sha256(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")


def _is_entry(value: Any) -> bool:
    sha256, size = (value.get("sha256"), value.get("bytes")) if isinstance(value, dict) else (None, None)
    return _is_sha256(sha256) and whole(1, MAX_FILE_BYTES)(size)
