"""ganeditor faces: which faces are in a photo."""

import argparse
import sys
from pathlib import Path
from typing import Any

from ganeditor.cli import options


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser("faces", help="list the faces in photos", description="List the faces in photos.")
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
    parser.add_argument("--json", action="store_true", help="print JSON, with the 68 landmarks")
    options.add_machine(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ganeditor.batch.job import sources_in
    from ganeditor.batch.photo import face_row
    from ganeditor.checkpoints.assembly import EditorOptions, finder
    from ganeditor.engine.tensors import rgb8
    from ganeditor.project.picture import read_picture

    find = finder(EditorOptions(device=args.device, detector=args.detector, allow_download=args.allow_download))
    rows: list[dict[str, Any]] = []
    for path in (source.path for source in sources_in(args.photos, options.notify)):
        found = find.find(rgb8(read_picture(path).pixels))
        for index, face in enumerate(found.faces, 1):
            row = {"photo": str(path), "face": index, **face_row(face)}
            rows.append(row | ({"landmarks": face.landmarks.round(1).tolist()} if args.json else {}))
        for notice in found.notices:
            options.notify(f"{path}: {notice}")
        if not args.json:
            _print(path, [row for row in rows if row["photo"] == str(path)])
    if args.json:
        print(options.json_text(rows, sys.stdout.encoding or "utf-8"))
    return 0


def _print(path: Path, rows: list[dict[str, Any]]) -> None:
    print(f"{path}: {len(rows) or 'no'} face{'' if len(rows) == 1 else 's'}")
    for row in rows:
        x0, y0, x1, y1 = row["box_xyxy"]
        place = f"({x0:.0f}, {y0:.0f})–({x1:.0f}, {y1:.0f})"
        print(f"  {row['face']:>2}  {row['id']}  {place:<24} {row['confidence']:.2f}  {' '.join(row['marks'])}")
