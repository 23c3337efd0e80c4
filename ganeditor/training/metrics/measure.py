"""Figures on the way of a training: the same few pictures, made anew at each interval, against real ones."""

from collections.abc import Callable, Mapping

import torch
from torch import Tensor

from ganeditor import paths
from ganeditor.checkpoints.classifiers import LITE, open_classifier
from ganeditor.engine.tensors import to_image
from ganeditor.errors import UserError
from ganeditor.progress import Progress, silent
from ganeditor.training.draws import Draws, Share, order
from ganeditor.training.loop import Measure
from ganeditor.training.metrics.distances import frechet_distance, kernel_distance
from ganeditor.training.metrics.features import BATCH, FEWEST, features_of, kept_features
from ganeditor.training.task import Data, Trainable, TrainSettings

MEASURED: Mapping[str, tuple[str, Callable[[Tensor, Tensor], float]]] = {
    "fid": ("FID", frechet_distance),
    "kid": ("KID", kernel_distance),
}
"""What a training can be measured by; less is better."""


def measure_of(
    trainable: Trainable, data: Data, settings: TrainSettings, device: torch.device, progress: Progress = silent
) -> Measure:
    """The settings' measure by the bundled network, of as many pictures as they say, or as there are."""
    if not trainable.generates:
        raise UserError("This task makes pictures of others, and FID and KID are of pictures made of chance; leave it.")
    title, figure = MEASURED[settings.measure]
    count = min(settings.measured, len(data.first))
    if count < FEWEST:
        raise UserError(f"A measure needs {FEWEST} pictures, and there are {count} for it; leave the measure out.")
    classifier = open_classifier(LITE, paths.user_models(), device)
    rows = sorted(order(settings.seed, 0, len(data.first))[:count])
    real = kept_features(data.first.pixels[rows], classifier, device, paths.cache() / "features", progress)

    def measure(trainable: Trainable) -> Mapping[str, float]:
        batches = (
            to_image(trainable.drawn(Draws(settings.seed, number, min(BATCH, count - start), device, Share())))
            for number, start in enumerate(range(0, count, BATCH))
        )
        made = features_of(batches, count, classifier, device)
        return {f"{title}({classifier.mark})": figure(real.features, made.features)}

    return measure
