"""A still face that follows another's, with faces that the bundled generator drew, of which the truth is known."""

import numpy as np
import pytest
from test_swap import latents_of, opened

from ganeditor.engine.drive.head import MOST, Turn
from ganeditor.engine.drive.motion import Following, Motion, neutral_of
from ganeditor.engine.drive.readout import NAMES, PARTS
from ganeditor.engine.face_state import FaceState
from ganeditor.engine.latent.generate import pictures
from ganeditor.errors import UserError

STILL = np.zeros(len(NAMES))


def doing(**changes):
    """A change, in the order of NAMES."""
    return np.array([changes.get(name, 0.0) for name in NAMES])


def row(name):
    return NAMES.index(name)


@pytest.fixture(scope="module")
def editor(shared_editor):
    return opened(shared_editor, latents_of(shared_editor.model, 3))[0]


@pytest.fixture(scope="module")
def driven(editor):
    (face,) = editor.found.faces
    return editor.driven(face.id)


@pytest.fixture(scope="module")
def read(editor, driven):
    """What a driver reads off a picture of the driven face, beside what it has at rest."""
    driver = editor.driver()
    rest = driver.read(driven.photo)
    return lambda picture: driver.read(picture) - rest


# --- the face --------------------------------------------------------------------------------------------------------


def test_a_face_at_rest_is_the_photo(editor, driven):
    assert np.array_equal(driven.picture(STILL), editor.photo)


@pytest.mark.parametrize(
    "name, amount, least",
    [
        ("yaw", 9.0, 5.0),
        ("yaw", -9.0, 5.0),
        ("pitch", 7.0, 4.0),
        ("pitch", -7.0, 4.0),
        ("roll", 8.0, 6.0),
        ("mouth_open", 0.2, 0.1),
        ("mouth_width", 0.15, 0.07),
        ("smile", 0.08, 0.03),
        ("brow", 0.1, 0.04),
        ("lids_left", -1.0, 0.05),
        ("lids_right", -1.0, 0.05),
        ("gaze_x", 0.3, 0.1),
        ("gaze_x", -0.3, 0.1),
    ],
)
def test_a_face_does_what_it_is_asked_for(driven, read, name, amount, least):
    assert read(driven.picture(doing(**{name: amount})))[row(name)] * np.sign(amount) > least


def test_what_is_not_near_the_head_stays(editor, driven):
    x0, y0, x1, y1 = driven._box
    drawn = driven.picture(doing(yaw=12, pitch=6, roll=5, mouth_open=0.2, brow=0.1, lids_left=-1, gaze_x=0.2))
    beyond = np.ones(drawn.shape[:2], bool)
    beyond[y0:y1, x0:x1] = False
    assert np.array_equal(drawn[beyond], editor.photo[beyond])
    tilted = driven.picture(doing(yaw=12, pitch=6, roll=8))
    assert np.abs(tilted[[0, -1]].astype(int) - editor.photo[[0, -1]]).max() < 12, "what the photo's border cuts stays"


def test_too_much_is_as_much_as_can_be_drawn(driven):
    assert np.array_equal(driven.picture(doing(yaw=60)), driven.picture(doing(yaw=90)))
    assert np.array_equal(driven.picture(doing(mouth_open=3, brow=2)), driven.picture(doing(mouth_open=4, brow=3)))
    assert Turn(50, -50, 3).clamped() == Turn(MOST[0], -MOST[1], 3)


def test_glasses_do_not_bend_with_the_brows(editor, monkeypatch):
    monkeypatch.setattr(FaceState, "glasses", True)
    (face,) = editor.found.faces
    behind = editor.driven(face.id)
    assert np.array_equal(behind.picture(doing(brow=0.12)), editor.photo)
    assert not np.array_equal(behind.picture(doing(smile=0.08)), editor.photo)


def test_shut_lips_do_not_cross(driven):
    shut = driven.picture(doing(mouth_open=-0.5))
    least = driven.picture(doing(mouth_open=-0.2))
    assert np.array_equal(shut, least)


def test_a_shrunk_photo_is_driven_alike(editor, driven):
    (face,) = editor.found.faces
    half = editor.driven(face.id, 2)
    change = doing(yaw=8, mouth_open=0.15)
    large, small = driven.picture(change), half.picture(change)
    reduced = large.reshape(128, 2, 128, 2, 3).mean((1, 3))
    assert small.shape == (128, 128, 3)
    assert np.abs(reduced - small).mean() < 4


# --- the driver ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def turning(shared_editor):
    """A generated person who looks to one side, nods and opens the mouth, picture by picture, and what was planted."""
    planted = [{"yaw": -1.2}, {"yaw": -0.6}, {}, {"yaw": 0.6, "mouth_open": 0.7}, {"yaw": 1.2, "mouth_open": 1.4}]
    model = shared_editor.model
    return [pictures(model, latents_of(model, 8, **moves)[None])[0] for moves in planted]


def test_a_planted_driver_is_followed(editor, driven, read, turning):
    driver = editor.driver()
    reads = [driver.read(picture) for picture in turning]
    motion = Motion(reads[2], Following())
    wanted = np.array([motion.change(one, 10.0 * number) for number, one in enumerate(reads)])
    assert np.ptp(wanted[:, row("yaw")]) > 8
    seen = np.array([read(driven.picture(change)) for change in wanted])
    for name in ("yaw", "mouth_open"):
        assert np.corrcoef(wanted[:, row(name)], seen[:, row(name)])[0, 1] > 0.9, name


def test_no_face_is_told_and_found_again(editor, turning):
    driver = editor.driver()
    assert driver.read(turning[2]) is not None
    assert driver.read(np.full((256, 256, 3), 120, np.uint8)) is None
    assert driver.read(turning[2]) is not None


# --- motion ----------------------------------------------------------------------------------------------------------

REST = doing(yaw=3, brow=0.4, lids_left=0.35, lids_right=0.25, gaze_x=0.1)


def test_the_neutral_frame_is_no_change():
    assert not Motion(REST, Following()).change(REST, 0.0).any()


def test_a_frame_without_a_face_holds_what_was_before():
    motion = Motion(REST, Following())
    before = motion.change(REST + doing(yaw=5), 0.0)
    assert np.array_equal(motion.change(None, 1000.0), before)
    hidden = REST + doing(yaw=5)
    hidden[row("gaze_x")] = np.nan
    assert np.allclose(motion.change(hidden, 2000.0), before)


def test_lids_are_told_in_shares_of_their_opening():
    change = Motion(REST, Following()).change(REST + doing(lids_left=-0.2, lids_right=-0.05), 0.0)
    assert change[row("lids_left")] == pytest.approx(-1) and change[row("lids_right")] == pytest.approx(-0.5)
    wide = Motion(REST, Following()).change(REST + doing(lids_left=0.5, lids_right=-0.5), 0.0)
    assert (wide[row("lids_left")], wide[row("lids_right")]) == (0.5, -1)


def test_only_what_is_asked_for_is_followed_and_as_far():
    moved = REST + doing(yaw=4, brow=0.1, mouth_open=0.2, gaze_y=0.05)
    change = Motion(REST, Following(("pose", "mouth"), 0.5)).change(moved, 0.0)
    assert change == pytest.approx(doing(yaw=2, mouth_open=0.1))
    assert not Motion(REST, Following(PARTS, 0.0)).change(moved, 0.0).any()


def test_what_trembles_comes_to_rest_and_a_blink_stays_one():
    motion, random = Motion(REST, Following()), np.random.default_rng(0)
    still = [motion.change(REST + doing(yaw=random.normal(scale=0.6)), n / 30) for n in range(90)]
    assert np.std([change[row("yaw")] for change in still[10:]]) < 0.35
    motion = Motion(REST, Following())
    lids = [0.0] * 10 + [-0.1, -0.2, -0.2, -0.2, -0.1] + [0.0] * 10
    blink = [motion.change(REST + doing(lids_left=lid), n / 30)[row("lids_left")] for n, lid in enumerate(lids)]
    assert min(blink) < -0.8 and abs(blink[-1]) < 0.1


def test_the_neutral_frame_is_the_one_nearest_to_the_median():
    reads = [None, REST + doing(yaw=9), REST, REST + doing(yaw=-9, mouth_open=0.2), REST + doing(pitch=4)]
    assert neutral_of(reads) == 2
    with pytest.raises(UserError, match="no face"):
        neutral_of([None, None])
