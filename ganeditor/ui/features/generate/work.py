"""FaceMaker: the engine as a Maker."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.align import transform_points
from ganeditor.engine.latent import generate, styles, walk
from ganeditor.engine.latent.invert import Inversion, guess_w
from ganeditor.engine.latent.realism import Judge
from ganeditor.engine.morph import morph
from ganeditor.engine.tensors import to_tensor
from ganeditor.ui.features.generate.views import GenerateChoice, Latents, Sample
from ganeditor.ui.widgets.values import Picture8

Array = npt.NDArray[np.float32]


class FaceMaker:
    """Works with an editor's model, wherever that is."""

    def __init__(self, editor: FaceEditor) -> None:
        self._editor = editor
        self._known_judge: Judge | None = None

    @property
    def layers(self) -> int:
        return self._editor.model.generator.num_ws

    @property
    def labels(self) -> int:
        return self._editor.model.generator.mapping.c_dim

    @cached_property
    def groups(self) -> Mapping[str, tuple[int, ...]]:
        return {name: tuple(styles.layers_of(name, self.layers)) for name in styles.LAYER_GROUPS}

    def random(self, choice: GenerateChoice) -> Array:
        seeds = [choice.seed + index for index in range(choice.count)]
        return self._mapped(generate.random_z(self._editor.model, seeds), choice)

    def turned(self, start: Sample, end: Sample, shares: Sequence[float]) -> Array:
        assert start.seed is not None and end.seed is not None and start.choice
        first, last = generate.random_z(self._editor.model, [start.seed, end.seed])
        return self._mapped(walk.spherical(first, last, shares), start.choice)

    def _mapped(self, z: Array, choice: GenerateChoice) -> Array:
        label = choice.label
        chosen = (label.first, label.second, label.blend) if self.labels else (None,)
        c = generate.blended_label(self._editor.model, *chosen)
        return generate.to_ws(self._editor.model, z, choice.psi, choice.cutoff, c)

    def straight(self, start: Latents, end: Latents, shares: Sequence[float]) -> Array:
        return walk.straight(start, end, shares)

    def walk(self, keys: Array, frames: int) -> Array:
        return walk.closed_walk(keys, frames)

    def pictures(self, ws: Array) -> Picture8:
        return generate.pictures(self._editor.model, ws)

    @property
    def _judge(self) -> Judge:
        if self._known_judge is None or self._known_judge.model is not self._editor.model:
            self._known_judge = Judge(self._editor.model)
        return self._known_judge

    def realism(self, ws: Array, pictures: Picture8) -> Sequence[float]:
        return [float(score) for score in self._judge.scores(ws, pictures)]

    def near(self, ws: Latents, count: int, distance: float, seed: int) -> Array:
        return styles.neighbours(self._editor.model, ws, count, distance, seed)

    def mixed(self, ws: Latents, other: Latents, layers: Sequence[int], amount: float) -> Latents:
        return styles.mixed(ws, other, layers, amount)

    def mended(self, ws: Latents) -> tuple[Latents, list[int]]:
        return self._judge.mended(ws)

    def inversion(self, ws: Latents, picture: Picture8) -> Inversion:
        model = self._editor.model
        guess = guess_w(model, to_tensor(picture, model.device))[0].cpu().numpy()
        return Inversion(ws, guess, loss=0.0, steps=0, seconds=0.0, model=model.fingerprint)

    def aligned(self, face: Any, side: int) -> Array:
        return transform_points(self._editor.model.template.transform(face.anchors, side), face.landmarks)

    def morph(self, start: Any, end: Any, share: float, side: int) -> Picture8:
        return morph(start, end, [share], side)[0]
