"""Sliders in motion: what stages do to a photo's face, done to a person's face in every picture of a clip.

The person is inverted once, from a few good pictures. In each picture the latents are what the encoder sees in it, and
the person's own difference from that; so there is no search, and the edit is the difference of two syntheses, as ever.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ganeditor.edits.operation import Operation
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.latent.invert import Inversion, InversionSettings, Step
from ganeditor.engine.moving.acquaintance import Look
from ganeditor.engine.moving.one_euro import OneEuro, Smoothing
from ganeditor.engine.moving.tracker import Tracked
from ganeditor.progress import Progress

Latents = npt.NDArray[np.float32]

SETTLED = Smoothing(still=1.5, rise=0.5, speed=1.5)
"""Of latents, in the prior's deviations over all of them."""


class Sliders:
    """Operations on one person's face. A Mover."""

    def __init__(
        self, editor: FaceEditor, operations: Sequence[Operation], reference: str, inversion: Inversion
    ) -> None:
        """editor: has the person's best picture set, with the face called reference; inversion: what all share."""
        self._known, self._reference = editor, reference
        self._editor, self._operations = editor.sibling(), operations
        self._editor.assets = editor.assets
        self._person = inversion
        self._track = -1
        self._settle = OneEuro(SETTLED)
        factor = editor.model.latents.factor
        self._unit = float(factor.square().sum().sqrt()) * inversion.ws.shape[0] ** 0.5

    @classmethod
    def of(
        cls,
        editor: FaceEditor,
        operations: Sequence[Operation],
        looks: Sequence[Look],
        settings: InversionSettings,
        progress: Progress,
    ) -> "Sliders":
        """For the person of looks, the best first; each takes an inversion."""
        offsets, guesses = list[Latents](), list[Latents]()
        for index, look in enumerate(reversed(looks)):

            def watch(step: Step, index: int = index) -> None:
                progress((index + step.fraction) / len(looks), "Learning the face")

            known = editor.sibling()
            known.assets = editor.assets
            known.set_photo(look.picture, [look.face])
            guess = known.guess(look.face.id)
            found = known.invert(look.face.id, settings, watch)
            offsets.append(found.ws - guess.ws)
            guesses.append(guess.guess)
        person = replace(found, ws=np.mean(offsets, 0), guess=np.mean(guesses, 0))
        known.overlay(look.face.id, operations)  # how this face's picture answers is found out
        return cls(known, operations, look.face.id, person)

    def draw(self, picture: Photo8, tracked: Tracked, time: float) -> None:
        """Change picture [H, W, 3] in place."""
        if tracked.track != self._track:
            self._track, self._settle = tracked.track, OneEuro(SETTLED)
        editor, face = self._editor, tracked.face
        editor.set_photo(picture, [face])
        seen = editor.guess(face.id).ws
        settled = self._settle((seen / self._unit).reshape(1, -1), time).reshape(seen.shape) * np.float32(self._unit)
        editor.use_inversion(face.id, replace(self._person, ws=(self._person.ws + settled).astype(np.float32)))
        editor.remember(face.id, self._known, self._reference)
        layer = editor.overlay(face.id, self._operations)
        if layer is not None:
            layer.apply_to(picture)
