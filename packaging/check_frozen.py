"""Checks a built program as a stranger's Linux would run it: check_frozen.py PROGRAM --model PICKLE --report FOLDER.

Needs nothing of Python's packages itself. The program runs from a copy in a folder that is read-only and has umlauts,
as a user without rights, with an empty home, an environment of four variables and no network. Xvfb is the screen of
its window, and xdotool the hand. Only root can check all that: another user checks what is left with a warning.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from screen import Screen

STRANGER = 54321
"""A user whom no machine has, so that whatever it has written anywhere is found by it."""

FOLDERS = (".local/share/ganeditor", ".cache/ganeditor", ".config/ganeditor", "work", "tmp")
"""Of the home, where something may be written: the program's own (see ganeditor/paths.py), what it is asked for, and
what the system keeps for a while."""

HELP_SECONDS, WINDOW_SECONDS = 1.0, 4.0
LONGEST, PATIENCE = 300, 90  # seconds for one command, and for one thing to happen in the window


class CheckError(Exception):
    """A check came out otherwise than it should."""


class Stranger:
    """Somebody who has just got the program."""

    def __init__(self, program: Path, home: Path) -> None:
        self.program, self.home, self.work = program, home, home / "work"
        self.temporary = home / "tmp"
        for folder in (home, self.work, self.temporary):
            folder.mkdir()
        self._before: list[str] = []
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", f"{STRANGER}:{STRANGER}", home], check=True)
            self._before = ["unshare", "-n", "setpriv", f"--reuid={STRANGER}", f"--regid={STRANGER}", "--clear-groups"]

    def start(self, *arguments: object, name: str = "ganeditor", **environment: str) -> "subprocess.Popen[str]":
        own = {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TMPDIR": str(self.temporary)}
        return subprocess.Popen(
            [*self._before, str(self.program / name), *map(str, arguments)],
            env=own | environment,
            cwd=self.work,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: object) -> str:
        """What the command line says; CheckError where it does not end well."""
        process = self.start(*arguments)
        try:
            said, _ = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise CheckError(f"took longer than {LONGEST} s") from None
        if process.returncode or "Warning" in said or "Traceback" in said:
            raise CheckError(f"ended with {process.returncode} and said: {said[-3000:]}")
        return said

    @property
    def original(self) -> Path:
        """The photo that the demo leaves."""
        return self.made("Vorführung ☀/original.png", PNG)

    def made(self, name: str, begins: bytes) -> Path:
        """The file of its work with that name, which begins as its format does."""
        path = self.work / name
        if not path.is_file() or not path.read_bytes().startswith(begins):
            raise CheckError(f"{path} was not made, or is something else")
        return path


PNG, JPEG, GIF, MP4 = b"\x89PNG", b"\xff\xd8\xff", b"GIF89a", b"\x00\x00\x00"


def says_what_it_is(stranger: Stranger) -> str:
    """--help, in less than a second, and the version with its commit."""
    seconds = []
    for _time in range(3):
        began = time.monotonic()
        stranger.run("--help")
        seconds.append(time.monotonic() - began)
    if min(seconds) > HELP_SECONDS:
        raise CheckError(f"--help took {min(seconds):.2f} s, {HELP_SECONDS} are allowed")
    version = stranger.run("--version").strip()
    if "(" not in version:
        raise CheckError(f"the version has no commit: {version}")
    return f"{version}; --help {min(seconds):.2f} s"


def doctor_is_content(stranger: Stranger) -> str:
    said = stranger.run("doctor")
    if "missing" in said or said.count(": whole") < 3:
        raise CheckError(said)
    return f"{said.count(': whole')} models whole"


def demo_runs(stranger: Stranger) -> str:
    stranger.run("demo", "-o", "Vorführung ☀", "--frames", 3)
    stranger.made("Vorführung ☀/before-after.png", PNG)
    stranger.made("Vorführung ☀/ageing.gif", GIF)
    return ""


def photos_are_edited(stranger: Stranger) -> str:
    """PNG and JPEG, whose blocks are exchanged in a child."""
    stranger.run("edit", stranger.original, "--set", "smile=1", "-o", "Lächeln.jpg")
    stranger.run("edit", stranger.made("Lächeln.jpg", JPEG), "--say", "zehn Jahre älter", "-o", "älter.jpg")
    stranger.made("älter.jpg", JPEG)
    return "PNG and JPEG"


def animations_are_made(stranger: Stranger) -> str:
    for name, begins in (("age.gif", GIF), ("age.mp4", MP4)):
        stranger.run("animate", "age", stranger.original, "--frames", 4, "-o", name)
        stranger.made(name, begins)
    return "GIF and MP4"


def networks_learn(stranger: Stranger) -> str:
    """A few steps of a training, whose libraries nothing else needs; the picture is one that was generated."""
    stranger.run("generate", "--count", 4, "--seed", 1, "-o", "faces")
    sizes = ("--side", 16, "--pictures", 16, "--batch", 4, "--width", 8, "--z-dim", 8, "--encoder", 0)
    stranger.run("train", "stylegan2", "faces", "-o", "run", "--name", "learnt", *sizes, "--device", "cpu")
    return ""


def photos_are_enlarged(stranger: Stranger) -> str:
    stranger.run("enhance", stranger.made("faces/seed1.png", PNG), "--scale", 2, "-o", "larger.png")
    stranger.made("larger.png", PNG)
    return ""


def models_are_imported(stranger: Stranger) -> str:
    """From a pickle, which a child reads."""
    stranger.run("models", "import", "small.pkl", "--name", "small")
    stranger.run("generate", "--model", "small", "--count", 1, "-o", "small.png")
    stranger.made("small.png", PNG)
    return ""


def window_works(stranger: Stranger) -> str:
    """Open a photo, drag a slider, export, take what a second start hands over, close."""
    with screen() as shown:
        began = time.monotonic()
        process = stranger.start("Vorführung ☀/original.png", name="ganeditor-window", DISPLAY=shown.name)
        try:
            window = waited(lambda: shown.hand("search", "--onlyvisible", "--name", "ganeditor$"), "a window")
            seconds = time.monotonic() - began
            shown.hand("windowmove", window, 0, 0)
            shown.hand("windowfocus", window)
            unchanging(shown)
            x, y = waited(lambda: shown.shot().slider(), "a slider")
            shown.hand("mousemove", x, y, "mousedown", 1, "mousemove", x + 6, y, "mousemove", x + 14, y, "mouseup", 1)
            waited(lambda: "*" in shown.hand("getwindowname", window), "a change in the title")
            unchanging(shown)
            shown.hand("key", "ctrl+e")
            waited(lambda: shown.hand("search", "--onlyvisible", "--name", "Export"), "the dialog of an export")
            shown.hand("key", "Return")
            waited((stranger.work / "Vorführung ☀" / "original_edited.png").is_file, "an exported picture")
            shown.shot().save(stranger.home.parent / "window.png")
            second = stranger.start("small.png", name="ganeditor-window", DISPLAY=shown.name)
            if second.wait(timeout=PATIENCE):
                raise CheckError(f"a second start ended with {second.returncode}")
            waited(
                lambda: "small" in shown.hand("getwindowname", window), "the second start's photo in the first window"
            )
            shown.hand("windowfocus", "--sync", window, "key", "ctrl+q")
            waited(
                lambda: shown.hand("search", "--onlyvisible", "--name", "Unsaved"), "the question of unsaved changes"
            )
            shown.hand("key", "Tab", "key", "space")
            said, _ = process.communicate(timeout=30)
        except BaseException:
            shown.shot().save(stranger.home.parent / "window.png")
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode or said:
        raise CheckError(f"the window ended with {process.returncode} and said: {said}")
    if seconds > WINDOW_SECONDS:
        raise CheckError(f"the window came after {seconds:.1f} s, {WINDOW_SECONDS} are allowed")
    return f"first window {seconds:.1f} s"


def nothing_is_left(stranger: Stranger) -> str:
    """Outside its own folders: in the home, or anywhere on this disk where a stranger may write."""
    found = subprocess.run(
        ["find", "/", "/dev/shm", "/run", "-xdev", "-uid", str(STRANGER)], capture_output=True, text=True
    ).stdout
    allowed = tuple(str(stranger.home / name) for name in FOLDERS)
    parents = {str(parent) for name in FOLDERS for parent in (stranger.home / name).parents}
    astray = [path for path in found.splitlines() if path not in parents and not path.startswith(allowed)]
    if astray:
        raise CheckError("was written: " + ", ".join(astray[:20]))
    return ""


CHECKS: tuple[Callable[[Stranger], str], ...] = (
    says_what_it_is,
    doctor_is_content,
    demo_runs,
    photos_are_edited,
    animations_are_made,
    models_are_imported,
    networks_learn,
    photos_are_enlarged,
    window_works,
    nothing_is_left,
)
"""Each does one thing and returns what is worth telling; later ones use what earlier ones made."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path, help="the folder that was built")
    parser.add_argument("--model", type=Path, required=True, help="a small generator in a pickle")
    parser.add_argument(
        "--report", type=Path, required=True, help="folder for what was found, and a picture of the window"
    )
    args = parser.parse_args()
    if os.getuid():
        print("Not root: the network stays, and only the home is looked through for files.")
    args.report.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ganeditor-check-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        copy = place / "Prögramm ☀ auf Reisen" / "ganeditor"
        shutil.copytree(args.program, copy, symlinks=True)
        subprocess.run(["chmod", "-R", "a-w,a+rX", copy.parent], check=True)
        stranger = Stranger(copy, place / "home")
        shutil.copy(args.model, stranger.work / "small.pkl")
        rows, failed = list[str](), 0
        for check in CHECKS:
            began = time.monotonic()
            try:
                state = f"ok {check(stranger)}".strip()
            except CheckError as failure:
                state, failed = f"FAILED: {failure}", failed + 1
            rows.append(f"{check.__name__.replace('_', ' ')}: {state} ({time.monotonic() - began:.1f} s)")
            print(rows[-1], flush=True)
        for picture in place.glob("*.png"):
            shutil.copy(picture, args.report)
        subprocess.run(["chmod", "-R", "u+w", copy.parent], check=True)
    print(f"{len(CHECKS) - failed} passed, {failed} failed")
    (args.report / "checks.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return failed and 1


@contextmanager
def screen() -> Iterator[Screen]:
    shown = Screen()
    try:
        yield shown
    finally:
        shown.end()


def waited(look: Callable[[], Any], what: str) -> Any:
    """What look finds, as soon as it does."""
    until = time.monotonic() + PATIENCE
    while not (found := look()):
        if time.monotonic() > until:
            raise CheckError(f"{what} was waited for, for {PATIENCE} s")
        time.sleep(0.02)
    return found


def unchanging(shown: Screen) -> None:
    """Until the screen has been the same for five seconds, which a face that is being learnt does not let it."""
    last, since = shown.shot(), time.monotonic()
    while time.monotonic() - since < 5:
        time.sleep(0.5)
        now = shown.shot()
        last, since = (last, since) if now == last else (now, time.monotonic())


if __name__ == "__main__":
    sys.exit(main())
