"""The families of foreign models, a row each; they are read in a child process, and no file here imports torch."""

from pathlib import Path
from typing import Any

from ganeditor.checkpoints.formats import bare, nvidia, pixel2style, rosinality
from ganeditor.checkpoints.formats.checkpoint import Arrays, Checkpoint
from ganeditor.checkpoints.formats.family import Format, Kind, read_as
from ganeditor.checkpoints.reader.refusal import GENERATORS, clean

FORMATS = (
    Format("NVIDIA stylegan2-ada or stylegan3", nvidia.fits, nvidia.read),
    Format("e4e, pSp, ReStyle or SAM", pixel2style.fits, pixel2style.read),
    Format("rosinality stylegan2", rosinality.fits, rosinality.read),
    Format("bare state dict", bare.fits, bare.read),
)


def read_foreign(path: Path) -> tuple[str, Checkpoint]:
    """Name of the format of the file at path and what it holds; Refusal with the reason. In the child only."""
    _kind, name, found = read_as([FACES], path)
    return name, found


def _write(found: Checkpoint, folder: Path) -> dict[str, Any]:
    from safetensors.numpy import save_file

    for part in ("generator", "encoder", "discriminator"):
        if arrays := getattr(found, part):
            save_file(arrays, folder / f"{part}.safetensors")
    return {"description": found.description, "notices": [clean(text) for text in found.notices]}


def _networks(found: Checkpoint) -> tuple[Arrays, ...]:
    return found.generator, found.encoder, found.discriminator


FACES = Kind("face", "generator", GENERATORS, FORMATS, _networks, _write)
