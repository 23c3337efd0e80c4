"""Reads a pickle of NVIDIA's StyleGAN repositories without running anything that it names."""

from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from ganeditor.checkpoints.reader.pickle_names import is_network, is_tensorflow
from ganeditor.checkpoints.reader.pickle_parts import Network, TensorView, rebuild_network
from ganeditor.checkpoints.reader.pickle_reader import Reader, Stand, Table
from ganeditor.checkpoints.reader.pickle_scan import scan
from ganeditor.checkpoints.reader.refusal import SUPPORTED, Refusal

MAX_FILE_BYTES = 4 << 30
TENSORFLOW = (
    "it is a TensorFlow pickle, which only running TensorFlow code could read",
    "convert it with legacy.py of NVIDIA's stylegan3 repository, or get the PyTorch release of the same model",
)
"""Reason and remedy."""


def tensor_bytes(path: Path) -> int:
    """Bytes of tensors in the pickle at path, which is all it may take time and memory for; Refusal with the reason."""
    size = path.stat().st_size
    if not 0 < size <= MAX_FILE_BYTES:
        raise Refusal(f"it has {size:,} bytes, and model files have up to {MAX_FILE_BYTES:,}")
    with path.open("rb") as file:
        found = scan(file, size)
    if found.end != size:
        raise Refusal(f"{size - found.end:,} bytes follow the end of its pickle")
    return found.storage_bytes


def load(path: Path) -> Any:
    """What the pickle at path holds, with the records of pickle_parts in place of objects; Refusal with the reason."""
    tensors = tensor_bytes(path)
    with path.open("rb") as file:
        return _Reader(file, path.stat().st_size, tensors).read()


def open_networks(path: Path) -> dict[Any, Any]:
    """The table of a model file; its "G_ema" is a Network. Refusal with the reason."""
    content = load(path)
    if isinstance(content, tuple):
        raise Refusal(*TENSORFLOW)
    if not isinstance(content, dict) or not isinstance(content.get("G_ema"), Network):
        raise Refusal("it is a pickle without the network 'G_ema', which NVIDIA's model files have", SUPPORTED)
    return content


class _Reader(Reader):
    """With NVIDIA's own classes, and those that other projects put into such networks, in its table."""

    def __init__(self, file: BinaryIO, size: int, tensors: int) -> None:
        super().__init__(file, size)
        self._left = tensors or size  # bytes that all tensors together may still have; protocol 2 has texts for them

    def find_class(self, module: str, name: str) -> Any:
        """Some programs have NVIDIA's repository as a package of theirs."""
        for own in ("torch_utils.persistence", "dnnlib.util", "dnnlib"):
            if module.endswith(f".{own}"):
                return super().find_class(own, name)
        return super().find_class(module, name)

    def is_harmless(self, module: str, name: str) -> bool:
        return is_network(module, name)

    def deny(self, module: str, name: str) -> NoReturn:
        if is_tensorflow(module, name):
            raise Refusal(*TENSORFLOW)
        super().deny(module, name)

    def table(self) -> dict[tuple[str, str], Any]:
        return super().table() | {
            ("torch_utils.persistence", "_reconstruct_persistent_obj"): Stand(rebuild_network),
            ("dnnlib.util", "EasyDict"): Table,
            ("dnnlib", "EasyDict"): Table,
        }

    def tensor(self, *arguments: Any) -> TensorView:
        tensor = super().tensor(*arguments)
        if not tensor.overlaps:  # one that does is refused where it is needed
            self._left -= tensor.bytes
        if self._left < 0:
            raise Refusal("its tensors are larger than the file: some share their numbers")
        return tensor
