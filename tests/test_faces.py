"""Finding faces: order, ids, marks, sizes, and choosing among several."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from turning import turned

from ganeditor.checkpoints.assembly import EditorOptions, finder
from ganeditor.engine.faces import fan
from ganeditor.engine.faces.detect import Face, Found, choose_faces, marks_of, turn_of
from ganeditor.engine.faces.identity import Identifier
from ganeditor.engine.faces.landmarks import LandmarkPredictor
from ganeditor.engine.faces.shapes import ShapesApart, ShapesHere
from ganeditor.errors import FaceError, ModelError, UserError
from ganeditor.opencv import cv2


@pytest.fixture(scope="module")
def real():
    return finder(EditorOptions(device="cpu"))


def test_the_astronaut(real, astronaut):
    (face,) = real.find(astronaut).faces
    left_eye, right_eye, left_mouth, right_mouth = face.anchors
    np.testing.assert_allclose([left_eye, right_eye], [[204, 102], [247, 104]], atol=3)
    assert left_mouth[1] == pytest.approx(140, abs=4) and left_mouth[0] < right_mouth[0]
    assert face.confidence > 0.9 and face.marks == () and 80 < face.size < 150


def test_dlib_answers_the_same_from_a_child(real, astronaut):
    (face,) = real.find(astronaut).faces
    here, apart = ShapesHere(), ShapesApart()
    for shapes in (here, apart):
        np.testing.assert_array_equal(
            LandmarkPredictor(shapes).landmarks(astronaut, face.box_xyxy),
            real.predictor.landmarks(astronaut, face.box_xyxy),
        )
    one, other = (Identifier(shapes).describe(astronaut, face.landmarks) for shapes in (here, apart))
    np.testing.assert_array_equal(one, other)
    one, other = (shapes.upright(astronaut, -1.0) for shapes in (here, apart))
    assert len(one)
    np.testing.assert_array_equal(one, other)


def test_ids_are_stable_and_differ(real, astronaut):
    two = np.hstack([astronaut, astronaut[:, ::-1]])
    first, again = real.find(two).faces, real.find(two).faces
    assert [face.id for face in first] == [face.id for face in again]
    assert len({face.id for face in first}) == 2


def test_a_group_of_forty_is_found_from_left_to_right(real, astronaut):
    head = astronaut[30:210, 130:330]
    group = np.vstack([np.hstack([head] * 8)] * 5)
    faces = real.find(np.ascontiguousarray(group)).faces
    assert len(faces) == 40
    lefts = [face.box_xyxy[0] for face in faces]
    assert lefts == sorted(lefts)


@pytest.mark.parametrize("scale", [0.3, 1, 6])
def test_coordinates_return_to_full_size(real, astronaut, scale):
    large = cv2.resize(
        astronaut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    )
    (face,) = real.find(large).faces
    np.testing.assert_allclose(face.anchors[0] / scale, [204, 102], atol=3)
    assert ("tiny" in face.marks) == (scale == 0.3)


def test_no_face_is_an_empty_answer(real):
    assert real.find(np.full((50, 60, 3), 128, np.uint8)).faces == ()
    assert real.find(np.zeros((1, 1, 3), np.uint8)).faces == ()


def test_a_face_marked_by_hand_honours_the_marks(real, astronaut):
    face = real.at_points(astronaut, (205, 103), (246, 104), (224, 142))
    np.testing.assert_allclose(face.anchors[:2], [[205, 103], [246, 104]], atol=3)
    blank = np.full((300, 300, 3), 90, np.uint8)
    face = real.at_points(blank, (100, 100), (160, 100), (130, 170))
    np.testing.assert_allclose(face.anchors[:2], [[100, 100], [160, 100]], atol=12)
    with pytest.raises(FaceError):
        real.at_points(blank, (100, 100), (100, 100), (100, 100))


@pytest.mark.parametrize("turn", [0, 90, 137, 180, -60])
def test_marks_may_be_turned_and_the_eyes_come_in_any_order(real, astronaut, turn):
    picture, moved = turned(astronaut, turn)
    left, right, mouth = moved([(204.5, 102), (247, 104), (224, 140)])
    face, other = real.at_points(picture, left, right, mouth), real.at_points(picture, right, left, mouth)
    assert (turn_of(face.landmarks) - turn + 180) % 360 - 180 == pytest.approx(0, abs=8)
    np.testing.assert_array_equal(face.landmarks, other.landmarks)
    straight = real.at_points(astronaut, (204.5, 102), (247, 104), (224, 140))
    np.testing.assert_allclose(face.anchors, moved(straight.anchors), atol=3)


def test_what_is_too_small_is_told():
    assert Found(()).notices == ()
    assert Found((), 1).notices == ("1 face is too small to edit: less than 8 pixels between the eyes.",)
    (notice,) = Found(tuple(faces_in_a_row(1)), 3).notices
    assert notice == "3 more faces are too small to edit: less than 8 pixels between the eyes."


def test_profile_is_marked():
    points = np.zeros((68, 2), np.float32)
    points[36:42], points[42:48] = [30, 30], [70, 30]
    points[1], points[15], points[30] = [10, 50], [90, 50], [50, 50]
    assert marks_of(points) == ()
    points[30] = [82, 50]
    assert marks_of(points) == ("profile",)


def faces_in_a_row(count):
    shape = np.zeros((68, 2), np.float32)
    return [Face(f"face{i}", (i * 9.0, 1, i * 9.0 + 8, 20), shape, 0.9) for i in range(count)]


@given(st.integers(1, 40), st.integers(-5, 60))
def test_choosing_by_number(count, number):
    faces = faces_in_a_row(count)
    if 1 <= number <= count:
        assert choose_faces(faces, str(number), "p.jpg") == [faces[number - 1]]
    else:
        with pytest.raises(FaceError, match=f"no face '{number}' in p.jpg; it has faces 1 to {count}"):
            choose_faces(faces, str(number), "p.jpg")


def test_choosing_otherwise():
    faces = faces_in_a_row(3)
    assert choose_faces(faces, "all", "p.jpg") == faces
    assert choose_faces(faces, faces[1].id, "p.jpg") == [faces[1]]
    assert choose_faces(faces[:1], None, "p.jpg") == faces[:1]
    with pytest.raises(FaceError, match=r"3 faces were found in p.jpg; choose one, 1 to 3 from the left, or all\.$"):
        choose_faces(faces, None, "p.jpg")
    with pytest.raises(FaceError, match=r"No face was found in p.jpg; use a photo"):
        choose_faces([], "all", "p.jpg")


def test_fan_downloads_nothing_by_itself(tmp_path, monkeypatch):
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr(torch.hub, "_hub_dir", None)
    monkeypatch.setattr(torch.hub, "download_url_to_file", lambda *_a, **_k: pytest.fail("it fetched something"))
    with pytest.raises(ModelError, match=r"s3fd-619a316812\.pth.*; put them there, or use the detector centerface\.$"):
        finder(EditorOptions(device="cpu", detector="fan-sfd"))


def test_fan_reports_a_failed_download_with_the_remedy(tmp_path, monkeypatch):
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr(torch.hub, "_hub_dir", None)
    monkeypatch.setattr(fan, "LANDMARKS_URL", "http://127.0.0.1:9/2DFAN4-11f355bf06.pth.tar")
    with pytest.raises(ModelError, match=r"can't be fetched .*; put the file into"):
        finder(EditorOptions(device="cpu", detector="fan-yunet", allow_download=True))


def test_fan_coordinates(monkeypatch):
    """A stand-in for face-alignment: its answers become detections, in pixel-centre coordinates."""
    detector = fan.FanDetector.__new__(fan.FanDetector)

    class Network:
        def get_landmarks_from_image(self, photo, return_bboxes):
            assert return_bboxes
            return None if photo.max() == 0 else ([np.ones((68, 2))], None, [np.array([1.0, 2, 3, 4, 0.8])])

    monkeypatch.setattr(detector, "_network", Network(), raising=False)
    (found,), none = detector.detect([np.ones((8, 8, 3), np.uint8), np.zeros((8, 8, 3), np.uint8)])
    assert found.box_xyxy == (1, 2, 3, 4) and found.confidence == 0.8 and (found.landmarks == 1.5).all()
    assert none == []


def test_unknown_detector():
    with pytest.raises(UserError, match="no face detector 'x'; choose one of centerface, fan-sfd"):
        finder(EditorOptions(device="cpu", detector="x"))
