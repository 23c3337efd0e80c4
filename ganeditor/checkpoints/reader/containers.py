"""Opens model files of any kind as tables of arrays or records of networks; no code that they name is run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ganeditor.checkpoints.reader import ncnn, nvidia_pickle, torch_pickle
from ganeditor.checkpoints.reader.pickle_parts import TensorView, Unknown, wide
from ganeditor.checkpoints.reader.refusal import Refusal, shown

MAX_NESTING = 6
MAX_ENTRIES = 200_000  # of tables, in all; a table may stand in many others
MAX_HEADER_BYTES = 8 << 20  # of safetensors; 2,000 tensors take 0.2 MB

_SAFETENSORS = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "I32": "<i4", "I16": "<i2"}
_SAFETENSORS |= {"I8": "|i1", "U8": "|u1", "BOOL": "|b1"}


NOT_A_TABLE = "another copy will not help; if it is a direction, bring it as one instead of as a model"


@dataclass(frozen=True)
class Container:
    """One way in which files hold tensors."""

    detect: Callable[[bytes], bool]  # from the first bytes
    tensor_bytes: Callable[[Path], int]  # that the file holds; the child's limits follow from them
    open: Callable[[Path], Any]  # arrays and plain values; nothing that the file names is run


def container_of(path: Path) -> Container:
    """How the file at path holds its tensors; Refusal where it is no known way."""
    with path.open("rb") as file:
        head = file.read(64)
    container = next((row for row in CONTAINERS if row.detect(head)), None)
    if container is None:
        raise Refusal("it is none of the known kinds of model files (.pkl, .pt, .pth, .safetensors)")
    return container


def is_safetensors(head: bytes) -> bool:
    """A length and a table; the length may begin like a pickle, so this is asked first."""
    return head[8:9] == b"{" and int.from_bytes(head[:8], "little") <= MAX_HEADER_BYTES


def open_torch(path: Path) -> Any:
    """The table in a file by torch.save, with arrays in place of tensors."""
    content = torch_pickle.load(path)
    if isinstance(content, Unknown):
        raise Refusal(torch_pickle.MODULE[0].format(content.words()), torch_pickle.MODULE[1])
    if not isinstance(content, Mapping):
        name = "Tensor" if isinstance(content, TensorView) else type(content).__name__
        raise Refusal(f"it holds a {name}, not a table of tensors", NOT_A_TABLE)
    return _Plain(path.stat().st_size).table(content)


def safetensors_bytes(path: Path) -> int:
    """Bytes of tensors in a safetensors file; the library refuses what is not covered by its table."""
    with path.open("rb") as file:
        return max(0, path.stat().st_size - 8 - int.from_bytes(file.read(8), "little"))


def open_safetensors(path: Path) -> dict[str, npt.NDArray[np.float32]]:
    """The arrays of a safetensors file, as float32; Refusal with the reason."""
    from safetensors import SafetensorError, deserialize

    try:
        rows = deserialize(path.read_bytes())  # type: ignore[no-untyped-call]
        found = {}
        while rows:  # each is freed once it is an array
            name, row = rows.pop()
            kind = _SAFETENSORS.get(row["dtype"])
            if kind is None:
                remedy = "save its tensors as float32, float16 or bfloat16"
                raise Refusal(f"its tensor '{shown(name)}' is of type {shown(row['dtype'])}", remedy)
            array = np.frombuffer(row["data"], kind).reshape(row["shape"])
            found[name] = wide(array) if row["dtype"] == "BF16" else array.astype(np.float32, copy=False)
    except (SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal(f"it is not a whole safetensors file ({shown(str(error), 100)})") from None
    return found


class _Plain:
    """Turns what torch_pickle gives into tables of arrays and plain values; everything else is left out."""

    def __init__(self, size: int) -> None:
        self._left = size  # bytes that all tensors together may still have
        self._entries = MAX_ENTRIES
        self._made: dict[TensorView, npt.NDArray[np.float32]] = {}  # a tensor may stand in several tables

    def table(self, content: Mapping[Any, Any], nesting: int = 0) -> dict[str, Any]:
        if nesting > MAX_NESTING:
            raise Refusal(f"its tables nest deeper than {MAX_NESTING} levels")
        found: dict[str, Any] = {}
        for key, value in content.items():
            self._entries -= 1
            if self._entries < 0:
                raise Refusal(f"its tables have more than {MAX_ENTRIES:,} entries")
            if not isinstance(key, str):
                continue  # an optimiser's numbers
            if isinstance(value, TensorView):
                if not value.dtype.startswith("complex"):
                    found[key] = self._array(value)
            elif isinstance(value, Mapping):
                found[key] = self.table(value, nesting + 1)
            elif value is None or isinstance(value, str | int | float):
                found[key] = value
        return found

    def _array(self, tensor: TensorView) -> npt.NDArray[np.float32]:
        if tensor not in self._made:
            self._left -= tensor.bytes
            if self._left < 0:
                raise Refusal("its tensors are larger than the file: some share their numbers")
            self._made[tensor] = tensor.array(may_overlap=True)
        return self._made[tensor]


CONTAINERS = (
    Container(is_safetensors, safetensors_bytes, open_safetensors),
    Container(torch_pickle.is_torch, torch_pickle.tensor_bytes, open_torch),
    Container(ncnn.is_ncnn, ncnn.tensor_bytes, ncnn.open_ncnn),
    Container(lambda head: head[:1] == b"\x80", nvidia_pickle.tensor_bytes, nvidia_pickle.open_networks),
)
"""In the order in which they are asked for."""
