"""SourceFace: a person's face in a photo, as much of it as another person's face needs to become theirs."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from safetensors import SafetensorError
from safetensors.numpy import load, save
from torch import Tensor

from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Matrix, Points, crop, scale_of, transform_points
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.faces.identity import Descriptor
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.model import FaceModel
from ganeditor.errors import EditError

LARGEST = 1536
"""Pixels of the square that is kept, at most."""

_LANDMARKS, _MESH, _DESCRIPTOR = (68, 2), (468, 3), (128,)
_LONGEST_FINGERPRINT = 200


@dataclass(frozen=True, eq=False)
class SourceFace:
    """A face to be put on others; places in pixels of picture."""

    picture: Photo8  # [S, S, 3]: the aligned face, at the photo's own resolution
    mesh: Mesh
    landmarks: Points  # [68, 2]
    ws: npt.NDArray[np.float32]  # [num_ws, w_dim]
    descriptor: Descriptor
    model: str  # fingerprint of the one whose latents these are

    @classmethod
    def of(cls, face: FaceState, descriptor: Descriptor) -> "SourceFace":
        """Cut out of the photo that face is of; FaceError says why nothing is known of its mesh."""
        side = len(face.crop)
        large = int(np.clip(round(side / scale_of(face.matrix)), side, LARGEST))
        matrix: Matrix = face.matrix * (large / side)
        picture = crop(face.photo, matrix, large, face.model.template.border)
        landmarks = transform_points(matrix, face.face.landmarks)
        mesh = face.mesh.seen_through(matrix)
        return cls(picture, mesh, landmarks, face.inversion.ws, descriptor, face.model.fingerprint)

    def latents_in(self, model: FaceModel) -> Tensor:
        """ws where model is; EditError when they were found with another one."""
        if self.model != model.fingerprint or self.ws.shape != (
            model.generator.num_ws,
            model.generator.synthesis.w_dim,
        ):
            raise EditError(f"This face was taken with another model than {model.name}; choose its photo again.")
        return torch.from_numpy(self.ws).to(model.device)

    def to_bytes(self) -> bytes:
        """A safetensors file, which from_bytes reads."""
        arrays = {
            "picture": self.picture,
            "mesh": self.mesh.points.astype(np.float32),
            "landmarks": self.landmarks.astype(np.float32),
            "ws": self.ws.astype(np.float32),
            "descriptor": np.asarray(self.descriptor, np.float32),
            "model": np.frombuffer(self.model.encode(), np.uint8),
        }
        return save({name: np.ascontiguousarray(array) for name, array in arrays.items()})

    @classmethod
    def from_bytes(cls, data: bytes) -> "SourceFace":
        """What a stranger may have written; EditError says that it is no such file."""
        try:
            arrays = load(data)
            picture, model = arrays.pop("picture"), arrays.pop("model")
            _require(model.dtype == np.uint8 and model.ndim == 1 and model.size <= _LONGEST_FINGERPRINT)
            fingerprint = model.tobytes().decode()
            _require(picture.dtype == np.uint8 and picture.ndim == 3 and picture.shape[2] == 3)
            _require(picture.shape[0] == picture.shape[1] and 16 <= picture.shape[0] <= LARGEST)
            _require(all(array.dtype == np.float32 and np.isfinite(array).all() for array in arrays.values()))
            places = arrays["mesh"], arrays["landmarks"]
            _require([array.shape for array in places] == [_MESH, _LANDMARKS])
            _require(all(np.abs(array).max() <= 8 * LARGEST for array in places))
            _require(arrays["ws"].ndim == 2 and arrays["descriptor"].shape == _DESCRIPTOR)
        except (SafetensorError, KeyError, ValueError) as error:
            raise EditError(
                f"The face taken from another photo is damaged ({error}); choose that photo again."
            ) from None
        mesh, landmarks = places
        descriptor = arrays["descriptor"].astype(np.float64)
        return cls(picture, Mesh(mesh), landmarks, arrays["ws"], descriptor, fingerprint)


def _require(fits: bool) -> None:
    if not fits:
        raise ValueError(f"a square picture of at most {LARGEST} pixels and the points in it were expected")
