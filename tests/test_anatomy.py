"""What is known of a face beyond its landmarks: mesh, eyes, parts, person."""

import numpy as np
import pytest
from turning import turned

from ganeditor.checkpoints.assembly import EditorOptions, finder
from ganeditor.engine.faces.anatomy import Anatomy
from ganeditor.engine.faces.eyes import CLOSED, RELIEF_OF_LIDS, ratio_of, relief_of
from ganeditor.engine.faces.mesh import LOOPS, Mesh
from ganeditor.engine.faces.regions import PARTS, loop_mask, part_mask
from ganeditor.errors import FaceError
from ganeditor.opencv import cv2


@pytest.fixture(scope="module")
def anatomy() -> Anatomy:
    return Anatomy()


@pytest.fixture(scope="module")
def landmarks(astronaut):
    (face,) = finder(EditorOptions(device="cpu")).find(astronaut).faces
    return face.landmarks


@pytest.fixture(scope="module")
def mesh(anatomy, astronaut, landmarks) -> Mesh:
    return anatomy.mesh(astronaut, landmarks)


def enlarged(picture, scale):
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)


def test_the_mesh_lies_on_the_landmarks(mesh, landmarks):
    own = np.stack([landmarks[36:42].mean(0), landmarks[42:48].mean(0), landmarks[48], landmarks[54]])
    np.testing.assert_allclose(mesh.anchors, own, atol=4)
    assert np.abs(mesh.flat[4] - landmarks[30]).max() < 6, "the tip of the nose"
    assert mesh.confidence > 0.9
    assert mesh.points[4, 2] < mesh.points[[234, 454], 2].min(), "which is nearer than the ears"


@pytest.mark.parametrize("degrees", [90, 180, 30])
def test_a_turned_photo_has_a_turned_mesh(anatomy, mesh, astronaut, landmarks, degrees):
    photo, move = turned(astronaut, degrees)
    found = anatomy.mesh(photo, move(landmarks))
    assert np.abs(found.flat - move(mesh.flat)).mean() < 0.7
    assert (found.pose.roll - mesh.pose.roll - degrees + 180) % 360 - 180 == pytest.approx(0, abs=2)
    assert found.pose.yaw == pytest.approx(mesh.pose.yaw, abs=3)


def test_the_scale_does_not_matter(anatomy, mesh, astronaut, landmarks):
    found = anatomy.mesh(enlarged(astronaut, 3), landmarks * 3)
    assert np.abs(found.points / 3 - mesh.points).mean() < 0.7


def test_a_mirror_swaps_left_and_right(anatomy, mesh, astronaut, landmarks):
    mirrored = np.ascontiguousarray(astronaut[:, ::-1])
    order = [*range(16, -1, -1), *range(26, 16, -1), *range(27, 31), *range(35, 30, -1), *range(45, 41, -1), 47, 46]
    order += [*range(39, 35, -1), 41, 40, *range(54, 47, -1), *range(59, 54, -1), *range(64, 59, -1), 67, 66, 65]
    points = (np.array([astronaut.shape[1], 0]) + landmarks[order] * [-1, 1]).astype(np.float32)
    found = anatomy.mesh(mirrored, points)
    assert found.pose.yaw == pytest.approx(-mesh.pose.yaw, abs=3)
    assert found.pose.pitch == pytest.approx(mesh.pose.pitch, abs=3)
    left, right = anatomy.eyes(mirrored, found)
    own_left, own_right = anatomy.eyes(astronaut, mesh)
    assert left.gaze_x == pytest.approx(-own_right.gaze_x, abs=0.1)
    assert right.gaze_x == pytest.approx(-own_left.gaze_x, abs=0.1)
    assert astronaut.shape[1] - left.iris[0] == pytest.approx(own_right.iris[0], abs=1.5)


def test_eyes_lie_where_they_are(anatomy, mesh, astronaut):
    for eye, name in zip(anatomy.eyes(astronaut, mesh), ("left_eye", "right_eye"), strict=True):
        assert eye.state == "open" and 0.25 < eye.ratio < 0.5
        np.testing.assert_allclose(eye.lids, mesh.loop(name), atol=3)
        grey = cv2.GaussianBlur(cv2.cvtColor(astronaut, cv2.COLOR_RGB2GRAY), (0, 0), 1)
        inside = loop_mask(eye.lids, *grey.shape) > 0
        assert grey[int(eye.iris[1]), int(eye.iris[0])] < np.median(grey[inside]), "an iris is darker than its white"
        assert 0.1 < eye.radius / eye.width < 0.35


def test_an_iris_that_moves_is_followed(anatomy, mesh, astronaut):
    photo, big = enlarged(astronaut, 4), mesh.seen_through(np.array([[4.0, 0, 0], [0, 4, 0]]))
    eye = anatomy.eyes(photo, big)[0]
    shift = 0.12 * eye.width
    rows, columns = np.mgrid[: photo.shape[0], : photo.shape[1]].astype(np.float32)
    pull = np.exp(-((columns - eye.iris[0]) ** 2 + (rows - eye.iris[1]) ** 2) / (2 * (1.4 * eye.radius) ** 2))
    moved = cv2.remap(photo, columns - np.float32(shift) * pull, rows, cv2.INTER_LINEAR)
    again = anatomy.eyes(moved, big)[0]
    assert again.iris[0] - eye.iris[0] > 0.5 * shift and abs(again.iris[1] - eye.iris[1]) < 0.2 * shift


def test_an_opening_is_measured():
    angles = np.linspace(np.pi, -np.pi, 17)[:16]
    lids = np.column_stack([np.cos(angles), -0.3 * np.sin(angles)]).astype(np.float32)
    assert lids[4, 1] < 0 < lids[12, 1], "over the upper lid, which has the smaller y"
    assert ratio_of(lids) == pytest.approx(0.3, rel=0.1)
    assert ratio_of(lids * [1, 0]) == 0


def drawn_eye(inside):
    """A window of skin with 28 pixels from corner to corner, and its lids; inside(columns) is the level in between."""
    angles = np.linspace(np.pi, -np.pi, 17)[:16]
    lids = np.column_stack([32 + 14 * np.cos(angles), 32 - 3 * np.sin(angles)]).astype(np.float32)
    level = np.where(loop_mask(lids, 64, 64) > 0, inside(np.arange(64) + 0.5 - 32), 180)
    return np.repeat(level[..., None], 3, axis=2).astype(np.uint8), lids


def test_what_is_between_the_lids_is_seen():
    open_eye = relief_of(*drawn_eye(lambda x: np.where(abs(x) < 4, 40, 200)))
    lid, lashes = relief_of(*drawn_eye(lambda x: 180 + 0 * x)), relief_of(*drawn_eye(lambda x: 70 + x))
    assert lid == 0 and lashes < RELIEF_OF_LIDS < 0.5 * open_eye


def test_eyes_under_lids_are_closed_and_eyes_that_narrow_are_not(anatomy, mesh, astronaut):
    photo, big = enlarged(astronaut, 4), mesh.seen_through(np.array([[4.0, 0, 0], [0, 4, 0]]))
    own = anatomy.eyes(photo, big)
    covered, narrowed = photo.astype(np.float32), photo
    rows, columns = np.mgrid[: photo.shape[0], : photo.shape[1]].astype(np.float32)
    for eye in own:
        middle = eye.corners.mean(0)
        lid = loop_mask((eye.lids - middle) * [1.1, 1.9] + middle, *photo.shape[:2], feather=4)[..., None]
        covered += lid * (photo[int(middle[1] + 0.5 * eye.width), int(middle[0])] - covered)
        near = np.exp(-((columns - middle[0]) ** 2 + (2 * (rows - middle[1])) ** 2) / (2 * (0.5 * eye.width) ** 2))
        narrowed = cv2.remap(narrowed, columns, rows + 2 * near * (rows - middle[1]), cv2.INTER_LINEAR)
    assert all(eye.closed for eye in anatomy.eyes(np.rint(covered).astype(np.uint8), big))
    slits = anatomy.eyes(narrowed, big)
    assert np.mean([eye.ratio for eye in slits]) < CLOSED, "by the lids alone they would be closed"
    assert not any(eye.closed for eye in slits)


def test_the_slider_of_the_eyes_is_seen(editor, astronaut):
    """The pack's own direction closes eyes that its generator has drawn, and both networks follow."""
    (face,) = editor.set_photo(astronaut)
    editor.guess(face.id)
    state = editor._state(face.id)
    mesh = state.mesh.seen_through(state.matrix)
    ratios = []
    for amount in (-3, 0, 2):
        step = state.ws + amount * state.model.latents.directions["eye_open"]
        picture = np.clip(np.rint(state.synthesis(step)), 0, 255).astype(np.uint8)
        eyes = state.anatomy.eyes(picture, state.anatomy.mesh_again(picture, mesh))
        ratios.append(np.mean([eye.ratio for eye in eyes]))
    assert ratios == sorted(ratios) and ratios[2] - ratios[0] > 0.05


def test_what_has_no_mesh_says_why(anatomy, mesh, astronaut, landmarks):
    small = cv2.resize(astronaut, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    with pytest.raises(FaceError, match="too small: 11 pixels"):
        anatomy.mesh(small, landmarks / 4)
    with pytest.raises(FaceError, match="hidden"):
        anatomy.mesh(np.full_like(astronaut, 90), landmarks)
    assert anatomy.mesh_again(np.full_like(astronaut, 90), mesh).confidence < 0.5
    deep = np.zeros((468, 3), np.float32)
    deep[263] = [50, 0, 90]
    assert Mesh(deep).pose.yaw == pytest.approx(np.degrees(np.arctan2(90, 50)))


def test_parts_lie_in_the_face(mesh, astronaut):
    height, width = astronaut.shape[:2]
    masks = {part: part_mask(mesh, part, height, width) for part in PARTS}
    assert masks.keys() == LOOPS.keys()
    face = masks.pop("oval")
    for part, mask in masks.items():
        assert 0 < mask.sum() < face.sum() / 8, part
        assert (face[mask > 0] > 0).all(), part
    assert masks["left_eye"].nonzero()[1].max() < masks["right_eye"].nonzero()[1].min()
    assert masks["left_brow"].nonzero()[0].mean() < masks["left_eye"].nonzero()[0].min()
    assert masks["upper_lip"].nonzero()[0].mean() < masks["lower_lip"].nonzero()[0].mean()
    soft = part_mask(mesh, "nose", height, width, feather=2)
    assert 0 < soft[soft < 1].max() < 1 and soft.sum() == pytest.approx(masks["nose"].sum(), rel=0.01)


def test_a_person_is_told_from_the_room(anatomy, mesh, astronaut):
    mask = anatomy.person(astronaut)
    assert mask.shape == astronaut.shape[:2]
    assert np.quantile(mask[part_mask(mesh, "oval", *mask.shape) > 0], 0.05) > 0.9
    assert mask[:40, 300:340].max() < 0.3 and mask[400, 200] > 0.7
