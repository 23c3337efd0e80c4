"""ganeditor train: from a folder of pictures to a model that opens in the window."""

import argparse
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor import paths
from ganeditor.cli import options
from ganeditor.errors import UserError
from ganeditor.progress import Cancelled, Progress, part

if TYPE_CHECKING:
    from ganeditor.training.job import TrainJob
    from ganeditor.training.loop import Outcome
    from ganeditor.training.task import Task, TrainSettings

LICENCE = "not stated by who trained it"

SETTINGS: dict[str, tuple[Any, str]] = {
    # field of TrainSettings: how its option is read, what it says
    "side": (options.whole(8, 1024), "pixels of the pictures' sides, a power of two"),
    "batch": (options.whole(1, 4096), "pictures of a step"),
    "pictures": (options.whole(1, 1_000_000_000), "seen until the end; a run that has ended goes on with more"),
    "minutes": (options.number(0, 100_000), "until the end, if that comes first; several processes can't take it"),
    "encoder": (
        options.whole(0, 1_000_000_000),
        "pictures from which an encoder for the generator learns afterwards, so that photos start near; 0 trains none",
    ),
    "loss": (str, "minimax, non-saturating, least-squares, wasserstein, hinge, relativistic-average or -pairing"),
    "rate": (options.number(1e-7, 1), "of learning"),
    "discriminator_rate": (options.number(1e-7, 1), "of the discriminator"),
    "discriminator_steps": (options.whole(1, 100), "for each of the generator"),
    "z_dim": (options.whole(1, 4096), "numbers of the random input"),
    "width": (options.whole(1, 1024), "channels at the full size; smaller sizes have multiples"),
    "half_life": (options.whole(0, 10_000_000), "pictures until averaged weights forget half; 0 averages none"),
    "seed": (options.whole(0, 2**31), "of weights, order and chance"),
    "interval": (options.whole(1, 1_000_000), "steps between two checkpoints, grids and measurements"),
    "measure": (str, "fid or kid at each interval; the model is then made of the best networks, not the last"),
    "measured": (options.whole(2, 1_000_000), "pictures that are made and compared for that"),
    "patience": (options.whole(0, 1_000_000), "measurements without a better one, after which it ends; 0 goes on"),
}


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "train",
        help="train a model on your own pictures",
        description="Train TASK on the pictures in FOLDER. RUN keeps checkpoints, curves (figures.jsonl, tensorboard) "
        "and grids of pictures; the same command goes on from where it was stopped. At the end the model is kept "
        "under RUN's name among your own. Without a task, all are listed; without a folder, what TASK can be set to.",
    )
    parser.add_argument("task", nargs="?", metavar="TASK")
    parser.add_argument("pictures_in", nargs="?", type=Path, metavar="FOLDER", help="pictures, or a folder a class")
    parser.add_argument("others", nargs="?", type=Path, metavar="FOLDER2", help="the second kind, or the pairs' others")
    parser.add_argument("-o", "--output", type=Path, metavar="RUN", help="folder of the run")
    parser.add_argument("--resume", type=Path, metavar="RUN", help="go on with RUN, as its command said")
    parser.add_argument("--snapshot", type=Path, metavar="RUN", help="keep what RUN has saved last as a model")
    data = parser.add_argument_group("pictures")
    data.add_argument("--labels", type=Path, metavar="TABLE", help="CSV file: a picture's name, then its labels")
    data.add_argument("--label-column", metavar="NAME", default="", help="of the table")
    data.add_argument(
        "--bounds", type=_bounds, default=(), metavar="N,...", help="cut a column of numbers into classes"
    )
    data.add_argument("--align", choices=["face"], help="find the largest face and cut it out")
    data.add_argument("--no-flips", dest="flips", action="store_false", help="a mirror image is no such picture")
    group = parser.add_argument_group("training")
    for name, (kind, text) in SETTINGS.items():
        group.add_argument(f"--{name.replace('_', '-')}", type=kind, metavar="X", help=text)
    group.add_argument(
        "--penalty", action="append", type=_penalty, metavar="NAME=WEIGHT", help="r1, r2 or gradient-penalty; 'none'"
    )
    group.add_argument(
        "--set", dest="own", action="append", type=_own, default=[], metavar="NAME=VALUE", help="what TASK alone has"
    )
    group.add_argument("--spectral-norm", action=argparse.BooleanOptionalAction, default=None)
    group.add_argument("--precision", choices=["auto", "float32", "bfloat16"], default="auto")
    group.add_argument("--compile", action="store_true", help="make machine code of the networks first (torch.compile)")
    result = parser.add_argument_group("result")
    result.add_argument("--name", help="of the model (default: RUN's)")
    result.add_argument("--licence", default=LICENCE, help="under which others may use it, for its card")
    result.add_argument("--no-pack", dest="pack", action="store_false", help="keep the run only")
    options.add_machine(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ganeditor.training.tasks.table import TASKS

    if not (args.task or args.resume or args.snapshot):
        for task in TASKS.values():
            print(f"{task.name:16} {task.summary}; learns {task.needs.value} ({task.source})")
        return 0
    if args.task in TASKS and not (args.pictures_in or args.output or args.resume or args.snapshot):
        print("\n".join(_page(TASKS[args.task])))
        return 0
    if args.snapshot:
        print(f"kept as {taken(args)}")
        return 0
    try:
        with options.progress_bar("training") as progress, stoppable(progress) as stopping:
            outcome, model = trained(args, stopping)
    except Cancelled:
        folder = args.resume or args.output
        options.notify(f"stopped; {folder} holds what was learnt, and the same command goes on from there.")
        raise KeyboardInterrupt from None
    if outcome:
        figures = ", ".join(f"{name} {value:.3g}" for name, value in outcome.figures.items())
        early = ", ended early" if outcome.stopped_early else ""
        print(f"{args.resume or args.output}: {outcome.steps} steps{early}; {figures}")
    if model:
        print(f"kept as {model}{_used(model)}")
    return 0


def trained(args: argparse.Namespace, progress: Progress) -> "tuple[Outcome | None, Path | None]":
    """What came of the training that args describe, and the model it was kept as; nothing, but in the first process."""
    from ganeditor.checkpoints.packs.trained import require_new
    from ganeditor.engine.tensors import choose_device
    from ganeditor.project.runs import BEST, STATE
    from ganeditor.training.encoding import learn_encoder
    from ganeditor.training.job import run_job
    from ganeditor.training.result import keep

    job = _job(args)
    model = paths.user_models() / (args.name or job.folder.name)
    if args.pack:
        require_new(model)
    device = choose_device(args.device).type
    if args.threads:
        import torch

        torch.set_num_threads(args.threads)
    # torchrun says how many processes train together.
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if job.settings.encoder and count > 1:
        raise UserError("An encoder learns in one process; train it afterwards.", "--resume RUN --encoder N")
    way, rest = (part(progress, 0, 0.7), part(progress, 0.7, 1)) if job.settings.encoder else (progress, progress)
    outcome, data = run_job(job, device, args.precision, count, way, options.notify, args.compile)
    state = BEST if job.settings.measure else STATE
    if job.settings.encoder:
        learn_encoder(job, data, state, device, args.precision, rest, options.notify)
    if int(os.environ.get("RANK", "0")):
        return None, None
    return outcome, keep(job, data, model, args.licence, state) if args.pack else None


def taken(args: argparse.Namespace) -> Path:
    """The model that was made of what a run has saved last; it may be at work."""
    from ganeditor.training.job import TrainJob, data_of
    from ganeditor.training.result import keep

    job = TrainJob.in_folder(args.snapshot.absolute())
    return keep(job, data_of(job), paths.user_models() / (args.name or job.folder.name), args.licence)


@contextmanager
def stoppable(progress: Progress) -> Iterator[Progress]:
    """A Progress that raises Cancelled after Ctrl-C, when the step at hand is done."""
    asked = False

    def ask(_signal: int, _frame: Any) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    def report(fraction: float, text: str) -> None:
        if asked:
            raise Cancelled
        progress(fraction, text)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield report
    finally:
        signal.signal(signal.SIGINT, before)


def _job(args: argparse.Namespace) -> "TrainJob":
    from ganeditor.training.job import CHANGEABLE, TrainJob
    from ganeditor.training.metrics.measure import MEASURED
    from ganeditor.training.tasks.table import TASKS

    if args.measure and args.measure not in MEASURED:
        raise UserError(f"There is no measure '{args.measure}'; choose one of {', '.join(MEASURED)}.")
    if args.resume:
        job = TrainJob.in_folder(args.resume.absolute())
        changed = {name: getattr(args, name) for name in CHANGEABLE if getattr(args, name) is not None}
        return replace(job, settings=replace(job.settings, **changed))
    if args.task not in TASKS:
        raise UserError(f"There is no task '{args.task}'; choose one of {', '.join(TASKS)}.")
    if not args.pictures_in or not args.output:
        raise UserError("A training needs pictures and a folder for its run: ganeditor train TASK FOLDER -o RUN.")
    return TrainJob(
        args.task,
        args.pictures_in.absolute(),
        args.output.absolute(),
        _settings(args, TASKS[args.task]),
        args.others.absolute() if args.others else None,
        args.labels.absolute() if args.labels else None,
        args.label_column,
        args.bounds,
        args.align == "face",
    )


def _used(model: Path) -> str:
    """With which command, where it is no model of faces."""
    from ganeditor.checkpoints.packs.kinds import KINDS, kind_of
    from ganeditor.checkpoints.packs.pack import FACE

    kind = kind_of(model)
    return "" if kind == FACE else f"; use it with ganeditor {KINDS[kind].command} --model {model.name}"


def _page(task: "Task") -> Iterator[str]:
    """What a task is and can be set to, line by line."""
    yield f"{task.name}: {task.summary} ({task.source}); learns {task.needs.value}."
    for name, (_kind, text) in SETTINGS.items():
        yield f"  --{name.replace('_', '-'):22} {getattr(task.settings, name)}: {text}"
    penalties = " ".join(f"{name}={weight:g}" for name, weight in task.settings.penalties)
    yield f"  --{'penalty':22} {penalties or 'none'}"
    for option in task.options:
        yield f"  --set {option.name + '=':18} {option.usual}: {option.says} ({option.range})"


def _settings(args: argparse.Namespace, task: "Task") -> "TrainSettings":
    from ganeditor.training.losses import LOSSES
    from ganeditor.training.options import chosen

    given = {name: getattr(args, name) for name in (*SETTINGS, "spectral_norm") if getattr(args, name) is not None}
    if args.loss and args.loss not in LOSSES:
        raise UserError(f"There is no loss '{args.loss}'; choose one of {', '.join(LOSSES)}.")
    if args.side and args.side.bit_count() != 1:
        raise UserError(f"--side is {args.side}, which is no power of two; give 32, 64, 128 or another.")
    if args.penalty:
        given["penalties"] = tuple(row for row in args.penalty if row)
    given["options"] = chosen(task.name, task.options, dict(args.own))
    return replace(task.settings, flips=args.flips and task.settings.flips, **given)


def _own(text: str) -> tuple[str, str]:
    """An argparse type: a setting of one task, and its value."""
    name, sign, value = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form NAME=VALUE")
    return name, value


def _bounds(text: str) -> tuple[float, ...]:
    """An argparse type: ascending numbers with commas between."""
    try:
        found = tuple(map(float, text.split(",")))
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no list of numbers such as 20,40,60") from None
    if list(found) != sorted(set(found)):
        raise argparse.ArgumentTypeError(f"the numbers in '{text}' do not ascend")
    return found


def _penalty(text: str) -> tuple[str, float] | None:
    """An argparse type: a penalty and its weight; None for 'none'."""
    name, _sign, weight = text.partition("=")
    if text == "none":
        return None
    if name not in ("r1", "r2", "gradient-penalty"):
        raise argparse.ArgumentTypeError(f"'{name}' is not one of r1, r2, gradient-penalty")
    try:
        return name, float(weight or 1)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{weight}' is no number") from None
