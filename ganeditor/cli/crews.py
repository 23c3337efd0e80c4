"""--workers and its companions: who does the photos of a batch."""

import argparse
import importlib
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import options
from ganeditor.errors import UserError

if TYPE_CHECKING:
    from ganeditor.batch.beside import CrewQueue, Hire
    from ganeditor.batch.cluster import Cluster
    from ganeditor.batch.crew import Children
    from ganeditor.checkpoints.assembly import EditorOptions

MOST = 256


def add(parser: Any) -> None:
    group = parser.add_argument_group("workers")
    group.add_argument(
        "--workers",
        type=options.whole(1, MOST),
        metavar="N",
        help="processes that work at once on this machine, each in one thread unless --threads says otherwise",
    )
    group.add_argument(
        "--worker-memory",
        type=options.number(0.5, 4096),
        metavar="GB",
        help="that each may have (Linux; default: an equal share of this machine's)",
    )
    group.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="let a Dask scheduler's workers do it, such as tcp://192.168.1.5:8786 (pip install ganeditor[cluster])",
    )
    group.add_argument(
        "--send", action="store_true", help="send photos and results, to workers that don't see the folders"
    )


def hire(args: argparse.Namespace) -> "Hire | None":
    """The crew that is asked for; None where this process is to do it alone."""
    if args.scheduler:
        if args.workers:
            raise UserError("The scheduler's workers do it; leave --workers out, or --scheduler.")
        try:
            importlib.import_module("distributed")
        except ImportError:
            raise UserError("A scheduler needs Dask distributed: pip install 'ganeditor[cluster]'.") from None
        return lambda queue: _cluster(args, queue)
    if args.workers is None:
        return None
    return lambda queue: _children(args, queue)


def _cluster(args: argparse.Namespace, queue: "CrewQueue") -> "Cluster":
    from ganeditor.batch.cluster import Cluster
    from ganeditor.batch.worker import setup_for

    return Cluster(setup_for(queue, _machine(args)), args.scheduler, args.send, options.notify)


def _children(args: argparse.Namespace, queue: "CrewQueue") -> "Children":
    from ganeditor.batch.crew import Children
    from ganeditor.batch.worker import setup_for

    count = min(args.workers, len(queue.left))
    memory = int(args.worker_memory * 1e9) if args.worker_memory else _memory() // count
    return Children(setup_for(queue, _machine(args), memory), count)


def _machine(args: argparse.Namespace) -> "EditorOptions":
    """One thread unless more are asked for; the path of a model is whole, since workers are in other folders."""
    from ganeditor.checkpoints.packs.installed import installed
    from ganeditor.checkpoints.packs.pack import FACE

    model = args.model if args.model in installed(FACE) else str(Path(args.model).absolute())
    return replace(options.editor_options(args), threads=args.threads or 1, model=model)


def _memory() -> int:
    """Bytes of this machine; 0 where it does not tell."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
