"""What a process does that works at a batch with others: it opens the engine once, and edits the photos it is given."""

import base64
import contextlib
import time
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor import __version__
from ganeditor.errors import ModelError, UserError
from ganeditor.progress import Progress, silent

if TYPE_CHECKING:
    from ganeditor.batch.queue import Queue
    from ganeditor.checkpoints.assembly import EditorOptions

Setup = dict[str, Any]
"""What all workers at a batch are to know, in plain values: the job, the engine, and whom it is about."""


def setup_for(queue: "Queue", options: "EditorOptions", memory: int = 0) -> Setup:
    """For workers whose results are those of queue with an editor of these options.

    memory: bytes that each may have, as far as the system (Linux) can see to that; 0 sets no limit.
    """
    import torch

    job, choice = queue.job, queue.choice
    return {
        "versions": {"ganeditor": __version__, "torch": torch.__version__.partition("+")[0]},
        "model": queue.editor.model.fingerprint if job.face_operations or not job.operations else "",
        "options": asdict(options),
        "job": replace(job, sources=job.sources[:1]).to_json(),
        "choice": {"text": choice.text, "person": choice.person and choice.person.to_json()},
        "assets": {name: base64.b64encode(data).decode() for name, data in queue.editor.assets.items()},
        "memory": memory,
    }


class Worker:
    """An engine that is open."""

    def __init__(self, setup: Setup) -> None:
        """ModelError where this is not the program or not the model that the results are to be of."""
        import torch

        from ganeditor.batch.choice import FaceChoice, Person
        from ganeditor.batch.job import EditJob
        from ganeditor.checkpoints.assembly import EditorOptions, open_editor
        from ganeditor.fields import Fields

        own = {"ganeditor": __version__, "torch": torch.__version__.partition("+")[0]}
        for name, version in setup["versions"].items():
            _require_same(name, version, own[name])
        if setup["memory"]:
            _limit_memory(setup["memory"])
        self.memory = setup["memory"]
        self.job = EditJob.from_json(Fields(setup["job"]))
        person = setup["choice"]["person"]
        self.choice = FaceChoice(setup["choice"]["text"], person and Person.from_json(person))
        self.editor = open_editor(EditorOptions(**setup["options"]), lambda _text: None)
        self.editor.assets = {name: base64.b64decode(data) for name, data in setup["assets"].items()}
        if setup["model"]:
            name = f"model {self.editor.model.name}"
            _require_same(name, setup["model"][:12], self.editor.model.fingerprint[:12])

    def edit(self, source: Path, result: Path, before: Path, after: Path) -> dict[str, Any]:
        """Edit source into result and the thumbnails, which all may be there; what a queue's row says of it."""
        from ganeditor.batch.editing import Files, edited_file, failure, keep_small

        started = time.monotonic()
        files = Files(source, result, True, partial(keep_small, (before, after)))
        try:
            said = edited_file(self.editor, self.job, self.choice, files, silent)
        except Exception as error:
            said = failure(source, self._worded(source, error))
        return said | {"seconds": round(time.monotonic() - started, 2)}

    def _worded(self, source: Path, error: Exception) -> Exception:
        """Torch and OpenCV say in words of their own that there was no memory."""
        if isinstance(error, MemoryError) or any(text in str(error) for text in _NO_MEMORY):
            return UserError(
                f"{source} needs more memory than the {self.memory / 1e9:.1f} GB that each worker may have; let fewer "
                "work at once, or give each more.",
                "--workers, --worker-memory",
            )
        return error


_NO_MEMORY = ("can't allocate memory", "Insufficient memory", "out of memory")
_workers: list[Worker] = []  # the one of this process, once it knows what is to be done


def answer(request: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    """One photo of a batch, for child.Standing; the first request brings what all are to know."""
    if "setup" in request:
        _workers[:] = [Worker(request["setup"])]
    return _workers[0].edit(**{name: Path(value) for name, value in request["task"].items()})


def _require_same(name: str, wanted: str, own: str) -> None:
    if wanted != own:
        raise ModelError(
            f"A worker has {name} {own} where the batch is begun with {wanted}; install the same on all machines."
        )


def _limit_memory(size: int) -> None:
    """What the process has of its own, beside what it shares with others, in bytes."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # only Linux counts what is mapped
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
