"""Inversions kept, in memory and on disk: the same face with the same settings is never inverted twice."""

import contextlib
import hashlib
import json
import os
from dataclasses import astuple
from pathlib import Path

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from ganeditor.engine.latent.invert import Inversion, InversionSettings
from ganeditor.errors import ModelError, UserError
from ganeditor.files import remove_leftovers, write_whole

_SUFFIX = ".safetensors"
_GROUPS = ("tuning", "noise")


MEMORY_BYTES = 100_000_000
"""Of inversions kept in memory: thousands of plain ones (24 kB at 128 pixels), or some hundred that were tuned."""


def key_of(fingerprint: str, perceptual: str, settings: InversionSettings, crop: npt.NDArray[np.uint8]) -> str:
    """Of all that latents depend on: the model, the distance by its name, settings and the aligned face."""
    digest = hashlib.sha256(fingerprint.encode())
    digest.update(repr((perceptual, *astuple(settings))).encode())
    digest.update(crop.tobytes())
    return digest.hexdigest()


class LatentCache:
    """Inversions by key; those used last stay, in MEMORY_BYTES of memory and max_bytes of the folder."""

    def __init__(self, folder: Path | None = None, max_bytes: int = 200_000_000) -> None:
        """Without a folder, inversions are kept for this session only."""
        self._folder, self._max_bytes = folder, max_bytes
        self._kept: LRUCache[str, Inversion] = LRUCache(MEMORY_BYTES, getsizeof=_bytes_of)
        if folder is not None:
            remove_leftovers(folder)

    def get(self, key: str) -> Inversion | None:
        if key in self._kept:
            return self._kept[key]
        if self._folder is None:
            return None
        path = self._folder / (key + _SUFFIX)
        try:
            inversion = read_inversion(path)
        except ModelError:
            path.unlink(missing_ok=True)  # a damaged entry is only a lost shortcut
            return None
        except FileNotFoundError:
            return None
        self._remember(key, inversion)
        with contextlib.suppress(OSError):
            os.utime(path)  # used last, so it goes last
        return inversion

    def put(self, key: str, inversion: Inversion) -> None:
        self._remember(key, inversion)
        if self._folder is None:
            return
        with contextlib.suppress(OSError, UserError):  # a cache that can't be written only costs time
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._folder / (key + _SUFFIX), inversion_bytes(inversion), overwrite=True)
            self._trim()

    def _remember(self, key: str, inversion: Inversion) -> None:
        with contextlib.suppress(ValueError):  # larger than all of the memory there is for them
            self._kept[key] = inversion

    def clear(self) -> None:
        """Forget everything, on disk too."""
        self._kept.clear()
        for path in self._files():
            path.unlink(missing_ok=True)

    def _trim(self) -> None:
        files = sorted(self._files(), key=lambda path: path.stat().st_mtime, reverse=True)
        total = 0
        for path in files:
            total += path.stat().st_size
            if total > self._max_bytes:
                path.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return list(self._folder.glob("[!.]*" + _SUFFIX)) if self._folder else []


def _bytes_of(inversion: Inversion) -> int:
    groups = (getattr(inversion, group).values() for group in _GROUPS)
    return sum(array.nbytes for array in (inversion.ws, inversion.guess, *(a for group in groups for a in group)))


def inversion_bytes(inversion: Inversion) -> bytes:
    """An inversion as a safetensors file."""
    arrays = {"ws": inversion.ws, "guess": inversion.guess}
    for group in _GROUPS:
        arrays |= {f"{group}.{name}": array for name, array in getattr(inversion, group).items()}
    figures = {name: getattr(inversion, name) for name in ("loss", "steps", "seconds", "model")}
    contiguous = {name: np.ascontiguousarray(array, np.float32) for name, array in arrays.items()}
    return save(contiguous, metadata={"ganeditor.inversion": json.dumps(figures)})


def read_inversion(path: Path) -> Inversion:
    """The inversion in a safetensors file; ModelError when it is damaged or is something else."""
    if not path.exists():
        raise FileNotFoundError(path)
    try:
        with safe_open(path, "np") as file:
            figures = json.loads((file.metadata() or {})["ganeditor.inversion"])
            arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a dict)
        groups = {
            group: {name.removeprefix(group + "."): a for name, a in arrays.items() if name.startswith(group + ".")}
            for group in _GROUPS
        }
        ws, guess = arrays["ws"], arrays["guess"]
        if ws.ndim != 2 or guess.shape != ws.shape[1:]:
            raise ValueError(f"ws has shape {ws.shape} and guess {guess.shape}")
        if not all(array.dtype == np.float32 and np.isfinite(array).all() for array in arrays.values()):
            raise ValueError("values are not finite float32")
        loss, steps, seconds = float(figures["loss"]), int(figures["steps"]), float(figures["seconds"])
        return Inversion(ws, guess, loss, steps, seconds, **groups, model=str(figures.get("model", "")))
    except (SafetensorError, OSError, KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{path} is not a latent file of ganeditor ({error}); invert the photo again.") from None
