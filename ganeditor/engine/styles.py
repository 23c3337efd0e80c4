"""Styles of generated faces: mixing by layers, neighbours, how plausible a latent is, and repair."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import torch

from ganeditor.engine.model import FaceModel
from ganeditor.errors import EditError

Array = npt.NDArray[np.float32]

LAYER_GROUPS = {"coarse": (0, 3), "middle": (4, 7), "fine": (8, 10_000)}
"""First and last layer that set pose and shape (4 and 8 pixels), features (16, 32), and colour (64 and more)."""

REPAIR_SHARE = 0.5  # of the way to the mean that one repair step pulls a layer


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


def prior_distance(model: FaceModel, ws: Array) -> Array:
    """For each layer of ws [N, num_ws, w_dim], the root mean square [N, num_ws] of its whitened coordinates.

    1 is what the prior itself gives; far above, the generator has seen nothing like it and artefacts are likely.
    """
    latents = model.latents
    offsets = (torch.from_numpy(ws).to(model.device) - latents.mean).flatten(0, 1)
    u = torch.linalg.lstsq(latents.factor, offsets.T).solution.T
    distances: Array = u.square().mean(1).sqrt().reshape(ws.shape[:2]).cpu().numpy()
    return distances


def realism(model: FaceModel, ws: Array) -> Array:
    """A score [N] for ws [N, num_ws, w_dim], the higher the more plausible: minus the distance to the prior."""
    score: Array = -prior_distance(model, ws).mean(1)
    return score


def repaired(model: FaceModel, ws: Array, target: float) -> tuple[Array, list[int]]:
    """ws [num_ws, w_dim] pulled towards the mean until its realism is at least target; which layers were pulled.

    The layers farthest from the prior are pulled first, each by half of what is left, so that as few as possible
    change.
    """
    if target >= 0:
        raise EditError(f"A realism of {target:g} can't be reached; it is minus a distance, so ask for less than 0.")
    result, pulled = ws.copy(), set()
    mean = model.latents.mean.cpu().numpy()
    distances = prior_distance(model, result[None])[0]
    while -distances.mean() < target:
        layer = int(distances.argmax())
        result[layer] += (mean - result[layer]) * np.float32(REPAIR_SHARE)
        distances[layer] *= 1 - REPAIR_SHARE
        pulled.add(layer)
    return result, sorted(pulled)
