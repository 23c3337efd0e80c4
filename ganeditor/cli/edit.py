"""ganeditor edit: change the faces in photos, one or a whole folder."""

import argparse
import time
from pathlib import Path
from typing import Any

from ganeditor.cli import options
from ganeditor.edits.latent import LatentEdit
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
        type=Path,
        metavar="OUT",
        help="file for one photo, folder for several; without it NAME_edited, beside the photo or the folder",
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
    queue = options.photos_in(args.photos)
    several = len(queue) > 1 or args.photos[0].is_dir()
    _check_places(args, several)
    editor = options.open_editor(args)
    options.use_directions(args, editor)
    latents = editor.model.latents
    edit = options.edit_for(args, latents.editable, latents.keepable, editor.model.generator.num_ws)
    rows = [_row(args, editor, edit, root, path, several) for root, path in queue]
    if args.report:
        report = {"model": editor.model.name, "version": editor.model.version, "edits": edit.to_json(), "photos": rows}
        options.save_json(args.report, report, overwrite=True)
    failed = [row for row in rows if row["status"] == "failed"]
    if several:
        print(f"{len(rows) - len(failed)} of {len(rows)} photos done" + (", the rest failed:" if failed else "."))
        for row in failed:
            print(f"  {row['error']}")
    return 1 if failed else 0


def _check_places(args: argparse.Namespace, several: bool) -> None:
    """Say what is wrong with the places to write to before any work is done."""
    output = args.output
    taken = output is not None and (output.exists() or output.is_symlink())
    if taken and not several and not args.overwrite and not output.is_dir():
        raise UserError(f"{output} is there already; give another name, or --overwrite to replace it.")
    if output is not None and several and output.exists() and not output.is_dir():
        raise UserError(f"{output} is a file, and several photos need a folder; give a folder with -o.")
    if args.report is not None and not args.report.absolute().parent.is_dir():
        raise UserError(f"The folder {args.report.absolute().parent} for the report is not there; make it first.")


def _row(
    args: argparse.Namespace, editor: Any, edit: LatentEdit, root: Path | None, path: Path, several: bool
) -> dict[str, Any]:
    """Edit one photo; in a queue an error becomes a row, alone it ends the command."""
    started = time.monotonic()
    try:
        row = {"status": "done", **_edit(args, editor, edit, root, path, several)}
    except UserError as error:
        if not several:
            raise
        row = {"status": "failed", "error": error.for_command}
    return {"source": str(path), **row, "seconds": round(time.monotonic() - started, 2)}


def _edit(
    args: argparse.Namespace, editor: Any, edit: LatentEdit, root: Path | None, path: Path, several: bool
) -> dict[str, Any]:
    from ganeditor.cli import workflow
    from ganeditor.project.export import export_picture

    target = _target(args, root, path, several)
    with options.progress_bar(path.name) as progress:
        photo = workflow.open_photo(editor, path, args.face, options.inversion_settings(args), progress)
        progress(0.95, "Pasting back")
        pixels = workflow.edited_pixels(editor, photo, edit)
        target.parent.mkdir(parents=True, exist_ok=True)
        edited = photo.picture.with_pixels(pixels)
        notices = export_picture(edited, target, overwrite=args.overwrite, strip=args.strip, quality=args.quality)
    faces = [workflow.face_report(editor, photo, face, pixels) for face in photo.chosen]
    warnings = [text for face in faces for text in workflow.warnings_for(face, path.name)]
    for text in (*photo.picture.notices, *notices, *warnings):
        options.notify(text)
    print(f"{path} -> {target}")
    return {"output": str(target), "faces_found": len(photo.faces), "faces": faces, "warnings": warnings}


def _target(args: argparse.Namespace, root: Path | None, path: Path, several: bool) -> Path:
    from ganeditor.project.export import edited_path

    output: Path | None = args.output
    if root is not None:
        # Beside the folder, not in it: a second run must not find the first one's results.
        target = (output or root.with_name(f"{root.resolve().name}_edited")) / path.relative_to(root)
    elif output is None:
        return edited_path(path)
    elif several:
        target = output / path.name
    else:
        return edited_path(path, output) if output.is_dir() else output
    return edited_path(path, target.parent) if target.exists() and not args.overwrite else target
