"""A training's folder: what it can go on from, its curves, and the pictures on its way."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from tensorboardX import SummaryWriter
from torch import Tensor, nn

from ganeditor.errors import UserError
from ganeditor.files import atomic_write, write_whole
from ganeditor.project.runs import BEST, FIGURES, GRIDS, LOGS, MEASURES, STATE, WORDS, rows

Picture8 = npt.NDArray[np.uint8]
Modules = Mapping[str, nn.Module]
Optimisers = Mapping[str, torch.optim.Optimizer]


class Run:
    """The folder; it is made when something is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def step(self) -> int:
        """The step that the saved state has reached; 0 where there is none."""
        return self.step_of(STATE)

    def step_of(self, name: str) -> int:
        """The step at which STATE or BEST was saved; 0 where it is not there."""
        path = self.folder / name
        if not path.is_file():
            return 0
        try:
            with safe_open(path, "pt") as file:
                return int(file.metadata()["step"])
        except (SafetensorError, OSError, KeyError, ValueError, TypeError) as error:
            raise UserError(f"{path} is damaged ({error}); remove it to start anew.") from None

    def save(self, step: int, trainable: nn.Module, averaged: Modules, optimisers: Optimisers) -> None:
        """All that is needed to go on, in one file that is replaced whole."""
        tensors = dict(_tensors_of(trainable, averaged, optimisers))
        path = self.folder / STATE
        self.folder.mkdir(parents=True, exist_ok=True)
        atomic_write(path, lambda part: save_file(tensors, part, {"step": str(step)}), overwrite=True)

    def restore(self, trainable: nn.Module, averaged: Modules, optimisers: Optimisers) -> int:
        """Put the saved state into what is trained; returns the step it has reached, 0 where none is saved.

        Curves of steps beyond it are forgotten.
        """
        step = self.step
        for unfinished in self.folder.glob(".tmp*"):  # what safetensors was writing when it was killed
            unfinished.unlink()
        for log in LOGS:
            if (self.folder / log).is_file():
                self._write_rows(log, [row for row in self.rows(log) if row["step"] <= step])
        if step:
            saved = self.fill(trainable, averaged)
            for name, optimiser in optimisers.items():
                _fill(optimiser, _under(f"optimisers.{name}.", saved))
        return step

    def fill(self, trainable: nn.Module, averaged: Modules, name: str = STATE) -> dict[str, Tensor]:
        """Put the networks of STATE or BEST into these; returns all that the file has. The folder stays as it is."""
        path = self.folder / name
        with safe_open(path, "pt") as file:
            saved = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (it is no dict)
        try:
            trainable.load_state_dict(_under("networks.", saved))
            for part, module in averaged.items():
                module.load_state_dict(_under(f"averaged.{part}.", saved))
        except RuntimeError:
            raise UserError(
                f"{path} is of other networks; go on with that training's own settings, or choose another folder."
            ) from None
        return saved

    def log(self, step: int, figures: Mapping[str, float]) -> None:
        """A point of the curves."""
        self._add_row(FIGURES, {"step": step, **figures})
        self._to_board(step, figures)

    def note(self, text: str) -> None:
        """Keep a sentence for who watches, said at the step that is saved."""
        self._add_row(WORDS, {"step": self.step, "text": text})

    def show(self, step: int, grid: Picture8) -> Path:
        """Keep the pictures [H, W, 3] of this step."""
        path = self.folder / GRIDS / f"{step:08}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(path, lambda part: Image.fromarray(grid).save(part), overwrite=True)
        self._board.add_image("samples", grid, step, dataformats="HWC")
        return path

    def measured(self, step: int, figures: Mapping[str, float], trainable: nn.Module, averaged: Modules) -> None:
        """Figures of a measurement, of which the first is to fall; what was best so far keeps its weights."""
        goal = next(iter(figures))
        before = [row[goal] for row in self.rows(MEASURES) if goal in row]
        self._add_row(MEASURES, {"step": step, **figures})
        self._to_board(step, figures)
        if figures[goal] < min(before, default=np.inf):
            tensors = dict(_tensors_of(trainable, averaged, {}))
            atomic_write(self.folder / BEST, lambda part: save_file(tensors, part, {"step": str(step)}), overwrite=True)

    def since_best(self) -> int:
        """How many measurements ago the figure that is to fall was lowest."""
        measured = self.rows(MEASURES)
        goal = next((name for row in measured[-1:] for name in row if name != "step"), "")
        values = [row[goal] for row in measured if goal in row]
        return len(values) - 1 - int(np.argmin(values)) if values else 0

    def rows(self, log: str) -> list[dict[str, Any]]:
        """The rows of one of LOGS."""
        return rows(self.folder / log)

    def _add_row(self, log: str, row: Mapping[str, Any]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / log).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + os.linesep)

    def _write_rows(self, log: str, rows: Iterable[Mapping[str, Any]]) -> None:
        text = "".join(json.dumps(row) + "\n" for row in rows)
        write_whole(self.folder / log, text, overwrite=True)

    def _to_board(self, step: int, figures: Mapping[str, float]) -> None:
        for name, value in figures.items():
            self._board.add_scalar(name, value, step)
        self._board.flush()

    @cached_property
    def _board(self) -> SummaryWriter:
        return SummaryWriter(str(self.folder / "tensorboard"))


def _tensors_of(trainable: nn.Module, averaged: Modules, optimisers: Optimisers) -> Iterator[tuple[str, Tensor]]:
    """What a state holds, by names in one file."""
    own = {"networks": trainable, **{f"averaged.{name}": module for name, module in averaged.items()}}
    for prefix, module in own.items():
        for name, tensor in module.state_dict().items():
            yield f"{prefix}.{name}", tensor.detach().cpu().clone(memory_format=torch.contiguous_format)
    for part, optimiser in optimisers.items():
        for index, fields in optimiser.state_dict()["state"].items():
            for name, value in fields.items():
                kept = torch.as_tensor(value).detach().cpu().clone(memory_format=torch.contiguous_format)
                yield f"optimisers.{part}.{index}.{name}", kept


def _fill(optimiser: torch.optim.Optimizer, saved: Mapping[str, Tensor]) -> None:
    state = optimiser.state_dict()
    fields: dict[int, dict[str, Tensor]] = {}
    for name, tensor in saved.items():
        index, field = name.split(".")
        fields.setdefault(int(index), {})[field] = tensor
    optimiser.load_state_dict({**state, "state": fields})


def _under(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}
