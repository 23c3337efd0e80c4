"""ganeditor faces: which faces are in a photo."""

import argparse
import sys
from pathlib import Path
from typing import Any

from ganeditor.cli import options
from ganeditor.errors import UserError


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "faces",
        help="list the faces in photos",
        description="List the faces in photos: where each is, how its head is turned (to the picture's right, upwards, "
        "clockwise), and how open its eyes are (about height over width, the picture's left eye first).",
    )
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
    parser.add_argument("--json", action="store_true", help="print JSON, with the 68 landmarks, irises and gaze")
    options.add_machine(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ganeditor.batch.job import sources_in
    from ganeditor.batch.photo import anatomy_row, face_row
    from ganeditor.checkpoints.assembly import EditorOptions, finder
    from ganeditor.engine.faces.anatomy import Anatomy
    from ganeditor.engine.tensors import rgb8
    from ganeditor.project.picture import read_picture

    find = finder(EditorOptions(device=args.device, detector=args.detector, allow_download=args.allow_download))
    anatomy, rows, failed = Anatomy(), list[dict[str, Any]](), 0
    for path in (source.path for source in sources_in(args.photos, options.notify)):
        try:
            photo = rgb8(read_picture(path).pixels)
        except UserError as error:
            failed += 1
            rows.append({"photo": str(path), "error": str(error)})
            options.notify(f"passed over: {error}")
            continue
        with options.progress_bar(path.name) as progress:
            found = find.find(photo, progress)
        for index, face in enumerate(found.faces, 1):
            row = {"photo": str(path), "face": index, **face_row(face), **anatomy_row(anatomy, photo, face)}
            rows.append(row | ({"landmarks": face.landmarks.round(1).tolist()} if args.json else {}))
        for notice in found.notices:
            options.notify(f"{path}: {notice}")
        if not args.json:
            _print(path, [row for row in rows if row["photo"] == str(path)])
    if args.json:
        print(options.json_text(rows, sys.stdout.encoding or "utf-8"))
    return 1 if failed else 0


def _print(path: Path, rows: list[dict[str, Any]]) -> None:
    print(f"{path}: {len(rows) or 'no'} face{'' if len(rows) == 1 else 's'}")
    for row in rows:
        x0, y0, x1, y1 = row["box_xyxy"]
        place = f"({x0:.0f}, {y0:.0f})–({x1:.0f}, {y1:.0f})"
        print(f"  {row['face']:>2}  {row['id']}  {place:<24} {row['confidence']:.2f}  {' '.join(row['marks'])}")
        print(f"      {_anatomy(row)}")


def _anatomy(row: dict[str, Any]) -> str:
    if "unknown" in row:
        return str(row["unknown"])
    turn, eyes = row["pose"], [row["eyes"][side] for side in ("left", "right")]
    states = ", ".join(f"{eye['state']} ({eye['openness']:.2f})" for eye in eyes)
    return f"turned {turn['yaw']:+.0f}° {turn['pitch']:+.0f}° {turn['roll']:+.0f}°; eyes {states}"
