"""Queueing: photos are added under a recipe, ordered, and edited one after the other; what came of them is kept."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal

from ganeditor import paths
from ganeditor.project.folders import Found
from ganeditor.project.photo_queue import (
    DONE,
    FAILED,
    SKIPPED,
    WAITING,
    WORKING,
    Entry,
    PhotoQueue,
    read_queue,
    write_queue,
)
from ganeditor.project.recipe import SUFFIX
from ganeditor.ui.features.queue import work
from ganeditor.ui.features.queue.views import Compared, Offer, QueueView
from ganeditor.ui.features.queue.work import Ended, Runs
from ganeditor.ui.session.desk import SAVED_RECIPE, Desk, Shared
from ganeditor.ui.session.feature import Verbs
from ganeditor.ui.session.jobs import Failure, Lane, Report
from ganeditor.ui.session.refining import inversion_choice
from ganeditor.ui.session.view import View
from ganeditor.ui.widgets.values import Thumbnail

READ, PEOPLE, FIND, OFFER, KEEP, EDIT, CLOSE, SMALL, COMPARE = (
    (f"queue {what}",) for what in ("read", "people", "find", "offer", "keep", "edit", "close", "small", "compare")
)
MOST_WANTED = 64  # small pictures that are waited for; who scrolls on needs the older ones no more
SHARE_OF_LAST = 0.2  # in how long a photo takes, of the newest one


class Queueing(Verbs):
    """One photo at a time is a patient job of the device's worker: all that the editor has for it goes first."""

    small_read = Signal(object, object)  # Path, and its Thumbnail or None

    _view: QueueView

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, QueueView(PhotoQueue(Path.home() / "ganeditor")))
        self._runs = Runs()
        self._reading = False
        self._awaited: list[Callable[[], None]] = []  # what is done once the queue is read
        self._wanted: list[Path] = []
        self._kept: PhotoQueue | None = None  # as it is in the file
        self._keeping = False
        desk.shared_changed.connect(self._shared)

    # --- what was there before -----------------------------------------------------------------------------------

    def open(self) -> None:
        """The window is shown: others may have a name by now."""
        self._read()
        self._on_files(PEOPLE, work.people, lambda people: self._tell(people=people))

    def show_view(self, _view: View) -> None:
        """The program has started: what was left of the queue is told of."""
        self._read()

    def _read(self) -> None:
        """What was there before, once; until then nothing is changed."""
        if not self._reading:
            self._reading = True
            self._on_files(READ, partial(read_queue, paths.user_queue()), self._restored, self._not_restored)

    def _restored(self, queue: PhotoQueue | None) -> None:
        if queue:
            self._kept = queue
            self._tell(queue=queue, recipe=queue.recipes[0] if queue.recipes else None)
            self._read_offers(queue.recipes)
        self._tell(ready=True)
        for awaited in self._awaited:
            awaited()
        if waiting := self._view.counts.get(WAITING, 0):
            said = self.tr("{count} photos still wait in the queue (Create ▸ Many photos…).")
            self._desk.say(said.format(count=waiting))

    def _not_restored(self, failure: Failure) -> None:
        self._refuse(failure)
        self._restored(None)

    # --- recipes -------------------------------------------------------------------------------------------------

    def add_recipe(self, path: Path) -> None:
        """Have a recipe at the side, for the photos that are added."""
        path = path.absolute()
        self._change(self._view.queue.using(path), recipe=path, said="")
        self._read_offers((path,))

    def choose_recipe(self, path: Path) -> None:
        self._tell(recipe=path)

    def forget_recipe(self, path: Path) -> None:
        """Have it at the side no more; its file stays, and so do its photos."""
        left = tuple(other for other in self._view.queue.recipes if other != path)
        recipe = self._view.recipe if self._view.recipe != path else (left or (None,))[0]
        self._change(replace(self._view.queue, recipes=left), recipe=recipe)

    def _shared(self, what: Shared[Any]) -> None:
        path = self._desk.shared(SAVED_RECIPE)
        if what is not SAVED_RECIPE or path is None:
            return
        if self._view.ready:
            self.add_recipe(path)
        else:
            self._awaited.append(partial(self.add_recipe, path))

    def _read_offers(self, recipes: Sequence[Path]) -> None:
        for path in recipes:
            self._on_files((*OFFER, path), partial(work.offered, path), self._offer)

    def _offer(self, offer: Offer) -> None:
        self._tell(offers={**self._view.offers, offer.path: offer})

    # --- photos --------------------------------------------------------------------------------------------------

    def drop(self, dropped: Sequence[Path], recipe: Path | None = None, before: int | None = None) -> None:
        """Take what is dropped: recipes for the side, all else as add does."""
        recipes = [path for path in dropped if path.suffix.lower() == SUFFIX]
        for path in recipes:
            self.add_recipe(path)
        if places := [path for path in dropped if path not in recipes]:
            self.add(places, recipe, before)

    def add(self, places: Sequence[Path], recipe: Path | None = None, before: int | None = None) -> None:
        """Have files and the photos in folders wait for a recipe, or the chosen one; before an entry's place."""
        recipe = recipe or self._view.recipe
        if recipe is None:
            self._tell(said=self.tr("Open a recipe first: it says what is done to the photos."), wrong=True)
            return
        self._tell(recipe=recipe)
        places = [place.absolute() for place in places]
        self._on_files(FIND, partial(work.found_in, places), partial(self._found, recipe, before))

    def _found(self, recipe: Path, before: int | None, found: Found) -> None:
        before_count = len(self._view.queue.entries)
        queue = self._view.queue.added(found.photos, recipe, before)
        known = len(found.photos) - (len(queue.entries) - before_count)
        said = [*found.notices]
        if known:
            said.append(self.tr("Already in the queue: {count}.").format(count=known))
        self._change(queue.using(recipe), said=" ".join(said), wrong=False)
        if self._view.running:
            self._go_on()

    def move(self, numbers: Iterable[int], before: int) -> None:
        """Let entries take another place, before the one that is at a place now."""
        self._change(self._view.queue.moved(numbers, before))

    def remove(self, numbers: Iterable[int]) -> None:
        """Take entries out; one that is being edited is left as it is, and results stay."""
        gone, entry = set(numbers), self._working
        self._change(self._view.queue.without(gone))
        if entry and entry.number in gone:
            self._desk.jobs.cancel(EDIT)
            self._go_on()

    def remove_done(self) -> None:
        """Take out what is done; the results stay."""
        self.remove(entry.number for entry in self._view.queue.entries if entry.state in (DONE, SKIPPED))

    def choose(self, number: int | None) -> None:
        """Show a photo before and after."""
        self._tell(chosen=number)
        self._compare()

    def open_photo(self, number: int) -> None:
        """Open the result in the editor, or where there is none the photo."""
        for entry in self._view.queue.entries:
            if entry.number == number:
                self._desk.open_paths([entry.result or entry.path])

    # --- results -------------------------------------------------------------------------------------------------

    def choose_results(self, folder: Path) -> None:
        """Where results go from now on."""
        self._change(replace(self._view.queue, results=folder))

    def choose_format(self, suffix: str, quality: int | None) -> None:
        """How they are written; empty and None are as the photo is."""
        self._change(replace(self._view.queue, suffix=suffix, quality=quality))

    def choose_faces(self, faces: str) -> None:
        """Whose they are edited, as a recipe names them; empty is as each recipe says."""
        self._change(replace(self._view.queue, faces=faces))

    # --- the work ------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin, or go on."""
        if not self._view.running:
            self._tell(running=True, said="", wrong=False)
            self._go_on()

    def pause(self) -> None:
        """Stop at once; the photo at work is begun anew later."""
        if self._view.running:
            self._desk.jobs.cancel(EDIT)
            self._rest()

    def retry(self) -> None:
        """Have what has failed wait once more, and begin."""
        self._change(self._view.queue.again())
        self.start()

    @property
    def _working(self) -> Entry | None:
        return next((entry for entry in self._view.queue.entries if entry.state == WORKING), None)

    def _go_on(self) -> None:
        """With the next photo, unless one is at work."""
        if self._working:
            return
        entry = self._view.queue.next
        if entry is None:
            self._rest()
            self._say_done()
            return
        queue = self._view.queue.changed(entry.number, state=WORKING, said="")
        self._tell(queue=queue, fraction=0.0)
        inversion = inversion_choice(self._desk.settings)
        self._desk.jobs.run(
            EDIT,
            lambda job: self._runs.edit(job, self._desk.bench(), queue, entry, inversion),
            partial(self._ended, entry),
            self._failed,
            progress=self._report,
            patient=True,
            quiet=True,
        )

    def _report(self, report: Report) -> None:
        self._tell(fraction=report.fraction)

    def _ended(self, entry: Entry, ended: Ended) -> None:
        queue = self._view.queue.changed(entry.number, state=ended.state, said=ended.said, result=ended.result)
        seconds = self._view.seconds
        if ended.seconds is not None:
            seconds = ended.seconds if seconds is None else seconds + SHARE_OF_LAST * (ended.seconds - seconds)
        said = " ".join(ended.notices) or self._view.said
        self._change(queue, fraction=0.0, seconds=seconds, said=said)
        if entry.number == self._view.chosen:
            self._compare()
        self._go_on()

    def _failed(self, failure: Failure) -> None:
        """What holds for all photos of a recipe: the queue waits until it is mended."""
        self._rest()
        self._refuse(failure)

    def _rest(self) -> None:
        """Nothing is at work."""
        entry = self._working
        queue = self._view.queue.changed(entry.number, state=WAITING) if entry else self._view.queue
        self._change(queue, running=False, fraction=0.0)
        self._desk.jobs.run(CLOSE, lambda _job: self._runs.close(), lambda _none: None, self._desk.fail, quiet=True)

    def _say_done(self) -> None:
        failed = self._view.counts.get(FAILED, 0)
        said = self.tr("All photos are done.")
        if failed:
            said = self.tr("{count} failed; choose a photo to see why.").format(count=failed)
        self._tell(said=said, wrong=bool(failed))
        self._desk.say(said)

    # --- pictures ------------------------------------------------------------------------------------------------

    def want_small(self, path: Path) -> None:
        """Have a photo read for the list; small_read tells when it is there. Who asked last is served first."""
        if path in self._wanted:
            return
        self._wanted = [*self._wanted[1 - MOST_WANTED :], path]
        if len(self._wanted) == 1:
            self._read_small(path)

    def _read_small(self, path: Path) -> None:
        def read(picture: Thumbnail | None) -> None:
            self.small_read.emit(path, picture)
            self._wanted = [other for other in self._wanted if other != path]
            if self._wanted:
                self._read_small(self._wanted[-1])

        small = partial(work.small_picture, path, work.SMALL_SIDE)
        self._desk.jobs.run(
            SMALL, lambda _job: small(), read, self._desk.fail, lane=Lane.FILES, background=True, quiet=True
        )

    def _compare(self) -> None:
        self._desk.jobs.cancel(COMPARE)
        entry = self._view.chosen_entry
        if entry is None:
            self._tell(compared=None)
            return
        compare = partial(work.compared, entry)
        self._desk.jobs.run(
            COMPARE, lambda _job: compare(), self._compared, self._desk.fail, lane=Lane.FILES, quiet=True
        )

    def _compared(self, compared: Compared) -> None:
        self._tell(compared=compared)

    # --- keeping -------------------------------------------------------------------------------------------------

    def _change(self, queue: PhotoQueue, **others: Any) -> None:
        """Show another queue, and keep it."""
        self._tell(queue=queue, **others)
        self._keep()

    def _keep(self) -> None:
        """Write the queue down, unless it is being written; then once more if it has changed meanwhile."""
        queue = self._view.queue
        if self._keeping or queue is self._kept:
            return
        self._keeping = True

        def kept(_none: None) -> None:
            self._keeping, self._kept = False, queue
            self._keep()

        def failed(failure: Failure) -> None:
            self._keeping, self._kept = False, queue
            self._refuse(failure)

        write = partial(write_queue, paths.user_queue(), queue)
        self._desk.jobs.run(KEEP, lambda _job: write(), kept, failed, lane=Lane.FILES, quiet=True)

    def _on_files(
        self,
        key: tuple[object, ...],
        read: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        self._desk.jobs.run(key, lambda _job: read(), done, failed or self._refuse, lane=Lane.FILES, quiet=True)
