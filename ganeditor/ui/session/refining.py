"""Refining: which face is inverted when; one at a time, the chosen one first."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ganeditor.ui.session import work
from ganeditor.ui.session.jobs import Failure, JobRunner, Report
from ganeditor.ui.session.photos import OpenPhoto, Refined
from ganeditor.ui.session.work import InversionChoice
from ganeditor.ui.settings import Settings

if TYPE_CHECKING:
    pass


def inversion_choice(settings: Settings) -> InversionChoice:
    """How a person wants faces refined."""
    steps = None if settings.value("until_converged") else settings.value("inversion_steps")
    return InversionChoice(steps, settings.value("tuning"))


class Refining(QObject):
    """Its inversions are background jobs: renders pass between two steps."""

    reported = Signal()  # the photo's inversion has something new to show
    refined = Signal(object)  # OpenPhoto
    failed = Signal(object)  # Failure

    def __init__(self, jobs: JobRunner, settings: Settings) -> None:
        super().__init__()
        self._jobs, self._settings = jobs, settings
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
        choice = inversion_choice(self._settings)
        self._jobs.run(
            ("invert", photo.number),
            lambda job: work.invert(job, photo, face, choice, lambda: self._good_enough),
            partial(self._done, photo, face),
            partial(self._failed, photo, face),
            progress=partial(self._report, photo),
            background=True,
        )

    def _report(self, photo: OpenPhoto, report: Report) -> None:
        photo.inversion = report.shown
        self.reported.emit()

    def _done(self, photo: OpenPhoto, face: str, refined: Refined) -> None:
        photo.faces[face].take(refined)
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
