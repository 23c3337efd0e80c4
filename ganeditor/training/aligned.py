"""Faces of photos, cut out as a model's own crops are."""

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import FFHQTemplate, Template, crop
from ganeditor.engine.faces.finder import FaceFinder
from ganeditor.errors import UserError
from ganeditor.training.pictures import Fit

Picture8 = npt.NDArray[np.uint8]


def largest_face(finder: FaceFinder, template: Template | FFHQTemplate) -> Fit:
    """Cuts the largest face out of a photo."""

    def fit(photo: Picture8, side: int) -> Picture8:
        found = finder.find(photo)
        if not found.faces:
            raise UserError("no face is found in it")
        face = max(found.faces, key=lambda face: face.size)
        return crop(photo, template.transform(face.anchors, side), side, template.border)

    return fit
