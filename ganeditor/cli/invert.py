"""ganeditor invert: a face's latents, its reconstruction, and how near that is."""

import argparse
from pathlib import Path
from typing import Any

from ganeditor.cli import options


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "invert",
        help="find a face's latents",
        description="Find the latents of a face and write them (NAME.safetensors), the reconstruction beside the "
        "aligned face (NAME.png) and the figures (NAME.json).",
    )
    parser.add_argument("photo", type=Path, metavar="PHOTO")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", help="where to write (default: beside the photo)"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace files that are there")
    options.add_model(parser)
    options.add_machine(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    import numpy as np
    from PIL import Image

    from ganeditor.batch.photo import face_report
    from ganeditor.engine.cache import inversion_bytes
    from ganeditor.files import atomic_write

    editor = options.open_editor(args)
    with options.progress_bar(args.photo.name) as progress:
        photo = options.open_photo(args, editor, args.photo, progress)
    folder = args.output or args.photo.parent
    folder.mkdir(parents=True, exist_ok=True)
    for face in photo.chosen:
        stem = args.photo.stem + (f"-face{photo.faces.index(face) + 1}" if len(photo.faces) > 1 else "")
        synthesis = editor.reconstruction(face.id)
        seen = photo.picture.pixels.copy()
        editor.place(face.id, seen)
        report = face_report(editor, photo, face, seen)
        pair = Image.fromarray(np.hstack([editor.crop(face.id), synthesis]))
        latents = inversion_bytes(editor.inversion(face.id))
        writers = {
            ".safetensors": lambda path, latents=latents: path.write_bytes(latents),
            ".png": lambda path, pair=pair: pair.save(path),
        }
        for suffix, write in writers.items():
            atomic_write(folder / (stem + suffix), write, overwrite=args.overwrite)
        options.save_json(folder / f"{stem}.json", report, overwrite=args.overwrite)
        _print(stem, report, folder)
    return 0


def _print(stem: str, report: dict[str, Any], folder: Path) -> None:
    figures, inversion = report["reconstruction"], report["inversion"]
    print(f"{stem}: {inversion['steps']} steps, {inversion['seconds']} s -> {folder / stem}.safetensors, .png, .json")
    print(
        f"  MSE {figures['mse']:.4f}  PSNR {figures['psnr']:.1f} dB  SSIM {figures['ssim']:.3f}  "
        f"perceptual {figures['perceptual']:.3f}  identity distance {report['identity']['distance']:.2f}"
    )
