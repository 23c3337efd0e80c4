"""--say: what is wanted of a face in words, shown as moves of sliders before anything is done."""

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ganeditor.cli import options
from ganeditor.edits.attributes import attribute
from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.operation import Operation
from ganeditor.edits.words.vocabulary import EYES
from ganeditor.errors import UserError

if TYPE_CHECKING:
    from ganeditor.edits.words.clause import Move
    from ganeditor.engine.editor import FaceEditor

EXAMPLE = "twenty years older, a slight smile, without glasses"


def add(parser: Any) -> None:
    parser.add_argument("--say", metavar="WORDS", help=f'what is wanted, in English, German or French: "{EXAMPLE}"')


def moves_of(args: argparse.Namespace, offered: Sequence[str], labels: Mapping[str, str]) -> "tuple[Move, ...]":
    """What --say asks for, printed; words that are not known are named. UserError where nothing is understood."""
    from ganeditor import paths
    from ganeditor.edits.words.reading import read
    from ganeditor.project.presets import load_presets

    presets = {preset.name: preset.amounts for preset in load_presets(paths.settings() / "presets.json")}
    reading = read(args.say, offered, labels, presets)
    if not reading.moves:
        raise UserError(f"Nothing in '{args.say}' is understood; say it like this: {EXAMPLE}.")
    for move in reading.moves:
        print(f"{move.said}: {told(move)}")
    if reading.unknown:
        options.notify(f"not understood: {', '.join(reading.unknown)}")
    return reading.moves


def own_labels(model: str) -> dict[str, str]:
    """What directions that are kept for the model of this name are called, by name."""
    from ganeditor.checkpoints.packs.directions import kept_directions

    return {row.name: row.label for row in kept_directions(model)}


def told(move: "Move") -> str:
    """A move as sliders have it: "age +20 years", "age to 60 years", "smile +0.75"."""
    unit = "" if move.name in EYES or attribute(move.name).unit == "σ" else f" {attribute(move.name).unit}"
    return f"{move.name} {f'to {move.amount:g}' if move.until else f'{move.amount:+g}'}{unit}"


def operations(
    args: argparse.Namespace, editor: "FaceEditor", given: Sequence[Operation]
) -> tuple[tuple[Operation, ...], float | None]:
    """The operations given with what --say adds to them, and the age that is to be reached, if one is."""
    if not args.say:
        return tuple(given), None
    from ganeditor.edits.words.applying import applied

    moves = moves_of(args, (*editor.model.latents.editable, *EYES), own_labels(editor.model.name))
    kept = {type(operation): operation for operation in given}
    latent, eyes = kept.pop(LatentEdit, LatentEdit()), kept.pop(EyesEdit, EyesEdit())
    assert isinstance(latent, LatentEdit) and isinstance(eyes, EyesEdit), "as their keys say"
    latent, eyes = applied(moves, latent, eyes)
    age = next((move.amount for move in moves if move.until), None)
    own = [latent] if age is not None or not latent.neutral else []
    return (*own, *([] if eyes.neutral else [eyes]), *kept.values()), age
