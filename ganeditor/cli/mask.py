"""ganeditor mask: a face's mask, and the face changed to a painted one."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import options
from ganeditor.edits.mask import STRONGEST, WEAKEST
from ganeditor.errors import UserError
from ganeditor.segments import SEGMENTS

if TYPE_CHECKING:
    from ganeditor.batch.photo import OpenPhoto
    from ganeditor.engine.editor import FaceEditor
    from ganeditor.engine.latent.painted import Painted, PaintingSettings, PaintingStep


def add(subparsers: Any) -> None:
    colours = ", ".join(f"#{bytes(row.colour).hex()} {row.name}" for row in SEGMENTS)
    parser = subparsers.add_parser(
        "mask",
        help="change a face by painting its mask",
        description="Write the mask of a face as a picture, paint on that, and have the face changed to it.",
        epilog="The mask is a PNG of the aligned face, with as many pixels as the model's picture has, up to 256, and "
        f"a colour for each class: {colours}; #ff00ff, or transparent, is anything. left and right are the picture's. "
        "Paint with a hard brush: any other colour is refused.",
    )
    parser.add_argument("photo", type=Path, metavar="PHOTO")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--show", type=Path, metavar="MASK.png", help="write the face's mask")
    what.add_argument("--to", type=Path, metavar="PAINTED.png", help="change the face so that it has this mask")
    what.add_argument(
        "--along", metavar="NAME", help="change the face along a direction, such as one kept with --keep, fitted to it"
    )
    parser.add_argument("--keep", default="", metavar="NAME", help="keep the change as a direction for all photos")
    parser.add_argument(
        "--strength",
        type=options.number(WEAKEST, STRONGEST),
        default=1.0,
        metavar="S",
        help="of the change (default 1; 0 changes nothing)",
    )
    parser.add_argument("--search-steps", type=options.whole(1, 1000), metavar="N", help="of the search (default 40)")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="file to write (default: PHOTO_edited)")
    parser.add_argument("--overwrite", action="store_true", help="replace files and directions that are there")
    options.add_model(parser)
    options.add_machine(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ganeditor.checkpoints.packs.directions import check_name
    from ganeditor.files import write_whole
    from ganeditor.project.masks import mask_bytes, read_mask_file

    editor = options.open_editor(args)
    if args.keep:
        check_name(editor.model, args.keep, args.overwrite)
    read = read_mask_file(args.to, editor.mask_side) if args.to else None
    with options.progress_bar(args.photo.name) as progress:
        photo = options.open_photo(args, editor, args.photo, progress)
    if len(photo.chosen) > 1:
        raise UserError("A mask belongs to one face; choose it with --face N.")
    (face,) = photo.chosen
    if args.show:
        write_whole(args.show, mask_bytes(editor.segments(face.id)), args.overwrite)
        print(f"{args.photo} -> {args.show}")
        return 0
    painted, start = (read, None) if read is not None else editor.along(face.id, args.along)
    with options.progress_bar("Searching") as progress:

        def watch(step: "PaintingStep") -> None:
            progress(step.fraction, f"Searching, {step.agreement:.0%}")

        found = editor.paint(face.id, painted, _settings(args), watch, start)
    print(f"{args.photo}: {found.agreement:.0%} as painted, after {found.steps} steps in {found.seconds:.1f} s")
    _write(args, editor, photo, found)
    if args.keep:
        print(f"{args.keep}: {_keep(args, editor, found)}")
    return 0


def _settings(args: argparse.Namespace) -> "PaintingSettings":
    from ganeditor.engine.latent.painted import PaintingSettings

    return PaintingSettings(steps=args.search_steps) if args.search_steps else PaintingSettings()


def _write(args: argparse.Namespace, editor: "FaceEditor", photo: "OpenPhoto", found: "Painted") -> None:
    from ganeditor.batch.photo import edited_pixels
    from ganeditor.edits.mask import MaskEdit
    from ganeditor.engine.latent.painted import painted_bytes
    from ganeditor.project.assets import Assets
    from ganeditor.project.export import edited_path, export_picture, other_format

    assets = Assets()
    editor.assets = assets
    edit = MaskEdit(assets.add(painted_bytes(found)), strength=args.strength)
    pixels = edited_pixels(editor, photo, [edit])
    target = args.output or edited_path(args.photo)
    lost = export_picture(photo.picture.with_pixels(pixels), target, overwrite=args.overwrite)
    for text in (*photo.notices, *other_format(args.photo, target), *lost):
        options.notify(text)
    print(f"{args.photo} -> {target}")


def _keep(args: argparse.Namespace, editor: "FaceEditor", found: "Painted") -> Path:
    from ganeditor.checkpoints.packs.directions import keep, made_for

    source = f"{args.along} fitted to {args.photo.name}" if args.along else f"mask painted for {args.photo.name}"
    direction = made_for(editor.model, args.keep, found.step, 1.0, source)
    return keep(editor.model, direction, overwrite=args.overwrite)
