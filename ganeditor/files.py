"""Writing a file whole or not at all, and locks that end with the program that holds them."""

import contextlib
import errno
import os
import platform
import re
import secrets
import shutil
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

from ganeditor.errors import PictureError

_HOST = f"{zlib.crc32(platform.node().encode()):08x}"  # a folder on the network may have others' files
_TEMPORARY = re.compile(rf"\.[0-9a-f]{{16}}-{_HOST}-(\d+)\.ganeditor(\..*)?")
_DAY = 86_400  # seconds
_swept: set[Path] = set()


def atomic_write(path: Path, write: Callable[[Path], None], overwrite: bool = False) -> None:
    """Let `write` fill a temporary file beside `path`, then move it into place: `path` is never half written.

    The temporary name keeps the suffix, for writers that choose the format by it. PictureError says in one sentence
    why the file system refused; whatever else `write` raises passes through. Either way nothing is left behind, and
    what a program that was killed has left in this folder goes.
    """
    # Overwriting through a link changes the file it points to and keeps the link.
    target = Path(os.path.realpath(path)) if overwrite else path
    temporary = target.parent / f".{secrets.token_hex(8)}-{_HOST}-{os.getpid()}.ganeditor{target.suffix}"
    if target.parent not in _swept:
        _swept.add(target.parent)
        remove_leftovers(target.parent)
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


def write_whole(path: Path, content: bytes | str, overwrite: bool = False) -> None:
    """content as a file, text in UTF-8; as atomic_write has it."""

    def write(temporary: Path) -> None:
        if isinstance(content, str):
            temporary.write_text(content, encoding="utf-8")
        else:
            temporary.write_bytes(content)

    atomic_write(path, write, overwrite)


def locked(path: Path) -> IO[bytes]:
    """The open file at path, locked until it is closed or the process ends; OSError if it is locked already."""
    file = path.open("ab")
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file


def is_locked(path: Path) -> bool:
    """Whether a program holds the lock of the file at path."""
    try:
        locked(path).close()
    except OSError:
        return True
    return False


def remove_leftovers(folder: Path) -> None:
    """Delete the temporary files in folder whose program was killed while it wrote them."""
    with contextlib.suppress(OSError):  # there is no such folder, or it can't be read; writing will say so
        for path in list(folder.iterdir()):
            match = _TEMPORARY.fullmatch(path.name)
            if match and _has_ended(int(match[1]), path):
                path.unlink(missing_ok=True)


def _has_ended(process: int, path: Path) -> bool:
    """Whether the process that writes path is gone; on Windows, where asking would end it, path's age tells."""
    if sys.platform == "win32":
        return time.time() - path.stat().st_mtime > _DAY
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:  # another user's
        pass
    return False


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
