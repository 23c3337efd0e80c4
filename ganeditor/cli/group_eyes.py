"""ganeditor eyes GROUP --from FOLDER: every closed eye of a group photo opened from a folder of other photos."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import options
from ganeditor.errors import UserError

if TYPE_CHECKING:
    from ganeditor.engine.editor import FaceEditor


def add(parser: argparse.ArgumentParser) -> None:
    """The options for a group photo."""
    group = parser.add_argument_group("group photo")
    group.add_argument(
        "--from",
        dest="folder",
        type=Path,
        metavar="FOLDER",
        help="open every closed eye of the photo: each face gets the best open eyes of the same person in the photos "
        "in FOLDER, such as the other shots of a burst",
    )
    group.add_argument(
        "--closed-below",
        type=_ratio,
        metavar="RATIO",
        help="height of an eye's opening in its width below which it is closed (default 0.222); less for who has "
        "narrow eyes in the other photos too",
    )
    group.add_argument("--json", action="store_true", help="print what became of each face as JSON")


def run(args: argparse.Namespace) -> int:
    """Open all eyes of args.photo; prints a table or JSON."""
    from ganeditor.batch.eyes import others_in
    from ganeditor.batch.group import GroupJob, open_all
    from ganeditor.batch.job import EditJob, Source
    from ganeditor.batch.targets import Targets
    from ganeditor.engine.faces.eyes import CLOSED

    if not args.folder.is_dir():
        raise UserError(f"{args.folder} is no folder; name one with other photos of these people.", "--from FOLDER")
    options.check_places(args, several=False)
    source = Source(args.photo)
    target = Targets(EditJob((source,), output=args.output, overwrite=args.overwrite)).next(source)
    job = GroupJob(
        args.photo,
        others_in(args.folder, [args.photo, target], options.notify),
        target,
        args.overwrite,
        args.strip,
        args.quality,
        args.closed_below or CLOSED,
        options.inversion_settings(args),
        args.painter,
    )
    editor = options.open_editor(args)
    open_painter(args, editor)
    with options.progress_bar(args.photo.name) as progress:
        report = open_all(editor, job, progress)
    for text in (*report["notices"], *report["passed_over"]):
        options.notify(text)
    if args.report:
        options.save_json(args.report, report, overwrite=True)
    if args.json:
        print(options.json_text(report, sys.stdout.encoding or "utf-8"))
    else:
        _print(report)
    return 0


def open_painter(args: argparse.Namespace, editor: "FaceEditor") -> None:
    """Say what is wrong with --painter before any work is done."""
    if args.painter:
        editor.networks.painter(args.painter)


def _print(report: dict[str, Any]) -> None:
    for row in report["faces"]:
        print(f"  {row['face']:>2}  {' and '.join(row['opened']) or 'left as it is':<14}  {_words(row)}")
    opened = sum(bool(row["opened"]) for row in report["faces"])
    faces = f"{opened} of {len(report['faces'])} faces opened"
    print(
        f"{report['photo']} -> {report['output']}: {faces}." if report["output"] else f"{faces}; nothing was written."
    )


def _words(row: dict[str, Any]) -> str:
    if not row["opened"]:
        nearest = row["nearest"]
        return str(row["reason"]) + ("" if nearest is None else f" (the nearest is at a distance of {nearest:.2f})")
    openings = ", ".join(f"{row['open'][side]:.2f} → {row['open_after'][side]:.2f}" for side in row["opened"])
    return f"{openings}, from {row['from']} (face {row['from_face']}, distance {row['distance']:.2f})"


def _ratio(text: str) -> float:
    """An argparse type."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number between 0 and 1")
    return value
