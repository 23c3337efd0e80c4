"""Frozen values that widgets show; widgets know the session and the features by these alone."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ganeditor.project.animation.tracks import Frame

HIGHEST_SEED = 2**31 - 1

PSI = 0.7
"""Truncation of random faces, unless a person wants another: 0 is the mean face, 1 anything."""

Thumbnail = npt.NDArray[np.uint8]
"""[h, w, 1..4]"""

Picture8 = npt.NDArray[np.uint8]
"""[H, W, 3]"""

Latents = npt.NDArray[np.float32]
"""[num_ws, w_dim]"""

FACE_FORMAT = "application/x-ganeditor-face"
"""Of what is dragged: the id of a face of the photo in the window, as UTF-8."""

Point = tuple[float, float]
"""(x, y) in pixels of the photo."""


@dataclass(frozen=True, eq=False)
class FaceView:
    """One face of the photo."""

    id: str
    box_xyxy: tuple[float, float, float, float]
    thumbnail: Thumbnail
    marks: tuple[str, ...] = ()
    edited: bool = False
    refined: bool = False


@dataclass(frozen=True, eq=False)
class InversionView:
    """A running inversion of the chosen face."""

    fraction: float
    seconds_left: float | None
    image: Thumbnail | None
    target: Thumbnail


@dataclass(frozen=True, eq=False)
class TabView:
    """One open photo in the film strip."""

    number: int
    name: str
    thumbnail: Thumbnail
    dirty: bool


@dataclass(frozen=True, eq=False)
class Rendered:
    """One frame of an animation that is ready."""

    index: int
    pixels: Frame
    distance: float | None = None  # of identity, where the photo's face is seen
