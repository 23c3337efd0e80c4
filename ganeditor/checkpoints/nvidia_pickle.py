"""Reads a pickle of NVIDIA's StyleGAN repositories without running anything that it names."""

import mmap
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ganeditor.checkpoints.pickle_parts import (
    NumpyArray,
    NumpyType,
    Sealed,
    TensorView,
    latin_bytes,
    load_storage,
    numpy_buffer,
    numpy_scalar,
    rebuild_network,
    rebuild_tensor,
    whole_numbers,
)
from ganeditor.checkpoints.pickle_scan import scan
from ganeditor.checkpoints.refusal import Refusal

MAX_FILE_BYTES = 4 << 30
TENSORFLOW = (
    "it is a TensorFlow pickle, which only running TensorFlow code could read; "
    "convert it with legacy.py of NVIDIA's stylegan3 repository, or get the PyTorch release of the same model"
)
_TORCH_VALUES = ("float16", "float32", "float64", "bfloat16", "int32", "int64", "uint8", "bool")


def load(path: Path) -> Any:
    """What the pickle at path holds, with the records of pickle_parts in place of objects; Refusal with the reason."""
    if not 0 < path.stat().st_size <= MAX_FILE_BYTES:
        raise Refusal(f"it has {path.stat().st_size:,} bytes, and model files have up to {MAX_FILE_BYTES:,}")
    with path.open("rb") as file:
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            size = len(data)
            scan(data)
        try:
            return _Reader(file, size).load()
        except Refusal:
            raise
        except MemoryError:
            raise Refusal("it needs more memory than a model file of its size should") from None
        except Exception as error:  # whatever a malformed pickle makes the unpickler stumble over
            raise Refusal(f"it is damaged ({str(error)[:100]})") from None


class _Stand(Sealed):
    """A callable in place of a global of the pickle."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make

    def __call__(self, *arguments: Any) -> Any:
        return self._make(*arguments)


class _Reader(pickle.Unpickler):
    """Default-deny: a global that is not in the table ends the reading."""

    def __init__(self, file: Any, size: int) -> None:
        super().__init__(file)
        self._left = size  # bytes that all tensors together may still have
        self._globals = self._table()

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in self._globals:
            return self._globals[module, name]
        if module.startswith("dnnlib.tflib"):
            raise Refusal(TENSORFLOW)
        raise Refusal(f"it asks for {module[:80]}.{name[:80]}, which is no part of a model")

    def persistent_load(self, _handle: object) -> Any:
        raise Refusal("it refers to something outside itself")

    def _table(self) -> dict[tuple[str, str], Any]:
        stand = _Stand
        rows: dict[tuple[str, str], Any] = {
            ("torch_utils.persistence", "_reconstruct_persistent_obj"): stand(rebuild_network),
            ("collections", "OrderedDict"): dict,
            ("dnnlib.util", "EasyDict"): dict,
            ("dnnlib", "EasyDict"): dict,
            ("builtins", "set"): set,
            ("__builtin__", "set"): set,
            ("_codecs", "encode"): stand(latin_bytes),
            ("torch._utils", "_rebuild_tensor_v2"): stand(self._tensor),
            ("torch._utils", "_rebuild_parameter"): stand(_parameter),
            ("torch._utils", "_rebuild_parameter_with_state"): stand(_parameter),
            ("torch.storage", "_load_from_bytes"): stand(load_storage),
            ("torch", "Size"): stand(whole_numbers),
            ("torch", "device"): stand(_device),
            ("numpy", "dtype"): stand(NumpyType),
            ("numpy", "ndarray"): stand(NumpyArray),
        }
        rows |= {("torch", name): name for name in _TORCH_VALUES}
        for core in ("numpy.core", "numpy._core"):
            rows[f"{core}.multiarray", "scalar"] = stand(numpy_scalar)
            rows[f"{core}.multiarray", "_reconstruct"] = stand(NumpyArray)
            rows[f"{core}.numeric", "_frombuffer"] = stand(numpy_buffer)
        return rows

    def _tensor(self, *arguments: Any) -> TensorView:
        tensor = rebuild_tensor(*arguments)
        self._left -= tensor.bytes
        if self._left < 0:
            raise Refusal("its tensors are larger than the file: some share their numbers")
        return tensor


def _parameter(tensor: object, *_rest: object) -> TensorView:
    if not isinstance(tensor, TensorView):
        raise Refusal("a parameter in it is not a tensor")
    return tensor


def _device(name: object, *_index: object) -> str:
    return str(name)[:20]
