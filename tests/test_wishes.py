"""New faces as was wished."""

from functools import partial

import numpy as np
import pytest
import torch

from ganeditor.edits.words.reading import read
from ganeditor.engine.latent.generate import random_ws
from ganeditor.engine.latent.space import FARTHEST
from ganeditor.engine.latent.wishes import TRIED, wished_ws, wishes_of

SEEDS = [0, 1, 2, 3]


@pytest.fixture(scope="module")
def wished(shared_editor):
    model = shared_editor.model
    moves = read("a smiling old man with glasses", model.latents.editable).moves
    return model, moves, wished_ws(model, moves, SEEDS, partial(random_ws, model))


def test_faces_stand_near_what_was_wished(wished):
    """In the mean, half of the way at least; one that would leave the known faces stops before."""
    model, moves, ws = wished
    wishes = wishes_of(model.latents, moves)
    assert set(wishes) == {"age", "smile", "male", "glasses"}
    for name, wish in wishes.items():
        rows = [[standing(model, face, name) for face in faces] for faces in (random_ws(model, SEEDS), ws)]
        plain, found = np.mean(rows, 1)
        assert found > 0.5 * wish.level and found > plain, name


def standing(model, face, name):
    return model.latents.read(torch.from_numpy(face).mean(0))[name].standardised


def test_the_nearest_random_faces_are_moved_least(wished):
    model, _moves, ws = wished
    plain = random_ws(model, SEEDS)
    assert ws.shape == plain.shape and ws.dtype == plain.dtype
    assert len({face.tobytes() for face in ws}) == len(SEEDS), "they differ"
    assert all(model.latents.distance(torch.from_numpy(face)) <= FARTHEST for face in ws), "and are faces"


def test_what_stands_there_already_is_left(wished):
    model = wished[0]
    drawn = partial(random_ws, model)
    first = wished_ws(model, read("smiling", model.latents.editable).moves, [5], drawn)
    assert np.array_equal(first, wished_ws(model, read("smiling", model.latents.editable).moves, [5], drawn))
    weak = wished_ws(model, read("hardly smiling", model.latents.editable).moves, [5], drawn)[0]
    among = random_ws(model, [5 * TRIED + index for index in range(TRIED)])
    assert any(np.array_equal(weak, face) for face in among)
