"""ganeditor evaluate: how good a model is, in figures."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor import paths
from ganeditor.cli import options
from ganeditor.errors import UserError
from ganeditor.progress import Progress, part

if TYPE_CHECKING:
    from ganeditor.engine.model import FaceModel
    from ganeditor.training.metrics.evidence import EvaluationSettings, Judges
    from ganeditor.training.pictures import Pictures


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "evaluate",
        help="measure a model against pictures",
        description="Compare what MODEL makes with the pictures in FOLDER. MODEL is a model, or the folder of a "
        "training, of which the networks at its start, the best ones and the last ones are measured.",
    )
    parser.add_argument("model", metavar="MODEL", help="name, pack or file of a model, or the folder of a training")
    parser.add_argument("pictures", type=Path, metavar="FOLDER", help="pictures like those it was trained on")
    parser.add_argument(
        "--metrics",
        type=_names,
        default=(),
        metavar="NAME,...",
        help="fid, kid, precision, recall, density, coverage, is, ppl, diversity, which are the usual ones, and "
        "reconstruction, psnr, identity, for which pictures are inverted; or all",
    )
    parser.add_argument(
        "--number",
        type=options.whole(2, 1_000_000),
        default=1000,
        metavar="N",
        help="pictures of each set, at most (default 1000): figures of different numbers can't be compared",
    )
    parser.add_argument(
        "--inverted", type=options.whole(2, 1_000_000), default=16, metavar="N", help="pictures to invert (default 16)"
    )
    parser.add_argument("--steps", type=options.steps, default=100, metavar="N|auto", help="of each inversion (100)")
    parser.add_argument("--align", choices=["face"], help="find the largest face in each picture and cut it out")
    parser.add_argument("--psi", type=options.number(0, 2), default=1.0, help="truncation (default 1: none)")
    parser.add_argument("--seed", type=options.whole(0, 2**31), default=0, metavar="N", help="of everything random")
    parser.add_argument(
        "--resamples", type=options.whole(2, 10_000), default=20, metavar="N", help="of the bootstrap (default 20)"
    )
    parser.add_argument(
        "--features",
        choices=["auto", "lite0", "inception"],
        default="auto",
        help="of FID and its like: the bundled network's, or those of the papers, whose file you bring; auto (default) "
        "takes that where it is (ganeditor doctor says where)",
    )
    parser.add_argument(
        "--perceptual", default="efficientnet", help="efficientnet (default), or lpips with your own weights"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="figures over a training's steps: .png, .svg or .pdf")
    options.add_machine(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.plot:
        _check_plot(args)
    with options.progress_bar("evaluate") as progress:
        report = _report(args, progress)
    if args.plot:
        _plot(args, report)
    if args.json:
        print(options.json_text(report, sys.stdout.encoding))
    else:
        _print(report)
    return 0


def _report(args: argparse.Namespace, progress: Progress) -> dict[str, Any]:
    from ganeditor.checkpoints.assembly import EditorOptions
    from ganeditor.engine.tensors import choose_device
    from ganeditor.training.metrics.evaluation import conditions, figures_of
    from ganeditor.training.metrics.evidence import EvaluationSettings, Evidence
    from ganeditor.training.metrics.judges import open_judges
    from ganeditor.training.metrics.states import states
    from ganeditor.training.metrics.table import checked

    names = checked(args.metrics)
    settings = EvaluationSettings(args.number, args.seed, args.psi, args.resamples, args.inverted, args.steps)
    device = choose_device(args.device)
    if args.threads:
        import torch

        torch.set_num_threads(args.threads)
    choices = EditorOptions(
        device=args.device, detector=args.detector, allow_download=args.allow_download, perceptual=args.perceptual
    )
    judges = open_judges(args.features, choices, paths.user_models(), device)
    rows: list[dict[str, Any]] = []
    about: dict[str, Any] = {}
    for state in states(args.model, options.notify):
        model = state.model.to(device)
        way = part(progress, *state.reach)
        pictures = _pictures(args, model, judges, settings, part(way, 0.0, 0.1))
        evidence = Evidence(model, pictures, judges, settings, paths.cache() / "features")
        found = figures_of(evidence, names, part(way, 0.1, 1.0))
        if not rows:
            for text in pictures.left_out:
                options.notify(f"left out: {text}")
            about = conditions(evidence, args.pictures, "face" if args.align else "middle square")
        if len(found) < len(names):
            options.notify(f"{state.name}: no identity, since faces are seen in fewer than two of what came back.")
        rows.append({"name": state.name, "step": state.step, "figures": found})
    return {"model": args.model, "conditions": about, "states": rows}


def _pictures(
    args: argparse.Namespace, model: "FaceModel", judges: "Judges", settings: "EvaluationSettings", progress: Progress
) -> "Pictures":
    from ganeditor.training.aligned import largest_face
    from ganeditor.training.metrics.evaluation import chosen_pictures
    from ganeditor.training.pictures import squared

    fit = largest_face(judges.finder, model.template) if args.align else squared
    by = f"face {model.template}" if args.align else "square"
    cache = paths.cache() / "pictures"
    return chosen_pictures(args.pictures, model.resolution, settings, cache, fit, by, progress)


def _print(report: dict[str, Any]) -> None:
    from ganeditor.training.metrics.figures import SIGNS

    about = report["conditions"]
    print(f"{report['model']} against {about['number']} of the pictures in {about['pictures']}")
    print(f"  seed {about['seed']}, psi {about['psi']:g}; features of {about['features']}; {about['resizing']}")
    print(f"  in brackets: {about['interval']}")
    for state in report["states"]:
        print(state["name"] + ("" if state["step"] is None else f", step {state['step']}"))
        for title, row in state["figures"].items():
            sign = SIGNS[row["better"]]
            print(
                f"  {title:24} {sign} {row['value']:10.4g}  [{row['low']:.4g}, {row['high']:.4g}]  of {row['number']}"
            )


def _check_plot(args: argparse.Namespace) -> None:
    """Say what is wrong with the plot's place before any work is done."""
    from ganeditor.project.runs import JOB
    from ganeditor.training.metrics.plot import FORMATS

    if not (Path(args.model) / JOB).is_file():
        raise UserError(f"A plot has a training's steps, and {args.model} is a model; give the folder of a training.")
    if args.plot.suffix.lower() not in FORMATS:
        raise UserError(f"{args.plot} is no name of a plot; end it with one of {', '.join(FORMATS)}.")
    if not args.plot.absolute().parent.is_dir():
        raise UserError(f"The folder {args.plot.absolute().parent} for the plot is not there; make it first.")


def _plot(args: argparse.Namespace, report: dict[str, Any]) -> None:
    from ganeditor.files import atomic_write
    from ganeditor.project.runs import MEASURES, curves, rows
    from ganeditor.training.metrics.plot import plotted

    measured = curves(rows(Path(args.model) / MEASURES))
    title = f"{Path(args.model).absolute().name}, {report['conditions']['number']} pictures"
    atomic_write(args.plot, lambda path: plotted(report["states"], measured, title, path), overwrite=True)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
