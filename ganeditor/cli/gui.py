"""ganeditor gui: the window; also what `ganeditor` alone opens."""

import argparse
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

from ganeditor.cli import screen
from ganeditor.errors import UserError


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "gui",
        help="open the window (also without any command)",
        description="Open the photo editor, with photos or projects if you name any.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="photo or .gedit project")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if importlib.util.find_spec("PySide6") is None:
        raise UserError("The window needs PySide6, which is not installed; run pip install PySide6-Essentials.")
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in screens):
        raise UserError("There is no screen for the window here; use `ganeditor edit`, or set DISPLAY.")
    if sentence := screen.missing_libraries():
        raise UserError(sentence)
    from ganeditor.ui import single

    door = single.take_turn(args.files)
    if door is None:
        print("A window is open already; it takes over.")
        return 0
    from ganeditor.ui.app import run as run_window

    return run_window(args.files, door)
