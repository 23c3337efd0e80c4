"""Faces that a generator draws, made as fine as the photo that they go into: by a network that enlarges, and grain."""

import hashlib
from collections import OrderedDict

import numpy as np

from ganeditor.engine.enhance import tiles
from ganeditor.engine.enhance.upscaler import Upscalers
from ganeditor.engine.faces.align import Image
from ganeditor.opencv import cv2
from ganeditor.paths import DEFAULT_UPSCALER

FED = 112
"""Pixels of a side that the network is fed. A face of 256 pixels by the bundled generator is soft, and holds no more
than fits into these: enlarged from them it is a quarter sharper than enlarged as it is, in a fifth of the time."""

LARGEST = 256
"""Sides beyond which a picture has more to it than what it is fed as."""

LEAST = 1.1
"""Pixels of the photo for one of the picture from which it is worth the time."""

KEPT = 6


class Finer:
    """Enlarges pictures of faces; the last ones are kept, since they are pasted anew with each look at them."""

    def __init__(self, upscalers: Upscalers) -> None:
        self._upscalers = upscalers
        self._made: OrderedDict[bytes, Image] = OrderedDict()

    def __call__(self, picture: Image, spread: float) -> Image:
        """picture [R, R, 3] in levels of 255, or a larger one where the photo has spread pixels for one of it."""
        if spread < LEAST or len(picture) > LARGEST:
            return picture
        key = hashlib.sha256(picture.tobytes()).digest()
        if key not in self._made:
            self._made[key] = self._enlarged(picture)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
        self._made.move_to_end(key)
        return self._made[key]

    def _enlarged(self, picture: Image) -> Image:
        side = min(FED, len(picture))
        small = cv2.resize(np.clip(picture / 255, 0, 1), (side, side), interpolation=cv2.INTER_AREA)
        made = tiles.true_to(np.asarray(small, np.float32), self._upscalers(DEFAULT_UPSCALER))
        return np.asarray(made * np.float32(255))
