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
    from ganeditor.engine.model import FaceModel

EXAMPLE = "twenty years older, a slight smile, without glasses"


def add(parser: Any) -> None:
    parser.add_argument("--say", metavar="WORDS", help=f'what is wanted, in English, German or French: "{EXAMPLE}"')


def moves_of(args: argparse.Namespace, model: "FaceModel", offered: Sequence[str]) -> "tuple[Move, ...]":
    """What --say asks for, printed; words that are not known are named. UserError where nothing is understood."""
    from ganeditor import paths
    from ganeditor.edits.words.reading import read
    from ganeditor.project.presets import load_presets

    presets = {preset.name: preset.amounts for preset in load_presets(paths.settings() / "presets.json")}
    labels = own_labels(model)
    reading = read(args.say, offered, labels, presets)
    if reading.unknown:
        options.notify(f"not understood: {', '.join(reading.unknown)}")
        guess(model, reading.unknown, labels)
    if not reading.moves:
        raise UserError(f"Nothing in '{args.say}' is understood; say it like this: {EXAMPLE}.")
    for move in reading.moves:
        print(f"{move.said}: {told(move)}")
    return reading.moves


def own_labels(model: "FaceModel") -> dict[str, str]:
    """What directions that are kept for the model are called, by name."""
    from ganeditor.checkpoints.packs.directions import kept_directions

    return {row.name: row.label for row in kept_directions(model.name) if row.name in model.latents.directions}


def guess(model: "FaceModel", words: Sequence[str], labels: Mapping[str, str]) -> None:
    """Name the own direction that looks most as each word says, where there is a CLIP to tell it; nothing is moved."""
    from ganeditor import paths
    from ganeditor.checkpoints import clip

    if not labels or not clip.is_here(paths.user_clip()):
        return
    from ganeditor.engine.latent.meant import ranked

    looking = clip.open_clip(paths.user_clip())
    for word in words:
        with options.progress_bar(word) as progress:
            found = ranked(looking, model, word, list(labels), progress)
        for best in found[:1]:
            way = "more" if best.sign > 0 else "less"
            options.notify(
                f"{word}: of your directions '{labels[best.name]}' looks most like it (likeness {best.likeness:.2f}); "
                f"if you mean that, say: {way} {labels[best.name]}"
            )


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

    moves = moves_of(args, editor.model, (*editor.model.latents.editable, *EYES))
    kept = {type(operation): operation for operation in given}
    latent, eyes = kept.pop(LatentEdit, LatentEdit()), kept.pop(EyesEdit, EyesEdit())
    assert isinstance(latent, LatentEdit) and isinstance(eyes, EyesEdit), "as their keys say"
    latent, eyes = applied(moves, latent, eyes)
    age = next((move.amount for move in moves if move.until), None)
    own = [latent] if age is not None or not latent.neutral else []
    return (*own, *([] if eyes.neutral else [eyes]), *kept.values()), age
