"""Window: the part of a photo around a face, in which what is small is drawn at the photo's own resolution."""

from dataclasses import dataclass, replace

import numpy as np

from ganeditor.engine.faces.align import Matrix, resample
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.paste import Overlay
from ganeditor.opencv import cv2

Box = tuple[int, int, int, int]
"""(x0, y0, x1, y1) in whole pixels."""


@dataclass(frozen=True, eq=False)
class Window:
    """Pixels of a photo, in which one may be the mean of shrink × shrink from the photo's upper left corner on."""

    picture: Photo8  # [h, w, 3]
    x0: int  # of its upper left corner, in pixels of the shrunk photo
    y0: int
    shrink: float

    @classmethod
    def of(cls, photo: Photo8, box_xyxy: Box, shrink: float) -> "Window":
        """What lies in a box of photo [H, W, 3] once that is shrunk by a whole number, or with a share of 1 enlarged.

        The box is in pixels of the shrunk one.
        """
        x0, y0, x1, y1 = box_xyxy
        if shrink < 1:
            large = cls(photo, x0, y0, shrink)
            seen = resample(photo, large.matrix, (x1 - x0, y1 - y0))
            return replace(large, picture=np.asarray(seen, np.uint8))
        whole = int(shrink)
        part = photo[y0 * whole : y1 * whole, x0 * whole : x1 * whole]
        small = part.copy() if shrink == 1 else cv2.resize(part, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
        return cls(np.asarray(small, np.uint8), x0, y0, shrink)

    @property
    def matrix(self) -> Matrix:
        """From the photo to picture."""
        scale = 1 / self.shrink
        return np.array([[scale, 0, -self.x0], [0, scale, -self.y0]], np.float64)

    def with_overlay(self, overlay: Overlay) -> "Window":
        """With what lies in it of an overlay of the shrunk photo applied."""
        picture = self.picture.copy()
        height, width = picture.shape[:2]
        seen = overlay.moved(-self.x0, -self.y0).clipped(width, height)
        if seen.mask.size:
            seen.apply_to(picture)
        return replace(self, picture=picture)
