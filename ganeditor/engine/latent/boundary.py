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

from ganeditor.engine.latent.discover import sample_w
from ganeditor.engine.latent.invert import guess_w, synthesize
from ganeditor.engine.latent.realism import Judge
from ganeditor.engine.latent.space import LatentSpace, orthonormal, project_out
from ganeditor.engine.model import FaceModel
from ganeditor.errors import EditError
from ganeditor.progress import Progress, silent

HELD_OUT = 0.3  # share of the samples that accuracy is measured on (the paper's 30 %)
PENALTY = 1e-3  # of the SVM: in 512 round dimensions, soft margins come nearest to a planted normal
LEAST = 5  # samples a class
PICTURES = 4  # synthesised at once to be scored, at most; a slider in the window waits for no more
READ_SAMPLES, PICTURE_SAMPLES = 50_000, 2_000  # random faces to score: read-outs need w alone, realism pictures
READ_EXTREMES, SCARCE_EXTREMES = 0.02, 0.25  # of scores from read-outs, which are plenty, and of others
GUESSING = 0.65  # held-out accuracy below which a boundary is not worth much

Score = Callable[[Tensor, Tensor], Tensor]
"""w [N, w_dim] and their images [N, 3, R, R] -> scores [N], higher is more of it."""


@dataclass(frozen=True)
class BoundarySettings:
    """How a boundary is fitted."""

    extremes: float = READ_EXTREMES  # share of scored samples taken from either end; in the paper 10,000 of 500,000
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


@dataclass(frozen=True)
class ScoringSettings:
    """Which random faces a boundary is trained from, and what they are scored by."""

    readout: str | None  # of the model; None scores by realism
    samples: int | None = None  # None: READ_SAMPLES, or PICTURE_SAMPLES for realism
    extremes: float | None = None  # None: READ_EXTREMES, or SCARCE_EXTREMES for realism
    seed: int = 0  # of the faces, of the split and of the fit

    @property
    def count(self) -> int:
        return self.samples or (PICTURE_SAMPLES if self.readout is None else READ_SAMPLES)

    @property
    def boundary(self) -> BoundarySettings:
        usual = SCARCE_EXTREMES if self.readout is None else READ_EXTREMES
        return BoundarySettings(usual if self.extremes is None else self.extremes, self.seed)

    @property
    def words(self) -> str:
        """What the boundary comes from."""
        return f"{self.count} faces scored by {f'the read-out {self.readout}' if self.readout else 'their realism'}"


def train_scored(model: FaceModel, settings: ScoringSettings, progress: Progress = silent) -> Boundary:
    """The boundary between the random faces that score highest and lowest.

    EditError where the model can't give the score, and where realism follows no direction that can be found.
    """
    w, scores = scored_samples(model, settings.readout, settings.count, settings.seed, progress)
    found = fit_scored(model.latents, w, scores, settings.boundary)
    if settings.readout is None and found.accuracy < GUESSING:
        raise EditError(
            f"This model's artefacts lie on no one side of its latent space (the boundary is right for "
            f"{found.accuracy:.0%} of held-out faces); train from good and bad faces that you choose yourself.",
            "--folders",
        )
    return found


def scored_samples(
    model: FaceModel, readout: str | None, count: int, seed: int, progress: Progress = silent
) -> tuple[Tensor, Tensor]:
    """count random w [count, w_dim], and their scores [count] by a read-out of the model; None scores by realism."""
    if readout is None:
        score = realism_score(model)
        w = samples(model, count, seed)
        return w, picture_scores(model, w, score, progress)
    w = samples(model, count, seed, progress)
    return w, read_scores(model.latents, readout, w)


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
    u = space.whitened(w - mean).numpy()
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


def concluded(space: LatentSpace, boundary: Boundary, faces: str, keep: Sequence[str]) -> tuple[Tensor, str]:
    """The normal without its parts along the attributes in keep, and where it comes from, faces being in words."""
    basis = space.kept_basis(keep)
    normal = boundary.normal if basis is None else condition(boundary.normal, list(basis.T))
    keeping = f", keeping {', '.join(keep)}" if keep else ""
    return normal, f"boundary from {faces}{keeping}; held-out accuracy {boundary.accuracy:.1%}"


def read_scores(space: LatentSpace, name: str, w: Tensor) -> Tensor:
    """What the model's own read-out says of samples w [N, w_dim], in standard deviations [N]."""
    if name not in space.names:
        known = ", ".join(space.names) or "none"
        raise EditError(f"The model has no read-out '{name}' to score samples by; it has {known}.")
    row = space.names.index(name)
    return torch.add(w.mv(space.readout_weight[row]), space.readout_bias[row])


def samples(model: FaceModel, count: int, seed: int, progress: Progress = silent) -> Tensor:
    """count random w [count, w_dim], the same for the same seed."""
    found, done = [], 0
    for w in sample_w(model, count, seed):
        found.append(w)
        done += len(w)
        progress(done / count, "Sampling")
    return torch.cat(found)


def picture_scores(model: FaceModel, w: Tensor, score: Score, progress: Progress = silent) -> Tensor:
    """Scores [N] of the pictures that samples w [N, w_dim] become."""
    found, count = [], min(PICTURES, model.batch)
    for start in range(0, len(w), count):
        batch = w[start : start + count]
        with torch.no_grad():
            images = synthesize(model, batch.unsqueeze(1).repeat(1, model.generator.num_ws, 1), {})
            found.append(score(batch, images).flatten().cpu())
        progress(min(1.0, (start + count) / len(w)), "Scoring pictures")
    return torch.cat(found)


def judges_realism(model: FaceModel) -> bool:
    """Whether realism_score has anything to go by."""
    return model.discriminator is not None or model.encoder is not None


def realism_score(model: FaceModel) -> Score:
    """How real a face looks, by the best judge that the model brings; EditError when it brings none."""
    if not model.discriminator:
        return round_trip(model)
    judge = Judge(model)
    return lambda _w, images: judge.of_images(images)


def round_trip(model: FaceModel) -> Score:
    """Realism as the encoder sees it: a picture with artefacts does not lead it back to the w it came from.

    For models without a discriminator, whose score is the better one; in whitened coordinates, minus the distance.
    """
    if model.encoder is None:
        raise EditError(f"The model {model.name} has neither a discriminator nor an encoder to judge realism with.")

    def score(w: Tensor, images: Tensor) -> Tensor:
        distance: Tensor = model.latents.whitened(guess_w(model, images) - w).norm(dim=1)
        return -distance

    return score


def _svm(u: npt.NDArray[np.float64], labels: npt.NDArray[np.int64], seed: int) -> LinearSVC:
    return LinearSVC(C=PENALTY, dual="auto", class_weight="balanced", random_state=seed, max_iter=20_000).fit(u, labels)
