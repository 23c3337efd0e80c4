"""Assets: data too large to stand in an operation, each once, under the SHA-256 of its bytes."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping

from ganeditor.errors import EditError

LARGEST = 64_000_000
"""Bytes of one asset: a mask, an exemplar's crop, latents."""

MOST = 500
"""Assets in one project."""

SHA256 = re.compile(r"[0-9a-f]{64}")


class Assets(Mapping[str, bytes]):
    """The assets of one photo."""

    def __init__(self, kept: Mapping[str, bytes] | None = None) -> None:
        """kept: those of a project file that has been read and checked."""
        self._kept = dict(kept or {})

    def add(self, data: bytes) -> str:
        """Keep data; its SHA-256, by which an operation names it."""
        if len(data) > LARGEST:
            raise EditError(f"An edit can't keep {len(data)} bytes; {LARGEST} are the most: use a smaller picture.")
        name = sha256(data)
        if name not in self._kept and len(self._kept) >= MOST:
            raise EditError(f"A photo can't keep more than {MOST} pictures and masks; save it, and open it again.")
        self._kept[name] = data
        return name

    def only(self, names: Iterable[str]) -> dict[str, bytes]:
        """Those of names; KeyError for one that is not there."""
        return {name: self._kept[name] for name in sorted(names)}

    def __getitem__(self, name: str) -> bytes:
        return self._kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def sha256(data: bytes) -> str:
    """Of data, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
