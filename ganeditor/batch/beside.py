"""CrewQueue: a batch whose photos are done beside each other, by processes here or on other machines."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from ganeditor.batch.batch import AFTER, BEFORE, BatchQueue
from ganeditor.batch.crew import Crew, Said, Task, renamed
from ganeditor.batch.editing import failure
from ganeditor.batch.job import EditJob
from ganeditor.batch.queue import DONE, FAILED, STOPPED, Pick, Row, in_order
from ganeditor.batch.record import Record
from ganeditor.engine.editor import FaceEditor
from ganeditor.errors import UserError
from ganeditor.files import atomic_write
from ganeditor.progress import Progress

Hire = Callable[["CrewQueue"], AbstractContextManager[Crew]]
"""Opens the crew that does a queue's photos, for as long as it runs."""

_WORK = "work"


class CrewQueue(BatchQueue):
    """Hands photos out as there is room, and puts results in their places, in whatever order they come."""

    def __init__(
        self,
        job: EditJob,
        editor: FaceEditor,
        notify: Callable[[str], None],
        record: Record,
        retry: bool,
        hire: Hire,
    ) -> None:
        super().__init__(job, editor, notify, record, retry)
        self._hire = hire
        self._in_hand: dict[int, tuple[Path, bool]] = {}  # by number, the place of the result as place has it

    def run(
        self,
        watch: Callable[[str], AbstractContextManager[Progress]],
        told: Callable[[Row], None] = lambda _row: None,
        pick: Pick = in_order,
    ) -> None:
        """As BatchQueue has it, with one Progress for all; what is in hand when pick ends the run is awaited."""
        if not self.left:
            return
        self._in_hand.clear()
        count, work = len(self.left), self.record.folder / _WORK
        with watch(f"{count} photos") as progress, self._hire(self) as crew:
            work.mkdir(exist_ok=True)
            try:
                while self._give_out(crew, told, pick):
                    done = count - len(self.left) - len(self._in_hand)
                    progress(done / count, f"{done} of {count} photos")
                    for task, said in crew.ended():
                        self._end(task, said, told)
            finally:
                shutil.rmtree(work, ignore_errors=True)

    def _give_out(self, crew: Crew, told: Callable[[Row], None], pick: Pick) -> bool:
        """Whether anything is in hand then."""
        while self.left and len(self._in_hand) < crew.room and (index := pick(self.left)) is not None:
            self.left.remove(index)
            source, row = self.job.sources[index], self.rows[index]
            row["status"] = STOPPED  # unless it gets to its end
            try:
                target, overwrite = self.place(source)
            except Exception as error:
                row |= {"status": FAILED, **failure(source.path, error)}
                self._tell(row, told)
                continue
            small = [self.small(source.path, name) for name in (BEFORE, AFTER)]
            result = self.record.folder / _WORK / f"{index}{target.suffix}"
            self._in_hand[index] = target, overwrite
            crew.give(Task(index, *(path.absolute() for path in (source.path, result, *small))))
        return bool(self._in_hand)

    def _end(self, task: Task, said: Said, told: Callable[[Row], None]) -> None:
        target, overwrite = self._in_hand.pop(task.number)
        source, row = self.job.sources[task.number], self.rows[task.number]
        try:
            if "error" in said:
                names = {str(task.result): str(target), str(task.source): str(source.path)}
                row |= {"status": FAILED, **renamed(said, names)}
            else:
                _publish(task.result, target, overwrite)
                row |= {"status": DONE, **said, "output": str(target)}
        except Exception as error:
            row |= {"status": FAILED, **failure(source.path, error)}
        self._tell(row, told)

    def _tell(self, row: Row, told: Callable[[Row], None]) -> None:
        self.note(row)
        told(row)


def _publish(result: Path, target: Path, overwrite: bool) -> None:
    if not result.exists():
        raise UserError(
            f"A worker has written {result}, and it is not here; share the folder of results with all machines, or "
            "let photos be sent.",
            "--send",
        )
    target.parent.mkdir(parents=True, exist_ok=True)

    def write(temporary: Path) -> None:
        result.replace(temporary)

    atomic_write(target, write, overwrite)
