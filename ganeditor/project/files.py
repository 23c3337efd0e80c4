"""Writing a file whole or not at all."""

import errno
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

from ganeditor.errors import PictureError


def atomic_write(path: Path, write: Callable[[Path], None], overwrite: bool = False) -> None:
    """Let `write` fill a temporary file beside `path`, then move it into place: `path` is never half written.

    The temporary name keeps the suffix, for writers that choose the format by it. PictureError says in one sentence
    why the file system refused; whatever else `write` raises passes through. Either way nothing is left behind.
    """
    # Overwriting through a link changes the file it points to and keeps the link.
    target = Path(os.path.realpath(path)) if overwrite else path
    temporary = target.parent / f".{secrets.token_hex(8)}{target.suffix}"
    try:
        try:
            if target.is_dir():
                raise IsADirectoryError
            if not overwrite:
                _require_absent(target)
            write(temporary)
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            _publish(temporary, target, overwrite)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise PictureError(_refusal(path, error)) from error


def _publish(temporary: Path, target: Path, overwrite: bool) -> None:
    if overwrite:
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
        return
    try:
        # Unlike a rename, a hard link fails when another program has created the name meanwhile.
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # FAT and some network folders have no hard links
        _require_absent(target)
        temporary.rename(target)


def _require_absent(path: Path) -> None:
    if os.path.lexists(path):  # a dangling link counts: writing through it would create a file elsewhere
        raise FileExistsError


def _refusal(path: Path, error: OSError) -> str:
    if isinstance(error, IsADirectoryError):
        return f"{path} is a folder; give the name of a file in it."
    if isinstance(error, FileExistsError):
        return f"{path} already exists; choose another name or allow overwriting it."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{path} can't be written because the disk is full; free some space or choose another disk."
    if not os.path.isdir(path.parent):  # noqa: PTH112  (Path.is_dir raises where the parent can't be entered)
        return f"{path} can't be written because there is no folder {path.parent}; create it or choose another."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{path} can't be written because its folder is read-only for you; choose another folder."
    return f"{path} can't be written ({error.strerror or error}); choose another name or folder."
