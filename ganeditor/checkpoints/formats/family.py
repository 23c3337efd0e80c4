"""A family of foreign files, and how the one that a file is of is found; in the child process, without torch."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from ganeditor.checkpoints.formats.checkpoint import Arrays, require_finite
from ganeditor.checkpoints.reader.containers import container_of
from ganeditor.checkpoints.reader.refusal import Refusal, shown

T = TypeVar("T")


@dataclass(frozen=True)
class Format(Generic[T]):
    """One family of foreign files."""

    name: str
    fits: Callable[[Any], bool]  # on an opened container; must not fail on other families
    read: Callable[[Any], T]


def read_as(
    formats: Sequence[Format[T]], path: Path, networks: Callable[[T], Iterable[Arrays]], kind: str, supported: str
) -> tuple[str, T]:
    """Name of the format of the file at path and what it holds, of which networks gives the arrays.

    Refusal with the reason; kind says what was looked for, and supported what would be right.
    """
    content = container_of(path).open(path)
    try:
        for row in formats:
            if row.fits(content):
                found = row.read(content)
                for arrays in networks(found):
                    require_finite(arrays)
                return row.name, found
        names = ", ".join(shown(key, 30) for key in list(content)[:5])
        raise Refusal(f"it holds no {kind} that ganeditor knows, but: {names or 'nothing'}")
    except Refusal as refusal:  # the file is whole, so that a new copy of it would be refused as well
        raise Refusal(refusal.reason, refusal.remedy or supported) from None
