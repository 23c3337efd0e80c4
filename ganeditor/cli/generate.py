"""ganeditor generate: random faces, their styles mixed, and their neighbours."""

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor import paths
from ganeditor.cli import options, photo_classes, said
from ganeditor.errors import UserError

if TYPE_CHECKING:
    from ganeditor.engine.editor import FaceEditor
    from ganeditor.engine.latent.realism import Judge

Made = tuple[list[str], Any, Any, Any, Any]
"""Names, latents, pictures and scores of faces, and the sheet of all."""

TABLE = "faces.json"  # in a folder of faces, their scores


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "generate",
        help="make faces that never were",
        description="Make random faces; a seed always gives the same one. OUT is a contact sheet (.png, .jpg …) or a "
        "folder, which gets a picture and the latents (.npy) of each face.",
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT")
    parser.add_argument("--overwrite", action="store_true")
    parser.add_argument("--count", type=options.whole(1, 10_000), default=16, metavar="N", help="faces (default 16)")
    parser.add_argument("--seed", type=options.whole(0, 2**31), default=0, metavar="N", help="of the first face")
    parser.add_argument("--psi", type=float, default=0.7, help="truncation: 0 the mean face, 1 anything (default 0.7)")
    parser.add_argument("--cutoff", type=options.whole(0, 64), metavar="N", help="truncate only the first N layers")
    parser.add_argument("--near", type=options.whole(0, 2**31), metavar="SEED", help="neighbours of this face")
    parser.add_argument("--distance", type=float, default=0.3, help="of the neighbours (default 0.3)")
    parser.add_argument("--mix", type=options.whole(0, 2**31), metavar="SEED", help="take styles of this face")
    parser.add_argument("--mix-layers", default="coarse", metavar="LAYERS", help="coarse, middle, fine or numbers")
    parser.add_argument("--amount", type=float, default=1.0, help="of the mixing, 0 to 1")
    parser.add_argument("--hide-worst", type=float, default=0, metavar="PERCENT", help="leave out the least plausible")
    parser.add_argument(
        "--repair",
        type=float,
        metavar="SCORE",
        help="pull faces to this realism, as a folder of faces has it in faces.json",
    )
    parser.add_argument("--label", metavar="CLASS", help="its name or number, for models that know classes")
    parser.add_argument("--label-to", metavar="CLASS", help="second class to blend in")
    parser.add_argument("--blend", type=float, default=0.5, help="share of the second class (default 0.5)")
    said.add(parser)
    parser.add_argument("--model", default=paths.DEFAULT_MODEL)
    photo_classes.add(parser)
    options.add_machine(parser)
    parser.set_defaults(run=run, perceptual="efficientnet", no_cache=True)


def run(args: argparse.Namespace) -> int:
    from ganeditor.project.export import EXPORTERS

    for option, most in (("psi", 2), ("amount", 1), ("blend", 1), ("hide_worst", 99)):
        value = getattr(args, option)
        if not 0 <= value <= most:
            raise UserError(f"--{option.replace('_', '-')} is {value:g} and takes 0 to {most}; give such a value.")
    if args.output.suffix and args.output.suffix.lower() not in EXPORTERS:
        raise UserError(f"{args.output} is no picture's name; end it with one of {', '.join(EXPORTERS)}, or with none.")
    target = args.output if args.output.suffix else args.output / TABLE
    if target.exists() and not args.overwrite:
        raise UserError(f"{target} is there already; give another name, or --overwrite to replace it.")
    editor = options.open_editor(args)
    from ganeditor.engine.latent.realism import Judge

    judge = Judge(editor.model)
    names, ws, images, scores, sheet = (_of_photo if args.like else _random)(args, editor, judge)
    if args.output.suffix:
        _save_sheet(args, sheet)
    else:
        _save_folder(args, images, ws, names, [float(score) for score in scores])
    for name, score in zip(names, scores, strict=True):
        # Minus a distance to the prior ranks faces, but says nothing of one of them.
        print(f"{name}  realism {score:.2f}" if editor.model.discriminator else name)
    print(f"{len(names)} faces -> {args.output}")
    return 0


def _of_photo(args: argparse.Namespace, editor: "FaceEditor", judge: "Judge") -> Made:
    names, ws, images, sheet = photo_classes.drawn(args, editor, _class(editor.model, args.label))
    return names, ws, images, judge.scores(ws, images), sheet


def _random(args: argparse.Namespace, editor: "FaceEditor", judge: "Judge") -> Made:
    from ganeditor.engine.latent.generate import contact_sheet, pictures

    ws, names = _latents(args, editor.model, judge)
    with options.progress_bar("generate") as progress:
        images = pictures(editor.model, ws, progress)
    scores = judge.scores(ws, images)
    kept = sorted(range(len(ws)), key=lambda index: -scores[index])
    kept = sorted(kept[: max(1, round(len(ws) * (1 - args.hide_worst / 100)))])
    return [names[index] for index in kept], ws[kept], images[kept], scores[kept], contact_sheet(list(images[kept]))


def _latents(args: argparse.Namespace, model: Any, judge: "Judge") -> tuple[Any, list[str]]:
    import numpy as np

    from ganeditor.engine.latent.generate import blended_label, random_ws
    from ganeditor.engine.latent.styles import layers_of, mixed, neighbours
    from ganeditor.engine.latent.wishes import wished_ws

    seeds = [args.seed + index for index in range(args.count)]
    names = [f"seed{seed}" for seed in seeds]
    first, second = (_class(model, text) for text in (args.label, args.label_to))
    label = blended_label(model, first, second, args.blend if second is not None else 0.0)
    drawn = partial(random_ws, model, truncation_psi=args.psi, truncation_cutoff=args.cutoff, label=label)
    if args.say:
        moves = said.moves_of(args, model, model.latents.editable)
        with options.progress_bar("wish") as progress:
            ws = wished_ws(model, moves, seeds, drawn, progress)
    elif args.near is None:
        ws = drawn(seeds)
    else:
        base = drawn([args.near])[0]
        ws = neighbours(model, base, args.count, args.distance, args.seed)
        names = [f"near{args.near}-{index}" for index in range(args.count)]
    if args.mix is not None:
        layers = layers_of(args.mix_layers, ws.shape[1])
        other = drawn([args.mix])[0]
        ws = np.stack([mixed(row, other, layers, args.amount) for row in ws])
    if args.repair is not None:
        with options.progress_bar("repair") as progress:
            for index, row in enumerate(ws):
                progress(index / len(ws), names[index])
                ws[index] = judge.repaired(row, args.repair)[0]
    return ws, names


def _class(model: Any, text: str | None) -> int | None:
    """The number of a class that is called by its name or number."""
    if text is None or text in model.labels:
        return model.labels.index(text) if text else None
    if text.isdecimal() and len(text) < 6:
        return int(text)
    known = f"it knows {', '.join(model.labels)}" if model.labels else "its classes have numbers, from 0"
    raise UserError(f"The model {model.name} has no class '{text}'; {known}.")


def _save_sheet(args: argparse.Namespace, sheet: Any) -> None:
    from ganeditor.project.export import export_picture
    from ganeditor.project.picture import Picture

    export_picture(Picture(sheet), args.output, overwrite=args.overwrite)


def _save_folder(args: argparse.Namespace, images: Any, ws: Any, names: list[str], scores: list[float]) -> None:
    import numpy as np

    from ganeditor.files import atomic_write
    from ganeditor.project.export import export_picture
    from ganeditor.project.picture import Picture

    args.output.mkdir(parents=True, exist_ok=True)
    for name, image, row in zip(names, images, ws, strict=True):
        export_picture(Picture(image), args.output / f"{name}.png", overwrite=args.overwrite)
        atomic_write(args.output / f"{name}.npy", partial(np.save, arr=row), overwrite=args.overwrite)
    rows = [{"name": name, "realism": score} for name, score in zip(names, scores, strict=True)]
    options.save_json(args.output / TABLE, rows, overwrite=args.overwrite)
