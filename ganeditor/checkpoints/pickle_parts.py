"""What stands in for the objects of a model pickle: tensors, storages, numpy values and networks, as plain records.

None of them can be altered by the pickle once it is made: BUILD on any of them is refused.
"""

import hashlib
import io
import pickle
import struct
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from ganeditor.checkpoints.pickle_scan import scan
from ganeditor.checkpoints.refusal import Refusal

STORAGES = {
    "FloatStorage": "<f4",
    "DoubleStorage": "<f8",
    "HalfStorage": "<f2",
    "LongStorage": "<i8",
    "IntStorage": "<i4",
    "ShortStorage": "<i2",
    "CharStorage": "<i1",
    "ByteStorage": "<u1",
    "BoolStorage": "|b1",
}
DTYPES = frozenset({"f2", "f4", "f8", "i4", "i8", "b1"})
MAX_AXES = 5
MAX_HEADER_OPS = 300
_MAGIC, _LEGACY = 0x1950A86A20F9469CFC6C, 1001


class Sealed:
    """Base of the stand-ins; an unpickler finds no way to set their fields."""

    def __setstate__(self, _state: object) -> NoReturn:
        raise Refusal(f"it alters a {type(self).__name__.lstrip('_')}")


@dataclass(frozen=True, eq=False)
class Storage(Sealed):
    """Numbers in a row, still in the bytes of the file."""

    data: bytes
    start: int
    dtype: str
    count: int


@dataclass(frozen=True, eq=False)
class TensorView(Sealed):
    """A checked view of a storage."""

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    @property
    def bytes(self) -> int:
        return int(np.prod(self.shape, dtype=object)) * np.dtype(self.storage.dtype).itemsize

    def array(self) -> npt.NDArray[np.float32]:
        """The values, as float32 of its own."""
        size = np.dtype(self.storage.dtype).itemsize
        view: npt.NDArray[Any] = np.ndarray(
            self.shape,
            self.storage.dtype,
            self.storage.data,
            self.storage.start + self.offset * size,
            tuple(stride * size for stride in self.strides),
        )
        return np.array(view, np.float32, order="C")


@dataclass(frozen=True, eq=False)
class Network(Sealed):
    """A module as NVIDIA's persistence writes it; the source text that came along is only hashed."""

    class_name: str
    state: dict[Any, Any]
    source_sha256: str


def rebuild_network(meta: object) -> Network:
    fields = meta if isinstance(meta, dict) else {}
    kinds = {"type": str, "module_src": str, "class_name": str, "state": dict}
    wrong = [key for key, kind in kinds.items() if type(fields.get(key)) is not kind]
    if wrong or fields["type"] != "class":
        raise Refusal(f"a network in it has no proper '{(wrong or ['type'])[0]}'")
    if fields.get("version") != 6:
        raise Refusal(f"it is written in version {str(fields.get('version'))[:20]} of NVIDIA's format, not in 6")
    source = fields["module_src"].encode("utf-8", "surrogatepass")
    return Network(fields["class_name"], fields["state"], hashlib.sha256(source).hexdigest())


def rebuild_tensor(storage: object, offset: object, shape: object, strides: object, *_rest: object) -> TensorView:
    if not isinstance(storage, Storage) or type(offset) is not int or offset < 0:
        raise Refusal("a tensor in it has no proper storage")
    shape, strides = whole_numbers(shape), whole_numbers(strides)
    if len(shape) != len(strides) or len(shape) > MAX_AXES:
        raise Refusal(f"a tensor in it has {len(shape)} axes and {len(strides)} strides")
    axes = sorted((stride, size) for stride, size in zip(strides, shape, strict=True) if size > 1)
    reach = 1  # numbers from the first to behind the last
    for stride, size in axes:
        if stride < reach:
            raise Refusal(f"a tensor in it has strides {list(strides)}, which overlap")
        reach += stride * (size - 1)
    if 0 not in shape and offset + reach > storage.count:
        raise Refusal(f"a tensor in it reaches to number {offset + reach:,} of a storage of {storage.count:,}")
    return TensorView(storage, offset, shape, strides)


def whole_numbers(values: object) -> tuple[int, ...]:
    """torch.Size and strides."""
    if not isinstance(values, tuple | list) or not all(type(v) is int and 0 <= v < 1 << 40 for v in values):
        raise Refusal("a shape or stride in it is not made of whole numbers from 0 on")
    return tuple(values)


def load_storage(data: object) -> Storage:
    """What torch.save wrote for one storage before it used zip files: five small pickles, then the numbers."""
    if type(data) is not bytes:
        raise Refusal("a storage in it is not made of bytes")
    position, parts = 0, []
    for _ in range(5):
        end = scan(data, position, MAX_HEADER_OPS, frozenset({"BINPERSID"}))
        parts.append(_Header(io.BytesIO(data[position:end])).load())
        position = end
    magic, version, system, handle, keys = parts
    if magic != _MAGIC or version != _LEGACY or not isinstance(system, dict) or not system.get("little_endian"):
        raise Refusal("a storage in it is not torch's")
    if not isinstance(handle, _Handle):
        raise Refusal("a storage in it holds something else")
    _kind, dtype, key, _place, count, *view = handle.parts
    if keys != [key] or any(part is not None for part in view) or type(count) is not int:
        raise Refusal("a storage in it does not say what it holds")
    size = np.dtype(dtype).itemsize
    if len(data) - position != 8 + count * size or struct.unpack_from("<q", data, position)[0] != count:
        raise Refusal(f"a storage in it announces {count:,} numbers and holds another count")
    return Storage(data, position + 8, dtype, count)


@dataclass(frozen=True, eq=False)
class _Handle(Sealed):
    parts: tuple[Any, ...]


class _Header(pickle.Unpickler):
    """Reads the five pickles in front of a storage's numbers."""

    def find_class(self, module: str, name: str) -> str:
        if module != "torch" or name not in STORAGES:
            raise Refusal(f"a storage in it asks for {module}.{name}")
        return STORAGES[name]

    def persistent_load(self, handle: object) -> _Handle:
        if not isinstance(handle, tuple) or len(handle) < 5 or handle[0] != "storage":
            raise Refusal("a storage in it does not say what it holds")
        if handle[1] not in STORAGES.values():
            raise Refusal("a storage in it has no proper type")
        return _Handle(handle)


class NumpyType:
    """numpy.dtype, for the few types that figures come in."""

    def __init__(self, code: object, *_flags: object) -> None:
        if code not in DTYPES:
            raise Refusal(f"it holds numpy values of type {str(code)[:20]!r}")
        self.dtype = np.dtype(str(code))

    def __setstate__(self, state: object) -> None:
        order = state[1] if isinstance(state, tuple) and len(state) > 1 else None
        if order not in ("<", "|", "="):
            raise Refusal("it holds numpy values of a strange byte order")


def numpy_scalar(kind: object, data: object) -> Any:
    if not isinstance(kind, NumpyType) or type(data) is not bytes or len(data) != kind.dtype.itemsize:
        raise Refusal("it holds a numpy value that is not a number")
    return np.frombuffer(data, kind.dtype)[0].item()


class NumpyArray:
    """numpy.ndarray; only its values are kept, as a flat list would be."""

    def __init__(self, *_ignored: object) -> None:
        self.values: npt.NDArray[Any] = np.zeros(0)

    def __setstate__(self, state: object) -> None:
        if not isinstance(state, tuple) or len(state) != 5:
            raise Refusal("it holds a numpy array without values")
        _version, shape, kind, _fortran, data = state
        self.values = numpy_buffer(data, kind, shape).values


def numpy_buffer(data: object, kind: object, shape: object, *_order: object) -> NumpyArray:
    """How protocol 5 writes arrays."""
    if not isinstance(kind, NumpyType) or not isinstance(data, bytes | bytearray):
        raise Refusal("it holds a numpy array that is not made of numbers")
    count = int(np.prod(whole_numbers(shape), dtype=object))
    if len(data) != count * kind.dtype.itemsize:
        raise Refusal("it holds a numpy array whose size is wrong")
    made = NumpyArray()
    made.values = np.frombuffer(bytes(data), kind.dtype)
    return made


def latin_bytes(text: object, encoding: object = "latin1") -> bytes:
    """_codecs.encode, by which old protocols write bytes."""
    if type(text) is not str or encoding not in ("latin1", "latin-1"):
        raise Refusal("it encodes a text in a strange way")
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        raise Refusal("it holds bytes that are none") from None
