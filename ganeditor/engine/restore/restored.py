"""Restored: a face as it may have been before the photo lost detail, from likely to certain."""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass, field

import numpy as np
import torch

from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import Image
from ganeditor.engine.latent.invert import Inversion, Step, Watch, overrides, synthesize
from ganeditor.engine.restore.consistent import consistent
from ganeditor.engine.restore.search import SETTINGS, STEERING, search
from ganeditor.engine.restore.view import View
from ganeditor.engine.swap.source import SourceFace
from ganeditor.engine.tensors import to_levels


@dataclass(eq=False)
class Restored:
    """The result of one search; how far it follows the photo is chosen afterwards."""

    likely: Image  # [R, R, 3] in levels of 255
    view: View
    _last: tuple[float, Image] | None = field(default=None, init=False)  # of a drag

    def picture(self, fidelity: float) -> Image:
        """The face [R, R, 3]: at 0 a likely one, at 1 with all that the photo shows for certain."""
        if self._last is None or self._last[0] != fidelity:
            self._last = fidelity, consistent(self.likely, self.view, fidelity)
        return self._last[1]


def restored(face: FaceState, references: Sequence[str], watch: Watch) -> Restored:
    """The face restored, with a say of the person's faces in the assets called references.

    Its latents are kept as inversions are: what processors round differently from run to run grows in a search, and a
    project that is opened again is to look as it did. A watcher may raise Cancelled, and nothing is kept then.
    """
    view, others = View.of(face), [SourceFace.from_bytes(face.asset(name)) for name in references]
    key = _key(face, view, references)
    found = face.cache.get(key)
    if found is None or found.ws.shape[0] != face.model.generator.num_ws:
        found, whole = _searched(face, view, others, watch)
        if whole:
            face.cache.put(key, found)
    model = face.model
    with torch.no_grad():
        ws = torch.from_numpy(found.ws).to(model.device)
        likely = to_levels(synthesize(model, ws[None], overrides(model, found)).float())[0]
    return Restored(likely, view)


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
