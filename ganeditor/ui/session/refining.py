"""Refining: which face is inverted when; one at a time, the chosen one first."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from ganeditor.ui.session import photos
from ganeditor.ui.session.jobs import Failure, Job, JobRunner, Report
from ganeditor.ui.session.photos import InversionChoice, OpenPhoto, Workbench
from ganeditor.ui.settings import Settings


class Refining(QObject):
    """Its inversions are background jobs: renders pass between two steps."""

    reported = Signal()  # the photo's inversion has something new to show
    refined = Signal(object)  # OpenPhoto
    failed = Signal(object)  # Failure

    def __init__(self, jobs: JobRunner, workbench: Callable[[], Workbench], settings: Settings) -> None:
        """workbench is called on the device's worker."""
        super().__init__()
        self._jobs, self._workbench, self._settings = jobs, workbench, settings
        self._running: tuple[OpenPhoto, str] | None = None
        self._good_enough = False

    def attend(self, photo: OpenPhoto | None) -> None:
        """Refine the chosen face of the photo in the window, then those that were edited.

        One that is no longer the first to be refined is given up, and comes again when it is its turn.
        """
        face = photo.next_to_invert() if photo else None
        wanted = (photo, face) if photo and face and photo.faces[face].guessed else None
        if wanted == self._running:
            return
        self.drop(self._running[0] if self._running else None)
        if wanted:
            self._start(*wanted)

    def drop(self, photo: OpenPhoto | None) -> None:
        """Give up the inversion of this photo, if one runs."""
        if photo and self._running and self._running[0] is photo:
            self._jobs.cancel(("invert", photo.number))
            self._over()

    def stop(self) -> None:
        """Good enough: what has been found so far is taken."""
        self._good_enough = True

    def _start(self, photo: OpenPhoto, face: str) -> None:
        self._running, self._good_enough = (photo, face), False
        steps = None if self._settings.value("until_converged") else self._settings.value("inversion_steps")
        choice = InversionChoice(steps, self._settings.value("tuning"))

        def work(job: Job) -> Any:
            return photos.invert(job, photo, face, self._workbench(), choice, lambda: self._good_enough)

        self._jobs.run(
            ("invert", photo.number),
            work,
            partial(self._done, photo, face),
            partial(self._failed, photo, face),
            progress=partial(self._report, photo),
            background=True,
        )

    def _report(self, photo: OpenPhoto, report: Report) -> None:
        photo.inversion = report.shown
        self.reported.emit()

    def _done(self, photo: OpenPhoto, face: str, inversion: Any) -> None:
        photo.faces[face].inversion, photo.faces[face].finished = inversion, True
        self._over()
        self.refined.emit(photo)

    def _failed(self, photo: OpenPhoto, face: str, failure: Failure) -> None:
        photo.faces[face].finished = True  # the guess stays
        self._over()
        self.failed.emit(failure)
        self.refined.emit(photo)

    def _over(self) -> None:
        if self._running:
            self._running[0].inversion = None
        self._running = None
