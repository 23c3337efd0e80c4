"""Hair that greys along: where it is, what becomes of it, and that it is asked for."""

import json
from typing import Any

import numpy as np
import pytest
from test_ageing import landmarks

from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.faces.hair import hair_mask
from ganeditor.engine.greying import Greying, Hair, HairInPhoto, grey_share
from ganeditor.fields import Fields

SIDE = 256
SKIN, HAIR, COAT, WALL = (205, 155, 125), (70, 40, 25), (40, 60, 160), (120, 140, 120)


def head() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A head of brown hair before a wall; the picture, landmarks and how much of it is a person."""
    points = landmarks() + 64  # of a face 128 pixels wide
    rows, columns = np.mgrid[:SIDE, :SIDE]

    def disc(x: float, y: float, across: float, down: float) -> np.ndarray:
        return ((columns - x) / across) ** 2 + ((rows - y) / down) ** 2 < 1

    hair, face, coat = disc(128, 116, 62, 76), disc(128, 136, 46, 58), disc(128, 270, 90, 70)
    picture = np.full((SIDE, SIDE, 3), WALL, np.float32)
    picture[coat], picture[hair], picture[face] = COAT, HAIR, SKIN
    picture += np.random.default_rng(0).normal(0, 2, (SIDE, SIDE, 1))
    return np.clip(picture, 0, 255).astype(np.uint8), points, (hair | coat | face).astype(np.float32)


def test_hair_is_found_and_neither_face_nor_coat_nor_wall():
    picture, points, person = head()
    mask = hair_mask(picture, points, person)
    assert mask[48:64, 112:144].min() > 0.8  # the crown
    assert mask[110:120, 72:76].mean() > 0.5  # beside the face
    assert mask[110:180, 100:156].max() < 0.2 and mask[225:].max() < 0.1 and mask[:30].max() == 0


def test_a_bald_head_has_none():
    picture, points, person = head()
    picture[np.all(np.abs(picture.astype(int) - HAIR) < 15, axis=2)] = SKIN
    assert hair_mask(picture, points, person).max() == 0


def test_grey_hair_is_lighter_without_colour_and_keeps_its_strands():
    strands = np.tile(np.array([[70, 40, 25], [35, 20, 12]], np.uint8), (8, 8, 1))
    photo = strands.copy()
    hair = HairInPhoto((0, 0, 8, 8), np.repeat([[1.0], [0.0]], 4, axis=0).astype(np.float32).repeat(8, axis=1), 33, 160)
    Greying(hair, 1.0).apply_to(photo)
    light, dark = photo[0, 0].astype(int), photo[0, 1].astype(int)
    assert light.max() - light.min() < 8 and light.mean() > 110 and 40 < dark.mean() < light.mean() - 30
    np.testing.assert_array_equal(photo[4:], strands[4:])
    half = strands.copy()
    Greying(hair, 0.5).apply_to(half)
    assert strands[0, 0].mean() < half[0, 0].mean() < light.mean()


@pytest.mark.parametrize("shape", [(8, 8, 1), (8, 8, 2), (8, 8, 4)])
@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_grey_photos_stay_grey_and_alpha_stays(shape: tuple[int, ...], depth: Any):
    photo = np.full(shape, np.iinfo(depth).max // 5, depth)
    before = photo.copy()
    Greying(HairInPhoto((0, 0, 8, 8), np.ones((8, 8), np.float32), 50, 160), 1.0).apply_to(photo)
    assert (photo[..., 0] > before[..., 0]).all()
    if shape[2] == 4:
        assert (photo[..., :3] == photo[..., :1]).all()
    if shape[2] > 1:
        np.testing.assert_array_equal(photo[..., -1], before[..., -1])


def test_it_goes_with_the_years():
    assert grey_share(20, 25) == 0 and grey_share(40, 30) == 0
    assert 0 < grey_share(30, 45) < grey_share(30, 60) < 1
    assert grey_share(50, 80) == 1 and grey_share(80, 85) == 0


def test_hair_greys_only_when_asked_and_only_with_age(editor: Any, astronaut: Any):
    (face,) = editor.set_photo(astronaut)
    editor.guess(face.id)
    state = editor._states[face.id]
    mask = np.zeros((320, 320), np.float32)
    mask[20:60, 100:220] = 1
    state.__dict__["hair"] = Hair(mask, 40.0, 150.0)

    def edited(amounts: dict[str, float], greys: bool, shrink: int = 1) -> np.ndarray:
        photo = astronaut[::shrink, ::shrink].copy()
        editor.overlay(face.id, [LatentEdit(amounts, hair_greys=greys)], shrink).apply_to(photo)
        return photo

    plain, grey = edited({"age": 40.0}, False), edited({"age": 40.0}, True)
    x0, y0, x1, y1 = state.hair.placed(state.region).box_xyxy
    hair = np.zeros(astronaut.shape[:2], bool)
    hair[y0:y1, x0:x1] = state.hair.placed(state.region).mask > 0
    assert hair.mean() > 0.005 and (grey != plain)[hair].any(1).mean() > 0.8
    np.testing.assert_array_equal(grey[~hair], plain[~hair])
    np.testing.assert_array_equal(edited({"age": -10.0}, True), edited({"age": -10.0}, False))
    np.testing.assert_array_equal(edited({"eye_open": 0.5}, True), edited({"eye_open": 0.5}, False))
    assert (edited({"age": 40.0}, True, 2) != edited({"age": 40.0}, False, 2)).any()


def test_the_switch_is_kept_and_older_files_have_it_off():
    edit = LatentEdit({"age": 30.0}, hair_greys=True)
    written = json.loads(json.dumps(edit.to_json()))
    assert LatentEdit.from_json(Fields(written)) == edit
    del written["hair_greys"]
    assert LatentEdit.from_json(Fields(written)) == LatentEdit({"age": 30.0})
    assert LatentEdit().between(edit, 0.5).hair_greys
