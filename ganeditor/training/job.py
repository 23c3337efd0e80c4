"""TrainJob: which task learns from which pictures, and where; as a value that a run's folder keeps."""

import copy
import json
import shutil
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from ganeditor import paths
from ganeditor.checkpoints.assembly import EditorOptions, finder
from ganeditor.checkpoints.packs.installed import find_model
from ganeditor.checkpoints.packs.manifest import read_manifest
from ganeditor.checkpoints.packs.native import template_of
from ganeditor.errors import UserError
from ganeditor.files import write_whole
from ganeditor.progress import Progress, part, silent
from ganeditor.project.runs import JOB, STATE, job_in
from ganeditor.training.adversarial import encodable
from ganeditor.training.aligned import largest_face
from ganeditor.training.loop import Outcome, Say, fabric_for, train
from ganeditor.training.metrics.measure import measure_of
from ganeditor.training.pictures import Fit, Named, Pictures, companions, gathered, half, in_folder, in_table, squared
from ganeditor.training.reporting import reporting
from ganeditor.training.run import Run
from ganeditor.training.space import require_space
from ganeditor.training.task import Data, Needs, Trainable, TrainSettings
from ganeditor.training.tasks.table import TASKS

CHANGEABLE = ("pictures", "minutes", "encoder", "measure", "measured", "patience")
"""Settings that are no part of what is learnt, and may be others when a training goes on."""

COMPILERS = ("g++", "clang++", "cl")
"""One of which torch.compile needs."""


@dataclass(frozen=True)
class TrainJob:
    """One training."""

    task: str  # of TASKS
    pictures: Path  # a folder
    folder: Path  # of the run
    settings: TrainSettings
    others: Path | None = None  # a second folder: the other kind, or the other halves of pairs under the same names
    table: Path | None = None  # CSV with labels
    column: str = ""  # of the table
    bounds: tuple[float, ...] = ()  # between classes, where the column has numbers
    faces: bool = False  # whether the pictures are photos whose faces are cut out as the bundled model's crops are

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        values = asdict(self)
        return {name: str(value) if isinstance(value, Path) else value for name, value in values.items()}

    @classmethod
    def in_folder(cls, folder: Path) -> "TrainJob":
        """The one whose run lies in folder, which may have been moved; UserError where there is none."""
        values = job_in(folder)
        try:
            settings = dict(values.pop("settings"))
            settings["penalties"] = tuple((name, weight) for name, weight in settings["penalties"])
            settings["betas"] = tuple(settings["betas"])
            values |= {name: values[name] and Path(values[name]) for name in ("pictures", "others", "table")}
            values |= {"folder": folder, "bounds": tuple(values["bounds"]), "settings": TrainSettings(**settings)}
            return cls(**values)
        except (KeyError, TypeError, ValueError) as error:
            raise UserError(f"{folder / JOB} is damaged or of another version ({error}).") from None


def data_of(job: TrainJob, progress: Progress = silent) -> Data:
    """The job's pictures, gathered; UserError where they are not what its task learns from."""
    task = TASKS[job.task]
    fit, by = _fit(job)
    if task.needs is Needs.PAIRS and job.others is None:
        named = in_folder(job.pictures)
        ways = part(progress, 0.0, 0.5), part(progress, 0.5, 1.0)
        left, right = (
            _gathered(named, job, half(first), f"half-{first}", way)
            for first, way in zip((True, False), ways, strict=True)
        )
        return Data(left, right, paired=True)
    first = in_table(job.pictures, job.table, job.column, job.bounds) if job.table else in_folder(job.pictures)
    if task.needs is Needs.CLASSES and not first.names:
        raise UserError(
            f"{task.name} learns {task.needs.value}; put them into one folder for each class, or give a table.",
            "--labels TABLE --label-column NAME",
        )
    if task.needs is Needs.PEOPLE and job.others is None:
        pictures = _gathered(first, job, fit, by, progress)
        return Data(pictures, companions=companions(pictures))
    if task.needs not in (Needs.PAIRS, Needs.TWO, Needs.PEOPLE):
        return Data(_gathered(first, job, fit, by, progress))
    if job.others is None:
        raise UserError(f"{task.name} learns {task.needs.value}; give a second folder.")
    second = in_folder(job.others)
    paired = task.needs is not Needs.TWO
    if paired:
        first, second = matched(first, second)
    ways = (part(progress, 0.0, 0.5), part(progress, 0.5, 1.0))
    one, other = (_gathered(named, job, fit, by, way) for named, way in zip((first, second), ways, strict=True))
    left_out = (*one.left_out, *other.left_out)
    if paired and left_out:
        raise UserError(f"A picture of a pair can't be used ({left_out[0]}); remove both from their folders.")
    return Data(one, other, paired)


def matched(first: Named, second: Named) -> tuple[Named, Named]:
    """Those files of both that have the same name, but for what follows its last dot."""
    theirs = {path.stem: path for path in second.files}
    ours = [path for path in first.files if path.stem in theirs]
    if not ours:
        raise UserError(
            f"No file is called alike in {first.files[0].parent} and {second.files[0].parent}; rename them."
        )
    return Named(tuple(ours)), Named(tuple(theirs[path.stem] for path in ours))


def trainable_of(job: TrainJob, data: Data) -> Trainable:
    """The task's networks, fresh and the same for a seed."""
    torch.manual_seed(job.settings.seed)
    return TASKS[job.task].build(job.settings, data)


def saved(job: TrainJob, data: Data, state: str = STATE) -> tuple[Trainable, int]:
    """The networks in STATE or BEST, the averaged ones where they are, for use and not for learning; and their step."""
    run = Run(job.folder)
    if not (step := run.step_of(state)):
        raise UserError(f"{job.folder} has nothing saved yet; train first.")
    trainable = trainable_of(job, data)
    averaged = {name: copy.deepcopy(getattr(trainable, name)) for name in trainable.averaged}
    run.fill(trainable, averaged, state)
    for name, module in averaged.items():
        setattr(trainable, name, module)
    return trainable.eval(), step


def run_job(
    job: TrainJob,
    device: str = "cpu",
    precision: str = "auto",
    processes: int = 1,
    progress: Progress = silent,
    say: Say = lambda _text: None,
    compiled: bool = False,
) -> tuple[Outcome, Data]:
    """Train, or go on with what the job's folder holds, if that is the same job.

    compiled has torch.compile make machine code of the networks first. Who watches that folder can end it as well
    (project/runs.py), which is Cancelled too.
    """
    if processes > 1 and (job.settings.minutes or job.settings.patience):
        raise UserError("Several processes can't agree on when to end; say how many pictures are seen.", "--pictures")
    if compiled and not any(map(shutil.which, COMPILERS)):
        raise UserError(f"There is no C++ compiler here ({', '.join(COMPILERS)}); install one, or train without.")
    fabric = fabric_for(device, precision, processes)
    fabric.launch()
    run = Run(job.folder)

    def note(text: str) -> None:
        if fabric.is_global_zero:
            run.note(text)
            say(text)

    with reporting(job.folder, progress) if fabric.is_global_zero else nullcontext(progress) as told:
        _keep(job)
        data = data_of(job, part(told, 0.0, 0.02))
        for text in (*data.first.left_out, *(data.second.left_out if data.second else ())):
            note(f"left out: {text}")
        if alone := data.alone:
            note(f"{alone:,} pictures are of nobody who is in another; their mirror images take the place of those.")
        trainable, settings, way = trainable_of(job, data), job.settings, part(told, 0.03, 1.0)
        if settings.encoder:
            encodable(trainable)
        for name in trainable.compilable if compiled else ():
            getattr(trainable, name).compile()
        require_space(job.folder, trainable, settings)
        looked = part(told, 0.02, 0.03)
        measure = measure_of(trainable, data, settings, fabric.device, looked) if settings.measure else None
        outcome = train(trainable, data, settings, run, fabric, way, note, measure, settings.patience)
    return outcome, data


def _keep(job: TrainJob) -> None:
    """The job in its folder; UserError where another has learnt something there."""
    path, values = job.folder / JOB, job.to_json()
    text = json.dumps(values, indent=1) + "\n"
    if path.is_file() and Run(job.folder).step:
        before = json.loads(path.read_text(encoding="utf-8"))
        now = json.loads(text)
        differing = [name for name in now if before.get(name) != now[name]]
        # It may go on for longer than was planned at first, and be measured otherwise.
        if differing == ["settings"] and _lasting(before["settings"]) == _lasting(now["settings"]):
            differing = []
        if differing:
            what = ", ".join(differing)
            raise UserError(f"{job.folder} holds another training ({what} differ); give another folder, or remove it.")
    job.folder.mkdir(parents=True, exist_ok=True)
    write_whole(path, text, overwrite=True)


def _lasting(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name not in CHANGEABLE}


def _gathered(named: Named, job: TrainJob, fit: Fit, by: str, progress: Progress) -> Pictures:
    return gathered(named, job.settings.side, paths.cache() / "pictures", fit, by, progress)


def _fit(job: TrainJob) -> tuple[Fit, str]:
    """How a photo becomes a square, and its name."""
    if not job.faces:
        return squared, "square"
    template = template_of(read_manifest(find_model()))
    return largest_face(finder(EditorOptions()), template), f"face {paths.DEFAULT_MODEL}"
