"""Which ganeditor this is: the version, and the commit that it was made from."""

import platform
import subprocess
from functools import cache
from pathlib import Path

from ganeditor import __version__

PAGE = "https://ganeditor.example/"
"""Where versions are published, which whoever publishes them sets. It is only ever opened in the browser, when a person
asks for it: the program itself asks nobody for a newer one."""

COMMIT_FILE = "commit"
"""In resources of what was built, a line of text; a checkout has none and asks git."""

_CHECKOUT = Path(__file__).resolve().parent.parent


@cache
def commit() -> str:
    """The commit, short, with -dirty where files differ from it; empty where that is not known."""
    from ganeditor import paths  # who builds the program asks commit_of() before platformdirs is there

    file = paths.resources() / COMMIT_FILE
    return file.read_text("utf-8").strip() if file.is_file() else commit_of(_CHECKOUT)


def commit_of(checkout: Path) -> str:
    """As git tells it; empty where checkout is none, or there is no git."""
    if not (checkout / ".git").exists():
        return ""
    command = ["git", "-C", str(checkout), "describe", "--always", "--abbrev=7", "--exclude=*", "--dirty"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def described() -> str:
    """Version and commit, as in "0.1.0 (5deffa6)"."""
    return f"{__version__} ({known})" if (known := commit()) else __version__


def surroundings() -> str:
    """What a report begins with: the program, Python and the system."""
    return f"ganeditor {described()}, Python {platform.python_version()}, {platform.platform()}"
