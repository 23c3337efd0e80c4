"""What the commands that animate share: the options of their output, the cut, and how frames become a file."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import options
from ganeditor.errors import UserError

if TYPE_CHECKING:
    from ganeditor.project.animation.tracks import Frame


def add_output(parser: argparse.ArgumentParser) -> None:
    """Where the animation goes, how it plays and how large it is."""
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT", help=".gif .webp .apng .mp4 or a folder"
    )
    parser.add_argument("--overwrite", action="store_true")
    parser.add_argument("--no-loop", action="store_true", help="play once")
    parser.add_argument("--no-dither", action="store_true", help="GIF: flat colours instead of dots")
    parser.add_argument(
        "--size", type=options.whole(16, 8192), default=512, metavar="PX", help="longest side (default 512)"
    )


def check(args: argparse.Namespace) -> None:
    """What can be wrong is said before the work is done."""
    from ganeditor.project.animation.files import exporter_for

    if not 0.005 <= args.frame_time <= 60:
        raise UserError(f"A frame time of {args.frame_time:g} s is out of range; give 0.005 to 60 seconds.")
    if args.output.suffix:
        exporter_for(args.output)
        if args.output.exists() and not args.overwrite:
            raise UserError(f"{args.output} is there already; give another name, or --overwrite to replace it.")


def cut(pixels: Any, face: Any, crop: str) -> "Frame":
    from ganeditor.engine.tensors import rgb8
    from ganeditor.project.animation.frames import portrait_box

    x0, y0, x1, y1 = (0, 0, pixels.shape[1], pixels.shape[0])
    if crop == "portrait":
        x0, y0, x1, y1 = portrait_box(face.box_xyxy, pixels.shape[1], pixels.shape[0])
    shown: Frame = rgb8(pixels[y0:y1, x0:x1])
    return shown


def save(args: argparse.Namespace, frames: list["Frame"]) -> None:
    """frames as the file that the options ask for."""
    from ganeditor.project.animation.files import AnimationOptions, real_seconds, rounded, save_animation
    from ganeditor.project.animation.tracks import Timing, playing_order

    timing = Timing(args.frame_time, args.ping_pong, not args.no_loop)
    with options.progress_bar("saving") as progress:
        save_animation(
            frames, args.output, AnimationOptions(timing, not args.no_dither), progress, overwrite=args.overwrite
        )
    count, seconds = len(playing_order(len(frames), args.ping_pong)), real_seconds(args.frame_time, args.output.suffix)
    if notice := rounded(args.frame_time, args.output.suffix):
        options.notify(notice)
    tell(args, count, (frames[0].shape[1], frames[0].shape[0]), count * seconds)


def tell(args: argparse.Namespace, count: int, size_wh: tuple[int, int], seconds: float) -> None:
    """What was saved."""
    print(f"{args.output}: {count} frames, {size_wh[0]}×{size_wh[1]}, {seconds:.1f} s")
