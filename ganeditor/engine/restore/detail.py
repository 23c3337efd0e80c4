"""The person's own detail: what is finer than the photo shows, out of other photos, where the face lies alike in both.

Their pixels are carried over by the face mesh, as a swap's are. What lies otherwise there, such as an eye that is open
in one and shut in the other, would have to be stretched to fit, and is left to the generator.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.light import luminance
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.swap import masks
from ganeditor.engine.swap.light import lit_as, opposites, spread
from ganeditor.engine.swap.shape import width_of
from ganeditor.engine.swap.source import SourceFace
from ganeditor.engine.swap.texture import Surface, Triangles, triangulated
from ganeditor.opencv import cv2

Values = npt.NDArray[np.float64]

ALIKE, UNLIKE = 1.25, 1.7
"""Times that skin is stretched or squeezed, beside the change of size: up to the first it is detail of this face, from
the second on of another expression."""

FINEST = 0.5  # pixels: deviation below which a blur does nothing

SOFT = 0.02  # of the face's width: deviation of the blur of what lies alike
FEATHER = 0.6  # of the rim, as a swap has it


@dataclass(frozen=True, eq=False)
class Reference:
    """The person's face in another photo."""

    source: SourceFace
    shown: Image  # [R, R] in [0, 1]: how much of its own crop shows the face


def detailed(likely: Image, mesh: Mesh, visible: Image, references: Sequence[Reference], finest: float) -> Image:
    """likely [R, R, 3], in which mesh lies, with all that is finer than a deviation of finest pixels from references.

    visible [R, R] in [0, 1]: how much of likely is the face. Of several references the one that shows most of it
    as it lies here goes first; one that is softer than likely gives nothing.
    """
    side, width, triangles = len(likely), width_of(mesh), triangulated(mesh)
    surface = Surface.of(mesh, triangles, (side, side))
    skin, opposite = masks.skin(mesh, (side, side), width), opposites(mesh, surface)
    left = masks.rim(mesh, (side, side), width, FEATHER) * (1 - masks.mouth(mesh, (side, side))) * visible
    own, made, found = _fine(likely, finest), likely, []
    for reference in references:
        source = reference.source
        texture = surface.texture(source.mesh, triangles)
        seen = texture.seen * texture.share(reference.shown, len(source.picture))
        alike = surface.carry(_alike(mesh, source.mesh, triangles)[:, None])[..., 0]
        share = seen * cv2.GaussianBlur(alike, (0, 0), SOFT * width)
        other = lit_as(likely, texture.of(source.picture), skin, skin * seen, opposite, width, 1.0, tone=False)
        theirs = _fine(other, finest)
        if spread(luminance(theirs), share) > spread(luminance(own), share):
            found.append((float((share * left).sum()), share, theirs))
    for _total, share, theirs in sorted(found, key=lambda one: one[0], reverse=True):
        made = made + (theirs - own) * (left * share)[..., None]
        left = left * (1 - share)
    return np.asarray(np.clip(made, 0, 255), np.float32)


def _fine(picture: Image, finest: float) -> Image:
    return picture - np.asarray(cv2.GaussianBlur(picture, (0, 0), max(finest, FINEST)), np.float32)


def _alike(here: Mesh, there: Mesh, triangles: Triangles) -> Image:
    """How little each point's surroundings [468] are stretched or squeezed from one mesh to the other, in [0, 1]."""
    first, second = (_sides(mesh, triangles) for mesh in (there, here))
    area = np.abs(np.linalg.det(first))
    whole = area > 1e-3  # what is seen from its edge has no shape
    change = np.where(whole[:, None, None], second @ np.linalg.inv(np.where(whole[:, None, None], first, np.eye(2))), 0)
    most, least = np.maximum(np.linalg.svd(change, compute_uv=False), 1e-6).T
    size = np.exp(np.average(np.log(most * least) / 2, weights=area))
    stretched = _around(np.log(np.maximum(most / size, size / least)), triangles)
    share = np.clip((np.log(UNLIKE) - stretched) / np.log(UNLIKE / ALIKE), 0, 1)
    return np.asarray(share, np.float32)


def _around(values: Values, triangles: Triangles) -> Values:
    """The mean of the values [T] of the triangles around each point [468]."""
    total, count = (np.bincount(triangles.ravel(), weights) for weights in (np.repeat(values, 3), None))
    return np.asarray(total / np.maximum(count, 1))


def _sides(mesh: Mesh, triangles: Triangles) -> Values:
    """Two sides of each triangle, as columns [T, 2, 2]."""
    corners = mesh.flat[triangles].astype(np.float64)
    return np.stack([corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]], 2)
