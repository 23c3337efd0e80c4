"""ganeditor models: which models are here, whether they are whole, and how to bring more."""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from ganeditor.cli import options
from ganeditor.errors import ModelError


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "models",
        help="list, import, verify and fetch models",
        description="List, import, verify and fetch models. Any NVIDIA .pkl, rosinality, e4e, pSp, ReStyle or SAM .pt, "
        "bare state dict or safetensors file with a StyleGAN2 or StyleGAN3 generator can be imported; no code in it is "
        "run. Networks that enlarge photos are imported as well.",
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="list the models on this machine and the public ones")
    listing.set_defaults(run=run_list)
    bring = actions.add_parser("import", help="make a model file from outside a model of yours")
    bring.add_argument("file", type=Path, metavar="FILE", help=".pkl, .pt, .pth, .safetensors, or ncnn's .param")
    bring.add_argument("--name", default="", help="of the model (default: the file's)")
    bring.add_argument("--overwrite", action="store_true", help="replace the model of that name")
    bring.set_defaults(run=run_import)
    verify = actions.add_parser("verify", help="compare packs with their manifests and reference pictures")
    verify.add_argument("names", nargs="*", metavar="MODEL", help="name or folder (default: all)")
    verify.set_defaults(run=run_verify)
    remove = actions.add_parser("remove", help="delete a model that you brought")
    remove.add_argument("name", metavar="MODEL")
    remove.set_defaults(run=run_remove)
    info = actions.add_parser("info", help="what a model is, and its licence")
    info.add_argument("name", metavar="MODEL", help="name of a model here, of a public one, or a folder")
    info.set_defaults(run=run_info)
    get = actions.add_parser("get", help="fetch and import a public model")
    get.add_argument("name", metavar="MODEL", help="a public model of `models list`")
    get.add_argument("--accept-licence", action="store_true", help="you have read the licence and agree to it")
    get.set_defaults(run=run_get)


def run_list(_args: argparse.Namespace) -> int:
    from ganeditor.checkpoints.packs.catalogue import CATALOGUE
    from ganeditor.checkpoints.packs.installed import installed
    from ganeditor.checkpoints.packs.kinds import pack_in

    packs = installed()
    for name, folder in packs.items():
        try:
            pack = pack_in(folder)
        except ModelError as error:
            print(f"{name}: {error}")
            continue
        print(f"{name}  {pack.version}  {pack.about}  {pack.megabytes:.0f} MB  {pack.licence}  {folder}")
        print(f"  trained on {pack.training_data}")
    print("Public models, not on this machine (ganeditor models info NAME; get NAME; or import your own FILE):")
    for row in CATALOGUE:
        if row.name not in packs:
            about = f"about {row.megabytes} MB{', non-commercial' * row.non_commercial}"
            print(f"  {row.name}  {row.title} ({row.file_name}), {about}")
    return 0


def run_import(args: argparse.Namespace) -> int:
    from ganeditor.checkpoints.packs.packing import import_model
    from ganeditor.child import peak_megabytes

    started = time.monotonic()
    with options.progress_bar(args.file.name) as progress:
        made = import_model(args.file, args.name, args.overwrite, progress)
    for notice in made.pack.notices:
        options.notify(notice)
    print(f"{args.file} -> {made.folder}")
    _describe(made.pack)
    seconds, own = time.monotonic() - started, peak_megabytes()
    print(f"imported in {seconds:.1f} s, peak memory {own:.0f} MB, of the reader {made.reader_megabytes:.0f} MB")
    _say_use(made)
    return 0


def run_verify(args: argparse.Namespace) -> int:
    from ganeditor.checkpoints.packs.installed import installed

    places = [_pack(name) for name in args.names] or list(installed().values())
    if not places:
        raise ModelError("There is no model pack on this machine; reinstall ganeditor to get the bundled one.")
    damaged = []
    for place in places:
        try:
            print(f"{place}: {_verify(place)}")
        except ModelError as error:  # the others may be whole
            damaged.append(error.for_command)
    if damaged:
        raise ModelError(" ".join(damaged))
    return 0


def run_remove(args: argparse.Namespace) -> int:
    from ganeditor.checkpoints.packs.installed import remove

    print(f"removed {remove(args.name)}")
    return 0


def run_info(args: argparse.Namespace) -> int:
    from ganeditor.checkpoints.packs.catalogue import CATALOGUE, public_model
    from ganeditor.checkpoints.packs.installed import installed
    from ganeditor.checkpoints.packs.kinds import pack_in

    if args.name not in installed() and args.name in [row.name for row in CATALOGUE]:
        _describe_public(public_model(args.name))
        return 0
    folder = _pack(args.name)
    pack = pack_in(folder)
    print(f"{pack.name}, version {pack.version}, in {folder}")
    _describe(pack)
    for notice in pack.notices:
        print(f"  note: {notice}")
    return 0


def run_get(args: argparse.Namespace) -> int:
    from ganeditor.checkpoints.packs.catalogue import public_model
    from ganeditor.checkpoints.packs.fetching import fetch_model
    from ganeditor.checkpoints.packs.installed import installed

    row = public_model(args.name)
    if row.name in installed():
        raise ModelError(f"{row.name} is here already; run ganeditor models remove {row.name} to fetch it again.")
    _describe_public(row)
    if not row.url:
        raise ModelError(
            f"{row.name} has no direct address; fetch it from {row.page}, then ganeditor models import FILE."
        )
    if not args.accept_licence and not _agreed():
        raise ModelError(f"{row.name} was not fetched; run it again with --accept-licence if you agree to its licence.")
    with options.progress_bar(row.name) as progress:
        made = fetch_model(row, progress)
    for notice in made.pack.notices:
        options.notify(notice)
    print(f"SHA-256 {made.pack.source_sha256}")
    _say_use(made)
    return 0


def _pack(name: str) -> Path:
    """The folder of the model called name, or ModelError where that is a file."""
    from ganeditor.checkpoints.packs.installed import find_model, installed

    folder = installed().get(name) or find_model(name)
    if folder.is_file():
        raise ModelError(f"{folder} is no model pack yet but a file; run ganeditor models import {folder} first.")
    return folder


def _agreed() -> bool:
    return sys.stdin.isatty() and input("Do you agree to this licence? (yes/no) ").strip().lower() in ("y", "yes")


def _say_use(made: Any) -> None:
    from ganeditor.checkpoints.packs.kinds import KINDS

    print(f"use it: ganeditor {KINDS[made.pack.kind].command} PHOTO --model {made.name}")


def _describe(pack: Any) -> None:
    """A pack's card."""
    from ganeditor.checkpoints.packs.kinds import KINDS
    from ganeditor.checkpoints.packs.manifest import Manifest

    if isinstance(pack, Manifest):
        _describe_faces(pack)
    else:
        print(f"  {KINDS[pack.kind].title}, {pack.about}, family {pack.family}")
    print(f"  licence: {pack.licence}")
    print(f"  trained on: {pack.training_data}")
    if pack.source:
        checksum = f", SHA-256 {pack.source_sha256}" if pack.source_sha256 else ""
        print(f"  made from {pack.source} ({pack.source_kind}){checksum}")


def _describe_faces(manifest: Any) -> None:
    families = {"stylegan2": "StyleGAN2", "stylegan3-t": "StyleGAN3-T", "stylegan3-r": "StyleGAN3-R"}
    alignment = {"ffhq": "FFHQ", "similarity": "its own points"}[manifest.alignment]
    encoder = any(entry.name == "encoder.safetensors" for entry in manifest.files)
    print(f"  family {families.get(manifest.family, manifest.family)}, {manifest.resolution} px")
    print(f"  latent space W+ with {manifest.num_ws} layers of {manifest.w_dim} numbers, alignment {alignment}")
    if manifest.c_dim:
        known = ", ".join(manifest.labels) or f"0 to {manifest.c_dim - 1}"
        print(f"  labels: {manifest.c_dim} classes of faces (generate --label {known})")
    print(f"  encoder: {manifest.encoder if encoder else 'none, inversion starts from the mean face'}")
    print(f"  discriminator: {'yes, it tells how real a face looks' if manifest.discriminator else 'none'}")
    print(f"  attributes: {', '.join(manifest.attributes) or 'none; bring directions (--direction FILE=CHANGE)'}")


def _describe_public(row: Any) -> None:
    print(f"{row.name}: {row.title} ({row.file_name}), about {row.megabytes} MB")
    print(f"  licence: {row.licence}")
    print(f"  page: {row.page}")
    print(f"  SHA-256: {row.sha256 or 'its publisher states none'}")


def _verify(place: Path) -> str:
    from ganeditor.checkpoints.packs.installed import verify

    worst = verify(place)
    if worst is None:
        return "files match the manifest; the pack has no reference pictures"
    return f"files match the manifest; reference pictures reproduced within {worst:.1e}"
