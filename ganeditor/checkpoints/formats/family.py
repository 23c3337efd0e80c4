"""Families of foreign files, the kinds of networks that they hold, and how the one that a file is of is found.

In the child process, without torch.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from ganeditor.checkpoints.formats.checkpoint import Arrays, require_finite
from ganeditor.checkpoints.reader.containers import container_of
from ganeditor.checkpoints.reader.refusal import NO_HELP, Refusal, shown

T = TypeVar("T")

NETWORK_FILE = "network.safetensors"
"""Of the kinds that are one network."""


@dataclass(frozen=True)
class Format(Generic[T]):
    """One family of foreign files."""

    name: str
    fits: Callable[[Any], bool]  # on an opened container; must not fail on other families
    read: Callable[[Any], T]


@dataclass(frozen=True)
class Kind(Generic[T]):
    """One kind of networks, in families of files that give the same sort of thing."""

    name: str  # of packs in which such networks are kept
    noun: str
    takes: str  # what is taken, in words
    formats: Sequence[Format[T]]
    networks: Callable[[T], Iterable[Arrays]]
    write: Callable[[T, Path], dict[str, Any]]  # safetensors into a folder; what is to be said beside them


def read_as(kinds: Sequence[Kind[Any]], path: Path) -> tuple[Kind[Any], str, Any]:
    """The kind that the file at path is of, the name of its format and what it holds; Refusal with the reason."""
    content = container_of(path).open(path)
    try:
        for kind in kinds:
            for row in kind.formats:
                if row.fits(content):
                    found = row.read(content)
                    for arrays in kind.networks(found):
                        require_finite(arrays)
                    return kind, row.name, found
        names = ", ".join(shown(key, 30) for key in list(content)[:5])
        noun = " and no ".join(kind.noun for kind in kinds)
        raise Refusal(f"it holds no {noun} that ganeditor knows, but: {names or 'nothing'}")
    except Refusal as refusal:  # the file is whole, so that a new copy of it would be refused as well
        takes = ", and ".join(kind.takes for kind in kinds)
        raise Refusal(refusal.reason, refusal.remedy or f"{NO_HELP}{takes}") from None
