"""What the device's worker does for the Enhance panel."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ganeditor.edits.enhance import EnhanceEdit
from ganeditor.ui.features.enhance.views import Tried
from ganeditor.ui.session.bench import Bench
from ganeditor.ui.session.jobs import Job, reporter
from ganeditor.ui.session.photos import OpenPhoto
from ganeditor.ui.session.work import developed_of, editor_of, of_photo_size
from ganeditor.ui.widgets.values import Picture8

TRIED_WH = (288, 144)
"""Pixels of the part that is tried, as it comes out."""


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of a network."""

    models: tuple[str, ...]  # names of all that are here
    denoises: float | None  # 1 if it takes noise away and 0 if it leaves it, where it is one of a pair
    seconds: Callable[[OpenPhoto, EnhanceEdit], float | None]  # that a photo takes; None where no face is known yet


def known(bench: Bench, model: str) -> Known:
    """Of the network called model; it takes as long as a few pixels do."""
    from ganeditor.checkpoints.packs.installed import installed
    from ganeditor.checkpoints.packs.pack import UPSCALER
    from ganeditor.engine.enhance.cost import Pace
    from ganeditor.engine.stages.enhance import sizes_seen

    upscaler = bench.editor.upscalers(model)
    pace = Pace.of(upscaler)

    def seconds(photo: OpenPhoto, edit: EnhanceEdit) -> float | None:
        size, faces = photo.document.photo, [state.face.landmarks for state in photo.faces.values()]
        sizes = sizes_seen(edit, size.width, size.height, faces)
        return None if edit.faces and not sizes else pace.seconds_for(sizes)

    denoises = float(upscaler.pair.index(model)) if upscaler.pair else None
    return Known(tuple(installed(UPSCALER)), denoises, seconds)


def tried(job: Job, photo: OpenPhoto, face: str | None, edit: EnhanceEdit) -> Tried:
    """The middle of the face, or of the photo, enlarged."""
    from ganeditor.engine.tensors import rgb8

    progress = reporter(job)
    pixels = of_photo_size(developed_of(photo).rendering)
    height, width = pixels.shape[:2]
    factor = edit.size_of(width, height)[0] / width
    x, y = _middle(photo, face, width, height)
    across, down = (min(round(side / factor), most) for side, most in zip(TRIED_WH, (width, height), strict=True))
    x0, y0 = int(np.clip(x - across // 2, 0, width - across)), int(np.clip(y - down // 2, 0, height - down))
    part = pixels[y0 : y0 + down, x0 : x0 + across]
    size = replace(edit, faces=False, scale=0, width=round(across * factor), height=round(down * factor))

    def enlarged(strength: float) -> Picture8:
        return rgb8(editor_of(photo).whole(part, [replace(size, strength=strength)], progress))

    return Tried(enlarged(0.0), enlarged(edit.strength))


def _middle(photo: OpenPhoto, face: str | None, width: int, height: int) -> tuple[int, int]:
    state = photo.faces.get(face or "")
    if state is None:
        return width // 2, height // 2
    x0, y0, x1, y1 = state.face.box_xyxy
    return round((x0 + x1) / 2), round((y0 + y1) / 2)
