"""Finding and opening models: a name or a path becomes a FaceModel, through the first format that fits."""

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor import paths
from ganeditor.checkpoints.formats import bare, nvidia, pixel2style, rosinality, tensor_files
from ganeditor.checkpoints.formats.checkpoint import Checkpoint, require_finite
from ganeditor.checkpoints.packs import manifest
from ganeditor.checkpoints.reader import nvidia_pickle, torch_pickle
from ganeditor.checkpoints.reader.refusal import SUPPORTED, Refusal, shown
from ganeditor.errors import ModelError

if TYPE_CHECKING:
    from ganeditor.engine.model import FaceModel

DEFAULT_MODEL = paths.DEFAULT_MODEL


@dataclass(frozen=True)
class Container:
    """One way in which files hold tensors."""

    detect: Callable[[bytes], bool]  # from the first bytes
    tensor_bytes: Callable[[Path], int]  # that the file holds; the sandbox's limits follow from them
    open: Callable[[Path], Any]  # arrays and plain values; nothing that the file names is run


@dataclass(frozen=True)
class Format:
    """One family of foreign files."""

    name: str
    fits: Callable[[Any], bool]  # on an opened container; must not fail on other families
    read: Callable[[Any], Checkpoint]


CONTAINERS = (
    Container(tensor_files.is_safetensors, tensor_files.safetensors_bytes, tensor_files.open_safetensors),
    Container(torch_pickle.is_torch, torch_pickle.tensor_bytes, tensor_files.open_torch),
    Container(lambda head: head[:1] == b"\x80", nvidia_pickle.tensor_bytes, nvidia.open_file),
)

FORMATS = (
    Format("NVIDIA stylegan2-ada or stylegan3", nvidia.fits, nvidia.read),
    Format("e4e, pSp, ReStyle or SAM", pixel2style.fits, pixel2style.read),
    Format("rosinality stylegan2", rosinality.fits, rosinality.read),
    Format("bare state dict", bare.fits, bare.read),
)


def installed() -> dict[str, Path]:
    """Folders of the packs on this machine by name; the user's own come before bundled ones of the same name."""
    found: dict[str, Path] = {}
    for folder in (paths.user_models(), paths.bundled_models()):
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                if manifest.is_pack(path) and not path.name.startswith("."):
                    found.setdefault(path.name, path)
    return found


def find_model(name: str = DEFAULT_MODEL) -> Path:
    """The path of the model called name, or name itself where it is a path."""
    packs = installed()
    if name in packs:
        return packs[name]
    path = Path(name)
    if path.exists():
        return path
    known = ", ".join(packs) or "none"
    raise ModelError(
        f"There is no model '{name}' in {paths.user_models()} or {paths.bundled_models()} (installed: {known}); "
        "copy the pack there or give its path."
    )


def load_model(path: Path, notify: Callable[[str], None] = lambda _text: None) -> "FaceModel":
    """The model at path, frozen, float32, on the CPU; a foreign file goes through the same door as in an import.

    notify is told what is odd in a foreign file; of a pack it was told when that was made.
    """
    from ganeditor.checkpoints.packs import native, packing

    if manifest.is_pack(path):
        return native.load(path)
    if not path.is_file():
        raise ModelError(f"{path} is not a model of a known format; give the folder of a model pack, or a model file.")
    if pack := _imported_from(packing.sha256_of(path)):
        return native.load(pack)
    # Windows can't delete files that a model still maps.
    with tempfile.TemporaryDirectory(prefix="ganeditor-", ignore_cleanup_errors=True) as folder_name:
        folder = Path(folder_name)
        model, _megabytes = packing.convert(path, folder, packing.name_for(path))
        for notice in manifest.read_manifest(folder).notices:
            notify(notice)
        return model


def _imported_from(source_sha256: str) -> Path | None:
    for folder in installed().values():
        with contextlib.suppress(ModelError):  # a damaged pack is no reason not to open another file
            if manifest.read_manifest(folder).source_sha256 == source_sha256:
                return folder
    return None


def read_foreign(path: Path) -> tuple[str, Checkpoint]:
    """Name of the format of the file at path and what it holds; Refusal with the reason. For the sandbox only."""
    content = container_of(path).open(path)
    try:
        return _read(content)
    except Refusal as refusal:  # the file is whole, so that a new copy of it would be refused as well
        raise Refusal(refusal.reason, refusal.remedy or SUPPORTED) from None


def container_of(path: Path) -> Container:
    """How the file at path holds its tensors; Refusal where it is no known way."""
    with path.open("rb") as file:
        head = file.read(64)
    container = next((row for row in CONTAINERS if row.detect(head)), None)
    if container is None:
        raise Refusal("it is none of the known kinds of model files (.pkl, .pt, .pth, .safetensors)")
    return container


def _read(content: Any) -> tuple[str, Checkpoint]:
    for row in FORMATS:
        if row.fits(content):
            found = row.read(content)
            for arrays in (found.generator, found.encoder, found.discriminator):
                require_finite(arrays)
            return row.name, found
    names = ", ".join(shown(key, 30) for key in list(content)[:5])
    raise Refusal(f"it holds no generator that ganeditor knows, but: {names or 'nothing'}")
