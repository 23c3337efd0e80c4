"""ganeditor generate --like: the face in a photo drawn in each class that a model knows."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor.cli import options
from ganeditor.errors import UserError

if TYPE_CHECKING:
    from ganeditor.engine.editor import FaceEditor

NOT_WITH = ("near", "mix", "repair", "label_to")


def add(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("from a photo")
    group.add_argument(
        "--like",
        type=Path,
        metavar="PHOTO",
        help="of a model with classes: a row of the face in PHOTO, of what the model sees in it, and of it in each "
        "class, or in that of --label",
    )
    group.add_argument("--face", metavar="N|all|largest|like:FILE|person:NAME", help="which face, if there are several")
    group.add_argument("--steps", type=options.steps, default=100, metavar="N|auto", help="of the search (100)")
    parser.set_defaults(tune=0)


def drawn(args: argparse.Namespace, editor: "FaceEditor", label: int | None) -> tuple[list[str], Any, Any, Any]:
    """Names, latents and pictures of the chosen faces, each as it was found and in its classes; the sheet of rows."""
    import numpy as np

    from ganeditor.engine.latent.generate import contact_sheet, in_classes, pictures

    for name in NOT_WITH:
        if getattr(args, name) is not None:
            raise UserError(f"--{name.replace('_', '-')} is for random faces, and --like draws that of a photo.")
    model = editor.model
    count = model.generator.mapping.c_dim
    classes = range(count) if label is None else [label]
    names, latents, crops = [], [], []
    with options.progress_bar(args.like.name) as progress:
        photo = options.open_photo(args, editor, args.like, progress)
    for face in photo.chosen:
        ws = editor.inversion(face.id).ws
        latents += [ws[None], in_classes(model, ws, np.eye(count, dtype=np.float32)[list(classes)])]
        crops.append(editor.crop(face.id))
        begin = f"{photo.faces.index(face) + 1}-" if len(photo.chosen) > 1 else ""
        names += [f"{begin}{name}" for name in ("found", *(f"class{one}" for one in classes))]
    told = [model.labels[one] if model.labels else str(one) for one in classes]
    print(f"from left to right: {', '.join(('the photo', 'as the model finds it', *told))}")
    found = np.concatenate(latents)
    images = pictures(model, found)
    each = 1 + len(classes)
    rows = [[crop, *images[each * index : each * (index + 1)]] for index, crop in enumerate(crops)]
    return names, found, images, contact_sheet([picture for row in rows for picture in row], each + 1)
