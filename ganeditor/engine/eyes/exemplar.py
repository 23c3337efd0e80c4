"""Exemplar: both eyes of a face in another photo, as much of it as another face needs to get them."""

from dataclasses import dataclass

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from ganeditor.engine.faces.align import crop
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.eyes import Eye, eye_of
from ganeditor.engine.faces.identity import Descriptor
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.errors import EditError

WIDEST_EYE = 320
"""Pixels of an eye's width that are kept at most; a face of 2,000 pixels has these."""

SIDE = 4 * WIDEST_EYE
"""Pixels of the square that is kept, at most: both eyes, the brows, and skin around them."""

AROUND = 0.85
"""Half of the square's side, in distances between the outer corners of the eyes."""

_SHAPES = {"mesh": (468, 3), "lids": (2, 16, 2), "iris": (2, 4), "descriptor": (128,)}


@dataclass(frozen=True, eq=False)
class Exemplar:
    """Eyes to be taken; places in pixels of picture."""

    picture: Photo8  # [S, S, 3], upright
    mesh: Mesh
    eyes: tuple[Eye, Eye]
    descriptor: Descriptor  # of the person

    @classmethod
    def of(cls, photo: Photo8, mesh: Mesh, eyes: tuple[Eye, Eye], descriptor: Descriptor) -> "Exemplar":
        """Cut out of photo [H, W, 3]."""
        outer = np.stack([eyes[0].corners[0], eyes[1].corners[1]]).astype(np.float64)
        across = outer[1] - outer[0]
        width = max(float(np.hypot(*across)), 1e-6)
        scale = min(1.0, WIDEST_EYE / max(eye.width for eye in eyes))
        side = min(SIDE, round(2 * AROUND * width * scale))
        turn = np.array([[across[0], across[1]], [-across[1], across[0]]]) / width * scale
        matrix = np.hstack([turn, (side / 2 - turn @ outer.mean(0))[:, None]])
        left, right = (eye.seen_through(matrix) for eye in eyes)
        return cls(crop(photo, matrix, side, "reflect"), mesh.seen_through(matrix), (left, right), descriptor)

    def to_bytes(self) -> bytes:
        """A safetensors file, which from_bytes reads."""
        irises = [[*eye.iris, eye.radius, eye.openness] for eye in self.eyes]
        arrays = {
            "picture": self.picture,
            "mesh": self.mesh.points.astype(np.float32),
            "lids": np.stack([eye.lids for eye in self.eyes]).astype(np.float32),
            "iris": np.array(irises, np.float32),
            "descriptor": np.asarray(self.descriptor, np.float32),
        }
        return save({name: np.ascontiguousarray(array) for name, array in arrays.items()})

    @classmethod
    def from_bytes(cls, data: bytes) -> "Exemplar":
        """What a stranger may have written; EditError says that it is no such file."""
        try:
            arrays = load(data)
            picture = arrays.pop("picture")
            _require(picture.dtype == np.uint8 and picture.ndim == 3 and picture.shape[2] == 3)
            _require(min(picture.shape[:2]) >= 16 and max(picture.shape[:2]) <= SIDE)
            _require({name: array.shape for name, array in arrays.items()} == _SHAPES)
            _require(all(array.dtype == np.float32 and np.abs(array).max() <= 8 * SIDE for array in arrays.values()))
            lids, irises = arrays["lids"], arrays["iris"]
            eyes = [eye_of(lids[side], row[:2], *map(float, row[2:])) for side, row in enumerate(irises)]
            _require(all(eye.width > 1 and 0 < eye.radius < eye.width for eye in eyes))
        except (SafetensorError, KeyError, ValueError) as error:
            raise EditError(
                f"The eyes taken from another photo are damaged ({error}); choose that photo again."
            ) from None
        return cls(picture, Mesh(arrays["mesh"]), (eyes[0], eyes[1]), arrays["descriptor"].astype(np.float64))


def _require(fits: bool) -> None:
    if not fits:
        raise ValueError("a picture of at most 1,280 pixels and the points in it were expected")
