"""Training: a plan becomes a run, which is watched, paused, gone on with and taken as a model."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from ganeditor import paths
from ganeditor.errors import UserError
from ganeditor.project import runs
from ganeditor.project.runs import Seen
from ganeditor.ui.features.training import work
from ganeditor.ui.features.training.views import PAUSE, STOP, Offer, Plan, Result, TrainingView, kept
from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.feature import Verbs
from ganeditor.ui.session.jobs import Failure, Lane, in_child
from ganeditor.ui.widgets.values import Picture8

TASKS, TABLE, LOOK, TRAIN, TAKE = ("training tasks",), ("labels",), ("training seen",), ("training",), ("snapshot",)


class Training(Verbs):
    """The training itself is a process of its own; what it does is read off its folder."""

    _view: TrainingView

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TrainingView())

    def open(self) -> None:
        """The window is shown; what a run has done meanwhile is seen."""
        if not self._view.offers:
            self._desk.jobs.run(TASKS, lambda _job: work.offers(), self._offer, self._refuse)
        self.look()

    def choose_table(self, path: Path) -> None:
        """Its columns are offered."""
        self._desk.jobs.run(TABLE, lambda _job: work.columns(path), self._show_columns, self._refuse, lane=Lane.FILES)

    # --- a run ---------------------------------------------------------------------------------------------------

    def start(self, plan: Plan) -> None:
        """Train; the run lies in a folder of the model's name, and goes on where one of the same plan is there."""
        folder = paths.user_data() / "trainings" / plan.result.name
        try:
            arguments = plan.arguments(folder)
        except UserError as error:
            self._tell(said=str(error), wrong=True)
            return
        self._show(folder, plan.result)
        self._launch(arguments)

    def open_run(self, folder: Path) -> None:
        """Show a run, be it at work or not."""
        self._show(folder, Result(folder.name))
        self.look()

    def close_run(self) -> None:
        """Show the form for a new one."""
        self._show(None, Result(""))

    def go_on(self, result: Result, pictures: int, minutes: float) -> None:
        """Train on, until so many pictures are seen, or the minutes are over where they are more than 0."""
        folder = self._view.folder
        if folder and not self._view.busy:
            self._tell(result=result)
            length = [f"--pictures={pictures}", f"--minutes={minutes:g}"]
            self._launch(["--resume", str(folder), *length, *kept(result)])

    def pause(self) -> None:
        """Have it keep what it has learnt; go_on goes on."""
        self._end(PAUSE)

    def stop(self) -> None:
        """The same, for good."""
        self._end(STOP)

    def take(self, result: Result) -> None:
        """Make a model of what was saved last."""
        folder = self._view.folder
        if folder and not self._view.taking:
            self._tell(taking=True, said="", wrong=False)
            work_ = in_child(work.TRAIN, ["--snapshot", str(folder), *kept(result)])
            refuse = partial(self._refuse, taking=False)
            self._desk.jobs.run(TAKE, work_, self._taken, refuse, lane=Lane.PROCESS)

    def show_grid(self, at: int | None) -> None:
        """Show the grid at this place; None is always the newest."""
        if at != self._view.at:
            self._tell(at=at)
            self.look()

    def look(self) -> None:
        """See what the run has done."""
        folder, at = self._view.folder, self._view.at
        if folder:
            self._desk.jobs.cancel(LOOK)
            self._desk.jobs.run(
                LOOK,
                lambda _job: work.look(folder, at),
                self._looked,
                self._not_seen,
                lane=Lane.FILES,
                quiet=True,
            )

    # --- answers -------------------------------------------------------------------------------------------------

    def _offer(self, offers: tuple[Offer, ...]) -> None:
        self._tell(offers=offers)

    def _show_columns(self, columns: tuple[str, ...]) -> None:
        self._tell(columns=columns)

    def _show(self, folder: Path | None, result: Result) -> None:
        self._desk.jobs.cancel(LOOK)
        self._tell(folder=folder, run=None, picture=None, at=None, result=result, paused=False, said="", wrong=False)

    def _launch(self, arguments: Sequence[str]) -> None:
        folder = self._view.folder
        assert folder, "a run is shown"
        self._tell(own=True, ending="", paused=False, said="", wrong=False)
        self._desk.jobs.run(
            TRAIN,
            lambda job: work.train(job, [*arguments, *self._machine()], folder),
            self._ended,
            self._failed,
            lane=Lane.LONG,
            quiet=True,
        )

    def _machine(self) -> list[str]:
        """Where the settings want it to be computed."""
        device, threads = (self._desk.settings.value(key) for key in ("device", "threads"))
        return [*([f"--device={device}"] if device != "auto" else []), *([f"--threads={threads}"] if threads else [])]

    def _end(self, why: str) -> None:
        folder = self._view.folder
        if folder and self._view.busy:
            runs.wish_stop(folder)
            self._tell(ending=why)

    def _looked(self, found: tuple[Seen, Picture8 | None]) -> None:
        seen, picture = found
        before = self._view.run
        self._tell(run=seen, picture=picture)
        if before and before.running and not seen.running and not self._view.own:  # another program's
            self._said_ended(bool(self._view.ending))

    def _not_seen(self, failure: Failure) -> None:
        if not self._view.own:  # a process that has just started has written nothing yet
            self._refuse(failure, folder=None)

    def _ended(self, result: dict[str, Any]) -> None:
        self._rest()
        if result["model"]:
            name = Path(result["model"]).name
            said = self.tr("The training has ended; {name} is among your models now.").format(name=name)
            self._tell(said=said, ending="")
        else:
            self._said_ended(bool(result["stopped"]))
        self.look()

    def _said_ended(self, stopped: bool) -> None:
        folder, paused = self._view.folder, self._view.ending == PAUSE
        if paused:
            said = self.tr("Paused; what was learnt is saved.")
        elif stopped:
            said = self.tr("Stopped; what was learnt is in {folder}. It can go on, or be taken as a model.")
        else:
            said = self.tr("The training has ended; what was learnt is in {folder}.")
        self._tell(paused=paused, ending="", said=said.format(folder=folder), wrong=False)

    def _failed(self, failure: Failure) -> None:
        """Of a run that nothing was seen of, the plan is shown again, to be mended."""
        self._rest()
        self._refuse(failure, ending="", folder=self._view.folder if self._view.run else None)
        self.look()

    def _rest(self) -> None:
        """Our process has ended, which the run's folder tells only when it is looked at again."""
        run = self._view.run
        self._tell(own=False, run=run and replace(run, running=False))

    def _taken(self, result: dict[str, Any]) -> None:
        name = Path(result["model"]).name
        self._tell(taking=False, said=self.tr("{name} is among your models now.").format(name=name), wrong=False)
