"""Kept faces: those of people that a person wants to put on others again, a file each, which is called like the face.

What is in such a file is the engine's to say; here it is bytes.
"""

import re
import unicodedata
from pathlib import Path

from ganeditor import paths
from ganeditor.errors import UserError
from ganeditor.files import write_whole

SUFFIX = ".face"
LARGEST = 64_000_000
"""Bytes of one file."""

LONGEST_NAME = 60
_NAME = re.compile(r"[^\W_]([\w .'-]*[\w'-])?")


def kept_faces() -> tuple[str, ...]:
    """The names, in the order of the alphabet."""
    return tuple(sorted((path.stem for path in paths.user_faces().glob(f"*{SUFFIX}")), key=str.casefold))


def keep_face(name: str, data: bytes) -> str:
    """Write a new face; its name, as it is kept."""
    path = _free(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
    return path.stem


def read_kept(name: str) -> bytes:
    """The face of this name."""
    path = _there(name)
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(f"{path} is larger than a face can be; delete it, and keep the face again.")
        return path.read_bytes()
    except OSError as error:
        raise _refusal(path, error) from None


def rename_face(old: str, new: str) -> str:
    """Give a face another name; that, as it is kept."""
    path = _there(old)
    target = _free(new, old)
    try:
        path.rename(target)
    except OSError as error:
        raise _refusal(path, error) from None
    return target.stem


def delete_face(name: str) -> None:
    """Remove a face for good."""
    path = _there(name)
    try:
        path.unlink()
    except OSError as error:
        raise _refusal(path, error) from None


def _there(name: str) -> Path:
    """The file of a face that is kept; the names that come from outside are looked up, not made into a path."""
    known = kept_faces()
    if name not in known:
        raise UserError(f"There is no kept face '{name}'; there are {', '.join(known) or 'none'}.")
    return _file(name)


def _free(name: str, instead_of: str = "") -> Path:
    """The file for a new face, or for one that has had another name."""
    name = unicodedata.normalize("NFC", name.strip())
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise UserError(
            f"'{name}' can't name a face; use 1 to {LONGEST_NAME} letters, digits, spaces and . - _ ', "
            "with no point at either end."
        )
    # On some file systems two names that differ by case alone are one file.
    if name.casefold() in (other.casefold() for other in kept_faces() if other != instead_of):
        raise UserError(f"There is a kept face '{name}' already; choose another name.")
    return _file(name)


def _file(name: str) -> Path:
    return paths.user_faces() / f"{name}{SUFFIX}"


def _refusal(path: Path, error: OSError) -> UserError:
    return UserError(f"{path}: {error.strerror or error}; check your permissions.")
