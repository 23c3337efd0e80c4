"""OpeningEyes: what a person can do to the eyes of the photo in the window."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from ganeditor.edits.eyes import SIDES, EyesEdit
from ganeditor.likeness import SAME_PERSON
from ganeditor.project.assets import sha256
from ganeditor.project.document import Set
from ganeditor.project.picture import Pixels
from ganeditor.ui.features.eyes import work
from ganeditor.ui.features.eyes.views import Exemplar, EyesView, Lids, Looked
from ganeditor.ui.features.eyes.work import Box, Known
from ganeditor.ui.i18n import QT_TRANSLATE_NOOP
from ganeditor.ui.session.desk import EYES_FROM, Desk, Shared
from ganeditor.ui.session.drawing import drawable
from ganeditor.ui.session.feature import FaceVerbs
from ganeditor.ui.session.jobs import Failure, Report
from ganeditor.ui.session.loading import pixels_of
from ganeditor.ui.session.photos import Place
from ganeditor.ui.session.view import View
from ganeditor.ui.settings import Setting

CLOSED_BELOW = Setting(
    "eyes_closed_below",
    QT_TRANSLATE_NOOP("Settings", "Faces"),
    QT_TRANSLATE_NOOP("Settings", "An eye is closed below"),
    QT_TRANSLATE_NOOP(
        "Settings", "Height of the opening in its width; other photos of a person with narrow eyes lower it."
    ),
    22,  # what faces.eyes.CLOSED is
    low=1,
    high=60,
    unit="%",
)

GLASSES = 0.5  # of the read-out, from which a face counts as wearing some


class OpeningEyes(FaceVerbs):
    """Jobs find other photos' faces and look at eyes; edits are made here."""

    _view: EyesView

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, EyesView())
        self._seen = False  # whether anybody looks at the panel
        self._looked_for: object = None  # what the newest look was or will be of
        self._place: Place | None = None  # that the search and the question are about
        self._known: Known = {}  # of all open photos
        self._exemplars: dict[str, Exemplar] = {}  # by asset
        desk.settings.changed.connect(self._setting_changed)
        desk.shared_changed.connect(self._take_shared)

    @property
    def closed_below(self) -> int:
        """The threshold in percent."""
        return int(self._desk.settings.value(CLOSED_BELOW.key))

    def limit(self, percent: int) -> None:
        """Have another threshold."""
        self._desk.settings.set_value(CLOSED_BELOW.key, percent)

    def _setting_changed(self, key: str) -> None:
        if key == CLOSED_BELOW.key:
            self._look()

    # --- looking -------------------------------------------------------------------------------------------------

    def attend(self, on: bool) -> None:
        """Somebody looks at the panel, or nobody does any more."""
        self._seen = on
        self._look()

    def show_view(self, _shown: View) -> None:
        place = self._desk.photos.place
        if self._place and place != self._place:
            self._give_up()
        self._show_exemplar(place)
        self._look()

    def _look(self) -> None:
        """Bring what is shown of the eyes up to date, unless that is under way."""
        place = self._desk.photos.place
        if not self._seen or self._desk.editing.dragging:
            return
        if place is None or not place[0].faces[place[1]].guessed:
            if self._view.looked.eyes or self._looked_for:
                self._looked_for = None
                self._tell(face=None, looked=Looked())
            return
        photo, face = place
        if not drawable(photo):
            return  # comes again when the picture is up to date
        others = [other for other in self._desk.photos.values() if other is not photo and other.developed]
        numbers = tuple(other.number for other in others)
        learnt = tuple(state.finished for state in photo.faces.values())
        wanted = (photo.number, face, photo.document, learnt, self.closed_below, numbers)
        if wanted != self._looked_for:
            self._looked_for = wanted
            asset = photo.document.get(face, EyesEdit).exemplar
            unknown = "" if asset in self._exemplars else asset
            look = partial(work.look, photo, face, others, dict(self._known), self.closed_below / 100, unknown)
            self._desk.jobs.run_latest(
                ("eyes",), lambda _job: look(), partial(self._show_looked, face, wanted), self._refuse
            )

    def _show_looked(self, face: str, wanted: object, result: tuple[Looked, Known]) -> None:
        looked, known = result
        self._known |= known
        if looked.exemplar:
            self._exemplars[sha256(looked.exemplar.asset)] = looked.exemplar
            self._show_exemplar(self._desk.photos.place)
        if wanted == self._looked_for:
            self._tell(face=face, looked=looked)

    # --- from another photo --------------------------------------------------------------------------------------

    def _take_shared(self, what: Shared[object]) -> None:
        """Those of a face that another feature has."""
        face = self._desk.shared(EYES_FROM) if what is EYES_FROM else None
        if face:
            self._desk.share(EYES_FROM, None)
            self._desk.panel_wanted.emit("eyes")
            path, box = face.photo, face.box_xyxy
            self._find(path.name, lambda: work.read(path), box)

    def take_from(self, path: Path) -> None:
        """The eyes of the face in the file that is most like the chosen one."""
        self._find(path.name, lambda: work.read(path))

    def take_from_open(self, number: int) -> None:
        """Those of a face in another open photo."""
        other = self._desk.photos.get(number)
        if other:
            opened = other
            self._find(opened.name, lambda: pixels_of(opened))

    def _find(self, name: str, read: Callable[[], Pixels], box: Box | None = None) -> None:
        """box: of the one face that is meant, in pixels."""
        place = self._desk.photos.place
        if place is None:
            return
        self._give_up()
        self._place = place
        photo, face = place
        self._tell(searching=0.0, doing=self.tr("Looking for the person…"), said="", wrong=False)
        self._desk.jobs.run(
            ("exemplar",),
            lambda job: work.exemplar(job, self._desk.bench(), photo, face, name, read, self.closed_below / 100, box),
            self._found,
            self._not_found,
            progress=self._report,
            background=True,
        )

    def _report(self, report: Report) -> None:
        self._tell(searching=report.fraction)

    def _not_found(self, failure: Failure) -> None:
        self._place = None
        self._refuse(failure, searching=None, doing="")

    def _found(self, exemplar: Exemplar) -> None:
        if exemplar.distance >= SAME_PERSON:
            self._tell(searching=None, doing="", doubted=exemplar)
        else:
            self._adopt(exemplar)

    def answer(self, agreed: bool) -> None:
        """Whether the eyes of somebody who looks like another person are to be taken."""
        doubted = self._view.doubted
        self._tell(doubted=None)
        if doubted and agreed:
            self._adopt(doubted)
        else:
            self._place = None

    def _adopt(self, exemplar: Exemplar) -> None:
        """Have the eyes of exemplar in place of those that are closed, or of both, once they fit."""
        assert self._place
        photo, face = self._place
        name = photo.assets.add(exemplar.asset)
        self._exemplars[name] = exemplar
        edit = replace(photo.document.get(face, EyesEdit), exemplar=name, take=self._closed_here())
        self._fit(edit, self.tr("Eyes of {name}").format(name=exemplar.name), self._doubts(face, edit, exemplar))

    def fit_by(self, painter: str) -> None:
        """Have the eyes that were taken fitted in by the network called so, or with no name by a search."""
        if place := self._desk.photos.place:
            self._give_up()
            self._place = place
            edit = replace(place[0].document.get(place[1], EyesEdit), painter=painter)
            self._fit(edit, self.tr("Eyes fitted by {name}").format(name=painter or self.tr("a search")))

    def _fit(self, edit: EyesEdit, label: str, said: str = "") -> None:
        """Do what takes long of edit, and then edit, in the place that is asked about."""
        assert self._place
        photo, face = self._place
        self._tell(searching=0.0, doing=self.tr("Fitting the eyes…"))
        self._desk.jobs.run(
            ("exemplar",),
            lambda job: work.prepare(job, photo, face, edit),
            lambda _none: self._fitted(face, edit, label, said),
            self._not_found,
            progress=self._report,
            background=True,
        )

    def _closed_here(self) -> tuple[str, ...]:
        eyes = self._view.looked.eyes
        closed = [side for side, eye in zip(SIDES, eyes or (), strict=False) if eye.before.lids is Lids.CLOSED]
        return tuple(closed) or SIDES

    def _fitted(self, face: str, edit: EyesEdit, label: str, said: str) -> None:
        self._place = None
        self._desk.editing.apply(Set(face, edit), label)
        self._tell(searching=None, doing="", said=said, wrong=False)

    def _doubts(self, face: str, edit: EyesEdit, exemplar: Exemplar) -> str:
        """What a person should look at."""
        photo, doubts = self._desk.photos.current, []
        if set(edit.take) & set(exemplar.closed):
            doubts.append(self.tr("An eye that was taken is closed there, too."))
        glasses = photo.faces[face].readings.get("glasses") if photo else None
        if glasses and glasses.natural > GLASSES:
            doubts.append(self.tr("This face seems to wear glasses; their frame stays: look whether the eyes fit."))
        return " ".join(doubts)

    def show_group(self) -> None:
        """The window that opens all eyes of the photo."""
        self._desk.window_wanted.emit("group")

    def cancel(self) -> None:
        """Look no further."""
        self._give_up()

    def _give_up(self) -> None:
        self._desk.jobs.cancel(("exemplar",))
        self._place = None
        if self._view.searching is not None or self._view.doubted:
            self._tell(searching=None, doing="", doubted=None)

    def _show_exemplar(self, place: Place | None) -> None:
        edit = place[0].document.get(place[1], EyesEdit) if place else EyesEdit()
        exemplar = self._exemplars.get(edit.exemplar)
        if exemplar is not self._view.exemplar:
            self._tell(exemplar=exemplar)
