"""Opens .pt, .pth and safetensors files as plain tables of arrays; no code that they name is run."""

import argparse
import pickle
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ganeditor.checkpoints.refusal import Refusal

MAX_NESTING = 6
MAX_HEADER_BYTES = 100_000_000  # of safetensors
ZIP, LEGACY = b"PK\x03\x04", b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"
"""How files by torch.save begin, new and old."""

MODULE = (
    "it holds {}, part of a whole module or other code, which only running that code could read; where you trust it, "
    "load it with the program that made it and save the network's state_dict() alone"
)


def is_torch(head: bytes) -> bool:
    return head.startswith((ZIP, LEGACY))


def is_safetensors(head: bytes) -> bool:
    """A length and a table; the length may begin like a pickle, so this is asked first."""
    return head[8:9] == b"{" and int.from_bytes(head[:8], "little") < MAX_HEADER_BYTES


def open_torch(path: Path) -> Any:
    """The table in a file by torch.save, with arrays in place of tensors."""
    import torch

    try:
        with torch.serialization.safe_globals([argparse.Namespace]):  # training snapshots keep their options in one
            content = torch.load(path, map_location="cpu", weights_only=True)
    except MemoryError:
        raise Refusal("it needs more memory than a model file of its size should") from None
    except Exception as error:  # torch raises half a dozen kinds for damaged files
        name = re.search(r"GLOBAL ([\w.]+)", str(error))
        if name or "TorchScript" in str(error):
            raise Refusal(MODULE.format(name[1][:100] if name else "a TorchScript program")) from None
        kind = "pickle" if isinstance(error, pickle.UnpicklingError) else "file"
        raise Refusal(f"it is a damaged {kind} ({str(error).splitlines()[0][:100]})") from None
    if not isinstance(content, Mapping):
        raise Refusal(f"it holds a {type(content).__name__}, not a table of tensors")
    return _Plain(path.stat().st_size).table(content)


def open_safetensors(path: Path) -> Any:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        return {name: array.astype(np.float32) for name, array in load_file(path).items()}
    except (SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal(f"it is not a whole safetensors file ({str(error)[:100]})") from None


class _Plain:
    """Turns what torch.load gives into tables of arrays and plain values; everything else is left out."""

    def __init__(self, size: int) -> None:
        self._left = size  # bytes that all tensors together may still have

    def table(self, content: Mapping[Any, Any], nesting: int = 0) -> dict[str, Any]:
        import torch

        if nesting > MAX_NESTING:
            raise Refusal(f"its tables nest deeper than {MAX_NESTING} levels")
        found: dict[str, Any] = {}
        for key, value in content.items():
            if not isinstance(key, str):
                continue  # an optimiser's numbers
            if isinstance(value, torch.Tensor):
                self._left -= value.numel() * value.element_size()
                if self._left < 0 or value.layout != torch.strided or value.is_quantized:
                    raise Refusal("its tensors are larger than the file, or of a special kind")
                found[key] = value.detach().float().contiguous().numpy()
            elif isinstance(value, Mapping | argparse.Namespace):
                inner = value if isinstance(value, Mapping) else vars(value)
                found[key] = self.table(inner, nesting + 1)
            elif value is None or isinstance(value, str | int | float):
                found[key] = value
        return found
