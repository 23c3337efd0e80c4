"""An eye of the generator for one that the photo shows closed."""

from collections.abc import Sequence

import numpy as np
import torch

from ganeditor.engine.eyes.frame import Frame
from ganeditor.engine.eyes.layers import Eyeball, eyeball
from ganeditor.engine.eyes.lids import FULL, SHUT, openness_of
from ganeditor.engine.face_state import FaceState

EYE_OPEN = "eye_open"

TRUNCATION_PSI = 0.5
"""How far from the mean face the eye is taken: near latents that draw a closed eye well there is no open one."""

STEPS = (1.0, 1.5, 2.0, 3.0)
"""Deviations of EYE_OPEN that are tried until the eye in the rendered picture is OPEN."""

OPEN = 0.3
"""Opening over width of an eye that shows enough of its iris to be taken."""

OPENINGS = (0.0, 0.06, 0.11, 0.16, 0.21)
"""Widths of the eye by which lids are parted to see what comes of it; what is read off them falls behind, so that a
look at more would have eyes stare."""


def opening_for(change: float, ratios: Sequence[float]) -> float:
    """Widths of the eye by which the lids of a closed eye part for a change of openness above 0.

    ratios: what is read off the eye when its lids are parted by each of OPENINGS.
    """
    rising = np.maximum.accumulate(np.array(ratios)) + np.arange(len(OPENINGS)) * 1e-6
    wished = SHUT + min(openness_of(ratios[0]) + change, 1.0) * (FULL - SHUT)
    return float(np.interp(wished, rising, OPENINGS))


def drawn_eyes(face: FaceState) -> tuple[Eyeball, Eyeball] | None:
    """The left and the right eye that the generator draws for a face; None if it knows no open ones."""
    latents = face.model.latents
    direction = latents.directions.get(EYE_OPEN)
    if direction is None:
        return None
    guess = torch.from_numpy(face.inversion.guess).to(latents.mean.device)
    w = latents.mean + TRUNCATION_PSI * (guess - latents.mean)
    start, best = face.mesh.seen_through(face.matrix), None
    for step in STEPS:
        levels = face.synthesis(w + step * direction.expand(face.model.generator.num_ws, -1))
        picture = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
        eyes = face.anatomy.eyes(picture, face.anatomy.mesh_again(picture, start))
        least = min(eye.ratio for eye in eyes)
        if best is None or least > best[0]:
            best = least, picture, eyes
        if least >= OPEN:
            break
    assert best is not None, "STEPS are some"
    left, right = (eyeball(best[1], Frame(eye, (face.region.side, face.region.side))) for eye in best[2])
    return left, right
