"""Commands in a child process, for the window: the very same, but errors and results go to whom started it."""

import contextlib
import io
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from ganeditor import cli
from ganeditor.cli import train
from ganeditor.errors import UserError
from ganeditor.progress import Cancelled, Progress


def training(arguments: Sequence[str], progress: Progress) -> dict[str, Any]:
    """`ganeditor train …`: "stopped", "step" and the "model" that came of it; it stops, too, when nobody listens."""

    def listened(fraction: float, text: str) -> None:
        try:
            progress(fraction, text)
        except OSError:  # the window was closed, or has crashed
            raise Cancelled from None

    args = _parsed(("train", *arguments))
    if args.snapshot:
        return {"model": str(train.taken(args))}
    try:
        outcome, model = train.trained(args, listened)
    except Cancelled:
        return {"stopped": True, "model": ""}
    assert outcome, "it is the only process"
    return {"stopped": False, "model": str(model or "")}


def _parsed(arguments: Sequence[str]) -> Namespace:
    """UserError says what argparse would."""
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            return cli.build_parser().parse_args(arguments)
    except SystemExit:
        raise UserError(said.getvalue().strip().splitlines()[-1].partition("error: ")[2].capitalize() + ".") from None
