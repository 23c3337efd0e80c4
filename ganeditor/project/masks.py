"""Mask files: PNGs with a colour for each of SEGMENTS, as any paint program can change them."""

from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from ganeditor.errors import EditError
from ganeditor.segments import SEGMENTS, UNKNOWN

Labels = npt.NDArray[np.uint8]
"""[S, S] of SEGMENTS' numbers, or UNKNOWN."""

UNKNOWN_COLOUR = (255, 0, 255)
MOST_BYTES = 16_000_000
_FORMATS = ("PNG", "GIF", "BMP", "TIFF", "WEBP")


def mask_bytes(labels: Labels) -> bytes:
    """labels as a PNG with a palette, whose first entries are SEGMENTS in their order."""
    image = Image.fromarray(labels, mode="L")
    image.putpalette(palette().ravel().tolist())
    stream = BytesIO()
    image.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def read_mask_file(path: Path, side: int) -> Labels:
    """The mask [side, side] in a picture file; EditError says in one sentence why it can't be one."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise EditError(f"{path} is larger than a mask can be ({MOST_BYTES} bytes); save it as PNG.")
        data = path.read_bytes()
    except FileNotFoundError:
        raise EditError(f"There is no mask {path}; check its name and folder.") from None
    except OSError as error:
        raise EditError(f"{path} can't be read ({error.strerror or error}); check your permissions.") from None
    return read_mask(data, side, str(path))


def read_mask(data: bytes, side: int, name: str = "The mask") -> Labels:
    """The mask [side, side] that a picture file's bytes hold; its colours count, not the order of its palette."""
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            if image.size != (side, side):  # before any pixel is decoded
                width, height = image.size
                raise EditError(
                    f"{name} has {width} × {height} pixels where the face's mask has {side} × {side}; "
                    "paint on the mask that ganeditor shows, at its own size."
                )
            pixels = np.asarray(image.convert("RGBA"))
    except EditError:
        raise
    except Exception as error:  # a damaged file makes the decoders raise nearly anything
        raise EditError(f"{name} can't be read as a picture ({type(error).__name__}); save it as PNG.") from None
    labels = _labels_of(pixels)
    wrong = np.argwhere(labels == _NO_CLASS)
    if len(wrong):
        y, x = wrong[0]
        red, green, blue = pixels[y, x, :3]
        raise EditError(
            f"{name} has {len(wrong)} pixels of colours that no class has, the first at ({x}, {y}): "
            f"#{red:02x}{green:02x}{blue:02x}; paint with a hard brush in the colours of the mask that ganeditor shows."
        )
    labels[labels == _ANYTHING] = UNKNOWN
    return labels.astype(np.uint8)


def palette() -> npt.NDArray[np.uint8]:
    """The colour of each number [256, 3]."""
    colours = np.full((256, 3), UNKNOWN_COLOUR, np.uint8)
    colours[: len(SEGMENTS)] = [segment.colour for segment in SEGMENTS]
    return colours


_NO_CLASS, _ANYTHING = -1, -2


def _labels_of(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.int16]:
    """pixels RGBA [S, S, 4] -> numbers; what is transparent is _ANYTHING, as is UNKNOWN_COLOUR."""
    red, green, blue = (pixels[..., channel].astype(np.int32) for channel in range(3))
    codes = (red << 16) + (green << 8) + blue
    labels = np.full(codes.shape, _NO_CLASS, np.int16)
    for number, (red_, green_, blue_) in enumerate((*(segment.colour for segment in SEGMENTS), UNKNOWN_COLOUR)):
        found = codes == (red_ << 16) + (green_ << 8) + blue_
        labels[found] = number if number < len(SEGMENTS) else _ANYTHING
    labels[pixels[..., 3] < 128] = _ANYTHING
    return labels
