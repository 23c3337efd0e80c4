"""Style channels of a StyleGAN2 generator moved by what a text asks for: StyleCLIP's global directions, found in W+."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from ganeditor.engine.model import FaceModel
from ganeditor.engine.networks.generator import FullyConnected, SynthesisNetwork
from ganeditor.errors import EditError

BETA = 0.1
"""Relevance below which a channel stays, from 0.08 to 0.3: the larger, the less else changes (StyleCLIP, section 6)."""

STRENGTH = 3.0
"""Deviations by which an amount of 1 moves the most relevant channel, so that a slider goes as far as the paper's α."""

RIDGE = 0.01
"""Weight that holds w near: a channel that hardly answers to w is left where it is."""


class Styles(NamedTuple):
    """The styles of one convolution or of one step to colours: linear in its w."""

    row: int  # of ws
    weight: Tensor  # [C, w_dim]
    colours: bool


class Found(NamedTuple):
    """A direction, and how far to trust it."""

    step: Tensor  # [num_ws, w_dim] for an amount of 1
    channels: int  # that are moved
    share: float  # of the change that is asked of the channels, which ws can make


def channel_count(model: FaceModel) -> int:
    """Of all convolutions: rows of a table for this model."""
    return sum(len(one.weight) for one in _styles(model) if not one.colours)


def text_direction(model: FaceModel, table: Tensor, direction: Tensor, beta: float = BETA) -> Found:
    """The step in W+ that moves the channels of table [C, D] along a direction [D] of CLIP's space.

    A row of table says how pictures move in that space when its channel grows. A channel moves by its row's product
    with the direction, or not at all below beta, in deviations of its own (Patashnik et al. 2021, section 6). Channels
    can't be set one by one here, where faces are kept as ws: in each layer the shortest step is taken that comes
    nearest to their change and leaves colours alone.
    """
    relevance = table.double() @ (direction / direction.norm()).double()
    moved = torch.where(relevance.abs() >= beta, relevance, torch.zeros(()).double())
    if not bool(moved.any()):
        raise EditError(
            f"No channel is moved by that text: the most relevant has {float(relevance.abs().max()):.3f}, and {beta:g} "
            "is the least; give less, or another text."
        )
    return _in_ws(model, STRENGTH * moved / moved.abs().max(), int((moved != 0).sum()))


def _in_ws(model: FaceModel, moved: Tensor, count: int) -> Found:
    """moved [C] in deviations of each channel, as near as ws come to it."""
    factor = model.latents.factor.cpu().double()
    step = torch.zeros(model.generator.num_ws, len(model.latents.mean)).double()
    missed, start = 0.0, 0
    styles = _styles(model)
    for one in (one for one in styles if not one.colours):
        wanted = moved[start : start + len(one.weight)]
        start += len(wanted)
        if not bool(wanted.any()):
            continue
        answers = _deviations(one, factor)
        still = [_deviations(other, factor) for other in styles if other.colours and other.row == one.row]
        rows = torch.cat([answers, *still])
        asked = torch.cat([wanted, torch.zeros(len(rows) - len(wanted)).double()])
        held = rows.T @ rows + RIDGE * torch.eye(rows.shape[1]).double()
        u = torch.linalg.solve(held, rows.T @ asked)
        step[one.row] += factor @ u
        missed += float((answers @ u - wanted).square().sum())
    return Found(step.float(), count, 1 - missed / float(moved.square().sum()))


def _deviations(one: Styles, factor: Tensor) -> Tensor:
    """How styles answer to u ~ N(0, I), in their own deviations: rows of length 1."""
    answers = one.weight.double() @ factor
    lengths: Tensor = answers.norm(dim=1, keepdim=True)
    return answers / lengths.clamp(min=1e-12)


def _styles(model: FaceModel) -> Sequence[Styles]:
    """Of each block the convolutions, in order, and the step to colours."""
    synthesis = model.generator.synthesis
    if not isinstance(synthesis, SynthesisNetwork):
        raise EditError(f"{model.name} has no style channels that a text moves; choose a StyleGAN2 generator.")
    found = []
    for index in range(len(synthesis.sizes.channels)):
        block, row = getattr(synthesis, f"b{4 << index}"), max(0, 2 * index - 1)
        for name in ("conv0", "conv1", "torgb"):
            layer = getattr(block, name, None)
            if layer is not None:
                found.append(Styles(row, _weight(layer.affine), name == "torgb"))
                row += 1
    return found


def _weight(affine: FullyConnected) -> Tensor:
    """[C, w_dim]"""
    with torch.no_grad():
        device = affine.weight.device
        units = torch.eye(affine.weight.shape[1], device=device)
        answers: Tensor = affine(units) - affine(torch.zeros_like(units[:1]))
        return answers.T.cpu()
