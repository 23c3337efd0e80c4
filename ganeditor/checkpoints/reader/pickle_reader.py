"""The unpickler for files from outside: default-deny, and with a bound on whatever a call in a pickle can make."""

import pickle
from collections.abc import Callable
from typing import Any, BinaryIO, NoReturn

from ganeditor.checkpoints.reader.pickle_names import TORCH_VALUES, is_value
from ganeditor.checkpoints.reader.pickle_parts import (
    NumpyArray,
    NumpyType,
    Sealed,
    Storage,
    TensorView,
    Unknown,
    latin_bytes,
    load_storage,
    numpy_buffer,
    numpy_scalar,
    rebuild_tensor,
    unknown,
    whole_numbers,
)
from ganeditor.checkpoints.reader.refusal import MEMORY, Refusal, shown

MAX_COPIED = 1_000_000  # elements that sets and tables take over from lists, in all
MAX_STORAGES = 10_000  # the largest networks of this kind have 2,000 tensors
MAX_UNKNOWN = 1_000  # different names
MAX_NUMBER_BITS = 64  # of a number that is hashed; see pickle_scan.MAX_KEY


class Stand(Sealed):
    """A callable in place of a global of the pickle."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make

    def __call__(self, *arguments: Any) -> Any:
        return self._make(*arguments)


class Table(dict[Any, Any]):
    """A dict of the pickle's own making; it fills it by its opcodes, which the scan has counted."""

    __slots__ = ()

    def __init__(self, *arguments: object) -> None:
        if arguments:
            raise Refusal("it makes a table in a strange way")
        super().__init__()

    def __setstate__(self, _state: object = None) -> None:
        """Without this, BUILD could set attributes of the class."""
        raise Refusal("it is damaged: it alters a table")


class Reader(pickle.Unpickler):
    """A global that is not in the table is a name without content, if it is known as harmless, or ends the reading."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        super().__init__(file)
        self._encoded = size  # bytes that _codecs.encode may make
        self._copied, self._storages = MAX_COPIED, MAX_STORAGES
        self._unknown: dict[tuple[str, str], type[Unknown]] = {}
        self._globals: dict[tuple[str, str], Any] = self.table()

    def read(self) -> Any:
        """What the pickle holds; Refusal with the reason."""
        try:
            return self.load()
        except Refusal:
            raise
        except MemoryError:
            raise Refusal(MEMORY) from None
        except Exception:  # whatever a malformed pickle makes the unpickler stumble over
            raise Refusal("it is damaged, or no pickle that a model is made of") from None

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in self._globals:
            return self._globals[module, name]
        if name.removeprefix("torch.") in TORCH_VALUES:  # pickle names any module that has imported torch
            return name.removeprefix("torch.")
        if not is_value(module, name) and not self.is_harmless(module, name):
            self.deny(module, name)
        if len(self._unknown) >= MAX_UNKNOWN:
            raise Refusal(f"it asks for more than {MAX_UNKNOWN:,} different things")
        if (module, name) not in self._unknown:
            self._unknown[module, name] = unknown(module, name)
        return self._unknown[module, name]

    def is_harmless(self, _module: str, _name: str) -> bool:
        """Whether a name that the tables of values don't have may become one without content."""
        return False

    def deny(self, module: str, name: str) -> NoReturn:
        raise Refusal(f"it asks for {shown(f'{module}.{name}', 160)}, which is no part of a model")

    def persistent_load(self, _handle: object) -> Any:
        raise Refusal("it refers to something outside itself")

    def table(self) -> dict[tuple[str, str], Any]:
        """The globals that mean something."""
        rows: dict[tuple[str, str], Any] = {
            ("collections", "OrderedDict"): Stand(self._ordered),
            ("_codecs", "encode"): Stand(self._latin),
            ("torch._utils", "_rebuild_tensor_v2"): Stand(self.tensor),
            ("torch._utils", "_rebuild_parameter"): Stand(_parameter),
            ("torch._utils", "_rebuild_parameter_with_state"): Stand(_parameter),
            ("torch.storage", "_load_from_bytes"): Stand(self._storage),
            ("torch", "Size"): Stand(whole_numbers),
            ("torch", "device"): Stand(lambda name, *_index: shown(name, 20)),
            ("numpy", "dtype"): Stand(NumpyType),
            ("numpy", "ndarray"): Stand(NumpyArray),
        }
        rows |= {("torch", name): name for name in TORCH_VALUES}
        for module in ("builtins", "__builtin__"):
            rows |= {(module, "set"): Stand(self._set), (module, "frozenset"): Stand(self._set)}
            rows[module, "bytes"] = Stand(_no_bytes)
        for core in ("numpy.core", "numpy._core"):
            rows[f"{core}.multiarray", "scalar"] = Stand(numpy_scalar)
            rows[f"{core}.multiarray", "_reconstruct"] = Stand(NumpyArray)
            rows[f"{core}.numeric", "_frombuffer"] = Stand(numpy_buffer)
        return rows

    def tensor(self, *arguments: Any) -> TensorView:
        return rebuild_tensor(*arguments)

    def _storage(self, data: object) -> Storage:
        self._storages -= 1  # each takes a moment
        if self._storages < 0:
            raise Refusal(f"it has more than {MAX_STORAGES:,} storages")
        return load_storage(data)

    def _latin(self, text: object, *encoding: object) -> bytes:
        data = latin_bytes(text, *encoding)
        self._encoded -= len(data)
        if self._encoded < 0:
            raise Refusal("it makes more bytes than it has")
        return data

    def _set(self, values: object = ()) -> set[Any]:
        return set(self._keys(values))

    def _ordered(self, pairs: object = ()) -> Table:
        """OrderedDict, which old Pythons wrote with its content as a list of pairs."""
        rows: Any = pairs if isinstance(pairs, list | tuple) else [()]
        if not all(type(row) in (list, tuple) and len(row) == 2 for row in rows):
            raise Refusal("it makes a table in a strange way")
        table = Table()
        table.update(zip(self._keys([row[0] for row in rows]), [row[1] for row in rows], strict=True))
        return table

    def _keys(self, values: object) -> list[Any] | tuple[Any, ...]:
        """values, if they may be hashed: quickly, and without a choice of the file's in it."""
        if not isinstance(values, list | tuple):
            raise Refusal("it makes a set in a strange way")
        self._copied -= len(values)
        if self._copied < 0:
            raise Refusal(f"it copies more than {MAX_COPIED:,} values")
        for value in values:
            number = type(value) is int and value.bit_length() <= MAX_NUMBER_BITS
            if not number and type(value) not in (str, float, bool, type(None)):
                raise Refusal("it has a key that is neither a text nor a short number")
        return values


def _no_bytes(*content: object) -> object:
    """bytes(), by which old protocols write empty ones; with something in it, it is of no use."""
    return unknown("builtins", "bytes")() if content else b""


def _parameter(tensor: object, *_rest: object) -> TensorView:
    if not isinstance(tensor, TensorView):
        raise Refusal("a parameter in it is not a tensor")
    return tensor
