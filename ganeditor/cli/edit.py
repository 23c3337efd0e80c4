"""ganeditor edit: change the faces in photos, one or a whole folder, and in videos."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import options, said
from ganeditor.cli.clips import add_clips, queue_for, tell_clip
from ganeditor.edits.attributes import attribute
from ganeditor.edits.table import LATENT, operations_json
from ganeditor.errors import UserError

if TYPE_CHECKING:
    from ganeditor.batch.queue import Queue
    from ganeditor.engine.editor import FaceEditor


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "edit",
        help="change the faces in photos and videos",
        description="Change the faces in photos: find them, invert them, move them, and paste them back. "
        "A folder is worked through as a queue that goes on after an error. In a video (mp4, mov, mkv and others) the "
        "face is followed through all frames; the same command goes on where it was stopped.",
    )
    options.add_photos(parser, kinds="photo or video")
    options.add_edits(parser)
    said.add(parser)
    parser.add_argument(
        "--save-recipe", type=Path, metavar="FILE", help="keep what is done as a .grecipe, for the command batch"
    )
    add_clips(parser)
    options.add_model(parser)
    options.add_machine(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ganeditor.batch.job import EditJob, sources_in
    from ganeditor.project.recipe import Recipe, write_recipe

    sources = sources_in(args.photos, options.notify, clips=True)
    options.check_places(args, len(sources) > 1 or sources[0].folder is not None)
    editor = options.open_editor(args)
    if args.save_recipe and args.directions:
        _require_kept(args, editor)
    options.use_directions(args, editor)
    operations, age = said.operations(args, editor, options.operations_for(args, editor.model))
    if args.save_recipe:
        model = editor.model
        recipe = Recipe(operations, args.face, age, model=model.name, fingerprint=model.fingerprint)
        write_recipe(args.save_recipe, recipe, args.overwrite)
    job = EditJob(
        sources,
        operations,
        args.face,
        args.output,
        args.overwrite,
        args.strip,
        args.quality,
        options.inversion_settings(args),
        age,
    )
    queue = queue_for(args, job, editor)
    return queued(args, queue, made_with(queue))


def _require_kept(args: argparse.Namespace, editor: "FaceEditor") -> None:
    """Refuse a direction that is the model's for this run only."""
    for place, _value in args.directions:
        if attribute(place).name not in editor.model.latents.editable:
            raise UserError(
                f"A recipe can't take the direction {place} along; bring it first: ganeditor directions import."
            )


def made_with(queue: "Queue", **about: str) -> dict[str, Any]:
    """How a report on edits of faces begins: the model, about, and the edits."""
    model, done = queue.editor.model, operations_json(queue.job.operations)
    return {"model": model.name, "version": model.version, **about, "edits": {**done.pop(LATENT.name, {}), **done}}


def queued(args: argparse.Namespace, queue: "Queue", begun: dict[str, Any]) -> int:
    """Work through a queue, say what came of it, and write --report, which is begun; gives the exit code."""
    try:
        queue.run(options.progress_bar, _tell)
    finally:  # however the queue ends
        if args.report:
            options.save_json(args.report, begun | {queue.things: queue.rows}, overwrite=True)
    if queue.job.several:
        _tell_count(queue)
    return 1 if queue.failed else 0


def _tell(row: dict[str, Any]) -> None:
    """What came of one photo or video; errors are told at the end."""
    if "output" in row:
        for text in (*(f"{Path(row['source']).name}: {notice}" for notice in row["notices"]), *row["warnings"]):
            options.notify(text)
        print(f"{row['source']} -> {row['output']}")
        if "frames" in row:
            tell_clip(row)
        for face in row.get("faces", ()):
            if "source_distance" in face["identity"]:
                print(
                    "  {face:>2}  distance to the source {source_distance:.2f}, to the person in the photo "
                    "{distance:.2f}".format(face=face["face"], **face["identity"])
                )


def _tell_count(queue: "Queue") -> None:
    """How many of a queue's sources are done, and why others are not."""
    done, failed = sum(row["status"] == "done" for row in queue.rows), len(queue.failed)
    print(f"{done} of {len(queue.rows)} {queue.things} done" + (f", {failed} failed:" if failed else "."))
    for row in queue.failed:
        print(f"  {row['error']}")
