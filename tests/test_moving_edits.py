"""What is done to faces in clips: made-up frames of people whom the bundled generator draws."""

import itertools
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
import torch
from throwaway import Glow, Shine

from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.latent.generate import pictures
from ganeditor.engine.latent.invert import InversionSettings
from ganeditor.engine.latent.space import Change
from ganeditor.engine.moving.moving import Moving
from ganeditor.engine.stages.table import PHOTO_STAGES
from ganeditor.errors import EditError, FaceError
from ganeditor.opencv import cv2

QUICK = InversionSettings(steps=2)
SIDE = 128
EMPTY = np.full((160, 320, 3), 90, np.uint8)


@dataclass
class Still:
    """A Frame."""

    number: int
    time: Fraction
    picture: np.ndarray


def frames(*shown):
    return [Still(number, Fraction(number, 25), picture) for number, picture in enumerate(shown)]


def face(model, seed, **moves):
    """A likely face, moved along directions by deviations, [SIDE, SIDE, 3]."""
    space = model.latents
    random = torch.randn(space.factor.shape[1], generator=torch.Generator().manual_seed(seed))
    ws = (space.mean + 0.7 * space.factor @ random).expand(model.generator.num_ws, -1)
    moved = space.edit(ws, {name: Change(amount) for name, amount in moves.items()}, 30.0)
    return cv2.resize(pictures(model, moved[None].numpy())[0], (SIDE, SIDE), interpolation=cv2.INTER_AREA)


def put(*faces):
    """A frame with (x, y, face) in it."""
    picture = EMPTY.copy()
    for x, y, one in faces:
        picture[y : y + SIDE, x : x + SIDE] = one
    return picture


@pytest.fixture(scope="module")
def anna(shared_editor):
    return face(shared_editor.model, 4)


@pytest.fixture(scope="module")
def ben(shared_editor):
    return face(shared_editor.model, 3)


@pytest.fixture(scope="module")
def smiling(shared_editor, anna, ben):
    """Makes the right one of two smile, who is Ben."""
    moving = Moving(shared_editor.sibling(), [LatentEdit({"smile": 1.5})])
    sample = frames(put((8, 8, anna), (180, 20, ben)))
    moving.meet(sample, lambda faces, _editor, _where: faces[1:], settings=QUICK)
    return moving


def test_whom_a_choice_means_is_edited_in_every_frame(smiling, anna, ben):
    """He is nobody else when both have moved; a frame without anybody stays and is counted."""
    clip = frames(
        *(put((8 + 4 * number, 8, anna), (180 - 4 * number, 20, ben)) for number in range(2)),
        EMPTY,
        put((180, 8, anna), (8, 20, ben)),
    )
    drawn = [smiling.draw(frame) for frame in clip]
    assert drawn[2] is None and smiling.lost == [(2, 2)] and smiling.frames_lost == 1
    for number, left in ((0, 180), (1, 176), (3, 8)):
        changed = (drawn[number] != clip[number].picture).any(2)
        assert changed[20:148, left : left + SIDE].mean() > 0.1
        changed[:, max(0, left - 20) : left + SIDE + 20] = False
        assert not changed.any(), "Anna and what is around her stays as it is"


def test_an_edit_does_not_flicker(smiling, ben):
    """Of a face that stands still in noise: what is added changes from frame to frame by a quarter at most."""
    random = np.random.default_rng(0)
    noisy = [
        np.clip(put((96, 16, ben)) + random.normal(0, 3, EMPTY.shape), 0, 255).astype(np.uint8) for _number in range(4)
    ]
    added = [smiling.draw(frame).astype(float) - frame.picture for frame in frames(*noisy)]
    added = [cv2.GaussianBlur(one, (0, 0), 2) for one in added]  # where parts move, their noise moves along
    strength = np.abs(np.mean(added, 0)).mean()
    steps = [np.abs(after - before).mean() for before, after in itertools.pairwise(added)]
    assert strength > 0.5 and max(steps) < 0.25 * strength


@pytest.mark.usefixtures("more_operations")
def test_what_is_done_to_the_whole_needs_no_face(shared_editor, monkeypatch):
    monkeypatch.setitem(PHOTO_STAGES, Glow, lambda pixels, edit, *_others: pixels + np.uint8(edit.strength))
    moving = Moving(shared_editor.sibling(), [Glow(7)])
    assert not moving.needs_faces
    assert np.array_equal(moving.draw(Still(0, Fraction(0), EMPTY)), EMPTY + 7)
    assert moving.lost == []


@pytest.mark.usefixtures("more_operations")
def test_what_cannot_move_is_refused(shared_editor):
    with pytest.raises(EditError, match="can't move"):
        Moving(shared_editor, [EyesEdit(exemplar="a" * 64)])
    with pytest.raises(EditError, match="'Shine' is made for one picture"):
        Moving(shared_editor, [Shine(1)])


def test_nobody_in_the_clip_is_said(shared_editor):
    moving = Moving(shared_editor.sibling(), [LatentEdit({"smile": 1.0})])
    with pytest.raises(FaceError, match=r"No face was found in holiday\.mp4"):
        moving.meet(frames(EMPTY), None, "holiday.mp4")
