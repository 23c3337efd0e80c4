"""What the commands that edit faces say and ask where they are given videos."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import options
from ganeditor.errors import EditError, UserError

if TYPE_CHECKING:
    from ganeditor.batch.job import EditJob
    from ganeditor.batch.queue import Queue
    from ganeditor.engine.editor import FaceEditor


def add_clips(parser: argparse.ArgumentParser) -> None:
    """--skip, --cut and --lossless."""
    group = parser.add_argument_group("videos")
    for name, what in (("skip", "leave the frames of a time as they are"), ("cut", "leave them out, with their sound")):
        group.add_argument(
            f"--{name}",
            action="append",
            default=[],
            type=_range,
            metavar="FROM-TO",
            help=f"{what}: 0:10-0:12.5 or 75-80; may be repeated",
        )
    group.add_argument(
        "--lossless", action="store_true", help="frames without a face come out bit-identical; large, for editing"
    )


def queue_for(args: argparse.Namespace, job: "EditJob", editor: "FaceEditor") -> "Queue":
    """What does job: to photos, or to videos."""
    from ganeditor.batch.clips import ClipQueue, ClipWishes
    from ganeditor.batch.queue import EditQueue

    if not are_clips([source.path for source in job.sources]):
        if args.skip or args.cut or args.lossless:
            raise UserError("Only a video can be skipped, cut or lossless; leave that out for photos.")
        return EditQueue(job, editor, options.notify)
    return ClipQueue(job, editor, options.notify, ClipWishes(tuple(args.skip), tuple(args.cut), args.lossless))


def are_clips(paths: list[Path]) -> bool:
    """Whether these are videos, and not photos."""
    from ganeditor.project.clips.clip import is_clip

    clips = [path for path in paths if is_clip(path)]
    if clips and len(clips) < len(paths):
        raise UserError(f"{clips[0]} is a video, and others are photos; give them in two runs.")
    return bool(clips)


def tell_clip(row: dict[str, Any]) -> None:
    """What came of one video."""
    frames = f"{row['frames']} frames" + (f", {row['cut']} cut" if row["cut"] else "")
    left = f", {row['skipped']} skipped" if row["skipped"] else ""
    print(f"  {frames}: {row['edited']} edited{left}, {row['lost']} without the face")


def _range(text: str) -> Any:
    """An argparse type."""
    from ganeditor.project.clips.ranges import range_of

    try:
        return range_of(text)
    except EditError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
