"""Pixels of a photo restyled at the size that the network is to see, in the depth and the channels they have."""

from collections.abc import Sequence

import numpy as np

from ganeditor.engine.faces.align import Image
from ganeditor.engine.paste import Pixels
from ganeditor.engine.restyle.guided import along, flat, lines_of
from ganeditor.engine.restyle.lab import lab_of, rgb_of
from ganeditor.engine.restyle.planes import Hint, chroma_of, picture_of, planes_of
from ganeditor.engine.restyle.translator import LEAST_SIDE, Translator
from ganeditor.opencv import cv2
from ganeditor.progress import Progress, part, silent

STRIP = 256  # rows that are put together at a time
NETWORKS = 0.9  # share of the work that is the networks'


def restyled(
    pixels: Pixels,
    networks: Sequence[Translator],
    size: int,
    share: Image | float,
    hints: Sequence[Hint] = (),
    progress: Progress = silent,
) -> Pixels:
    """pixels [H, W, 3 or 4] put through networks, one after the other, which see size pixels of the longer side.

    With a size of 0 they see all. share [H, W] in [0, 1], or one for all, is how much is taken of what they make; where
    it is 0, pixels stay. A network that makes colour leaves the lightness of each pixel as it is; where its colour is
    enlarged, it keeps to the photo's edges.
    """
    look = _look(pixels, networks, size, hints, part(progress, 0, NETWORKS))
    height, width = pixels.shape[:2]
    smaller = look.shape[0] > height
    enlarge = cv2.INTER_LINEAR if networks[-1].colours else cv2.INTER_CUBIC  # colour is not to overshoot
    look = cv2.resize(look, (width, height), interpolation=cv2.INTER_AREA if smaller else enlarge)
    result: Pixels = pixels.copy()
    top = np.float32(np.iinfo(pixels.dtype).max)
    for first in range(0, height, STRIP):
        progress(NETWORKS + (1 - NETWORKS) * first / height, "")
        rows = slice(first, first + STRIP)
        taken = share if isinstance(share, float) else share[rows, :, None]
        own = pixels[rows, :, :3].astype(np.float32) / top
        if networks[-1].colours:
            lab = lab_of(own)
            lab[..., 1:] += taken * (along(look[rows], lab[..., 0]) - lab[..., 1:])
            made = np.where(taken > 0, rgb_of(lab), own)
        else:
            made = own + taken * (look[rows] - own)
        result[rows, :, :3] = np.rint(made.clip(0, 1) * top)
    return result


def _look(
    pixels: Pixels, networks: Sequence[Translator], size: int, hints: Sequence[Hint], progress: Progress
) -> Image:
    """What the last network makes, at the size at which it works: RGB, or lines of a and b."""
    picture = _seen(pixels, size)
    for index, network in enumerate(networks):
        own = part(progress, index / len(networks), (index + 1) / len(networks))
        made = network(planes_of(network, picture, hints), own)
        if network.colours:
            small = picture.shape[0] < pixels.shape[0]
            return lines_of(chroma_of(made), lab_of(picture)[..., 0]) if small else flat(chroma_of(made))
        picture = picture_of(made)
    return picture


def _seen(pixels: Pixels, size: int) -> Image:
    """The colours [h, w, 3] in [0, 1] at the working size; where nothing is visible, the mean of what is."""
    height, width = pixels.shape[:2]
    factor = size / max(height, width) if size else 1.0
    size_wh = max(LEAST_SIDE, round(width * factor)), max(LEAST_SIDE, round(height * factor))
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    small = cv2.resize(pixels, size_wh, interpolation=method).astype(np.float32) / np.iinfo(pixels.dtype).max
    seen = np.ascontiguousarray(small[..., :3], np.float32)
    if small.shape[2] == 4 and (hidden := small[..., 3] == 0).any() and not hidden.all():
        seen[hidden] = seen[~hidden].mean(0)
    return seen
