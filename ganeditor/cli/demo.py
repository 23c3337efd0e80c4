"""ganeditor demo: the main job on a real photo, from start to end."""

import argparse
from pathlib import Path
from typing import Any

from ganeditor.cli import options
from ganeditor.edits.latent import LatentEdit
from ganeditor.likeness import SAME_PERSON

EDITS = {"older": {"age": 30.0}, "younger": {"age": -20.0}, "smile": {"smile": 1.5}, "serious": {"smile": -2.0}}


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "demo",
        help="edit a sample photo",
        description="Edit scikit-image's public-domain photograph of the astronaut Eileen Collins: "
        "writes before and after, further edits and a short ageing GIF.",
    )
    parser.add_argument("-o", "--output", type=Path, default=Path("demo-output"), metavar="FOLDER")
    parser.add_argument("--frames", type=options.whole(2, 100), default=12, metavar="N", help="of the GIF (default 12)")
    options.add_model(parser)
    options.add_machine(parser)
    parser.set_defaults(run=run, face="1")


def run(args: argparse.Namespace) -> int:
    import numpy as np
    from PIL import Image
    from skimage.data import astronaut

    from ganeditor.batch.photo import edited_pixels, face_report
    from ganeditor.files import atomic_write
    from ganeditor.project.animation.files import AnimationOptions, save_animation
    from ganeditor.project.animation.frames import portrait_box
    from ganeditor.project.animation.tracks import Timing, age_changes
    from ganeditor.project.export import export_picture

    folder: Path = args.output
    folder.mkdir(parents=True, exist_ok=True)
    original = folder / "original.png"
    atomic_write(original, Image.fromarray(astronaut()).save, overwrite=True)
    editor = options.open_editor(args)
    with options.progress_bar("demo") as progress:
        photo = options.open_photo(args, editor, original, progress)
    face = photo.chosen[0]
    x0, y0, x1, y1 = portrait_box(face.box_xyxy, *photo.picture.pixels.shape[1::-1])

    def edited(amounts: dict[str, float]) -> Any:
        return edited_pixels(editor, photo, [LatentEdit(amounts)])

    pictures = {name: edited(amounts) for name, amounts in EDITS.items()}
    for name, pixels in pictures.items():
        export_picture(photo.picture.with_pixels(pixels), folder / f"{name}.png", overwrite=True)
    report = face_report(editor, photo, face, pictures["older"])
    both = Image.fromarray(np.hstack([photo.picture.pixels, pictures["older"]]))
    atomic_write(folder / "before-after.png", both.save, overwrite=True)
    close = [picture[y0:y1, x0:x1] for picture in (photo.picture.pixels, *pictures.values())]
    atomic_write(folder / "close-ups.png", Image.fromarray(np.hstack(close)).save, overwrite=True)
    age = report["readings"]["age"]["natural"]
    frames = [edited({"age": amount})[y0:y1, x0:x1] for amount in age_changes(age, 20, 75, args.frames)]
    slow = AnimationOptions(Timing(0.15, ping_pong=True))
    save_animation(frames, folder / "ageing.gif", slow, overwrite=True)
    print(f"One face, about {age:.0f} years old; inverted in {report['inversion']['seconds']:.1f} s,")
    print(f"thirty years older it is still {report['identity']['distance']:.2f} from itself (limit {SAME_PERSON}).")
    print(f"Look in {folder.resolve()}:")
    for path in sorted(folder.iterdir()):
        print(f"  {path.name}")
    return 0
