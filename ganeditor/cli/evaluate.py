"""ganeditor evaluate: how good a model is, in figures."""

import argparse
import sys
from pathlib import Path
from typing import Any

from ganeditor import paths
from ganeditor.cli import options
from ganeditor.errors import UserError
from ganeditor.progress import part


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "evaluate",
        help="measure a model against pictures",
        description="Compare what MODEL makes with the pictures in FOLDER. MODEL is a model, or the folder of a "
        "training, of which the networks at its start, the best ones and the last ones are measured.",
    )
    parser.add_argument("model", metavar="MODEL", help="name, pack or file of a model, or the folder of a training")
    parser.add_argument("pictures", type=Path, metavar="FOLDER", help="pictures like those it was trained on")
    parser.add_argument("--metrics", type=_names, metavar="NAME,...", help="fid, kid and is, or some of them")
    parser.add_argument(
        "--number",
        type=options.whole(2, 1_000_000),
        default=1000,
        metavar="N",
        help="pictures of each set, at most (default 1000): figures of different numbers can't be compared",
    )
    parser.add_argument("--psi", type=options.number(0, 2), default=1.0, help="truncation (default 1: none)")
    parser.add_argument("--seed", type=options.whole(0, 2**31), default=0, metavar="N", help="of everything random")
    parser.add_argument(
        "--resamples", type=options.whole(2, 10_000), default=20, metavar="N", help="of the bootstrap (default 20)"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options.add_machine(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    report = _report(args)
    if args.json:
        print(options.json_text(report, sys.stdout.encoding))
        return 0
    about = report["conditions"]
    print(f"{args.model} against {about['number']} pictures of {about['pictures']}, seed {about['seed']}")
    print(f"  {about['features']}; {about['resizing']}; intervals: {about['interval']}")
    for state in report["states"]:
        step = "" if state["step"] is None else f", step {state['step']}"
        print(f"{state['name']}{step}")
        for title, row in state["figures"].items():
            print(f"  {title:22} {row['value']:10.4g}  [{row['low']:.4g}, {row['high']:.4g}]")
    return 0


def _report(args: argparse.Namespace) -> dict[str, Any]:
    from ganeditor.checkpoints.classifiers import open_classifier
    from ganeditor.engine.tensors import choose_device
    from ganeditor.training.metrics import evaluation
    from ganeditor.training.metrics.evidence import Evidence
    from ganeditor.training.metrics.states import states

    names = args.metrics or tuple(evaluation.METRICS)
    if unknown := [name for name in names if name not in evaluation.METRICS]:
        known = ", ".join(evaluation.METRICS)
        raise UserError(f"There is no metric '{unknown[0]}'; choose from {known}.", "--metrics")
    device = choose_device(args.device)
    if args.threads:
        import torch

        torch.set_num_threads(args.threads)
    settings = evaluation.EvaluationSettings(args.number, args.seed, args.psi, args.resamples)
    classifier = open_classifier(device)
    rows, about = [], {}
    with options.progress_bar("evaluate") as progress:
        for state in states(args.model, options.notify):
            model = state.model.to(device)
            pictures = evaluation.chosen_pictures(
                args.pictures, model.resolution, settings, paths.cache() / "pictures", progress=part(progress, 0, 0.1)
            )
            cache = paths.cache() / "features"
            evidence = Evidence(model, pictures, classifier, cache, settings.seed, settings.truncation_psi)
            found = evaluation.figures_of(evidence, names, settings, part(progress, 0.1, 1.0))
            about = evaluation.conditions(evidence, args.pictures, "middle square", settings)
            figures = {title: evaluation.row_of(figure) for title, figure in found.items()}
            rows.append({"name": state.name, "step": state.step, "figures": figures})
    return {"model": args.model, "conditions": about, "states": rows}


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
