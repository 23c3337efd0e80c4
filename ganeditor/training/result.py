"""What comes of a training: its averaged networks as a model pack, with a card."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import torch

from ganeditor.checkpoints.packs.installed import find_model
from ganeditor.checkpoints.packs.manifest import CORNERS, read_manifest
from ganeditor.checkpoints.packs.trained import Card
from ganeditor.project.runs import MEASURES, STATE
from ganeditor.training.adversarial import Adversarial
from ganeditor.training.encoding import encoder_for
from ganeditor.training.job import TrainJob, saved
from ganeditor.training.run import Run
from ganeditor.training.task import Data
from ganeditor.training.tasks.table import TASKS


def keep(job: TrainJob, data: Data, folder: Path, licence: str, state: str = STATE) -> Path:
    """Make folder the pack of what the job's run has saved last, or of its BEST; its name is the folder's."""
    trainable, step = saved(job, data, state)
    measured = [row for row in Run(job.folder).rows(MEASURES) if row["step"] <= step]
    if isinstance(trainable, Adversarial):
        trainable.inverse = encoder_for(job, trainable, step)
    with torch.no_grad():
        return trainable.write(folder, card_of(job, data, folder.name, step, licence, measured))


def card_of(
    job: TrainJob, data: Data, name: str, step: int, licence: str, measured: Sequence[Mapping[str, Any]]
) -> Card:
    """The card of a model after this step."""
    task, settings = TASKS[job.task], job.settings
    count = len(data.first)
    training_data = f"{count} pictures of {job.pictures.name}" + (
        f" and {len(data.second)} of {job.others.name}" if data.second and job.others else ""
    )
    figures = dict(measured[-1]) if measured else {}
    penalties = "".join(f", {kind} × {weight:g}" for kind, weight in settings.penalties)
    options = ", ".join(f"{option} {value}" for option, value in settings.options.items())
    text = (
        f"# {name}\n\n"
        f"Trained by `ganeditor train {task.name}` ({task.source}) on {training_data}, at {settings.side} pixels.\n\n"
        f"- Pictures seen: {step * settings.batch:,} in {step:,} steps of {settings.batch}\n"
        f"- Loss: {settings.loss}{penalties}; rates {settings.rate:g} and {settings.discriminator_rate:g}\n"
        + (f"- Set to: {options}\n" if options else "")
        + f"- Seed {settings.seed}, {date.today().isoformat()}\n"
        + "".join(f"- {key}: {value:g}\n" for key, value in figures.items() if key != "step")
        + f"\nLicence: {licence}\n"
    )
    alignment = {}
    if job.faces:
        own = read_manifest(find_model())
        points = dict(zip(CORNERS, map(list, own.template_points), strict=True))
        alignment = {"alignment": {"kind": "similarity", **points, "border": own.border}}
    return Card(name, date.today().isoformat(), licence, training_data, text, data.first.names, figures, **alignment)
