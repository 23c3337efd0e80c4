"""InterFaceGAN (Shen et al. 2020): the hyperplane that parts faces with an attribute from those without it.

The linear SVM (scikit-learn) is fitted in whitened coordinates u, w = mean + factor · u, where the prior is round as it
is in the paper's Z: in w itself a normal would point along what the generator hardly ever does. The step along the
normal in u, taken back to w, is the direction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from sklearn.svm import LinearSVC
from torch import Tensor

from ganeditor.engine.discover import sample_w
from ganeditor.engine.invert import guess_w, synthesize
from ganeditor.engine.latents import LatentSpace, orthonormal, project_out
from ganeditor.engine.model import FaceModel
from ganeditor.errors import EditError
from ganeditor.progress import Progress, silent

HELD_OUT = 0.3  # share of the samples that accuracy is measured on (the paper's 30 %)
PENALTY = 1e-3  # of the SVM: in 512 round dimensions, soft margins come nearest to a planted normal
LEAST = 5  # samples a class
PICTURES = 16  # synthesised at once to be scored

Score = Callable[[Tensor, Tensor], Tensor]
"""w [N, w_dim] and their images [N, 3, R, R] -> scores [N], higher is more of it."""


@dataclass(frozen=True)
class BoundarySettings:
    """How a boundary is fitted."""

    extremes: float = 0.02  # share of scored samples taken from either end; in the paper 10,000 of 500,000
    seed: int = 0  # of the split and of the fit


@dataclass(frozen=True, eq=False)
class Boundary:
    """A direction with how well its hyperplane parts faces it was not fitted to."""

    normal: Tensor  # [w_dim], of length 1, towards the attribute, float32
    sigma: float  # length in w of the step that is 1 standard deviation of the prior
    accuracy: float  # share of held-out samples on the right side; 0.5 is guessing
    held_out: int  # how many samples that was measured on
    samples: int  # fitted to, both classes together

    @property
    def step(self) -> Tensor:
        """Change of w [w_dim] for +1 standard deviation."""
        return self.normal * self.sigma


def fit_scored(space: LatentSpace, w: Tensor, scores: Tensor, settings: BoundarySettings | None = None) -> Boundary:
    """The boundary between the samples w [N, w_dim] with the highest and with the lowest scores [N]."""
    settings = settings or BoundarySettings()
    if not 0 < settings.extremes <= 0.5:
        raise EditError(f"A share of {settings.extremes:g} from either end is not possible; give one up to 0.5.")
    if not bool(torch.isfinite(scores).all()):
        raise EditError("Some scores are not numbers; leave those samples out.")
    order = torch.argsort(scores, stable=True)
    count = min(max(LEAST, round(len(order) * settings.extremes)), len(order) // 2)
    lowest, highest = order[:count], order[len(order) - count :]
    if count and float(scores[lowest[-1]]) >= float(scores[highest[0]]):
        raise EditError("The scores hardly differ, so there is no boundary between them; score by something else.")
    return fit(space, w[highest], w[lowest], settings.seed)


def fit(space: LatentSpace, positive: Tensor, negative: Tensor, seed: int = 0) -> Boundary:
    """The boundary between faces with an attribute, positive [N, w_dim], and without it, negative [M, w_dim].

    Its accuracy is that of a fit to 70 % of either class, measured on the rest; the boundary is then fitted to all.
    """
    fewest = min(len(positive), len(negative))
    if fewest < LEAST:
        found = f"{len(positive)} faces with the attribute and {len(negative)} without it"
        raise EditError(f"{found} are too few for a boundary; give at least {LEAST} of each.")
    # In float64, in which the order of additions does not show in the result.
    mean, factor = space.mean.cpu().double(), space.factor.cpu().double()
    w = torch.cat([positive, negative]).cpu().double()
    u = torch.linalg.lstsq(factor, (w - mean).T).solution.T.numpy()
    labels = np.repeat([1, 0], [len(positive), len(negative)])
    random = np.random.default_rng(seed)
    held = np.zeros(len(labels), bool)
    for label in (0, 1):
        own = random.permutation(np.flatnonzero(labels == label))
        held[own[: max(1, round(len(own) * HELD_OUT))]] = True
    accuracy = float(_svm(u[~held], labels[~held], seed).score(u[held], labels[held]))
    normal = torch.from_numpy(_svm(u, labels, seed).coef_[0])
    step = factor.mv(normal / normal.norm())
    sigma = float(step.norm())
    return Boundary((step / sigma).to(space.mean), sigma, accuracy, int(held.sum()), len(labels))


def condition(direction: Tensor, kept: Sequence[Tensor]) -> Tensor:
    """direction [w_dim] without its parts along kept ones (section 3.3, for any number at once), of length 1."""
    if not kept:
        return torch.nn.functional.normalize(direction, dim=0)
    rest = project_out(direction.double(), orthonormal(kept))
    length = float(rest.norm())
    if length < 1e-4 * float(direction.norm()):
        raise EditError("Nothing of this direction is left beside those it should keep; keep fewer.")
    unit: Tensor = (rest / length).to(direction.dtype)
    return unit


def read_scores(space: LatentSpace, name: str, w: Tensor) -> Tensor:
    """What the model's own read-out says of samples w [N, w_dim], in standard deviations [N]."""
    if name not in space.names:
        known = ", ".join(space.names) or "none"
        raise EditError(f"The model has no read-out '{name}' to score samples by; it has {known}.")
    row = space.names.index(name)
    return torch.add(w.mv(space.readout_weight[row]), space.readout_bias[row])


def samples(model: FaceModel, count: int, seed: int) -> Tensor:
    """count random w [count, w_dim], the same for the same seed."""
    return torch.cat(list(sample_w(model, count, seed)))


def picture_scores(model: FaceModel, w: Tensor, score: Score, progress: Progress = silent) -> Tensor:
    """Scores [N] of the pictures that samples w [N, w_dim] become."""
    found = []
    for start in range(0, len(w), PICTURES):
        batch = w[start : start + PICTURES]
        with torch.no_grad():
            images = synthesize(model, batch.unsqueeze(1).repeat(1, model.generator.num_ws, 1), {})
            found.append(score(batch, images).flatten().cpu())
        progress(min(1.0, (start + PICTURES) / len(w)), "Scoring pictures")
    return torch.cat(found)


def round_trip(model: FaceModel) -> Score:
    """Realism as the encoder sees it: a picture with artefacts does not lead it back to the w it came from.

    For models without a discriminator, whose score is the better one; in whitened coordinates, minus the distance.
    """
    if model.encoder is None:
        raise EditError(f"The model {model.name} has neither a discriminator nor an encoder to judge realism with.")
    space = model.latents

    def score(w: Tensor, images: Tensor) -> Tensor:
        offset = torch.linalg.lstsq(space.factor, (guess_w(model, images) - w).T).solution
        distance: Tensor = offset.norm(dim=0)
        return -distance

    return score


def _svm(u: npt.NDArray[np.float64], labels: npt.NDArray[np.int64], seed: int) -> LinearSVC:
    return LinearSVC(C=PENALTY, dual="auto", class_weight="balanced", random_state=seed, max_iter=20_000).fit(u, labels)
