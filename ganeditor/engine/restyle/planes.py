"""What networks are given of a photo, and what theirs means: pictures, or colour (a and b of CIELAB) for lightness."""

from collections.abc import Sequence

import numpy as np

from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.light import luminance
from ganeditor.engine.restyle.lab import lab_of
from ganeditor.engine.restyle.translator import Planes, Translator
from ganeditor.opencv import cv2

CHROMA = 110.0
"""What 1 stands for in planes of colour; lightness 50 is 0 in its plane, as in pytorch-CycleGAN-and-pix2pix."""

Hint = tuple[Image, str]
"""Where, [h, w] in [0, 1] of any size, and what colour, as #rrggbb."""


def planes_of(network: Translator, rgb: Image, hints: Sequence[Hint]) -> Planes:
    """What network sees of rgb [H, W, 3] in [0, 1], [H, W, inputs].

    One for colour sees lightness, and where it takes hints, a and b of those and where they are (1, elsewhere 0).
    """
    if not network.colours:
        seen = rgb if network.inputs == 3 else luminance(rgb)[..., None]
        return np.ascontiguousarray(seen * np.float32(2) - np.float32(1))
    lightness: Planes = lab_of(rgb)[..., :1] / np.float32(50) - np.float32(1)
    if not network.hinted:
        return lightness
    height, width = rgb.shape[:2]
    planes = np.zeros((height, width, 4), np.float32)
    planes[..., :1] = lightness
    for mask, colour in hints:
        where = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA) > 0.5
        levels = np.array([[list(bytes.fromhex(colour[1:]))]], np.float32) / np.float32(255)
        planes[where, 1:3] = lab_of(levels)[0, 0, 1:] / np.float32(CHROMA)
        planes[where, 3] = 1
    return planes


def picture_of(made: Planes) -> Image:
    """RGB [H, W, 3] in [0, 1] of a network's picture [H, W, 1 or 3]."""
    return np.ascontiguousarray(np.broadcast_to((made + 1) / 2, (*made.shape[:2], 3)))


def chroma_of(made: Planes) -> Image:
    """a and b [H, W, 2] of what a network for colour has made."""
    return np.asarray(made * np.float32(CHROMA))
