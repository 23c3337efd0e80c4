"""Known: a person of a clip in one good picture, inverted; what is done in all others starts from a few of these."""

from collections.abc import Sequence
from dataclasses import dataclass

from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.latent.invert import Inversion, InversionSettings, Step
from ganeditor.engine.moving.acquaintance import Look
from ganeditor.progress import Progress


@dataclass(frozen=True, eq=False)
class Known:
    """One picture of a person."""

    editor: FaceEditor  # in which it is set
    face_id: str
    guess: Inversion  # what the encoder sees

    @property
    def inversion(self) -> Inversion:
        """What the search has found."""
        return self.editor.inversion(self.face_id)


def learnt(
    editor: FaceEditor, looks: Sequence[Look], settings: InversionSettings, progress: Progress
) -> Sequence[Known]:
    """The person of looks, in the same order; each takes an inversion."""
    known = []
    for index, look in enumerate(looks):

        def watch(step: Step, index: int = index) -> None:
            progress((index + step.fraction) / len(looks), "Learning the face")

        one = editor.sibling()
        one.assets = editor.assets
        one.set_photo(look.picture, [look.face])
        guess = one.guess(look.face.id)
        one.invert(look.face.id, settings, watch)
        known.append(Known(one, look.face.id, guess))
    return known
