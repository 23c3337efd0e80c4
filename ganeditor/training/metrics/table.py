"""Which figures there are: a row of METRICS each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from ganeditor.engine.faces.identity import distance
from ganeditor.errors import UserError
from ganeditor.progress import Progress
from ganeditor.training.metrics import neighbours, paths
from ganeditor.training.metrics.distances import frechet_distance, inception_score, kernel_distance
from ganeditor.training.metrics.evidence import Evidence
from ganeditor.training.metrics.figures import HIGHER, LOWER, Figure, bootstrapped, mean

Measured = Callable[[Evidence, Progress], Figure | None]
"""None where the pictures do not tell."""

CLASSIFIER, PERCEPTUAL, NOBODY = "classifier", "perceptual", ""
"""Whose mark a figure's name has."""


@dataclass(frozen=True)
class Metric:
    """A row of METRICS."""

    title: str
    better: str  # LOWER or HIGHER
    judge: str  # CLASSIFIER, PERCEPTUAL or NOBODY
    figure: Measured
    inverts: bool = False  # whether pictures are inverted for it, which takes long

    def name(self, evidence: Evidence) -> str:
        """With what it is measured by, unless that is the papers' own network: FID(lite0)."""
        judges = evidence.judges
        mark = {CLASSIFIER: judges.classifier.mark, PERCEPTUAL: judges.perceptual_mark}.get(self.judge, "")
        return f"{self.title}({mark})" if mark else self.title


def _of_sets(figure: Callable[[Tensor, Tensor], float]) -> Measured:
    """A figure of both sets as wholes."""

    def measured(evidence: Evidence, progress: Progress) -> Figure:
        return _resampled(figure, (evidence.real.features, evidence.made.features), evidence, progress)

    return measured


def _of_each(values: Callable[[Tensor, Tensor], Tensor]) -> Measured:
    """The mean of what each picture has among those of the other set."""

    def measured(evidence: Evidence, progress: Progress) -> Figure:
        found = values(evidence.real.features, evidence.made.features)
        return _resampled(mean, (found,), evidence, progress)

    return measured


def _inception_score(evidence: Evidence, progress: Progress) -> Figure:
    return _resampled(inception_score, (evidence.made.logits,), evidence, progress)


def _path_length(evidence: Evidence, progress: Progress) -> Figure:
    perceptual, seed = evidence.judges.perceptual, evidence.settings.seed
    pairs = evidence.neighbours()
    lengths = paths.path_lengths(pairs, evidence.number, evidence.paint, perceptual, seed, progress)
    return _resampled(mean, (lengths,), evidence, progress)


def _diversity(evidence: Evidence, progress: Progress) -> Figure:
    pairs, count = evidence.strangers(), evidence.number // 2
    found = paths.differences(pairs, count, evidence.paint, evidence.judges.perceptual, progress)
    return _resampled(mean, (found,), evidence, progress)


def _reconstruction(evidence: Evidence, progress: Progress) -> Figure:
    found = [row.figures.perceptual for row in evidence.inverted]
    return _resampled(mean, (torch.tensor(found),), evidence, progress)


def _psnr(evidence: Evidence, progress: Progress) -> Figure:
    found = [row.figures.psnr for row in evidence.inverted]
    return _resampled(mean, (torch.tensor(found),), evidence, progress)


def _identity(evidence: Evidence, progress: Progress) -> Figure | None:
    """Distance of the persons' descriptors, of those pictures in which a face is seen before and after."""
    found = []
    for row in evidence.inverted:
        before, after = evidence.judges.describe(row.picture), evidence.judges.describe(row.again)
        if before is not None and after is not None:
            found.append(distance(before, after))
    return _resampled(mean, (torch.tensor(found),), evidence, progress) if len(found) > 1 else None


def _resampled(
    figure: Callable[..., float], sets: tuple[Tensor, ...], evidence: Evidence, progress: Progress
) -> Figure:
    settings = evidence.settings
    return bootstrapped(figure, sets, settings.resamples, settings.seed, progress)


METRICS: Mapping[str, Metric] = {
    "fid": Metric("FID", LOWER, CLASSIFIER, _of_sets(frechet_distance)),
    "kid": Metric("KID", LOWER, CLASSIFIER, _of_sets(kernel_distance)),
    "precision": Metric("precision", HIGHER, CLASSIFIER, _of_each(neighbours.precision)),
    "recall": Metric("recall", HIGHER, CLASSIFIER, _of_each(neighbours.recall)),
    "density": Metric("density", HIGHER, CLASSIFIER, _of_each(neighbours.density)),
    "coverage": Metric("coverage", HIGHER, CLASSIFIER, _of_each(neighbours.coverage)),
    "is": Metric("IS", HIGHER, CLASSIFIER, _inception_score),
    "ppl": Metric("PPL", LOWER, PERCEPTUAL, _path_length),
    "diversity": Metric("LPIPS diversity", HIGHER, PERCEPTUAL, _diversity),
    "reconstruction": Metric("reconstruction", LOWER, PERCEPTUAL, _reconstruction, inverts=True),
    "psnr": Metric("reconstruction, dB", HIGHER, NOBODY, _psnr, inverts=True),
    "identity": Metric("identity distance", LOWER, NOBODY, _identity, inverts=True),
}

USUAL = tuple(name for name, metric in METRICS.items() if not metric.inverts)


def checked(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of METRICS, "all" of them or the usual ones for none; UserError for others."""
    if names == ("all",):
        return tuple(METRICS)
    if unknown := [name for name in names if name not in METRICS]:
        known = ", ".join(METRICS)
        raise UserError(f"There is no metric '{unknown[0]}'; choose from {known}.", "--metrics")
    return names or USUAL
