"""Masking: what a person can do to the mask of the chosen face."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from ganeditor.edits.attributes import name_of
from ganeditor.edits.mask import MaskEdit
from ganeditor.files import write_whole
from ganeditor.project.document import Set
from ganeditor.project.masks import mask_bytes, read_mask_file
from ganeditor.ui.features.mask import work
from ganeditor.ui.features.mask.strokes import Labels, Strokes
from ganeditor.ui.features.mask.tools import MaskTool
from ganeditor.ui.features.mask.views import Hand, MaskView, Placed
from ganeditor.ui.session.bench import Bench, renewed
from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.feature import Verbs
from ganeditor.ui.session.jobs import Failure, Lane, Report
from ganeditor.ui.session.photos import OpenPhoto, Place
from ganeditor.ui.session.view import View

SMALLEST, LARGEST = 1, 80
"""Brushes, in pixels of the mask."""


class Masking(Verbs):
    """A mask belongs to its face in its photo; its strokes are undone apart from the edits."""

    _view: MaskView

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, MaskView())
        self._seen = False  # whether anybody looks at the panel
        self._shown: object = None  # place and latents of the mask on the canvas, or of the one that is waited for
        self._strokes: dict[tuple[int, str], Strokes] = {}
        self._tool: MaskTool | None = None
        self._stopped = False
        self._searched: Place | None = None

    # --- which mask ----------------------------------------------------------------------------------------------

    def attend(self, on: bool) -> None:
        """Somebody looks at the panel, or nobody does any more."""
        self._seen = on
        if not on:
            self._put_away()
        self._look()

    def show_view(self, _shown: View) -> None:
        if self._searched and self._searched != self._desk.photos.place:
            self.give_up()
        self._look()

    def _look(self) -> None:
        """Have the mask of the chosen face on the canvas."""
        place = self._desk.photos.place
        state = place[0].faces[place[1]] if place else None
        if not self._seen or place is None or state is None or not state.guessed:
            self._put_away()
            return
        photo, face = place
        wanted = (photo, face, state.inversion, state.finished)
        if wanted == self._shown:
            return
        if not isinstance(self._shown, tuple) or self._shown[:2] != wanted[:2]:
            self._put_away()
        self._shown = wanted
        known = (photo.number, face) in self._strokes
        painted = "" if known else photo.document.get(face, MaskEdit).painted
        self._desk.jobs.run_latest(
            ("mask",),
            lambda _job: work.placed(photo, face, painted),
            partial(self._placed, photo, face, wanted),
            self._not_placed,
        )

    def _placed(self, photo: OpenPhoto, face: str, wanted: object, placed: Placed) -> None:
        key = (photo.number, face)
        before = self._strokes.get(key)
        if before is None:
            before = self._strokes[key] = Strokes(placed.labels, placed.painted)
        else:
            before.have_own(placed.labels)
        if wanted == self._shown:
            self._tool = MaskTool(
                before, placed.matrix, lambda: self._view, self._picked, self.resize, self._told_of_strokes
            )
            self._desk.tool_wanted.emit(self._tool)
            self._tell(painting=True, reason="", said="", wrong=False)
            self._told_of_strokes()

    def _not_placed(self, failure: Failure) -> None:
        self._put_away()
        self._refuse(failure)
        self._tell(reason=failure.sentence, said="", wrong=False)

    def _put_away(self) -> None:
        self._shown = None
        if self._tool:
            self._tool = None
            self._desk.tool_wanted.emit(None)
        if self._view.painting or self._view.reason:
            self._tell(painting=False, reason="", said="")

    @property
    def _mine(self) -> Strokes | None:
        place = self._desk.photos.place
        return self._strokes.get((place[0].number, place[1])) if place and self._tool else None

    # --- the hand ------------------------------------------------------------------------------------------------

    def choose(self, number: int) -> None:
        """Paint this class."""
        hand = self._view.hand if self._view.hand in (Hand.BRUSH, Hand.FILL) else Hand.BRUSH
        self._take_up(number=number, hand=hand)

    def use(self, hand: Hand) -> None:
        self._take_up(hand=hand)

    def _picked(self, number: int) -> None:
        self._take_up(number=number, hand=Hand.BRUSH)

    def resize(self, size: int) -> None:
        self._tell(size=min(LARGEST, max(SMALLEST, size)))
        self._repaint()

    def see(self, opacity: float) -> None:
        """How much of the photo the mask hides."""
        self._tell(opacity=opacity)
        self._repaint()

    def show_mask(self, on: bool) -> None:
        self._take_up(shown=on)

    def _take_up(self, **changes: object) -> None:
        """The hand is on the canvas again, if it was put away."""
        self._tell(**changes)
        self._repaint()

    def _repaint(self) -> None:
        if self._tool:
            self._desk.tool_wanted.emit(self._tool)

    # --- strokes -------------------------------------------------------------------------------------------------

    def undo(self) -> None:
        if self._mine:
            self._mine.undo()
            self._told_of_strokes()
            self._repaint()

    def redo(self) -> None:
        if self._mine:
            self._mine.redo()
            self._told_of_strokes()
            self._repaint()

    def clear(self) -> None:
        """The face's own mask again."""
        if self._mine:
            self._mine.clear()
            self._told_of_strokes()
            self._repaint()

    def _told_of_strokes(self) -> None:
        strokes = self._mine
        if strokes:
            self._tell(changed=strokes.changed, can_undo=strokes.can_undo, can_redo=strokes.can_redo)

    def along(self, name: str) -> None:
        """Paint the mask that a direction leads to; applied, the search begins there and fits it to this face."""
        place, strokes = self._desk.photos.place, self._mine
        if place is None or strokes is None:
            return
        photo, face = place

        def painted(found: tuple[Labels, bytes]) -> None:
            labels, start = found
            self._paint(strokes, labels, photo.assets.add(start))

        self._desk.jobs.run(("mask along",), lambda _job: work.along(photo, face, name), painted, self._refuse)

    def _paint(self, strokes: Strokes, labels: Labels, start: str = "") -> None:
        strokes.replace(labels, start)
        self._tell(said="", wrong=False)
        self._told_of_strokes()
        self._repaint()

    # --- files ---------------------------------------------------------------------------------------------------

    def save(self, path: Path) -> None:
        """The mask as a picture."""
        if self._mine:
            data = mask_bytes(self._mine.labels)
            said = self.tr("The mask is saved as {path}").format(path=path)
            self._desk.jobs.run(
                ("mask file",),
                lambda _job: write_whole(path, data, overwrite=True),
                lambda _none: self._tell(said=said, wrong=False),
                self._refuse,
                lane=Lane.FILES,
            )

    def load(self, path: Path) -> None:
        """Go on with a mask that was saved, or painted elsewhere."""
        if self._mine:
            strokes, side = self._mine, len(self._mine.labels)

            self._desk.jobs.run(
                ("mask file",),
                lambda _job: read_mask_file(path, side),
                partial(self._paint, strokes),
                self._refuse,
                lane=Lane.FILES,
            )

    # --- the edit ------------------------------------------------------------------------------------------------

    def apply(self, more: bool = False) -> None:
        """Search for the face that has this mask; more: go on from what was found before."""
        place, strokes = self._desk.photos.place, self._mine
        if place is None or strokes is None or self._searched:
            return
        photo, face = place
        start = photo.document.get(face, MaskEdit).found if more else strokes.start
        self._searched, self._stopped = place, False
        labels = strokes.labels.copy()
        self._tell(searching=0.0, picture=None, agreement=None, said="", wrong=False)
        self._desk.jobs.run(
            ("mask search",),
            lambda job: work.search(job, photo, face, labels, start, lambda: self._stopped),
            partial(self._found, photo, face),
            self._not_found,
            progress=self._report,
            background=True,
        )

    def stop(self) -> None:
        """Good enough: the last state is taken."""
        self._stopped = True

    def _report(self, report: Report) -> None:
        seen = report.shown
        self._tell(searching=report.fraction, picture=seen.picture, agreement=seen.agreement)

    def _found(self, photo: OpenPhoto, face: str, found: work.Found) -> None:
        self._searched = None
        edit = MaskEdit(photo.assets.add(found.asset), photo.assets.add(found.mask))
        self._desk.editing.apply(Set(face, edit), self.tr("Mask"))
        said = self.tr("The face is {percent} % as painted.").format(percent=round(100 * found.agreement))
        self._tell(searching=None, picture=None, agreement=found.agreement, said=said, wrong=False)

    def _not_found(self, failure: Failure) -> None:
        self._searched = None
        self._refuse(failure, searching=None, picture=None)

    def give_up(self) -> None:
        """The face stays as it was before the search."""
        self._desk.jobs.cancel(("mask search",))
        self._searched = None
        self._tell(searching=None, picture=None)

    def strengthen(self, strength: float) -> None:
        """How much of the change is done."""
        place = self._desk.photos.place
        if place:
            photo, face = place
            edit = replace(photo.document.get(face, MaskEdit), strength=strength)
            label = self.tr("Mask: strength {strength}").format(strength=f"{strength:.2f}")
            self._desk.editing.apply(Set(face, edit), label, ("mask", face))

    def remove(self) -> None:
        """The face as it was; the mask stays."""
        place = self._desk.photos.place
        if place:
            self._desk.editing.apply(Set(place[1], MaskEdit()), self.tr("Mask removed"))

    def begin_drag(self) -> None:
        self._desk.editing.begin_drag()

    def end_drag(self) -> None:
        self._desk.editing.end_drag()

    def keep(self, label: str) -> None:
        """Make the change a slider for all photos."""
        place = self._desk.photos.place
        found = place[0].document.get(place[1], MaskEdit).found if place else ""
        if place is None or not found:
            return
        photo, name = place[0], name_of(label)

        def keep(_job: object) -> Bench:
            bench = self._desk.bench()
            work.keep(bench, photo, found, name, label)
            return renewed(bench)

        def kept(bench: Bench) -> None:
            self._desk.adopt(bench)
            said = self.tr("'{name}' is kept; it is a slider in the panel of attributes now.").format(name=name)
            self._tell(said=said, wrong=False)

        self._desk.jobs.run(("keep",), keep, kept, self._refuse)
