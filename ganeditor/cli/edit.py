"""ganeditor edit: change the faces in photos, one or a whole folder."""

import argparse
import os
from pathlib import Path
from typing import Any

from ganeditor.cli import options
from ganeditor.edits.table import LATENT
from ganeditor.errors import UserError


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "edit",
        help="change the faces in photos",
        description="Change the faces in photos: find them, invert them, move them, and paste them back. "
        "A folder is worked through as a queue that goes on after an error.",
    )
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO", help="photo, or folder with photos")
    parser.add_argument(
        "-o",
        "--output",
        type=_output,
        metavar="OUT",
        help="file for one photo, folder for several or with / at its end; without it NAME_edited, beside the photo "
        "or the folder",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace OUT if it is there")
    parser.add_argument("--strip", action="store_true", help="leave the photo's metadata (EXIF, GPS, XMP) out")
    parser.add_argument(
        "--quality", type=options.whole(1, 100), metavar="N", help="of JPEG and WebP; without it, like the source"
    )
    parser.add_argument("--report", type=Path, metavar="FILE", help="write what was done to each photo, as JSON")
    options.add_edits(parser)
    options.add_model(parser)
    options.add_machine(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ganeditor.batch.job import EditJob, operations_json, sources_in
    from ganeditor.batch.queue import EditQueue

    sources = sources_in(args.photos, options.notify)
    _check_places(args, len(sources) > 1 or sources[0].folder is not None)
    editor = options.open_editor(args)
    options.use_directions(args, editor)
    job = EditJob(
        sources,
        options.operations_for(args, editor.model),
        args.face,
        args.output,
        args.overwrite,
        args.strip,
        args.quality,
        options.inversion_settings(args),
    )
    queue = EditQueue(job, editor, options.notify)
    try:
        queue.run(options.progress_bar, _tell)
    finally:  # however the queue ends
        if args.report:
            done = operations_json(job.operations)
            edits = {**done.pop(LATENT.name, {}), **done}
            report = {"model": editor.model.name, "version": editor.model.version, "edits": edits, "photos": queue.rows}
            options.save_json(args.report, report, overwrite=True)
    if job.several:
        done_count = len(queue.rows) - len(queue.failed)
        print(f"{done_count} of {len(queue.rows)} photos done" + (", the rest failed:" if queue.failed else "."))
        for row in queue.failed:
            print(f"  {row['error']}")
    return 1 if queue.failed else 0


def _output(text: str) -> Path:
    """What ends with a slash is a folder, which is made if it isn't there."""
    path = Path(text)
    if text.endswith(("/", os.sep)) and not os.path.lexists(path):
        try:
            path.mkdir(parents=True)
        except OSError as error:
            raise argparse.ArgumentTypeError(f"{text} can't be made ({error.strerror})") from None
    return path


def _check_places(args: argparse.Namespace, several: bool) -> None:
    """Say what is wrong with the places to write to before any work is done."""
    output = args.output
    taken = output is not None and os.path.lexists(output)
    if taken and not several and not args.overwrite and not output.is_dir():
        raise UserError(f"{output} is there already; give another name, or --overwrite to replace it.")
    if taken and several and not output.is_dir():
        raise UserError(f"{output} is a file, and several photos need a folder; give a folder with -o.")
    if args.report is not None and not args.report.absolute().parent.is_dir():
        raise UserError(f"The folder {args.report.absolute().parent} for the report is not there; make it first.")


def _tell(row: dict[str, Any]) -> None:
    """What came of one photo; errors are told at the end."""
    if "output" in row:
        for text in (*(f"{Path(row['source']).name}: {notice}" for notice in row["notices"]), *row["warnings"]):
            options.notify(text)
        print(f"{row['source']} -> {row['output']}")
