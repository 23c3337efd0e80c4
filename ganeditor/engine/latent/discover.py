"""GANSpace (Härkönen et al. 2020): directions found without labels, as principal components of what a generator does.

On w, the covariance is summed up exactly, batch by batch. A layer's activations have too many numbers for that;
there scikit-learn's IncrementalPCA takes its place, as in the paper, and a second pass over the same samples
regresses the components back to w (section 3.2). Memory does not grow with the number of samples.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from sklearn.decomposition import IncrementalPCA
from torch import Tensor, nn

from ganeditor.engine.latent.invert import synthesize
from ganeditor.engine.model import FaceModel
from ganeditor.engine.tensors import to_image
from ganeditor.errors import EditError
from ganeditor.progress import Progress, part, silent

BATCH = 4096  # samples of w mapped at once
LAYER_BATCH = 64  # pictures begun at once, to see their activations; at least as many as components
MAX_ACTIVATIONS = 1 << 18  # numbers a picture: the components of more would take gigabytes
MAX_COMPONENTS = 512


@dataclass(frozen=True)
class DiscoverySettings:
    """How directions are looked for; the same settings give the same directions."""

    components: int = 20
    samples: int = 100_000  # of w; a layer's activations cost a synthesis each, 2,000 are a good start there
    layer: str | None = None  # of layer_names(); None looks at w itself
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Components:
    """Directions found, the strongest first; each sign is such that its largest number is positive."""

    units: Tensor  # [C, w_dim], of length 1, float32
    sigmas: Tensor  # [C], standard deviation of w along each
    shares: Tensor  # [C], of the variance (of w or of the activations) that each explains

    def step(self, index: int) -> Tensor:
        """Change of w [w_dim] for +1 standard deviation along a component."""
        return self.units[index] * self.sigmas[index]


class Moments:
    """Mean and covariance of rows [N, D] that come in batches, in float64; exact, whatever the batches."""

    def __init__(self, size: int) -> None:
        self.count = 0
        self._shift = torch.zeros(size, dtype=torch.float64)  # near the mean, so that nothing cancels
        self._sum = torch.zeros(size, dtype=torch.float64)
        self._products = torch.zeros(size, size, dtype=torch.float64)

    def add(self, rows: Tensor) -> None:
        exact = rows.detach().cpu().double()
        if self.count == 0:
            self._shift = exact.mean(0)
        exact = exact - self._shift
        self.count += len(exact)
        self._sum += exact.sum(0)
        self._products += exact.T @ exact

    @property
    def mean(self) -> Tensor:
        return self._shift + self._sum / self.count

    @property
    def covariance(self) -> Tensor:
        mean = self._sum / self.count
        return self._products / self.count - torch.outer(mean, mean)


def layer_names(model: FaceModel) -> tuple[str, ...]:
    """Layers of the synthesis network whose activations can be looked at, from coarse to fine."""
    modules = model.generator.synthesis.named_modules()
    return tuple(name for name, module in modules if hasattr(module, "affine") and "rgb" not in name)


def sample_w(model: FaceModel, count: int, seed: int, batch: int = BATCH) -> Iterator[Tensor]:
    """count samples of w, in batches [N, w_dim]; labels, where the model takes any, are drawn evenly."""
    mapping, random = model.generator.mapping, torch.Generator().manual_seed(seed)
    for start in range(0, count, batch):
        size = min(batch, count - start)
        z = torch.randn(size, mapping.z_dim, generator=random).to(model.device)
        c = None
        if mapping.c_dim:
            labels = torch.randint(mapping.c_dim, (size,), generator=random)
            c = nn.functional.one_hot(labels, mapping.c_dim).float().to(model.device)
        with torch.no_grad():
            w: Tensor = mapping(z, c)
        yield w


def discover(model: FaceModel, settings: DiscoverySettings, progress: Progress = silent) -> Components:
    """The principal components of the model's w, or of one layer's activations expressed in w."""
    limit = min(MAX_COMPONENTS, len(model.latents.mean))
    if not 1 <= settings.components <= limit:
        raise EditError(f"{settings.components} components can't be found; ask for 1 to {limit}.")
    least = max(2, 2 * settings.components)
    if settings.samples < least:
        raise EditError(f"{settings.samples} samples are too few; take at least {least}.")
    if settings.layer is not None:
        return _of_layer(model, settings, settings.layer, progress)
    moments = Moments(len(model.latents.mean))
    for w in sample_w(model, settings.samples, settings.seed):
        moments.add(w)
        progress(moments.count / settings.samples, "Sampling")
    values, vectors = torch.linalg.eigh(moments.covariance)
    chosen = values.flip(0)[: settings.components].clamp(min=0)
    return _components(vectors.flip(1)[:, : settings.components].T, chosen.sqrt(), chosen / values.sum())


def strip(
    model: FaceModel,
    step: Tensor,
    amounts: npt.ArrayLike,
    layers: tuple[int, int] | None = None,
    start: Tensor | None = None,
) -> npt.NDArray[np.uint8]:
    """Pictures [N, R, R, 3] of a face moved by amounts [N] of step [w_dim] or [num_ws, w_dim] on layers.

    start: w [w_dim] or ws [num_ws, w_dim] of the face; None is the mean face.
    """
    num_ws = model.generator.num_ws
    ws = (model.latents.mean if start is None else start).expand(num_ws, -1)
    moved = torch.zeros_like(ws)
    first, last = layers or (0, num_ws - 1)
    moved[first : last + 1] = step.to(model.device).expand(num_ws, -1)[first : last + 1]
    pictures = []
    with torch.no_grad():
        for amount in np.atleast_1d(np.asarray(amounts, np.float32)).tolist():
            pictures.append(to_image(synthesize(model, (ws + amount * moved)[None], {}))[0])
    return np.stack(pictures)


def _of_layer(model: FaceModel, settings: DiscoverySettings, layer: str, progress: Progress) -> Components:
    names = layer_names(model)
    if layer not in names:
        raise EditError(f"The model has no layer '{layer}'; it has {', '.join(names)}.")
    batch = max(LAYER_BATCH, settings.components)
    look = _activations_of(model, layer)
    look(model.latents.mean[None])  # refuses too large a layer before a whole batch of it takes the memory

    def batches(watch: Progress) -> Iterator[tuple[Tensor, npt.NDArray[np.float32]]]:
        done = 0
        # A last batch smaller than the components would be refused, so it is left out.
        for w in sample_w(model, settings.samples, settings.seed, batch):
            if len(w) >= settings.components:
                yield w, look(w)
            done += len(w)
            watch(done / settings.samples, "Looking at activations")

    pca = IncrementalPCA(settings.components)
    for _w, activations in batches(part(progress, 0.0, 0.5)):
        pca.partial_fit(activations)
    moments = Moments(len(model.latents.mean))
    products = np.zeros((settings.components, len(model.latents.mean)))
    totals = np.zeros(settings.components)
    for w, activations in batches(part(progress, 0.5, 1.0)):
        coordinates = pca.transform(activations).astype(np.float64)
        moments.add(w)
        products += coordinates.T @ w.cpu().double().numpy()
        totals += coordinates.sum(0)
    # Least squares of w on uncorrelated coordinates: each direction is their covariance with w.
    along = torch.from_numpy(products - np.outer(totals, moments.mean.numpy()))
    lengths = along.norm(dim=1, keepdim=True)
    if float(lengths.min()) == 0:
        raise EditError(f"The layer {layer} does not answer to w in every component; ask for fewer components.")
    units = along / lengths
    sigmas = (units @ moments.covariance * units).sum(1).clamp(min=0).sqrt()
    return _components(units, sigmas, torch.from_numpy(np.asarray(pca.explained_variance_ratio_)))


def _components(units: Tensor, sigmas: Tensor, shares: Tensor) -> Components:
    largest = units.gather(1, units.abs().argmax(1, keepdim=True))
    return Components((units * largest.sign()).float(), sigmas.float(), shares.float())


class _SeenError(Exception):
    """Ends a synthesis once the layer has been seen."""


def _activations_of(model: FaceModel, layer: str) -> Callable[[Tensor], npt.NDArray[np.float32]]:
    """A function from w [N, w_dim] to the layer's activations [N, C · H · W]."""
    synthesis, num_ws = model.generator.synthesis, model.generator.num_ws
    mode = "const" if model.noise else "none"

    def look(w: Tensor) -> npt.NDArray[np.float32]:
        seen: list[Tensor] = []

        def hook(_module: nn.Module, _inputs: object, output: Tensor) -> None:
            seen.append(output)
            raise _SeenError

        handle = synthesis.get_submodule(layer).register_forward_hook(hook)
        try:
            with torch.no_grad():
                synthesis(w.unsqueeze(1).repeat(1, num_ws, 1), mode)
        except _SeenError:
            pass
        finally:
            handle.remove()
        flat = seen[0].reshape(len(w), -1).float().cpu().numpy()
        if flat.shape[1] > MAX_ACTIVATIONS:
            raise EditError(
                f"The layer {layer} has {flat.shape[1]} activations a picture, more than {MAX_ACTIVATIONS}; "
                "choose a coarser layer."
            )
        return flat

    return look
