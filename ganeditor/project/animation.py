"""Animations: which amounts the frames show, and saving the frames as a file."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from ganeditor.errors import EditError
from ganeditor.project.files import atomic_write
from ganeditor.project.render import Pixels

PALETTE_COLOURS = 256


def age_amounts(age_now: float, from_age: float, to_age: float, frames: int) -> list[float]:
    """Changes in years that lead a face of age_now from from_age to to_age in equal steps."""
    if frames < 2:
        raise EditError(f"An animation of {frames} frame does not move; ask for at least 2.")
    return [float(age) - age_now for age in np.linspace(from_age, to_age, frames)]


def save_gif(frames: Sequence[Pixels], path: Path, seconds_per_frame: float, *, overwrite: bool = False) -> None:
    """Frames [H, W, 3] uint8 as an endless GIF that runs forth and back; one palette for all, so colours hold still."""
    images = [Image.fromarray(np.asarray(frame, np.uint8)) for frame in frames]
    strip = Image.fromarray(np.vstack([np.asarray(image.resize((128, 128))) for image in images]))
    palette = strip.quantize(PALETTE_COLOURS, method=Image.Quantize.MEDIANCUT)
    indexed = [image.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG) for image in images]
    shown = indexed + indexed[-2:0:-1]
    duration = round(seconds_per_frame * 1000)

    def write(target: Path) -> None:
        shown[0].save(
            target, format="GIF", save_all=True, append_images=shown[1:], duration=duration, loop=0, optimize=False
        )

    atomic_write(path, write, overwrite=overwrite)
