"""What comes back of pictures that are put into a model: by its encoder and the search of every inversion."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from ganeditor.engine.faces.finder import FaceFinder
from ganeditor.engine.faces.identity import Descriptor, Identifier
from ganeditor.engine.figures import Figures, compare
from ganeditor.engine.latent.invert import InversionSettings, Step, invert, synthesize
from ganeditor.engine.model import FaceModel
from ganeditor.engine.perceptual import PerceptualDistance
from ganeditor.engine.tensors import to_image, to_tensor
from ganeditor.opencv import cv2
from ganeditor.progress import Progress, part, silent

Picture8 = npt.NDArray[np.uint8]

SEEN_SIDE = 256
"""Pixels to which smaller pictures are enlarged before a face is looked for in them."""

Describe = Callable[[Picture8], Descriptor | None]
"""Who is in a picture; None where no face is seen."""


@dataclass(frozen=True, eq=False)
class Inverted:
    """A picture [R, R, 3], what came back of it, and how near that is."""

    picture: Picture8
    again: Picture8
    figures: Figures


def inverted(
    pictures: Picture8,
    model: FaceModel,
    perceptual: PerceptualDistance,
    settings: InversionSettings,
    progress: Progress = silent,
) -> list[Inverted]:
    """Of pictures [N, R, R, 3]."""
    found = []
    for index, picture in enumerate(pictures):
        way = part(progress, index / len(pictures), (index + 1) / len(pictures))

        def watch(step: Step, way: Progress = way, index: int = index) -> None:
            way(step.fraction, f"Inverting picture {index + 1} of {len(pictures)}")

        inversion = invert(model, perceptual, to_tensor(picture, model.device), settings, watch)
        with torch.no_grad():
            ws = torch.from_numpy(inversion.ws).to(model.device)[None]
            again = to_image(synthesize(model, ws, {}))[0]
        found.append(Inverted(picture, again, compare(picture, again, perceptual, model.device)))
    return found


def describer(finder: FaceFinder, identifier: Identifier) -> Describe:
    """Describes the largest face of a picture."""

    def describe(picture: Picture8) -> Descriptor | None:
        side = max(SEEN_SIDE, len(picture))
        seen = np.asarray(cv2.resize(picture, (side, side), interpolation=cv2.INTER_CUBIC), np.uint8)
        faces = finder.find(seen).faces
        if not faces:
            return None
        return identifier.describe(seen, max(faces, key=lambda face: face.size).landmarks)

    return describe
