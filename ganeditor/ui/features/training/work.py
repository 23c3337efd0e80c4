"""What the workers do for the Training window: run folders are read, and the command runs in a child process."""

import csv
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from ganeditor import child
from ganeditor.errors import UserError
from ganeditor.project import runs
from ganeditor.project.runs import Seen
from ganeditor.ui.features.training.views import Offer
from ganeditor.ui.session.jobs import Job
from ganeditor.ui.widgets.values import Picture8

TRAIN = "ganeditor.cli.apart:training"


def offers() -> tuple[Offer, ...]:
    """The tasks that there are; on the device's worker, which has torch."""
    from ganeditor.training.tasks.table import TASKS

    return tuple(
        Offer(row.name, row.summary, row.needs.value, row.source, asdict(row.settings)) for row in TASKS.values()
    )


def columns(table: Path) -> tuple[str, ...]:
    """Those of a table of labels, but for the first, which has the pictures' names."""
    try:
        with table.open(newline="", encoding="utf-8-sig", errors="replace") as file:
            return tuple(next(csv.reader(file), ())[1:])
    except (OSError, csv.Error) as error:
        raise UserError(f"{table} can't be read as a CSV table ({error}); choose another.") from None


def train(job: Job, arguments: Sequence[str], folder: Path) -> dict[str, Any]:
    """`ganeditor train …` in a child process; a cancelled job has it keep what it has learnt, and is not waited for."""

    def heard(_fraction: float, _text: str) -> None:
        if job.cancelled:
            runs.wish_stop(folder)

    try:
        return dict(child.run(TRAIN, list(arguments), heard))
    except child.ChildError as error:
        if error.code < 0:
            raise UserError(
                "The training was ended from outside, perhaps because memory was short; a smaller batch or side needs "
                "less, and Go on starts from what was saved last."
            ) from None
        raise RuntimeError(f"{error}\n{error.said}") from error


def look(folder: Path, at: int | None) -> tuple[Seen, Picture8 | None]:
    """What there is to see of a run, and one of its grids, or the newest."""
    seen = runs.seen(folder)
    if not seen.grids:
        return seen, None
    place = len(seen.grids) - 1 if at is None else min(at, len(seen.grids) - 1)
    with Image.open(seen.grids[place][1]) as picture:
        return seen, np.asarray(picture.convert("RGB"))
