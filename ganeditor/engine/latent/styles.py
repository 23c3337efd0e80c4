"""Styles of generated faces: mixing by layers, and neighbours."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import torch

from ganeditor.engine.model import FaceModel
from ganeditor.errors import EditError

Array = npt.NDArray[np.float32]

LAYER_GROUPS = {"coarse": (0, 3), "middle": (4, 7), "fine": (8, 10_000)}
"""First and last layer that set pose and shape (4 and 8 pixels), features (16, 32), and colour (64 and more)."""


def layers_of(text: str, num_ws: int) -> list[int]:
    """Layer numbers from "coarse", "middle", "fine", "3", "2-5" or several of these with commas between."""
    found: set[int] = set()
    for part in filter(None, (part.strip() for part in text.split(","))):
        first, _, last = part.partition("-")
        if part in LAYER_GROUPS:
            low, high = LAYER_GROUPS[part]
        elif first.isdecimal() and (last or first).isdecimal():
            low, high = int(first), int(last or first)
            if not low <= high < num_ws:
                raise EditError(f"Layers {part} are out of range; the model has layers 0 to {num_ws - 1}.")
        else:
            raise EditError(f"'{part}' names no layers; use coarse, middle, fine, or numbers such as 2-5.")
        found.update(range(low, min(high, num_ws - 1) + 1))
    return sorted(found)


def mixed(ws: Array, other: Array, layers: Iterable[int], amount: float = 1.0) -> Array:
    """ws [num_ws, w_dim] with layers taken from other, wholly or in part (style mixing, Karras et al. 2019, 3.1)."""
    result: Array = ws.copy()
    chosen = list(layers)
    result[chosen] += (other[chosen] - ws[chosen]) * np.float32(amount)
    return result


def neighbours(model: FaceModel, ws: Array, count: int, distance: float, seed: int = 0) -> Array:
    """count faces [count, num_ws, w_dim] around ws; distance 1 is as far as two random faces' parts differ."""
    random = torch.Generator().manual_seed(seed)
    u = torch.randn(count, model.latents.factor.shape[1], generator=random).to(model.device)
    steps = (distance * u @ model.latents.factor.T).cpu().numpy()
    moved: Array = (ws[None] + steps[:, None]).astype(np.float32)
    return moved
