"""ganeditor enhance: photos enlarged by a network, one or a whole folder."""

import argparse
import contextlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ganeditor import paths
from ganeditor.cli import options, restoring
from ganeditor.cli.edit import queued
from ganeditor.edits.enhance import SCALES, EnhanceEdit
from ganeditor.errors import EditError, UserError

if TYPE_CHECKING:
    from ganeditor.batch.job import Source
    from ganeditor.engine.editor import FaceEditor

LONG_SECONDS = 60  # what takes longer is said beforehand


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "enhance",
        help="enlarge photos, sharper than by interpolation",
        description="Enlarge photos with a network that invents the fine detail which they lack: edges and texture are "
        "likely, not true. A folder is worked through as a queue that goes on after an error.",
    )
    options.add_photos(parser)
    group = parser.add_argument_group("enlarging")
    size = group.add_mutually_exclusive_group()
    size.add_argument("--scale", type=int, choices=SCALES, help="how many times as wide and as high (default 4)")
    size.add_argument("--size", type=_size, metavar="WxH", help="fit into so many pixels, the proportions kept")
    group.add_argument(
        "--strength", type=options.share, default=1.0, metavar="S", help="0 is bicubic, 1 (default) the network's own"
    )
    group.add_argument(
        "--faces", action="store_true", help="only faces by the network, which is quicker; all else by bicubic"
    )
    group.add_argument(
        "--model",
        dest="upscaler",
        default=paths.DEFAULT_UPSCALER,
        help=f"{paths.DEFAULT_UPSCALER} (default), or a file: ESRGAN, Real-ESRGAN, BSRGAN or SRGAN as .pth, "
        ".safetensors or ncnn's .param",
    )
    group.add_argument(
        "--denoise",
        type=options.share,
        metavar="D",
        help="of a pair of networks, such as realesr-general-x4v3 and -wdn-x4v3: 0 leaves noise, 1 takes it away",
    )
    restoring.add(parser)
    options.add_machine(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ganeditor.batch.job import EditJob, sources_in
    from ganeditor.batch.queue import EditQueue
    from ganeditor.checkpoints import assembly
    from ganeditor.engine.faces.detect import NEAR
    from ganeditor.engine.latent.invert import InversionSettings

    sources = sources_in(args.photos, options.notify)
    options.check_places(args, len(sources) > 1 or sources[0].folder is not None)
    size = args.size or EnhanceEdit(scale=args.scale or (0 if args.restore else SCALES[-1]))
    edit = replace(size, strength=args.strength, model=args.upscaler, faces=args.faces, denoise=args.denoise)
    editor = assembly.open_editor(
        assembly.EditorOptions(device=args.device, threads=args.threads, cache_megabytes=0), options.notify
    )
    restored = (restoring.edit(args, editor, sources),) if args.restore else ()
    if edit.strength and not edit.neutral:
        _say_cost(sources, edit, editor)
    job = EditJob(
        sources,
        (*restored, *(() if edit.neutral else (edit,))),
        args.face or NEAR,
        args.output,
        args.overwrite,
        args.strip,
        args.quality,
        InversionSettings(steps=0),  # restoring has a search of its own
    )
    begun = {"edit": edit.to_json(), **({"restore": restored[0].to_json()} if restored else {})}
    return queued(args, EditQueue(job, editor, options.notify), begun)


def _say_cost(sources: "Sequence[Source]", edit: EnhanceEdit, editor: "FaceEditor") -> None:
    """A sentence before what takes long."""
    from ganeditor.engine.enhance.cost import Pace
    from ganeditor.engine.enhance.upscaler import denoising

    pace = Pace.of(denoising(editor.upscalers, edit.model, edit.denoise))  # what is wrong with it is said once
    sizes = [size for source in sources for size in _sizes_seen(source, edit, editor)]
    seconds = pace.seconds_for(sizes)
    if seconds > LONG_SECONDS:
        megapixels = sum(width * height for width, height in sizes) / 1e6
        of_faces = f" of {len(sizes)} faces" if edit.faces else ""
        options.notify(
            f"{megapixels:.1f} megapixels{of_faces} take about {seconds / 60:.0f} min; Ctrl-C ends it at any time."
        )


def _sizes_seen(source: "Source", edit: EnhanceEdit, editor: "FaceEditor") -> list[tuple[int, int]]:
    """Width and height of each part of a photo that the network gets; none of one that can't be read."""
    from PIL import Image

    from ganeditor.engine.stages.enhance import sizes_seen
    from ganeditor.engine.tensors import rgb8
    from ganeditor.project.picture import read_picture

    with contextlib.suppress(UserError, OSError, ValueError):  # the queue says what it is
        if not edit.faces:
            with Image.open(source.path) as image:
                return sizes_seen(edit, image.width, image.height, ())
        photo = rgb8(read_picture(source.path).pixels)
        found = editor.finder.find(photo).faces
        return sizes_seen(edit, photo.shape[1], photo.shape[0], [face.landmarks for face in found])
    return []


def _size(text: str) -> EnhanceEdit:
    """An argparse type: WxH."""
    try:
        edit = EnhanceEdit.parse(text)
    except EditError:
        edit = EnhanceEdit()
    if not edit.width or "," in text:
        raise argparse.ArgumentTypeError(f"'{text}' is not WIDTHxHEIGHT, such as 3000x2000")
    return edit
