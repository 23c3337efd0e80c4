"""The closed loop between a slider and the picture."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.latent.response import LEAST_GAIN, MAX_GAIN, PROBES, measured
from ganeditor.engine.stages import latent


def test_a_picture_that_moves_half_is_asked_for_twice_as_much_within_bounds():
    response = measured(2.0, lambda steps: 0.7 * steps)
    assert response.step_for(1.4) == pytest.approx(2.0)
    assert measured(2.0, lambda steps: 0.4 * steps).step_for(1.0) == pytest.approx(MAX_GAIN)
    assert measured(2.0, lambda steps: 9 * steps).step_for(1.0) == pytest.approx(LEAST_GAIN)
    assert response.reach == pytest.approx(0.7 * 2.0 * PROBES[-1])


def test_beyond_the_knee_a_picture_is_not_driven_on():
    """Where more brings little, a face breaks: the model's own step is all that it gets."""
    response = measured(2.0, lambda steps: np.minimum(0.8 * steps, 0.8 + 0.1 * (steps - 1)))
    assert response.reach == pytest.approx(0.8)
    assert response.step_for(0.8) == pytest.approx(1.0) and response.step_for(1.6) == pytest.approx(1.6)


def test_the_other_direction_is_its_own():
    response = measured(-2.0, lambda steps: 0.8 * steps)
    assert response.step_for(-0.8) == pytest.approx(-1.0)
    assert response.reach < 0


@given(st.lists(st.floats(-3, 6), min_size=4, max_size=4), st.floats(0, 5), st.floats(0, 5))
def test_more_is_never_less(answers: list[float], first: float, second: float) -> None:
    """Whatever a read-out says, a slider that is moved further moves the latents no less."""
    response = measured(2.0, lambda _steps: np.array(answers))
    low, high = sorted((first, second))
    assert response.step_for(low) <= response.step_for(high) + 1e-9
    assert response.step_for(0.0) == 0


def test_sliders_reach_is_known_once_they_were_tried(editor: Any, astronaut: Any, monkeypatch: Any) -> None:
    (face,) = editor.set_photo(astronaut)
    editor.guess(face.id)
    assert editor.reaches(face.id) == {}
    monkeypatch.setattr(latent, "_moved_by", lambda _face, _name, pictures: 0.5 * np.arange(len(pictures) - 1) + 0.5)
    assert editor.overlay(face.id, [LatentEdit({"smile": 2.0})]) is not None
    assert editor.reaches(face.id) == {"smile": (-np.inf, pytest.approx(1.5))}
    editor.guess(face.id)  # other latents, another answer
    assert editor.reaches(face.id) == {}


def test_a_slider_means_what_it_says_on_a_photo(editor: Any, astronaut: Any) -> None:
    """Smile by one deviation: the landmarks in the edited photo, found anew, say so too, to a half."""
    (face,) = editor.set_photo(astronaut)
    editor.guess(face.id)
    state = editor._states[face.id]
    edited = astronaut.copy()
    editor.overlay(face.id, [LatentEdit({"smile": -1.0})]).apply_to(edited)
    again = editor.sibling()
    again.set_photo(edited, [face])
    moved = latent._moved_by(state, "smile", np.stack([state.crop, again.crop(face.id)]))
    assert -1.7 < moved[0] < -0.5
