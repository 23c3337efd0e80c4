"""Paste-back: exact where nothing changes, and right where something does."""

import numpy as np
import pytest

from ganeditor.edits.attributes import EVERYWHERE, FACE, LOWER, UPPER
from ganeditor.engine.faces.light import luminance
from ganeditor.engine.paste import FaceRegion, Overlay, face_mask

SIDE = 64


def landmarks() -> np.ndarray:
    """A stylised face of 68 points in a unit square."""
    jaw = [(0.5 - 0.4 * np.cos(np.pi * i / 16), 0.35 + 0.6 * np.sin(np.pi * i / 16)) for i in range(17)]
    brows = [(0.16 + 0.68 * i / 9, 0.2) for i in range(10)]
    rest = [(0.5, 0.5)] * 41
    return np.array(jaw + brows + rest, np.float32)


@pytest.fixture
def region() -> FaceRegion:
    """A face whose crop is the square (20, 30)–(180, 190) of a 300×260 photo."""
    matrix = np.array([[SIDE / 160, 0, -20 * SIDE / 160], [0, SIDE / 160, -30 * SIDE / 160]])
    return FaceRegion(matrix, SIDE, landmarks() * 160 + [20, 30], 300, 260)


def photos() -> list[np.ndarray]:
    random = np.random.default_rng(0)
    photo = [random.integers(0, 256, (260, 300, channels), np.uint8) for channels in (1, 2, 3, 4)]
    return photo + [random.integers(0, 65536, (260, 300, channels), np.uint16) for channels in (1, 2, 3, 4)]


def faces(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return tuple(random.uniform(0, 255, (2, SIDE, SIDE, 3)).astype(np.float32))


def generated(region: FaceRegion, crop, before, after, monochrome: bool = False) -> Overlay:
    return region.replaced(region.matched(crop, before, after), EVERYWHERE, monochrome)


@pytest.mark.parametrize("photo", photos(), ids=lambda p: f"{p.dtype}-{p.shape[2]}")
@pytest.mark.parametrize("mode", ["detail", "generated"])
def test_outside_the_mask_and_alpha_stay_bit_identical(region, photo, mode):
    before, after = faces()
    if mode == "detail":
        overlay = region.overlay(region.detail(before, after), monochrome=False)
    else:
        overlay = generated(region, before, before, after)
    edited = photo.copy()
    overlay.apply_to(edited)
    x0, y0, x1, y1 = overlay.box_xyxy
    touched = np.zeros(photo.shape[:2], bool)
    touched[y0:y1, x0:x1] = overlay.mask > 0
    assert 0.05 < touched.mean() < 0.5
    np.testing.assert_array_equal(edited[~touched], photo[~touched])
    assert (edited[touched] != photo[touched]).any(1).mean() > 0.5
    if photo.shape[2] in (2, 4):
        np.testing.assert_array_equal(edited[..., -1], photo[..., -1])


@pytest.mark.parametrize("photo", photos(), ids=lambda p: f"{p.dtype}-{p.shape[2]}")
def test_equal_syntheses_change_nothing(region, photo):
    before, _after = faces()
    edited = photo.copy()
    region.overlay(region.detail(before, before.copy()), monochrome=False).apply_to(edited)
    np.testing.assert_array_equal(edited, photo)


def test_a_plain_difference_arrives_where_the_mask_is_full(region):
    flat = np.full((SIDE, SIDE, 3), 100, np.float32)
    photo = np.full((260, 300, 3), 50, np.uint8)
    overlay = region.overlay(region.detail(flat, flat + np.array([10, 20, 30], np.float32)), monochrome=False)
    overlay.apply_to(photo)
    assert overlay.sources is None  # nothing moved
    x0, y0, x1, y1 = overlay.box_xyxy
    full = overlay.mask > 0.999
    assert full.any()
    np.testing.assert_array_equal(photo[y0:y1, x0:x1][full], np.broadcast_to([60, 70, 80], (full.sum(), 3)))


def test_sixteen_bit_and_grey_get_the_same_change(region):
    flat = np.full((SIDE, SIDE, 3), 100, np.float32)
    overlay = region.overlay(region.detail(flat, flat + 10), monochrome=False)
    deep, grey = np.full((260, 300, 3), 50 * 257, np.uint16), np.full((260, 300, 1), 50, np.uint8)
    overlay.apply_to(deep)
    overlay.apply_to(grey)
    assert abs(int(deep.max()) - 60 * 257) < 26  # a tenth of an 8-bit level
    assert grey.max() == 60


def test_moved_parts_take_their_texture_along():
    """The synthesis moves a blob by 6 crop pixels: the photo's own texture must move with it, not be doubled."""
    matrix = np.array([[1.0, 0, 0], [0, 1.0, 0]])
    region = FaceRegion(matrix, 128, landmarks() * 128, 128, 128)
    y, x = np.mgrid[:128, :128].astype(np.float32)

    def blob(centre: float) -> np.ndarray:
        return np.repeat(200 * np.exp(-((x - centre) ** 2 + (y - 64) ** 2) / 200)[..., None], 3, 2) + 20

    texture = np.random.default_rng(0).integers(-12, 12, (128, 128, 1))
    photo = np.clip(blob(60) + texture, 0, 255).astype(np.uint8)
    overlay = region.overlay(region.detail(blob(60), blob(66), moved=blob(66)), monochrome=False)
    edited = photo.copy()
    overlay.apply_to(edited)
    shift = (
        x[60:68, 62:70]
        + 0.5
        - overlay.sources[
            60 - overlay.box_xyxy[1] : 68 - overlay.box_xyxy[1], 62 - overlay.box_xyxy[0] : 70 - overlay.box_xyxy[0], 0
        ]
    )
    assert 2.5 < shift.mean() < 8
    wanted = np.clip(np.roll(photo, 6, axis=1), 0, 255)
    plain = np.clip(photo + blob(66) - blob(60), 0, 255)
    spot = (slice(50, 78), slice(52, 80))
    assert np.abs(edited[spot] - wanted[spot].astype(float)).mean() < np.abs(plain[spot] - wanted[spot]).mean()


def test_monochrome_photos_stay_monochrome(region):
    before, after = faces()
    photo = np.full((260, 300, 3), 90, np.uint8)
    for overlay in (
        region.overlay(region.detail(before, after), monochrome=True),
        generated(region, np.full_like(before, 90), before, after, monochrome=True),
    ):
        edited = photo.copy()
        overlay.apply_to(edited)
        assert (edited[..., 0] == edited[..., 1]).all() and (edited[..., 1] == edited[..., 2]).all()
        assert (edited != photo).any()


def test_generated_mode_matches_the_photos_colours(region):
    """A synthesis that is twice as bright as the photo comes in at the photo's brightness."""
    random = np.random.default_rng(2)
    crop = random.uniform(60, 100, (SIDE, SIDE, 3)).astype(np.float32)
    overlay = generated(region, crop, crop * 2, crop * 2)
    inside = overlay.mask > 0.99
    assert overlay.colour[inside].mean() == pytest.approx(80, abs=2)


def test_values_are_clipped_not_wrapped(region):
    flat = np.zeros((SIDE, SIDE, 3), np.float32)
    photo = np.full((260, 300, 3), 250, np.uint8)
    region.overlay(region.detail(flat, flat + 200), monochrome=False).apply_to(photo)
    assert photo.max() == 255 and photo.min() == 250


def test_a_face_outside_the_photo_is_empty():
    matrix = np.array([[1.0, 0, 1000], [0, 1.0, 1000]])
    region = FaceRegion(matrix, SIDE, landmarks() * SIDE - 1000, 50, 50)
    assert region.empty


def test_mask_covers_the_face_and_fades_at_the_rim():
    mask = face_mask(landmarks() * 128, 128)
    assert mask[64, 64] == pytest.approx(1, abs=1e-3) and mask[40, 64] > 0.9
    assert mask[0].max() == mask[-1].max() == mask[:, 0].max() == mask[:, -1].max() == 0
    assert np.abs(np.diff(mask, axis=0)).max() < 0.2


def test_luminance_of_grey_is_itself():
    assert luminance(np.full((2, 2, 3), 7, np.float32)) == pytest.approx(7)


def test_overlay_touches_only_its_box():
    overlay = Overlay((2, 3, 5, 6), np.ones((3, 3), np.float32), np.full((3, 3, 3), 9, np.float32), replaces=True)
    photo = np.zeros((10, 10, 3), np.uint8)
    overlay.apply_to(photo)
    assert (photo[3:6, 2:5] == 9).all() and photo.sum() == 9 * 27


def test_each_part_of_the_face_is_changed_alone(region):
    """A smile leaves the forehead, glasses the chin, and what moves no eyes leaves these as they are."""
    flat = np.full((region.side, region.side, 3), 90, np.float32)
    points = landmarks() * region.side
    brow, chin, eye = points[19].astype(int), points[8].astype(int) - [0, 8], points[36:42].mean(0).astype(int)
    shown = {}
    for name, regions in {"upper": {UPPER}, "lower": {LOWER}, "face": {FACE}, "all": EVERYWHERE}.items():
        mask = region.mask_of(frozenset(regions))
        shown[name] = [float(mask[y, x]) for x, y in (brow, chin, eye)]
        photo = np.zeros((400, 400, 3), np.uint8)
        region.overlay(region.detail(flat, flat + 50, regions=frozenset(regions)), monochrome=False).apply_to(photo)
        assert photo.any()
    assert shown["upper"][0] > 0.5 and shown["upper"][1] < 0.05 and shown["upper"][2] < 0.3
    assert shown["lower"][0] == 0 and shown["lower"][1] > 0.5
    assert shown["face"][2] < 0.3 < 0.9 < shown["all"][2]


def test_the_mask_of_a_part_is_enlarged_once_for_a_drag_and_anew_for_another_part(region):
    flat = np.full((region.side, region.side, 3), 90, np.float32)

    def mask(part):
        return region.overlay(region.detail(flat, flat + 50, regions=frozenset({part})), monochrome=False).mask

    upper, lower = mask(UPPER), mask(LOWER)
    assert mask(LOWER) is lower
    assert (upper != lower).any()
    np.testing.assert_array_equal(mask(UPPER), upper)


def test_the_skin_keeps_its_mean_colour_when_asked(region):
    flat = np.full((region.side, region.side, 3), 90, np.float32)
    marked = flat + 30
    marked[:20] -= 60
    overlay = region.overlay(region.detail(flat, marked, hold_skin=True), monochrome=False)
    assert abs(float(np.median(overlay.colour[overlay.mask > 0.9]))) < 1
