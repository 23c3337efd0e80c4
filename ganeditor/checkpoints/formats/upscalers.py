"""The families of foreign upscalers, a row each; they are read in a child process, and no file here imports torch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganeditor.checkpoints.formats import esrgan, ncnn, srresnet, srvgg
from ganeditor.checkpoints.formats.checkpoint import require_finite
from ganeditor.checkpoints.formats.upscaler import Upscaling
from ganeditor.checkpoints.reader import serving
from ganeditor.checkpoints.reader.containers import container_of
from ganeditor.checkpoints.reader.refusal import Refusal, shown
from ganeditor.progress import Progress

TENSORS = "upscaler.safetensors"
SUPPORTED = (
    "another copy will not help: ganeditor takes ESRGAN, Real-ESRGAN, BSRGAN, their compact networks and SRGAN as "
    ".pth, .safetensors or ncnn's .param and .bin"
)


@dataclass(frozen=True)
class UpscalerFormat:
    """One family of foreign files."""

    name: str
    fits: Callable[[Any], bool]  # on an opened container; must not fail on other families
    read: Callable[[Any], Upscaling]


UPSCALERS = (
    UpscalerFormat("ESRGAN, Real-ESRGAN or BSRGAN", esrgan.fits, esrgan.read),
    UpscalerFormat("Real-ESRGAN, compact", srvgg.fits, srvgg.read),
    UpscalerFormat("SRGAN", srresnet.fits, srresnet.read),
    UpscalerFormat("Real-ESRGAN for ncnn", ncnn.fits, ncnn.read),
)


def serve(request: Mapping[str, str], _progress: Progress) -> dict[str, Any]:
    """The child's part: the upscaler at request's "path" into its "folder", as one safetensors file."""
    path, folder = Path(request["path"]), Path(request["folder"])
    return serving.serve(path, lambda path: container_of(path).tensor_bytes(path), lambda: _written(path, folder))


def read_upscaler(path: Path) -> tuple[str, Upscaling]:
    """Name of the format of the file at path and the network it holds; Refusal with the reason."""
    content = container_of(path).open(path)
    try:
        for row in UPSCALERS:
            if row.fits(content):
                found = row.read(content)
                require_finite(found.arrays)
                return row.name, found
        names = ", ".join(shown(key, 30) for key in list(content)[:5])
        raise Refusal(f"it holds no upscaler that ganeditor knows, but: {names or 'nothing'}")
    except Refusal as refusal:  # the file is whole, so that a new copy of it would be refused as well
        raise Refusal(refusal.reason, refusal.remedy or SUPPORTED) from None


def _written(path: Path, folder: Path) -> dict[str, Any]:
    from safetensors.numpy import save_file

    name, found = read_upscaler(path)
    save_file({key: array.copy() for key, array in found.arrays.items()}, folder / TENSORS)
    return {"kind": name, "family": found.family, "sizes": found.sizes}
