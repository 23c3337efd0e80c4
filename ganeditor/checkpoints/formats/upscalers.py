"""The families of foreign upscalers, a row each; they are read in a child process, and no file here imports torch."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ganeditor.checkpoints.formats import esrgan, ncnn, srresnet, srvgg
from ganeditor.checkpoints.formats.family import Format, read_as
from ganeditor.checkpoints.formats.upscaler import Upscaling
from ganeditor.checkpoints.reader import serving
from ganeditor.checkpoints.reader.containers import container_of
from ganeditor.progress import Progress

TENSORS = "upscaler.safetensors"
SUPPORTED = (
    "another copy will not help: ganeditor takes ESRGAN, Real-ESRGAN, BSRGAN, their compact networks and SRGAN as "
    ".pth, .safetensors or ncnn's .param and .bin"
)


UPSCALERS = (
    Format("ESRGAN, Real-ESRGAN or BSRGAN", esrgan.fits, esrgan.read),
    Format("Real-ESRGAN, compact", srvgg.fits, srvgg.read),
    Format("SRGAN", srresnet.fits, srresnet.read),
    Format("Real-ESRGAN for ncnn", ncnn.fits, ncnn.read),
)


def serve(request: Mapping[str, str], _progress: Progress) -> dict[str, Any]:
    """The child's part: the upscaler at request's "path" into its "folder", as one safetensors file."""
    path, folder = Path(request["path"]), Path(request["folder"])
    return serving.serve(path, lambda path: container_of(path).tensor_bytes(path), lambda: _written(path, folder))


def read_upscaler(path: Path) -> tuple[str, Upscaling]:
    """Name of the format of the file at path and the network it holds; Refusal with the reason."""
    return read_as(UPSCALERS, path, lambda found: [found.arrays], "upscaler", SUPPORTED)


def _written(path: Path, folder: Path) -> dict[str, Any]:
    from safetensors.numpy import save_file

    name, found = read_upscaler(path)
    save_file({key: array.copy() for key, array in found.arrays.items()}, folder / TENSORS)
    return {"kind": name, "family": found.family, "sizes": found.sizes}
