"""KeepingPeople: folders are looked through, faces brought together, and what a person says of them is written down."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from ganeditor.project.people import corrections
from ganeditor.project.people.store import PeopleStore, forget_everything
from ganeditor.project.people.values import Group, Known
from ganeditor.ui.features.people import work
from ganeditor.ui.features.people.views import Album, Looking, PeopleView
from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.feature import Verbs
from ganeditor.ui.session.jobs import Failure, Lane, Report

LOOK, GROUP, SAY, THUMBNAILS = ("people look",), ("people group",), ("people say",), ("people thumbnails",)
FOLDERS, UNFINISHED = "people/folders", "people/unfinished"  # in the ini file
GROWTH, LEAST = 0.5, 20
"""While folders are looked through, faces are brought together anew whenever this share of those that are shown, and
so many, were found since."""


class KeepingPeople(Verbs):
    """Folders are looked through by a patient job; corrections are shown as the store has them afterwards."""

    _view: PeopleView

    def __init__(self, desk: Desk) -> None:
        kept: list[str] = list(desk.settings.ini.value(FOLDERS, [], list))  # type: ignore[call-overload]
        super().__init__(desk, PeopleView(folders=tuple(map(Path, kept))))
        self._likeness: work.Likeness = []
        self._opened = False
        self._brought_at = 0  # faces that this search had found when they were brought together

    def open(self) -> None:
        """The window is shown; a search that the program's end has stopped goes on."""
        if not self._opened:
            self._opened = True
            self._group()
        if self._desk.settings.ini.value(UNFINISHED, False, bool) and not self._view.looking:
            self.look_again()

    # --- folders -------------------------------------------------------------------------------------------------

    def look_through(self, folder: Path) -> None:
        """Look for faces in one more folder's photos, and in those of the others that are new."""
        others = [known for known in self._view.folders if known != folder and folder not in known.parents]
        inside = any(known in folder.parents for known in others)
        self._keep_folders(others if inside else [*others, folder])
        self.look_again()

    def look_again(self) -> None:
        """Look for what is new, changed, moved or gone in all folders."""
        folders = self._view.folders
        if not folders:
            return
        self._desk.jobs.cancel(LOOK)
        self._desk.settings.ini.setValue(UNFINISHED, True)
        self._brought_at = 0
        self._tell(looking=Looking(), said="", wrong=False)
        self._desk.jobs.run(
            LOOK,
            lambda job: work.look_through(job, self._desk.bench(), folders),
            self._looked_through,
            self._look_failed,
            progress=self._looks,
            patient=True,
            quiet=True,
        )

    def cancel_look(self) -> None:
        """Look no further; what was found so far is kept."""
        self._desk.jobs.cancel(LOOK)
        self._end_look()

    def forget_folder(self, folder: Path) -> None:
        """Look through it no longer; the faces that are known stay."""
        self._keep_folders([known for known in self._view.folders if known != folder])

    def _keep_folders(self, folders: Sequence[Path]) -> None:
        self._desk.settings.ini.setValue(FOLDERS, [str(folder) for folder in folders])
        self._tell(folders=tuple(folders))

    def _looks(self, report: Report) -> None:
        self._tell(looking=report.shown)
        found, shown = report.shown.faces, len(self._view.album.group_of)
        if found - self._brought_at >= max(LEAST, GROWTH * shown) and not self._view.grouping:
            self._brought_at = found
            self._group()

    def _looked_through(self, failed: list[str]) -> None:
        said = self.tr("The search for faces has ended.")
        if failed:
            said += " " + self.tr("Photos that it could not read: {count}.").format(count=len(failed))
        self._tell(said=said, wrong=bool(failed))
        self._desk.say(said)
        self._end_look()

    def _look_failed(self, failure: Failure) -> None:
        self._refuse(failure)
        self._end_look()

    def _end_look(self) -> None:
        self._desk.settings.ini.setValue(UNFINISHED, False)
        self._tell(looking=None)
        self._group()

    # --- who is who ----------------------------------------------------------------------------------------------

    def _group(self) -> None:
        """Show what is kept, and bring all faces together anew."""
        self._read()
        self._desk.jobs.cancel(GROUP)
        self._tell(grouping=True)
        self._desk.jobs.run(GROUP, work.likeness, self._brought, self._not_brought, lane=Lane.PROCESS, quiet=True)

    def _brought(self, likeness: work.Likeness) -> None:
        self._likeness = likeness
        self._tell(grouping=False)
        self._read()

    def _not_brought(self, failure: Failure) -> None:
        self._refuse(failure, grouping=False)

    def _read(self) -> None:
        self._change(lambda _people: None)

    def _change(self, change: Callable[[PeopleStore], object], said: str = "") -> None:
        """Write something down, and show what is kept then."""
        self._desk.jobs.run(
            SAY,
            lambda _job: work.album(self._likeness, change),
            partial(self._changed, said),
            self._refuse,
            lane=Lane.FILES,
            quiet=True,
        )

    def _changed(self, said: str, album: Album) -> None:
        if said:
            self._tell(said=said, wrong=False)
        self._show_album(album)

    def _show_album(self, album: Album) -> None:
        self._tell(album=album)

    # --- what a person says --------------------------------------------------------------------------------------

    def name(self, group: Group, text: str) -> None:
        """Who it is; two with the same name are one."""
        groups = self._view.album.groups
        if text.strip() != group.name:
            self._change(lambda people: corrections.name(people, group, text, groups))

    def merge(self, groups: Sequence[Group]) -> None:
        """All of groups are one person, who has the name of the first of them that has one."""
        first, *others = sorted(groups, key=lambda group: (not group.name, group.person is None))

        def merge(people: PeopleStore) -> None:
            one = first
            for other in others:
                corrections.merge(people, one, other)
                one = replace(one, faces=one.faces + other.faces)

        self._change(merge)

    def split(self, group: Group, faces: Sequence[Known]) -> None:
        """These faces of group are somebody else."""
        self._change(lambda people: corrections.split(people, group, tuple(faces)))

    def not_this(self, group: Group, faces: Sequence[Known]) -> None:
        """These faces of group are not this person."""
        self._change(lambda people: corrections.not_this(people, group, *faces))

    def say_who(self, group: Group, faces: Sequence[Known], text: str) -> None:
        """These faces of group are the person called text."""
        groups = self._view.album.groups
        self._change(lambda people: corrections.say_who(people, group, tuple(faces), text, groups))

    def move(self, faces: Sequence[Known], group: Group) -> None:
        """These faces, whosever they were, are the person of group."""
        before: dict[Group, list[Known]] = {}
        for face in faces:
            before.setdefault(self._view.album.group_of[face.id], []).append(face)
        before.pop(group, None)

        def move(people: PeopleStore) -> None:
            there = group
            for own, theirs in before.items():
                there = replace(there, person=corrections.move(people, own, tuple(theirs), there))

        self._change(move)

    def undraw(self, face: Known) -> None:
        """There is no face where a person has drawn one."""
        self._change(lambda people: people.undraw(face.key))

    def forget_everything(self) -> None:
        """All faces, names and thumbnails, and which folders they are from."""
        for key in (LOOK, GROUP):
            self._desk.jobs.cancel(key)
        self._keep_folders([])
        self._desk.settings.ini.setValue(UNFINISHED, False)
        # By the worker that looks through folders: it has let go of the file by then.
        self._desk.jobs.run(
            ("people forget",), lambda _job: forget_everything(), lambda _there: self._forgotten(), self._refuse
        )

    def _forgotten(self) -> None:
        self._likeness = []
        self._tell(looking=None, grouping=False, said=self.tr("All faces and names are forgotten."), wrong=False)
        self._show_album(Album())

    # --- pictures ------------------------------------------------------------------------------------------------

    def load_thumbnails(self, faces: Sequence[int], show: Callable[[dict[int, bytes]], None]) -> None:
        """Have show called with JPEGs of faces, by their ids."""
        self._desk.jobs.run(
            THUMBNAILS, lambda _job: work.thumbnails(faces), show, self._refuse, lane=Lane.FILES, quiet=True
        )
