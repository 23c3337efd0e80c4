"""What the Training window shows, as frozen values, and the command that a plan is."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ganeditor.errors import UserError
from ganeditor.project.runs import Seen
from ganeditor.ui.widgets.values import Picture8

CLASSES, PAIRS, TWO = "pictures with classes", "pairs of pictures", "two kinds of pictures"
"""What a task may need beside pictures alone, as training.task.Needs has it."""

PAUSE, STOP = "pause", "stop"
"""Why a training is asked to stop."""


@dataclass(frozen=True)
class Offer:
    """A task that can be trained."""

    name: str
    summary: str
    needs: str
    source: str  # paper
    usual: Mapping[str, Any] = field(default_factory=dict)  # settings, by the names of TrainSettings


@dataclass(frozen=True)
class Result:
    """How what is learnt is kept."""

    name: str
    licence: str = ""


@dataclass(frozen=True)
class Plan:
    """What is trained, as the form has it; further settings are those of the command, as one types them."""

    task: str
    pictures: Path
    result: Result
    others: Path | None = None
    table: Path | None = None
    column: str = ""
    bounds: str = ""
    faces: bool = False
    flips: bool = True
    numbers: Mapping[str, float | str] = field(default_factory=dict)  # by option, those that are not the usual ones
    further: str = ""

    def arguments(self, run: Path) -> list[str]:
        """Of `ganeditor train`; UserError where the further settings can't be read."""
        folders = [str(self.pictures), *([str(self.others)] if self.others else [])]
        labels = ["--labels", str(self.table), "--label-column", self.column] if self.table else []
        bounds = [f"--bounds={self.bounds}"] if self.table and self.bounds else []
        ways = [*(["--align", "face"] if self.faces else []), *([] if self.flips else ["--no-flips"])]
        numbers = [
            f"--{name}={value:g}" if isinstance(value, float) else f"--{name}={value}"
            for name, value in self.numbers.items()
        ]
        try:
            further = shlex.split(self.further)
        except ValueError:
            raise UserError("A quotation mark in the further settings has no second one; add it.") from None
        return [self.task, *folders, "-o", str(run), *labels, *bounds, *ways, *numbers, *further, *kept(self.result)]


def kept(result: Result) -> list[str]:
    """The arguments that say how what is learnt is kept."""
    return [f"--name={result.name}", *([f"--licence={result.licence}"] if result.licence else [])]


@dataclass(frozen=True, eq=False)
class TrainingView:
    """Everything the window shows."""

    offers: tuple[Offer, ...] = ()
    columns: tuple[str, ...] = ()  # of the table of labels that was chosen last
    folder: Path | None = None  # of the run that is shown; none while one is planned
    run: Seen | None = None  # nothing is known of one that has just started
    result: Result = Result("")  # of the run
    own: bool = False  # a process of this program is at work on it
    ending: str = ""  # PAUSE or STOP was asked for
    paused: bool = False
    taking: bool = False
    picture: Picture8 | None = None  # the grid that is shown
    at: int | None = None  # its place among the run's grids; None is the newest
    said: str = ""
    wrong: bool = False

    @property
    def busy(self) -> bool:
        """Whether somebody trains in the run's folder."""
        return self.own or bool(self.run and self.run.running)
