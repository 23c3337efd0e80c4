"""Swapping: what a person can do with whose face the chosen one is."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from ganeditor.edits.swap import SwapEdit
from ganeditor.project.document import Set
from ganeditor.project.kept_faces import delete_face, keep_face, rename_face
from ganeditor.project.picture import Pixels
from ganeditor.ui.features.swap import work
from ganeditor.ui.features.swap.views import Distances, KeptFace, Offer, Source, SwapView
from ganeditor.ui.session.desk import CHOSEN_FACE, FACE_FROM, Desk, Shared
from ganeditor.ui.session.drawing import drawable
from ganeditor.ui.session.feature import SearchingVerbs
from ganeditor.ui.session.jobs import Job, Lane
from ganeditor.ui.session.loading import pixels_of
from ganeditor.ui.session.photos import OpenPhoto, Place
from ganeditor.ui.session.view import View

DISTANCES, STORE = ("swap distances",), ("kept faces",)


class Swapping(SearchingVerbs):
    """Background jobs make sources and fit them; edits are made here."""

    _view: SwapView
    key = ("swap",)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, SwapView())
        self._seen = False  # whether anybody looks at the panel
        self._measured: object = None  # what the newest distances are or will be of
        self._found: work.Found | None = None  # that view.several are in
        self._sources: dict[str, Source] = {}  # by asset
        desk.shared_changed.connect(self._take_shared)

    # --- looking -------------------------------------------------------------------------------------------------

    def attend(self, on: bool) -> None:
        """Somebody looks at the panel, or nobody does any more."""
        self._seen = on
        if on:
            self._list_kept()
        self._look()

    def show_view(self, _shown: View) -> None:
        place = self._desk.photos.place
        if self._place and place != self._place:
            self._give_up()
        self._show_source(place)
        self._look()

    def _look(self) -> None:
        """Have the distances measured anew, unless that is under way."""
        place = self._desk.photos.place
        if not self._seen or self._desk.editing.dragging:
            return
        edit = place[0].document.get(place[1], SwapEdit) if place else SwapEdit()
        if place is None or not edit.source or not place[0].faces[place[1]].guessed:
            self._measured = None
            if self._view.distances:
                self._tell(distances=None)
            return
        photo, face = place
        wanted = (photo.number, face, photo.document, photo.faces[face].finished)
        if wanted != self._measured and drawable(photo):
            self._measured = wanted
            measure, show = partial(work.measure, photo, face, edit), partial(self._show_measured, wanted, edit.source)
            self._desk.jobs.run_latest(DISTANCES, lambda _job: measure(), show, self._refuse)

    def _show_measured(self, wanted: object, asset: str, result: tuple[Distances | None, Source | None]) -> None:
        distances, source = result
        if source:
            self._sources.setdefault(asset, source)
            self._show_source(self._desk.photos.place)
        if wanted == self._measured:
            self._tell(distances=distances)

    def _show_source(self, place: Place | None) -> None:
        edit = place[0].document.get(place[1], SwapEdit) if place else SwapEdit()
        source = self._sources.get(edit.source)
        if source is not self._view.source:
            self._tell(source=source)

    # --- whose face it gets --------------------------------------------------------------------------------------

    def remove(self) -> None:
        """The face is its own again."""
        self.change(SwapEdit(), self.tr("Own face"))

    def offers(self) -> tuple[Offer, ...]:
        """The faces of the open photos that the chosen one can get."""
        found = []
        for photo in self._desk.photos.values():
            if not photo.searched:
                found.append(Offer(photo.number, "", photo.name, photo.thumbnail))
            here = photo.chosen if photo is self._desk.photos.current else None
            found += [
                Offer(photo.number, face, self._name_of(photo, face), state.crop)
                for face, state in photo.faces.items()
                if face != here
            ]
        return tuple(found)

    def others(self) -> tuple[Offer, ...]:
        """The other faces of the photo in the window, with which the chosen one can change places."""
        place = self._desk.photos.place
        return tuple(offer for offer in self.offers() if place and offer.photo == place[0].number and offer.face)

    @property
    def made_face(self) -> str:
        """What the face that is chosen in the Generate window is called; nothing without one."""
        made = self._desk.shared(CHOSEN_FACE)
        return made.name if made else ""

    def _take_shared(self, what: Shared[object]) -> None:
        """One that another feature has."""
        face = self._desk.shared(FACE_FROM) if what is FACE_FROM else None
        if face:
            wanted = face
            self._desk.share(FACE_FROM, None)
            self._desk.panel_wanted.emit("swap")
            self._run(lambda job: work.find_at(job, self._desk.bench(), wanted), self._choose)

    def take_from(self, path: Path) -> None:
        """A face in a file."""
        self._find(path.name, lambda: work.read(path))

    def take_open(self, offer: Offer) -> None:
        """One in an open photo."""
        photo = self._desk.photos.get(offer.photo)
        if photo is None:
            return
        opened = photo
        if offer.face:
            self._take(lambda job: work.open_source(job, self._desk.bench(), opened, offer.face, offer.name))
        else:
            self._find(offer.name, lambda: pixels_of(opened))

    def take_kept(self, name: str) -> None:
        """One that was kept."""
        self._take(lambda job: work.kept_source(job, self._desk.bench(), name))

    def take_seed(self, seed: int) -> None:
        """A random one."""
        name = self.tr("Seed {seed}").format(seed=seed)
        self._take(lambda _job: work.seed_source(self._desk.bench(), seed, name))

    def take_made(self) -> None:
        """The one in the Generate window; without one, that window is shown."""
        made = self._desk.shared(CHOSEN_FACE)
        if made is None:
            self._desk.window_wanted.emit("generate")
            return
        face = made
        self._take(lambda _job: work.made_source(self._desk.bench(), face.ws, face.name))

    def choose(self, index: int) -> None:
        """One of several in a photo."""
        found = self._found
        if found:
            faces = found
            self._take(lambda job: work.found_source(job, faces, index))

    def swap_with(self, other: str) -> None:
        """The chosen face and another one of the photo get each other's, in one step."""
        place = self._desk.photos.place
        if place:
            photo, face = place
            faces = {one: self._name_of(photo, one) for one in (face, other)}
            label = self.tr("Swap both")
            self._run(lambda job: work.two_sources(job, self._desk.bench(), photo, faces), partial(self._adopt, label))

    def _find(self, name: str, read: Callable[[], Pixels]) -> None:
        self._run(lambda job: work.find(job, self._desk.bench(), name, read), self._choose)

    def _choose(self, found: work.Found) -> None:
        self._found = found
        if len(found.faces) == 1:
            self.choose(0)
        else:
            self._tell(running=None, doing="", several=found.pictures)

    def _take(self, make: Callable[[Job], Source]) -> None:
        self._run(make, self._taken)

    def _taken(self, source: Source) -> None:
        assert self._place
        self._adopt(self.tr("Face of {name}").format(name=source.name), {self._place[1]: source})

    def _adopt(self, label: str, sources: Mapping[str, Source]) -> None:
        """Have faces get their sources, by face, once these are ready."""
        assert self._place
        photo, edits = self._place[0], {}
        for face, source in sources.items():
            name = photo.assets.add(source.asset)
            self._sources[name] = source
            edit = photo.document.get(face, SwapEdit)
            edits[face] = replace(edit, source=name, amount=edit.amount or 1.0)
            self._desk.finding.prepare(face)
        self._work(lambda job: work.prepare(job, photo, edits), lambda _none: self._ready(edits, label))

    def _ready(self, edits: Mapping[str, SwapEdit], label: str) -> None:
        self._place, step = None, object()
        self._tell(running=None, doing="", said="", wrong=False)
        for face, edit in edits.items():
            self._desk.editing.apply(Set(face, edit), label, step)

    def _run(self, make: Callable[[Job], Any], done: Callable[[Any], None]) -> None:
        """What a person has asked for, about the chosen face, in place of what was asked before."""
        place = self._desk.photos.place
        if place is None:
            return
        self._give_up()
        self._place = place
        self._tell(running=0.0, doing=self.tr("Looking at the face…"), said="", wrong=False)
        self._work(make, done)

    def cancel(self) -> None:
        """The face stays as it is."""
        self._give_up()

    def _give_up(self) -> None:
        self._desk.jobs.cancel(self.key)
        self._place = self._found = None
        if self._view.running is not None or self._view.several:
            self._tell(running=None, doing="", several=())

    def _name_of(self, photo: OpenPhoto, face: str) -> str:
        if len(photo.faces) == 1:
            return photo.name
        number = list(photo.faces).index(face) + 1
        return self.tr("{name}, face {number}").format(name=photo.name, number=number)

    # --- kept faces ----------------------------------------------------------------------------------------------

    def keep_chosen(self, name: str) -> None:
        """Keep the chosen face, as it is without edits."""
        place = self._desk.photos.place
        if place:
            photo, face = place

            def kept(job: Job) -> str:
                return keep_face(name, work.open_source(job, self._desk.bench(), photo, face, name).asset)

            self._run(kept, self._chosen_kept)

    def _chosen_kept(self, name: str) -> None:
        self._place = None
        self._tell(running=None, doing="")
        self._kept(name)

    def keep_source(self, name: str) -> None:
        """Keep the face that the chosen one has got."""
        source = self._view.source
        if source:
            data = source.asset
            self._store(lambda: keep_face(name, data), self._kept)

    def rename(self, old: str, new: str) -> None:
        self._store(lambda: rename_face(old, new), lambda _name: self._list_kept())

    def delete(self, name: str) -> None:
        self._store(lambda: delete_face(name), lambda _none: self._list_kept())

    def _kept(self, name: str) -> None:
        self._tell(said=self.tr("Kept as {name}.").format(name=name), wrong=False)
        self._list_kept()

    def _store(self, change: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._desk.jobs.run(STORE, lambda _job: change(), done, self._refuse, lane=Lane.FILES)

    def _list_kept(self) -> None:
        self._desk.jobs.run_latest(
            ("list kept",), lambda _job: work.list_kept(self._desk.bench()), self._show_kept, self._refuse
        )

    def _show_kept(self, kept: tuple[KeptFace, ...]) -> None:
        self._tell(kept=kept)
