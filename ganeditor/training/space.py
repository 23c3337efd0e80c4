"""Whether a disk holds what a training will write, before it begins."""

import math
import shutil
from pathlib import Path

from torch import nn

from ganeditor.errors import UserError
from ganeditor.training.loop import SHOWN
from ganeditor.training.task import Trainable, TrainSettings

SPARE = 256 << 20
"""Bytes that have to be free beyond what is written."""

MOMENTS = 2
"""Numbers that Adam keeps for each that it learns."""

COPIES = 2
"""Of each grid of pictures: a file, and TensorBoard's."""


def state_bytes(trainable: Trainable) -> int:
    """What a training's state takes on the disk once all of it has been learnt from."""
    optimisers = trainable.parts().values()
    learnt = {part for optimiser in optimisers for group in optimiser.param_groups for part in group["params"]}
    moments = MOMENTS * sum(int(part.numel()) * int(part.element_size()) for part in learnt)
    return _bytes(trainable) + _averaged(trainable) + moments


def require_space(folder: Path, trainable: Trainable, settings: TrainSettings) -> None:
    """UserError where the disk of a run's folder has no room for its state and its pictures.

    A new state is written before the old one goes; what was best takes all networks, and the model the averaged ones.
    """
    state = state_bytes(trainable)
    grids = math.ceil(settings.pictures / settings.batch / settings.interval) * SHOWN * settings.side**2 * 3
    needed = 2 * state + _bytes(trainable) + 2 * _averaged(trainable) + COPIES * grids
    free = shutil.disk_usage(next(path for path in (folder, *folder.parents) if path.is_dir())).free
    if free < needed + SPARE:
        raise UserError(
            f"The training's state takes {state / 1e6:,.0f} MB, and all that is written about {needed / 1e6:,.0f} MB; "
            f"{folder} has {max(0, free - SPARE) / 1e6:,.0f} MB to spare. Free some space there, or take a longer "
            "interval or narrower networks."
        )


def _averaged(trainable: Trainable) -> int:
    return sum(_bytes(getattr(trainable, name)) for name in trainable.averaged)


def _bytes(module: nn.Module) -> int:
    return sum(tensor.numel() * tensor.element_size() for tensor in module.state_dict().values())
