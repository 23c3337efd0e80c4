"""Foreign direction files (InterFaceGAN, e4e and PTI, GANSpace, EditGAN): read as plain numbers, nothing else."""

import math
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from ganeditor.checkpoints.reader import nvidia_pickle, serving, torch_pickle
from ganeditor.checkpoints.reader.pickle_parts import NumpyArray, TensorView
from ganeditor.checkpoints.reader.refusal import MEMORY, Refusal, shown
from ganeditor.progress import Progress

Array = npt.NDArray[np.float32]

FILE = "direction.safetensors"
MAX_BYTES = 64 << 20  # of a file, or of one array in it: 4,096 components of 4,096 numbers

ANOTHER = "get another file"
TAKEN = "a direction is a tensor, or mean, comp and std; give another file"

FAMILIES = (
    (re.compile(r"pggan|progan", re.I), "PGGAN"),
    (re.compile(r"biggan", re.I), "BigGAN"),
    (re.compile(r"stylegan(1|(?!\d))", re.I), "StyleGAN1"),
)
"""Families that a file's name can give away and that no model here belongs to; a bare "stylegan" is the first one."""

GANSPACE = re.compile(r"_c\d+_(?:.*_)?n\d+(?P<w>_w(?![^\W_]))?")
"""How GANSpace names what it found: "_w" right behind the count of samples says W, and nothing there says Z."""


@dataclass(frozen=True, eq=False)
class Foreign:
    """What stands in a file, before it is compared with a model."""

    vectors: Array  # [C, w_dim], or [C, L, w_dim] with a vector for each layer
    sigmas: Array | None  # [C], where the file knows the spread along each
    space: str  # "W", or "Z" by the file's name
    family: str  # "" where the name does not tell
    layers: tuple[int, int] | None = None  # that the file itself asks for
    mean: Array | None = None  # [w_dim] of the latents, where the file has it


@dataclass(frozen=True)
class Kind:
    """One way in which files hold directions."""

    tensor_bytes: Callable[[Path], int]  # that the file holds; the child's limits follow from them
    read: Callable[[Path], Foreign]


def read(path: Path) -> Foreign:
    """The directions in path; Refusal with the reason. In the child only, but for .npy files."""
    kind = _kind(path)
    if path.stat().st_size > MAX_BYTES and kind.read is not _npz:  # whose activations stay unread
        megabytes = path.stat().st_size >> 20
        raise Refusal(f"it has {megabytes} MB, and a direction has less than {MAX_BYTES >> 20}", ANOTHER)
    try:
        found = kind.read(path)
    except Refusal:
        raise
    except MemoryError:  # even of a short header, if that nests
        raise Refusal(MEMORY) from None
    except Exception:  # whatever a damaged file makes numpy, zipfile and zlib say
        raise Refusal("it is damaged, and can't be read as a direction") from None
    for array in (found.vectors, found.sigmas, found.mean):
        if array is not None and not bool(np.isfinite(array).all()):
            raise Refusal("it holds values that are not finite")
    if not found.vectors.reshape(len(found.vectors), -1).any(1).all():
        raise Refusal("it holds a direction of nothing but zeros")
    return found


def serve(request: Mapping[str, str], _progress: Progress) -> dict[str, Any]:
    """The child's part: the directions at request's "path" into its "folder"."""
    path, folder = Path(request["path"]), Path(request["folder"])
    return serving.serve(path, lambda path: _kind(path).tensor_bytes(path), lambda: _taken_apart(read(path), folder))


def put_together(folder: Path, said: Mapping[str, Any]) -> Foreign:
    """What serve wrote into folder and said."""
    from safetensors.numpy import load

    arrays, layers = load((folder / FILE).read_bytes()), said["layers"]
    limits = (int(layers[0]), int(layers[1])) if layers else None
    return Foreign(arrays["vectors"], arrays.get("sigmas"), said["space"], said["family"], limits, arrays.get("mean"))


def _taken_apart(found: Foreign, folder: Path) -> dict[str, Any]:
    from safetensors.numpy import save_file

    arrays = {"vectors": found.vectors, "sigmas": found.sigmas, "mean": found.mean}
    kept = {name: np.ascontiguousarray(array) for name, array in arrays.items() if array is not None}
    save_file(kept, folder / FILE)
    return {"space": found.space, "family": found.family, "layers": found.layers}


def family_of(name: str) -> str:
    """The generator family a file's name gives away, "" for StyleGAN2 and unknown ones."""
    return next((family for pattern, family in FAMILIES if pattern.search(name)), "")


def _kind(path: Path) -> Kind:
    return KINDS[path.suffix.lower()]


def _npy(path: Path) -> Foreign:
    """InterFaceGAN [1, w_dim], EditGAN [1, num_ws, w_dim] and plain vectors."""
    with path.open("rb") as file:
        vectors = _single(_array(file))
    # InterFaceGAN writes "boundary" into its names, and "_w_" only for W.
    space = "Z" if "boundary" in path.stem and "_w_" not in path.stem else "W"
    return Foreign(vectors, None, space, family_of(path.stem))


def _npz(path: Path) -> Foreign:
    """GANSpace components: lat_comp [C, 1, w_dim], lat_mean, lat_stdev [C]; the activations beside them stay unread."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "lat_comp.npy" not in names:
            some = ", ".join(shown(name, 30) for name in sorted(names)[:6])
            what = "the latents of a face" if "w.npy" in names else some or "nothing"
            raise Refusal(f"it holds {what}, not GANSpace components (lat_comp)", "give a direction file")

        def read(name: str) -> Array | None:
            if f"{name}.npy" not in names:
                return None
            with archive.open(f"{name}.npy") as file:
                return _array(file)

        components, mean, sigmas = read("lat_comp"), read("lat_mean"), read("lat_stdev")
    assert components is not None
    name = GANSPACE.search(path.stem)
    space = "Z" if name and not name["w"] else "W"
    return _components(path, components, mean, sigmas, space)


def _npz_bytes(_path: Path) -> int:
    """Compressed arrays may be of any size; what they may take is bounded by MAX_BYTES for each."""
    return 3 * MAX_BYTES // serving.MEMORY_FACTOR


def _torch(path: Path) -> Foreign:
    """e4e and PTI: a bare tensor [1, w_dim] or [1, num_ws, w_dim]; ffhq_pca: mean, comp [C, 1, w_dim], std [C]."""
    content = torch_pickle.load(path)
    if isinstance(content, TensorView):
        return Foreign(_single(_numbers(content)), None, "W", family_of(path.stem))
    if isinstance(content, dict) and isinstance(content.get("comp"), TensorView):
        wanted = {key: content.get(key) for key in ("comp", "mean", "std")}
        arrays = {key: _numbers(value) for key, value in wanted.items() if isinstance(value, TensorView)}
        return _components(path, arrays["comp"], arrays.get("mean"), arrays.get("std"), "W")
    found = shown(content)
    if isinstance(content, dict | list) and content:
        kind = "dict" if isinstance(content, dict) else "list"
        found = f"a {kind} of {', '.join(shown(key, 30) for key in list(content)[:6])}"
    raise Refusal(f"it holds {found}, not a direction", TAKEN)


def _pickle(path: Path) -> Foreign:
    """A GANSpace edit: a dict with lat_comp [1, w_dim], lat_stdev, latent_space, edit_start and edit_end."""
    content = nvidia_pickle.load(path)  # runs nothing, and knows numpy's arrays
    if not isinstance(content, dict) or not isinstance(content.get("lat_comp"), NumpyArray):
        raise Refusal("it is no GANSpace edit, which is a dict with lat_comp", ANOTHER)
    vectors, sigma = np.asarray(content["lat_comp"].values, np.float32)[None], content.get("lat_stdev")
    known = sigma.values.tolist() if isinstance(sigma, NumpyArray) else [sigma]
    sigmas = np.asarray(known, np.float32) if len(known) == 1 and type(known[0]) in (int, float) else None
    start, end = content.get("edit_start"), content.get("edit_end")  # the end is not included
    layers = (start, end - 1) if type(start) is int and type(end) is int and 0 <= start < end <= 1000 else None
    space = "Z" if shown(content.get("latent_space", "W")).upper() == "Z" else "W"
    family = family_of(shown(content.get("model_name", path.stem)))
    return Foreign(vectors, sigmas, space, family, layers)


def _components(path: Path, components: Array, mean: Array | None, sigmas: Array | None, space: str) -> Foreign:
    if components.ndim == 3 and components.shape[1] == 1:
        components = components[:, 0]
    if components.ndim != 2 or not components.size:
        raise Refusal(f"its components have shape {list(components.shape)}, not [C, 1, w_dim]", ANOTHER)
    if sigmas is not None and sigmas.shape != (len(components),):
        raise Refusal(f"it has {sigmas.size} deviations for {len(components)} components", ANOTHER)
    if mean is not None:
        mean = mean.reshape(-1)
    return Foreign(components, sigmas, space, family_of(path.stem), None, mean)


def _single(array: Array) -> Array:
    """[w_dim], [1, w_dim], [num_ws, w_dim] or [1, num_ws, w_dim] -> [1, w_dim] or [1, num_ws, w_dim]."""
    if array.ndim == 3 and len(array) == 1:
        array = array[0]
    if array.ndim == 1:
        array = array[None]
    if array.ndim != 2 or not array.size:
        raise Refusal(f"it has shape {list(array.shape)}", "a direction has [1, w_dim] or [1, num_ws, w_dim]")
    return array if len(array) == 1 else array[None]


def _array(file: IO[bytes]) -> Array:
    """The array of an .npy stream; its header is looked at before anything is reserved."""
    version = np.lib.format.read_magic(file)
    header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, fortran, dtype = header(file)
    if dtype.kind != "f" or dtype.itemsize not in (2, 4, 8):
        kind = "Python objects" if dtype.hasobject else f"{shown(str(dtype))} values"
        raise Refusal(f"it holds {kind}, not floating-point numbers, and was not read", ANOTHER)
    size = math.prod(shape) * dtype.itemsize
    if len(shape) > 4 or not 0 <= size <= MAX_BYTES:
        raise Refusal(f"it claims an array of shape {shown(list(shape))}, too large for directions", ANOTHER)
    data = file.read(size)
    if len(data) != size:
        raise Refusal("it ends before its array does")
    array = np.frombuffer(data, dtype).reshape(shape, order="F" if fortran else "C")
    with np.errstate(over="ignore"):  # what becomes infinite is refused
        return np.ascontiguousarray(array, np.float32).reshape(shape)


def _numbers(tensor: TensorView) -> Array:
    """A tensor as an array in its logical order, whatever its strides (ffhq_pca.pt stores comp transposed)."""
    shape = list(tensor.shape)
    if "float" not in tensor.dtype or tensor.bytes > MAX_BYTES or math.prod(shape) * 4 > MAX_BYTES:
        raise Refusal(f"it holds torch.{tensor.dtype} of shape {shape}, not a plain tensor of numbers", ANOTHER)
    return tensor.array(may_overlap=True)


KINDS = {
    ".npy": Kind(lambda path: path.stat().st_size, _npy),
    ".npz": Kind(_npz_bytes, _npz),
    ".pt": Kind(torch_pickle.tensor_bytes, _torch),
    ".pth": Kind(torch_pickle.tensor_bytes, _torch),
    ".pkl": Kind(nvidia_pickle.tensor_bytes, _pickle),
}
