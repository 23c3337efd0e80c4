"""ganeditor models: which model packs are here, and whether they are whole."""

import argparse
from pathlib import Path
from typing import Any

from ganeditor.errors import ModelError


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "models", help="list and verify model packs", description="List and verify model packs."
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="list the packs on this machine")
    listing.set_defaults(run=run_list)
    verify = actions.add_parser("verify", help="compare packs with their manifests and reference pictures")
    verify.add_argument("names", nargs="*", metavar="MODEL", help="name or folder (default: all)")
    verify.set_defaults(run=run_verify)


def run_list(_args: argparse.Namespace) -> int:
    from ganeditor.checkpoints.loader import installed
    from ganeditor.checkpoints.manifest import read_manifest

    for name, folder in installed().items():
        manifest = read_manifest(folder)
        megabytes = sum(entry.bytes for entry in manifest.files) / 1e6
        print(f"{name}  {manifest.version}  {manifest.resolution} px  {megabytes:.0f} MB  {manifest.licence}  {folder}")
        print(f"  trained on {manifest.training_data}")
    return 0


def run_verify(args: argparse.Namespace) -> int:
    from ganeditor.checkpoints.loader import find_model, installed

    places = [find_model(name) for name in args.names] or list(installed().values())
    if not places:
        raise ModelError("There is no model pack on this machine; reinstall ganeditor to get the bundled one.")
    for place in places:
        print(f"{place}: {_verify(place)}")
    return 0


def _verify(place: Path) -> str:
    from ganeditor.checkpoints import native

    worst = native.reference_error(place)
    if worst is None:
        return "files match the manifest; the pack has no reference pictures"
    if worst > native.REFERENCE_TOLERANCE:
        raise ModelError(
            f"{place} does not reproduce its reference pictures (off by {worst:.4f}); copy the pack again."
        )
    return f"files match the manifest; reference pictures reproduced within {worst:.1e}"
