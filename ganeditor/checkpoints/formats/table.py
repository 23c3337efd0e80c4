"""The families of foreign models, a row each; they are read in a child process, and no file here imports torch."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ganeditor.checkpoints.formats import bare, nvidia, pixel2style, rosinality
from ganeditor.checkpoints.formats.checkpoint import Arrays, Checkpoint
from ganeditor.checkpoints.formats.family import Format, read_as
from ganeditor.checkpoints.reader import serving
from ganeditor.checkpoints.reader.containers import container_of
from ganeditor.checkpoints.reader.refusal import SUPPORTED, clean
from ganeditor.progress import Progress

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
    return read_as(FORMATS, path, _networks, "generator", SUPPORTED)


def _written(path: Path, folder: Path) -> dict[str, Any]:
    from safetensors.numpy import save_file

    name, found = read_foreign(path)
    for part in ("generator", "encoder", "discriminator"):
        if arrays := getattr(found, part):
            save_file(arrays, folder / f"{part}.safetensors")
    return {"kind": name, "description": found.description, "notices": [clean(text) for text in found.notices]}


def _networks(found: Checkpoint) -> tuple[Arrays, ...]:
    return found.generator, found.encoder, found.discriminator
