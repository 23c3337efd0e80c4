"""ganeditor directions: bring, find, train and look at directions of your own in a model's latent space."""

import argparse
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor import paths
from ganeditor.cli import labelled, options, text_tables
from ganeditor.edits.attributes import attribute, checked_keep
from ganeditor.errors import EditError, UserError

if TYPE_CHECKING:
    from torch import Tensor

    from ganeditor.checkpoints.packs.directions import Direction
    from ganeditor.engine.editor import FaceEditor
    from ganeditor.engine.latent.boundary import Boundary
    from ganeditor.engine.model import FaceModel

SHEET_AMOUNTS = (-3.0, -1.5, 0.0, 1.5, 3.0)
SHEET_SUFFIXES = (".png", ".jpg", ".webp", ".tif")
LABEL_HEIGHT = 16  # pixels above each strip of a contact sheet
LAYER_SAMPLES = 2_000  # random faces whose activations are looked at


def add(subparsers: Any) -> None:
    about = "Directions of your own: import files, discover components, train boundaries."
    parser = subparsers.add_parser("directions", help="bring, find and train directions", description=about)
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    _add_list(actions)
    _add_show(actions)
    _add_import(actions)
    _add_discover(actions)
    _add_train(actions)
    remove = _action(actions, "remove", "delete a direction", run_remove)
    remove.add_argument("name", metavar="NAME")


def _action(actions: Any, name: str, text: str, run: Any, model: bool = True) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    if model:
        parser.add_argument("--model", default=paths.DEFAULT_MODEL, help=options.MODEL_HELP)
    parser.set_defaults(run=run)
    return parser


def _add_list(actions: Any) -> None:
    _action(actions, "list", "list your directions, for each model", run_list, model=False)


def _add_show(actions: Any) -> None:
    parser = _action(actions, "show", "what a direction does", run_show)
    parser.add_argument("name", metavar="NAME|FILE", help="a direction of yours, or a file; FILE#3 is its component 3")
    parser.add_argument("--sheet", type=_sheet, metavar="FILE.png", help="write a strip of pictures along it")


def _add_import(actions: Any) -> None:
    parser = _action(actions, "import", "keep the direction in a file as an attribute of the model", run_import)
    about = (
        ".npy, .npz, .pt, .pkl or .safetensors; of several components, FILE#3 is the one numbered 3; or StyleCLIP's "
    )
    about += "fs3.npy with --text"
    parser.add_argument("file", metavar="FILE", help=about)
    parser.add_argument("--name", default="", help="of the attribute (default: the file's)")
    parser.add_argument("--in-w", action="store_true", help="it is in W, although the file's name tells Z")
    parser.add_argument("--label", default="", help="text on the slider")
    text_tables.add(parser)
    _add_kept(parser)


def _add_discover(actions: Any) -> None:
    parser = _action(actions, "discover", "find directions without labels (GANSpace)", run_discover)
    parser.add_argument("--components", type=options.whole(1, 512), default=10, metavar="N", help="how many (10)")
    parser.add_argument("--samples", type=options.whole(2, 10_000_000), metavar="N", help="random faces to look at")
    parser.add_argument(
        "--activations", metavar="LAYER", help="look at a layer's activations, e.g. b16.conv1, not at w"
    )
    parser.add_argument("--seed", type=options.whole(0, 2**32 - 1), default=0, metavar="N", help="(default 0)")
    parser.add_argument("--sheet", type=_sheet, metavar="FILE.png", help="write pictures along each component")
    parser.add_argument(
        "--keep", action="append", default=[], type=_kept_component, metavar="N=NAME", help="keep component N as NAME"
    )
    _add_kept(parser)


def _add_train(actions: Any) -> None:
    parser = _action(actions, "train", "train the boundary of an attribute (InterFaceGAN)", run_train, model=False)
    parser.add_argument("name", metavar="NAME", help="of the new attribute")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--attribute", metavar="NAME", help="score random faces by the model's read-out NAME")
    source.add_argument(
        "--folders", nargs=2, type=Path, metavar=("WITH", "WITHOUT"), help="photos, or latents written by invert"
    )
    source.add_argument("--csv", type=Path, metavar="FILE", help="lines of file,label: 1 or 0, or a score")
    source.add_argument("--realism", action="store_true", help="score random faces by how real they look, for repairs")
    parser.add_argument("--samples", type=options.whole(10, 1_000_000), metavar="N", help="random faces to score")
    parser.add_argument(
        "--extremes",
        type=float,
        metavar="SHARE",
        help="of scored faces, from either end (default 0.02 with --attribute, else 0.25)",
    )
    parser.add_argument("--keep", default="", metavar="NAME,...", help="attributes the direction is to leave alone")
    parser.add_argument("--label", default="", help="text on the slider")
    _add_kept(parser)
    options.add_model(parser)
    options.add_machine(parser)
    parser.set_defaults(steps=0)  # the encoder's guess: read-outs and boundaries live in W


def _add_kept(parser: argparse.ArgumentParser) -> None:
    """How a direction is kept."""
    parser.add_argument("--layers", type=_layers, metavar="FIRST-LAST", help="layers it acts on (default: all)")
    parser.add_argument("--overwrite", action="store_true", help="replace a direction of that name")


def _sheet(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in SHEET_SUFFIXES:
        raise argparse.ArgumentTypeError(f"'{text}' does not end like a picture; give {', '.join(SHEET_SUFFIXES)}")
    return path


def _layers(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal()):
        raise argparse.ArgumentTypeError(f"'{text}' is not FIRST-LAST, such as 0-4")
    return int(first), int(last or first)


def _kept_component(text: str) -> tuple[int, str]:
    number, equals, name = text.partition("=")
    if not (number.isdecimal() and equals and name):
        raise argparse.ArgumentTypeError(f"'{text}' is not N=NAME, such as 2=background")
    return int(number), name


def run_list(_args: argparse.Namespace) -> int:
    lines = list(stored_lines())
    for line in lines:
        print(line)
    if not lines:
        print(f"none in {paths.user_directions()}; see 'ganeditor directions import', 'discover' and 'train'")
    return 0


def stored_lines() -> Iterator[str]:
    """A line for each direction of the user's; of a damaged one, what is wrong with it."""
    files = sorted(paths.user_directions().glob("*/*.safetensors"))
    if files:  # else torch need not be imported
        from ganeditor.checkpoints.packs.directions import read_stored

        for path in files:
            try:
                yield _line(read_stored(path))
            except UserError as error:
                yield error.for_command


def run_show(args: argparse.Namespace) -> int:
    from ganeditor.checkpoints.packs.directions import read_direction, stored_files

    model = _model(args)
    kept = {path.stem: path for path in stored_files(model.name)}
    name = _own_name(args.name, kept)
    path, component = (kept[name], None) if name in kept else options.component_of(args.name)
    if not path.is_file():
        known = ", ".join(kept) or "none"
        raise UserError(
            f"There is neither a direction '{args.name}' for {model.name} (it has {known}) nor such a file."
        )
    row = read_direction(model, path, component)
    print(_line(row))
    print(f"  {_effects(model, row.step)}")
    if args.sheet:
        _write_sheet(args.sheet, model, [(row.label, row.step)], row.layers)
    return 0


def run_import(args: argparse.Namespace) -> int:
    from ganeditor.checkpoints.packs.directions import doubt, keep, read_direction

    model = _model(args)
    file, component = options.component_of(args.file)
    if args.text:
        row = text_tables.read(args, model, file)
    else:
        told = {"name": args.name, "label": args.label, "layers": args.layers}
        row = read_direction(model, file, component, in_w=args.in_w, **told)
    row = replace(row, name=attribute(row.name).name)  # a file may be called by an alias
    path = keep(model, row, overwrite=args.overwrite)
    if warning := doubt(model, file):
        options.notify(warning)
    print(f"{row.name}: {path}")
    print(f"  {_effects(model, row.step)}")
    return 0


def run_discover(args: argparse.Namespace) -> int:
    from ganeditor.checkpoints.packs.directions import check_name, keep, made_for
    from ganeditor.engine.latent.discover import DiscoverySettings, discover

    model = _model(args)
    wanted = [(index, attribute(name).name) for index, name in args.keep]
    for index, name in wanted:
        check_name(model, name, args.overwrite)
        if index >= args.components:
            raise EditError(f"There is no component {index} among {args.components}; ask for more with --components.")
    samples = args.samples or (LAYER_SAMPLES if args.activations else DiscoverySettings.samples)
    settings = DiscoverySettings(args.components, samples, args.activations, args.seed)
    with options.progress_bar("discover") as progress:
        found = discover(model, settings, progress)
    for index in range(args.components):
        share, sigma = float(found.shares[index]), float(found.sigmas[index])
        print(f"{index:3}  {share:6.1%}  1 σ = {sigma:.3g}  {_effects(model, found.step(index))}")
    if args.sheet:
        rows = [(f"{index}  {float(found.shares[index]):.1%}", found.step(index)) for index in range(args.components)]
        _write_sheet(args.sheet, model, rows, args.layers)
    for index, name in wanted:
        source = f"GANSpace on {args.activations or 'w'}, component {index} of {samples} samples, seed {args.seed}"
        row = made_for(model, name, found.units[index], float(found.sigmas[index]), source, layers=args.layers)
        print(f"{row.name}: {keep(model, row, overwrite=args.overwrite)}")
    return 0


def run_train(args: argparse.Namespace) -> int:
    from ganeditor.checkpoints.packs.directions import check_name, keep, made_for
    from ganeditor.engine.latent.boundary import GUESSING, concluded

    editor = options.open_editor(args)
    model, name = editor.model, attribute(args.name).name
    check_name(model, name, args.overwrite)  # before the work
    names = [checked_keep(name.strip(), model.latents.keepable) for name in args.keep.split(",") if name.strip()]
    boundary, faces = _boundary(args, editor)
    normal, source = concluded(model.latents, boundary, faces, names)
    row = made_for(model, name, normal, boundary.sigma, source, label=args.label, layers=args.layers)
    path = keep(model, row, overwrite=args.overwrite)
    print(f"right for {boundary.accuracy:.1%} of {boundary.held_out} held-out faces, of {boundary.samples} in all")
    if boundary.accuracy < GUESSING:
        options.notify("that is little better than guessing; give more faces, or ones that differ more.")
    print(f"{row.name}: {path}")
    print(f"  {_effects(model, row.step)}")
    return 0


def run_remove(args: argparse.Namespace) -> int:
    from ganeditor.checkpoints.packs.directions import remove, stored_files

    # Directions of a model that is gone can be deleted too.
    model = args.model if stored_files(args.model) else _model(args).name
    name = _own_name(args.name, [path.stem for path in stored_files(model)])
    remove(model, name)
    print(f"{name} is removed")
    return 0


def _own_name(name: str, kept: Collection[str]) -> str:
    """The name under which a direction is kept, which may be asked for by an alias."""
    return name if name in kept else attribute(name).name


def _model(args: argparse.Namespace) -> "FaceModel":
    from ganeditor.checkpoints.packs.installed import find_model, load_model

    return load_model(find_model(args.model), options.notify)


def _line(row: "Direction") -> str:
    layers = "all layers" if row.layers is None else f"layers {row.layers[0]}-{row.layers[1]}"
    return f"{row.model}  {row.name} ({row.label})  {layers}  1 σ = {row.scale:.3g}  {row.source}"


def _effects(model: "FaceModel", step: "Tensor", most: int = 4) -> str:
    """Which read-outs a step moves most, in standard deviations."""
    space = model.latents
    moved = space.readout_weight.cpu() @ step.cpu().reshape(-1, step.shape[-1]).mean(0)
    strongest = sorted(zip(space.names, moved.tolist(), strict=True), key=lambda row: -abs(row[1]))[:most]
    return ", ".join(f"{name} {amount:+.1f}" for name, amount in strongest) or "the model has no read-outs to tell"


def _write_sheet(
    path: Path, model: "FaceModel", rows: Sequence[tuple[str, "Tensor"]], layers: tuple[int, int] | None
) -> None:
    """A strip of pictures along each row's step, from -3 to +3, one below the other."""
    import numpy as np
    from PIL import Image, ImageDraw

    from ganeditor.engine.latent.discover import strip
    from ganeditor.files import atomic_write

    side, count = model.resolution, len(SHEET_AMOUNTS)
    sheet = Image.new("RGB", (side * count, (side + LABEL_HEIGHT) * len(rows)), "white")
    draw = ImageDraw.Draw(sheet)
    scale = "  ".join(f"{amount:+g}" for amount in SHEET_AMOUNTS)
    with options.progress_bar("pictures") as progress:
        for index, (label, step) in enumerate(rows):
            top = index * (side + LABEL_HEIGHT)
            draw.text((4, top + 2), f"{label}    {scale}", fill="black")
            pictures = np.hstack(list(strip(model, step, SHEET_AMOUNTS, layers)))
            sheet.paste(Image.fromarray(pictures), (0, top + LABEL_HEIGHT))
            progress((index + 1) / len(rows), "Pictures")
    atomic_write(path, lambda place: sheet.save(place), overwrite=True)
    print(f"pictures: {path}")


def _boundary(args: argparse.Namespace, editor: "FaceEditor") -> tuple["Boundary", str]:
    """The boundary that the options ask for, and in words the faces it comes from."""
    from ganeditor.engine.latent import boundary as engine

    model = editor.model
    if args.attribute or args.realism:
        readout = None if args.realism else attribute(args.attribute).name
        scoring = engine.ScoringSettings(readout, args.samples, args.extremes, args.seed)
        with options.progress_bar("faces") as progress:
            return engine.train_scored(model, scoring, progress), scoring.words
    if args.csv:
        files, labels = labelled.csv_rows(args.csv)
    else:
        positive, negative = map(labelled.files_in, args.folders)
        files, labels = positive + negative, [1.0] * len(positive) + [0.0] * len(negative)
    w, scores = labelled.inverted(args, editor, files, labels)
    source = f"{len(w)} faces of {args.csv or ' and '.join(map(str, args.folders))}"
    values = sorted(set(scores.tolist()))
    if len(values) > 2:
        share = engine.SCARCE_EXTREMES if args.extremes is None else args.extremes
        return engine.fit_scored(model.latents, w, scores, engine.BoundarySettings(share, args.seed)), source
    return engine.fit(model.latents, w[scores == values[-1]], w[scores != values[-1]], args.seed), source
