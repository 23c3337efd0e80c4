"""Evaluating: the pictures that a model is compared with, and all figures that are asked for in one report."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ganeditor.errors import UserError
from ganeditor.progress import Progress, part, silent
from ganeditor.training.draws import order
from ganeditor.training.metrics.evidence import EvaluationSettings, Evidence
from ganeditor.training.metrics.features import FEWEST
from ganeditor.training.metrics.table import METRICS
from ganeditor.training.pictures import Fit, Named, Pictures, gathered, in_folder, squared


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


def figures_of(evidence: Evidence, names: Sequence[str], progress: Progress = silent) -> dict[str, dict[str, Any]]:
    """A row of plain values for each of METRICS that is named, by its name with what it is measured by: FID(lite0).

    What the pictures do not tell is left out.
    """
    found = {}
    for index, name in enumerate(names):
        metric = METRICS[name]
        evidence.progress = part(progress, index / len(names), (index + 1) / len(names))
        if figure := metric.figure(evidence, evidence.progress):
            found[metric.name(evidence)] = {
                "value": figure.value,
                "low": figure.low,
                "high": figure.high,
                "standard_error": figure.error,
                "number": figure.number,
                "better": metric.better,
            }
    return found


def conditions(evidence: Evidence, folder: Path, fitted_by: str) -> dict[str, Any]:
    """All that figures depend on beside the model; they can be compared where this is the same."""
    classifier, settings, side = evidence.judges.classifier, evidence.settings, evidence.pictures.side
    return {
        "pictures": str(folder),
        "number": evidence.number,
        "seed": settings.seed,
        "psi": settings.truncation_psi,
        "resizing": f"{fitted_by} of {side} px, area-averaged where larger; {classifier.resizing}",
        "features": classifier.title,
        "inverted": f"{settings.inverted} pictures at most, {settings.steps or 'as many as it takes'} steps each",
        "perceptual": evidence.judges.perceptual.name,
        "interval": f"95 %, ± 1.96 standard errors of {settings.resamples} bootstrap resamples",
    }
