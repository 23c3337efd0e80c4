"""Restyling: what a person can have networks that restyle do to the photo in the window."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from ganeditor.edits.restyle import RestyleEdit
from ganeditor.project.document import Set
from ganeditor.ui.features.restyle import work
from ganeditor.ui.features.restyle.views import Network, RestyleView, Tried
from ganeditor.ui.session.desk import INSTALLED, Desk
from ganeditor.ui.session.feature import Verbs
from ganeditor.ui.session.jobs import Failure, Lane, Report
from ganeditor.ui.session.photos import OpenPhoto
from ganeditor.ui.session.view import View

CARDS, BRING, LIST = ("restyle cards",), ("restyle bring",), ("restyle list",)


class Restyling(Verbs):
    """Jobs try networks on the photo while somebody looks at their cards; edits are made here."""

    _view: RestyleView

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, RestyleView())
        self._seen = False  # whether anybody looks at the panel
        self._trying: int | None = None  # number of the photo on which networks are tried now
        self._tried = defaultdict[int, dict[Network, Tried]](dict)  # by the photo's number
        self._shown: int | None = None  # number of the photo whose pictures are on the cards
        desk.drawing.progressed.connect(self._drawing)
        desk.shared_changed.connect(lambda what: self.attend(self._seen) if what is INSTALLED else None)

    # --- cards ---------------------------------------------------------------------------------------------------

    def attend(self, on: bool) -> None:
        """Somebody looks at the panel, or nobody does any more; networks may have come meanwhile."""
        self._seen = on
        if on:
            self._list()
        else:
            self._stop_trying()

    def show_view(self, _shown: View) -> None:
        self._try()

    def _list(self) -> None:
        self._desk.jobs.run(LIST, lambda _job: work.networks(), self._listed, self._refuse, lane=Lane.FILES)

    def _listed(self, networks: tuple[Network, ...]) -> None:
        self._tell(networks=networks)
        self._show_pictures()
        self._try()

    def _try(self) -> None:
        """Have each network that was not tried on the photo yet tried on it."""
        photo = self._desk.photos.current
        number = photo.number if photo else None
        if number != self._trying:
            self._stop_trying()
        if number != self._shown:
            self._shown = number
            self._tell(drawing=None)
            self._show_pictures()
        if not (self._seen and photo and photo.searched and self._trying is None):
            return
        networks = [one for one in self._view.networks or () if one not in self._tried[photo.number]]
        if networks:
            self._trying, opened = photo.number, photo
            self._desk.jobs.run(
                CARDS,
                lambda job: work.tried(job, self._desk.bench(), opened, networks),
                partial(self._show_tried, photo.number),
                self._refuse,
                background=True,
            )

    def _show_tried(self, number: int, tried: Mapping[Network, Tried]) -> None:
        self._tried[number].update(tried)
        self._trying, self._shown = None, number
        self._show_pictures()
        if refused := [one for one in tried.values() if isinstance(one, str)]:
            self._tell(said=" ".join(refused), wrong=True)

    def _show_pictures(self) -> None:
        """What the networks that are here make of the photo in the window, as far as that is known."""
        known = self._tried[self._shown] if self._shown else {}
        made = {one: known.get(one) for one in self._view.networks or ()}
        self._tell(pictures={one.name: tried for one, tried in made.items() if not isinstance(tried, str | None)})

    def _stop_trying(self) -> None:
        if self._trying is not None:
            self._desk.jobs.cancel(CARDS)
            self._trying = None

    # --- the edit ------------------------------------------------------------------------------------------------

    def choose(self, name: str) -> None:
        """Have the photo go through the network called name, with what that can't do of the edit left out."""
        photo = self._desk.photos.current
        network = next((one for one in self._view.networks or () if one.name == name), None)
        if photo is None or not photo.searched or network is None:
            return
        edit = photo.document.get(None, RestyleEdit)
        if edit.model != name:
            hints, back = edit.hints if network.hinted else (), edit.back and network.leads_back
            strength = edit.strength or 1.0
            edit = replace(edit, model=name, strength=strength, size=network.seen_at, hints=hints, back=back)
            self.change(edit, self.tr("Restyle: {name}").format(name=name))

    def change(self, edit: RestyleEdit, label: str, slider: str = "") -> None:
        """Do edit to the photo; all that one slider does one after the other is one step."""
        self._desk.editing.apply(Set(None, edit), label, ("restyle", slider) if slider else None)

    def remove(self) -> None:
        """Have the photo go through no network."""
        self.change(RestyleEdit(), self.tr("Not restyled"))

    def _drawing(self, photo: OpenPhoto, share: float | None) -> None:
        shown = None if photo.document.get(None, RestyleEdit).neutral else share
        if photo is self._desk.photos.current and shown != self._view.drawing:
            self._tell(drawing=shown)

    def begin_drag(self) -> None:
        self._desk.editing.begin_drag(False)

    def end_drag(self) -> None:
        self._desk.editing.end_drag()

    # --- bringing networks ---------------------------------------------------------------------------------------

    def bring(self, path: Path) -> None:
        """Make a file from outside a network of this computer; nothing that the file brings along is run."""
        self._end_import()
        doing = self.tr("Importing {name}…").format(name=path.name)
        self._tell(running=0.0, doing=doing, said="", wrong=False)
        self._desk.jobs.run(
            BRING,
            lambda job: work.bring(job, path),
            self._brought,
            self._not_brought,
            lane=Lane.FILES,
            progress=self._report,
            background=True,
        )

    def _report(self, report: Report) -> None:
        self._tell(running=report.fraction)

    def _brought(self, result: tuple[str, bool]) -> None:
        name, restyles = result
        said = self.tr("{name} is here.") if restyles else self.tr("{name} is here, but is no network that restyles.")
        self._tell(running=None, doing="", said=said.format(name=name), wrong=not restyles)
        self._list()

    def _not_brought(self, failure: Failure) -> None:
        self._refuse(failure, running=None, doing="")

    def cancel(self) -> None:
        """End what is shown to be at work: the photo's run through its network, or an import."""
        if self._view.drawing is None:
            self._end_import()
        else:
            self._call_off()

    def _call_off(self) -> None:
        """Have the photo restyled as it was before the last step, or not at all where that was another one."""
        photo = self._desk.photos.current
        assert photo, "it is drawn"
        self._desk.drawing.call_off(photo)
        steps, index = photo.history.steps, photo.history.index
        before = steps[index - 1].document.get(None, RestyleEdit) if index else None
        if before not in (None, photo.document.get(None, RestyleEdit)):
            self._desk.editing.undo()
        else:
            self.remove()

    def _end_import(self) -> None:
        self._desk.jobs.cancel(BRING)
        self._tell(running=None, doing="")

    def show_models(self) -> None:
        """The window in which models are brought and removed."""
        self._desk.window_wanted.emit("models")
