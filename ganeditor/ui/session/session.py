"""Session: the open photos and every verb that changes them; widgets ask it, and it tells them what to show."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ganeditor.project.autosave import Autosave
from ganeditor.project.document import Document, Edit, Reset
from ganeditor.project.history import History
from ganeditor.ui.features.animate.verbs import Animating
from ganeditor.ui.features.directions.verbs import Directing
from ganeditor.ui.features.generate.verbs import Generating
from ganeditor.ui.session import photos
from ganeditor.ui.session.filing import Filing, Questions
from ganeditor.ui.session.jobs import Failure, Job, JobRunner, Lane
from ganeditor.ui.session.opening import Opening
from ganeditor.ui.session.photos import FaceState, Loaded, OpenPhoto, Workbench
from ganeditor.ui.session.recent import RecentFiles
from ganeditor.ui.session.refining import Refining
from ganeditor.ui.session.view import View
from ganeditor.ui.settings import Settings
from ganeditor.ui.widgets.qimage import Patch, ShownPicture
from ganeditor.ui.widgets.values import Point

SETTLE_MILLISECONDS = 250  # after the last change, until the slower figures are worked out


class Session(QObject):
    """Lives on the main thread; whatever is slow it hands to the JobRunner."""

    changed = Signal(object)  # View
    pictured = Signal(object, object)  # ShownPicture before and after, or None
    patched = Signal(list)  # of Patch, already in the picture after
    failed = Signal(object)  # Failure
    said = Signal(str)  # a sentence for the status bar
    ended = Signal()  # nothing unsaved is left, or nobody wants it: the window may close

    def __init__(
        self,
        jobs: JobRunner,
        open_workbench: Callable[[], Workbench],
        questions: Questions,
        settings: Settings,
        autosave: Autosave | None = None,
    ) -> None:
        """open_workbench is called once, on the device's worker."""
        super().__init__()
        self._jobs, self._open_workbench, self._questions, self._settings = jobs, open_workbench, questions, settings
        self._recent = RecentFiles(settings.ini)
        self._filing = Filing(jobs, questions, autosave, self._workbench, self.failed.emit, self.said.emit)
        self._bench: Workbench | None = None
        self._photos: dict[int, OpenPhoto] = {}
        self._current: int | None = None
        self._opened, self._dragging, self._ended = 0, False, False
        self._opening = Opening(jobs, questions, self._show_open, self._add, self.failed.emit)
        self.generating = Generating(jobs, self._workbench, self._photos, partial(self._add, None, True))
        self.animating = Animating(jobs, self._workbench, self._photos, lambda: self.generating.shown)
        self.directing = Directing(jobs, self._workbench, self._photos, self._adopt)
        self._refining = Refining(jobs, self._workbench, settings)
        self._refining.reported.connect(self._tell)
        self._refining.refined.connect(self._refined)
        self._refining.failed.connect(self.failed)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MILLISECONDS)
        self._settle.timeout.connect(self._measure)
        self._autosave = QTimer(self, interval=1000 * settings.value("autosave_seconds"))
        self._autosave.timeout.connect(lambda: self._filing.autosave(self._photos.values()))
        self._autosave.start()

    @property
    def photo(self) -> OpenPhoto | None:
        """The photo in the window."""
        return self._photos.get(-1 if self._current is None else self._current)

    def warm_up(self) -> None:
        """Open the engine before it is needed."""
        self._on_device(("warm up",), lambda _job: self._workbench(), lambda _bench: self._tell())

    # --- photos --------------------------------------------------------------------------------------------------

    def open_photos(self) -> None:
        """Ask which files to open."""
        self._opening.ask()

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open photos, projects, and pictures in folders; the first of them is shown."""
        self._opening.paths(paths)

    def open_sample(self) -> None:
        self._opening.sample()

    def paste_from_clipboard(self) -> None:
        if not self._opening.paste():
            self.said.emit(self.tr("There is no picture in the clipboard."))

    def recover(self, path: Path, then: Callable[[], None]) -> None:
        """Open a snapshot as work that is not saved; then is called once a new snapshot of it is on the disk."""
        self._opening.snapshot(path, lambda: self._filing.autosave([self._photos[self._opened]], then))

    def _show_open(self, path: Path) -> bool:
        for photo in self._photos.values():
            if path == (photo.project or photo.path):
                self.choose_photo(photo.number)
                return True
        return False

    def _add(self, path: Path | None, choose: bool, loaded: Loaded) -> None:
        """path is the file it was opened from; None for one that is nowhere yet but in a snapshot."""
        self._opened += 1
        project, document = loaded.project, Document(loaded.photo)
        history = History.restored(project.steps, project.index) if project else History(document, self.tr("Opened"))
        photo = OpenPhoto(
            self._opened, loaded.picture, history, loaded.rendering, loaded.thumbnail, loaded.data, history.document
        )
        photo.restored = project
        if path is None:
            photo.saved = None
        else:
            photo.project = path if project else None
            self._recent.add(path)
        self._photos[photo.number] = photo
        for notice in loaded.picture.notices:
            self.said.emit(notice)
        if choose or self.photo is None:
            self.choose_photo(photo.number)
        else:
            self._tell()
        self._jobs.run(
            ("find", photo.number),
            lambda _job: photos.find_faces(photo, self._workbench()),
            partial(self._faces_found, photo),
            partial(self._search_failed, photo),
        )

    def choose_photo(self, number: int) -> None:
        """Show another open photo."""
        if number == self._current or number not in self._photos:
            return
        if self.photo:
            self.photo.shown = None  # two pictures at screen depth are too much memory for a photo nobody sees
        self._current = number
        photo = self._photos[number]
        self.pictured.emit(None, None)
        self._tell()
        work, done = partial(photos.show, photo), partial(self._show, photo)
        self._jobs.run(("show",), lambda _job: work(), done, self.failed.emit, lane=Lane.FILES)

    def _show(self, photo: OpenPhoto, pictures: tuple[ShownPicture, ShownPicture]) -> None:
        if photo is not self.photo:
            return
        photo.shown = pictures[1]
        self.pictured.emit(*pictures)
        self._render(photo)
        self._refining.attend(self.photo)

    def close_photo(self, number: int | None = None) -> None:
        """Take a photo, or the one in the window, out of it, once nothing in it is unsaved or wanted."""
        photo = self._photos.get(number) if number else self.photo
        if photo:
            answer = self._questions.unsaved(photo.name) if photo.dirty else "discard"
            if answer == "save":
                self._filing.save(photo, False, partial(self._drop, photo))
            elif answer == "discard":
                self._drop(photo)

    def _drop(self, photo: OpenPhoto) -> None:
        number = photo.number
        del self._photos[number]
        self._filing.forget(photo)
        for kind in ("find", "render", "measure", "guess", "add"):
            self._jobs.cancel((kind, number))
        self._refining.drop(photo)
        if self._current == number:
            self._current = None
            self.pictured.emit(None, None)
            if self._photos:
                self.choose_photo(min(self._photos, key=lambda other: abs(other - number)))
        self._tell()

    def quit(self) -> None:
        """Ask about everything unsaved; ended follows unless a person wants to stay."""
        self._quit(())

    def _quit(self, unwanted: tuple[int, ...]) -> None:
        photo = next((photo for photo in self._photos.values() if photo.dirty and photo.number not in unwanted), None)
        answer = self._questions.unsaved(photo.name) if photo else "end"
        if photo and answer == "save":
            self._filing.save(photo, False, partial(self._quit, unwanted))
        elif photo and answer == "discard":
            self._quit((*unwanted, photo.number))
        elif photo is None:
            self._filing.finish(self._photos.values(), self.ended.emit)

    # --- faces ---------------------------------------------------------------------------------------------------

    def _faces_found(self, photo: OpenPhoto, faces: list[FaceState]) -> None:
        photo.searched = True
        photo.faces = {state.face.id: state for state in faces}
        touched = {edits.face for step in photo.history.steps for edits in step.document.faces}
        for state in faces:
            if state.face.id in touched:
                self._guess(photo, state)
        chosen = faces[0].face.id if len(faces) == 1 else photo.restored.chosen if photo.restored else None
        if chosen in photo.faces:
            self._choose(photo, chosen)
        self._tell()

    def _search_failed(self, photo: OpenPhoto, failure: Failure) -> None:
        photo.searched = True
        self.failed.emit(failure)
        self._tell()

    def choose_face(self, face: str) -> None:
        if self.photo:
            self._choose(self.photo, face)
            self._tell()

    def _choose(self, photo: OpenPhoto, face: str) -> None:
        photo.chosen = face
        state = photo.faces[face]
        if state.guessed:
            self._refining.attend(self.photo)
            self._measure()
        else:
            self._guess(photo, state)

    def _guess(self, photo: OpenPhoto, state: FaceState) -> None:
        work = partial(photos.guess, photo, state.face.id, state.inversion)
        self._on_device(("guess", photo.number), lambda _job: work(), partial(self._guessed, photo, state))

    def _guessed(self, photo: OpenPhoto, state: FaceState, readings: Any) -> None:
        state.readings, state.guessed = readings, True
        self._render(photo)
        self._refining.attend(self.photo)
        self._tell()

    def add_face_by_points(self, left_eye: Point, right_eye: Point, mouth: Point) -> None:
        """A face that was missed."""
        photo = self.photo
        if photo and photo.searched:
            work = partial(photos.add_face, photo, (left_eye, right_eye, mouth))
            self._on_device(("add", photo.number), lambda _job: work(), partial(self._face_added, photo))

    def _face_added(self, photo: OpenPhoto, state: FaceState) -> None:
        photo.faces[state.face.id] = state
        self._choose(photo, state.face.id)
        self._tell()

    def stop_inversion(self) -> None:
        """Good enough: what has been found so far is taken."""
        self._refining.stop()

    def _refined(self, photo: OpenPhoto) -> None:
        self._render(photo)
        self._settle.start()
        self._refining.attend(self.photo)
        self._tell()

    # --- edits ---------------------------------------------------------------------------------------------------

    def apply(self, edit: Edit, label: str, merge_key: object = None) -> None:
        """Make an edit; with the merge_key of the last one it joins its step."""
        if self.photo:
            if self._ended:
                self.photo.history.seal()
            self._ended = False
            self.photo.history.push(self.photo.document.with_edit(edit), label, merge_key)
            self._edited(self.photo)

    def begin_drag(self, again: bool = False) -> None:
        """Amounts from now on are one step; again: of the drag that has just ended, since it was a double click."""
        self._dragging, self._ended = True, self._ended and not again
        if self.photo and not again:
            self.photo.history.seal()

    def end_drag(self) -> None:
        self._dragging, self._ended = False, True
        if self.photo:
            self._edited(self.photo)

    def undo(self) -> None:
        self._walk(History.undo)

    def redo(self) -> None:
        self._walk(History.redo)

    def jump(self, index: int) -> None:
        self._walk(lambda history: history.jump(index))

    def _walk(self, move: Callable[[History], None]) -> None:
        if self.photo:
            move(self.photo.history)
            self._edited(self.photo)

    def reset_face(self) -> None:
        if self.photo and self.photo.chosen:
            self.apply(Reset(self.photo.chosen), self.tr("Reset face"))

    def reset_all(self) -> None:
        self.apply(Reset(None), self.tr("Reset all"))

    def _edited(self, photo: OpenPhoto) -> None:
        self._render(photo)
        if not self._dragging:
            self._settle.start()
        self._tell()

    # --- files ---------------------------------------------------------------------------------------------------

    def save(self) -> None:
        if self.photo:
            self._filing.save(self.photo, False, self._tell)

    def save_as(self) -> None:
        if self.photo:
            self._filing.save(self.photo, True, self._tell)

    def export(self) -> None:
        if self.photo:
            self._filing.export(self.photo)

    def copy_to_clipboard(self) -> None:
        if self.photo:
            self._filing.copy(self.photo)

    # --- settings ------------------------------------------------------------------------------------------------

    def offered(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of the models and of the detectors there are."""
        return (self._bench.models, self._bench.detectors) if self._bench else ((), ())

    def clear_cache(self) -> None:
        self._on_device(("clear",), lambda _job: self._workbench().clear_cache(), lambda _none: None)

    def rest(self) -> None:
        """Start nothing more by itself: the window is closed."""
        self._settle.stop()
        self._autosave.stop()

    def set_autosave_seconds(self, seconds: int) -> None:
        self._autosave.setInterval(1000 * seconds)

    # --- what is shown -------------------------------------------------------------------------------------------

    def _render(self, photo: OpenPhoto) -> None:
        """Have the newest document rendered; a request that still waits is replaced."""
        edited = [edits.face for edits in photo.document.faces if not edits.neutral]
        if not all(face in photo.faces and photo.faces[face].guessed for face in edited):
            return  # comes again when the last of them has its latents
        document = photo.document
        self._jobs.run_latest(
            ("render", photo.number),
            lambda _job: photos.render(photo, document),
            partial(self._rendered, photo),
            self.failed.emit,
        )

    def _rendered(self, photo: OpenPhoto, patches: list[Patch]) -> None:
        # Each result says only what it changed, so none may be left out, stale or not.
        if photo.shown:
            for patch in patches:
                photo.shown.write(patch)
            self.patched.emit(patches)

    def _measure(self) -> None:
        """Work out how much the chosen face still looks like the person, and how good its reconstruction is."""
        photo, state = self.photo, self.photo.face if self.photo else None
        if not photo or not state or not state.guessed or self._dragging:
            return
        work = partial(photos.measure, photo, state, photo.document.neutral_at(state.face.id))

        def measured(result: tuple[float, Any]) -> None:
            state.distance, state.figures = result
            self._tell()

        self._jobs.run_latest(("measure", photo.number), lambda _job: work(), measured, self.failed.emit)

    def _tell(self) -> None:
        photo, bench = self.photo, self._bench
        self.changed.emit(
            View(
                tabs=tuple(photo.tab() for photo in self._photos.values()),
                photo=photo.view() if photo else None,
                attributes=bench.attributes if bench else (),
                labels=bench.labels if bench else {},
                layers=bench.layers if bench else 0,
                recent=self._recent.paths(),
            )
        )

    def _workbench(self) -> Workbench:
        """Only on the device's worker."""
        if self._bench is None:
            self._bench = self._open_workbench()
        return self._bench

    def _adopt(self, bench: Workbench) -> None:
        self._bench = bench
        self._tell()

    def _on_device(self, key: tuple[object, ...], work: Callable[[Job], Any], done: Callable[[Any], None]) -> None:
        self._jobs.run(key, work, done, self.failed.emit)
