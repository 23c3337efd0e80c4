"""SearchingPeople: whose photos are shown, in which order, and what is done with them."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ganeditor.project.people.values import Box, Described, Group, Known
from ganeditor.ui.features.people import work
from ganeditor.ui.features.people.drawing import FaceBox
from ganeditor.ui.features.people.keeping import KeepingPeople
from ganeditor.ui.features.people.views import Album, Glance, Order
from ganeditor.ui.session.desk import EYES_FROM, FACE_FROM, Desk, PhotoFace, Shared
from ganeditor.ui.session.jobs import Failure, Job, Lane
from ganeditor.ui.session.view import View

ORDER, ASK, GLANCE, DRAW = ("people order",), ("people ask",), ("people glance",), ("people draw",)
REFUSED = 4  # sentences that are shown of what was refused


class SearchingPeople(KeepingPeople):
    """What takes the engine a while is one background job at a time, which passes the search through folders."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted: Described | Known | None = None  # whom those that are shown are like; None for a person's photos
        self._anchor: Known | None = None  # by which a person's photos are ordered, where it is not the most typical
        self._several: tuple[Described, ...] = ()
        self._searched = ""  # name of the photo that these are in
        self._eyes: dict[str, Any] = {}  # what was told of faces' eyes, by their keys

    def show_view(self, shown: View) -> None:
        photo, face = (shown.photo.name, shown.photo.editable) if shown.photo else ("", False)
        if (photo, face) != (self._view.photo, self._view.has_face):
            self._tell(photo=photo, has_face=face)

    # --- whose photos --------------------------------------------------------------------------------------------

    def choose(self, group: Group | None) -> None:
        """Show this person's photos."""
        self._give_up()
        self._wanted = self._anchor = None
        order = Order.SAMENESS if self._view.order is Order.EYES else self._view.order
        self._tell(chosen=group, found="", faces=group.faces if group else (), figures={}, order=order, glance=None)
        self._show()

    def stand_in(self, order: Order, anchor: Known | None = None) -> None:
        """Show the faces in this order, of a person's those first that are like anchor, if there is one."""
        self._give_up()
        self._anchor = anchor
        self._tell(order=order)
        self._show()

    def find_like(self, face: Known) -> None:
        """Show whoever is like a face that is known."""
        self._give_up()
        self._find(face.photo.name, face)

    def find_in(self, path: Path) -> None:
        """Show whoever is like the face in a photo's file; of several, a person chooses one."""
        self._ask(
            self.tr("Looking for faces…"),
            lambda job: work.faces_in(job, self._desk.bench(), path),
            partial(self._found, path.name),
        )

    def find_open(self, face: str = "") -> None:
        """Show whoever is like a face of the photo in the main window, by its id, or the one that is chosen there."""
        photo = self._desk.photos.current
        face = face or (photo.chosen if photo else None) or ""
        if photo and face in photo.faces:
            look = lambda _job: work.open_face(photo, face)  # noqa: E731
            self._ask(self.tr("Looking at the face…"), look, partial(self._find, photo.name))

    def choose_one(self, index: int) -> None:
        """One of several in a photo."""
        wanted = self._several[index]
        self._give_up()
        self._find(self._searched, wanted)

    def _found(self, name: str, faces: tuple[Described, ...]) -> None:
        self._several, self._searched = faces, name
        if len(faces) == 1:
            self.choose_one(0)
        else:
            self._tell(several=tuple(map(work.picture, faces)))

    def _find(self, name: str, wanted: Described | Known) -> None:
        self._wanted, self._anchor = wanted, None
        order = self._view.order if self._view.order is Order.LOOK else Order.SAMENESS
        self._tell(chosen=None, found=name, faces=(), figures={}, order=order, glance=None)
        self._show()

    def _show(self) -> None:
        """Have the faces in their order."""
        self._desk.jobs.cancel(ORDER)
        view, wanted, own = self._view, self._wanted, self._view.chosen
        if view.order in (Order.NAME, Order.DATE):
            self._tell(faces=self._sorted(view.faces), figures={})
        elif view.order is Order.EYES and own:
            faces = own.faces
            self._ask(
                self.tr("Looking at eyes…"),
                lambda job: work.open_eyes(job, self._desk.bench(), faces, self._eyes),
                self._ordered,
            )
        elif (like := wanted or self._anchor or (own.faces[0] if own else None)) is not None:
            groups, order = view.album.groups, view.order
            self._desk.jobs.run(
                ORDER,
                lambda _job: work.like(like, groups, order, own),
                self._ordered,
                self._refuse,
                lane=Lane.FILES,
                quiet=True,
            )

    def _sorted(self, faces: Sequence[Known]) -> tuple[Known, ...]:
        if self._view.order is Order.NAME:
            return tuple(sorted(faces, key=lambda face: face.photo))
        times = self._view.album.times
        return tuple(sorted(faces, key=lambda face: times.get(face.photo, 0), reverse=True))

    def _ordered(self, ordered: work.Ordered) -> None:
        self._tell(faces=ordered[0], figures=ordered[1])

    def _show_album(self, album: Album) -> None:
        """The same person, or faces, as before, as they are now."""
        chosen, faces = _same(self._view.chosen, album.groups), self._view.faces
        now = {(face.key, face.photo): face for group in album.groups for face in group.faces}
        left = tuple(now[face.key, face.photo] for face in faces if (face.key, face.photo) in now)
        self._tell(album=album, chosen=chosen, faces=chosen.faces if chosen else left, figures={})
        if isinstance(self._wanted, Known):
            self._wanted = now.get((self._wanted.key, self._wanted.photo))
        if self._anchor:
            self._anchor = now.get((self._anchor.key, self._anchor.photo))
        if chosen or self._wanted:
            self._show()
        elif self._view.found:
            self._tell(found="", faces=())

    # --- what is done with them ----------------------------------------------------------------------------------

    def look_at(self, face: Known | None) -> None:
        """Show the photo in which a face is."""
        self._desk.jobs.cancel(GLANCE)
        if face is None:
            self._tell(glance=None)
            return
        self._desk.jobs.run(
            GLANCE,
            lambda _job: work.glance(face),
            self._glanced,
            self._refuse,
            lane=Lane.FILES,
            background=True,
            quiet=True,
        )

    def _glanced(self, glance: Glance) -> None:
        self._tell(glance=glance)

    def open_photos(self, faces: Sequence[Known]) -> None:
        """Open their photos in the main window."""
        self._desk.open_paths(list(dict.fromkeys(face.photo for face in faces)))

    def take_eyes(self, face: Known) -> None:
        """The face in the main window gets its eyes."""
        self._offer(EYES_FROM, face)

    def take_face(self, face: Known) -> None:
        """The face in the main window gets its face."""
        self._offer(FACE_FROM, face)

    def _offer(self, what: Shared[PhotoFace | None], face: Known) -> None:
        if self._desk.photos.place:
            self._desk.share(what, PhotoFace(face.photo, face.box_xyxy))

    def write_names(self, embed: bool) -> None:
        """Write who is who for other programs, into XMP files beside the photos or into the photos themselves."""
        folders, groups = self._view.folders, self._view.album.groups
        self._ask(
            self.tr("Names are being written…"),
            lambda job: work.write_names(job, folders, groups, embed),
            self._names_written,
        )

    def _names_written(self, done: tuple[int, list[str]]) -> None:
        files, refused = done
        said = self.tr("Names are written into {count} of the files.").format(count=files)
        self._tell(said="\n".join([said, *refused[:REFUSED]]), wrong=bool(refused))

    def begin_drawing(self) -> None:
        """A person draws a rectangle around a face in the main window's photo that was missed."""
        if photo := self._desk.photos.current:
            path, described = photo.path, photo.document.photo
            self._desk.tool_wanted.emit(FaceBox((described.width, described.height), partial(self._draw, path)))

    def _draw(self, path: Path, box_xyxy: Box) -> None:
        if not path.is_file():
            self._desk.fail(Failure(self.tr("This photo is in no file; export it first, and open that.")))
            return
        self._desk.say(self.tr("Looking at the face…"))
        self._desk.jobs.run(
            DRAW,
            lambda job: work.draw(job, self._desk.bench(), path, box_xyxy),
            self._drawn,
            self._desk.fail,
        )

    def _drawn(self, _face: Known) -> None:
        self._desk.say(self.tr("The face is kept; it is among the others in the window People."))
        self._group()

    # --- one thing at a time -------------------------------------------------------------------------------------

    def cancel(self) -> None:
        """Not what was asked for last."""
        measured = self._view.order is Order.EYES
        self._give_up()
        if measured:
            self.stand_in(Order.SAMENESS)

    def _ask(self, doing: str, make: Callable[[Job], Any], done: Callable[[Any], None]) -> None:
        self._give_up()
        self._tell(running=0.0, doing=doing, said="", wrong=False)

        def made(result: Any) -> None:
            self._tell(running=None, doing="")
            done(result)

        self._desk.jobs.run(
            ASK,
            make,
            made,
            lambda failure: self._refuse(failure, running=None, doing=""),
            progress=lambda report: self._tell(running=report.fraction),
            background=True,
        )

    def _give_up(self) -> None:
        self._desk.jobs.cancel(ASK)
        self._several = ()
        if self._view.running is not None or self._view.several:
            self._tell(running=None, doing="", several=())


def _same(group: Group | None, groups: Sequence[Group]) -> Group | None:
    """The one of groups that has most of the faces that group had."""
    if group is None:
        return None
    keys = {face.key for face in group.faces}
    shared = {other: sum(face.key in keys for face in other.faces) for other in groups}
    best = max(groups, key=lambda other: shared[other], default=None)
    return best if best and shared[best] else None
