"""Project files (.gedit): everything that is needed to go on editing a photo exactly where one stopped.

A project file is a zip of uncompressed entries: project.json, latents/<face id>.safetensors, assets/<SHA-256>, and the
photo's own file as "photo", unless only its path and SHA-256 are kept. Nothing is ever unpacked to disk, and whatever
doesn't fit this description is refused. A file whose edits are all of the sliders is of format 1, which the first
version of the program reads too; any other is of format 2.
"""

import json
import re
import stat
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors

from ganeditor.edits.latent import MOST_LAYERS
from ganeditor.edits.table import LATENT, OperationRow, Scope, rows_of
from ganeditor.errors import PictureError, UserError
from ganeditor.fields import FieldError, Fields, parse, wrong
from ganeditor.files import atomic_write
from ganeditor.project import assets
from ganeditor.project.document import Document, Photo, Set
from ganeditor.project.history import LIMIT, Step
from ganeditor.project.picture import Picture, read_picture

FORMAT = 2
SUFFIX = ".gedit"

_JSON, _PHOTO, _LATENTS, _ASSETS = "project.json", "photo", "latents/", "assets/"
_FACE_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_PLAIN_NAMES = {
    _LATENTS: re.compile(rf"{_LATENTS}{_FACE_ID.pattern}\.safetensors"),
    _ASSETS: re.compile(rf"{_ASSETS}{assets.SHA256.pattern}"),
}
"""The only names that entries in folders have."""
_MOST_FACES = 1000
_LONGEST_LABEL = 200
_LONGEST_SIDE = 1_000_000  # pixels
_LARGEST = {_JSON: 64_000_000, _PHOTO: 2_000_000_000, _LATENTS: 64_000_000, _ASSETS: assets.LARGEST}
"""Bytes of one entry; a 200-megapixel photo with 16 bits a channel and no compression has 1.2 billion."""
_LARGEST_FILE = 4_000_000_000


class ProjectError(UserError):
    """A project file can't be read or written."""


class PhotoMissingError(ProjectError):
    """The photo that a project refers to is not where it was."""

    def __init__(self, message: str, expected: Path) -> None:
        super().__init__(message)
        self.expected = expected


@dataclass(frozen=True)
class SavedFace:
    """What is needed to have a face again without detection; coordinates in pixels of the photo."""

    id: str
    box_xyxy: tuple[float, ...]
    landmarks: tuple[tuple[float, ...], ...]  # [68, 2]
    confidence: float
    marks: tuple[str, ...] = ()
    points: tuple[tuple[float, ...], ...] | None = None  # [3, 2] left eye, right eye, mouth, if drawn by hand


@dataclass(frozen=True)
class Project:
    """All that a project file holds."""

    photo: Photo
    photo_bytes: bytes | None  # the photo's own file; None where a project is only to be saved with a link
    steps: tuple[Step, ...]
    index: int  # of the current step
    faces: tuple[SavedFace, ...] = ()
    chosen: str | None = None  # face id
    latents: Mapping[str, bytes] = field(default_factory=dict)  # face id -> a safetensors file
    model: str = ""
    fingerprint: str = ""  # of the model that the latents belong to
    embedded: bool = True  # the photo is, or is to be, in the project file
    assets: Mapping[str, bytes] = field(default_factory=dict)
    """SHA-256 -> data; those that no step needs are not saved, and those that were lost are missing."""


def save_project(path: Path, project: Project, embed_photo: bool = True) -> None:
    """Write a project file, over an older one if there is one; the last LIMIT steps are for the caller to choose."""
    if embed_photo and project.photo_bytes is None:
        raise ValueError("save_project: embed_photo needs photo_bytes")
    entries = {_JSON: json.dumps(_to_json(project, embed_photo), allow_nan=False).encode()}
    entries |= {f"{_LATENTS}{face}.safetensors": data for face, data in project.latents.items()}
    entries |= {_ASSETS + name: project.assets[name] for name in sorted(_needed(project.steps) & project.assets.keys())}
    if embed_photo and project.photo_bytes is not None:
        entries[_PHOTO] = project.photo_bytes

    def write(temporary: Path) -> None:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as archive:
            for name, data in entries.items():
                info = zipfile.ZipInfo(name)
                info.external_attr = 0o644 << 16
                archive.writestr(info, data)

    atomic_write(path, write, overwrite=True)


def load_project(path: Path, photo_path: Path | None = None) -> Project:
    """Read and check a project file; ProjectError says in one sentence what is wrong with it.

    A photo that the project links to is looked for where it was and beside the project, or only at photo_path if that
    is given; PhotoMissingError if it isn't there.
    """
    try:
        with path.open("rb") as file:
            entries = _read_entries(file)
        fields = Fields(parse(entries[_JSON]))
        _require_format(fields, path)
        embedded = fields.flag("embedded")
        photo = _photo(fields.inner("photo"))
        project = _project(fields, photo, entries, embedded)
    except FieldError as error:
        raise ProjectError(f"{path} is not a project that can be opened: {error}.") from None
    except zipfile.BadZipFile as error:
        raise ProjectError(f"{path} is not a project file, or was cut short ({error}); use another copy.") from None
    except (NotImplementedError, RuntimeError, EOFError, ValueError) as error:  # zipfile's on odd archives
        raise ProjectError(f"{path} is damaged ({error}); use another copy.") from None
    except FileNotFoundError:
        raise ProjectError(f"There is no project {path}; check its name and folder.") from None
    except OSError as error:
        raise ProjectError(f"{path} can't be read ({error.strerror or error}); check your permissions.") from None
    return project if embedded else _with_linked_photo(project, path, photo_path)


def read_photo(project: Project) -> Picture:
    """The pixels of a loaded project's photo."""
    assert project.photo_bytes is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo"
        path.write_bytes(project.photo_bytes)
        try:
            picture = read_picture(path)
        except PictureError as error:
            raise PictureError(str(error).replace(str(path), project.photo.path)) from None
    height, width = picture.pixels.shape[:2]
    if (width, height) != (project.photo.width, project.photo.height):
        raise ProjectError(
            f"The project's photo {project.photo.path} should have {project.photo.width} × {project.photo.height} "
            f"pixels and has {width} × {height}; open the photo itself."
        )
    return picture


def _to_json(project: Project, embedded: bool) -> dict[str, Any]:
    return {
        "format": 1 if all(map(_is_format_1, project.steps)) else FORMAT,
        "embedded": embedded,
        "photo": vars(project.photo),
        "model": {"name": project.model, "fingerprint": project.fingerprint},
        "faces": [vars(face) for face in project.faces],
        "chosen": project.chosen,
        "index": project.index,
        "steps": [
            {
                "label": step.label[:_LONGEST_LABEL],
                "faces": [
                    # The sliders' values stand beside the face, where format 1 has them.
                    {"face": edits.face, **step.document.get(edits.face, LATENT.kind).to_json()}
                    | _others_to_json(step.document, edits.face)
                    for edits in step.document.faces
                ],
            }
            | _others_to_json(step.document, None)
            for step in project.steps
        ],
    }


def _others_to_json(document: Document, face: str | None) -> dict[str, Any]:
    done = {type(operation): operation.to_json() for operation in document.operations(face)}
    return {row.name: done[row.kind] for row in _other_rows(face) if row.kind in done}


def _other_rows(face: str | None) -> list[OperationRow]:
    """The kinds of operation on a face, or with None on the photo, that format 1 doesn't have."""
    return [row for row in rows_of(Scope.PHOTO if face is None else Scope.FACE) if row is not LATENT]


def _is_format_1(step: Step) -> bool:
    document = step.document
    return not any(_others_to_json(document, face) for face in (None, *(edits.face for edits in document.faces)))


def _needed(steps: Iterable[Step]) -> frozenset[str]:
    return frozenset(name for step in steps for name in step.document.assets)


def _read_entries(file: BinaryIO) -> dict[str, bytes]:
    """The entries by name, once name, kind and size of each are as they should be."""
    size = file.seek(0, 2)
    entries: dict[str, bytes] = {}
    with zipfile.ZipFile(file) as archive:
        infos = archive.infolist()
        if len(infos) > _MOST_FACES + 2:
            raise FieldError(f"expected at most {_MOST_FACES + 2} entries, found {len(infos)}")
        total, most = sum(info.file_size for info in infos), min(size, _LARGEST_FILE)
        if total > most:  # nothing is compressed, so the parts can't exceed the whole
            raise FieldError(f"expected at most {most} bytes in its entries, found {total} (it may be a zip bomb)")
        for info in infos:
            _require_plain(info)
            if info.filename in entries:
                raise FieldError(f"expected one entry {info.filename}, found two")
            try:
                entries[info.filename] = archive.read(info)
            except zipfile.BadZipFile:
                if not info.filename.startswith(_ASSETS):
                    raise
    if _JSON not in entries:
        raise FieldError(f"expected an entry {_JSON}, found none")
    return entries


def _require_plain(info: zipfile.ZipInfo) -> None:
    name = info.filename
    kind = next((folder for folder in _PLAIN_NAMES if name.startswith(folder)), name)
    if kind not in _LARGEST or (kind in _PLAIN_NAMES and not _PLAIN_NAMES[kind].fullmatch(name)):
        raise wrong("entry", f"{_JSON}, {_PHOTO} or {_LATENTS}<face>.safetensors, or {_ASSETS}<SHA-256>", name)
    mode = stat.S_IFMT(info.external_attr >> 16)
    if mode not in (0, stat.S_IFREG) or info.is_dir():
        raise FieldError(f"{name}: expected a plain file, found a link or a folder")
    if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size or info.flag_bits & 1:
        raise FieldError(f"{name}: expected an entry stored as it is, found a compressed or encrypted one")
    if info.file_size > _LARGEST[kind]:
        raise FieldError(f"{name}: expected at most {_LARGEST[kind]} bytes, found {info.file_size}")


def _in(folder: str, entries: Mapping[str, bytes]) -> dict[str, bytes]:
    """The entries in a folder, by their names in it, without suffix."""
    plain = {name.removeprefix(folder): data for name, data in entries.items() if name.startswith(folder)}
    return {name.removesuffix(".safetensors"): data for name, data in plain.items()}


def _require_format(fields: Fields, path: Path) -> None:
    if fields.whole("format", 1, 2**31) > FORMAT:
        raise ProjectError(f"{path} was written by a newer ganeditor; update it.")


def _project(fields: Fields, photo: Photo, entries: Mapping[str, bytes], embedded: bool) -> Project:
    faces = tuple(_face(row) for row in fields.rows("faces", 0, _MOST_FACES))
    ids = [face.id for face in faces]
    if len(set(ids)) < len(ids):
        raise wrong("faces", "faces with different ids", ids)
    steps = tuple(_step(row, photo, ids) for row in fields.rows("steps", 1, LIMIT))
    latents = _in(_LATENTS, entries)
    for face, data in latents.items():
        if face not in ids:
            raise wrong("latents", "latents of the project's faces", face)
        _require_latents(face, data)
    # An asset that is missing or damaged costs the edits that need it, not the photo: these can't be drawn then.
    kept = {name: data for name, data in _in(_ASSETS, entries).items() if assets.sha256(data) == name}
    if not kept.keys() <= _needed(steps):
        raise wrong(
            "assets", f"those that the steps need ({', '.join(sorted(_needed(steps))) or 'none'})", sorted(kept)
        )
    if embedded != (_PHOTO in entries):
        raise wrong("embedded", f"{str(_PHOTO in entries).lower()}, as the file's entries are", embedded)
    if embedded and assets.sha256(entries[_PHOTO]) != photo.sha256:
        raise wrong("photo", f"a file with the SHA-256 {photo.sha256}", assets.sha256(entries[_PHOTO]))
    model = fields.inner("model")
    return Project(
        photo=photo,
        photo_bytes=entries.get(_PHOTO),
        steps=steps,
        index=fields.whole("index", 0, len(steps) - 1),
        faces=faces,
        chosen=None if fields.is_null("chosen") else fields.one_of("chosen", ids),
        latents=latents,
        model=model.text("name"),
        fingerprint=model.text("fingerprint"),
        embedded=embedded,
        assets=kept,
    )


def _photo(fields: Fields) -> Photo:
    photo = Photo(
        path=fields.text("path", 32_000),
        sha256=fields.matching("sha256", assets.SHA256, "64 hexadecimal digits"),
        width=fields.whole("width", 1, _LONGEST_SIDE),
        height=fields.whole("height", 1, _LONGEST_SIDE),
    )
    if "\0" in photo.path:
        raise wrong("photo.path", "a path", photo.path)
    return photo


def _face(fields: Fields) -> SavedFace:
    return SavedFace(
        id=fields.matching("id", _FACE_ID, "letters and digits"),
        box_xyxy=fields.numbers("box_xyxy", 4, _LONGEST_SIDE),
        landmarks=fields.points("landmarks", 68, _LONGEST_SIDE),
        confidence=fields.number("confidence", 0, 1),
        marks=fields.texts("marks"),
        points=None if fields.is_null("points") else fields.points("points", 3, _LONGEST_SIDE),
    )


def _step(fields: Fields, photo: Photo, ids: list[str]) -> Step:
    rows = fields.rows("faces", 0, _MOST_FACES)
    edited = [row.one_of("face", ids) for row in rows]
    if len(set(edited)) < len(edited):
        raise wrong("steps.faces", "each face once", edited)
    document = Document(photo)
    for face, row in zip(edited, rows, strict=True):
        document = document.with_edit(Set(face, LATENT.kind.from_json(row)))
        document = _with_others(document, face, row)
    return Step(fields.text("label", _LONGEST_LABEL), _with_others(document, None, fields))


def _with_others(document: Document, face: str | None, fields: Fields) -> Document:
    """document with what fields say of operations other than the sliders'."""
    for row in _other_rows(face):
        if fields.has(row.name):
            document = document.with_edit(Set(face, row.kind.from_json(fields.inner(row.name))))
    return document


def _require_latents(face: str, data: bytes) -> None:
    """Refuse what is not float32, finite and of a shape that latents [num_ws, w_dim] can have."""
    where = f"{_LATENTS}{face}.safetensors"
    try:
        arrays = load_tensors(data)
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise FieldError(f"{where}: expected a safetensors file, found a damaged one ({error})") from None
    ws = arrays.get("ws", np.zeros(0))
    if ws.ndim != 2 or not (1 <= ws.shape[0] <= MOST_LAYERS and 1 <= ws.shape[1] <= 8192):
        raise FieldError(f"{where}: expected ws [1..{MOST_LAYERS}, 1..8192], found {list(ws.shape)}")
    for name, array in arrays.items():
        if array.dtype != np.float32 or array.ndim > 4:
            raise FieldError(f"{where}.{name}: expected float32, found {array.dtype} {list(array.shape)}")
        if not np.isfinite(array).all():
            raise FieldError(f"{where}.{name}: expected finite numbers, found NaN or infinity")


def _with_linked_photo(project: Project, path: Path, photo_path: Path | None) -> Project:
    recorded = Path(project.photo.path)
    places = [photo_path] if photo_path else [recorded, path.parent / recorded.name]
    place = next((place for place in places if place.is_file()), None)
    if place is None:
        raise PhotoMissingError(
            f"The photo of {path} was expected at {places[0]} and isn't there; say where it is.", recorded
        )
    try:
        if place.stat().st_size > _LARGEST[_PHOTO]:
            raise ProjectError(f"{place} is larger than {_LARGEST[_PHOTO]} bytes; scale it down.")
        data = place.read_bytes()
    except OSError as error:
        raise ProjectError(f"{place} can't be read ({error.strerror or error}); check your permissions.") from None
    if assets.sha256(data) != project.photo.sha256:
        raise PhotoMissingError(
            f"{place} is not the photo that {path} was made of: its SHA-256 should be {project.photo.sha256[:12]}… and "
            f"is {assets.sha256(data)[:12]}…; say where the unchanged photo is.",
            recorded,
        )
    photo = replace(project.photo, path=str(place))
    steps = tuple(replace(step, document=replace(step.document, photo=photo)) for step in project.steps)
    return replace(project, photo=photo, photo_bytes=data, steps=steps)
