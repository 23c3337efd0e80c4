"""Maker: what the Generate and Animate windows need of the engine, and how a made face becomes a photo."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from PIL import Image

from ganeditor.project.document import Document, Photo
from ganeditor.project.history import Step
from ganeditor.project.picture import Picture
from ganeditor.project.render import Rendering
from ganeditor.project.store import Project, SavedFace
from ganeditor.ui.features.generate.views import GenerateChoice, Latents, Sample
from ganeditor.ui.session.photos import TAB_THUMBNAIL, Face, Loaded, PhotoEditor, Workbench
from ganeditor.ui.widgets.qimage import thumbnail
from ganeditor.ui.widgets.values import Picture8

Array = npt.NDArray[np.float32]


class Maker(Protocol):
    """Makes faces from latents; only on the device's worker."""

    @property
    def layers(self) -> int: ...
    @property
    def labels(self) -> int:
        """Of a conditional generator; 0 for others."""

    @property
    def groups(self) -> Mapping[str, tuple[int, ...]]:
        """Layers of coarse, middle and fine styles."""

    def random(self, choice: GenerateChoice) -> Array:
        """[count, num_ws, w_dim]"""

    def turned(self, start: Sample, end: Sample, shares: Sequence[float]) -> Array:
        """The way [F, num_ws, w_dim] between two random faces on a great circle in Z."""

    def straight(self, start: Latents, end: Latents, shares: Sequence[float]) -> Array: ...
    def walk(self, keys: Array, frames: int) -> Array: ...
    def pictures(self, ws: Array) -> Picture8:
        """[N, R, R, 3]"""

    def realism(self, ws: Array, pictures: Picture8) -> Sequence[float]:
        """How plausible each face is; the higher the more."""

    def near(self, ws: Latents, count: int, distance: float, seed: int) -> Array: ...
    def mixed(self, ws: Latents, other: Latents, layers: Sequence[int], amount: float) -> Latents: ...
    def mended(self, ws: Latents) -> tuple[Latents, list[int]]:
        """A somewhat more plausible face, and the layers that were changed for it."""

    def inversion(self, ws: Latents, picture: Picture8) -> Any: ...
    def aligned(self, face: Face, side: int) -> npt.NDArray[np.float32]:
        """The face's landmarks [68, 2], moved so that the model's crop of side pixels is exactly all of the picture."""

    def morph(self, start: tuple[PhotoEditor, str], end: tuple[PhotoEditor, str], share: float, side: int) -> Picture8:
        """One frame between the aligned faces of two photos."""


def made_photo(bench: Workbench, sample: Sample, label: str) -> Loaded:
    """A made face as a photo that is open already; its latents are known, so it is not inverted.

    label names its first step. Where no face is found in it, it is opened like any photo.
    """
    maker = bench.maker
    picture = sample.picture if sample.picture is not None else maker.pictures(sample.ws[None])[0]
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "PNG")
    data = stream.getvalue()
    height, width = picture.shape[:2]
    photo = Photo(str(Path.home() / f"{sample.name}.png"), hashlib.sha256(data).hexdigest(), width, height)
    faces = sorted(bench.editor.sibling().set_photo(picture), key=_size)
    saved: tuple[SavedFace, ...] = ()
    latents = {}
    if faces:
        face = faces[-1]
        points = tuple((float(x), float(y)) for x, y in maker.aligned(face, width))
        saved = (SavedFace(face.id, tuple(map(float, face.box_xyxy)), points, float(face.confidence), face.marks),)
        latents = {face.id: bench.pack(maker.inversion(sample.ws, picture))}
    project = Project(
        photo,
        data,
        (Step(label, Document(photo)),),
        0,
        saved,
        saved[0].id if saved else None,
        latents,
        bench.model,
        bench.fingerprint,
    )
    small = thumbnail(picture, TAB_THUMBNAIL)
    return Loaded(Picture(picture), photo, data, Rendering(picture), small, project if saved else None)


def _size(face: Face) -> float:
    x0, y0, x1, y1 = face.box_xyxy
    return (x1 - x0) * (y1 - y0)
