"""--workers and its companions: who does the photos of a batch."""

import argparse
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import options

if TYPE_CHECKING:
    from ganeditor.batch.beside import CrewQueue, Hire
    from ganeditor.batch.crew import Children

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


def hire(args: argparse.Namespace) -> "Hire | None":
    """The crew that is asked for; None where this process is to do it alone."""
    if args.workers is None:
        return None
    return lambda queue: _children(args, queue)


def _children(args: argparse.Namespace, queue: "CrewQueue") -> "Children":
    from ganeditor.batch.crew import Children
    from ganeditor.batch.worker import setup_for
    from ganeditor.checkpoints.packs.installed import installed
    from ganeditor.checkpoints.packs.pack import FACE

    count = min(args.workers, len(queue.left))
    memory = int(args.worker_memory * 1e9) if args.worker_memory else _memory() // count
    named = args.model in installed(FACE)
    machine = replace(
        options.editor_options(args),
        threads=args.threads or 1,
        model=args.model if named else str(Path(args.model).absolute()),  # workers are in folders of their own
    )
    return Children(setup_for(queue, machine, memory), count)


def _memory() -> int:
    """Bytes of this machine; 0 where it does not tell."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0
