"""Drawing: the edited picture is kept up to date, and what came of it is measured once the edits have settled."""

import math
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from ganeditor.edits.table import label_of
from ganeditor.project.render import LeftOut
from ganeditor.ui.i18n import translated
from ganeditor.ui.session import work
from ganeditor.ui.session.editing import Editing
from ganeditor.ui.session.jobs import Failure, JobRunner
from ganeditor.ui.session.photos import OpenPhoto, Photos
from ganeditor.ui.session.view import Figures, Reaches
from ganeditor.ui.widgets.qimage import ShownPicture

SETTLE_MILLISECONDS = 250  # after the last change, until the slower figures are worked out
PREVIEW_SIDE = 700  # pixels of a face, beyond which fewer are drawn while it is dragged at
JOBS = ("render", "preview", "measure")
"""First part of their keys; the second is the photo's number."""


class Drawing(QObject):
    """Lives on the main thread; a request that still waits is replaced by a newer one."""

    patched = Signal(list)  # of Patch, already in the picture that is shown
    replaced = Signal(object)  # ShownPicture of another size
    previewed = Signal(list)  # of ShownPicture, to be painted over the picture until that is patched
    progressed = Signal(object, object)  # OpenPhoto, and the share of it that networks are through; None at the end
    measured = Signal()
    failed = Signal(object)  # Failure

    def __init__(self, jobs: JobRunner, photos: Photos, editing: Editing) -> None:
        super().__init__()
        self._jobs, self._photos, self._editing = jobs, photos, editing
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MILLISECONDS)
        self._settling.timeout.connect(self.measure)

    def render(self, photo: OpenPhoto) -> None:
        """Have the photo's document drawn."""
        self._jobs.cancel(("preview", photo.number))
        if not drawable(photo):
            return  # comes again when the last of its faces has latents
        document = photo.document
        self._jobs.run_latest(
            ("render", photo.number),
            lambda job: work.render(job, photo, document),
            partial(self._drawn, photo),
            partial(self._not_rendered, photo),
            progress=lambda report: self.progressed.emit(photo, report.fraction),
        )

    def call_off(self, photo: OpenPhoto) -> None:
        """End what networks are at with the photo, whose document is to be changed at once: it is drawn anew then."""
        self._jobs.cancel(("render", photo.number))
        self.progressed.emit(photo, None)

    def preview(self, photo: OpenPhoto) -> None:
        """Have it drawn in as many pixels as keep up with the hand; nothing of it is in the picture that is shown."""
        shrink = shrink_for(photo)
        if shrink == 1:
            self.render(photo)
        elif drawable(photo):
            preview, previewed = partial(work.preview, photo, photo.document, shrink), partial(self._previewed, photo)
            self._jobs.run_latest(("preview", photo.number), lambda _job: preview(), previewed, self._not_drawn)

    def _previewed(self, photo: OpenPhoto, pictures: list[ShownPicture]) -> None:
        if photo is self._photos.current and photo.shown:
            self.previewed.emit(pictures)

    def _not_rendered(self, photo: OpenPhoto, failure: Failure) -> None:
        self.progressed.emit(photo, None)
        self._not_drawn(failure)

    def _not_drawn(self, failure: Failure) -> None:
        self.previewed.emit([])
        self.failed.emit(failure)

    def _drawn(self, photo: OpenPhoto, drawn: work.Rendered) -> None:
        self.progressed.emit(photo, None)
        self._say_left_out(photo, drawn.left_out)
        # Each result says only what it changed, so none may be left out, stale or not.
        if photo.shown and photo.shown.size_wh == drawn.size_wh:
            for patch in drawn.patches:
                photo.shown.write(patch)
            self.patched.emit(drawn.patches)
        elif photo.shown:
            whole, replaced = partial(work.whole_picture, photo), partial(self._replace, photo)
            self._jobs.run(("render", photo.number), lambda _job: whole(), replaced, self.failed.emit)

    def _say_left_out(self, photo: OpenPhoto, left_out: tuple[LeftOut, ...]) -> None:
        """Name each edit that can't be done, once for as long as it can't."""
        known = [(row.face, type(row.operation), row.reason) for row in photo.left_out]
        photo.left_out = left_out
        for row in left_out:
            if (row.face, type(row.operation), row.reason) not in known:
                self.failed.emit(Failure(switched_off(row)))

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


def switched_off(row: LeftOut) -> str:
    """What to say of an edit that can't be done."""
    sentence = QCoreApplication.translate("Operations", "'{edit}' is switched off: {reason}")
    return sentence.format(edit=translated(label_of(row.operation), "Operations"), reason=row.reason)


def drawable(photo: OpenPhoto) -> bool:
    """Whether all that is to be drawn is known."""
    edited = [edits.face for edits in photo.document.faces if not edits.neutral]
    return bool(photo.developed) and all(face in photo.faces and photo.faces[face].guessed for face in edited)


def shrink_for(photo: OpenPhoto) -> int:
    """How many pixels, along a side, are drawn as one while the chosen face is dragged at."""
    if photo.face is None or any(not operation.neutral for operation in photo.document.whole):
        return 1
    x0, y0, x1, y1 = photo.face.face.box_xyxy
    return max(1, math.ceil(max(x1 - x0, y1 - y0) / PREVIEW_SIDE))
