"""The families of foreign models, a row each; they are read in a child process, and no file here imports torch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganeditor.checkpoints.formats import bare, nvidia, pixel2style, rosinality
from ganeditor.checkpoints.formats.checkpoint import Checkpoint, require_finite
from ganeditor.checkpoints.reader import serving
from ganeditor.checkpoints.reader.containers import container_of
from ganeditor.checkpoints.reader.refusal import SUPPORTED, Refusal, clean, shown
from ganeditor.progress import Progress


@dataclass(frozen=True)
class Format:
    """One family of foreign files."""

    name: str
    fits: Callable[[Any], bool]  # on an opened container; must not fail on other families
    read: Callable[[Any], Checkpoint]


FORMATS = (
    Format("NVIDIA stylegan2-ada or stylegan3", nvidia.fits, nvidia.read),
    Format("e4e, pSp, ReStyle or SAM", pixel2style.fits, pixel2style.read),
    Format("rosinality stylegan2", rosinality.fits, rosinality.read),
    Format("bare state dict", bare.fits, bare.read),
)


def serve(request: Mapping[str, str], _progress: Progress) -> dict[str, Any]:
    """The child's part: the model at request's "path" into its "folder", a safetensors file a network."""
    path, folder = Path(request["path"]), Path(request["folder"])
    return serving.serve(path, lambda path: container_of(path).tensor_bytes(path), lambda: _written(path, folder))


def read_foreign(path: Path) -> tuple[str, Checkpoint]:
    """Name of the format of the file at path and what it holds; Refusal with the reason. In the child only."""
    content = container_of(path).open(path)
    try:
        return _read(content)
    except Refusal as refusal:  # the file is whole, so that a new copy of it would be refused as well
        raise Refusal(refusal.reason, refusal.remedy or SUPPORTED) from None


def _written(path: Path, folder: Path) -> dict[str, Any]:
    from safetensors.numpy import save_file

    name, found = read_foreign(path)
    for part in ("generator", "encoder", "discriminator"):
        if arrays := getattr(found, part):
            save_file(arrays, folder / f"{part}.safetensors")
    return {"kind": name, "description": found.description, "notices": [clean(text) for text in found.notices]}


def _read(content: Any) -> tuple[str, Checkpoint]:
    for row in FORMATS:
        if row.fits(content):
            found = row.read(content)
            for arrays in (found.generator, found.encoder, found.discriminator):
                require_finite(arrays)
            return row.name, found
    names = ", ".join(shown(key, 30) for key in list(content)[:5])
    raise Refusal(f"it holds no generator that ganeditor knows, but: {names or 'nothing'}")
