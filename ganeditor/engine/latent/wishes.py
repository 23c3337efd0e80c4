"""Random faces that are as was wished: those nearest to it by the read-outs, moved the rest of the way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ganeditor.edits.attributes import AGE
from ganeditor.edits.words.clause import Move
from ganeditor.engine.latent.generate import Array
from ganeditor.engine.latent.space import Change, LatentSpace
from ganeditor.engine.model import FaceModel
from ganeditor.progress import Progress, silent

TRIED = 500
"""Random faces for each that is wanted; more hardly come nearer, and are less various."""


@dataclass(frozen=True)
class Wish:
    """Where a read-out is to stand, in standard deviations."""

    level: float
    sign: int  # 1: there or above; -1: there or below; 0: there

    def missing(self, standing: Tensor) -> Tensor:
        """What standing [N] lacks."""
        lacking = self.level - standing
        return lacking if not self.sign else self.sign * (self.sign * lacking).clamp(min=0)


def wishes_of(space: LatentSpace, moves: Sequence[Move]) -> dict[str, Wish]:
    """What moves ask of the read-outs; an amount is one from the mean face."""
    found = {}
    for move in moves:
        if move.name in space.names:
            row = space.names.index(move.name)
            mean, deviation = float(space.readout_mean[row]), float(space.readout_std[row])
            years = move.amount - mean if move.until else move.amount
            # Read-outs show only a share of what there is; age is told to people as it is read.
            level = years / deviation if move.name == AGE else move.amount * space.slope(move.name)
            found[move.name] = Wish(level, 0 if move.until else 1 if level > 0 else -1)
    return found


def wished_ws(
    model: FaceModel,
    moves: Sequence[Move],
    seeds: Sequence[int],
    drawn: Callable[[list[int]], Array],
    progress: Progress = silent,
) -> Array:
    """A face [num_ws, w_dim] as moves ask for each seed, which always gives the same one.

    drawn: random faces [N, num_ws, w_dim] for N seeds, among which the nearest is taken.
    """
    space, found = model.latents, []
    wishes = wishes_of(space, moves)
    free = {move.name: Change(move.amount) for move in moves if move.name not in wishes}
    for number, seed in enumerate(seeds):
        progress(number / len(seeds), "Searching")
        ws = torch.from_numpy(drawn([seed * TRIED + index for index in range(TRIED)])).to(space.mean.device)
        means = ws.mean(1)
        standing = means @ space.readout_weight.T + space.readout_bias
        rows = {name: wish.missing(standing[:, space.names.index(name)]) for name, wish in wishes.items()}
        far = torch.stack([row.square() for row in rows.values()]).sum(0) if rows else torch.zeros(TRIED)
        found.append(_moved(space, ws[int(far.argmin())], wishes, free).cpu().numpy())
    return np.stack(found)


def _moved(space: LatentSpace, ws: Tensor, wishes: Mapping[str, Wish], free: Mapping[str, Change]) -> Tensor:
    """ws [num_ws, w_dim] the rest of the way, as far as faces are known."""
    readings, changes = space.read(ws.mean(0)), dict(free)
    for name, wish in wishes.items():
        missing = float(wish.missing(torch.tensor(readings[name].standardised)))
        unit = float(space.readout_std[space.names.index(name)]) if name == AGE else 1.0
        if missing and name in space.editable:
            changes[name] = Change(missing * unit)
    age = readings[AGE].natural if AGE in readings else 0.0
    return space.within(ws, space.edit(ws, changes, age))
