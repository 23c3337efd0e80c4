"""ganeditor restyle: photos put through a network that makes one picture of another, one or a whole folder."""

import argparse
from typing import Any

from ganeditor.cli import options
from ganeditor.cli.edit import queued
from ganeditor.edits.restyle import ALL_FACES, LARGEST_SIDE, PARTS, SMALLEST_SIDE, USUAL_SIDE, RestyleEdit, is_colour


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "restyle",
        help="put photos through pix2pix or CycleGAN networks, or colour them",
        description="Put photos, or the faces in them, through a network of pix2pix or CycleGAN. portrait-colour "
        "is here, for black-and-white portraits; one that makes colour leaves the lightness of each pixel as it is. "
        "A folder is worked through as a queue that goes on after an error.",
        epilog="Bring a network by ganeditor models import latest_net_G.pth; ganeditor models list tells which are "
        "here.",
    )
    options.add_photos(parser)
    group = parser.add_argument_group("restyling")
    group.add_argument(
        "--model", dest="network", required=True, metavar="NAME", help="network, or its .pth or .safetensors file"
    )
    group.add_argument(
        "--strength", type=options.share, default=1.0, metavar="S", help="0 is the photo, 1 (default) the network's"
    )
    group.add_argument(
        "--size",
        type=_size,
        metavar="PIXELS",
        help=f"of the longer side that the network sees (default {USUAL_SIDE}, for colour what it was trained for); "
        "0 is all that the photo has",
    )
    group.add_argument("--face", action="store_true", help="restyle squares around the faces, not the whole photo")
    group.add_argument(
        "--there-and-back", action="store_true", help="of CycleGAN: through the network that leads back as well"
    )
    group.add_argument(
        "--hint",
        dest="hints",
        action="append",
        default=[],
        type=_hint,
        metavar="PART=#RRGGBB",
        help=f"of a network that makes colour: what colour {', '.join(PARTS[:-1])} or {PARTS[-1]} is; may be repeated",
    )
    options.add_machine(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ganeditor.batch.job import EditJob, sources_in
    from ganeditor.batch.queue import EditQueue
    from ganeditor.checkpoints import assembly
    from ganeditor.engine.restyle.translator import there_and_back

    sources = sources_in(args.photos, options.notify)
    options.check_places(args, len(sources) > 1 or sources[0].folder is not None)
    face = ALL_FACES if args.face else ""
    editor = assembly.open_editor(
        assembly.EditorOptions(
            device=args.device,
            threads=args.threads,
            detector=args.detector,
            allow_download=args.allow_download,
            cache_megabytes=0,
        ),
        options.notify,
    )
    # What is wrong with the networks is said once.
    first, *_ = there_and_back(editor.translators, args.network, args.there_and_back)
    size = first.seen_at if args.size is None else args.size
    edit = RestyleEdit(args.network, args.strength, size, face, args.there_and_back)
    for part, colour in args.hints:
        edit = edit.with_hint(part, colour)
    job = EditJob(sources, (edit,), None, args.output, args.overwrite, args.strip, args.quality)
    return queued(args, EditQueue(job, editor, options.notify), {"edit": edit.to_json()})


def _size(text: str) -> int:
    """An argparse type."""
    return 0 if text == "0" else int(options.whole(SMALLEST_SIDE, LARGEST_SIDE)(text))


def _hint(text: str) -> tuple[str, str]:
    """An argparse type: PART=#RRGGBB."""
    part, _, colour = text.partition("=")
    if part not in PARTS or not is_colour(colour.lower()):
        raise argparse.ArgumentTypeError(f"'{text}' is not PART=#RRGGBB with one of {', '.join(PARTS)}")
    return part, colour.lower()
