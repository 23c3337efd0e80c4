"""View: how the photo shows a face, as a function of the generator's picture of it."""

import math
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ganeditor.engine.eyes.window import Window
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Matrix, box_of_crop, invert, scale_of
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.restore.cleaning import cleaned
from ganeditor.engine.restore.degradation import Degradation

PIXEL = 0.29
"""Deviation, in pixels, of what a pixel is the mean of: 1/√12."""


FEW = 64
"""Pixels of a face's window below which there is something to be seen everywhere in it, and no noise alone."""


@dataclass(frozen=True, eq=False)
class View:
    """A window of the photo around a face, and what the face went through on its way there."""

    matrix: Matrix  # from the crop to the window
    side: int  # of the crop
    degradation: Degradation
    clean: Photo8  # [h, w, 3]: the window without what is noise for certain

    @classmethod
    def of(cls, face: FaceState) -> "View":
        """In the photo's own pixels, or where the face is large in about as many as the generator draws."""
        step = max(1, round(1 / scale_of(face.matrix)))
        window = _window(face, step)
        few = min(window.picture.shape[:2]) < FEW
        around = _window(face, step, len(face.crop)) if few else window
        matrix = _after(window.matrix, invert(face.matrix))
        clean, blur, noise, quality = cleaned(
            window.picture, around.picture, (window.x0, window.y0) if step == 1 else None
        )
        return cls(matrix, len(face.crop), Degradation(1 / scale_of(matrix), blur, noise, quality), clean)

    @property
    def softness(self) -> float:
        """Deviation, in pixels of the crop, of all that blurs a face on its way into the window."""
        found = self.degradation
        return max(found.blur * found.shrunk, PIXEL * math.sqrt(max(0.0, found.shrunk**2 - 1)))

    def seen(self, device: torch.device) -> "Seen":
        """The degradation as a function, on a device."""
        return Seen(self, device)


class Seen:
    """The generator's picture of a face -> how the photo would show that, without noise; differentiable."""

    def __init__(self, view: View, device: torch.device) -> None:
        side = view.side
        height, width = view.clean.shape[:2]
        back = invert(view.matrix)
        columns, rows = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
        places = np.stack([columns, rows], -1) @ back[:, :2].T + back[:, 2]
        self._grid = torch.from_numpy((places / side * 2 - 1).astype(np.float32))[None].to(device)
        inside = ((places > 0.5) & (places < side - 0.5)).all(-1)
        self.inside = torch.from_numpy(inside.astype(np.float32))[None, None].to(device)  # [1, 1, h, w]: the crop
        self._sigma = view.softness / side

    def __call__(self, image: Tensor) -> Tensor:
        """image [1, 3, r, r] in [-1, 1] -> [1, 3, h, w], a window of the photo."""
        blurred = _blurred(image.float(), self._sigma * image.shape[-1])
        return F.grid_sample(blurred, self._grid, mode="bilinear", padding_mode="reflection", align_corners=False)


def _window(face: FaceState, step: int, beyond: int = 0) -> Window:
    """The crop and so many of its pixels around it, in pixels of which each is the mean of step × step."""
    height, width = (side // step for side in face.photo.shape[:2])
    matrix = np.hstack([face.matrix[:, :2] * step, face.matrix[:, 2:] + beyond])
    return Window.of(face.photo, box_of_crop(matrix, len(face.crop) + 2 * beyond, width, height), step)


def _after(second: Matrix, first: Matrix) -> Matrix:
    return np.hstack([second[:, :2] @ first[:, :2], second[:, :2] @ first[:, 2:] + second[:, 2:]])


def _blurred(images: Tensor, sigma: float) -> Tensor:
    """images [N, C, r, r] under a Gaussian of this deviation in pixels."""
    reach = min(math.ceil(3 * sigma), images.shape[-1] - 1)
    if not reach:
        return images
    x = torch.arange(-reach, reach + 1, dtype=torch.float32, device=images.device)
    kernel = torch.exp(-0.5 * (x / sigma) ** 2)
    rows = (kernel / kernel.sum()).expand(images.shape[1], 1, -1)
    padded = F.pad(images, (reach, reach, reach, reach), "reflect")
    across = F.conv2d(padded, rows[:, :, None], groups=images.shape[1])
    return F.conv2d(across, rows[..., None], groups=images.shape[1])
