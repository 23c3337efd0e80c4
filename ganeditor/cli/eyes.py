"""ganeditor eyes: open and close the eyes of a face, turn its gaze, or take its eyes from another photo."""

import argparse
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import group_eyes, options
from ganeditor.edits.eyes import EXEMPLAR, GAZES, SIDES, EyesEdit
from ganeditor.errors import EditError, FaceError, UserError
from ganeditor.likeness import SAME_PERSON
from ganeditor.progress import Progress, part

if TYPE_CHECKING:
    from ganeditor.batch.photo import OpenPhoto
    from ganeditor.engine.editor import FaceEditor
    from ganeditor.engine.eyes.exemplar import Exemplar

BOTH = "both"
GLASSES = "There are glasses over the eyes of face {face} in {where}; they stay, so look at the eyes' rims."


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "eyes",
        help="open or close eyes, turn them, or take them from another photo",
        description="Open or close the eyes of a face and turn its gaze, or take its eyes from another photo of the "
        "person. Without --like, --open and --gaze the eyes are opened, by the model where they are closed; "
        "with --from, every closed eye of a group photo from other photos of these people.",
    )
    parser.add_argument("photo", type=Path, metavar="PHOTO")
    options.add_result(parser, "file, or folder with / at its end; without it NAME_edited, beside the photo")
    group = parser.add_argument_group("eyes")
    group.add_argument("--like", type=Path, metavar="OTHER", help="photo of the same person, whose eyes are taken")
    group.add_argument("--anyone", action="store_true", help="take them from whoever is in OTHER")
    group.add_argument("--eye", choices=(*SIDES, BOTH), default=BOTH, help="as it stands in the picture (both)")
    group.add_argument(
        "--open",
        dest="openness",
        type=options.share,
        metavar="SHARE",
        help="how far: 0 is shut, 1 fully open (1)",
    )
    group.add_argument(
        "--gaze", type=_gaze, default=(0.0, 0.0), metavar="X,Y", help="turn it to the right and up; -1 to 1 each"
    )
    group.add_argument(
        "--looking", choices=GAZES, default=EXEMPLAR, help="eyes from OTHER: as there (exemplar), or turned to the head"
    )
    group.add_argument("--amount", type=options.share, default=1.0, metavar="SHARE", help="of the eyes from OTHER (1)")
    group.add_argument("--feather", type=options.share, default=0.5, metavar="SHARE", help="softness of the rim (0.5)")
    group.add_argument("--light", type=options.share, default=1.0, metavar="SHARE", help="how far light is matched (1)")
    group.add_argument(
        "--painter",
        default="",
        metavar="NAME",
        help="trained network (train exemplar-eyes) that makes eyes from other photos one with the face; else a search",
    )
    group_eyes.add(parser)
    options.add_model(parser)
    options.add_machine(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.painter and not (args.like or args.folder):
        raise UserError("--painter is for eyes from other photos; give one with --like, or a folder with --from.")
    if args.folder and (args.like or args.openness is not None or args.gaze != (0.0, 0.0)):
        raise UserError("--from opens every closed eye of a group photo; leave --like, --open and --gaze away", "eyes")
    return group_eyes.run(args) if args.folder else _run(args)


def _run(args: argparse.Namespace) -> int:
    from ganeditor.batch.job import EditJob, Source
    from ganeditor.batch.targets import Targets
    from ganeditor.project.document import Document, Photo, Set
    from ganeditor.project.export import export_picture, other_format
    from ganeditor.project.render import render

    options.check_places(args, several=False)
    source = Source(args.photo)
    job = EditJob((source,), output=args.output, overwrite=args.overwrite)
    target = Targets(job).next(source)
    editor = options.open_editor(args)
    group_eyes.open_painter(args, editor)
    with options.progress_bar(args.photo.name) as progress:
        photo = options.open_photo(args, editor, args.photo, part(progress, 0, 0.6))
        exemplars = _exemplars(args, editor, photo)
        height, width = photo.picture.pixels.shape[:2]
        document = Document(Photo(str(args.photo), "", width, height))
        for index, face in enumerate(photo.chosen):
            edit = _edit(args, editor, face.id, exemplars)
            share = part(progress, 0.6 + 0.35 * index / len(photo.chosen), 0.6 + 0.35 * (index + 1) / len(photo.chosen))
            _prepare(editor, face.id, edit, share)
            document = document.with_edit(Set(face.id, edit))
        pixels = render(document, photo.picture.pixels, editor)
        lost = export_picture(
            photo.picture.with_pixels(pixels), target, overwrite=args.overwrite, strip=args.strip, quality=args.quality
        )
    rows = [_row(editor, photo, index, pixels, exemplars) for index in range(len(photo.chosen))]
    for text in (*photo.notices, *other_format(args.photo, target), *lost):
        options.notify(text)
    for face, row in zip(photo.chosen, rows, strict=True):
        if editor.wears_glasses(face.id):
            options.notify(GLASSES.format(face=row["face"], where=args.photo.name))
        _print(row)
    print(f"{args.photo} -> {target}")
    if args.report:
        report = {"photo": str(args.photo), "output": str(target), "like": args.like and str(args.like), "faces": rows}
        options.save_json(args.report, report, overwrite=True)
    return 0


def _exemplars(
    args: argparse.Namespace, editor: "FaceEditor", photo: "OpenPhoto"
) -> "dict[str, tuple[str, Exemplar, float]]":
    """For each chosen face the exemplar nearest to it in --like: its asset's SHA-256, itself, and the distance."""
    from ganeditor.engine.faces.identity import distance
    from ganeditor.project.picture import read_picture

    if args.like is None:
        return {}
    other = editor.sibling()
    faces = other.set_photo(read_picture(args.like).pixels)
    if not faces:
        raise FaceError(f"No face was found in {args.like}; take a photo in which the person looks at the camera.")
    taken: dict[str, tuple[str, Exemplar, float]] = {}
    assets = dict(editor.assets)
    for face in photo.chosen:
        far = [distance(editor.descriptor(face.id), other.descriptor(one.id)) for one in faces]
        nearest = min(range(len(faces)), key=far.__getitem__)
        if far[nearest] >= SAME_PERSON and not args.anyone:
            raise UserError(
                f"Nobody in {args.like} looks like face {photo.faces.index(face) + 1} in {args.photo}: the nearest is "
                f"at a distance of {far[nearest]:.2f}, and one person's pictures are below {SAME_PERSON}",
                "--anyone takes these eyes all the same",
            )
        exemplar = other.exemplar(faces[nearest].id)
        data = exemplar.to_bytes()
        name = hashlib.sha256(data).hexdigest()
        assets[name] = data
        taken[face.id] = name, exemplar, far[nearest]
    editor.assets = assets
    return taken


def _edit(
    args: argparse.Namespace, editor: "FaceEditor", face: str, exemplars: "dict[str, tuple[str, Exemplar, float]]"
) -> EyesEdit:
    from ganeditor.engine.eyes.lids import change_to

    sides = SIDES if args.eye == BOTH else (args.eye,)
    name = exemplars[face][0] if face in exemplars else ""
    openness = args.openness
    if openness is None and not name and args.gaze == (0.0, 0.0):
        openness = 1.0
    # With eyes from another photo, these are what is opened or closed.
    eyes = exemplars[face][1].eyes if name else editor.eyes(face)
    lids = [
        change_to(openness, eye.ratio) if openness is not None and side in sides else 0.0
        for side, eye in zip(SIDES, eyes, strict=True)
    ]
    x, y = args.gaze
    shares = args.amount, args.feather, args.light
    return EyesEdit(lids[0], lids[1], x, y, name, sides, *shares, args.looking, args.painter)


def _prepare(editor: "FaceEditor", face: str, edit: EyesEdit, progress: Progress) -> None:
    def watch(step: Any) -> None:
        progress(step.fraction, "Fitting the eyes")

    editor.prepare(face, [edit], watch)


def _row(
    editor: "FaceEditor",
    photo: "OpenPhoto",
    index: int,
    pixels: Any,
    exemplars: "dict[str, tuple[str, Exemplar, float]]",
) -> dict[str, Any]:
    """What came of one face, as plain values."""
    from ganeditor.engine.tensors import rgb8

    face = photo.chosen[index]
    before, after = editor.eyes(face.id), editor.eyes_in(face.id, rgb8(pixels))
    row = {
        "face": photo.faces.index(face) + 1,
        "id": face.id,
        "eyes": {
            side: {"before": [old.state, round(old.ratio, 3)], "after": [new.state, round(new.ratio, 3)]}
            for side, old, new in zip(SIDES, before, after, strict=True)
        },
        "distance": round(editor.identity_distance(face.id, pixels), 3),
    }
    return row | ({"exemplar_distance": round(exemplars[face.id][2], 3)} if face.id in exemplars else {})


def _print(row: dict[str, Any]) -> None:
    eyes = ", ".join(
        f"{side} eye {old[0]} {old[1]:.2f} → {new[0]} {new[1]:.2f}"
        for side, (old, new) in ((side, (eye["before"], eye["after"])) for side, eye in row["eyes"].items())
    )
    taken = f"; eyes from a face at a distance of {row['exemplar_distance']:.2f}" if "exemplar_distance" in row else ""
    print(f"  {row['face']:>2}  {eyes}; distance to the photo {row['distance']:.2f}{taken}")


def _gaze(text: str) -> tuple[float, float]:
    """An argparse type: X,Y."""
    try:
        edit = EyesEdit.parse("gaze_x={},gaze_y={}".format(*text.split(",")))
    except (EditError, IndexError):
        raise argparse.ArgumentTypeError(f"'{text}' is not X,Y with -1 to 1 each, such as 0.3,0") from None
    return edit.gaze_x, edit.gaze_y
