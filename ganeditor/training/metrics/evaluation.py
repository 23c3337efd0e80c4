"""Evaluating a model: which figures there are, and all that are asked for in one report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganeditor.errors import UserError
from ganeditor.progress import Progress, part, silent
from ganeditor.training.draws import order
from ganeditor.training.metrics.distances import frechet_distance, inception_score, kernel_distance
from ganeditor.training.metrics.evidence import Evidence
from ganeditor.training.metrics.figures import Figure, bootstrapped
from ganeditor.training.pictures import Fit, Named, Pictures, gathered, in_folder, squared

FEWEST = 32
"""Pictures, below which no figure means anything."""


@dataclass(frozen=True)
class EvaluationSettings:
    """How figures are made."""

    number: int = 1000  # pictures of each set, at most
    seed: int = 0  # of the generated ones, the choice of real ones, and the resamples
    truncation_psi: float = 1.0
    resamples: int = 20  # of the bootstrap


@dataclass(frozen=True)
class Metric:
    """A row of METRICS."""

    title: str
    lower: bool  # whether less is better
    figure: Callable[[Evidence, EvaluationSettings, Progress], Figure]


def _fid(evidence: Evidence, settings: EvaluationSettings, progress: Progress) -> Figure:
    sets = evidence.real.features, evidence.made.features
    return bootstrapped(frechet_distance, sets, settings.resamples, settings.seed, progress)


def _kid(evidence: Evidence, settings: EvaluationSettings, progress: Progress) -> Figure:
    sets = evidence.real.features, evidence.made.features
    return bootstrapped(kernel_distance, sets, settings.resamples, settings.seed, progress)


def _inception_score(evidence: Evidence, settings: EvaluationSettings, progress: Progress) -> Figure:
    return bootstrapped(inception_score, [evidence.made.logits], settings.resamples, settings.seed, progress)


Figures = dict[str, Figure]
"""By the names that they have with what they were made with: FID(lite0)."""

METRICS: Mapping[str, Metric] = {
    "fid": Metric("FID", True, _fid),
    "kid": Metric("KID", True, _kid),
    "is": Metric("IS", False, _inception_score),
}


def chosen_pictures(
    folder: Path,
    side: int,
    settings: EvaluationSettings,
    cache: Path,
    fit: Fit = squared,
    fitted_by: str = "square",
    progress: Progress = silent,
) -> Pictures:
    """As many of folder's pictures as are compared, by chance, at this side; UserError where there are too few."""
    named = in_folder(folder)
    rows = sorted(order(settings.seed, 0, len(named.files))[: settings.number])
    labels = tuple(named.labels[row] for row in rows) if named.labels else ()
    chosen = Named(tuple(named.files[row] for row in rows), labels, named.names)
    found = gathered(chosen, side, cache, fit, fitted_by, progress)
    if len(found) < FEWEST:
        raise UserError(f"{folder} has {len(found)} pictures that can be used, and figures need {FEWEST}; add some.")
    return found


def figures_of(
    evidence: Evidence, names: Sequence[str], settings: EvaluationSettings, progress: Progress = silent
) -> Figures:
    """Those of METRICS that are named."""
    found = {}
    for index, name in enumerate(names):
        way = part(progress, index / len(names), (index + 1) / len(names))
        evidence.progress = way
        metric = METRICS[name]
        mark = evidence.classifier.mark
        title = f"{metric.title}({mark})" if mark else metric.title
        found[title] = metric.figure(evidence, settings, way)
    return found


def conditions(evidence: Evidence, folder: Path, fitted_by: str, settings: EvaluationSettings) -> dict[str, Any]:
    """All that figures depend on beside the model; they can be compared where this is the same."""
    classifier = evidence.classifier
    return {
        "pictures": str(folder),
        "number": evidence.number,
        "seed": settings.seed,
        "psi": settings.truncation_psi,
        "resizing": f"{fitted_by} of {evidence.pictures.side} px, area-averaged where larger; {classifier.resizing}",
        "features": classifier.title,
        "interval": f"95 %, ± 1.96 standard errors of {settings.resamples} bootstrap resamples",
    }


def row_of(figure: Figure) -> dict[str, Any]:
    """Plain values."""
    return {
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "standard_error": figure.error,
        "number": figure.number,
    }
