"""ganeditor animate drive: the still face of a photo follows the face in a video."""

import argparse
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import animation, options
from ganeditor.errors import UserError
from ganeditor.project.animation import DRIVEN

if TYPE_CHECKING:
    from ganeditor.batch.driving import Stage
    from ganeditor.engine.drive.motion import Recording
    from ganeditor.engine.drive.readout import Vector
    from ganeditor.project.animation.film import Film
    from ganeditor.project.clips.clip import Clip


def add(actions: Any) -> None:
    """The command among those that animate."""
    parser: argparse.ArgumentParser = actions.add_parser(
        "drive",
        help="a photo's face follows the face in a video",
        description="The still face of PHOTO follows how the largest face in VIDEO holds its head, looks, blinks and "
        "speaks, as changes from how that face is at rest. Do this only with people who agree to it.",
    )
    parser.add_argument("photo", type=Path, metavar="PHOTO")
    parser.add_argument("--by", type=Path, required=True, metavar="VIDEO", help="the driver")
    animation.add_output(parser)
    parser.add_argument(
        "--strength", type=options.number(0, 2), default=1.0, metavar="SHARE", help="how far it follows (default 1)"
    )
    parser.add_argument(
        "--only", type=_parts, default=DRIVEN, metavar="PART,...", help=f"what follows, of {', '.join(DRIVEN)}"
    )
    parser.add_argument(
        "--neutral",
        type=options.number(0, 1e6),
        metavar="SECONDS",
        help="when the driver's face is at rest (default: as it is most of the time)",
    )
    parser.add_argument(
        "--frame-time",
        type=options.number(0.005, 60),
        metavar="SECONDS",
        help="(default: the driver's in .mp4 and folders, else 0.08)",
    )
    parser.add_argument("--crop", choices=("portrait", "photo"), default="portrait", help="portrait (default), photo")
    parser.add_argument("--no-sound", action="store_true", help=".mp4: leave the driver's sound out")
    options.add_model(parser)
    options.add_machine(parser)
    parser.set_defaults(run=run, ping_pong=False)


def run(args: argparse.Namespace) -> int:
    from ganeditor.batch.driving import Stage, recorded, times_of
    from ganeditor.engine.drive.motion import Following
    from ganeditor.project.animation.film import Film
    from ganeditor.project.animation.tracks import MAX_FRAMES
    from ganeditor.project.clips.clip import read_clip

    clip = read_clip(args.by)
    film = Film(clip, _step(args, clip), sound=not args.no_sound)
    args.frame_time = float(film.seconds_per_frame)
    animation.check(args)
    times = times_of(clip, film.seconds_per_frame)
    if not _is_film(args) and len(times) > MAX_FRAMES:
        raise UserError(
            f"{len(times)} frames are more than {args.output} can have ({MAX_FRAMES}); "
            f"give a name that ends in .mp4, or a longer --frame-time."
        )
    editor = options.open_editor(args)
    with options.progress_bar(args.by.name) as progress:
        recording = recorded(editor.driver(), clip, progress)
        neutral = recording.neutral(args.neutral)
    changes = recording.changes(neutral, Following(args.only, args.strength), times)
    with options.progress_bar(args.photo.name) as progress:
        photo = options.open_photo(args, editor, args.photo, progress)
        if len(photo.chosen) > 1:
            raise UserError(f"An animation shows one face of {args.photo}; choose it with --face.")
        stage = Stage.of(editor, photo.chosen[0].id, args.crop, args.size, progress)
    _save(args, stage, changes, film)
    _tell(recording)
    return 0


def _save(args: argparse.Namespace, stage: "Stage", changes: "Vector", film: "Film") -> None:
    """The frames of changes as the file that the options ask for."""
    from ganeditor.project.animation.film import save_film

    with options.progress_bar(args.photo.name) as progress:
        if not _is_film(args):
            frames = list(stage.frames(changes, progress))
        else:
            save_film(stage.frames(changes), len(changes), args.output, film, progress, overwrite=args.overwrite)
    if _is_film(args):
        animation.tell(args, len(changes), stage.size_wh, float(len(changes) * film.seconds_per_frame))
    else:
        animation.save(args, frames)


def _is_film(args: argparse.Namespace) -> bool:
    """Whether frames go into their file one by one."""
    return bool(args.output.suffix.lower() == ".mp4")


def _step(args: argparse.Namespace, clip: "Clip") -> Fraction:
    """Seconds from one frame to the next."""
    from ganeditor.project.animation.tracks import Timing

    if args.frame_time is not None:
        return Fraction(args.frame_time).limit_denominator(10**6)
    return 1 / clip.rate if args.output.suffix.lower() in ("", ".mp4") else Fraction(Timing().seconds_per_frame)


def _parts(text: str) -> tuple[str, ...]:
    """An argparse type: some of DRIVEN, with commas between."""
    named = [part.strip() for part in text.split(",") if part.strip()]
    unknown = [part for part in named if part not in DRIVEN]
    if unknown or not named:
        raise argparse.ArgumentTypeError(f"'{', '.join(unknown) or text}' is not one of {', '.join(DRIVEN)}")
    return tuple(named)


def _tell(recording: "Recording") -> None:
    """Where the driver's face was not seen."""
    if recording.lost:
        count = len(recording.reads)
        options.notify(f"{recording.lost} of the driver's {count} frames show no face; the photo's holds still there.")
