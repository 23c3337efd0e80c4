"""An exemplar's eye comes into a face without a seam, and behind the face's own glasses."""

import numpy as np
import pytest

from ganeditor.engine.eyes import blending
from ganeditor.engine.eyes.frame import Frame
from ganeditor.engine.faces.eyes import eye_of


def frame_of(width):
    """An open eye of so many pixels in a picture of three times the width and twice."""
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    lids = np.stack([1.5 - np.cos(turn) / 2, 1 - np.sin(turn) * 0.18], -1) * width
    return Frame(
        eye_of(lids.astype(np.float32), np.float32([1.5, 1.0]) * width, 0.2 * width, 0.36), (3 * width, 2 * width)
    )


@pytest.mark.parametrize(("width", "most"), [(40, 0.1), (160, 3.0)])
def test_an_eye_in_other_light_is_cloned_into_the_face(width, most):
    """Light that grows evenly in its logarithm is harmonic, and so taken off to the last level."""
    frame = frame_of(width)
    u, v = frame.grid
    share = blending.rim(frame, 0.5, np.full_like(u, -0.5), narrow=False)
    skin = np.stack([150 + 40 * u, 110 + 0 * u, 90 - 20 * v], -1).astype(np.float32)
    pupil = np.exp(-((u / 0.12) ** 2 + (v / 0.12) ** 2))[..., None] * (share[..., None] > 0)
    truth = skin * (1 - 0.9 * pupil)
    light = np.exp(np.stack([0.3 + 0.4 * u, -0.2 + 0.2 * v, 0.1 - 0.3 * u], -1))
    other = (truth + blending.DARK) * light - blending.DARK
    found = blending.cloned(skin, other.astype(np.float32), share, frame)
    inside = share > 0
    assert np.abs(other - truth)[inside].max() > 20
    assert np.abs(found - truth)[inside].max() < most
