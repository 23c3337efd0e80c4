"""Finding: the faces of the open photos are looked for, chosen, added by hand, and given latents to start from."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from ganeditor.engine.faces.detect import LEAST_EYE_DISTANCE
from ganeditor.ui.session import work
from ganeditor.ui.session.bench import Bench, Engine
from ganeditor.ui.session.jobs import Failure, JobRunner, Report
from ganeditor.ui.session.photos import FaceState, OpenPhoto, Photos
from ganeditor.ui.session.view import Reading
from ganeditor.ui.widgets.values import Point

JOBS = ("find", "guess", "add")
"""First part of their keys; the second is the photo's number."""


class Finding(QObject):
    """Lives on the main thread."""

    changed = Signal()  # there is something new to show
    chosen = Signal()  # a face that has latents already
    guessed = Signal(object)  # OpenPhoto: one more of its faces has latents, so that edits of it can be drawn
    failed = Signal(object)  # Failure
    said = Signal(str)  # a sentence about the search

    def __init__(self, jobs: JobRunner, engine: Engine, photos: Photos) -> None:
        super().__init__()
        self._jobs, self._engine, self._photos = jobs, engine, photos
        self._stopped: set[int] = set()  # photos in which nobody wants faces to be looked for any longer

    def find(self, photo: OpenPhoto) -> None:
        """Look for faces, or tell the engine about those that are known."""
        number = photo.number
        self._stopped.discard(number)
        self._jobs.run(
            ("find", number),
            lambda job: work.find_faces(job, photo, self._engine(), lambda: number in self._stopped),
            partial(self._found, photo),
            partial(self._search_failed, photo),
            progress=partial(self._looked, photo),
        )

    def stop(self) -> None:
        """No longer look for faces in the photo in the window; it is as if it had none."""
        if self._photos.current:
            self._stopped.add(self._photos.current.number)

    def _looked(self, photo: OpenPhoto, report: Report) -> None:
        photo.looked = report.shown
        self.changed.emit()

    def _found(self, photo: OpenPhoto, found: tuple[list[FaceState], Bench, int]) -> None:
        states, bench, too_small = found
        photo.faces = {state.face.id: state for state in states}
        photo.model, photo.fingerprint = bench.model, bench.fingerprint
        if photo.chosen is None:
            restored = photo.restored.chosen if photo.restored else None
            photo.chosen = states[0].face.id if len(states) == 1 else restored
        photo.searched, photo.restored = True, None
        touched = [edits.face for step in photo.history.steps for edits in step.document.faces]
        for face in dict.fromkeys([*touched, photo.chosen]):
            if face in photo.faces:
                self._guess(photo, photo.faces[face])
        if photo.number in self._stopped and not states:
            self.said.emit(self.tr("The search for faces was stopped."))
        if too_small:
            self.said.emit(self._too_small(too_small))
        self.changed.emit()

    def _too_small(self, count: int) -> str:
        if count == 1:
            text = self.tr("One face is too small to edit: less than {pixels} pixels between the eyes.")
        else:
            text = self.tr("%n faces are too small to edit: less than {pixels} pixels between the eyes.", None, count)
        return text.format(pixels=round(LEAST_EYE_DISTANCE))

    def _search_failed(self, photo: OpenPhoto, failure: Failure) -> None:
        photo.searched = True
        self.failed.emit(failure)
        self.changed.emit()

    def choose_face(self, face: str) -> None:
        """One of the faces of the photo in the window."""
        if self._photos.current:
            self._choose(self._photos.current, face)
            self.changed.emit()

    def _choose(self, photo: OpenPhoto, face: str) -> None:
        photo.chosen = face
        state = photo.faces[face]
        if state.guessed:
            self.chosen.emit()
        else:
            self._guess(photo, state)

    def prepare(self, face: str) -> None:
        """Have latents of a face of the photo in the window, which is edited though nobody has chosen it."""
        photo = self._photos.current
        if photo and not photo.faces[face].guessed:
            self._guess(photo, photo.faces[face])

    def _guess(self, photo: OpenPhoto, state: FaceState) -> None:
        def guessed(readings: Mapping[str, Reading]) -> None:
            state.readings, state.guessed = readings, True
            self.guessed.emit(photo)
            self.changed.emit()

        guess = partial(work.guess, photo, state.face.id, state.inversion)
        self._jobs.run(("guess", photo.number), lambda _job: guess(), guessed, self.failed.emit)

    def add_face_by_points(self, left_eye: Point, right_eye: Point, mouth: Point) -> None:
        """A face that was missed."""
        photo = self._photos.current
        if photo and photo.searched:
            add, added = partial(work.add_face, photo, (left_eye, right_eye, mouth)), partial(self._added, photo)
            self._jobs.run(("add", photo.number), lambda _job: add(), added, self.failed.emit)

    def _added(self, photo: OpenPhoto, state: FaceState) -> None:
        photo.faces[state.face.id] = state
        self._choose(photo, state.face.id)
        self.changed.emit()
