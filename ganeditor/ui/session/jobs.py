"""The only door off the UI thread: a worker for the device, one for files and three for child processes.

Results come back on the main thread.
"""

import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from ganeditor import child
from ganeditor.errors import UserError
from ganeditor.progress import Cancelled, Progress

CHUNK = 4  # pictures that a background job makes between two reports: a slider's render waits for no more
SWITCH = 0.001  # seconds until a worker in Python's own code lets the main thread in, which asks once for every widget
POLL_MILLISECONDS = 100  # progress is looked at, not sent: a tight loop can't flood the event queue


class Turn(IntEnum):
    """Who passes whom on one lane."""

    AT_ONCE = 0  # a person waits for it
    BACKGROUND = 1  # takes a while, and lets others pass whenever it reports
    PATIENT = 2  # takes hours, and lets those in the background pass, too


class Lane(Enum):
    """The workers."""

    DEVICE = "device"  # everything that touches torch: the model is never entered twice
    FILES = "files"  # reading, saving, exporting
    PROCESS = "process"  # waits for a child, in_child(), whose long work would hold the interpreter here
    LAB = "lab"  # waits for the Lab's child many times a second
    LONG = "long"  # waits for a child that works for hours, while others come and go


@dataclass(frozen=True)
class Failure:
    """Why a job gave no result."""

    sentence: str
    details: str = ""  # a traceback, for what is not the user's to mend


@dataclass(frozen=True)
class Report:
    """How far a job is, and what it has to show so far."""

    fraction: float
    shown: Any = None


class Job:
    """What a running function sees of its own job."""

    def __init__(self, key: Hashable, work: Callable[["Job"], Any]) -> None:
        self.key, self.work = key, work
        self.done: Callable[[Any], None] = lambda _result: None
        self.failed: Callable[[Failure], None] = lambda _failure: None
        self.progress: Callable[[Report], None] | None = None
        self.turn = Turn.AT_ONCE
        self.quiet = False
        self.cancelled = False
        self.latest: Report | None = None  # replaced by the worker, looked at by the main thread
        self.between: Callable[[], None] = lambda: None

    def report(self, fraction: float, shown: Any = None) -> None:
        """Publish progress; raises Cancelled when nobody wants the result any more."""
        self.latest = Report(fraction, shown)
        if not self.cancelled:
            self.between()
        if self.cancelled:
            raise Cancelled


def reporter(job: Job) -> Progress:
    """The job's progress for work that tells a text as well, which is not shown."""
    return lambda fraction, _text: job.report(fraction)


def in_child(entry: str, request: Any) -> Callable[[Job], Any]:
    """Work for the lane PROCESS: entry(request, progress), "package.module:function", called in a child process.

    Request and result are what JSON can hold. The child's progress is the job's, its text what is shown; cancelling the
    job ends the child.
    """

    def work(job: Job) -> Any:
        try:
            return child.run(entry, request, job.report)
        except child.ChildError as error:
            raise RuntimeError(f"{error}\n{error.said}") from error

    return work


class JobRunner(QObject):
    """Runs functions on the workers; lives on, and calls back on, the main thread."""

    busy_changed = Signal(bool)
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH)
        self._outcomes: deque[tuple[Job, Callable[[], None]]] = deque()
        self._jobs: list[Job] = []
        self._lanes = {lane: _Worker(lane.value, self._deliver) for lane in Lane}
        self._arrived.connect(self._receive)
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MILLISECONDS)
        self._timer.timeout.connect(self._poll)

    def run(
        self,
        key: Hashable,
        work: Callable[[Job], Any],
        done: Callable[[Any], None],
        failed: Callable[[Failure], None],
        *,
        lane: Lane = Lane.DEVICE,
        progress: Callable[[Report], None] | None = None,
        background: bool = False,
        patient: bool = False,
        quiet: bool = False,
    ) -> None:
        """Call work on a worker, then done or failed here; a cancelled job calls neither.

        A background job runs when nothing else waits, and lets others pass whenever it reports; a patient one lets
        those in the background pass, too. Nobody is kept waiting by a quiet one, so that the window does not look busy.
        """
        job = Job(key, work)
        job.done, job.failed, job.progress = done, failed, progress
        job.turn = Turn.PATIENT if patient else Turn.BACKGROUND if background else Turn.AT_ONCE
        job.quiet = quiet or lane is Lane.LAB  # whose window shows itself that it plays
        self._jobs.append(job)
        self._timer.start()
        self._lanes[lane].add(job)
        self._tell_busy()

    def run_latest(
        self,
        key: Hashable,
        work: Callable[[Job], Any],
        done: Callable[[Any], None],
        failed: Callable[[Failure], None],
        *,
        progress: Callable[[Report], None] | None = None,
    ) -> None:
        """Like run on the device, but a request with the same key that still waits is replaced."""
        dropped = self._lanes[Lane.DEVICE].drop(key)
        self._jobs = [job for job in self._jobs if job not in dropped]
        self.run(key, work, done, failed, progress=progress)

    def cancel(self, key: Hashable) -> None:
        """Forget waiting jobs of this key, and end a running one at its next report."""
        for worker in self._lanes.values():
            worker.drop(key)
        for job in self._jobs:
            job.cancelled = job.cancelled or job.key == key
        self._forget(lambda job: job.key == key)

    def shutdown(self, seconds: float = 1.0) -> bool:
        """Cancel everything and wait for the workers; False when one is inside a call that can't be interrupted."""
        for job in self._jobs:
            job.cancelled = True
        self._timer.stop()
        for worker in self._lanes.values():
            worker.stop()
        deadline = time.monotonic() + seconds
        ended = [worker.join(deadline - time.monotonic()) for worker in self._lanes.values()]
        self._outcomes.clear()
        self._jobs.clear()
        return all(ended)

    def _deliver(self, job: Job, outcome: Callable[[], None]) -> None:
        """Called by a worker; no QObject is born or freed there."""
        self._outcomes.append((job, outcome))
        self._arrived.emit()

    def _receive(self) -> None:
        while self._outcomes:
            job, outcome = self._outcomes.popleft()
            self._forget(lambda other, job=job: other is job)  # type: ignore[misc]
            if not job.cancelled:
                outcome()

    def _forget(self, which: Callable[[Job], bool]) -> None:
        self._jobs = [job for job in self._jobs if not which(job)]
        if not self._jobs:
            self._timer.stop()
        self._tell_busy()

    def _tell_busy(self) -> None:
        self.busy_changed.emit(not all(job.quiet for job in self._jobs))

    def _poll(self) -> None:
        for job in list(self._jobs):
            latest, job.latest = job.latest, None
            if latest and job.progress and not job.cancelled:
                job.progress(latest)


class _Worker:
    """One thread and the jobs that wait for it."""

    def __init__(self, name: str, deliver: Callable[[Job, Callable[[], None]], None]) -> None:
        self._deliver = deliver
        self._waiting: list[Job] = []
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._work, name=f"ganeditor {name}", daemon=True)
        self._thread.start()

    def add(self, job: Job) -> None:
        if job.turn:
            job.between = lambda: self._let_pass(job.turn)
        with self._changed:
            self._waiting.append(job)
            self._changed.notify()

    def drop(self, key: Hashable) -> list[Job]:
        with self._changed:
            dropped = [job for job in self._waiting if job.key == key]
            self._waiting = [job for job in self._waiting if job.key != key]
        return dropped

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._waiting.clear()
            self._changed.notify()

    def join(self, seconds: float) -> bool:
        self._thread.join(max(0.0, seconds))
        return not self._thread.is_alive()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._stopping:
                    self._changed.wait()
                if self._stopping:
                    return
            self._perform_next(len(Turn))

    def _let_pass(self, turn: int) -> None:
        while self._perform_next(turn):
            pass

    def _perform_next(self, before: int) -> bool:
        """Do one job whose turn comes before this, if any waits; whether there was one."""
        with self._changed:
            waiting = [job for job in self._waiting if job.turn < before]
            if not waiting:
                return False
            job = min(waiting, key=lambda one: one.turn)  # the oldest of those
            self._waiting.remove(job)
        outcome = outcome_of(job)
        self._deliver(job, outcome)
        return True


def outcome_of(job: Job) -> Callable[[], None]:
    """Do the job's work; what is to be called on the main thread."""
    try:
        if job.cancelled:
            return lambda: None
        return partial(job.done, job.work(job))
    except Cancelled:
        return lambda: None
    except UserError as error:
        return partial(job.failed, Failure(str(error)))
    except Exception:
        sentence = QCoreApplication.translate(
            "Jobs", "Something went wrong inside ganeditor; the last picture is kept."
        )
        return partial(job.failed, Failure(sentence, traceback.format_exc()))
