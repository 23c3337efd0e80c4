"""The judges, wired from what is installed."""

from pathlib import Path

import torch

from ganeditor.checkpoints.assembly import EditorOptions, finder
from ganeditor.checkpoints.classifiers import LITE, open_classifier
from ganeditor.checkpoints.perceptual import open_perceptual
from ganeditor.engine.faces.identity import Identifier
from ganeditor.engine.faces.shapes import ShapesHere
from ganeditor.training.metrics.evidence import Judges
from ganeditor.training.metrics.inversion import describer


def open_judges(features: str, options: EditorOptions, folder: Path, device: torch.device) -> Judges:
    """features as for open_classifier; options tell the perceptual distance and the detector, folder has the files."""
    shapes = ShapesHere()
    faces = finder(options, shapes)
    return Judges(
        open_classifier(features, folder, device),
        # The ends of a way differ by less than bfloat16 tells.
        open_perceptual(options.perceptual, folder, device, torch.float32),
        "" if options.perceptual == "lpips" else LITE,
        faces,
        describer(faces, Identifier(shapes)),
    )
