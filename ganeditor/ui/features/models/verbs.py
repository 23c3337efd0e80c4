"""ManagingModels: the model packs of this machine, and how more of them come."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from ganeditor.progress import Progress
from ganeditor.ui.features.models.views import InstalledModel, ModelsView, OfferedModel
from ganeditor.ui.session.jobs import Failure, Job, JobRunner, Lane, Report
from ganeditor.ui.settings import Settings

WORK = ("models",)


class Shelf(Protocol):
    """What there is to manage; only in the workers."""

    def installed(self) -> Sequence[InstalledModel]: ...
    def offered(self) -> Sequence[OfferedModel]:
        """Public models that are not installed."""

    def verify(self, name: str) -> float | None:
        """The error of its reference pictures; None where it has none. ModelError when it is damaged."""

    def bring(self, path: Path, name: str, progress: Progress) -> tuple[str, Sequence[str]]:
        """Make the file a pack; its name, and notices."""

    def fetch(self, name: str, progress: Progress) -> tuple[str, Sequence[str]]:
        """Fetch a public model, or what is missing of it, and make it a pack."""

    def remove(self, name: str) -> None: ...


class ManagingModels(QObject):
    """Lives on the main thread. Long work lets saving and opening pass."""

    changed = Signal(object)  # ModelsView
    failed = Signal(object)  # Failure, of what a person can't mend

    def __init__(self, jobs: JobRunner, settings: Settings, shelf: Shelf) -> None:
        super().__init__()
        self._jobs, self._settings, self._shelf = jobs, settings, shelf
        self._view = ModelsView()
        self._fetching = False

    @property
    def view(self) -> ModelsView:
        """What was told last."""
        return self._view

    def open(self) -> None:
        """The window is there; what came meanwhile by other ways is found."""
        if not self._view.doing:
            self._run(self.tr("Looking…"), lambda _progress: "")

    def use(self, name: str) -> None:
        """Take a model from the next start on: open photos keep the one they were opened with."""
        self._settings.set_value("model", name)
        said = self.tr("{name} is used from the next start of ganeditor on.").format(name=name)
        self._tell(used=name, said=said, wrong=False)

    def verify(self, name: str) -> None:
        whole = self.tr("{name}: all files match the manifest.").format(name=name)
        alike = self.tr("{name}: all files match the manifest, and the reference pictures within {error}.")

        def work(_progress: Progress) -> str:
            error = self._shelf.verify(name)
            return whole if error is None else alike.format(name=name, error=f"{error:.1e}")

        # On the device's worker, since it has the model draw pictures.
        self._run(self.tr("Verifying {name}…").format(name=name), work, Lane.DEVICE)

    def bring(self, path: Path, name: str) -> None:
        """Make a file from outside a model; nothing that the file brings along is run."""
        if name and any(row.name == name for row in self._view.installed):
            sentence = self.tr("There is a model '{name}' already; type another name and import again.")
            self._tell(said=sentence.format(name=name), wrong=True)
            return
        template = self.tr("{name} is here; Use takes it from the next start on.")

        def work(progress: Progress) -> str:
            made, notices = self._shelf.bring(path, name, progress)
            return " ".join([template.format(name=made), *notices])

        self._run(self.tr("Importing {name}…").format(name=path.name), work)

    def get(self, name: str) -> None:
        """Fetch a public model; what an earlier attempt has left is not fetched again."""
        template = self.tr("{name} is here; Use takes it from the next start on.")

        def work(progress: Progress) -> str:
            made, notices = self._shelf.fetch(name, progress)
            return " ".join([template.format(name=made), *notices])

        self._run(self.tr("Fetching {name}…").format(name=name), work, fetching=True)

    def remove(self, name: str) -> None:
        said = self.tr("{name} is removed.").format(name=name)

        def work(_progress: Progress) -> str:
            self._shelf.remove(name)
            return said

        if name == self._used():
            sentence = self.tr("{name} is in use; use another model first, then remove it.")
            self._tell(said=sentence.format(name=name), wrong=True)
        else:
            self._run(self.tr("Removing {name}…").format(name=name), work)

    def stop(self) -> None:
        if self._view.doing:
            self._jobs.cancel(WORK)
            said = self.tr("Stopped; what was fetched is kept, and fetching goes on from there.")
            self._tell(doing="", fraction=None, said=said if self._fetching else self.tr("Stopped."), wrong=False)
            self.open()

    def _run(
        self, doing: str, work: Callable[[Progress], str], lane: Lane = Lane.FILES, fetching: bool = False
    ) -> None:
        """One thing at a time; afterwards the lists are read again."""
        if self._view.doing:
            return
        self._fetching = fetching

        def job(job: Job) -> tuple[str, Sequence[InstalledModel], Sequence[OfferedModel]]:
            said = work(lambda fraction, _text: job.report(fraction, True))
            return said, self._shelf.installed(), self._shelf.offered()

        self._tell(doing=doing, fraction=None, wrong=False)
        self._jobs.run(WORK, job, self._done, self._fail, lane=lane, progress=self._show_progress, background=True)

    def _show_progress(self, report: Report) -> None:
        self._tell(fraction=report.fraction)

    def _done(self, result: tuple[str, Sequence[InstalledModel], Sequence[OfferedModel]]) -> None:
        said, installed, offered = result
        self._tell(
            doing="",
            fraction=None,
            installed=tuple(installed),
            offered=tuple(offered),
            used=self._used(),
            said=said or self._view.said,
        )

    def _used(self) -> str:
        return str(self._settings.value("model"))

    def _fail(self, failure: Failure) -> None:
        """A refusal is a sentence in the window; anything else is reported."""
        self._tell(doing="", fraction=None, said=failure.sentence, wrong=True)
        if failure.details:
            self.failed.emit(failure)

    def _tell(self, **changes: Any) -> None:
        self._view = replace(self._view, **changes)
        self.changed.emit(self._view)
