"""ganeditor animate: ageing, sweeps, walks through the latent space, morphs, and faces that follow a driver."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import animation, drive, options
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
    drive.add(actions)


def _kind(
    actions: Any, name: str, what: str, run: Any, frames: int = 24, crop: bool = False
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=what, description=f"Animate {what}.")
    animation.add_output(parser)
    parser.add_argument(
        "--frames", type=options.whole(2, 2000), default=frames, metavar="N", help=f"(default {frames})"
    )
    parser.add_argument("--frame-time", type=float, default=0.08, metavar="SECONDS", help="(default 0.08)")
    parser.add_argument("--ease", default="linear", help="linear (default) or smooth")
    parser.add_argument("--ping-pong", action="store_true", help="forth and back")
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

    animation.check(args)
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
            shown = editor.aligned(face.id, pixels) if args.crop == "face" else animation.cut(pixels, face, args.crop)
            frames.append(sized(shown, args.size))
    if written:
        frames = [labelled(frame, label) for frame, label in zip(frames, labels, strict=True)]
    animation.save(args, frames)
    _tell(args, distances, labels)
    return 0


def run_walk(args: argparse.Namespace) -> int:
    animation.check(args)
    editor = options.open_editor(args)
    from ganeditor.engine.latent.generate import blended_label, pictures, random_ws
    from ganeditor.engine.latent.walk import closed_walk
    from ganeditor.project.animation.frames import sized

    seeds = [args.seed + index for index in range(args.faces)]
    keys = random_ws(editor.model, seeds, args.psi, label=blended_label(editor.model, args.label))
    with options.progress_bar("walk") as progress:
        made = pictures(editor.model, closed_walk(keys, args.frames), progress)
    animation.save(args, [sized(image, args.size) for image in made])
    return 0


def run_morph(args: argparse.Namespace) -> int:
    animation.check(args)
    editor = options.open_editor(args)
    from ganeditor.engine.morph import morph
    from ganeditor.project.animation.tracks import shares

    ends = []
    for path, one in ((args.photo, editor), (args.other, editor.sibling())):
        with options.progress_bar(path.name) as progress:
            photo = options.open_photo(args, one, path, progress)
        ends.append((one, photo.chosen[0].id))
    animation.save(args, morph(ends[0], ends[1], shares(args.frames, args.ease), args.size))
    return 0


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
