"""Session: the open photos and the way they come, are shown, and go; it puts together who works on them."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from ganeditor.project.assets import Assets
from ganeditor.project.autosave import Autosave
from ganeditor.project.document import Document
from ganeditor.project.history import History
from ganeditor.project.render import Rendering
from ganeditor.ui.session import drawing, finding
from ganeditor.ui.session.bench import Bench, Engine
from ganeditor.ui.session.desk import QUEUE, SAVED_RECIPE, Desk
from ganeditor.ui.session.drawing import Drawing
from ganeditor.ui.session.editing import Editing
from ganeditor.ui.session.filing import Filing, Questions
from ganeditor.ui.session.finding import Finding
from ganeditor.ui.session.jobs import JobRunner, Lane
from ganeditor.ui.session.loading import Loaded, develop
from ganeditor.ui.session.opening import Opening, from_web, paths_in
from ganeditor.ui.session.photos import Developed, OpenPhoto, Photos
from ganeditor.ui.session.recent import RecentFiles
from ganeditor.ui.session.refining import Refining
from ganeditor.ui.session.view import View
from ganeditor.ui.settings import Settings
from ganeditor.ui.widgets.qimage import ShownPicture


class Session(QObject):
    """Lives on the main thread; whatever is slow it hands to the JobRunner."""

    changed = Signal(object)  # View
    pictured = Signal(object, object)  # ShownPicture before and after, or None
    patched = Signal(list)  # of Patch, already in the picture after
    replaced = Signal(object)  # ShownPicture after, in another size
    previewed = Signal(list)  # of ShownPicture, over the picture after until that is patched
    failed = Signal(object)  # Failure
    said = Signal(str)  # a sentence for the status bar
    ended = Signal()  # nothing unsaved is left, or nobody wants it: the window may close

    def __init__(
        self,
        jobs: JobRunner,
        open_bench: Callable[[], Bench],
        questions: Questions,
        settings: Settings,
        autosave: Autosave | None = None,
    ) -> None:
        """open_bench is called once, on the device's worker."""
        super().__init__()
        self._jobs, self._questions = jobs, questions
        self._recent = RecentFiles(settings.ini)
        self._opened = 0
        self.photos, self.engine = Photos(), Engine(open_bench)
        self.editing = Editing(self.photos)
        self.finding = Finding(jobs, self.engine, self.photos)
        self.drawing = Drawing(jobs, self.photos, self.editing)
        self.refining = Refining(jobs, settings)
        self.filing = Filing(jobs, questions, autosave, self.failed.emit, self.said.emit)
        self._opening = Opening(jobs, questions, self._show_open, self._add, self.failed.emit, self.said.emit)
        self.desk = Desk(
            *(jobs, settings, self.photos, self.engine, self.editing, self.finding, self.drawing),
            open_paths=self.open_paths,
            open_loaded=partial(self._add, None, True),
            adopt=self._adopt,
            say=self.said.emit,
            fail=self.failed.emit,
        )
        self._connect()
        self._autosave = QTimer(self, interval=1000 * settings.value("autosave_seconds"))
        self._autosave.timeout.connect(lambda: self.filing.autosave(self.photos.values()))
        self._autosave.start()

    def _connect(self) -> None:
        for part in (self.finding, self.drawing, self.refining):
            part.failed.connect(self.failed)
        for told in (self.finding.changed, self.drawing.measured, self.refining.reported):
            told.connect(self._tell)
        self.drawing.patched.connect(self.patched)
        self.drawing.replaced.connect(self.replaced)
        self.drawing.previewed.connect(self.previewed)
        self.editing.edited.connect(self._edited)
        self.finding.chosen.connect(self._face_chosen)
        self.finding.guessed.connect(self._guessed)
        self.finding.said.connect(self.said)
        self.refining.refined.connect(self._refined)

    @property
    def photo(self) -> OpenPhoto | None:
        """The photo in the window."""
        return self.photos.current

    def warm_up(self) -> None:
        """Open the engine before it is needed."""
        self._jobs.run(("warm up",), lambda _job: self.engine(), lambda _bench: self._tell(), self.failed.emit)

    # --- opening -------------------------------------------------------------------------------------------------

    def open_photos(self) -> None:
        """Ask which files to open."""
        self._opening.ask()

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open photos, projects, and pictures in folders; the first of them is shown."""
        self._opening.paths(paths)

    def open_sample(self) -> None:
        self._opening.sample()

    def paste_from_clipboard(self) -> None:
        if not self._opening.take(QGuiApplication.clipboard().mimeData()):
            self.said.emit(self.tr("There is no picture in the clipboard."))

    def open_dropped(self, data: QMimeData) -> bool:
        """What is dropped on the window; whether it is taken."""
        return self._opening.take(data)

    def would_take(self, data: QMimeData) -> bool:
        """Whether what is dragged over the window can be dropped; says why not."""
        if from_web(data):
            self.said.emit(self._opening.refusal)
        return bool(paths_in(data)) or data.hasImage()

    def recover(self, path: Path, then: Callable[[], None]) -> None:
        """Open a snapshot as work that is not saved; then is called once a new snapshot of it is on the disk."""
        self._opening.snapshot(path, lambda: self.filing.autosave([self.photos[self._opened]], then))

    def _show_open(self, path: Path) -> bool:
        for photo in self.photos.values():
            if path == (photo.project or photo.path):
                self.choose_photo(photo.number)
                return True
        return False

    def _add(self, path: Path | None, choose: bool, loaded: Loaded) -> None:
        """path is the file it was opened from; None for one that is nowhere yet but in a snapshot."""
        self._opened += 1
        project, document = loaded.project, Document(loaded.photo)
        history = History.restored(project.steps, project.index) if project else History(document, self.tr("Opened"))
        photo = OpenPhoto(self._opened, history, loaded.thumbnail, history.document)
        photo.restored, photo.assets = project, Assets(project.assets if project else {})
        if path is None:
            photo.saved = None
        else:
            photo.project = path if project else None
            photo.file = loaded.file
            self._recent.add(path)
        self.photos.add(photo)
        for notice in loaded.picture.notices:
            self.said.emit(notice)
        photo.developed = Developed(loaded.picture, loaded.data, Rendering(loaded.picture.pixels))
        if choose or self.photo is None:
            self.choose_photo(photo.number)
            self.finding.find(photo)
        else:
            photo.rest()  # until somebody looks at it
            self._tell()

    # --- showing -------------------------------------------------------------------------------------------------

    def choose_photo(self, number: int) -> None:
        """Show another open photo."""
        photo = self.photos.get(number)
        if photo is None or photo is self.photo:
            return
        self.photos.show(photo)
        self.pictured.emit(None, None)
        self._tell()
        self._jobs.cancel(("show",))
        show = partial(develop, photo)
        self._jobs.run(("show",), lambda _job: show(), partial(self._show, photo), self.failed.emit, lane=Lane.FILES)

    def _show(self, photo: OpenPhoto, found: tuple[Developed, ShownPicture, ShownPicture]) -> None:
        if photo is not self.photo:
            return
        developed, before, after = found
        photo.shown = after
        if photo.developed is None:
            photo.developed = developed
            self.finding.find(photo)
        self.pictured.emit(before, after)
        for tired in self.photos.to_rest():
            self._forget_jobs(tired)
            tired.rest()
        self.drawing.render(photo)
        self.refining.attend(self.photo)
        self._tell()

    def close_photo(self, number: int | None = None) -> None:
        """Take a photo, or the one in the window, out of it, once nothing in it is unsaved or wanted."""
        photo = self.photos.get(number) if number else self.photo
        if photo:
            answer = self._questions.unsaved(photo.name) if photo.dirty else "discard"
            if answer == "save":
                self.filing.save(photo, False, partial(self._drop, photo))
            elif answer == "discard":
                self._drop(photo)

    def _drop(self, photo: OpenPhoto) -> None:
        shown = photo is self.photo
        self.photos.remove(photo)
        self.filing.forget(photo)
        self._forget_jobs(photo)
        if shown:
            self.pictured.emit(None, None)
            if self.photos:
                self.choose_photo(min(self.photos, key=lambda other: abs(other - photo.number)))
        self._tell()

    def _forget_jobs(self, photo: OpenPhoto) -> None:
        for kind in (*finding.JOBS, *drawing.JOBS):
            self._jobs.cancel((kind, photo.number))
        self.refining.drop(photo)

    # --- faces and edits -----------------------------------------------------------------------------------------

    def _face_chosen(self) -> None:
        self.refining.attend(self.photo)
        self.drawing.measure()

    def _guessed(self, photo: OpenPhoto) -> None:
        self.drawing.render(photo)
        self.refining.attend(self.photo)

    def _refined(self, photo: OpenPhoto) -> None:
        self.drawing.render(photo)
        self.drawing.settle()
        self.refining.attend(self.photo)
        self._tell()

    def _edited(self, photo: OpenPhoto) -> None:
        if self.editing.dragging:
            self.drawing.preview(photo)
        else:
            self.drawing.render(photo)
            self.drawing.settle()
        self._tell()

    # --- files ---------------------------------------------------------------------------------------------------

    def save(self) -> None:
        if self.photo:
            self.filing.save(self.photo, False, self._tell)

    def save_as(self) -> None:
        if self.photo:
            self.filing.save(self.photo, True, self._tell)

    def save_recipe(self) -> None:
        """Keep what is done to the photo, and show the window in which it is done to others."""
        if self.photo:
            self.filing.save_recipe(self.photo, self._recipe_saved)

    def _recipe_saved(self, path: Path) -> None:
        self.desk.share(SAVED_RECIPE, path)
        self.desk.window_wanted.emit(QUEUE)

    def export(self) -> None:
        if self.photo:
            self.filing.export(self.photo)

    def copy_to_clipboard(self) -> None:
        if self.photo:
            self.filing.copy(self.photo)

    def quit(self) -> None:
        """Ask about everything unsaved; ended follows unless a person wants to stay."""
        self._quit(())

    def _quit(self, unwanted: tuple[int, ...]) -> None:
        photo = next((photo for photo in self.photos.values() if photo.dirty and photo.number not in unwanted), None)
        answer = self._questions.unsaved(photo.name) if photo else "end"
        if photo and answer == "save":
            self.filing.save(photo, False, partial(self._quit, unwanted))
        elif photo and answer == "discard":
            self._quit((*unwanted, photo.number))
        elif photo is None:
            self.filing.finish(self.photos.values(), self.ended.emit)

    # --- settings ------------------------------------------------------------------------------------------------

    def offered(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of the models and of the detectors there are."""
        bench = self.engine.opened
        return (bench.models, bench.detectors) if bench else ((), ())

    def clear_cache(self) -> None:
        self._jobs.run(
            ("clear",), lambda _job: self.engine().editor.cache.clear(), lambda _none: None, self.failed.emit
        )

    def rest(self) -> None:
        """Start nothing more by itself: the window is closed."""
        self.drawing.stop()
        self._autosave.stop()

    def set_autosave_seconds(self, seconds: int) -> None:
        self._autosave.setInterval(1000 * seconds)

    # --- what is told --------------------------------------------------------------------------------------------

    def _adopt(self, bench: Bench) -> None:
        self.engine.opened = bench
        self._tell()

    def _tell(self) -> None:
        bench = self.engine.opened
        self.changed.emit(
            View(
                tabs=tuple(photo.tab() for photo in self.photos.values()),
                photo=self.photo.view() if self.photo else None,
                attributes=bench.attributes if bench else (),
                labels=bench.labels if bench else {},
                layers=bench.layers if bench else 0,
                recent=self._recent.paths(),
            )
        )
