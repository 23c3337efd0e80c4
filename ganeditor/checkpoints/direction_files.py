"""Foreign direction files (InterFaceGAN, e4e and PTI, GANSpace, EditGAN): read as plain numbers, nothing else."""

import math
import pickle
import re
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ganeditor.checkpoints import nvidia_pickle
from ganeditor.checkpoints.pickle_parts import NumpyArray
from ganeditor.checkpoints.refusal import Refusal
from ganeditor.errors import ModelError

Array = npt.NDArray[np.float32]

MAX_BYTES = 256 << 20  # of a file, or of one array in it; the largest known, GANSpace's, is read in part

FAMILIES = (
    (re.compile(r"pggan|progan", re.I), "PGGAN"),
    (re.compile(r"biggan", re.I), "BigGAN"),
    (re.compile(r"stylegan(1|(?!\d))", re.I), "StyleGAN1"),
)
"""Families that a file's name can give away and that no model here belongs to; a bare "stylegan" is the first one."""


@dataclass(frozen=True, eq=False)
class Foreign:
    """What stands in a file, before it is compared with a model."""

    vectors: Array  # [C, w_dim], or [C, L, w_dim] with a vector for each layer
    sigmas: Array | None  # [C], where the file knows the spread along each
    space: str  # "W", or "Z" by the file's name
    family: str  # "" where the name does not tell
    layers: tuple[int, int] | None = None  # that the file itself asks for
    mean: Array | None = None  # [w_dim] of the latents, where the file has it


def read_foreign(path: Path) -> Foreign:
    """The directions in path, by its suffix; ModelError says what was expected and what was found."""
    readers: dict[str, Callable[[Path], Foreign]] = {
        ".npy": _npy,
        ".npz": _npz,
        ".pt": _torch,
        ".pth": _torch,
        ".pkl": _pickle,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise ModelError(f"{path} is no direction file; give {', '.join(readers)} or a .safetensors of ganeditor.")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES and reader is not _npz:
            raise ModelError(
                f"{path} has {size >> 20} MB, and a direction has less than {MAX_BYTES >> 20}; get it anew."
            )
        found = reader(path)
    except ModelError:
        raise
    except FileNotFoundError:
        raise ModelError(f"There is no file {path}; check the name.") from None
    except Exception as error:  # Refusal, and whatever a damaged file makes numpy, torch and zipfile say
        text = str(error).strip().split("\n")[0][:160]
        raise ModelError(f"{path} can't be read as a direction ({text}); get another file.") from None
    _check(path, found)
    return found


def family_of(name: str) -> str:
    """The generator family a file's name gives away, "" for StyleGAN2 and unknown ones."""
    return next((family for pattern, family in FAMILIES if pattern.search(name)), "")


def _check(path: Path, found: Foreign) -> None:
    for array in (found.vectors, found.sigmas, found.mean):
        if array is not None and not bool(np.isfinite(array).all()):
            raise ModelError(f"{path} holds values that are not finite; get the file again.")
    if not found.vectors.reshape(len(found.vectors), -1).any(1).all():
        raise ModelError(f"{path} holds a direction of nothing but zeros; get the file again.")


def _npy(path: Path) -> Foreign:
    """InterFaceGAN [1, w_dim], EditGAN [1, num_ws, w_dim] and plain vectors."""
    with path.open("rb") as file:
        vectors = _single(path, _array(path, file))
    # InterFaceGAN writes "boundary" into its names, and "_w_" only for W.
    space = "Z" if "boundary" in path.stem and "_w_" not in path.stem else "W"
    return Foreign(vectors, None, space, family_of(path.stem))


def _npz(path: Path) -> Foreign:
    """GANSpace components: lat_comp [C, 1, w_dim], lat_mean, lat_stdev [C]; the activations beside them stay unread."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "lat_comp.npy" not in names:
            what = "the latents of a face" if "w.npy" in names else ", ".join(sorted(names)[:6]) or "nothing"
            raise ModelError(f"{path} holds {what}, not GANSpace components (lat_comp); give a direction file.")

        def read(name: str) -> Array | None:
            if f"{name}.npy" not in names:
                return None
            with archive.open(f"{name}.npy") as file:
                return _array(path, file)

        components, mean, sigmas = read("lat_comp"), read("lat_mean"), read("lat_stdev")
    assert components is not None
    space = "Z" if re.search(r"_c\d+_n\d+", path.stem) and not path.stem.endswith("_w") else "W"
    return _components(path, components, mean, sigmas, space)


def _torch(path: Path) -> Foreign:
    """e4e and PTI: a bare tensor [1, w_dim] or [1, num_ws, w_dim]; ffhq_pca: mean, comp [C, 1, w_dim], std [C]."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about odd files; they are refused below where it matters
            content = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError):  # their texts advise to load it unsafely
        raise Refusal("it is damaged, or holds more than tensors; nothing in it was run") from None
    if isinstance(content, Tensor):
        return Foreign(_single(path, _numbers(path, content)), None, "W", family_of(path.stem))
    if isinstance(content, dict) and isinstance(content.get("comp"), Tensor):
        arrays = {key: _numbers(path, value) for key, value in content.items() if isinstance(value, Tensor)}
        return _components(path, arrays["comp"], arrays.get("mean"), arrays.get("std"), "W")
    found = f"a {type(content).__name__}" + (f" of {', '.join(map(str, list(content)[:6]))}" if content else "")
    raise ModelError(f"{path} holds {found}, not a direction (a tensor, or mean, comp and std); give another file.")


def _pickle(path: Path) -> Foreign:
    """A GANSpace edit: a dict with lat_comp [1, w_dim], lat_stdev, latent_space, edit_start and edit_end."""
    content = nvidia_pickle.load(path)  # runs nothing, and knows numpy's arrays
    if not isinstance(content, dict) or not isinstance(content.get("lat_comp"), NumpyArray):
        raise Refusal("it is no GANSpace edit, which is a dict with lat_comp")
    vectors, sigma = np.asarray(content["lat_comp"].values, np.float32)[None], content.get("lat_stdev")
    sigmas = np.asarray(sigma.values if isinstance(sigma, NumpyArray) else sigma, np.float32).reshape(-1)
    start, end = content.get("edit_start"), content.get("edit_end")  # the end is not included
    layers = (start, end - 1) if type(start) is int and type(end) is int and 0 <= start < end else None
    space = "Z" if str(content.get("latent_space", "W")).upper() == "Z" else "W"
    family = family_of(str(content.get("model_name", path.stem)))
    return Foreign(vectors, None if sigma is None else sigmas, space, family, layers)


def _components(path: Path, components: Array, mean: Array | None, sigmas: Array | None, space: str) -> Foreign:
    if components.ndim == 3 and components.shape[1] == 1:
        components = components[:, 0]
    if components.ndim != 2 or not components.size:
        raise ModelError(f"{path}: the components have shape {list(components.shape)}, not [C, 1, w_dim]; get it anew.")
    if sigmas is not None and sigmas.shape != (len(components),):
        raise ModelError(f"{path} has {sigmas.size} deviations for {len(components)} components; get the file again.")
    if mean is not None:
        mean = mean.reshape(-1)
    return Foreign(components, sigmas, space, family_of(path.stem), None, mean)


def _single(path: Path, array: Array) -> Array:
    """[w_dim], [1, w_dim], [num_ws, w_dim] or [1, num_ws, w_dim] -> [1, w_dim] or [1, num_ws, w_dim]."""
    if array.ndim == 3 and len(array) == 1:
        array = array[0]
    if array.ndim == 1:
        array = array[None]
    if array.ndim != 2 or not array.size:
        shape = list(array.shape)
        raise ModelError(f"{path} has shape {shape}; a direction has [1, w_dim] or [1, num_ws, w_dim].")
    return array if len(array) == 1 else array[None]


def _array(path: Path, file: IO[bytes]) -> Array:
    """The array of an .npy stream; its header is looked at before anything is reserved."""
    version = np.lib.format.read_magic(file)
    header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, fortran, dtype = header(file)
    return _from_bytes(path, file.read(_size(path, shape, dtype)), shape, dtype, fortran)


def _size(path: Path, shape: tuple[int, ...], dtype: np.dtype[Any]) -> int:
    if dtype.kind != "f" or dtype.itemsize not in (2, 4, 8):
        kind = "Python objects" if dtype.hasobject else f"{dtype} values"
        raise ModelError(f"{path} holds {kind}, not floating-point numbers, and was not read; get the file again.")
    size = math.prod(shape) * dtype.itemsize
    if len(shape) > 4 or not 0 <= size <= MAX_BYTES:
        raise ModelError(f"{path} claims an array of shape {list(shape)}, too large for directions; get it anew.")
    return size


def _from_bytes(path: Path, data: bytes, shape: tuple[int, ...], dtype: np.dtype[Any], fortran: bool) -> Array:
    if len(data) != _size(path, shape, dtype):
        raise ModelError(f"{path} ends before its array does; get the file again.")
    array = np.frombuffer(data, dtype).reshape(shape, order="F" if fortran else "C")
    return np.ascontiguousarray(array, np.float32).reshape(shape)


def _numbers(path: Path, tensor: Tensor) -> Array:
    """A tensor as an array in its logical order, whatever its strides (ffhq_pca.pt stores comp transposed)."""
    if tensor.layout != torch.strided or not tensor.is_floating_point() or tensor.numel() * 4 > MAX_BYTES:
        found = f"{tensor.dtype} of shape {list(tensor.shape)}"
        raise ModelError(f"{path} holds {found}, not a plain tensor of numbers; get the file again.")
    return np.ascontiguousarray(tensor.detach().float().numpy()).reshape(tuple(tensor.shape))
