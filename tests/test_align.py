"""Alignment: transforms, cropping and pasting as inverses."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ganeditor.engine.faces import align
from ganeditor.engine.faces.align import FFHQTemplate, Template
from ganeditor.errors import FaceError

TEMPLATE = Template(((0.307, 0.3), (0.693, 0.3), (0.331, 0.682), (0.669, 0.682)))

angles = st.floats(-3.1, 3.1)
scales = st.floats(0.05, 20)
shifts = st.floats(-500, 500)


def similarity(angle: float, scale: float, x: float, y: float) -> np.ndarray:
    cosine, sine = scale * np.cos(angle), scale * np.sin(angle)
    return np.array([[cosine, -sine, x], [sine, cosine, y]])


@given(angles, scales, shifts, shifts)
def test_fit_finds_the_similarity(angle, scale, x, y):
    matrix = similarity(angle, scale, x, y)
    points = np.array([[0, 0], [40, 3], [11, 50], [45, 48]], np.float64)
    moved = points @ matrix[:, :2].T + matrix[:, 2]
    np.testing.assert_allclose(align.fit_similarity(points, moved), matrix, atol=1e-6 * max(1, scale), rtol=1e-6)


@given(angles, scales, shifts, shifts)
def test_invert_goes_back(angle, scale, x, y):
    matrix = similarity(angle, scale, x, y)
    points = np.array([[3.0, 4.0], [100.0, -20.0]])
    back = align.transform_points(align.invert(matrix), align.transform_points(matrix, points))
    np.testing.assert_allclose(back, points, atol=0.01 * max(1, 1 / scale))
    assert align.scale_of(matrix) == pytest.approx(scale, rel=1e-6)


@given(angles, st.floats(20, 2000), shifts, shifts)
def test_template_brings_the_anchors_home(angle, size, x, y):
    home = np.asarray(TEMPLATE.points)
    anchors = home @ similarity(angle, size, x, y)[:, :2].T + [x, y]
    found = align.transform_points(TEMPLATE.transform(anchors.astype(np.float32), 128), anchors)
    np.testing.assert_allclose(found, home * 128, atol=0.05)


def test_coinciding_landmarks_are_refused():
    same = np.full((4, 2), 7, np.float32)
    for template in (TEMPLATE, FFHQTemplate()):
        with pytest.raises(FaceError, match="by hand"):
            template.transform(same, 128)


def test_ffhq_puts_an_upright_face_where_ffhq_does():
    """Eyes level, mouth below: side = 2·max(2·|e|, 1.8·|m|), centre = eyes + 0.1·m."""
    anchors = np.array([[40, 50], [80, 50], [45, 95], [75, 95]], np.float32)
    # x = e - rot90(m) with e = (40, 0) and m = (0, 45) is (85, 0) before it is scaled.
    matrix = FFHQTemplate().transform(anchors, 1024)
    side = 2 * max(2.0 * 40, 1.8 * 45)
    corners = align.transform_points(align.invert(matrix), [[0, 0], [1024, 1024]])
    np.testing.assert_allclose(corners, [[60 - side / 2, 54.5 - side / 2], [60 + side / 2, 54.5 + side / 2]], atol=1e-3)


def smooth_photo(height: int = 600, width: int = 700) -> np.ndarray:
    y, x = np.mgrid[:height, :width]
    waves = [np.sin(x / 83 + y / 101), np.cos(x / 67 - y / 91), np.sin(y / 77)]
    return np.rint(np.stack(waves, 2) * 100 + 128).astype(np.uint8)


@settings(max_examples=25, deadline=None)
@given(st.floats(-0.6, 0.6), st.floats(0.2, 1.5), st.floats(250, 400), st.floats(250, 350))
def test_crop_and_paste_are_inverses(angle, scale, x, y):
    photo, side = smooth_photo(), 128
    matrix = similarity(angle, scale, 0, 0)
    matrix[:, 2] = side / 2 - matrix[:, :2] @ [x, y]
    face = align.crop(photo, matrix, side).astype(np.float32)
    x0, y0, x1, y1 = align.box_of_crop(matrix, side, 700, 600)
    back = align.resample(face, align.invert(align.shifted(matrix, x0, y0)), (x1 - x0, y1 - y0))
    ys, xs = np.mgrid[y0:y1, x0:x1] + 0.5
    inside = align.transform_points(matrix, np.stack([xs.ravel(), ys.ravel()], 1)).reshape(*xs.shape, 2)
    inside = ((inside > 3) & (inside < side - 3)).all(2)
    assert np.abs(back - photo[y0:y1, x0:x1])[inside].mean() < 1


def test_shrinking_does_not_alias():
    """A one-pixel checkerboard has to come out as its mean, whatever the phase."""
    photo = np.indices((800, 800)).sum(0)[..., None].repeat(3, 2) % 2 * 255
    for scale in (0.2, 0.25, 0.31):
        face = align.crop(photo.astype(np.uint8), np.array([[scale, 0, -10], [0, scale, -10.0]]), 64)
        assert np.abs(face.astype(float) - 127.5).max() < 10, scale  # sampled point by point it is 127


def test_a_crop_beyond_the_photo_is_reflected():
    photo = smooth_photo(60, 60)
    face = align.crop(photo, np.array([[1, 0, 30], [0, 1, 30.0]]), 128)
    assert face.shape == (128, 128, 3)
    # Pixel (30, 30) of the crop is pixel (0, 0) of the photo, and the border mirrors it.
    np.testing.assert_array_equal(face[30:90, 30:90], photo)
    np.testing.assert_array_equal(face[29, 30:90], photo[0])


def test_a_crop_wholly_outside_still_works():
    face = align.crop(smooth_photo(40, 40), np.array([[1, 0, 500], [0, 1, 500.0]]), 32)
    assert face.shape == (32, 32, 3)


def test_a_photo_of_one_pixel_can_be_cropped():
    face = align.crop(np.full((1, 1, 3), 9, np.uint8), np.array([[1, 0, 0], [0, 1, 0.0]]), 32)
    assert (face == 9).all()
