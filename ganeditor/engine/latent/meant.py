"""Which direction a person may mean by a word that no table has: the one whose pictures change as the word says."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ganeditor.engine.clip import NEUTRAL, Clip
from ganeditor.engine.latent.generate import pictures, random_ws
from ganeditor.engine.latent.space import Change
from ganeditor.engine.model import FaceModel
from ganeditor.progress import Progress, part, silent

FACES = 4
"""Random faces that are moved; their mean change counts."""

AMOUNT = 2.0
"""Deviations to either side by which they are moved."""


LEAST = 0.1
"""Likeness that is told: of two random directions in a space of 512 dimensions it is 0.04 in the mean."""


class Meant(NamedTuple):
    """How well a direction fits a word."""

    name: str
    likeness: float  # cosine, of the direction's end that fits better
    sign: int  # of that end


def ranked(
    clip: Clip, model: FaceModel, word: str, names: Sequence[str], progress: Progress = silent
) -> tuple[Meant, ...]:
    """Of the model's directions called names those that are like the word at all, the likeliest first.

    In CLIP's space the mean change of pictures along a direction is compared with that from a text without the word
    to one with it (as StyleCLIP compares channels with texts: Patashnik et al. 2021, section 6).
    """
    wanted = clip.change(f"{NEUTRAL}, {word}", NEUTRAL)
    found = []
    for index, name in enumerate(names):
        share = part(progress, index / len(names), (index + 1) / len(names))
        likeness = float(picture_change(clip, model, name, share) @ wanted)
        if abs(likeness) >= LEAST:
            found.append(Meant(name, abs(likeness), 1 if likeness > 0 else -1))
    return tuple(sorted(found, key=lambda meant: -meant.likeness))


def picture_change(clip: Clip, model: FaceModel, name: str, progress: Progress = silent) -> Tensor:
    """How pictures change along a direction: a vector of length 1 [width] of clip's space."""
    ws = torch.from_numpy(random_ws(model, list(range(FACES)))).to(model.device)
    ends = [
        torch.stack([model.latents.edit(one, {name: Change(amount)}, 0.0) for one in ws])
        for amount in (AMOUNT, -AMOUNT)
    ]
    drawn = pictures(model, torch.cat(ends).cpu().numpy().astype(np.float32), progress)
    seen = clip.pictures(drawn)
    return torch.nn.functional.normalize((seen[:FACES] - seen[FACES:]).mean(0), dim=0)
