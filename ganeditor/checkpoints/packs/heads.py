"""A segmentation head put into a model's pack: the file, its row in the manifest, and how good it is."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

from ganeditor import paths
from ganeditor.checkpoints.packs.manifest import read_manifest
from ganeditor.checkpoints.packs.native import SEGMENTATION_FILE
from ganeditor.checkpoints.packs.pack import FILE_NAME, digest_of, is_pack
from ganeditor.engine.networks.segmentation import SegmentationHead
from ganeditor.errors import ModelError

HELD_OUT = "segmentation_iou"
"""In the manifest's held_out: the IoU of each class."""


def own_pack(path: Path) -> Path:
    """The pack in folder path, or where that is a bundled one, the user's copy of it, which is used in its place."""
    if not is_pack(path):
        raise ModelError(f"{path} is not the folder of a model pack; import the model first.")
    if path.resolve().parent != paths.bundled_models().resolve():
        return path
    target = paths.user_models() / path.name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".copy-", dir=target.parent) as temporary:
            copy = Path(temporary) / path.name
            shutil.copytree(path, copy)
            copy.rename(target)
    except OSError as error:
        raise ModelError(f"{path.name} can't be copied to {target} ({error}); free some space there.") from None
    return target


def keep_head(folder: Path, head: SegmentationHead, ious: Mapping[str, float]) -> Path:
    """Write head into the pack in folder, in float16; returns its file.

    Latents stay filed under what they were filed under before: they do not depend on the head.
    """
    manifest = read_manifest(folder)
    tensors = {name: tensor.cpu().half().contiguous() for name, tensor in head.state_dict().items()}
    path = folder / FILE_NAME
    values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    try:
        with tempfile.TemporaryDirectory(prefix=".head-", dir=folder) as temporary:
            part, text = Path(temporary) / SEGMENTATION_FILE, Path(temporary) / FILE_NAME
            save_file(tensors, part)
            with part.open("rb") as file:
                entry = {"sha256": digest_of(file), "bytes": part.stat().st_size}
            values["files"][SEGMENTATION_FILE] = entry
            values["held_out"][HELD_OUT] = dict(ious)
            values["fingerprint"] = manifest.fingerprint or manifest.sha256
            text.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
            _replace_both(part, folder / SEGMENTATION_FILE, text, path, Path(temporary) / "before")
    except OSError as error:
        raise ModelError(f"The head can't be written to {folder} ({error}); check your permissions.") from None
    return folder / SEGMENTATION_FILE


def _replace_both(head: Path, its_place: Path, text: Path, its_manifest: Path, before: Path) -> None:
    """Both files come, or neither: a pack whose manifest speaks of another head could not be opened."""
    there = its_place.exists()
    if there:
        shutil.copyfile(its_place, before)
    head.replace(its_place)
    try:
        text.replace(its_manifest)
    except OSError:
        if there:
            before.replace(its_place)
        else:
            its_place.unlink()
        raise
