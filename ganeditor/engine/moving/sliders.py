"""Sliders in motion: what stages do to a photo's face, done to a person's face in every picture of a clip.

The person is inverted once, from a few good pictures. In each picture the latents are what the encoder sees in it, and
the person's own difference from that; so there is no search, and the edit is the difference of two syntheses, as ever.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ganeditor.edits.finish import PLAIN, FinishEdit
from ganeditor.edits.operation import Operation
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.moving.known import Known
from ganeditor.engine.moving.one_euro import OneEuro, Smoothing
from ganeditor.engine.moving.tracker import Tracked

SETTLED = Smoothing(still=1.5, rise=0.5, speed=1.5)
"""Of latents, in the prior's deviations over all of them."""


class Sliders:
    """Operations on one person's face. A Mover."""

    def __init__(self, known: Sequence[Known], operations: Sequence[Operation]) -> None:
        """For the person who is known from some pictures, the best first."""
        best = known[0]
        # What is made finer takes seconds a picture, and differs from one to the next.
        self._best, self._operations = best, (FinishEdit(PLAIN), *operations)
        self._editor = best.editor.sibling()
        self._editor.assets = best.editor.assets
        offset = np.mean([one.inversion.ws - one.guess.ws for one in known], 0)
        seen = np.mean([one.guess.guess for one in known], 0)
        self._person = replace(best.inversion, ws=offset, guess=seen)
        self._track = -1
        self._settle = OneEuro(SETTLED)
        factor = self._editor.model.latents.factor
        self._unit = float(factor.square().sum().sqrt()) * len(offset) ** 0.5
        best.editor.overlay(best.face_id, self._operations)  # how this face's picture answers is found out

    def draw(self, picture: Photo8, tracked: Tracked, time: float) -> None:
        """Change picture [H, W, 3] in place."""
        if tracked.track != self._track:
            self._track, self._settle = tracked.track, OneEuro(SETTLED)
        editor, face = self._editor, tracked.face
        editor.set_photo(picture, [face])
        seen = editor.guess(face.id).ws
        settled = self._settle((seen / self._unit).reshape(1, -1), time).reshape(seen.shape) * np.float32(self._unit)
        editor.use_inversion(face.id, replace(self._person, ws=(self._person.ws + settled).astype(np.float32)))
        editor.remember(face.id, self._best.editor, self._best.face_id)
        layer = editor.overlay(face.id, self._operations)
        if layer is not None:
            layer.apply_to(picture)
