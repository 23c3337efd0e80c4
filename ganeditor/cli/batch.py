"""ganeditor batch: do to many photos what a recipe says, going on after errors and where it was stopped."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor import paths
from ganeditor.cli import crews, options
from ganeditor.cli.edit import made_with, queued
from ganeditor.errors import UserError

FORMATS = ("jpg", "png", "webp", "avif", "tif", "bmp")  # whose tables are imported only when they are used

if TYPE_CHECKING:
    from ganeditor.batch.batch import BatchQueue


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "batch",
        help="do to many photos what was done to one",
        description="Do what a recipe (.grecipe, written by edit --save-recipe) says to the photos in folders. It goes "
        "on after an error, and the same command goes on where it was stopped: what is done is written down among "
        "the results, with a report (ganeditor-batch/index.html) that shows each photo before and after.",
    )
    parser.add_argument("recipe", type=Path, metavar="RECIPE", help="a .grecipe file")
    parser.add_argument("photos", nargs="+", type=Path, metavar="FOLDER", help="folder with photos, or photo")
    options.add_result(parser, "folder for the results, in sub-folders as the photos are")
    group = parser.add_argument_group("batch")
    group.add_argument("--retry", action="store_true", help="do the photos again that failed, and only those")
    group.add_argument(
        "--format", choices=FORMATS, metavar="KIND", help=f"of the results: {', '.join(FORMATS)} (default: the photo's)"
    )
    crews.add(parser)
    options.add_model(parser)
    options.add_machine(parser)
    parser.set_defaults(run=run, model="")  # that of the recipe


def run(args: argparse.Namespace) -> int:
    from ganeditor.batch.batch import BatchQueue, check, placed, plan_of
    from ganeditor.batch.beside import CrewQueue
    from ganeditor.batch.job import EditJob, sources_in
    from ganeditor.batch.record import Record
    from ganeditor.project.recipe import read_recipe

    recipe = read_recipe(args.recipe)
    if args.output is None:
        raise UserError("Say in which folder the results are to go.", "-o OUT")
    sources = placed(sources_in(args.photos, options.notify), args.output)
    options.check_places(args, several=True)
    args.model = args.model or recipe.model or paths.DEFAULT_MODEL
    editor = options.open_editor(args)
    check(recipe, editor, options.notify)
    editor.assets = recipe.assets
    job = EditJob(
        sources,
        recipe.operations,
        args.face or recipe.faces,
        args.output,
        args.overwrite,
        args.strip,
        args.quality,
        options.inversion_settings(args),
        recipe.age,
        f".{args.format}" if args.format else "",
    )
    hire = crews.hire(args)
    with Record(args.output, plan_of(job, editor), anew=args.overwrite) as record:
        given = job, editor, options.notify, record, args.retry
        queue = CrewQueue(*given, hire) if hire else BatchQueue(*given)
        if earlier := sum(row["status"] == "done" for row in queue.rows):
            print(f"{earlier} of {len(queue.rows)} photos were done earlier")
        args.report = args.report or record.folder / "report.json"
        try:
            return queued(args, queue, made_with(queue, recipe=str(args.recipe)))
        finally:  # however the queue ends
            _save_pages(queue, args.recipe.stem)


def _save_pages(queue: "BatchQueue", title: str) -> None:
    from ganeditor.batch.page import pages
    from ganeditor.files import write_whole

    for name, data in pages(queue, title).items():
        write_whole(queue.record.folder / name, data, overwrite=True)
    print(f"report: {queue.record.folder / 'index.html'}")
