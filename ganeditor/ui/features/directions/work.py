"""ModelLab: the engine as a Lab."""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ganeditor.checkpoints.packs import directions as store
from ganeditor.edits.attributes import attribute
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.latent import boundary as boundaries
from ganeditor.engine.latent import discover as components
from ganeditor.engine.latent.generate import pictures
from ganeditor.engine.model import FaceModel
from ganeditor.errors import UserError
from ganeditor.ui.features.directions.views import (
    REALISM,
    Boundary,
    DiscoveryChoice,
    Found,
    ImportChoice,
    Kept,
    Layers,
    TrainingChoice,
    Vector,
)
from ganeditor.ui.widgets.values import Picture8

Array = npt.NDArray[np.float32]


class ModelLab:
    """Works with an editor's model, wherever that is."""

    def __init__(self, editor: FaceEditor, notify: Callable[[str], None]) -> None:
        """notify is told which kept directions are left out, and why."""
        self._editor, self._notify = editor, notify
        self._own = without_stored(editor.model)

    @property
    def model(self) -> str:
        return self._editor.model.name

    @property
    def layer_names(self) -> tuple[str, ...]:
        return components.layer_names(self._editor.model)

    @property
    def keepable(self) -> tuple[str, ...]:
        return self._editor.model.latents.keepable

    @property
    def readouts(self) -> tuple[str, ...]:
        return self._editor.model.latents.names

    @property
    def judges_realism(self) -> bool:
        return boundaries.judges_realism(self._editor.model)

    @property
    def labels(self) -> Mapping[str, str]:
        own = self._own.latents.keepable
        return {row.name: row.label for row in self.kept() if row.name not in own}

    def discover(self, choice: DiscoveryChoice, progress: Callable[[float, str], None]) -> Sequence[Found]:
        settings = components.DiscoverySettings(choice.components, choice.samples, choice.layer, choice.seed)
        found = components.discover(self._editor.model, settings, progress)
        place = f"GANSpace on {choice.layer or 'w'}, component"
        rest = f"of {choice.samples} samples, seed {choice.seed}"
        return [
            Found(str(index), unit.numpy(), float(sigma), f"{place} {index} {rest}", float(share))
            for index, (unit, sigma, share) in enumerate(zip(found.units, found.sigmas, found.shares, strict=True))
        ]

    def pictures_along(
        self, step: Vector, amounts: Sequence[float], layers: Layers | None, start: Array | None
    ) -> Sequence[Picture8]:
        model = self._editor.model
        ws = None if start is None else torch.from_numpy(start).to(model.device)
        return list(components.strip(model, torch.from_numpy(step), amounts, layers, ws))

    def random(self, count: int, seed: int) -> Array:
        w: Array = boundaries.samples(self._editor.model, count, seed).cpu().numpy()
        return w

    def pictures(self, w: Array) -> Sequence[Picture8]:
        model = self._editor.model
        return list(pictures(model, np.repeat(w[:, None], model.generator.num_ws, axis=1)))

    def train(self, more: Array, less: Array, keep: Sequence[str]) -> tuple[Found, Boundary]:
        found = boundaries.fit(self._editor.model.latents, torch.from_numpy(more), torch.from_numpy(less))
        return self._concluded(found, f"{found.samples} faces marked in the window", keep)

    def train_scored(self, choice: TrainingChoice, progress: Callable[[float, str], None]) -> tuple[Found, Boundary]:
        settings = boundaries.ScoringSettings(None if choice.source == REALISM else choice.readout, seed=choice.seed)
        found = boundaries.train_scored(self._editor.model, settings, progress)
        return self._concluded(found, settings.words, choice.keep)

    def _concluded(self, found: boundaries.Boundary, faces: str, keep: Sequence[str]) -> tuple[Found, Boundary]:
        normal, source = boundaries.concluded(self._editor.model.latents, found, faces, keep)
        quality = Boundary(found.accuracy, found.held_out, found.samples, found.accuracy < boundaries.GUESSING)
        return Found("", normal.cpu().float().numpy(), found.sigma, source), quality

    def keep(self, found: Found, name: str, layers: Layers | None, label: str) -> None:
        model, vector = self._editor.model, torch.from_numpy(found.vector)
        row = store.made_for(model, name, vector, found.scale, found.source, label=label, layers=layers)
        store.keep(model, row)

    def bring(self, choice: ImportChoice) -> tuple[str, str]:
        model = self._editor.model
        row = store.read_direction(
            model,
            choice.path,
            choice.component,
            name=choice.name,
            label=choice.label,
            in_w=choice.in_w,
            layers=choice.layers,
        )
        row = replace(row, name=attribute(row.name).name)  # a file may be called by an alias
        store.keep(model, row)
        return row.name, store.doubt(model, choice.path) or ""

    def kept(self) -> tuple[Kept, ...]:
        rows = []
        for path in store.stored_files(self.model):
            with contextlib.suppress(UserError):  # what is damaged was told when the model was opened
                row = store.read_stored(path)
                rows.append(Kept(row.name, row.label, row.layers, row.scale, row.source))
        return tuple(rows)

    def remove(self, name: str) -> None:
        store.remove(self.model, name)

    def renew(self, editors: Iterable[Any]) -> tuple[str, ...]:
        device = self._editor.model.device
        model = store.with_stored(self._own, self._notify).to(device)
        for editor in (self._editor, *editors):
            editor.model = model
        return model.latents.editable


def without_stored(model: FaceModel) -> FaceModel:
    """model as its pack has it."""
    space = model.latents
    directions, layers = dict(space.directions), dict(space.layers)
    for path in store.stored_files(model.name):
        with contextlib.suppress(UserError):
            row = store.read_stored(path)
            # A pack may have a direction of this name itself; then the stored one was left out.
            if row.name in directions and torch.equal(directions[row.name].cpu(), row.step):
                del directions[row.name]
                layers.pop(row.name, None)
    return replace(model, latents=replace(space, directions=directions, layers=layers))
