"""EyesEdit drawn: in the pixels of the photo, and in nothing but the eyes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ganeditor.edits.eyes import HEAD, SIDES, EyesEdit
from ganeditor.engine.eyes.exemplar import Exemplar
from ganeditor.engine.eyes.filling import Painted, Search
from ganeditor.engine.eyes.frame import Frame
from ganeditor.engine.eyes.glasses import behind
from ganeditor.engine.eyes.judging import between, look, ratios, shrink_for
from ganeditor.engine.eyes.layers import Eyeball, Move, moved
from ganeditor.engine.eyes.lids import Response, response
from ganeditor.engine.eyes.opening import OPENINGS, drawn_eyes, opening_for
from ganeditor.engine.eyes.taking import Taken
from ganeditor.engine.eyes.window import Window
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.eyes import Eye
from ganeditor.engine.latent.invert import Watch
from ganeditor.engine.paste import Overlay
from ganeditor.engine.stages.drawing import Drawing, See

T = TypeVar("T")

SIDEWAYS, UPWARDS = 0.18, 0.1
"""Widths of the eye that the iris moves at a gaze of 1."""

MOST_OPENED = -0.35
"""Closing below which the lids of an exemplar are not opened further, however little the network sees of them."""


def draw(face: FaceState, drawing: Drawing, edit: EyesEdit) -> Drawing:
    """The drawing with eyes changed in the pixels of the photo."""
    alone = drawing.after is drawing.before and not drawing.patches
    return replace(drawing, patches=(*drawing.patches, _Eyes(face, edit, alone)))


def prepare(face: FaceState, edit: EyesEdit, watch: Watch) -> None:
    """What takes long of edit, done once."""
    if edit.taken:
        prepared(face, edit, watch)


def prepared(face: FaceState, edit: EyesEdit, watch: Watch = lambda _step: None) -> Taken:
    """The eyes of an exemplar made ready for a face, which may take a search of some seconds; it is done once."""

    def prepare() -> Taken:
        taken = Taken(Exemplar.from_bytes(face.asset(edit.exemplar)), face)
        if edit.painter:
            return taken.with_filling(Painted(face, face.networks.painter(edit.painter)))
        return taken.with_filling(Search(face, watch))

    return face.known(f"exemplar {edit.exemplar} {edit.painter}", prepare)


@dataclass(frozen=True, eq=False)
class _Eyes:
    """A Patch."""

    face: FaceState
    edit: EyesEdit
    alone: bool  # nothing else is done to the face

    def __call__(self, see: See, shrink: float) -> Sequence[Overlay]:
        judged = see(shrink_for(self.face))
        for overlay in self._others(judged):
            judged = judged.with_overlay(overlay)
        eyes = self._known("eyes", lambda: look(self.face, judged))
        moves = self._moves(judged, eyes)
        window = see(shrink)
        overlays = [behind(self.face, overlay, shrink) for overlay in self._others(window)]
        for overlay in overlays:
            window = window.with_overlay(overlay)
        size_wh = window.picture.shape[1], window.picture.shape[0]
        there = [eye.seen_through(between(judged, window)) for eye in eyes]
        return [
            *overlays,
            *(
                behind(self.face, moved(window.picture, Frame(eye, size_wh), move).moved(window.x0, window.y0), shrink)
                for eye, move in zip(there, moves, strict=True)
                if move != Move()
            ),
        ]

    def _others(self, window: Window) -> list[Overlay]:
        """The eyes of the exemplar."""
        if not self.edit.taken:
            return []
        taken = prepared(self.face, self.edit)
        return [taken.overlay(window, SIDES.index(side), self.edit) for side in self.edit.taken]

    def _moves(self, judged: Window, eyes: Sequence[Eye]) -> list[Move]:
        edit = self.edit
        turned = prepared(self.face, edit).turn() if edit.taken and edit.gaze == HEAD else (0.0, 0.0)
        moves = []
        for index, (side, change) in enumerate(zip(SIDES, edit.lids, strict=True)):
            x, y = SIDEWAYS * edit.gaze_x, -UPWARDS * edit.gaze_y
            closing = 0.0
            if side in edit.taken:
                x, y = x + turned[0] * edit.amount, y + turned[1] * edit.amount
                closing = self._as_open(judged, eyes, index) * edit.amount
            if change:
                closing += self._lids(judged, eyes)[index].closing_for(change)
            moves.append(Move(min(closing, 1.0), x, y))
        closed = [
            index
            for index, eye in enumerate(self.face.eyes)
            if edit.lids[index] > 0 and SIDES[index] not in edit.taken and (eye.closed or eyes[index].closed)
        ]
        drawn = self.face.known("eyes of the generator", lambda: drawn_eyes(self.face)) if closed else None
        if drawn is not None:
            parted = self._known("opened", lambda: self._parted(judged, eyes, drawn))
            for index in closed:
                opening = opening_for(edit.lids[index], [both[index] for both in parted])
                moves[index] = replace(moves[index], closing=0.0, opening=opening, other=drawn[index])
        return moves

    def _parted(self, judged: Window, eyes: Sequence[Eye], drawn: Sequence[Eyeball]) -> list[tuple[float, float]]:
        """What is read off both eyes when lids part by each of OPENINGS before the generator's eyes."""
        return [
            ratios(self.face, judged, eyes, [Move(opening=opening, other=ball) for ball in drawn])
            for opening in OPENINGS
        ]

    def _as_open(self, judged: Window, eyes: Sequence[Eye], index: int) -> float:
        """The closing with which an eye that was taken is as open as it was in its own photo."""
        wanted = prepared(self.face, self.edit).exemplar.eyes[index].ratio
        if eyes[index].ratio >= wanted:
            return 0.0
        return max(MOST_OPENED, self._lids(judged, eyes)[index].closing_to(wanted))

    def _lids(self, judged: Window, eyes: Sequence[Eye]) -> tuple[Response, Response]:
        return self._known("lids", lambda: self._response(judged, eyes))

    def _response(self, judged: Window, eyes: Sequence[Eye]) -> tuple[Response, Response]:
        return response(lambda closing: ratios(self.face, judged, eyes, [Move(closing)] * 2))

    def _known(self, name: str, work: Callable[[], T]) -> T:
        """What work gives; where nothing else is done to the face it is done once."""
        edit = self.edit
        own = edit.exemplar, edit.painter, edit.taken, edit.amount, edit.feather, edit.light
        return self.face.known(f"{name} {own if edit.taken else ''}", work) if self.alone else work()
