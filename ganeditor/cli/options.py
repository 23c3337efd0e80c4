"""What several commands share: options, parsing of values, the progress bar, and the editor made from options."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor import paths
from ganeditor.edits import table
from ganeditor.edits.attributes import attribute, checked_amount, checked_keep
from ganeditor.edits.latent import DETAIL, MODES, LatentEdit
from ganeditor.edits.operation import Operation
from ganeditor.edits.table import OperationRow
from ganeditor.errors import EditError, UserError
from ganeditor.progress import Progress

if TYPE_CHECKING:
    from ganeditor.batch.photo import OpenPhoto
    from ganeditor.checkpoints.assembly import EditorOptions
    from ganeditor.engine.editor import FaceEditor
    from ganeditor.engine.latent.invert import InversionSettings
    from ganeditor.engine.latent.space import LatentSpace
    from ganeditor.engine.model import FaceModel

MAX_THREADS = 256
MODEL_HELP = f"name, folder of a pack, or a model file (default {paths.DEFAULT_MODEL})"


def add_machine(parser: argparse.ArgumentParser) -> None:
    """--device and its companions."""
    group = parser.add_argument_group("machine")
    group.add_argument("--device", default="auto", help="auto (default), cpu, cuda or mps")
    group.add_argument("--threads", type=whole(1, MAX_THREADS), default=0, metavar="N", help="processor threads")
    group.add_argument(
        "--detector", default="centerface", help="centerface (default), fan-sfd, fan-yunet, fan-blazeface"
    )
    group.add_argument("--allow-download", action="store_true", help="let a detector fetch its weights")


def add_model(parser: argparse.ArgumentParser) -> None:
    """--model, --face and how a face is inverted."""
    group = parser.add_argument_group("model and inversion")
    group.add_argument("--model", default=paths.DEFAULT_MODEL, help=MODEL_HELP)
    group.add_argument(
        "--face",
        metavar="N|all|largest|like:FILE|person:NAME",
        help="which face; needed when there are several: its number from the left, all, the largest, "
        "or that of the person in another picture, or of one named by people name",
    )
    group.add_argument(
        "--steps",
        type=steps,
        default=100,
        metavar="N|auto",
        help="inversion steps (default 100); auto goes on until it stops improving",
    )
    group.add_argument(
        "--tune",
        type=whole(0, 2000),
        nargs="?",
        const=60,
        default=0,
        metavar="N",
        help="adapt the generator to the face, in N steps (60): nearer to the photo, slower",
    )
    group.add_argument(
        "--perceptual", default="efficientnet", help="efficientnet (default), or lpips with your own weights"
    )
    group.add_argument(
        "--seed", type=whole(0, 2**32 - 1), default=0, metavar="N", help="of everything random (default 0)"
    )
    group.add_argument("--no-cache", action="store_true", help="neither read nor keep latents on disk")


def add_photos(parser: argparse.ArgumentParser, name: str = "PHOTO", kinds: str = "photo") -> None:
    """Photos to work through, and where the results go."""
    parser.add_argument("photos", nargs="+", type=Path, metavar=name, help=f"{kinds}, or folder with such")
    add_result(
        parser,
        "file for one photo, folder for several or with / at its end; without it NAME_edited, beside the photo "
        "or the folder",
    )


def add_result(parser: argparse.ArgumentParser, output_help: str) -> None:
    """-o and how the result is written."""
    parser.add_argument("-o", "--output", type=output, metavar="OUT", help=output_help)
    parser.add_argument("--overwrite", action="store_true", help="replace OUT if it is there")
    parser.add_argument("--strip", action="store_true", help="leave the photo's metadata (EXIF, GPS, XMP) out")
    parser.add_argument(
        "--quality", type=whole(1, 100), metavar="N", help="of JPEG, WebP and video; else like the source"
    )
    parser.add_argument("--report", type=Path, metavar="FILE", help="write what was done to each photo, as JSON")


def check_places(args: argparse.Namespace, several: bool) -> None:
    """Say what is wrong with the places of add_result before any work is done."""
    out = args.output
    taken = out is not None and os.path.lexists(out)
    if taken and not several and not args.overwrite and not out.is_dir():
        raise UserError(f"{out} is there already; give another name, or --overwrite to replace it.")
    if taken and several and not out.is_dir():
        raise UserError(f"{out} is a file, and several photos need a folder; give a folder with -o.")
    if args.report is not None and not args.report.absolute().parent.is_dir():
        raise UserError(f"The folder {args.report.absolute().parent} for the report is not there; make it first.")


def output(text: str) -> Path:
    """An argparse type: what ends with a slash is a folder, which is made if it isn't there."""
    path = Path(text)
    if text.endswith(("/", os.sep)) and not os.path.lexists(path):
        try:
            path.mkdir(parents=True)
        except OSError as error:
            raise argparse.ArgumentTypeError(f"{text} can't be made ({error.strerror})") from None
    return path


def add_edits(parser: argparse.ArgumentParser) -> None:
    """--set and what goes with it."""
    group = parser.add_argument_group("edit")
    group.add_argument(
        "--set",
        dest="amounts",
        action="append",
        default=[],
        type=amount,
        metavar="NAME=CHANGE",
        help="change an attribute: age=+30 (years), smile=-1.5 (standard deviations); may be repeated",
    )
    group.add_argument(
        "--direction",
        dest="directions",
        action="append",
        default=[],
        type=file_amount,
        metavar="FILE|NAME=CHANGE",
        help="move along a direction of yours, or one in a file (smile.npy=2, ganspace.npz#3=-1), for this run",
    )
    group.add_argument(
        "--keep", default="", metavar="NAME,...", help="hold these attributes still, e.g. glasses,gender"
    )
    group.add_argument(
        "--layers",
        dest="layers",
        action="append",
        default=[],
        type=layer_range,
        metavar="NAME=FIRST-LAST",
        help="limit an attribute to some of the generator's layers, e.g. yaw=0-4",
    )
    group.add_argument(
        "--mode",
        choices=MODES,
        default=DETAIL,
        help="detail (default) adds the change to the photo; generated puts the synthesised face in",
    )

    add_hair(group)
    for row in _own_options():
        about = (row.kind.parse.__doc__ or "").partition("\n")[0]
        group.add_argument(f"--{row.name}", type=_parser_of(row), metavar="VALUE", help=f"{row.label}: {about}")


def add_hair(parser: Any) -> None:
    """Whether hair greys along."""
    parser.add_argument("--hair-greys", action="store_true", help="hair greys as the face grows older")


def _own_options() -> list[OperationRow]:
    """The operations that stand in one option; attributes have several."""
    return [row for row in table.OPERATIONS if row.typed and row is not table.LATENT]


def _parser_of(row: OperationRow) -> Callable[[str], Operation]:
    """An argparse type."""

    def parse(text: str) -> Operation:
        try:
            return row.kind.parse(text)
        except EditError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return parse


def whole(low: int, high: int) -> Any:
    """An argparse type: a whole number from low to high."""

    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from {low} to {high}")
        return value

    return parse


def number(low: float, high: float) -> Any:
    """An argparse type: a number from low to high."""

    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"'{text}' is not a number from {low:g} to {high:g}")
        return value

    return parse


share = number(0, 1)


def steps(text: str) -> int | None:
    """'auto' or a number of steps."""
    return None if text == "auto" else int(whole(0, 10_000)(text))


def amount(text: str) -> tuple[str, float]:
    """NAME=CHANGE; whether they make sense is checked against the model later."""
    name, equals, value = text.partition("=")
    try:
        number = float(value)
    except ValueError:
        equals = ""
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=CHANGE, such as age=+30 or smile=0.5")
    return name.strip(), number


def file_amount(text: str) -> tuple[str, float]:
    """FILE=CHANGE or NAME=CHANGE; a file's name may hold an equals sign itself."""
    place, equals, value = text.rpartition("=")
    try:
        number = float(value)
    except ValueError:
        equals = ""
    if not equals or not place:
        raise argparse.ArgumentTypeError(f"'{text}' is not FILE=CHANGE, such as smile.npy=2")
    return place.strip(), number


def component_of(place: str) -> tuple[Path, int | None]:
    """FILE#N as the file and the number of a component in it; a file whose name is like that comes first."""
    name, hash_, number = place.rpartition("#")
    if hash_ and number.isdecimal() and not Path(place).exists():
        return Path(name), int(number)
    return Path(place), None


def layer_range(text: str) -> tuple[str, tuple[int, int]]:
    """NAME=FIRST-LAST."""
    name, _, value = text.partition("=")
    first, _, last = value.partition("-")
    if not (name and first.isdecimal() and (last or first).isdecimal()):
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=FIRST-LAST, such as yaw=0-4")
    return name.strip(), (int(first), int(last or first))


def operations_for(args: argparse.Namespace, model: "FaceModel") -> tuple[Operation, ...]:
    """The values of add_edits, checked against what the model offers."""
    others = [getattr(args, row.name) for row in _own_options() if getattr(args, row.name) is not None]
    latent = _latent_edit(args, model.latents, model.generator.num_ws)
    return tuple(others) if others and latent == LatentEdit() else (latent, *others)


def _latent_edit(args: argparse.Namespace, latents: "LatentSpace", num_ws: int) -> LatentEdit:
    amounts: dict[str, float] = {}
    for name, value in args.amounts:
        name, value = checked_amount(name, value, latents.editable)
        if name in amounts:
            raise EditError(f"'{name}' is set twice; set each attribute once.")
        amounts[name] = value
    layers = {checked_amount(name, 0, latents.editable)[0]: chosen for name, chosen in args.layers}
    for name, (first, last) in layers.items():
        if not first <= last < num_ws:
            raise EditError(f"'{name}' can't use layers {first} to {last}; the model has layers 0 to {num_ws - 1}.")
    return LatentEdit(amounts, layers, kept(args, latents), args.mode, args.hair_greys)


def kept(args: argparse.Namespace, latents: "LatentSpace") -> tuple[str, ...]:
    """The attributes of --keep, directions of one's own among them."""
    return tuple(checked_keep(name.strip(), latents.keepable) for name in args.keep.split(",") if name.strip())


def open_editor(args: argparse.Namespace) -> "FaceEditor":
    """The engine, as the options of add_machine and add_model ask for."""
    from ganeditor.checkpoints import assembly

    editor = assembly.open_editor(editor_options(args), notify)
    editor.networks.open()  # what is wrong with them is said before any photo is read
    return editor


def editor_options(args: argparse.Namespace) -> "EditorOptions":
    from ganeditor.checkpoints import assembly

    return assembly.EditorOptions(
        device=args.device,
        threads=args.threads,
        model=args.model,
        detector=args.detector,
        allow_download=args.allow_download,
        perceptual=args.perceptual,
        cache_megabytes=0 if args.no_cache else assembly.EditorOptions.cache_megabytes,
    )


def use_directions(args: argparse.Namespace, editor: "FaceEditor") -> None:
    """Give the editor's model the files of --direction, for this run, and put their amounts among those of --set.

    A file's direction is called like the file, suffix and all, so that it never stands for an attribute of the model;
    the second of two files of one name is called like its folder too.
    """
    from ganeditor.checkpoints.packs.directions import read_direction, slug, with_directions

    for place, value in args.directions:
        name, editable = attribute(place).name, editor.model.latents.editable
        if name not in editable:
            path, component = component_of(place)
            if not path.is_file():
                known = ", ".join(editable) or "none"
                raise EditError(f"There is no file '{place}', and no direction of that name; the model has {known}.")
            name = slug(Path(place).name)
            if name in dict(args.amounts):
                name = slug(f"{path.resolve().parent.name}_{Path(place).name}")
            direction = read_direction(editor.model, path, component, name=name)
            editor.model = with_directions(editor.model, [direction])
        args.amounts.append((name, value))


def open_photo(args: argparse.Namespace, editor: "FaceEditor", path: Path, progress: Progress) -> "OpenPhoto":
    """The photo with the faces of --face inverted."""
    from ganeditor.batch.choice import face_choice
    from ganeditor.batch.photo import open_photo

    return open_photo(editor, path, face_choice(args.face, editor, notify), inversion_settings(args), progress)


def inversion_settings(args: argparse.Namespace) -> "InversionSettings":
    from ganeditor.engine.latent.invert import InversionSettings

    return InversionSettings(steps=args.steps, tune_steps=args.tune, seed=args.seed)


def notify(text: str) -> None:
    """A sentence for the person, beside the result."""
    print(f"note: {text}", file=sys.stderr)


def json_text(value: Any, encoding: str) -> str:
    """value as JSON that encoding can write: names that are no text, or letters that it lacks, make it escape all."""
    text = json.dumps(value, indent=1, ensure_ascii=False)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return json.dumps(value, indent=1)
    return text


def save_json(path: Path, value: Any, overwrite: bool) -> None:
    """value as a JSON file, written whole or not at all."""
    from ganeditor.files import write_whole

    write_whole(path, json_text(value, "utf-8") + "\n", overwrite)


@contextmanager
def progress_bar(text: str, quiet: bool = False) -> Iterator[Any]:
    """A Progress that draws a bar on standard error; silent when that is not a terminal."""
    from tqdm import tqdm

    hidden = quiet or not sys.stderr.isatty()
    with tqdm(
        total=100, desc=text, leave=False, disable=hidden, bar_format="{desc} {bar} {n:3.0f} % {remaining}"
    ) as bar:

        def report(fraction: float, label: str) -> None:
            bar.set_description_str(label or text, refresh=False)
            bar.update(max(0.0, fraction * 100 - bar.n))

        yield report
