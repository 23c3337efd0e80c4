"""ganeditor masks: train the segmentation head with which a model tells a face's parts."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganeditor import paths
from ganeditor.cli import options
from ganeditor.errors import UserError

if TYPE_CHECKING:
    from ganeditor.training.segmentation import Picture8


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "masks", help="train how a model tells a face's parts", description="What a model needs for painted masks."
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    train = actions.add_parser(
        "train",
        help="train a model's segmentation head",
        description="Train the segmentation head of a model, on random faces labelled by the face mesh and on "
        "photographs with hair masks. It is kept in the model's pack, a bundled one being copied to your own models.",
    )
    train.add_argument(
        "--hair",
        type=Path,
        metavar="FOLDER",
        help="photographs, cut out as the bundled model's crops are, each with its hair mask: NAME.jpg, NAME.png "
        "(white is hair). Without it, hair is told by its colour alone",
    )
    train.add_argument("--samples", type=options.whole(8, 100_000), metavar="N", help="random faces (default 240)")
    train.add_argument("--steps", type=options.whole(1, 1_000_000), metavar="N", help="of training (default 600)")
    train.add_argument("--seed", type=options.whole(0, 2**32 - 1), default=0, metavar="N", help="(default 0)")
    train.add_argument("--model", default=paths.DEFAULT_MODEL, help=options.MODEL_HELP)
    options.add_machine(train)
    train.set_defaults(run=run_train, perceptual="efficientnet", no_cache=False)


def run_train(args: argparse.Namespace) -> int:
    from dataclasses import replace

    from ganeditor.checkpoints.packs.heads import keep_head, own_pack
    from ganeditor.checkpoints.packs.installed import find_model
    from ganeditor.progress import part
    from ganeditor.training import segmentation as training

    pack = find_model(args.model)
    if not pack.is_dir():
        raise UserError(f"{pack} is a file, and a head is kept in a pack; import it first (ganeditor models import).")
    photos = _hair_photos(args.hair) if args.hair else []
    editor = options.open_editor(args)
    settings = training.SegmentationSettings(seed=args.seed)
    settings = replace(settings, samples=args.samples or settings.samples, steps=args.steps or settings.steps)
    with options.progress_bar("Training") as progress:
        faces = training.random_samples(editor, settings, part(progress, 0.0, 0.15))
        hair = training.hair_samples(editor, photos, part(progress, 0.15, 0.6))
        (trained, held), (trained_hair, held_hair) = (training.split(group, settings) for group in (faces, hair))
        head = training.train(editor.model, [*trained, *trained_hair], settings, part(progress, 0.6, 0.98))
        ious = training.intersections_over_unions(editor.model, head, [*held, *held_hair])
    path = keep_head(own_pack(pack), head, ious)
    print(
        f"{path}: trained on {len(trained) + len(trained_hair)} pictures; IoU on {len(held) + len(held_hair)} others:"
    )
    for name, value in ious.items():
        print(f"  {name:14} {value:.3f}")
    return 0


def _hair_photos(folder: Path) -> "list[tuple[Picture8, Picture8]]":
    """Photographs and masks, in the order of their names."""
    from ganeditor.engine.tensors import rgb8
    from ganeditor.project.picture import read_picture

    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}; give one with NAME.jpg and NAME.png.")
    found = []
    for path in sorted(folder.glob("*.jpg")):
        mask_path = path.with_suffix(".png")
        if not mask_path.is_file():
            raise UserError(f"{path} has no mask {mask_path.name} beside it; put it there, white where there is hair.")
        photo, mask = rgb8(read_picture(path).pixels), rgb8(read_picture(mask_path).pixels)[..., 0]
        if mask.shape != photo.shape[:2]:
            raise UserError(f"{mask_path} is not of the size of {path.name}; a mask has its photo's pixels.")
        found.append((photo, mask))
    if not found:
        raise UserError(f"There are no photographs NAME.jpg in {folder}; give another folder.")
    return found
