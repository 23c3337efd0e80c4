"""ManagingModels: the model packs of this machine, and how more of them come."""

from collections.abc import Callable
from pathlib import Path

from ganeditor.progress import Progress
from ganeditor.ui.features.models import work
from ganeditor.ui.features.models.views import InstalledModel, ModelsView, OfferedModel
from ganeditor.ui.session.desk import INSTALLED, Desk
from ganeditor.ui.session.feature import Verbs
from ganeditor.ui.session.jobs import Failure, Job, Lane, Report

WORK = ("models",)

Outcome = tuple[str, tuple[InstalledModel, ...], tuple[OfferedModel, ...]]
"""A sentence, and what is there and what can be fetched afterwards."""


class ManagingModels(Verbs):
    """Long work lets saving and opening pass."""

    _view: ModelsView

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ModelsView())
        self._fetching = False

    def open(self) -> None:
        """The window is there; what came meanwhile by other ways is found."""
        if not self._view.doing:
            self._run(self.tr("Looking…"), lambda _progress: "")

    def use(self, name: str) -> None:
        """Take a model from the next start on: open photos keep the one they were opened with."""
        self._desk.settings.set_value("model", name)
        said = self.tr("{name} is used from the next start of ganeditor on.").format(name=name)
        self._tell(used=name, said=said, wrong=False)

    def verify(self, name: str) -> None:
        whole = self.tr("{name}: all files match the manifest.").format(name=name)
        alike = self.tr("{name}: all files match the manifest, and the reference pictures within {error}.")

        def verify(_progress: Progress) -> str:
            error = work.verify(name)
            return whole if error is None else alike.format(name=name, error=f"{error:.1e}")

        # On the device's worker, since it has the model draw pictures.
        self._run(self.tr("Verifying {name}…").format(name=name), verify, Lane.DEVICE)

    def bring(self, path: Path, name: str) -> None:
        """Make a file from outside a model; nothing that the file brings along is run."""
        if name and any(row.name == name for row in self._view.installed):
            sentence = self.tr("There is a model '{name}' already; type another name and import again.")
            self._tell(said=sentence.format(name=name), wrong=True)
            return
        of_faces, other = self.tr("{name} is here; Use takes it from the next start on."), self.tr("{name} is here.")

        def bring(progress: Progress) -> str:
            made, notices = work.bring(path, name, progress)
            template = of_faces if any(row.of_faces for row in work.here() if row.name == made) else other
            return " ".join([template.format(name=made), *notices])

        self._run(self.tr("Importing {name}…").format(name=path.name), bring)

    def get(self, name: str) -> None:
        """Fetch a public model; what an earlier attempt has left is not fetched again."""
        template = self.tr("{name} is here; Use takes it from the next start on.")

        def fetch(progress: Progress) -> str:
            made, notices = work.fetch(name, progress)
            return " ".join([template.format(name=made), *notices])

        self._run(self.tr("Fetching {name}…").format(name=name), fetch, fetching=True)

    def remove(self, name: str) -> None:
        said = self.tr("{name} is removed.").format(name=name)

        def remove(_progress: Progress) -> str:
            work.remove(name)
            return said

        if name == self._used():
            sentence = self.tr("{name} is in use; use another model first, then remove it.")
            self._tell(said=sentence.format(name=name), wrong=True)
        else:
            self._run(self.tr("Removing {name}…").format(name=name), remove)

    def stop(self) -> None:
        if self._view.doing:
            self._desk.jobs.cancel(WORK)
            said = self.tr("Stopped; what was fetched is kept, and fetching goes on from there.")
            self._tell(doing="", fraction=None, said=said if self._fetching else self.tr("Stopped."), wrong=False)
            self.open()

    def _run(self, doing: str, act: Callable[[Progress], str], lane: Lane = Lane.FILES, fetching: bool = False) -> None:
        """One thing at a time; afterwards the lists are read again."""
        if self._view.doing:
            return
        self._fetching = fetching

        def job(job: Job) -> Outcome:
            said = act(lambda fraction, _text: job.report(fraction, True))
            return said, work.here(), work.offered()

        self._tell(doing=doing, fraction=None, wrong=False)
        self._desk.jobs.run(WORK, job, self._done, self._fail, lane=lane, progress=self._show_progress, background=True)

    def _show_progress(self, report: Report) -> None:
        self._tell(fraction=report.fraction)

    def _done(self, result: Outcome) -> None:
        said, installed, offered = result
        self._desk.share(INSTALLED, tuple(row.name for row in installed))
        self._tell(
            doing="",
            fraction=None,
            installed=installed,
            offered=offered,
            used=self._used(),
            said=said or self._view.said,
        )

    def _used(self) -> str:
        return str(self._desk.settings.value("model"))

    def _fail(self, failure: Failure) -> None:
        self._refuse(failure, doing="", fraction=None)
