"""ganeditor animate: ageing, sweeps, walks through the latent space, and morphs, as GIF, WebP, APNG, MP4 or PNGs."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import options
from ganeditor.edits.attributes import checked_amount
from ganeditor.edits.latent import LatentEdit
from ganeditor.errors import UserError
from ganeditor.project.animation import CROPS

if TYPE_CHECKING:
    from ganeditor.project.animation.tracks import Frame


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "animate", help="make an animation", description="Make an animation; the output's suffix chooses the kind."
    )
    actions = parser.add_subparsers(metavar="KIND", required=True)
    age = _kind(actions, "age", "a face growing older or younger", run_age, crop=True)
    age.add_argument("photo", type=Path, metavar="PHOTO")
    age.add_argument("--from", dest="start", type=float, default=20, metavar="YEARS")
    age.add_argument("--to", dest="end", type=float, default=80, metavar="YEARS")
    age.add_argument("--label", action="store_true", help="write the age into each frame")
    options.add_hair(age)
    sweep = _kind(actions, "sweep", "one attribute from one value to another", run_sweep, crop=True)
    sweep.add_argument("photo", type=Path, metavar="PHOTO")
    sweep.add_argument("--attribute", default="smile", metavar="NAME")
    sweep.add_argument("--from", dest="start", type=float, default=-2, metavar="CHANGE")
    sweep.add_argument("--to", dest="end", type=float, default=2, metavar="CHANGE")
    for command in (age, sweep):
        command.add_argument("--keep", default="", metavar="NAME,...", help="attributes to hold still")
        command.add_argument("--plot", type=Path, metavar="FILE.png", help="chart of the identity distance")
        command.add_argument("--report", type=Path, metavar="FILE.json", help="identity distance of each frame")
    walk = _kind(actions, "walk", "a closed walk past random faces", run_walk, frames=96)
    walk.add_argument("--faces", type=options.whole(2, 1000), default=6, metavar="K", help="how many (default 6)")
    walk.add_argument("--psi", type=float, default=0.7, help="truncation: 0 the mean face, 1 anything (default 0.7)")
    walk.add_argument("--label", type=options.whole(0, 100_000), metavar="N", help="class, for models with classes")
    morph = _kind(actions, "morph", "one photo's face into another's", run_morph)
    morph.add_argument("photo", type=Path, metavar="A")
    morph.add_argument("other", type=Path, metavar="B")


def _kind(
    actions: Any, name: str, what: str, run: Any, frames: int = 24, crop: bool = False
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=what, description=f"Animate {what}.")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT", help=".gif .webp .apng .mp4 or a folder"
    )
    parser.add_argument("--overwrite", action="store_true")
    parser.add_argument(
        "--frames", type=options.whole(2, 2000), default=frames, metavar="N", help=f"(default {frames})"
    )
    parser.add_argument("--frame-time", type=float, default=0.08, metavar="SECONDS", help="(default 0.08)")
    parser.add_argument("--ease", default="linear", help="linear (default) or smooth")
    parser.add_argument("--ping-pong", action="store_true", help="forth and back")
    parser.add_argument("--no-loop", action="store_true", help="play once")
    parser.add_argument("--no-dither", action="store_true", help="GIF: flat colours instead of dots")
    parser.add_argument(
        "--size", type=options.whole(16, 8192), default=512, metavar="PX", help="longest side (default 512)"
    )
    if crop:
        parser.add_argument(
            "--crop", choices=CROPS, default="portrait", help="portrait (default), photo, or the aligned face alone"
        )
    options.add_model(parser)
    options.add_machine(parser)
    parser.set_defaults(run=run)
    return parser


def run_age(args: argparse.Namespace) -> int:
    from ganeditor.project.animation.tracks import age_changes, sweep

    def changes(age: float) -> list[float]:
        return age_changes(age, args.start, args.end, args.frames, args.ease)

    ages = sweep(args.start, args.end, args.frames, args.ease)
    for value in (args.start, args.end):
        if not 1 <= value <= 80:
            raise UserError(f"An age of {value:g} is out of range; give 1 to 80 years.")
    edit = LatentEdit(hair_greys=args.hair_greys)
    return _run_attribute(args, "age", changes, [f"{age:.0f}" for age in ages], edit, written=args.label)


def run_sweep(args: argparse.Namespace) -> int:
    from ganeditor.project.animation.tracks import sweep

    values = sweep(args.start, args.end, args.frames, args.ease)
    labels = [f"{value:+.1f}" for value in values]
    return _run_attribute(args, args.attribute, lambda _age: values, labels, LatentEdit())


def _run_attribute(
    args: argparse.Namespace, name: str, changes: Any, labels: list[str], edit: LatentEdit, written: bool = False
) -> int:
    from ganeditor.batch.photo import edited_pixels
    from ganeditor.project.animation.frames import sized
    from ganeditor.project.animation.tracks import labelled

    _check(args)
    editor = options.open_editor(args)
    latents = editor.model.latents
    name = checked_amount(name, 0, latents.editable)[0]
    edit = replace(edit, keep=options.kept(args, latents))
    with options.progress_bar(args.photo.name) as progress:
        photo = options.open_photo(args, editor, args.photo, progress)
        if len(photo.chosen) > 1:
            raise UserError(f"An animation shows one face of {args.photo}; choose it with --face.")
        face = photo.chosen[0]
        readings = editor.readings(face.id)
        values = changes(readings["age"].natural if "age" in readings else 0.0)
        for value in values:
            checked_amount(name, value, latents.editable)
        frames: list[Frame] = []
        distances: list[float] = []
        for index, value in enumerate(values):
            progress(index / len(values), "Frames")
            operations = [edit.with_amount(name, value)]
            pixels = edited_pixels(editor, photo, operations)
            distances.append(editor.identity_distance(face.id, pixels))
            shown = editor.aligned(face.id, pixels) if args.crop == "face" else _cut(pixels, face, args.crop)
            frames.append(sized(shown, args.size))
    if written:
        frames = [labelled(frame, label) for frame, label in zip(frames, labels, strict=True)]
    _save(args, frames)
    _tell(args, distances, labels)
    return 0


def run_walk(args: argparse.Namespace) -> int:
    _check(args)
    editor = options.open_editor(args)
    from ganeditor.engine.latent.generate import blended_label, pictures, random_ws
    from ganeditor.engine.latent.walk import closed_walk
    from ganeditor.project.animation.frames import sized

    seeds = [args.seed + index for index in range(args.faces)]
    keys = random_ws(editor.model, seeds, args.psi, label=blended_label(editor.model, args.label))
    with options.progress_bar("walk") as progress:
        made = pictures(editor.model, closed_walk(keys, args.frames), progress)
    _save(args, [sized(image, args.size) for image in made])
    return 0


def run_morph(args: argparse.Namespace) -> int:
    _check(args)
    editor = options.open_editor(args)
    from ganeditor.engine.morph import morph
    from ganeditor.project.animation.tracks import shares

    ends = []
    for path, one in ((args.photo, editor), (args.other, editor.sibling())):
        with options.progress_bar(path.name) as progress:
            photo = options.open_photo(args, one, path, progress)
        ends.append((one, photo.chosen[0].id))
    _save(args, morph(ends[0], ends[1], shares(args.frames, args.ease), args.size))
    return 0


def _check(args: argparse.Namespace) -> None:
    """What can be wrong is said before the work is done."""
    from ganeditor.project.animation.files import exporter_for

    if not 0.005 <= args.frame_time <= 60:
        raise UserError(f"A frame time of {args.frame_time:g} s is out of range; give 0.005 to 60 seconds.")
    if args.output.suffix:
        exporter_for(args.output)
        if args.output.exists() and not args.overwrite:
            raise UserError(f"{args.output} is there already; give another name, or --overwrite to replace it.")


def _cut(pixels: Any, face: Any, crop: str) -> "Frame":
    from ganeditor.engine.tensors import rgb8
    from ganeditor.project.animation.frames import portrait_box

    x0, y0, x1, y1 = (0, 0, pixels.shape[1], pixels.shape[0])
    if crop == "portrait":
        x0, y0, x1, y1 = portrait_box(face.box_xyxy, pixels.shape[1], pixels.shape[0])
    shown: Frame = rgb8(pixels[y0:y1, x0:x1])
    return shown


def _save(args: argparse.Namespace, frames: list["Frame"]) -> None:
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
    print(f"{args.output}: {count} frames, {frames[0].shape[1]}×{frames[0].shape[0]}, {count * seconds:.1f} s")


def _tell(args: argparse.Namespace, distances: list[float], labels: list[str]) -> None:
    """How much each frame still looks like the person."""
    from ganeditor.files import atomic_write
    from ganeditor.likeness import SAME_PERSON
    from ganeditor.project.animation.tracks import identity_plot

    beyond = [label for label, distance in zip(labels, distances, strict=True) if distance >= SAME_PERSON]
    if beyond:
        options.notify(
            f"{len(beyond)} of {len(labels)} frames may no longer look like the person ({', '.join(beyond)})."
        )
    if args.plot:
        chart = identity_plot(distances, labels, SAME_PERSON)
        atomic_write(args.plot, lambda path: chart.save(path), overwrite=args.overwrite)
    if args.report:
        rows = [
            {"frame": index, "value": label, "identity_distance": distance, "same_person": distance < SAME_PERSON}
            for index, (label, distance) in enumerate(zip(labels, distances, strict=True), 1)
        ]
        options.save_json(args.report, rows, overwrite=True)
