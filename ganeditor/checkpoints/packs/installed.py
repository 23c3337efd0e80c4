"""The models on this machine: found by name or by path, opened, removed; torch is imported to open one only."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Hashable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from ganeditor import paths
from ganeditor.checkpoints.packs.kinds import KINDS, kind_of, pack_in
from ganeditor.checkpoints.packs.manifest import read_manifest
from ganeditor.checkpoints.packs.pack import FACE, FILE_NAME, is_name, is_pack, verify_files
from ganeditor.errors import ModelError

if TYPE_CHECKING:
    from ganeditor.engine.model import FaceModel


def installed(kind: str = "") -> dict[str, Path]:
    """Folders of the packs on this machine by name, of one kind or of all.

    The user's own come before bundled ones of the same name.
    """
    found: dict[str, Path] = {}
    for folder in (paths.user_models(), paths.bundled_models()):
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                if is_pack(path) and not path.name.startswith("."):
                    found.setdefault(path.name, path)
    return {name: path for name, path in found.items() if not kind or kind_of(path) == kind}


def find_model(name: str = paths.DEFAULT_MODEL, kind: str = FACE) -> Path:
    """The path of the model of this kind that is called name, or name itself where it is a path."""
    packs = installed(kind)
    if name in packs:
        return packs[name]
    if other := installed().get(name):
        row = KINDS[kind_of(other)]
        raise ModelError(f"'{name}' is a {row.title}, not a {KINDS[kind].title}; use it with ganeditor {row.command}.")
    path = Path(name)
    if path.exists():
        return path
    known = ", ".join(packs) or "none"
    raise ModelError(
        f"There is no model '{name}' in {paths.user_models()} or {paths.bundled_models()} (installed: {known}); "
        "copy the pack there or give its path."
    )


def find_network(name: str, kind: str) -> Path | None:
    """The pack of this kind that is called name, or the pack or file of that name; None where there is none."""
    path = installed(kind).get(name) or Path(name)
    with contextlib.suppress(OSError, ValueError):  # what can be no path at all
        if is_pack(path) or path.is_file():
            return path
    return None


def unused(name: str) -> str:
    """name, or where there is a model of that name, name with a number behind it."""
    known = installed()
    numbered = (f"{name[:60]}-{number}" for number in count(2))  # 64 characters are the most
    return name if name not in known else next(other for other in numbered if other not in known)


def state_of(name: str, kind: str) -> Hashable:
    """Something else whenever a pack of this kind has come, has gone or was made anew, or the file called name."""
    path = find_network(name, kind)
    written = path.stat().st_mtime_ns if path and path.is_file() else 0
    return written, *((folder, (folder / FILE_NAME).read_bytes()) for folder in installed(kind).values())


def load_model(path: Path, notify: Callable[[str], None] = lambda _text: None) -> "FaceModel":
    """The model at path, frozen, float32, on the CPU; a foreign file goes through the same door as in an import.

    notify is told what is odd in a foreign file; of a pack it was told when that was made.
    """
    from ganeditor.checkpoints.packs import native, packing

    if is_pack(path):
        return native.load(path)
    if not path.is_file():
        raise ModelError(f"{path} is not a model of a known format; give the folder of a model pack, or a model file.")
    if pack := imported_from(packing.sha256_of(path), FACE):
        return native.load(pack)
    # Windows can't delete files that a model still maps.
    with tempfile.TemporaryDirectory(prefix="ganeditor-", ignore_cleanup_errors=True) as folder_name:
        folder = Path(folder_name)
        model = packing.convert(path, folder, packing.name_for(path))
        for notice in read_manifest(folder).notices:
            notify(notice)
        return model


def verify(folder: Path) -> float | None:
    """By how much the pack's reference pictures are missed; None where it has none. ModelError when it is damaged."""
    from ganeditor.checkpoints.packs import native

    pack = pack_in(folder)
    if pack.kind == FACE:
        return native.verify(folder)
    verify_files(folder, pack)
    return None


def remove(name: str) -> Path:
    """Delete the user's pack called name; returns the folder that is gone."""
    folder = paths.user_models() / name
    if not is_name(name) or name.startswith(".") or not is_pack(folder):
        where = "is bundled with the program" if is_pack(paths.bundled_models() / name) else "is not there"
        raise ModelError(f"The model '{name}' {where}; only models in {paths.user_models()} can be removed.")
    if folder.is_symlink():
        folder.unlink()
    else:
        shutil.rmtree(folder)
    return folder


def imported_from(source_sha256: str, kind: str = "") -> Path | None:
    """The pack, of one kind or of any, that was made of the file with this checksum; None where there is none."""
    for folder in installed(kind).values():
        with contextlib.suppress(ModelError):  # a damaged pack is no reason not to open another file
            if pack_in(folder).source_sha256 == source_sha256:
                return folder
    return None
