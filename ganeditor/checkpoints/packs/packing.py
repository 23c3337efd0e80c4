"""Makes a native pack of a foreign file: its tensors, of a model of faces what its latent space is like, a manifest."""

import contextlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from ganeditor import paths
from ganeditor.checkpoints import sandbox
from ganeditor.checkpoints.formats.kinds import KINDS as FOREIGN
from ganeditor.checkpoints.networks import open_network
from ganeditor.checkpoints.options import GENERATOR
from ganeditor.checkpoints.packs import native
from ganeditor.checkpoints.packs.catalogue import known_licence
from ganeditor.checkpoints.packs.kinds import KINDS, pack_in
from ganeditor.checkpoints.packs.manifest import read_manifest
from ganeditor.checkpoints.packs.pack import (
    FACE,
    FILE_NAME,
    MAX_FILE_BYTES,
    Pack,
    digest_of,
    is_name,
    is_pack,
    plain_name,
)
from ganeditor.checkpoints.packs.translator import trained_as
from ganeditor.engine.model import FaceModel
from ganeditor.engine.networks.generator import LabelMapping, MappingNetwork
from ganeditor.errors import ModelError, RefusedError
from ganeditor.progress import Progress, part, silent

SAMPLES, SEED = 10_000, 0
FLOOR = 1e-6  # of the largest variance: no direction of the latent space may be without any
_FIELDS = (
    "family resolution w_dim num_ws mapping mapping_layers z_dim c_dim noise conv_clamp stylegan3 "
    "encoder encoder_steps discriminator"
)
"""What the manifest takes from the reader; all of it is checked again when the pack is opened."""


@dataclass(frozen=True)
class Imported:
    """What an import made."""

    name: str
    folder: Path
    pack: Pack
    reader_megabytes: float  # peak memory of the process that read the file


def import_model(path: Path, name: str = "", overwrite: bool = False, progress: Progress = silent) -> Imported:
    """Make the foreign file at path a pack of the user's, called name or after the file."""
    if not path.is_file():
        raise ModelError(f"There is no file {path}; give the model file that you have downloaded.")
    name = name or name_for(path)
    if not is_name(name) or name.startswith("."):
        raise ModelError(f"'{name}' can't name a model; use letters, digits, '-', '_' and '.', 64 at most.")
    target = paths.user_models() / name
    bundled = is_pack(paths.bundled_models() / name)  # which one of the user's hides
    if (target.exists() or bundled) and not overwrite:
        raise ModelError(
            f"There is a model '{name}' {'bundled' if bundled else f'in {target.parent}'} already; "
            "give another name, or replace it.",
            "--name, --overwrite",
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Beside the target, so that moving it there is one step; the dot hides it from the list of models.
        with tempfile.TemporaryDirectory(prefix=".import-", dir=target.parent) as temporary:
            folder = Path(temporary) / name
            folder.mkdir()
            source_sha256 = sha256_of(path)
            found = sandbox.extract(path, folder, tuple(FOREIGN), part(progress, 0.0, 0.6))
            finish = _finish_faces if found["pack"] == FACE else _finish_network
            finish(path, folder, found, {"name": name, "source_sha256": source_sha256}, progress)
            if target.exists():
                target.rename(Path(temporary) / "replaced")
            folder.rename(target)
    except OSError as error:
        raise ModelError(f"The model can't be written to {target} ({error.strerror}); free some space there.") from None
    progress(1.0, "")
    return Imported(name, target, pack_in(target), found["peak_megabytes"])


def convert(path: Path, folder: Path, name: str) -> FaceModel:
    """The model in the foreign file at path, opened like any pack's, which is written into the empty folder."""
    own = {"name": name, "source_sha256": sha256_of(path)}
    return _finish_faces(path, folder, sandbox.extract(path, folder, [FACE]), own)


def name_for(path: Path) -> str:
    """A model's name made of a file's, or of that of its training where that is known."""
    return plain_name(trained_as(path) or path.stem) or "model"


def sha256_of(path: Path) -> str:
    """SHA-256 of a file; ModelError where it is larger than any model."""
    if (size := path.stat().st_size) > MAX_FILE_BYTES:
        raise ModelError(f"{path} has {size:,} bytes, and models have up to {MAX_FILE_BYTES:,}; give another file.")
    with path.open("rb") as file:
        return digest_of(file)


def _finish_faces(
    path: Path, folder: Path, found: Mapping[str, Any], own: Mapping[str, str], progress: Progress = silent
) -> FaceModel:
    """Make folder, which has the tensors found, the pack of a model of faces; it is opened to see that it is one."""
    with _refused(path):
        progress(0.6, "Sampling the latent space")
        _write_latents(folder, found["description"])
        _write_faces_manifest(path, folder, found, own)
        progress(0.9, "Checking the pack")
        if reason := _discriminator_refused(folder):
            (folder / native.DISCRIMINATOR_FILE).unlink()
            del found["description"]["discriminator"]
            found["notices"].append(f"The file's discriminator is left out: {reason}.")
            _write_faces_manifest(path, folder, found, own)
        return native.load(folder)


def _finish_network(
    path: Path, folder: Path, found: Mapping[str, Any], own: Mapping[str, str], progress: Progress = silent
) -> None:
    """Make folder, which has the tensors found, the pack of another network; it is opened to see that it is one."""
    with _refused(path):
        progress(0.9, "Checking the pack")
        more = {"kind": found["pack"], **{name: found[name] for name in ("family", "sizes", "does")}}
        more |= KINDS[found["pack"]].beside(path)
        _write_manifest(path, folder, found, own, more)
        open_network(folder)


@contextlib.contextmanager
def _refused(path: Path) -> Iterator[None]:
    """What is wrong with a pack that is being made as a refusal of the file at path."""
    try:
        yield
    except ModelError as error:
        reason = str(error).split(";")[0]  # the remedies of native packs do not fit a foreign file
        raise RefusedError(f"{path} was refused: {reason}; ask its publisher for a file of a whole network.") from None


def _write_latents(folder: Path, description: Mapping[str, Any]) -> None:
    """Mean and factor of w, from SAMPLES mapped z: the prior that inversion keeps to."""
    sizes = {name: description[name] for name in ("z_dim", "c_dim", "w_dim", "mapping_layers")}
    for name, value in sizes.items():
        if not GENERATOR[name](value):
            raise ModelError(f"its {name} is {value}, which no known generator has")
    tensors: dict[str, Tensor] = {}
    with safe_open(folder / "generator.safetensors", "pt") as file:
        for name in file.keys():  # noqa: SIM118 (not a dict)
            if name.startswith("mapping."):
                tensors[name.removeprefix("mapping.")] = file.get_tensor(name)
    average = tensors.pop("w_avg", None)
    with torch.device("meta"):
        network = MappingNetwork(*sizes.values())
    native.fill(network, tensors | {"w_avg": torch.zeros(len(network.w_avg))})
    latents = prior_of(network)
    if average is not None:
        latents["prior.mean"] = average.float().contiguous()
    save_file(latents, folder / "latents.safetensors")


def prior_of(network: MappingNetwork | LabelMapping) -> dict[str, Tensor]:
    """prior.mean [w_dim] and prior.factor [w_dim, w_dim] of what a mapping network makes of SAMPLES random z."""
    random = torch.Generator().manual_seed(SEED)
    z = torch.randn(SAMPLES, network.z_dim, generator=random)
    labels = None
    if network.c_dim:
        labels = torch.eye(network.c_dim)[torch.randint(network.c_dim, (SAMPLES,), generator=random)]
    with torch.no_grad():
        w = network(z, labels)
    covariance = torch.cov(w.double().T).reshape(w.shape[1], w.shape[1])
    if not bool(torch.isfinite(covariance.float()).all()) or float(covariance.trace()) <= 0:
        raise ModelError("its mapping network gives no usable w")
    values, vectors = torch.linalg.eigh(covariance)
    factor = vectors * values.clamp(min=float(values[-1]) * FLOOR).sqrt() @ vectors.T
    return {"prior.mean": w.double().mean(0).float().contiguous(), "prior.factor": factor.float().contiguous()}


def _discriminator_refused(folder: Path) -> str:
    """Why the discriminator of the pack in folder can't be used; empty if it can, or if there is none."""
    manifest = read_manifest(folder)
    try:
        if manifest.discriminator:
            native.open_discriminator(folder, manifest)
    except ModelError as error:
        return str(error).split(";")[0]
    return ""


def _write_faces_manifest(path: Path, folder: Path, found: Mapping[str, Any], own: Mapping[str, str]) -> None:
    description = found["description"]
    more = {field: description[field] for field in _FIELDS.split() if description.get(field) is not None} | {
        "output_range": [-1, 1],
        "alignment": {"kind": "ffhq", "border": "reflect"},
        "attributes": [],
        "held_out": {},
    }
    _write_manifest(path, folder, found, own, more)


def _write_manifest(
    path: Path, folder: Path, found: Mapping[str, Any], own: Mapping[str, str], more: Mapping[str, Any]
) -> None:
    manifest = {
        **more,
        **own,
        "format": 1,
        "version": own["source_sha256"][:12],
        "files": {file.name: entry_of(file) for file in sorted(folder.iterdir()) if file.name != FILE_NAME},
        "licence": known_licence(path.name),
        "training_data": "not stated in the file",
        "source": path.name[-200:],
        "source_kind": found["kind"],
        "notices": found["notices"],
    }
    (folder / FILE_NAME).write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def entry_of(file: Path) -> dict[str, Any]:
    """A file's row in a manifest."""
    return {"sha256": sha256_of(file), "bytes": file.stat().st_size}
