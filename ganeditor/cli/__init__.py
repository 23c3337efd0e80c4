"""The command line: one file a command, each a few lines over the engine; nothing heavy is imported before it runs."""

import argparse
import atexit
import gc
import io
import os
import re
import sys
from collections.abc import Sequence
from typing import Any

from ganeditor import version
from ganeditor.cli import (
    animate,
    attributes,
    batch,
    demo,
    directions,
    doctor,
    edit,
    enhance,
    evaluate,
    eyes,
    faces,
    generate,
    gui,
    invert,
    mask,
    masks,
    models,
    people,
    restyle,
    swap,
    train,
)
from ganeditor.errors import UserError

COMMANDS = (
    gui,
    edit,
    batch,
    eyes,
    mask,
    swap,
    enhance,
    restyle,
    animate,
    generate,
    invert,
    faces,
    attributes,
    directions,
    masks,
    people,
    train,
    evaluate,
    models,
    demo,
    doctor,
)
"""Each has add(subparsers), which describes it, and run(args), which does it and returns the exit code."""

DONE, USER_ERROR, INTERRUPTED = 0, 1, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when done, 1 for an error the user can mend, 2 for wrong usage."""
    _let_everything_be_printed()
    atexit.register(gc.freeze)  # the interpreter's last search for garbage takes 0.7 s once torch is there
    parser = build_parser()
    try:
        args = parser.parse_args(arguments)
    except SystemExit as stop:  # argparse has said what is wrong, or printed help
        return int(stop.code or 0)
    try:
        return int(args.run(args))
    except UserError as error:
        _say(f"ganeditor: {_told(error, args)}")
        return USER_ERROR
    except KeyboardInterrupt:
        _say("ganeditor: stopped; nothing was left half-written.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone, which is its right; keep Python's exit from complaining.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


class _Parser(argparse.ArgumentParser):
    """Of a command, it is also what tells which options that has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_defaults(options_of=self.format_help)
        self._between = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Files may stand before, between and behind a command's options, which argparse by itself takes for wrong.

        Not with --, which says already what is a file, and which argparse would lose.
        """
        if self._between or self._subparsers or "--" in (args or ()):
            return super().parse_known_args(args, namespace)
        self._between = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._between = False


class _Version(argparse.Action):
    """Asks for the commit only when it is wanted."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        print(f"ganeditor {version.described()}")
        parser.exit()


def build_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="ganeditor",
        description="Edit real faces in photographs through a GAN's latent space, on your own machine. "
        "Without a command, the window opens.",
        epilog="Exit codes: 0 done, 1 something the user can mend (one sentence says what), 2 wrong usage.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show version and commit, and end")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    parser.set_defaults(run=gui.run, files=[])
    for command in COMMANDS:
        command.add(subparsers)
    return parser


def _told(error: UserError, args: argparse.Namespace) -> str:
    """The error's sentence; with the option that mends it, if the command at hand has that."""
    named, offered = (set(re.findall(r"--[a-z-]+", text)) for text in (error.option, args.options_of()))
    return error.for_command if named <= offered else str(error)


def _let_everything_be_printed() -> None:
    """Names of files may be no text, which go out as the bytes they are, or have letters that the console lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_unicode = (stream.encoding or "").lower().replace("-", "").startswith("utf")
            stream.reconfigure(errors="surrogateescape" if is_unicode else "backslashreplace")


def _say(text: str) -> None:
    sys.stdout.flush()
    print(text, file=sys.stderr)
