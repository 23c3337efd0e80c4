"""The families of foreign networks that make one picture of another, a row each; no file here imports torch."""

from pathlib import Path
from typing import Any

from ganeditor.checkpoints.formats import cyclegan, pix2pix
from ganeditor.checkpoints.formats.family import NETWORK_FILE, Format, Kind
from ganeditor.checkpoints.formats.translation import Translating

TAKES = "pix2pix's and CycleGAN's generators as .pth or .safetensors"

TRANSLATORS = (
    Format("CycleGAN, ResNet", cyclegan.fits, cyclegan.read),
    Format("pix2pix, U-Net", pix2pix.fits, pix2pix.read),
)


def _write(found: Translating, folder: Path) -> dict[str, Any]:
    from safetensors.numpy import save_file

    save_file({key: array.copy() for key, array in found.arrays.items()}, folder / NETWORK_FILE)
    does = "colour" if found.sizes["outputs"] == 2 else "style"
    return {"family": found.family, "sizes": found.sizes, "does": does, "notices": list(found.notices)}


TRANSLATOR = Kind("translator", "network that restyles", TAKES, TRANSLATORS, lambda found: [found.arrays], _write)
