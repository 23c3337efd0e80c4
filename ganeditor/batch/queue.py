"""The queue on this machine: a job's sources one after the other, a row for each; it goes on after an error."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

from ganeditor.batch.choice import FaceChoice, face_choice
from ganeditor.batch.editing import Files, edited_file, failure
from ganeditor.batch.job import EditJob, Source
from ganeditor.batch.targets import Targets
from ganeditor.engine.editor import FaceEditor
from ganeditor.progress import Cancelled, Progress
from ganeditor.project.export import nearest_suffix
from ganeditor.project.render import Pixels

WAITING, STOPPED, DONE, FAILED = "not done", "stopped", "done", "failed"

Row = dict[str, Any]
"""What is known of one source, in plain values: source, status, and what came of it."""

Pick = Callable[[Sequence[int]], int | None]
"""Which of the sources that are left, by number, comes next; None ends the run, which can be taken up later.

As long as it does not return, the work pauses; it may raise Cancelled.
"""


def in_order(left: Sequence[int]) -> int | None:
    """The Pick of those who don't mind."""
    return left[0]


class Queue(ABC):
    """Does a job with one editor. Rows are whole at any time: also when run ends by an interrupt or an error."""

    things = "photos"

    def __init__(self, job: EditJob, editor: FaceEditor, notify: Callable[[str], None]) -> None:
        """notify is told in a sentence what holds for the whole job; what holds for one source stands in its row."""
        self.job, self.editor = job, editor
        self.choice: FaceChoice = face_choice(job.faces, editor, notify)
        self.rows: list[Row] = [{"source": str(source.path), "status": WAITING} for source in job.sources]
        self.left = list(range(len(job.sources)))
        """Of the sources, by number, those that run is to do."""

    def run(
        self,
        watch: Callable[[str], AbstractContextManager[Progress]],
        told: Callable[[Row], None] = lambda _row: None,
        pick: Pick = in_order,
    ) -> None:
        """Source by source; watch gives a Progress for one of that name, told gets each row that has ended.

        An error of one source becomes its row. If there is only one, it ends the queue as well.
        """
        while self.left and (index := pick(self.left)) is not None:
            self.left.remove(index)
            started = time.monotonic()
            source, row = self.job.sources[index], self.rows[index]
            row["status"] = STOPPED  # unless it gets to its end
            try:
                with watch(source.path.name) as progress:
                    done = self.edit(source, progress)
                row |= {"status": DONE, **done}
            except Cancelled:
                raise
            except Exception as error:
                row |= {"status": FAILED, **failure(source.path, error)}
                if not self.job.several:
                    raise
            finally:
                if row["status"] != DONE:
                    row |= self.so_far()
                row["seconds"] = round(time.monotonic() - started, 2)
            told(row)

    def again(self) -> None:
        """Let the next run do what has failed, or was stopped, before what is left."""
        self.left = [
            *(index for index, row in enumerate(self.rows) if row["status"] in (FAILED, STOPPED)),
            *self.left,
        ]
        for index in self.left:
            self.rows[index] = {"source": self.rows[index]["source"], "status": WAITING}

    @property
    def failed(self) -> list[Row]:
        return [row for row in self.rows if row["status"] == FAILED]

    @abstractmethod
    def edit(self, source: Source, progress: Progress) -> Row:
        """Do the job's operations to one source; what its row says of it."""

    def so_far(self) -> Row:
        """What the row of a source says whose edit did not come to its end."""
        return {}


class EditQueue(Queue):
    """A job's photos."""

    def __init__(self, job: EditJob, editor: FaceEditor, notify: Callable[[str], None]) -> None:
        super().__init__(job, editor, notify)
        self._targets = Targets(job, lambda path: job.suffix or nearest_suffix(path))

    def edit(self, source: Source, progress: Progress) -> Row:
        target, overwrite = self.place(source)
        files = Files(source.path, target, overwrite, partial(self.compare, source))
        return edited_file(self.editor, self.job, self.choice, files, progress)

    def place(self, source: Source) -> tuple[Path, bool]:
        """Where the result of source goes, and whether what is there may be replaced."""
        return self._targets.next(source), self.job.overwrite

    def compare(self, source: Source, before: Pixels, after: Pixels) -> None:
        """Sees each photo and its result, which is written."""
