"""RestoreEdit drawn: the restored face in place of the photo's, under whatever else is done to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ganeditor.edits.attributes import EVERYWHERE
from ganeditor.edits.restore import HEAD, RestoreEdit
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.faces.align import scale_of
from ganeditor.engine.latent.invert import Watch
from ganeditor.engine.paste import FaceRegion, Overlay
from ganeditor.engine.restore.restored import Restored, restored
from ganeditor.engine.stages.drawing import Drawing
from ganeditor.opencv import cv2

FINE = 0.5
"""Share of the network that enlarges in a restored face: alone it draws edges as a painter does, out of soft ones."""


def draw(face: FaceState, drawing: Drawing, edit: RestoreEdit) -> Drawing:
    """The drawing with the face restored under it."""
    return replace(drawing, ground=_Ground(face, edit, drawing.sharp))


def prepare(face: FaceState, edit: RestoreEdit, watch: Watch) -> None:
    """The search of edit, done once."""
    prepared(face, edit, watch)


def prepared(face: FaceState, edit: RestoreEdit, watch: Watch = lambda _step: None) -> Restored:
    """The face as it may have been; where edit names nothing found, that takes a search of about 20 seconds on one
    core, which is done once."""
    references, found = edit.references, edit.found
    return face.known(f"restored {references} {found}", lambda: restored(face, references, found, watch))


@dataclass(frozen=True, eq=False)
class _Ground:
    """A Ground."""

    face: FaceState
    edit: RestoreEdit
    sharp: bool

    def __call__(self, shrink: float) -> Sequence[Overlay]:
        face, edit = self.face, self.edit
        picture = prepared(face, edit).picture(edit.fidelity)
        region = self._region().shrunk(shrink)
        fine = face.finer(picture, 1 / scale_of(region.matrix)) if self.sharp else picture
        if fine is not picture:
            picture = FINE * fine + (1 - FINE) * cv2.resize(picture, fine.shape[1::-1], interpolation=cv2.INTER_CUBIC)
        overlay = region.replaced(picture, EVERYWHERE, face.monochrome)
        return [replace(overlay, mask=overlay.mask * np.float32(edit.amount))]

    def _region(self) -> FaceRegion:
        face = self.face
        if self.edit.area != HEAD:
            return face.region
        return face.known("restored head", lambda: face.region.within(np.ones(face.crop.shape[:2], np.float32)))
