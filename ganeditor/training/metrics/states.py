"""What is evaluated: a model, or those that a training's folder holds, each as the model it would become."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ganeditor.checkpoints.packs import native
from ganeditor.checkpoints.packs.installed import find_model, load_model
from ganeditor.checkpoints.packs.kinds import kind_of
from ganeditor.checkpoints.packs.pack import FACE
from ganeditor.checkpoints.packs.trained import Card
from ganeditor.engine.model import FaceModel
from ganeditor.errors import UserError
from ganeditor.project.runs import BEST, JOB, STATE
from ganeditor.training.job import TrainJob, data_of, trainable_of
from ganeditor.training.loop import Say
from ganeditor.training.result import keep
from ganeditor.training.run import Run

START = "start"
"""The networks of a training before it, as its seed makes them."""


@dataclass(frozen=True, eq=False)
class State:
    """One of the models."""

    name: str  # of the model, or "start", "best" and "last" of a training
    step: int | None  # None for a model
    model: FaceModel
    reach: tuple[float, float] = (0.0, 1.0)  # of the work on all states


def states(name: str, say: Say = lambda _text: None) -> Iterator[State]:
    """The model of this name or path, or the states of the training in this folder, one after another."""
    if not (Path(name) / JOB).is_file():
        model = load_model(find_model(name), say)
        yield State(model.name, None, model)
        return
    job = TrainJob.in_folder(Path(name).absolute())
    data, run = data_of(job), Run(job.folder)
    if not run.step:
        raise UserError(f"{job.folder} has nothing saved yet; train first.")
    # Windows can't delete files that a model still maps.
    with tempfile.TemporaryDirectory(prefix="ganeditor-", ignore_cleanup_errors=True) as folder:
        card, saved = Card(START, "0", "none", "none", "Untrained."), {"last": STATE}
        if run.step_of(BEST) not in (0, run.step):
            saved = {"best": BEST} | saved
        each = 1 / (1 + len(saved))
        start = trainable_of(job, data).eval().write(Path(folder) / START, card)
        yield State(START, 0, _opened(start, job), (0.0, each))
        for place, (title, file) in enumerate(saved.items(), 1):
            pack = keep(job, data, Path(folder) / title, "none", file)
            yield State(title, run.step_of(file), _opened(pack, job), (place * each, (place + 1) * each))


def _opened(pack: Path, job: TrainJob) -> FaceModel:
    if kind_of(pack) != FACE:
        raise UserError(f"{job.task} makes pictures of others, and only what makes them of chance is measured.")
    return native.load(pack)
