"""What is told of a face and of a group of faces, as frozen values."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float32]

Box = tuple[float, float, float, float]
"""(x0, y0, x1, y1)"""

SIZE = 128
"""Numbers of a descriptor."""


@dataclass(frozen=True, eq=False)
class Described:
    """A face as it was found."""

    key: str  # of its place and its own pixels: the same picture gives the same key
    box_xyxy: Box  # in pixels of the upright photo
    descriptor: Numbers  # [SIZE], of the person
    thumbnail: bytes  # the aligned face as a JPEG
    encoder: str = ""  # fingerprint of the model whose encoder has given w
    w: Numbers | None = None  # [w_dim], how it looks to that; None without an encoder
    drawn: int = 0  # id of the Drawn that it was found by; 0 for one that was seen without


@dataclass(frozen=True)
class Drawn:
    """A rectangle that a person has drawn around a face that was missed."""

    id: int
    box_xyxy: Box  # in shares of the upright photo's width and height


@dataclass(frozen=True, eq=False)
class Known:
    """A face that is kept."""

    id: int
    key: str  # as in Described
    photo: Path
    number: int  # in its photo, from the left, from 1 on
    box_xyxy: Box
    descriptor: Numbers
    drawn: bool = False  # by a person, in a place where none was seen


@dataclass(frozen=True, eq=False)
class Group:
    """Faces of one person, at most one in a photo; the first is the most typical."""

    faces: tuple[Known, ...]
    person: int | None = None  # of whom something was said
    name: str = ""


@dataclass(frozen=True)
class FileState:
    """By which a file is known again."""

    size: int  # bytes
    changed: int  # nanoseconds, the file system's
    head: bytes  # SHA-256 of its beginning
