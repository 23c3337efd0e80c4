"""A closed eye gets one that the generator draws, behind lids that open as far as is read off them."""

from dataclasses import replace

import numpy as np
import pytest

from ganeditor.edits.eyes import EyesEdit
from ganeditor.engine.eyes.opening import OPENINGS, drawn_eyes, opening_for
from ganeditor.opencv import cv2


@pytest.fixture
def shut(editor, astronaut):
    """The face, of about 200 px, with lids drawn over its eyes."""
    head = cv2.resize(astronaut[30:210, 130:330], None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    (face,) = editor.set_photo(head)
    editor.guess(face.id)
    pixels = head.copy()
    editor.overlay(face.id, [EyesEdit(lids_left=-1, lids_right=-1)]).apply_to(pixels)
    editor.set_photo(pixels, [face])
    editor.guess(face.id)
    return editor, face.id


def opened(shut, edit):
    pixels = shut[0].photo.copy()
    shut[0].overlay(shut[1], [edit]).apply_to(pixels)
    return pixels


def test_a_closed_eye_opens_and_the_other_stays(shut):
    editor, face = shut
    state = editor._state(face)
    state.__dict__["eyes"] = tuple(replace(eye, openness=0.1) for eye in state.eyes)
    pixels = opened(shut, EyesEdit(lids_left=1))
    left, right = state.eyes
    x, y = left.iris.astype(int)
    around = np.s_[y - 2 : y + 3, x - 2 : x + 3]
    assert pixels[around].mean() < editor.photo[around].mean() - 15, "a dark iris where there was skin"
    middle = int((left.corners[1, 0] + right.corners[0, 0]) / 2)
    assert np.array_equal(pixels[:, middle:], editor.photo[:, middle:])
    half = opened(shut, EyesEdit(lids_left=0.5))
    changed = [int((one != editor.photo).any(2).sum()) for one in (half, pixels)]
    assert 0 < changed[0] <= changed[1]


def test_the_generator_draws_open_eyes(shut):
    state = shut[0]._state(shut[1])
    balls = drawn_eyes(state)
    assert balls is not None
    for ball in balls:
        assert ball.frame.eye.ratio > 0.25
        u, v = ball.frame.iris
        x, y = ball.frame.to_picture(np.array([[u, v]]))[0] - ball.frame.box_xyxy[:2]
        assert ball.picture[int(y), int(x)].mean() < ball.picture.mean() - 20, "an iris is darker than what is around"


def test_lids_part_until_the_reading_is_what_was_wished():
    ratios = [0.15, 0.2, 0.25, 0.3, 0.34]
    assert opening_for(1.0, ratios) == pytest.approx(0.16 + 0.05 * 3 / 4, abs=1e-3)
    assert 0 < opening_for(0.3, ratios) < opening_for(0.6, ratios) < opening_for(1.0, ratios)
    assert opening_for(1.0, [0.2, 0.2, 0.19, 0.2, 0.2]) == OPENINGS[-1], "what is never read is not striven for"
