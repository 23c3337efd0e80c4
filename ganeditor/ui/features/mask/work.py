"""What the device's worker does for the Mask panel."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from ganeditor.errors import EditError
from ganeditor.project.masks import mask_bytes, read_mask
from ganeditor.ui.features.mask.views import Placed
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.jobs import Job
from ganeditor.ui.session.photos import OpenPhoto
from ganeditor.ui.session.work import editor_of
from ganeditor.ui.widgets.values import Picture8

if TYPE_CHECKING:
    from ganeditor.engine.editor import FaceEditor
    from ganeditor.engine.latent.painted import PaintingStep


class Found(NamedTuple):
    """What a search has come to, ready to be kept."""

    asset: bytes
    mask: bytes
    agreement: float


class Seen(NamedTuple):
    """What a search shows on its way."""

    picture: Picture8
    agreement: float


def placed(photo: OpenPhoto, face: str, painted: str) -> Placed:
    """The face's own mask, and with the asset painted the one that a project brought, unless that is lost."""
    editor = editor_of(photo)
    own = editor.segments(face)
    matrix = editor.mask_matrix(face)
    return Placed(own, matrix, _painted(editor, painted, len(own)))


def _painted(editor: "FaceEditor", asset: str, side: int) -> npt.NDArray[np.uint8] | None:
    try:
        return read_mask(editor.asset(asset), side) if asset else None
    except EditError:
        return None


def along(photo: OpenPhoto, face: str, name: str) -> tuple[npt.NDArray[np.uint8], bytes]:
    """The face's mask after a step along a direction, and an asset from which a search fits that to the face."""
    from ganeditor.engine.latent.painted import painted_bytes

    labels, start = editor_of(photo).along(face, name)
    return labels, painted_bytes(start)


def search(
    job: Job, photo: OpenPhoto, face: str, labels: npt.NDArray[np.uint8], start: str, stopped: Callable[[], bool]
) -> Found:
    """Have the face's mask become labels, going on from what the asset start holds; each report shows what is Seen."""
    from ganeditor.engine.latent.painted import painted_bytes, read_painted
    from ganeditor.engine.tensors import to_image

    editor = editor_of(photo)

    def watch(step: "PaintingStep") -> bool:
        job.report(step.fraction, Seen(to_image(step.image)[0], step.agreement))
        return stopped()

    begun = read_painted(editor.asset(start), editor.model) if start else None
    found = editor.paint(face, labels, watch=watch, start=begun)
    return Found(painted_bytes(found), mask_bytes(labels), found.agreement)


def keep(bench: Bench, photo: OpenPhoto, found: str, name: str, label: str) -> None:
    """Make what the asset found holds a direction of the user's."""
    from ganeditor.checkpoints.packs import directions
    from ganeditor.engine.latent.painted import read_painted

    model = bench.editor.model
    step = read_painted(editor_of(photo).asset(found), model).step
    source = f"mask painted for {photo.name}"
    directions.keep(model, directions.made_for(model, name, step, 1.0, source, label=label))
