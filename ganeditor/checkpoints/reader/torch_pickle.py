"""Reads what torch.save wrote, as zip file or as before, without torch: less memory, and nothing in a file runs.

Such a file is a pickle whose tensors refer to storages outside it: records of the zip, or what follows the pickle.
"""

import io
import re
import struct
import zipfile
import zlib
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from ganeditor.checkpoints.reader.pickle_parts import (
    MAX_HEADER_OPS,
    STORAGES,
    Storage,
    TensorView,
    item_bytes,
    require_legacy,
)
from ganeditor.checkpoints.reader.pickle_reader import Reader, Stand, Table
from ganeditor.checkpoints.reader.pickle_scan import LEGACY, MAX_OPS, scan
from ganeditor.checkpoints.reader.refusal import Refusal, shown

ZIP = b"PK\x03\x04"
MAX_PARTS = 50_000
MAX_PICKLE_BYTES = 64 << 20
MAX_OPTIONS = 1_000  # of a program; each time they are set takes a moment
MODULE = (
    "it holds {}, part of a whole module or other code, which only running that code could read",
    "where you trust it, load it with the program that made it and save the network's state_dict() alone",
)
"""Reason and remedy."""

_OLD = re.compile(rb"\x80[\x02-\x05](?:\x95.{8})?" + re.escape(LEGACY[2:]), re.S)  # from protocol 4 on with a frame
_REFERRING = frozenset({"BINPERSID"})
_LOCAL_HEADER = 30  # bytes, of which the last four are the lengths of two texts behind it

Place = tuple[int, int, int | None]
"""Of a part of the file: its first byte, how many it has, and their CRC-32 where it is known."""


def is_torch(head: bytes) -> bool:
    return head.startswith(ZIP) or _OLD.match(head) is not None


def tensor_bytes(path: Path) -> int:
    """Bytes of tensors in the file, which is all it may take time and memory for; Refusal with the reason."""
    return sum(size for _start, size, _crc in _read(path)[1].values())


def load(path: Path) -> Any:
    """What the file holds, with the records of pickle_parts in place of tensors; Refusal with the reason."""
    return _read(path)[0]


def _read(path: Path) -> tuple[Any, dict[str, Place]]:
    """What the file holds, and the places of its storages, whose numbers are read when they are wanted."""
    with path.open("rb") as file:
        if file.read(len(ZIP)) == ZIP:
            data, places = _records(file)
            reader = _TorchReader(path, data, places)
            return reader.read(), places
        data, keys, position = _blocks(file)
        reader = _TorchReader(path, data, places := {})
        content = reader.read()
        places |= _places(file, keys, position, reader.sizes)
        return content, places


# --- zip files ----------------------------------------------------------------------------------------------------


def _records(file: BinaryIO) -> tuple[bytes, dict[str, Place]]:
    """The pickle, and the places of the storages by key."""
    size = file.seek(0, io.SEEK_END)
    try:
        rows = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        raise Refusal("it is a damaged file: the list of its parts can't be read") from None
    names = {row.filename.partition("/")[2]: row for row in rows}
    if len(rows) > MAX_PARTS or len(names) != len(rows):
        raise Refusal(f"it has {len(rows):,} parts: too many, or some of the same name")
    if "constants.pkl" in names:
        raise Refusal(MODULE[0].format("a TorchScript program"), MODULE[1])
    if any(row.compress_type != zipfile.ZIP_STORED or row.compress_size != row.file_size for row in rows):
        raise Refusal("it has compressed parts, which torch.save does not write")
    if sum(row.file_size for row in rows) > size:
        raise Refusal("its parts are larger than the file: some share their bytes")
    if "data.pkl" not in names or names["data.pkl"].file_size > MAX_PICKLE_BYTES:
        raise Refusal("it is a zip file without the table (data.pkl) that torch.save writes")
    places = {name: _place(file, size, row) for name, row in names.items()}
    if "byteorder" in places and _part(file, places["byteorder"]) != b"little":
        raise Refusal("its numbers are written in another byte order", "save it again on an ordinary computer")
    storages = {name.removeprefix("data/"): place for name, place in places.items() if name.startswith("data/")}
    return _part(file, places["data.pkl"]), storages


def _place(file: BinaryIO, size: int, row: zipfile.ZipInfo) -> Place:
    file.seek(row.header_offset if 0 <= row.header_offset < size else size)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(ZIP):
        raise Refusal("it is a damaged file: a part of it is not where its list says")
    start = row.header_offset + _LOCAL_HEADER + sum(struct.unpack_from("<HH", header, _LOCAL_HEADER - 4))
    if start + row.file_size > size:
        raise Refusal("it is a damaged file: it ends early")
    return start, row.file_size, row.CRC


def _part(file: BinaryIO, place: Place, first: int = 0, last: int = -1) -> bytes:
    """Bytes first to before last (-1: the end) of a part; a whole part is compared with its CRC-32."""
    start, size, crc = place
    last = size if last < 0 else last
    file.seek(start + first)
    data = file.read(last - first)
    if len(data) != last - first or (crc is not None and len(data) == size and zlib.crc32(data) != crc):
        raise Refusal("it is a damaged file: a part of it is not what was written")
    return data


# --- files of the old kind ----------------------------------------------------------------------------------------


def _blocks(file: BinaryIO) -> tuple[bytes, list[str], int]:
    """The pickle, the keys of the storages behind it in their order, and where the first stands."""
    size, position, parts = file.seek(0, io.SEEK_END), 0, []
    for max_ops in (MAX_HEADER_OPS, MAX_HEADER_OPS, MAX_HEADER_OPS, MAX_OPS, MAX_OPS):
        end = scan(file, size, max_ops, _REFERRING, position).end
        if end - position > MAX_PICKLE_BYTES:
            raise Refusal(f"its table has {end - position:,} bytes")
        file.seek(position)
        parts.append(file.read(end - position))
        position = end
    magic, version, system, keys = (Reader(io.BytesIO(part), len(part)).read() for part in (*parts[:3], parts[4]))
    require_legacy(magic, version, system)
    if not isinstance(keys, list) or not all(type(key) is str for key in keys) or len(set(keys)) != len(keys):
        raise Refusal("its storages have no proper keys")
    return parts[3], keys, position


def _places(file: BinaryIO, keys: list[str], position: int, sizes: dict[str, tuple[int, int]]) -> dict[str, Place]:
    """Where the storages stand; each begins with the count of its numbers."""
    size = file.seek(0, io.SEEK_END)
    found: dict[str, Place] = {}
    for key in keys:
        file.seek(position)
        count, (wanted, item) = int.from_bytes(file.read(8), "little"), sizes.get(key, (-1, 1))
        if count != wanted or position + 8 + count * item > size:
            raise Refusal("it is a damaged file: it ends early")
        found[key] = (position + 8, count * item, None)
        position += 8 + count * item
    if position != size:
        raise Refusal(f"{size - position:,} bytes follow the end of its tensors")
    return found


# --- the pickle in either -----------------------------------------------------------------------------------------


class _StateDict(Table):
    """OrderedDict; what module.state_dict() sets on it, versions of its parts, is not needed."""

    __slots__ = ()

    def __setstate__(self, _state: object = None) -> None: ...


class _Namespace(Table):
    """argparse.Namespace, in which training snapshots keep their options."""

    __slots__ = ()

    def __setstate__(self, state: object = None) -> None:
        if not isinstance(state, dict) or len(state) > MAX_OPTIONS:
            raise Refusal(f"it has options that are no table of up to {MAX_OPTIONS:,}")
        self.update(state)


class _TorchReader(Reader):
    """With what torch.save writes in its table, and the storages of one file."""

    def __init__(self, path: Path, data: bytes, places: dict[str, Place]) -> None:
        scanned = scan(io.BytesIO(data), len(data), extra=_REFERRING)
        if scanned.end != len(data):
            raise Refusal(f"{len(data) - scanned.end:,} bytes follow the end of its pickle")
        super().__init__(io.BytesIO(data), len(data))
        self._path, self._places = path, places
        self.sizes: dict[str, tuple[int, int]] = {}  # of the storages it refers to: numbers, and bytes of each

    def deny(self, module: str, name: str) -> NoReturn:
        raise Refusal(MODULE[0].format(shown(f"{module}.{name}", 160)), MODULE[1])

    def table(self) -> dict[tuple[str, str], Any]:
        return (
            super().table()
            | {("torch", name): name for name in STORAGES}
            | {
                ("collections", "OrderedDict"): _StateDict,
                ("argparse", "Namespace"): _Namespace,
                ("torch._tensor", "_rebuild_from_type_v2"): Stand(_rebuild_from_type),
            }
        )

    def persistent_load(self, handle: object) -> Storage:
        if not isinstance(handle, tuple) or not 5 <= len(handle) <= 6 or handle[0] != "storage":
            raise Refusal("a storage in it does not say what it holds")
        _kind, dtype, key, _device, count, *view = handle
        if type(dtype) is not str or dtype not in STORAGES or any(part is not None for part in view):
            raise Refusal(f"a storage in it has the unknown type {shown(dtype)}")
        if type(key) is not str or type(count) is not int or count < 0:
            raise Refusal("a storage in it does not say what it holds")
        numbers = count, item_bytes(STORAGES[dtype])
        if self.sizes.setdefault(key, numbers) != numbers:
            raise Refusal("a storage in it is of two types")
        return Storage(partial(self._bytes, key), STORAGES[dtype], count)

    def _bytes(self, key: str, first: int, last: int) -> bytes:
        place, (count, item) = self._places.get(key), self.sizes[key]
        if place is None or place[1] != count * item:
            raise Refusal(f"it is a damaged file: a storage of {count:,} numbers is missing or of another size")
        with self._path.open("rb") as file:
            return _part(file, place, first, last)


def _rebuild_from_type(make: object, _kind: object, arguments: object, _state: object) -> TensorView:
    """A tensor with attributes, which are left out."""
    found = make(*arguments) if isinstance(make, Stand) and isinstance(arguments, tuple) else None
    if not isinstance(found, TensorView):
        raise Refusal("a tensor in it is of a kind of its own")
    return found
