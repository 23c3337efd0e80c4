"""Finding faces: order, ids, marks, sizes, and choosing among several."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ganeditor.checkpoints.assembly import EditorOptions, finder
from ganeditor.engine.faces import fan
from ganeditor.engine.faces.detect import DETECTION_SIDE, Detection, FaceFinder, choose_faces, marks_of
from ganeditor.errors import FaceError, ModelError, UserError
from ganeditor.opencv import cv2


@pytest.fixture(scope="module")
def real():
    return finder(EditorOptions(device="cpu"))


def test_the_astronaut(real, astronaut):
    (face,) = real.find(astronaut)
    left_eye, right_eye, left_mouth, right_mouth = face.anchors
    np.testing.assert_allclose([left_eye, right_eye], [[204, 102], [247, 104]], atol=3)
    assert left_mouth[1] == pytest.approx(140, abs=4) and left_mouth[0] < right_mouth[0]
    assert face.confidence > 0.9 and face.marks == () and 80 < face.size < 150


def test_ids_are_stable_and_differ(real, astronaut):
    two = np.hstack([astronaut, astronaut[:, ::-1]])
    first, again = real.find(two), real.find(two)
    assert [face.id for face in first] == [face.id for face in again]
    assert len({face.id for face in first}) == 2


def test_a_group_of_forty_is_found_from_left_to_right(real, astronaut):
    head = astronaut[30:210, 130:330]
    group = np.vstack([np.hstack([head] * 8)] * 5)
    faces = real.find(np.ascontiguousarray(group))
    assert len(faces) == 40
    lefts = [face.box_xyxy[0] for face in faces]
    assert lefts == sorted(lefts)


@pytest.mark.parametrize("scale", [0.3, 1, 6])
def test_coordinates_return_to_full_size(real, astronaut, scale):
    large = cv2.resize(
        astronaut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    )
    (face,) = real.find(large)
    np.testing.assert_allclose(face.anchors[0] / scale, [204, 102], atol=3)
    assert ("tiny" in face.marks) == (scale == 0.3)


def test_no_face_is_an_empty_answer(real):
    assert real.find(np.full((50, 60, 3), 128, np.uint8)) == ()
    assert real.find(np.zeros((1, 1, 3), np.uint8)) == ()


class Counting:
    def __init__(self, found_at=None):
        self.shapes, self.found_at = [], found_at

    def detect(self, photo):
        self.shapes.append(photo.shape)
        return [Detection((10, 10, 40, 50), 0.9)] if photo.shape[0] == self.found_at else []

    def landmarks(self, _photo, box_xyxy):
        x0, y0, x1, y1 = box_xyxy
        return np.random.default_rng(0).uniform([x0, y0], [x1, y1], (68, 2)).astype(np.float32)


def test_the_full_size_is_searched_only_when_the_small_copy_has_no_face():
    photo = np.zeros((1500, 3000, 3), np.uint8)
    small = round(1500 * DETECTION_SIDE / 3000)
    backend = Counting(found_at=small)
    (face,) = FaceFinder(backend, backend).find(photo)
    assert backend.shapes == [(small, DETECTION_SIDE, 3)]
    assert face.box_xyxy[0] == pytest.approx(10 * 3000 / DETECTION_SIDE)
    backend = Counting(found_at=1500)
    (face,) = FaceFinder(backend, backend).find(photo)
    assert len(backend.shapes) == 2 and face.box_xyxy[0] == 10


def test_a_face_marked_by_hand_honours_the_marks(real, astronaut):
    face = real.at_points(astronaut, (205, 103), (246, 104), (224, 142))
    np.testing.assert_allclose(face.anchors[:2], [[205, 103], [246, 104]], atol=3)
    blank = np.full((300, 300, 3), 90, np.uint8)
    face = real.at_points(blank, (100, 100), (160, 100), (130, 170))
    np.testing.assert_allclose(face.anchors[:2], [[100, 100], [160, 100]], atol=12)
    with pytest.raises(FaceError):
        real.at_points(blank, (100, 100), (100, 100), (100, 100))


def test_profile_is_marked():
    points = np.zeros((68, 2), np.float32)
    points[36:42], points[42:48] = [30, 30], [70, 30]
    points[1], points[15], points[30] = [10, 50], [90, 50], [50, 50]
    assert marks_of(points) == ()
    points[30] = [82, 50]
    assert marks_of(points) == ("profile",)


def faces_in_a_row(count):
    backend = Counting()
    finder = FaceFinder(backend, backend)
    photo = np.arange(200 * 400 * 3, dtype=np.uint32).astype(np.uint8).reshape(200, 400, 3)
    return [finder._face(photo, Detection((i * 9.0, 1, i * 9.0 + 8, 20), 0.9)) for i in range(count)]


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
    (found,) = detector.detect(np.ones((8, 8, 3), np.uint8))
    assert found.box_xyxy == (1, 2, 3, 4) and found.confidence == 0.8 and (found.landmarks == 1.5).all()
    assert detector.detect(np.zeros((8, 8, 3), np.uint8)) == []


def test_unknown_detector():
    with pytest.raises(UserError, match="no face detector 'x'; choose one of centerface, fan-sfd"):
        finder(EditorOptions(device="cpu", detector="x"))
