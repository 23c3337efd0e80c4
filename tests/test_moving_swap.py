"""Another person's face in every frame of a clip, with faces that the bundled generator drew."""

import numpy as np
import pytest
from test_moving_edits import EMPTY, QUICK, SIDE, face, frames, put

from ganeditor.edits.swap import SwapEdit
from ganeditor.engine.faces.identity import distance
from ganeditor.engine.moving.atlas import Atlas, axes_of
from ganeditor.engine.moving.moving import Moving
from ganeditor.engine.swap.blending import membrane
from ganeditor.engine.swap.shape import width_of
from ganeditor.opencv import cv2
from ganeditor.project.assets import Assets

TURNS = (0.0, 0.5, 1.0)


@pytest.fixture(scope="module")
def clip(shared_editor):
    """Ben turns his head while it moves to the right."""
    shown = (put((60 + 8 * number, 16, face(shared_editor.model, 3, yaw=yaw))) for number, yaw in enumerate(TURNS))
    return frames(*shown)


@pytest.fixture(scope="module")
def source(shared_editor):
    """Anna, from the front."""
    editor = shared_editor.sibling()
    (found,) = editor.set_photo(cv2.resize(face(shared_editor.model, 4), (256, 256)))
    editor.guess(found.id)
    return editor.source_face(found.id)


@pytest.fixture(scope="module")
def swapped(shared_editor, source, clip):
    """The frames with Anna's face, and the one who has drawn them."""
    editor = shared_editor.sibling()
    editor.assets = assets = Assets()
    moving = Moving(editor, [SwapEdit(assets.add(source.to_bytes()))])
    moving.meet(clip[:1], settings=QUICK)
    return moving, [moving.draw(frame) for frame in clip]


def test_each_frame_has_the_sources_face(shared_editor, source, clip, swapped):
    """Nearer to her than to him, as he turns; the frames themselves and what is beside the face stay."""
    identifier, predictor = shared_editor.identifier, shared_editor.finder.predictor
    for number, (frame, drawn) in enumerate(zip(clip, swapped[1], strict=True)):
        box = (60 + 8 * number + 0.09 * SIDE, 16, 60 + 8 * number + 0.92 * SIDE, 16 + 0.97 * SIDE)
        landmarks = predictor.landmarks(frame.picture, box)
        before, after = (identifier.describe(one, landmarks) for one in (frame.picture, drawn))
        assert distance(after, source.descriptor) < distance(after, before)
        changed = (drawn != frame.picture).any(2)
        assert changed[16 : 16 + SIDE, 60 + 8 * number : 60 + 8 * number + SIDE].mean() > 0.3
        changed[14 : 18 + SIDE, 58 + 8 * number : 62 + 8 * number + SIDE] = False
        assert not changed.any()
    assert swapped[0].frames_lost == 0


def test_light_that_changes_comes_along_and_noise_does_not(clip, swapped):
    """A face that stands still: brightened by a fifth it follows, and what is laid over it does not tremble."""
    random, moving = np.random.default_rng(0), swapped[0]
    noisy = [np.clip(clip[0].picture + random.normal(0, 3, EMPTY.shape), 0, 255).astype(np.uint8) for _ in range(6)]
    bright = [np.clip(clip[0].picture * 1.2, 0, 255).astype(np.uint8)] * 12
    drawn = [moving.draw(frame).astype(np.float32) for frame in frames(*noisy, *bright)]
    inner = np.s_[60:100, 100:140]
    still = [cv2.GaussianBlur(one, (0, 0), 2)[inner] for one in drawn[:6]]
    assert np.std(still, 0).mean() < 1.0
    assert drawn[-1][inner].mean() / drawn[5][inner].mean() == pytest.approx(1.2, abs=0.06)


def test_an_atlas_shows_a_face_from_the_front(source):
    """However its picture is turned, and with no part behind another."""
    sine, cosine = np.sin(0.5), np.cos(0.5)
    turn = np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]])
    turned = type(source.mesh)((source.mesh.points @ turn.T).astype(np.float32))
    one, other = Atlas.of(source.mesh, 128), Atlas.of(turned, 128)
    np.testing.assert_allclose(one.mesh.flat, other.mesh.flat, atol=0.2)
    np.testing.assert_allclose(axes_of(one.mesh), np.eye(3), atol=1e-3)
    assert 0.6 * 128 < width_of(one.mesh) < 0.94 * 128
    assert one.sized(32).width == pytest.approx(one.width / 4, rel=1e-3)


def test_a_membrane_goes_through_what_holds_it():
    weights = np.zeros((24, 30), np.float32)
    weights[:, [0, -1]] = 1
    surface = membrane(weights)(np.repeat(weights[..., None], 1, 2) * np.linspace(0, 29, 30)[None, :, None])
    np.testing.assert_allclose(surface[12, :, 0], np.linspace(0, 29, 30), atol=1.5)
