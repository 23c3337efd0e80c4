"""The families of foreign upscalers, a row each; they are read in a child process, and no file here imports torch."""

from pathlib import Path
from typing import Any

from ganeditor.checkpoints.formats import esrgan, ncnn, srresnet, srvgg
from ganeditor.checkpoints.formats.family import NETWORK_FILE, Format, Kind, read_as
from ganeditor.checkpoints.formats.upscaler import Upscaling

TAKES = "ESRGAN, Real-ESRGAN, BSRGAN, their compact networks and SRGAN as .pth, .safetensors or ncnn's .param and .bin"

UPSCALERS = (
    Format("ESRGAN, Real-ESRGAN or BSRGAN", esrgan.fits, esrgan.read),
    Format("Real-ESRGAN, compact", srvgg.fits, srvgg.read),
    Format("SRGAN", srresnet.fits, srresnet.read),
    Format("Real-ESRGAN for ncnn", ncnn.fits, ncnn.read),
)


def read_upscaler(path: Path) -> tuple[str, Upscaling]:
    """Name of the format of the file at path and the network it holds; Refusal with the reason."""
    _kind, name, found = read_as([UPSCALER], path)
    return name, found


def _write(found: Upscaling, folder: Path) -> dict[str, Any]:
    from safetensors.numpy import save_file

    save_file({key: array.copy() for key, array in found.arrays.items()}, folder / NETWORK_FILE)
    return {"family": found.family, "sizes": found.sizes, "does": f"×{found.scale}"}


UPSCALER = Kind("upscaler", "upscaler", TAKES, UPSCALERS, lambda found: [found.arrays], _write)
