"""EyePainter: a trained network that paints eyes into an aligned face as an exemplar has them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from ganeditor.engine.faces.align import Image, Template
from ganeditor.engine.networks.exemplar import ExemplarNetwork
from ganeditor.errors import ModelError

WIDE, HIGH = 0.9, 0.6
"""Of what is painted around each eye, in distances between the eyes: from corner to corner, and both lids."""

Box = tuple[int, int, int, int]
"""(x0, y0, x1, y1) in whole pixels."""


def boxes(template: Template, side: int, wide: float = WIDE, high: float = HIGH) -> tuple[Box, ...]:
    """Of the left and the right eye in a crop of side pixels, in distances between the eyes."""
    eyes = np.asarray(template.points[:2], np.float64) * side
    half = np.array([wide, high]) * np.hypot(*(eyes[1] - eyes[0])) / 2
    ends = [(np.rint(eye - half), np.rint(eye + half)) for eye in eyes]
    found = [(*np.clip(low, 0, side), *np.clip(high_, 0, side)) for low, high_ in ends]
    return tuple((int(x0), int(y0), int(x1), int(y1)) for x0, y0, x1, y1 in found)


def holes(template: Template, side: int) -> npt.NDArray[np.float32]:
    """[side, side]: 1 where eyes are painted."""
    found = np.zeros((side, side), np.float32)
    for x0, y0, x1, y1 in boxes(template, side):
        found[y0:y1, x0:x1] = 1
    return found


@dataclass(frozen=True, eq=False)
class EyePainter:
    """The network on its device, and how a face lies in its pictures."""

    name: str
    network: ExemplarNetwork
    template: Template
    side: int  # pixels of its pictures

    def to(self, device: torch.device) -> "EyePainter":
        """Moved to where it works."""
        self.network.to(device)
        return self

    def __call__(self, face: Image, exemplar: Image) -> Image:
        """Aligned faces [side, side, 3] in levels -> face with the eyes painted as in exemplar."""
        device = next(self.network.parameters()).device
        seen = torch.from_numpy(np.stack([face, exemplar])).to(device).permute(0, 3, 1, 2).float() / 127.5 - 1
        where = holes(self.template, self.side)
        with torch.inference_mode():
            made = self.network(seen[:1], seen[1:], torch.from_numpy(where).to(device)[None, None])
        levels: Image = ((made[0].permute(1, 2, 0) + 1) * 127.5).cpu().numpy()
        return np.asarray(face + (levels - face) * where[..., None], np.float32)


Painters = Callable[[str], EyePainter]
"""Opens the one called so; ModelError where there is none."""


def none_paints(name: str) -> EyePainter:
    """Painters where there are none."""
    raise ModelError(f"There is no network '{name}' that paints eyes here.")
