"""Directions of the user's own: made from files, checked against a model, kept a file each, and given to the model."""

import contextlib
import json
import math
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from ganeditor import paths
from ganeditor.checkpoints import sandbox
from ganeditor.checkpoints.reader.direction_files import Foreign
from ganeditor.checkpoints.reader.refusal import shown
from ganeditor.edits.attributes import AGE
from ganeditor.engine.model import FaceModel
from ganeditor.errors import ModelError, UserError

SUFFIX = ".safetensors"
MAX_STORED_BYTES = 4 << 20  # 66 layers of 4,096 numbers take 1 MB; so no such file needs the sandbox
MOST_LAYERS = 66  # of a generator; what has more vectors is no direction with one for each layer
UNIT = 1e-2  # by which the length of a vector may differ from 1 to count as a pure direction
FAR_MEAN = 0.5  # distance of two means, in the spread of w, beyond which a file seems made for another generator

_KEY = "ganeditor.direction"
_NAME = re.compile(r"[^\W_][\w.-]{0,63}")


@dataclass(frozen=True, eq=False)
class Direction:
    """A named change in the latent space W of one model."""

    name: str  # as on the command line
    label: str  # as on a slider
    vector: Tensor  # [w_dim], or [num_ws, w_dim] where layers differ; float32
    scale: float  # vector · scale is the change for an amount of 1
    layers: tuple[int, int] | None  # first and last layer it acts on by default; None is all
    source: str  # where it comes from, in words
    model: str  # name of the model it was made for
    fingerprint: str  # of that model

    @property
    def step(self) -> Tensor:
        """Change of w, or of ws, for an amount of 1."""
        return self.vector * self.scale


def made_for(
    model: FaceModel,
    name: str,
    vector: Tensor,
    scale: float,
    source: str,
    *,
    label: str = "",
    layers: tuple[int, int] | None = None,
) -> Direction:
    """A direction for model, once its name and sizes make sense there."""
    vector = vector.detach().cpu().float()
    _check_sizes(model, f"The direction '{name}'", vector, layers)
    label = label or name.replace("_", " ").capitalize()
    return Direction(name, label, vector, scale, layers, source, model.name, model.fingerprint)


def read_direction(
    model: FaceModel,
    path: Path,
    component: int | None = None,
    *,
    name: str = "",
    label: str = "",
    in_w: bool = False,
    layers: tuple[int, int] | None = None,
) -> Direction:
    """The direction in a file of any known kind, checked against model.

    A vector of length 1 is scaled so that an amount of 1 is one standard deviation of the model's w along it, as with
    the other attributes; one of another length is taken as it is. component chooses one of several in a file; in_w says
    that it is in W although its name tells Z.
    """
    if path.suffix == SUFFIX:
        stored = read_stored(path)
        if stored.model != model.name:
            raise ModelError(
                f"{path} was made for the model {shown(stored.model)}, not {model.name}; use it with that one.",
                "--model",
            )
        _check_sizes(model, str(path), stored.vector, layers or stored.layers)
        return replace(stored, name=name or stored.name, label=label or stored.label, layers=layers or stored.layers)
    foreign = sandbox.read_directions(path)
    index = _chosen(path, foreign, component)
    if foreign.space == "Z" and not in_w:
        raise ModelError(
            f"{path} is a direction in Z, as its name tells, and faces are edited in W; take the file made for W "
            "(InterFaceGAN writes _w_ into its name), or say that it is in W if the name misleads.",
            "--in-w",
        )
    if foreign.family:
        raise ModelError(
            f"{path}: this boundary was made for {foreign.family}, and {model.name} is another generator; get one made "
            "for this model, train one, or rename the file if its name misleads."
        )
    if foreign.vectors.ndim == 3 and foreign.vectors.shape[1] > MOST_LAYERS:
        raise ModelError(
            f"{path} is a table of {foreign.vectors.shape[1]} style channels, as StyleCLIP has it; say to which text "
            "it is to lead.",
            "import: --text",
        )
    vector, layers = torch.tensor(foreign.vectors[index]), layers or foreign.layers
    _check_sizes(model, str(path), vector, layers)
    scale = _scale(model, vector, None if foreign.sigmas is None else float(foreign.sigmas[index]))
    stem = path.stem if len(foreign.vectors) == 1 else f"{path.stem}_{index}"
    source = path.name if len(foreign.vectors) == 1 else f"{path.name}, component {index}"
    return made_for(model, name or slug(stem), vector, scale, source, label=label, layers=layers)


def doubt(model: FaceModel, path: Path) -> str | None:
    """A sentence when the latents in a file of components lie far from this model's; most files don't tell."""
    mean = None if path.suffix == SUFFIX else sandbox.read_directions(path).mean
    if mean is None or len(mean) != len(model.latents.mean):
        return None
    offset = (torch.tensor(mean) - model.latents.mean.cpu()).norm()
    if float(offset) <= FAR_MEAN * float(model.latents.factor.norm()):
        return None
    return f"The mean latent in {path} is far from that of {model.name}: it was probably made for another generator."


def with_directions(model: FaceModel, directions: Iterable[Direction]) -> FaceModel:
    """model, whose faces can be changed along directions too."""
    rows = list(directions)
    layers = {row.name: row.layers for row in rows if row.layers}
    return replace(model, latents=model.latents.with_directions({row.name: row.step for row in rows}, layers))


# --- the store ----------------------------------------------------------------------------------------------------


def with_stored(model: FaceModel, notify: Callable[[str], None] = lambda _text: None) -> FaceModel:
    """model with all directions kept for it; what does not fit is left out, and notify is told why."""
    fitting = []
    for path in stored_files(model.name):
        try:
            row = read_stored(path)
            if row.name in model.latents.keepable or row.name == AGE:
                raise ModelError(f"{path} is left out: {model.name} has an attribute '{row.name}' of its own.")
            _check_sizes(model, str(path), row.vector, row.layers)
        except UserError as error:
            notify(str(error))
            continue
        if row.fingerprint != model.fingerprint:
            notify(f"'{row.name}' was made for another version of {model.name} and may act otherwise.")
        fitting.append(row)
    return with_directions(model, fitting)


def stored_files(model: str) -> list[Path]:
    """The files kept for the model of this name."""
    return sorted((paths.user_directions() / slug(model)).glob(f"*{SUFFIX}"))


def kept_directions(model: str) -> list[Direction]:
    """What a person has kept for the model of this name; what is damaged is told when the model is opened."""
    rows = []
    for path in stored_files(model):
        with contextlib.suppress(UserError):
            rows.append(read_stored(path))
    return rows


def keep(model: FaceModel, direction: Direction, *, overwrite: bool = False) -> Path:
    """Write a direction to the user's folder, where it stays an attribute of the model; returns its file."""
    check_name(model, direction.name, overwrite)
    path = _file(direction.model, direction.name)
    metadata = {
        "format": 1,
        "name": direction.name,
        "label": direction.label,
        "space": "W",
        "layers": direction.layers,
        "scale": direction.scale,
        "source": direction.source,
        "model": direction.model,
        "fingerprint": direction.fingerprint,
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            part = Path(folder) / path.name
            save_file({"vector": direction.vector.contiguous()}, part, metadata={_KEY: json.dumps(metadata)})
            part.replace(path)
    except (OSError, SafetensorError) as error:
        raise ModelError(f"{path} can't be written ({error}); free the place or move GANEDITOR_HOME.") from None
    return path


def check_name(model: FaceModel, name: str, overwrite: bool) -> None:
    """ModelError when a direction can't be kept for model under this name."""
    if not _NAME.fullmatch(name):
        raise ModelError(f"'{name}' can't name a direction; use up to 64 letters, digits, '_', '-' and '.'.")
    there = _file(model.name, name).exists()
    if name == AGE:
        raise ModelError("'age' is the attribute in years; choose another name, such as ageing.")
    if name in model.latents.keepable and not there:
        raise ModelError(f"{model.name} has an attribute '{name}' of its own; choose another name.", "import: --name")
    if there and not overwrite:
        raise ModelError(f"There is a direction '{name}' already; choose another name, or replace it.", "--overwrite")


def remove(model: str, name: str) -> None:
    """Delete a direction of the user's."""
    path = _file(model, name)
    if not path.is_file():
        known = ", ".join(file.stem for file in stored_files(model)) or "none"
        raise ModelError(f"There is no direction '{name}' for {model}; it has {known}.")
    path.unlink()


def read_stored(path: Path) -> Direction:
    """The direction in a file that keep() wrote; ModelError when it is damaged or is something else."""
    try:
        if path.stat().st_size > MAX_STORED_BYTES:
            raise ValueError(f"it has {path.stat().st_size >> 20} MB")
        with safe_open(path, "pt") as file:
            fields: dict[str, Any] = json.loads((file.metadata() or {})[_KEY])
            vector = file.get_tensor("vector")
        texts = [fields[key] for key in ("name", "label", "source", "model", "fingerprint")]
        name, label, source, model, fingerprint = texts
        if not all(isinstance(text, str) for text in texts) or not _NAME.fullmatch(name):
            raise ValueError("a name is not a text")
        if vector.dtype != torch.float32 or not bool(torch.isfinite(vector).all()):
            raise ValueError("its numbers are not finite float32")
        scale = float(fields["scale"])
        layers = None if fields["layers"] is None else (int(fields["layers"][0]), int(fields["layers"][1]))
        if not math.isfinite(scale) or fields["space"] != "W":
            raise ValueError("its scale is not finite, or it is not in W")
        return Direction(name, shown(label, 80), vector, scale, layers, shown(source, 300), model, fingerprint)
    except FileNotFoundError:
        raise ModelError(f"There is no file {path}; check the name.") from None
    except Exception as error:  # whatever a strange file makes safetensors, json and numbers say
        raise ModelError(
            f"{path} is not a direction of ganeditor ({shown(str(error), 100)}); remove it or import it again."
        ) from None


def slug(text: str) -> str:
    """text as a name: without what file names and the command line don't take."""
    return re.sub(r"[^\w.-]+", "_", text).lstrip("_.-")[:64] or "direction"


def _file(model: str, name: str) -> Path:
    return paths.user_directions() / slug(model) / f"{slug(name)}{SUFFIX}"


def _chosen(path: Path, foreign: Foreign, component: int | None) -> int:
    count = len(foreign.vectors)
    if component is None and count > 1:
        raise ModelError(f"{path} holds {count} components, 0 to {count - 1}; say which.", f"{path.name}#0")
    if not 0 <= (component or 0) < count:
        raise ModelError(f"{path} has no component {component}; it has 0 to {count - 1}.")
    return component or 0


def _check_sizes(model: FaceModel, what: str, vector: Tensor, layers: tuple[int, int] | None) -> None:
    w_dim, num_ws = len(model.latents.mean), model.generator.num_ws
    if vector.ndim not in (1, 2) or vector.shape[-1] != w_dim:
        shape = list(vector.shape)
        raise ModelError(f"{what} has shape {shape}, and {model.name} has w_dim {w_dim}; get one made for this model.")
    if vector.ndim == 2 and len(vector) != num_ws:
        count = len(vector)
        raise ModelError(f"{what} is for {count} layers, and {model.name} has {num_ws}; get one made for this model.")
    if layers and not 0 <= layers[0] <= layers[1] < num_ws:
        first, last = layers
        has = f"{model.name} has 0 to {num_ws - 1}"
        raise ModelError(f"{what} acts on layers {first} to {last}, and {has}; choose among these.")


def _scale(model: FaceModel, vector: Tensor, sigma: float | None) -> float:
    rows = vector.reshape(-1, vector.shape[-1])
    if sigma is not None and sigma > 0:
        return sigma
    if float((rows.norm(dim=1) - 1).abs().max()) > UNIT:
        return 1.0
    return float((rows @ model.latents.factor.cpu()).norm(dim=1).mean())
