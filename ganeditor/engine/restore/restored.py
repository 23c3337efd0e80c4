"""Restored: a face as it may have been before the photo lost detail, from likely to certain."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, field

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.numpy import load, save

from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image
from ganeditor.engine.faces.detect import Photo8
from ganeditor.engine.latent.invert import Inversion, Step, Watch, overrides, synthesize
from ganeditor.engine.latent.painted import segments_of
from ganeditor.engine.restore.consistent import consistent
from ganeditor.engine.restore.detail import Reference, detailed
from ganeditor.engine.restore.search import SETTINGS, STEERING, search
from ganeditor.engine.restore.view import View
from ganeditor.engine.swap.source import SourceFace
from ganeditor.engine.swap.swapped import followed, shown_in
from ganeditor.engine.swap.visible import bare
from ganeditor.engine.tensors import to_levels
from ganeditor.errors import EditError, FaceError
from ganeditor.opencv import cv2


@dataclass(frozen=True, eq=False)
class Likely:
    """What a search has found. A project keeps it as an asset, so that it looks as it did and is not searched again."""

    picture: Photo8  # [R, R, 3]
    model: str  # fingerprint of the one in whose crops it lies

    def to_bytes(self) -> bytes:
        """A safetensors file, which from_bytes reads."""
        return save({"picture": self.picture, "model": np.frombuffer(self.model.encode(), np.uint8)})

    @classmethod
    def from_bytes(cls, data: bytes) -> "Likely":
        """What a stranger may have written; EditError says that it is no such file."""
        try:
            arrays = load(data)
            picture, model = arrays["picture"], arrays["model"]
            if any(array.dtype != np.uint8 for array in (picture, model)):
                raise ValueError("it has no levels")
            return cls(picture, model.tobytes().decode())
        except (SafetensorError, KeyError, ValueError) as error:
            raise EditError(f"What was found for this face is damaged ({error}); restore it again.") from None

    def in_place_of(self, face: FaceState) -> Image:
        """Levels [R, R, 3] in place of face's crop; EditError where it lies otherwise in that."""
        if self.model != face.model.fingerprint or self.picture.shape != face.crop.shape:
            raise EditError(f"This face was restored with another model than {face.model.name}; restore it again.")
        return self.picture.astype(np.float32)


@dataclass(eq=False)
class Restored:
    """A face that was found; how far it follows the photo is chosen afterwards."""

    likely: Image  # [R, R, 3] in levels of 255
    view: View
    _last: tuple[float, Image] | None = field(default=None, init=False)  # of a drag

    def picture(self, fidelity: float) -> Image:
        """The face [R, R, 3]: at 0 a likely one, at 1 with all that the photo shows for certain."""
        if self._last is None or self._last[0] != fidelity:
            self._last = fidelity, consistent(self.likely, self.view, fidelity)
        return self._last[1]


def restored(face: FaceState, references: Sequence[str], found: str, watch: Watch) -> Restored:
    """The face restored, as the asset found has it, or where that is nothing as a search finds it."""
    view: View = face.known("view", lambda: View.of(face))
    likely = Likely.from_bytes(face.asset(found)) if found else likely_face(face, references, watch)
    return Restored(likely.in_place_of(face), view)


def likely_face(face: FaceState, references: Sequence[str], watch: Watch) -> Likely:
    """What a search finds, with a say of the person's faces in the assets called references.

    Its latents are kept as inversions are: what processors round differently from run to run grows in a search. A
    watcher may raise Cancelled, and nothing is kept then.
    """
    view: View = face.known("view", lambda: View.of(face))
    others = [SourceFace.from_bytes(face.asset(name)) for name in references]
    key = _key(face, view, references)
    latents = face.cache.get(key)
    if latents is None or latents.ws.shape[0] != face.model.generator.num_ws:
        latents, whole = _searched(face, view, others, watch)
        if whole:
            face.cache.put(key, latents)
    model = face.model
    with torch.no_grad():
        ws, own = torch.from_numpy(latents.ws).to(model.device), overrides(model, latents)
        image = synthesize(model, ws[None], own).float()
    levels = to_levels(image)[0]
    if others:
        bared = bare(segments_of(model, ws, own)) if model.segmentation is not None else np.ones((1, 1), np.float32)
        visible = np.asarray(cv2.resize(bared, levels.shape[:2], interpolation=cv2.INTER_LINEAR), np.float32)
        end = Step(1.0, latents.steps, latents.loss, image)
        levels = _with_detail(face, levels, visible, others, view.softness, lambda: watch(end))
    return Likely(np.rint(levels).astype(np.uint8), model.fingerprint)


def _with_detail(
    face: FaceState,
    likely: Image,
    visible: Image,
    others: Sequence[SourceFace],
    finest: float,
    between: Callable[[], object],
) -> Image:
    """likely [R, R, 3] with detail of the person; as it is where the face is turned too far to tell where it lies.

    between is called before each of the others, and may raise Cancelled.
    """
    picture, references = np.rint(likely).astype(np.uint8), []
    for other in others:
        between()
        references.append(Reference(other, shown_in(other, face.model)))
    try:
        mesh = face.anatomy.mesh(picture, face.landmarks_in(picture))
    except FaceError:
        return likely
    return detailed(likely, followed(face.anatomy, picture, mesh), visible, references, finest)


def _searched(face: FaceState, view: View, others: Sequence[SourceFace], watch: Watch) -> tuple[Inversion, bool]:
    """What the search finds, and whether it went to its end."""
    device, stopped = face.networks.device, False

    def watched(step: Step) -> bool:
        nonlocal stopped
        stopped = bool(watch(step))
        face.networks.require(device)  # a watcher lets other work pass
        return stopped

    found = search(face, view, others, SETTINGS, watched)
    return found, not stopped


def _key(face: FaceState, view: View, references: Sequence[str]) -> str:
    """Everything that the latents depend on."""
    digest = hashlib.sha256(face.model.fingerprint.encode())
    settings = face.networks.perceptual.name, *astuple(SETTINGS), STEERING, *astuple(view.degradation)
    digest.update(repr((settings, *references)).encode())
    for array in (view.clean, view.matrix, face.crop):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
