"""Drawing: the edited picture is kept up to date, and what came of it is measured once the edits have settled."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from ganeditor.ui.session import work
from ganeditor.ui.session.editing import Editing
from ganeditor.ui.session.jobs import JobRunner
from ganeditor.ui.session.photos import OpenPhoto, Photos
from ganeditor.ui.session.view import Figures, Reaches
from ganeditor.ui.widgets.qimage import Patch, ShownPicture

SETTLE_MILLISECONDS = 250  # after the last change, until the slower figures are worked out
JOBS = ("render", "measure")
"""First part of their keys; the second is the photo's number."""


class Drawing(QObject):
    """Lives on the main thread; a request that still waits is replaced by a newer one."""

    patched = Signal(list)  # of Patch, already in the picture that is shown
    replaced = Signal(object)  # ShownPicture of another size
    measured = Signal()
    failed = Signal(object)  # Failure

    def __init__(self, jobs: JobRunner, photos: Photos, editing: Editing) -> None:
        super().__init__()
        self._jobs, self._photos, self._editing = jobs, photos, editing
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MILLISECONDS)
        self._settling.timeout.connect(self.measure)

    def render(self, photo: OpenPhoto) -> None:
        """Have the photo's document drawn."""
        edited = [edits.face for edits in photo.document.faces if not edits.neutral]
        if not photo.developed or not all(face in photo.faces and photo.faces[face].guessed for face in edited):
            return  # comes again when the last of them has its latents
        render, drawn = partial(work.render, photo, photo.document), partial(self._drawn, photo)
        self._jobs.run_latest(("render", photo.number), lambda _job: render(), drawn, self.failed.emit)

    def _drawn(self, photo: OpenPhoto, drawn: tuple[list[Patch], tuple[int, int]]) -> None:
        # Each result says only what it changed, so none may be left out, stale or not.
        patches, size_wh = drawn
        if photo.shown and photo.shown.size_wh == size_wh:
            for patch in patches:
                photo.shown.write(patch)
            self.patched.emit(patches)
        elif photo.shown:
            whole, replaced = partial(work.whole_picture, photo), partial(self._replace, photo)
            self._jobs.run(("render", photo.number), lambda _job: whole(), replaced, self.failed.emit)

    def _replace(self, photo: OpenPhoto, picture: ShownPicture) -> None:
        if photo.shown:
            photo.shown = picture
            self.replaced.emit(picture)

    def settle(self) -> None:
        """Measure soon, unless there is another change before."""
        self._settling.start()

    def stop(self) -> None:
        """Start nothing more by itself."""
        self._settling.stop()

    def measure(self) -> None:
        """Work out how much the chosen face still looks like the person, and how good its reconstruction is."""
        photo = self._photos.current
        state = photo.face if photo else None
        if not photo or not state or not state.guessed or self._editing.dragging:
            return
        measure = partial(work.measure, photo, state, photo.document.neutral_at(state.face.id))

        def measured(result: tuple[float, Figures | None, Reaches]) -> None:
            state.distance, state.figures, state.reaches = result
            self.measured.emit()

        self._jobs.run_latest(("measure", photo.number), lambda _job: measure(), measured, self.failed.emit)
