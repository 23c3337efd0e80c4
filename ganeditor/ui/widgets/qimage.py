"""Between numpy and Qt's images: the only conversions, and a picture that is shown at any zoom and changed in parts."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from ganeditor.opencv import cv2

Pixels = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
Bgra = npt.NDArray[np.uint8]
"""[H, W, 4], colours multiplied by alpha: the order in which Qt paints fastest."""

Box = tuple[int, int, int, int]
"""(x0, y0, x1, y1) in whole pixels."""

STRIP = 256  # rows: what is converted at once stays near the processor, and no single step is long
SMALLEST_LEVEL = 512  # pixels: a level whose longer side is at most this is not halved again


def to_bgra(pixels: Pixels) -> Bgra:
    """pixels [H, W, 1..4] of 8 or 16 bits, as they are shown."""
    bgra = np.empty((*pixels.shape[:2], 4), np.uint8)
    for top in range(0, len(pixels), STRIP):
        _show(pixels[top : top + STRIP], bgra[top : top + STRIP])
    return bgra


def _show(pixels: Pixels, bgra: Bgra) -> None:
    """Write pixels into bgra."""
    shown = (pixels >> 8).astype(np.uint8) if pixels.dtype == np.uint16 else pixels
    channels = shown.shape[2]
    colours = shown[..., :1] if channels < 3 else shown[..., 2::-1]
    if channels in (2, 4):
        alpha = shown[..., -1:].astype(np.uint16)
        bgra[..., :3] = (colours * alpha + 127) // 255
        bgra[..., 3] = shown[..., -1]
    elif channels == 1:
        bgra[..., :3], bgra[..., 3] = colours, 255
    else:
        cv2.cvtColor(np.ascontiguousarray(shown), cv2.COLOR_RGB2BGRA, dst=bgra)


def to_qimage(pixels: Pixels) -> QImage:
    """An image with its own memory; for thumbnails and the clipboard."""
    return _wrapped(to_bgra(pixels)).copy()


def from_qimage(image: QImage) -> npt.NDArray[np.uint8]:
    """Pixels [H, W, 3], or [H, W, 4] where the image has transparency."""
    kind = QImage.Format.Format_RGBA8888 if image.hasAlphaChannel() else QImage.Format.Format_RGB888
    converted = image.convertToFormat(kind)
    channels = 4 if image.hasAlphaChannel() else 3
    rows = np.frombuffer(converted.constBits(), np.uint8).reshape(converted.height(), converted.bytesPerLine())
    pixels: npt.NDArray[np.uint8] = (
        rows[:, : converted.width() * channels].reshape(converted.height(), converted.width(), channels).copy()
    )
    return pixels


def thumbnail(pixels: Pixels, side: int) -> npt.NDArray[np.uint8]:
    """8-bit pixels [h, w, C] with a longer side of at most `side`."""
    scale = min(1.0, side / max(pixels.shape[:2]))
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], -1)
    shown: npt.NDArray[np.uint8] = (small >> 8).astype(np.uint8) if small.dtype == np.uint16 else small
    return shown


@dataclass(frozen=True, eq=False)
class Patch:
    """New pixels for one rectangle."""

    box_xyxy: Box
    bgra: Bgra


class ShownPicture:
    """A picture as it is painted: at full size, and halved again and again, so that no zoom is slow or jagged."""

    def __init__(self, pixels: Pixels, density: float = 1.0, corner_xy: tuple[int, int] = (0, 0)) -> None:
        """density: how many pixels, along a side, it has for one of the photo; corner: its upper left, in the photo."""
        self.density, self.corner_xy = density, corner_xy
        self.opaque = pixels.shape[2] in (1, 3)
        self._levels = [to_bgra(pixels)]
        while max(self._levels[-1].shape[:2]) > SMALLEST_LEVEL:
            self._levels.append(_halved(self._levels[-1]))
        self._images = [_wrapped(level, self.opaque) for level in self._levels]

    def copy(self) -> "ShownPicture":
        other = ShownPicture.__new__(ShownPicture)
        other.opaque, other.density, other.corner_xy = self.opaque, self.density, self.corner_xy
        other._levels = [level.copy() for level in self._levels]
        other._images = [_wrapped(level, self.opaque) for level in other._levels]
        return other

    @property
    def size_wh(self) -> tuple[int, int]:
        """In its own pixels."""
        return int(self._levels[0].shape[1]), int(self._levels[0].shape[0])

    @property
    def width(self) -> float:
        """In pixels of the photo."""
        return self.size_wh[0] / self.density

    @property
    def height(self) -> float:
        return self.size_wh[1] / self.density

    def level(self, zoom: float) -> tuple[QImage, float]:
        """What to paint at zoom (screen pixels for one of the photo); how many of the photo one of its stands for."""
        depth = 0
        while depth + 1 < len(self._images) and zoom * 2 ** (depth + 1) <= self.density:
            depth += 1
        return self._images[depth], 2**depth / self.density

    def colour_at(self, x: float, y: float) -> QColor:
        """Of a place of the photo."""
        return self._images[0].pixelColor(int(x * self.density), int(y * self.density))

    def write(self, patch: Patch) -> None:
        """Change one rectangle, at every level."""
        x0, y0, x1, y1 = patch.box_xyxy
        self._levels[0][y0:y1, x0:x1] = patch.bgra
        for finer, coarser in zip(self._levels, self._levels[1:], strict=False):
            x0, y0 = x0 // 2, y0 // 2
            x1, y1 = min((x1 + 1) // 2, coarser.shape[1]), min((y1 + 1) // 2, coarser.shape[0])
            if x1 > x0 and y1 > y0:
                coarser[y0:y1, x0:x1] = _halved(finer[2 * y0 : 2 * y1, 2 * x0 : 2 * x1])


def _halved(bgra: Bgra) -> Bgra:
    """Means of 2×2 pixels; an odd last row or column is left out."""
    height, width = bgra.shape[0] // 2, bgra.shape[1] // 2
    even = bgra[: 2 * height, : 2 * width]
    halved: Bgra = cv2.resize(np.ascontiguousarray(even), (width, height), interpolation=cv2.INTER_AREA)
    return halved


def _wrapped(bgra: Bgra, opaque: bool = False) -> QImage:
    """A QImage on the array's own memory, which must outlive it."""
    kind = QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32_Premultiplied
    height, width = bgra.shape[:2]
    return QImage(bgra.data, width, height, 4 * width, kind)
