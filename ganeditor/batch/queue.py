"""The queue on this machine: a job's sources one after the other, a row for each; it goes on after an error."""

import logging
import time
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from ganeditor.batch.choice import FaceChoice, face_choice
from ganeditor.batch.job import EditJob, Source
from ganeditor.batch.photo import OpenPhoto, edited_pixels, face_report, open_photo, warnings_for
from ganeditor.batch.targets import Targets
from ganeditor.engine.editor import FaceEditor
from ganeditor.errors import UserError
from ganeditor.progress import Cancelled, Progress, part
from ganeditor.project.export import export_picture, nearest_suffix, other_format
from ganeditor.project.picture import read_picture
from ganeditor.project.render import Pixels

WAITING, STOPPED, DONE, FAILED = "not done", "stopped", "done", "failed"

Row = dict[str, Any]
"""What is known of one source, in plain values: source, status, and what came of it."""

Pick = Callable[[Sequence[int]], int | None]
"""Which of the sources that are left, by number, comes next; None ends the run, which can be taken up later.

As long as it does not return, the work pauses; it may raise Cancelled.
"""

_log = logging.getLogger(__name__)


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
                row |= {"status": FAILED, **_failure(source, error)}
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
        job, editor = self.job, self.editor
        target, overwrite = self.place(source)
        photo = self._opened(source, progress)
        start = 0.95 if photo.chosen and job.inversion.steps else 0.05
        progress(start, "Pasting back" if photo.chosen else "")
        pixels = edited_pixels(editor, photo, job.operations, part(progress, start, 1.0), job.age)
        target.parent.mkdir(parents=True, exist_ok=True)
        edited = photo.picture.with_pixels(pixels)
        lost = export_picture(edited, target, overwrite=overwrite, strip=job.strip, quality=job.quality)
        self.compare(source, photo.picture.pixels, pixels)
        if pixels.shape[:2] != photo.picture.pixels.shape[:2]:  # faces are compared where they were
            pixels = edited_pixels(editor, photo, job.face_operations, age=job.age)
        faces = [face_report(editor, photo, face, pixels, job.source) for face in photo.chosen]
        return {
            "output": str(target),
            "faces_found": len(photo.faces),
            "faces": faces,
            "notices": [*photo.notices, *other_format(source.path, target), *lost],
            "warnings": [text for face in faces for text in warnings_for(face, source.path.name)],
        }

    def place(self, source: Source) -> tuple[Path, bool]:
        """Where the result of source goes, and whether what is there may be replaced."""
        return self._targets.next(source), self.job.overwrite

    def compare(self, source: Source, before: Pixels, after: Pixels) -> None:
        """Sees each photo and its result, which is written."""

    def _opened(self, source: Source, progress: Progress) -> OpenPhoto:
        """The photo, with its faces inverted unless only the whole of it is edited."""
        if self.job.operations and not self.job.face_operations:
            picture = read_picture(source.path)
            self.editor.put_photo(picture.pixels)
            return OpenPhoto(source.path, picture, (), (), picture.notices)
        return open_photo(self.editor, source.path, self.choice, self.job.inversion, progress)


def _failure(source: Source, error: Exception) -> Row:
    """What a person can act on, and for a fault of the program what its authors can."""
    if isinstance(error, UserError):
        return {"error": error.for_command, **({"sentence": str(error)} if error.option else {})}
    details = "".join(traceback.format_exception(error))
    _log.info("%s\n%s", source.path, details)
    what = traceback.format_exception_only(error)[-1].strip().splitlines()[0]
    sentence = f"{source.path} was not edited because of a fault in the program ({what}); the others go on."
    return {"error": sentence, "details": details}
