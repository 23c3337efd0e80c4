"""What stands in for the objects of a model pickle: tensors, storages, numpy values and networks, as plain records.

None of them can be altered by the pickle once it is made: BUILD on any of them is refused. Things that no model is made
of become Unknown, which keeps nothing but a name.
"""

import hashlib
import io
import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

import numpy as np
import numpy.typing as npt

from ganeditor.checkpoints.reader.pickle_scan import scan_bytes
from ganeditor.checkpoints.reader.refusal import Refusal, Worded, shown

STORAGES = {
    "FloatStorage": "<f4",
    "DoubleStorage": "<f8",
    "HalfStorage": "<f2",
    "BFloat16Storage": "bfloat16",  # numpy has none: the upper halves of float32
    "LongStorage": "<i8",
    "IntStorage": "<i4",
    "ShortStorage": "<i2",
    "CharStorage": "|i1",
    "ByteStorage": "|u1",
    "BoolStorage": "|b1",
    "ComplexFloatStorage": "<c8",
    "ComplexDoubleStorage": "<c16",
}
DTYPES = frozenset({"f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1", "c8", "c16"})
MAX_AXES = 5
MAX_NUMBERS = 64  # in a shape
MAX_HEADER_OPS, MAX_HEADER_BYTES = 300, 10_000  # of one of the pickles in front of a storage
_MAGIC, _LEGACY = 0x1950A86A20F9469CFC6C, 1001


def item_bytes(dtype: str) -> int:
    return 2 if dtype == "bfloat16" else np.dtype(dtype).itemsize


class Sealed(Worded):
    """Base of the stand-ins; an unpickler finds no way to set their fields."""

    def __setstate__(self, _state: object) -> NoReturn:
        raise Refusal(f"it alters a {type(self).__name__.lstrip('_')}")


class Unknown(Worded):
    """Something that ganeditor has no use for; a pickle may do what it likes with it, and nothing is kept or run."""

    __slots__ = ()
    path: ClassVar[str] = ""  # module and name of what the pickle asked for

    def __new__(cls, *_arguments: object) -> "Unknown":
        return super().__new__(cls)

    def __init__(self, *_arguments: object) -> None: ...

    def _ignore(self, *_arguments: object) -> None: ...

    __setstate__ = __setitem__ = append = extend = add = _ignore

    def words(self) -> str:
        return f"a {self.path}"


def unknown(module: str, name: str) -> type[Unknown]:
    """A class in place of module.name, whatever that is; nothing is looked up or imported."""
    return type("Unknown", (Unknown,), {"__slots__": (), "path": shown(f"{module}.{name}", 80)})


@dataclass(frozen=True, eq=False)
class Storage(Sealed):
    """Numbers in a row, still in the bytes of the file."""

    read: Callable[[int, int], bytes]  # of bytes from the first to before the second
    dtype: str  # of STORAGES
    count: int


@dataclass(frozen=True, eq=False)
class TensorView(Sealed):
    """A checked view of a storage."""

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def words(self) -> str:
        return "a tensor"

    @property
    def dtype(self) -> str:
        """torch's name of the type of its numbers."""
        return self.storage.dtype if self.storage.dtype == "bfloat16" else np.dtype(self.storage.dtype).name

    @property
    def overlaps(self) -> bool:
        """Whether some of its numbers are the same one, as expand() makes them."""
        reach = 1
        for stride, size in sorted((stride, size) for stride, size in zip(self.strides, self.shape, strict=True)):
            if size > 1 and stride < reach:
                return True
            reach += stride * (size - 1) if size > 1 else 0
        return False

    @property
    def bytes(self) -> int:
        """Of its numbers, or of the part of the storage they lie in, whichever is more."""
        count = int(np.prod(self.shape, dtype=object))
        return max(count, self._reach if count else 0) * item_bytes(self.storage.dtype)

    @property
    def _reach(self) -> int:
        """Numbers from the first to behind the last."""
        return 1 + sum(stride * (size - 1) for stride, size in zip(self.strides, self.shape, strict=True))

    def array(self, may_overlap: bool = False) -> npt.NDArray[np.float32]:
        """The values, as float32 of its own; a few that overlap can make many, which the caller counts if it may be."""
        if self.overlaps and not may_overlap:
            raise Refusal(f"a tensor in it has strides {list(self.strides)}, which overlap")
        if 0 in self.shape:
            return np.zeros(self.shape, np.float32)
        kind, size = self.storage.dtype, item_bytes(self.storage.dtype)
        if kind in ("<c8", "<c16"):
            raise Refusal("a tensor in it has complex numbers")
        read_as = "<u2" if kind == "bfloat16" else kind
        data = self.storage.read(self.offset * size, (self.offset + self._reach) * size)
        strides = tuple(stride * size for stride in self.strides)
        view: npt.NDArray[Any] = np.ndarray(self.shape, read_as, data, 0, strides)
        return wide(view) if kind == "bfloat16" else np.array(view, np.float32, order="C")


def wide(halves: npt.NDArray[np.uint16]) -> npt.NDArray[np.float32]:
    """float32 from the bits of bfloat16."""
    return np.asarray(np.left_shift(halves, 16, dtype=np.uint32, order="C")).view(np.float32)


@dataclass(frozen=True, eq=False)
class Network(Sealed):
    """A module as NVIDIA's persistence writes it; the source text that came along is only hashed."""

    class_name: str
    state: dict[Any, Any]
    source: str

    @property
    def source_sha256(self) -> str:
        return hashlib.sha256(self.source.encode("utf-8", "surrogatepass")).hexdigest()

    def words(self) -> str:
        return f"a {self.class_name}"


def rebuild_network(meta: object) -> Network:
    fields = meta if isinstance(meta, dict) else {}
    kinds = {"type": str, "module_src": str, "class_name": str, "state": dict}
    wrong = [key for key, kind in kinds.items() if type(fields.get(key)) is not kind]
    if wrong or fields["type"] != "class":
        raise Refusal(f"a network in it has no proper '{(wrong or ['type'])[0]}'")
    if fields.get("version") != 6:
        raise Refusal(f"it is written in version {shown(fields.get('version'), 20)} of NVIDIA's format, not in 6")
    return Network(fields["class_name"], fields["state"], fields["module_src"])


def rebuild_tensor(storage: object, offset: object, shape: object, strides: object, *_rest: object) -> TensorView:
    if not isinstance(storage, Storage) or type(offset) is not int or offset < 0:
        raise Refusal("a tensor in it has no proper storage")
    shape, strides = whole_numbers(shape), whole_numbers(strides)
    if len(shape) != len(strides) or len(shape) > MAX_AXES:
        raise Refusal(f"a tensor in it has {len(shape)} axes and {len(strides)} strides")
    tensor = TensorView(storage, offset, shape, strides)
    if 0 not in shape and offset + tensor._reach > storage.count:
        reach = offset + tensor._reach
        raise Refusal(f"a tensor in it reaches to number {reach:,} of a storage of {storage.count:,}")
    return tensor


def whole_numbers(values: object) -> tuple[int, ...]:
    """torch.Size and strides."""
    if not isinstance(values, tuple | list) or len(values) > MAX_NUMBERS:
        raise Refusal("a shape or stride in it is not made of whole numbers from 0 on")
    if not all(type(v) is int and 0 <= v < 1 << 40 for v in values):
        raise Refusal("a shape or stride in it is not made of whole numbers from 0 on")
    return tuple(values)


def load_storage(data: object) -> Storage:
    """What torch.save wrote for one storage before it used zip files: five small pickles, then the numbers."""
    if type(data) is not bytes:
        raise Refusal("a storage in it is not made of bytes")
    position, parts = 0, []
    for _ in range(5):
        end = scan_bytes(data, position, MAX_HEADER_OPS, frozenset({"BINPERSID"}))
        if end - position > MAX_HEADER_BYTES:
            raise Refusal("a storage in it is not torch's")
        parts.append(_Header(io.BytesIO(data[position:end])).load())
        position = end
    magic, version, system, handle, keys = parts
    require_legacy(magic, version, system)
    if not isinstance(handle, _Handle):
        raise Refusal("a storage in it holds something else")
    _kind, dtype, key, _place, count, *view = handle.parts
    if keys != [key] or any(part is not None for part in view) or type(count) is not int:
        raise Refusal("a storage in it does not say what it holds")
    if len(data) - position != 8 + count * item_bytes(dtype) or struct.unpack_from("<q", data, position)[0] != count:
        raise Refusal(f"a storage in it announces {count:,} numbers and holds another count")
    start = position + 8
    return Storage(lambda first, last: data[start + first : start + last], dtype, count)


def require_legacy(magic: object, version: object, system: object) -> None:
    """The three values in front of everything that torch.save wrote before it used zip files."""
    if magic != _MAGIC or version != _LEGACY or not isinstance(system, dict) or not system.get("little_endian"):
        raise Refusal("a storage in it is not torch's")


@dataclass(frozen=True, eq=False)
class _Handle(Sealed):
    parts: tuple[Any, ...]


class _Header(pickle.Unpickler):
    """Reads the five pickles in front of a storage's numbers."""

    def find_class(self, module: str, name: str) -> str:
        if module != "torch" or name not in STORAGES:
            raise Refusal(f"a storage in it asks for {shown(f'{module}.{name}', 80)}")
        return STORAGES[name]

    def persistent_load(self, handle: object) -> _Handle:
        if not isinstance(handle, tuple) or not 5 <= len(handle) <= 6 or handle[0] != "storage":
            raise Refusal("a storage in it does not say what it holds")
        if handle[1] not in STORAGES.values():
            raise Refusal("a storage in it has no proper type")
        return _Handle(handle)


class NumpyType(Worded):
    """numpy.dtype; for types that figures don't come in, dtype is None."""

    def __init__(self, code: object = None, *_flags: object) -> None:
        self.dtype: np.dtype[Any] | None = np.dtype(code) if type(code) is str and code in DTYPES else None

    def __setstate__(self, state: object) -> None:
        order = state[1] if isinstance(state, tuple) and len(state) > 1 else None
        if order not in ("<", "|", "=", ">"):
            raise Refusal("it holds numpy values of a strange byte order")
        if self.dtype is not None and order == ">":
            self.dtype = self.dtype.newbyteorder(">")


_NUMPY_VALUE = unknown("numpy", "generic")


def numpy_scalar(kind: object, data: object = None) -> Any:
    if not isinstance(kind, NumpyType):
        raise Refusal("it holds a numpy value that is not a number")
    if kind.dtype is None:
        return _NUMPY_VALUE()
    if type(data) is not bytes or len(data) != kind.dtype.itemsize:
        raise Refusal("it holds a numpy value that is not a number")
    return np.frombuffer(data, kind.dtype)[0].item()


class NumpyArray(Worded):
    """numpy.ndarray; only its values are kept, as a flat list would be, and none that are no numbers."""

    def __init__(self, *_ignored: object) -> None:
        self.values: npt.NDArray[Any] = np.zeros(0)

    def __setstate__(self, state: object) -> None:
        if not isinstance(state, tuple) or len(state) != 5:
            raise Refusal("it holds a numpy array without values")
        _version, shape, kind, _fortran, data = state
        self.values = numpy_buffer(data, kind, shape).values

    def words(self) -> str:
        return shown(self.values.tolist()) if 0 < self.values.size <= 6 else "an array"


def numpy_buffer(data: object, kind: object, shape: object, *_order: object) -> NumpyArray:
    """How protocol 5 writes arrays."""
    made = NumpyArray()
    if not isinstance(kind, NumpyType):
        raise Refusal("it holds a numpy array that is not made of numbers")
    if kind.dtype is None:
        return made
    if not isinstance(data, bytes | bytearray):
        raise Refusal("it holds a numpy array that is not made of numbers")
    count = int(np.prod(whole_numbers(shape), dtype=object))
    if len(data) != count * kind.dtype.itemsize:
        raise Refusal("it holds a numpy array whose size is wrong")
    made.values = np.frombuffer(data, kind.dtype)
    return made


def latin_bytes(text: object, encoding: object = "latin1") -> bytes:
    """_codecs.encode, by which old protocols write bytes."""
    if type(text) is not str or encoding not in ("latin1", "latin-1"):
        raise Refusal("it encodes a text in a strange way")
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        raise Refusal("it holds bytes that are none") from None
