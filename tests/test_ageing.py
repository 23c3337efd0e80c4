"""Ageing on the skin of a photo: wrinkles come, stains do not, and what grows young loses its folds."""

import numpy as np
import pytest

from ganeditor.engine.ageing import Ageing, skin_of
from ganeditor.engine.faces.light import luminance
from ganeditor.engine.faces.skin import skin_likeness
from ganeditor.engine.paste import FaceRegion

SIDE = 128
SKIN, HAIR, SCARF = (200, 150, 120), (40, 30, 25), (40, 60, 160)
CHEEK = slice(66, 78), slice(34, 50)  # rows and columns between eye and mouth


def landmarks() -> np.ndarray:
    """68 points of a plain face, in pixels of the crop."""
    jaw = [(0.5 - 0.36 * np.cos(np.pi * i / 16), 0.4 + 0.5 * np.sin(np.pi * i / 16)) for i in range(17)]
    brows = [(x, 0.33) for x in (*np.linspace(0.24, 0.42, 5), *np.linspace(0.58, 0.76, 5))]
    nose = [(0.5, y) for y in np.linspace(0.42, 0.58, 4)] + [(x, 0.61) for x in np.linspace(0.44, 0.56, 5)]
    eyes = [(x + 0.04 * np.cos(t), 0.42 + 0.02 * np.sin(t)) for x in (0.33, 0.67) for t in np.arange(6) * np.pi / 3]
    mouth = [(0.5 + 0.1 * np.cos(t), 0.74 + 0.03 * np.sin(t)) for t in np.arange(20) * np.pi / 10]
    return np.array(jaw + brows + nose + eyes + mouth, np.float32) * SIDE


def photo() -> np.ndarray:
    """Skin with grain, hair above it and a scarf at its left."""
    crop = np.full((SIDE, SIDE, 3), SKIN, np.float32)
    crop[:26], crop[:, :14] = HAIR, SCARF
    return np.clip(crop + np.random.default_rng(0).normal(0, 3, (SIDE, SIDE, 1)), 0, 255).astype(np.uint8)


@pytest.fixture
def region() -> FaceRegion:
    return FaceRegion(np.eye(2, 3), SIDE, landmarks(), SIDE, SIDE)


def light(
    region: FaceRegion, crop: np.ndarray, after: np.ndarray, start: np.ndarray, years: float, now: float = 40
) -> np.ndarray:
    skin = skin_of(crop, landmarks(), region.mask_of(frozenset({"face"})))
    return Ageing(start, now, years, skin).light(start, after, crop.astype(np.float32), lambda image: image)


def flat() -> np.ndarray:
    return np.full((SIDE, SIDE, 3), (190, 150, 130), np.float32)


def test_skin_is_told_from_hair_and_cloth():
    likeness = skin_likeness(photo(), landmarks())
    assert likeness[CHEEK].min() > 0.9
    assert likeness[2:22].max() < 0.1 and likeness[40:100, 2:10].max() < 0.1


def test_a_wrinkle_arrives_darker_redder_and_on_skin_alone(region):
    after = flat()
    after[70:72, 10:100] -= 40  # across the cheek, from the scarf on
    added = light(region, photo(), after, flat(), 30)
    line, beside = added[70:72, 36:48].mean((0, 1)), added[60:64, 36:48].mean((0, 1))
    assert (line < beside - 12).all()
    relative = line / np.array(SKIN)
    assert relative[0] > relative[1] > relative[2]
    assert np.abs(added[70:72, :12]).max() < 2
    assert np.abs(added[:20]).max() < 2


def test_broad_light_and_patches_of_colour_do_not_arrive(region):
    after = flat()
    rows, columns = np.mgrid[:SIDE, :SIDE]
    after += (columns * 0.5)[..., None]  # light from one side
    patch = np.exp(-((rows - 72) ** 2 + (columns - 42) ** 2) / 50)[..., None] * np.array([40, -20.4, 0])
    added = light(region, photo(), after + patch, flat(), 30)
    plain = light(region, photo(), flat(), flat(), 30)
    assert np.abs(luminance(np.array([40, -20.4, 0], np.float32))) < 0.5  # the patch is colour and nothing else
    assert np.abs(added - plain)[CHEEK].max() < 6


def test_a_younger_face_loses_its_folds_and_keeps_its_grain(region):
    crop = photo().astype(np.float32)
    rows = np.arange(SIDE, dtype=np.float32)[:, None, None]
    crop *= 1 - 0.3 * np.exp(-((rows - 72) ** 2) / 4)
    crop[:26], crop[:, :14] = HAIR, SCARF
    crop = crop.astype(np.uint8)
    young = crop + light(region, crop, flat(), flat(), -20)
    fold, still = (
        image[71:74, 36:48].mean() - image[60:64, 36:48].mean() for image in (crop.astype(np.float32), young)
    )
    assert fold < -30 and still > 0.6 * fold
    assert young[60:64, 36:48].std() > 0.85 * crop[60:64, 36:48].std()
    older = crop + light(region, crop, flat(), flat(), 30)
    assert older[71:74, 36:48].mean() < crop[71:74, 36:48].mean() - 4


def test_it_begins_at_nothing_and_grows(region):
    crop, amounts = photo(), []
    for years in (-20, -10, -0.01, 0.01, 15, 30):
        amounts.append(float(np.abs(light(region, crop, flat(), flat(), years)).mean()))
    assert amounts[0] > amounts[1] > amounts[2] and amounts[3] < amounts[4] < amounts[5]
    assert max(amounts[2:4]) < 0.01


def test_the_photo_moves_when_a_face_grows_young_and_stays_when_it_grows_old(region):
    """A mark that the synthesis has further down comes from there; other parts of the edit move by themselves."""
    crop = photo()
    skin = skin_of(crop, landmarks(), region.mask_of(frozenset({"face"})))
    rows, columns = np.mgrid[:SIDE, :SIDE]

    def blob(x: float, y: float) -> np.ndarray:
        return np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 60)[..., None] * 90

    before = flat() - blob(42, 70)
    after = flat() - blob(42, 76)
    young = region.detail(
        before, after, crop=crop.astype(np.float32), moved=after, ageing=Ageing(before, 40, -20, skin)
    )
    assert young.flow is not None and young.flow[70:80, 38:46, 1].mean() < -2
    old = region.detail(before, after, crop=crop.astype(np.float32), ageing=Ageing(before, 40, 30, skin))
    assert old.flow is None
    smiled = flat() - blob(42, 73)
    both = region.detail(before, after, crop=crop.astype(np.float32), moved=after, ageing=Ageing(smiled, 40, -20, skin))
    np.testing.assert_allclose(both.difference[40:60, 36:48], young.difference[40:60, 36:48], atol=1)
    assert np.abs(both.difference[CHEEK]).mean() < np.abs(after - before)[CHEEK].mean()


def test_a_child_grows_up_before_it_wrinkles(region):
    after = flat()
    after[70:72, 30:60] -= 40

    def depth(years: float, now: float) -> float:
        added = light(region, photo(), after, flat(), years, now)
        return float(added[60:64, 36:48].mean() - added[70:72, 36:48].mean())

    assert Ageing(flat(), 8, 10, skin_of(photo(), landmarks(), np.ones((SIDE, SIDE), np.float32))).moves
    assert depth(10, 8) < depth(30, 8) < depth(30, 30)
    assert depth(10, 8) < 0.6 * depth(30, 30)
