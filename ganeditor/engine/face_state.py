"""What has been worked out for one face of a photo so far; stages draw with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from ganeditor.edits.attributes import FACE
from ganeditor.engine.ageing import Skin, skin_of
from ganeditor.engine.cache import LatentCache
from ganeditor.engine.enhance.finer import Finer
from ganeditor.engine.faces.align import Image, Matrix, Points, transform_points
from ganeditor.engine.faces.anatomy import Anatomy
from ganeditor.engine.faces.detect import Face, LandmarkPredictor, Photo8
from ganeditor.engine.faces.eyes import Eye
from ganeditor.engine.faces.identity import Descriptor
from ganeditor.engine.faces.mesh import Mesh
from ganeditor.engine.greying import Hair, hair_of
from ganeditor.engine.latent.invert import Inversion, overrides, synthesize
from ganeditor.engine.latent.space import Reading
from ganeditor.engine.model import FaceModel
from ganeditor.engine.paste import FaceRegion
from ganeditor.engine.shared import SharedNetworks
from ganeditor.engine.tensors import search_dtype, to_levels, to_tensor
from ganeditor.errors import EditError

T = TypeVar("T")

ANSWERS = "response ", "reaches", "lids ", "opened "
"""How what a stage finds out of a person's face begins, where another picture of them needs not be asked again."""

GLASSES = "glasses"  # among the attributes


@dataclass(eq=False)
class FaceState:
    """One face: where it is, its pixels, its latents."""

    face: Face
    matrix: Matrix  # photo -> crop
    crop: npt.NDArray[np.uint8]  # [R, R, 3]
    region: FaceRegion
    monochrome: bool
    networks: SharedNetworks
    predictor: LandmarkPredictor
    photo: Photo8  # [H, W, 3]
    anatomy: Anatomy
    asset: Callable[[str], bytes]  # by the SHA-256 with which operations name it
    cache: LatentCache
    finer: Finer
    descriptor: Descriptor | None = None
    _inversion: Inversion | None = None
    _known: dict[str, Any] = field(default_factory=dict)  # what was worked out from the inversion
    _replaced: tuple[torch.device, dict[str, Tensor]] | None = None  # the generator's tensors for this face

    @property
    def model(self) -> FaceModel:
        return self.networks.model

    @property
    def inversion(self) -> Inversion:
        """The latents that edits start from."""
        if self._inversion is None:
            raise EditError("This face has no latents yet; call invert or guess first.")
        return self._inversion

    def use(self, inversion: Inversion) -> None:
        """Edit this face from other latents."""
        if self._inversion is not inversion:
            self._inversion, self._known, self._replaced = inversion, {}, None

    def known(self, name: str, work: Callable[[], T]) -> T:
        """What work gives for these latents; it is done once."""
        if name not in self._known:
            self._known[name] = work()
        found: T = self._known[name]
        return found

    def remember(self, other: "FaceState") -> None:
        """Take over how another picture of the same person has answered to what was tried."""
        self._known |= {name: found for name, found in other._known.items() if name.startswith(ANSWERS)}

    @property
    def image(self) -> Tensor:
        """The crop [1, 3, R, R] in [-1, 1], where the networks are."""
        return to_tensor(self.crop, self.model.device)

    @property
    def ws(self) -> Tensor:
        """The latents [num_ws, w_dim], where the networks are."""
        return torch.from_numpy(self.inversion.ws).to(self.model.device)

    @property
    def before(self) -> Image:
        """The unedited synthesis [R, R, 3] in levels of 255."""
        return self.known("before", lambda: self.synthesis(self.ws))

    @property
    def rough_before(self) -> Image:
        """The same, rough."""
        return self.known("rough before", lambda: self.synthesis(self.ws, rough=True))

    @cached_property
    def skin(self) -> Skin:
        """The skin in the crop."""
        points = transform_points(self.matrix, self.face.landmarks)
        return skin_of(self.crop, points, self.region.mask_of(frozenset({FACE})))

    def synthesis(self, ws: Tensor, *, rough: bool = False) -> Image:
        """ws [num_ws, w_dim] -> levels [R, R, 3]; rough ones are a few levels off and take half the time."""
        with torch.no_grad():
            dtype = search_dtype(self.model.device) if rough else torch.float32
            levels: Image = to_levels(synthesize(self.model, ws[None], self.replaced, dtype).float())[0]
        return levels

    @property
    def replaced(self) -> dict[str, Tensor]:
        """The generator's tensors that are this face's own."""
        inversion, device = self.inversion, self.model.device
        if self._replaced is None or self._replaced[0] != device:
            self._replaced = device, overrides(self.model, inversion)
        return self._replaced[1]

    def landmarks_in(self, picture: npt.NDArray[np.uint8]) -> Points:
        """Landmarks [68, 2] of the face in another picture [R, R, 3] of it, in pixels of that."""
        x0, y0, x1, y1 = self.face.box_xyxy
        corners = transform_points(self.matrix, [[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
        low, high = corners.min(0), corners.max(0)
        return self.predictor.landmarks(picture, (float(low[0]), float(low[1]), float(high[0]), float(high[1])))

    @cached_property
    def mesh(self) -> Mesh:
        """The face's mesh in the photo; FaceError says why it has none."""
        return self.anatomy.mesh(self.photo, self.face.landmarks)

    @cached_property
    def eyes(self) -> tuple[Eye, Eye]:
        """The left and the right eye in the photo; FaceError says why nothing is known of them."""
        return self.anatomy.eyes(self.photo, self.mesh)

    @cached_property
    def hair(self) -> Hair:
        """The person's hair."""
        return hair_of(self.photo, self.matrix, self.crop.shape[0], self.face.landmarks, self.anatomy)

    def readings(self) -> dict[str, Reading]:
        """Where the face stands on each attribute."""
        return self.model.latents.read(torch.from_numpy(self.inversion.guess).to(self.model.device))

    @property
    def glasses(self) -> bool:
        """Whether the face wears any, as the model's read-out has it."""
        reading = self.readings().get(GLASSES)
        return reading is not None and reading.natural > 0.5
