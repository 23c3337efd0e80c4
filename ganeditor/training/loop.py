"""The loop of every training: one visible sequence, which can be stopped at any step and goes on as if it had not."""

import copy
import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from lightning_fabric import Fabric
from torch import Tensor, nn
from torch.optim.swa_utils import get_ema_multi_avg_fn

from ganeditor.engine.latent.generate import contact_sheet
from ganeditor.engine.tensors import to_image
from ganeditor.errors import UserError
from ganeditor.progress import Cancelled, Progress, silent
from ganeditor.training import watching
from ganeditor.training.draws import Draws, Share
from ganeditor.training.recorded import Recorder, on_card
from ganeditor.training.run import Run
from ganeditor.training.supply import Supply
from ganeditor.training.task import Batch, Data, Figures, Step, Trainable, TrainSettings

LOG_STEPS = 20
"""Between two points of the curves; their figures are the means of what lies between."""

RAMP = 0.05
"""Share of the pictures seen that averaged weights look back over at most: what was learnt first is worth little."""

SHOWN = 16
"""Pictures of a grid."""

Measure = Callable[[Trainable], Mapping[str, float]]
"""Figures of the networks, the first of which is to fall."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """How a training ended."""

    steps: int
    figures: dict[str, float]  # the last ones
    stopped_early: bool = False


def fabric_for(device: str, precision: str = "auto", processes: int = 1) -> Fabric:
    """Lightning's hand on device, precision and processes; torchrun says how many of these there are.

    precision is "float32", "bfloat16", or "auto", which takes bfloat16 where the processor has it.
    """
    kind = torch.device(device).type
    fast = torch.cuda.is_bf16_supported() if kind == "cuda" else torch.ops.mkldnn._is_mkldnn_bf16_supported()
    mixed = precision == "bfloat16" or (precision == "auto" and fast)
    return Fabric(
        accelerator=kind,
        devices=processes,
        strategy="ddp" if processes > 1 else "auto",
        precision="bf16-mixed" if mixed else "32-true",
    )


def train(
    trainable: Trainable,
    data: Data,
    settings: TrainSettings,
    run: Run,
    fabric: Fabric,
    progress: Progress = silent,
    say: Say = lambda _text: None,
    measure: Measure | None = None,
    patience: int = 0,
) -> Outcome:
    """Train until settings.pictures are seen, or settings.minutes over; Cancelled keeps the last step, to go on from.

    say is told in words what goes wrong. With measure, its figures are kept at each interval; with patience, training
    ends when the first of them has not fallen for so many. UserError tells of weights that are no longer finite; run
    keeps the last good ones.
    """
    share, alone = Share(fabric.global_rank, fabric.world_size), fabric.is_global_zero
    trainable.to(fabric.device)
    optimisers = trainable.parts()
    averaged = {name: copy.deepcopy(getattr(trainable, name)).requires_grad_(False) for name in trainable.averaged}
    step = run.restore(trainable, averaged, optimisers)
    supply = Supply(data, settings, share, fabric.device)
    seen_each = settings.batch * share.count
    steps = math.ceil(settings.pictures / seen_each)
    curves, began, first = watching.Curves(), time.monotonic(), step
    over = _waited(run, patience)
    take = _taker(trainable, supply, optimisers, fabric, say)

    while step < steps and not over:
        try:
            progress(_done(step / steps, began, settings.minutes), told(step, steps, curves.last, began, first))
        except Cancelled:
            if alone:
                run.save(step, trainable, averaged, optimisers)
            raise
        trainable.train()
        figures = take(step)
        step += 1
        if settings.minutes and time.monotonic() - began > 60 * settings.minutes:
            steps = step
        average(trainable, averaged, settings.half_life, step * seen_each, seen_each)
        curves.add(figures)
        if step % LOG_STEPS == 0 or step == steps:
            _log(run, step, curves.row(), alone)
        if step % settings.interval and step < steps:
            continue
        if not finite(trainable):
            raise UserError(_diverged(step, run))
        if not alone:
            continue
        run.save(step, trainable, averaged, optimisers)
        with standing_in(trainable, averaged):
            _look(trainable, data, settings, run, step, step * seen_each, curves, say)
            measured = dict(measure(trainable)) if measure else {}
        if measured:
            run.measured(step, measured, trainable, averaged)
            over = _waited(run, patience)
    return Outcome(step, curves.last, over)


def _waited(run: Run, patience: int) -> bool:
    """Whether so many measurements have brought nothing better."""
    return bool(patience) and run.since_best() >= patience


def _done(share: float, began: float, minutes: float) -> float:
    """Of the pictures or of the time, whichever ends first."""
    return max(share, min((time.monotonic() - began) / (60 * minutes), 1.0)) if minutes else share


def _log(run: Run, step: int, row: Mapping[str, float], alone: bool) -> None:
    """A point of the curves, if its figures are numbers."""
    if not all(map(math.isfinite, row.values())):
        raise UserError(_diverged(step, run))
    if alone:
        run.log(step, row)


def _look(
    trainable: Trainable,
    data: Data,
    settings: TrainSettings,
    run: Run,
    step: int,
    seen: int,
    curves: watching.Curves,
    say: Say,
) -> None:
    """Keep some pictures of this step, and say what goes wrong; seen: pictures until then."""
    device = next(trainable.parameters()).device
    made = trainable.samples(Draws(settings.seed, 0, SHOWN, device, Share()), data)
    run.show(step, contact_sheet(list(to_image(made))))
    for text in watching.verdicts(curves, made, data, seen):
        say(text)


def _taker(
    trainable: Trainable, supply: Supply, optimisers: Mapping[str, torch.optim.Optimizer], fabric: Fabric, say: Say
) -> Callable[[int], Figures]:
    """Takes the step of a number; on one graphics card by a recording, where the task allows it."""

    def learn(step: Step) -> Figures:
        with fabric.autocast():
            return trainable.step(step)

    def fresh(number: int) -> Step:
        return _Step(number, supply, optimisers, fabric)

    if fabric.device.type == "cuda" and fabric.world_size == 1:
        return Recorder(learn, fresh, trainable.kind, on_card, say).take
    return lambda number: learn(fresh(number))


class _Step:
    """What a task's step gets."""

    def __init__(
        self, number: int, supply: Supply, optimisers: Mapping[str, torch.optim.Optimizer], fabric: Fabric
    ) -> None:
        self.number = number
        self.draws = supply.draws(number)
        self._supply, self._optimisers, self._fabric = supply, optimisers, fabric
        self._taken = 0

    def batch(self) -> Batch:
        self._taken += 1
        return self._supply.batch(self.number, self._taken - 1, self.draws)

    def mean(self, value: Tensor) -> Tensor:
        if self._fabric.world_size == 1:
            return value
        found = self._fabric.all_reduce(value, reduce_op="mean")
        assert isinstance(found, Tensor), "of one tensor"
        return found

    def learn(self, part: str, loss: Tensor) -> None:
        optimiser = self._optimisers[part]
        optimiser.zero_grad(set_to_none=True)
        self._fabric.backward(loss)
        if self._fabric.world_size > 1:
            _share_gradients(self._fabric, optimiser)
        optimiser.step()
        torch.clear_autocast_cache()  # of the weights as they were before


def _share_gradients(fabric: Fabric, optimiser: torch.optim.Optimizer) -> None:
    """The mean of all processes' gradients, in one message."""
    parameters = [row for group in optimiser.param_groups for row in group["params"] if row.grad is not None]
    flat = torch.cat([row.grad.flatten() for row in parameters])
    mean = fabric.all_reduce(flat, reduce_op="mean")
    assert isinstance(mean, Tensor), "of one tensor"
    for row, part in zip(parameters, torch.split(mean, [row.numel() for row in parameters]), strict=True):
        row.grad.copy_(part.view_as(row))


def average(trainable: nn.Module, averaged: Mapping[str, nn.Module], half_life: int, seen: int, each: int) -> None:
    """Draw the averaged weights towards those of now (EMA), after `seen` pictures, `each` a step."""
    life = min(half_life, seen * RAMP)
    share = 1 - 0.5 ** (each / life) if life else 1.0
    for name, module in averaged.items():
        now = getattr(trainable, name)
        with torch.no_grad():
            get_ema_multi_avg_fn(1 - share)(  # type: ignore[no-untyped-call]
                list(module.parameters()), list(now.parameters()), None
            )
            for kept, buffer in zip(module.buffers(), now.buffers(), strict=True):
                kept.copy_(buffer)


@contextmanager
def standing_in(trainable: nn.Module, averaged: Mapping[str, nn.Module]) -> Iterator[None]:
    """The averaged networks in the place of those that learn, for judging."""
    now = {name: getattr(trainable, name) for name in averaged}
    for name, module in averaged.items():
        setattr(trainable, name, module)
    trainable.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for name, module in now.items():
            setattr(trainable, name, module)


def finite(module: nn.Module) -> bool:
    """Whether all weights are numbers."""
    return all(bool(torch.isfinite(parameter).all()) for parameter in module.parameters())


def told(step: int, steps: int, figures: Mapping[str, float], began: float, first: int) -> str:
    """One line about where it is: "step 40 of 800, generator 0.71, … , 3.2 steps a second"."""
    parts = [f"step {step} of {steps}", *(f"{name} {value:.3g}" for name, value in figures.items())]
    if step > first and (seconds := time.monotonic() - began) > 1:
        parts.append(f"{(step - first) / seconds:.3g} steps a second")
    return ", ".join(parts)


def _diverged(step: int, run: Run) -> str:
    kept = run.step
    last = f"the state of step {kept} is kept" if kept else "no state was kept yet"
    return (
        f"The training's numbers are no longer finite at step {step} ({last}); lower the rate, add a penalty such as "
        "r1, or go on from there with precision float32."
    )
