"""Restoring: what a person can do with a face that lost detail."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from ganeditor.edits.restore import MOST_REFERENCES, RestoreEdit
from ganeditor.project.assets import sha256
from ganeditor.project.document import Set
from ganeditor.ui.features.restore import work
from ganeditor.ui.features.restore.views import Reference, RestoreView
from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.drawing import drawable
from ganeditor.ui.session.feature import SearchingVerbs
from ganeditor.ui.session.photos import Place
from ganeditor.ui.session.view import View

DISTANCE = ("restore distance",)


class Restoring(SearchingVerbs):
    """Background jobs search for the face; edits are made here."""

    _view: RestoreView
    key = ("restore",)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, RestoreView())
        self._seen = False  # whether anybody looks at the panel
        self._measured: object = None  # what the newest distance is or will be of
        self._references: dict[str, Reference] = {}  # by asset

    # --- looking -------------------------------------------------------------------------------------------------

    def attend(self, on: bool) -> None:
        """Somebody looks at the panel, or nobody does any more."""
        self._seen = on
        self._look()

    def show_view(self, _shown: View) -> None:
        if self._place and self._desk.photos.place != self._place:
            self.cancel()
        self._show_references()
        self._look()

    def _edit(self) -> RestoreEdit:
        """That of the chosen face."""
        place = self._desk.photos.place
        return place[0].document.get(place[1], RestoreEdit) if place else RestoreEdit()

    def _look(self) -> None:
        """Have the distance measured anew, unless that is under way."""
        place, edit = self._desk.photos.place, self._edit()
        if not self._seen or self._desk.editing.dragging:
            return
        if place is None or not edit.references or not place[0].faces[place[1]].guessed:
            self._measured = None
            if self._view.distance is not None:
                self._tell(distance=None)
            return
        photo, face = place
        wanted = (photo.number, face, photo.document, photo.faces[face].finished)
        if wanted != self._measured and drawable(photo):
            self._measured = wanted
            measure = partial(work.measure, photo, face, edit)
            self._desk.jobs.run_latest(
                DISTANCE, lambda _job: measure(), partial(self._show_measured, wanted), self._refuse
            )

    def _show_measured(self, wanted: object, result: tuple[float | None, tuple[Reference, ...]]) -> None:
        distance, references = result
        for reference in references:
            self._references.setdefault(sha256(reference.asset), reference)
        self._show_references()
        if wanted == self._measured:
            self._tell(distance=distance)

    def _show_references(self) -> None:
        names = self._edit().references
        shown = tuple(self._references[name] for name in names if name in self._references)
        if shown != self._view.references:
            self._tell(references=shown)

    # --- searching -----------------------------------------------------------------------------------------------

    def remove(self) -> None:
        """The face is as in the photo again."""
        self.change(RestoreEdit(), self.tr("Not restored"))

    def restore(self) -> None:
        """Search for the chosen face, and draw it."""
        if self._begin(self.tr("Searching for the face…")):
            self._search(replace(self._edit(), amount=1.0), self.tr("Restore the face"))

    def take_from(self, places: Sequence[Path]) -> None:
        """Files and folders with photos of the person, who have a say from now on."""
        if self._begin(self.tr("Looking for the person…")):
            assert self._place
            photo, face = self._place
            self._work(lambda job: work.found(job, self._desk.bench(), photo, face, places), self._found)

    def take_from_open(self, number: int) -> None:
        """The person in another open photo."""
        other = self._desk.photos.get(number)
        if other and self._begin(self.tr("Looking for the person…")):
            assert self._place
            photo, face = self._place
            opened = other
            self._work(
                lambda job: (work.found_open(job, self._desk.bench(), photo, face, opened), list[str]()), self._found
            )

    def take_away(self, index: int) -> None:
        """One of the references."""
        edit = self._edit()
        left = edit.references[:index] + edit.references[index + 1 :]
        if self._begin(self.tr("Searching for the face…")):
            self._search(replace(edit, references=left), self.tr("Without another photo"))

    def _found(self, result: tuple[list[Reference], list[str]]) -> None:
        assert self._place
        references, failed = result
        assets, edit = self._place[0].assets, self._edit()
        names = [assets.add(reference.asset) for reference in references]
        self._references |= dict(zip(names, references, strict=True))
        chosen = tuple(dict.fromkeys([*names, *edit.references]))[:MOST_REFERENCES]
        self._tell(doing=self.tr("Searching for the face…"), said=" ".join(failed), wrong=bool(failed))
        self._search(
            replace(edit, amount=edit.amount or 1.0, references=chosen), self.tr("Restore by the person's other photos")
        )

    def _search(self, edit: RestoreEdit, label: str) -> None:
        assert self._place
        photo, face = self._place
        self._desk.finding.prepare(face)
        search = partial(work.search, photo=photo, face=face, references=edit.references)
        self._work(search, partial(self._ready, self._place, edit, label))

    def _ready(self, place: Place, edit: RestoreEdit, label: str, found: bytes) -> None:
        (photo, face), self._place = place, None
        self._tell(running=None, doing="")
        self._desk.editing.apply(Set(face, replace(edit, found=photo.assets.add(found))), label)

    def _begin(self, doing: str) -> bool:
        """What a person has asked for, about the chosen face, in place of what was asked before."""
        place = self._desk.photos.place
        self.cancel()
        self._place = place
        if place:
            self._tell(running=0.0, doing=doing, said="", wrong=False)
        return place is not None

    def cancel(self) -> None:
        """The face stays as it is."""
        self._desk.jobs.cancel(self.key)
        self._place = None
        if self._view.running is not None:
            self._tell(running=None, doing="")
