"""Moving: operations done to whom they are meant for in every picture of a clip."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.mask import MaskEdit
from ganeditor.edits.operation import Operation
from ganeditor.edits.swap import SwapEdit
from ganeditor.edits.table import Scope, label_of, rows_of
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.latent.invert import InversionSettings
from ganeditor.engine.moving.acquaintance import Choose, acquainted
from ganeditor.engine.moving.frame import Frame
from ganeditor.engine.moving.known import Known, learnt
from ganeditor.engine.moving.people import People
from ganeditor.engine.moving.sliders import Sliders
from ganeditor.engine.moving.swap import MovingSwap
from ganeditor.engine.moving.tracker import Tracked, Tracker
from ganeditor.engine.paste import Pixels
from ganeditor.errors import EditError
from ganeditor.progress import Progress, part, silent

SLIDERS = (LatentEdit, MaskEdit, EyesEdit)
"""Operations that stages do to each picture."""


class Mover(Protocol):
    """What is done to one person's face in the pictures of a clip, in their order."""

    def draw(self, picture: Photo8, tracked: Tracked, time: float) -> None:
        """Change picture [H, W, 3] in place."""


class Moving:
    """Sees the frames of one clip in their order; not for use from several threads at once."""

    def __init__(self, editor: FaceEditor, operations: Sequence[Operation]) -> None:
        """operations in their order; EditError says which can't be done to a clip. Without meet, nobody is meant."""
        whole = {row.kind for row in rows_of(Scope.PHOTO)}
        done = [operation for operation in operations if not operation.neutral]
        self._whole = [operation for operation in done if type(operation) in whole]
        self._faces = [operation for operation in done if type(operation) not in whole]
        for operation in self._faces:
            require_moving(operation)
        self._editor = editor
        self._movers: dict[int, list[Mover]] = {}
        self._tracker = Tracker(editor.finder, editor.identifier, editor.anatomy, People())
        self.lost: list[tuple[int, int]] = []
        """First and last number of each run of frames in which nobody who is meant was seen."""

    @property
    def needs_faces(self) -> bool:
        """Whether there is anything to be done to a face: else samples need not be taken."""
        return bool(self._faces)

    @property
    def frames_lost(self) -> int:
        """In how many frames nobody who is meant was seen; these stay untouched."""
        return sum(last - first + 1 for first, last in self.lost)

    def meet(
        self,
        samples: Iterable[Frame],
        choose: Choose | None = None,
        where: str = "the clip",
        settings: InversionSettings | None = None,
        progress: Progress = silent,
    ) -> None:
        """Look at samples of the clip called where, some 30 spread over it, and learn the faces of whom choose means.

        Without choose everybody is meant. An inversion takes some seconds, and each person takes three; with the same
        pictures again they come from the cache. FaceError says that nobody is there who is meant.
        """
        known = acquainted(self._editor, samples, choose, where, part(progress, 0.0, 0.3))
        self._tracker = Tracker(self._editor.finder, self._editor.identifier, self._editor.anatomy, known.people)
        for index, (person, looks) in enumerate(known.looks.items()):
            start, end = (0.3 + 0.7 * (index + share) / len(known.looks) for share in (0.0, 0.9))
            pictures = learnt(self._editor, looks, settings or InversionSettings(), part(progress, start, end))
            self._movers[person] = list(_movers(pictures, self._faces))

    def draw(self, frame: Frame) -> Pixels | None:
        """The frame with all that is done to it; None if nothing is, and it stays.

        What is done to the whole of it may change its size, and is done to every frame. frame itself is not changed.
        """
        picture, time = frame.picture, float(frame.time)
        seen = [one for one in self._tracker.follow(picture, time) if one.person in self._movers] if self._faces else []
        if self._faces and not seen:
            self._lose(frame.number)
        drawn = picture.copy() if seen else picture
        for tracked in seen:
            for mover in self._movers[tracked.person or 0]:
                mover.draw(drawn, tracked, time)
        whole: Pixels = self._editor.whole(drawn, self._whole)
        return None if whole is picture else whole

    def _lose(self, number: int) -> None:
        if self.lost and self.lost[-1][1] == number - 1:
            self.lost[-1] = self.lost[-1][0], number
        else:
            self.lost.append((number, number))


def _movers(known: Sequence[Known], operations: Iterable[Operation]) -> Iterator[Mover]:
    """What does operations, in their order, to the person who is known."""
    for swap, group in itertools.groupby(operations, lambda operation: isinstance(operation, SwapEdit)):
        if swap:
            yield from (MovingSwap.of(known, operation) for operation in group if isinstance(operation, SwapEdit))
        else:
            yield Sliders(known, list(group))


def require_moving(operation: Operation) -> None:
    """EditError says in one sentence that operation can't be done to a clip's faces."""
    if isinstance(operation, EyesEdit) and operation.taken:
        raise EditError("Eyes from another photo are fitted to one picture and can't move; leave them out for a clip.")
    if not isinstance(operation, (*SLIDERS, SwapEdit)):
        raise EditError(f"'{label_of(operation)}' is made for one picture and can't move; leave it out for a clip.")
