"""ganeditor attributes: what can be changed."""

import argparse
from typing import Any

from ganeditor.cli import directions
from ganeditor.edits.attributes import ATTRIBUTES, GROUPS


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "attributes",
        help="list what can be changed",
        description="List the attributes, and your own directions, that --set and --keep take.",
    )
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    for group in GROUPS:
        print(group)
        for row in (row for row in ATTRIBUTES if row.group == group):
            names = f"{row.name} ({row.alias})" if row.alias else row.name
            print(f"  {names:<22} {-row.limit:+g} {row.low_end} … {row.high_end} {row.limit:+g} {row.unit}")
    lines = list(directions.stored_lines())
    if lines:
        print("Your own directions, each of one model")
    for line in lines:
        print(f"  {line}")
    return 0
