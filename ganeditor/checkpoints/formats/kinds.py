"""The kinds of networks that files from outside hold; read in a child process, and no file here imports torch."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ganeditor.checkpoints.formats.family import Kind, read_as
from ganeditor.checkpoints.formats.table import FACES
from ganeditor.checkpoints.formats.translators import TRANSLATOR
from ganeditor.checkpoints.formats.upscalers import UPSCALER
from ganeditor.checkpoints.reader import serving
from ganeditor.checkpoints.reader.containers import container_of
from ganeditor.progress import Progress

KINDS: Mapping[str, Kind[Any]] = {kind.name: kind for kind in (FACES, UPSCALER, TRANSLATOR)}


def serve(request: Mapping[str, Any], _progress: Progress) -> dict[str, Any]:
    """The child's part: the file at request's "path", of one of its "kinds", into its "folder"."""
    path, folder = Path(request["path"]), Path(request["folder"])
    kinds = [KINDS[name] for name in request["kinds"]]

    def written() -> dict[str, Any]:
        kind, family, found = read_as(kinds, path)
        return {"pack": kind.name, "kind": family, "notices": [], **kind.write(found, folder)}

    return serving.serve(path, lambda path: container_of(path).tensor_bytes(path), written)
