"""ganeditor swap: the faces in photos become another person's."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import options
from ganeditor.cli.clips import add_clips, queue_for
from ganeditor.cli.edit import made_with, queued
from ganeditor.edits.swap import PARTS, STEPS, USUAL, SwapEdit
from ganeditor.errors import UserError

if TYPE_CHECKING:
    from ganeditor.engine.editor import FaceEditor
    from ganeditor.engine.swap.source import SourceFace

KEPT, SEED = "kept:", "seed:"
"""Before the name of a kept face, and before the number of a random one, in place of a photo."""

LARGEST_SEED = 2**31 - 1


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "swap",
        help="put a person's face on the faces in other photos",
        description="Put the face in SOURCE on the faces in TARGETs: pose, expression, light, hair and what is before "
        "the face stay those of the target. A folder is worked through as a queue that goes on after an error. In a "
        "video the face is followed through all frames; the same command goes on where it was stopped. "
        "Do this only with people who agree to it.",
    )
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="photo with the face that is put on others, kept:NAME for one that was kept, or seed:N for one of nobody, "
        "which the model makes",
    )
    options.add_photos(parser, "TARGET", "photo or video")
    group = parser.add_argument_group("swap")
    group.add_argument(
        "--source-face", metavar="N|largest|like:FILE|person:NAME", help="which face of SOURCE, as in --face"
    )
    group.add_argument("--keep", metavar="NAME", help="keep the face in SOURCE under this name, too")
    group.add_argument("--list-kept", action=_ListKept, help="print the names of the kept faces, and end")
    group.add_argument(
        "--amount", type=options.share, default=1.0, metavar="SHARE", help="0 keeps the person, 1 is the source (1)"
    )
    group.add_argument(
        "--parts",
        type=_parts,
        default=USUAL,
        metavar="PART,...",
        help=f"what comes along, of {', '.join(PARTS)} (default {','.join(USUAL)})",
    )
    group.add_argument("--light", type=options.share, default=1.0, metavar="SHARE", help="how far light is matched (1)")
    group.add_argument("--feather", type=options.share, default=0.5, metavar="SHARE", help="softness of the rim (0.5)")
    group.add_argument(
        "--no-occlusion", dest="occlusion", action="store_false", help="draw over hair, glasses and hands too"
    )
    add_clips(parser)
    options.add_model(parser)
    options.add_machine(parser)
    parser.set_defaults(run=run, steps=STEPS)


def run(args: argparse.Namespace) -> int:
    from ganeditor.batch.job import EditJob, sources_in
    from ganeditor.project.assets import Assets
    from ganeditor.project.kept_faces import keep_face

    sources = sources_in(args.photos, options.notify, clips=True)
    options.check_places(args, len(sources) > 1 or sources[0].folder is not None)
    editor = options.open_editor(args)
    source = _source(args, editor)
    if args.keep:
        options.notify(f"The face is kept; next time, {KEPT}{keep_face(args.keep, source.to_bytes())} is its SOURCE.")
    assets = Assets()
    edit = SwapEdit(assets.add(source.to_bytes()), args.amount, args.parts, args.light, args.feather, args.occlusion)
    editor.assets = assets
    job = EditJob(
        sources,
        (edit,),
        args.face,
        args.output,
        args.overwrite,
        args.strip,
        args.quality,
        options.inversion_settings(args),
    )
    queue = queue_for(args, job, editor)
    return queued(args, queue, made_with(queue, source=args.source))


class _ListKept(argparse.Action):
    """Like --help, it needs nothing else."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_rest: Any) -> None:
        from ganeditor.project.kept_faces import kept_faces

        for name in kept_faces():
            print(name)
        parser.exit()


def _source(args: argparse.Namespace, editor: "FaceEditor") -> "SourceFace":
    """The face that SOURCE names."""
    from ganeditor.batch.sources import kept_source, seed_source
    from ganeditor.project.kept_faces import read_kept

    if args.source.startswith((KEPT, SEED)) and args.source_face:
        raise UserError(f"{args.source} is one face; leave --source-face out.")
    if args.source.startswith(SEED):
        return seed_source(editor, _seed(args.source.removeprefix(SEED)))
    if args.source.startswith(KEPT):
        data = read_kept(args.source.removeprefix(KEPT))
        with options.progress_bar(args.source) as progress:
            watch = lambda step: progress(step.fraction, "Inverting")  # noqa: E731
            return kept_source(editor, data, options.inversion_settings(args), watch)
    return _source_in(args, Path(args.source), editor.sibling())


def _source_in(args: argparse.Namespace, path: Path, editor: "FaceEditor") -> "SourceFace":
    """The face in a photo."""
    from ganeditor.batch.choice import face_choice
    from ganeditor.batch.photo import open_photo
    from ganeditor.engine.faces.detect import LARGEST

    choice = face_choice(args.source_face or LARGEST, editor, options.notify)
    with options.progress_bar(path.name) as progress:
        photo = open_photo(editor, path, choice, options.inversion_settings(args), progress)
    if len(photo.chosen) > 1:
        raise UserError("One face is put on others; choose it with --source-face N.")
    for text in photo.notices:
        options.notify(f"{path.name}: {text}")
    if len(photo.faces) > 1 and not args.source_face:
        options.notify(f"{len(photo.faces)} faces were found in {path}; the largest is taken (--source-face).")
    return editor.source_face(photo.chosen[0].id)


def _seed(text: str) -> int:
    if not text.isdecimal() or int(text) > LARGEST_SEED:
        raise UserError(f"'{SEED}{text}' has no whole number from 0 to {LARGEST_SEED} after the colon; give one.")
    return int(text)


def _parts(text: str) -> tuple[str, ...]:
    """An argparse type: some of PARTS, with commas between."""
    named = [part.strip() for part in text.split(",") if part.strip()]
    unknown = [part for part in named if part not in PARTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"'{unknown[0]}' is not one of {', '.join(PARTS)}")
    return tuple(part for part in PARTS if part in named)
