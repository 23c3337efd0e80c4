"""directions import --text: a direction by words, from a table of style channels and the user's own CLIP."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ganeditor import paths
from ganeditor.cli import options

if TYPE_CHECKING:
    from ganeditor.checkpoints.packs.directions import Direction
    from ganeditor.engine.model import FaceModel


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--text", default="", metavar="WORDS", help="what a StyleCLIP table is to lead to, in English")
    parser.add_argument("--neutral", metavar="WORDS", help="what it leads away from (a face)")
    parser.add_argument("--beta", type=float, metavar="N", help="relevance below which a channel stays (0.1)")


def read(args: argparse.Namespace, model: "FaceModel", file: Path) -> "Direction":
    """The direction that --text asks of the table in file; what of it can be had is printed."""
    from ganeditor.checkpoints.clip import open_clip
    from ganeditor.checkpoints.packs.style_tables import TextChange, read_text_direction

    given = {name: value for name in ("neutral", "beta") if (value := getattr(args, name)) is not None}
    clip, change = open_clip(paths.user_clip()), TextChange(args.text, **given)
    row, found = read_text_direction(model, file, clip, change, name=args.name, label=args.label, layers=args.layers)
    print(f"{found.channels} channels; {found.share:.0%} of their change is within W+")
    if found.share < 0.5:
        options.notify("less than half of what the text asks for can be had; take a larger --beta, or another text.")
    return row
