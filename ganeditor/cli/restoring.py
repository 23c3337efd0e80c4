"""What `ganeditor enhance` knows of restoring faces."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import options
from ganeditor.edits.restore import AREAS, HEAD, RestoreEdit
from ganeditor.errors import EditError, UserError
from ganeditor.likeness import SAME_PERSON

if TYPE_CHECKING:
    from ganeditor.batch.job import Source
    from ganeditor.batch.references import Reference
    from ganeditor.engine.editor import FaceEditor


def add(parser: argparse.ArgumentParser) -> None:
    """--restore and what goes with it."""
    group = parser.add_argument_group("restoring faces")
    group.add_argument(
        "--restore",
        type=_fidelity,
        nargs="?",
        const=RestoreEdit(amount=1.0),
        metavar="FIDELITY",
        help="draw blurred, small, noisy or JPEG-broken faces anew: 0 is a likely face, 1 this photo (default "
        f"{RestoreEdit.fidelity}); without --scale and --size the photo keeps its size",
    )
    group.add_argument(
        "--face",
        metavar="N|near|all|largest|like:FILE|person:NAME",
        help="which face: all that are not tiny (near, the default), or as in edit",
    )
    group.add_argument(
        "--like",
        nargs="+",
        default=[],
        type=Path,
        metavar="PHOTO",
        help="other, sharper photos of the person, or folders in which to look for the person; the best 4 have a say",
    )
    group.add_argument("--area", choices=AREAS, default=HEAD, help="head (default), or the face alone")


def edit(args: argparse.Namespace, editor: "FaceEditor", sources: "tuple[Source, ...]") -> RestoreEdit:
    """The restoring that was asked for; its references become the editor's assets."""
    from dataclasses import replace

    chosen: RestoreEdit = replace(args.restore, area=args.area)
    return replace(chosen, references=_references(args, editor, sources)) if args.like else chosen


def _references(args: argparse.Namespace, editor: "FaceEditor", sources: "tuple[Source, ...]") -> tuple[str, ...]:
    from ganeditor.batch.choice import face_choice
    from ganeditor.batch.job import sources_in
    from ganeditor.batch.references import best_references
    from ganeditor.engine.faces.detect import NEAR
    from ganeditor.project.assets import Assets
    from ganeditor.project.picture import read_picture

    if len(sources) > 1:
        raise UserError("--like is about one person; give one photo to restore.")
    (path,), other = (source.path for source in sources), editor.sibling()
    others = [source for source in sources_in(args.like, options.notify) if source.path.resolve() != path.resolve()]
    choice = face_choice(args.face or NEAR, editor, options.notify)
    with options.progress_bar(path.name) as progress:
        faces = choice.among(other.set_photo(read_picture(path).pixels), other, str(path))
        if len(faces) > 1:
            raise UserError("--like is about one person; choose the face with --face N.")
        found, failed = best_references(editor, other.descriptor(faces[0].id), others, progress)
    for text in (*failed, *map(_told, found)):
        options.notify(text)
    assets = Assets()
    names = tuple(assets.add(row.asset) for row in found)
    editor.assets = assets
    return names


def _told(reference: "Reference") -> str:
    doubt = "" if reference.distance < SAME_PERSON else f", and one person's photos are below {SAME_PERSON}"
    return f"{reference.name} has a say: distance {reference.distance:.2f}{doubt}."


def _fidelity(text: str) -> Any:
    """An argparse type."""
    try:
        return RestoreEdit.parse(text)
    except EditError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
