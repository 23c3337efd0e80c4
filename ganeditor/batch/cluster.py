"""Cluster: a crew on other machines, by Dask distributed; whose scheduler and workers are started beforehand.

Whoever reaches a scheduler can run code on its workers, so that it belongs into a network of one's own, or behind TLS.
"""

import contextlib
import hashlib
import importlib
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from distributed import Client, Future, KilledWorker, WorkerPlugin, get_worker, wait
from distributed import TimeoutError as Late

from ganeditor import child
from ganeditor.batch.crew import ENTRY, Said, Task, lost, renamed
from ganeditor.batch.worker import Setup
from ganeditor.errors import UserError

AHEAD = 2
"""Photos in hand for each worker: one it works at, and one that waits there."""

CONNECT_SECONDS = 10

Files = dict[str, bytes]
"""What a worker sends back: the result and the thumbnails, by the names that a Task has for them."""


class Batch(WorkerPlugin):
    """What each worker is to know, also one that comes later: Dask hands it to all of them once."""

    def __init__(self, setup: str, entry: str) -> None:
        """setup: a Setup as JSON; entry: a function that answers requests, as child.Standing has it."""
        self.setup_text, self.entry = setup, entry


@dataclass(eq=False)
class Cluster:
    """Workers of the scheduler at address. Dask gives a lost worker's photos to others."""

    setup: Setup
    address: str
    send: bool  # photos and results, for workers that don't see this machine's folders
    notify: Callable[[str], None]
    entry: str = ENTRY
    _futures: dict[Future[Any], Task] = field(default_factory=dict)

    def __enter__(self) -> "Cluster":
        try:
            self._client = Client(self.address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, Late) as error:
            raise UserError(
                f"No scheduler answers at {self.address} ({error}); start one there, and name it like "
                "tcp://192.168.1.5:8786."
            ) from None
        try:
            text = json.dumps(self.setup)
            self._name = f"ganeditor-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
            self._asked(lambda: self._client.register_plugin(Batch(text, self.entry), self._name))
            if not self._workers():
                self.notify(f"No worker has come to {self.address} yet; the batch begins when one does.")
        except BaseException:
            self._client.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(Exception):  # a scheduler that has gone keeps nothing
            self._client.cancel(list(self._futures))
            self._client.unregister_worker_plugin(self._name)
        self._client.close()

    @property
    def room(self) -> int:
        return max(1, AHEAD * self._workers())

    def give(self, task: Task) -> None:
        data = None
        if self.send:
            try:
                data = task.source.read_bytes()
            except OSError:
                data = b""  # which the worker refuses, as a photo of its own that can't be read
        arguments = self._name, task.to_json(), data
        future = self._client.submit(work, *arguments, key=f"{self._name}-{task.number}-{id(task)}", pure=False)
        self._futures[future] = task

    def ended(self) -> list[tuple[Task, Said]]:
        with contextlib.suppress(Late), self._client.as_current():
            wait(list(self._futures), timeout=child.LOOK_SECONDS, return_when="FIRST_COMPLETED")
        if self._client.status != "running":
            raise self._gone()
        done = [(future, task) for future, task in self._futures.items() if future.done()]
        return [(task, self._said(future, task)) for future, task in done]

    def _said(self, future: Future[Any], task: Task) -> Said:
        del self._futures[future]
        try:
            said, files = self._asked(future.result)
        except KilledWorker as error:
            return {"error": lost(task.source, error.allowed_failures + 1)}
        for name, data in files.items():
            path: Path = getattr(task, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        return dict(said)

    def _workers(self) -> int:
        return len(self._asked(self._client.nthreads))

    def _asked(self, ask: Callable[[], Any]) -> Any:
        """What ask gives; why it can't be had is a sentence."""
        try:
            return ask()
        except (UserError, KilledWorker):
            raise
        except (ImportError, AttributeError) as error:
            raise UserError(f"A worker lacks this program ({error}); install the same ganeditor on all.") from None
        except Exception as error:
            if self._client.status != "running":
                raise self._gone() from None
            raise UserError(f"The workers can't do this batch ({type(error).__name__}: {error}).") from error

    def _gone(self) -> UserError:
        return UserError(f"The scheduler at {self.address} has gone; start it, and the same command goes on.")


_begun: list[str] = []  # the batch by whose setup this process works


def work(name: str, task: dict[str, str], data: bytes | None) -> tuple[Said, Files]:
    """One photo, on a worker; data is the photo where it was sent, and then result and thumbnails go back."""
    worker = get_worker()
    if worker.state.nthreads != 1:
        raise UserError(f"The worker at {worker.address} has {worker.state.nthreads} threads; start it with one.")
    batch = worker.plugins[name]
    assert isinstance(batch, Batch)
    if data is None:
        return _answered(name, batch, task), {}
    with tempfile.TemporaryDirectory(prefix="ganeditor-") as place:
        here = {
            "source": str(Path(place) / Path(task["source"]).name),
            **{key: str(Path(place) / f"{key}{Path(path).suffix}") for key, path in task.items() if key != "source"},
        }
        Path(here["source"]).write_bytes(data)
        said = renamed(_answered(name, batch, here), {path: task[key] for key, path in here.items()})
        files = {key: Path(path) for key, path in here.items() if key != "source"}
        return said, {key: path.read_bytes() for key, path in files.items() if path.exists()}


def _answered(name: str, batch: Batch, task: dict[str, str]) -> Said:
    module, _, function = batch.entry.partition(":")
    setup = {} if _begun == [name] else {"setup": json.loads(batch.setup_text)}
    _begun.clear()
    said: Said = getattr(importlib.import_module(module), function)({"task": task, **setup}, lambda *_told: None)
    _begun.append(name)
    return said
