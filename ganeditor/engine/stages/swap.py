"""SwapEdit drawn: another person's face over the one of the photo, at the photo's own resolution."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ganeditor.edits.swap import SwapEdit
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.latent.invert import Watch
from ganeditor.engine.paste import Overlay
from ganeditor.engine.stages.drawing import Drawing, See
from ganeditor.engine.swap.source import SourceFace
from ganeditor.engine.swap.swapped import Swapped


def draw(face: FaceState, drawing: Drawing, edit: SwapEdit) -> Drawing:
    """The drawing with the face become the source's."""
    edited = not drawing.untouched
    return replace(drawing, patches=(*drawing.patches, _Swap(face, edit, edited)))


def prepare(face: FaceState, edit: SwapEdit, _watch: Watch) -> None:
    """What takes long of edit, done once."""
    prepared(face, edit.source)


def prepared(face: FaceState, source: str) -> Swapped:
    """A source made ready for a face, which takes a second or two; it is done once."""
    return face.known(f"source {source}", lambda: Swapped.of(SourceFace.from_bytes(face.asset(source)), face))


@dataclass(frozen=True, eq=False)
class _Swap:
    """A Patch."""

    face: FaceState
    edit: SwapEdit
    edited: bool  # by what is drawn before

    def __call__(self, see: See, shrink: float) -> Sequence[Overlay]:
        return [prepared(self.face, self.edit.source).overlay(see(shrink), self.edit, edited=self.edited)]
