"""Faces of every size, however they are turned: a scan with stand-ins, and groups composed of real faces."""

import time
from itertools import pairwise

import numpy as np
import pytest
from turning import turned

from ganeditor.checkpoints.assembly import EditorOptions, finder
from ganeditor.edits.latent import LatentEdit
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces import scan
from ganeditor.engine.faces.detect import Detection, Found
from ganeditor.engine.faces.identity import Identifier, distance
from ganeditor.engine.faces.scan import COARSE_SIDE, FINE_PIXELS, GLANCE_SIDE, OVERLAP, TILE_SIDE, merged
from ganeditor.engine.faces.shapes import ShapesHere
from ganeditor.opencv import cv2
from ganeditor.progress import Cancelled

FACE = 120  # pixels: height of the detector's box around the astronaut's face, whose middle lies at
MIDDLE = np.array([224, 112])
HEAD = slice(0, 220), slice(110, 340)


@pytest.fixture(scope="module")
def real():
    return finder(EditorOptions(device="cpu"))


class Dots:
    """A detector that sees white dots on black: a box around each, sure of those whose size it knows."""

    def __init__(self):
        self.calls = []

    def detect(self, pictures):
        shapes = []
        self.calls.append(shapes)
        for picture in pictures:
            shapes.append(picture.shape[:2])
            _count, _labels, stats, _centres = cv2.connectedComponentsWithStats((picture[..., 0] > 40).astype(np.uint8))
            yield [
                Detection((float(x), float(y), float(x + w), float(y + h)), 0.9 if 20 <= h <= 700 else 0.5)
                for x, y, w, h, _area in stats[1:]
                if 10 <= h < picture.shape[0]
            ]


def dotted(width, height, *boxes):
    photo = np.zeros((height, width, 3), np.uint8)
    for x0, y0, x1, y1 in boxes:
        photo[y0:y1, x0:x1] = 255
    return photo


def test_every_size_is_seen_once():
    boxes = [(700, 500, 4000, 3700), (4200, 100, 4600, 500), (5000, 1010, 5100, 1110), (30, 3900, 75, 3945)]
    # One on each seam between tiles.
    boxes += [(x, y, x + 60, y + 60) for x in (1930, 3960) for y in (200, 3800)]
    found = scan.scan(dotted(6000, 4000, *boxes), Dots())
    assert len(found) == len(boxes)
    for box in boxes:
        assert min(np.abs(np.array(one.box_xyxy) - box).max() for one in found) < 20


def test_pictures_of_one_call_are_of_one_size_and_bounded():
    for width, height in ((6000, 4000), (30000, 1000), (12000, 12000), (1281, 3), (2561, 2000)):
        dots = Dots()
        scan.scan(np.zeros((height, width, 3), np.uint8), dots)
        assert all(len(set(shapes)) == 1 for shapes in dots.calls)
        shapes = [shape for shapes in dots.calls for shape in shapes]
        assert all(max(shape) <= COARSE_SIDE for shape in shapes)
        assert sum(h * w for h, w in shapes) < FINE_PIXELS * 1.5 + COARSE_SIDE**2 + GLANCE_SIDE**2
    dots = Dots()
    scan.scan(np.zeros((500, 600, 3), np.uint8), dots)
    assert dots.calls == [[(500, 600)]]


def test_the_search_is_told_of_every_tile_and_ends_when_that_is_wished():
    dots, seen = Dots(), []
    photo = np.zeros((8000, 6000, 3), np.uint8)

    def progress(fraction, _text):
        seen.append(fraction)
        if len(seen) == 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        scan.scan(photo, dots, progress)
    assert sum(map(len, dots.calls)) <= 4
    told = []
    scan.scan(photo, dots, lambda fraction, _text: told.append(fraction))
    tiles = len(dots.calls[1])
    assert tiles > 10 and len(told) >= tiles and told == sorted(told) and told[-1] <= 1


def test_a_search_that_is_ended_leaves_a_photo_without_faces(astronaut):
    class Endless:
        def find(self, _photo, progress):
            progress(0.5, "")

    def ended(_fraction, _text):
        raise Cancelled

    editor = FaceEditor(None, Endless(), None, None, None, None, None)
    editor.found = Found((), 3)
    with pytest.raises(Cancelled):
        editor.set_photo(astronaut, progress=ended)
    assert editor.photo.shape == astronaut.shape and editor.found.too_small == 0


@pytest.mark.parametrize("length", [1, 200, TILE_SIDE, TILE_SIDE + 1, 3000, 4330])
def test_tiles_overlap_and_reach_the_end(length):
    starts, side = scan._starts(length)
    assert side <= TILE_SIDE and starts[0] == 0 and starts[-1] + side == length
    assert all(a + side - b >= OVERLAP - 1 for a, b in pairwise(starts))


def test_the_same_face_is_merged():
    boxes = {(0, 0, 100, 100): 0.9, (5, 5, 110, 110): 0.8, (30, 40, 70, 80): 0.7, (90, 0, 190, 100): 0.6}
    kept = merged(Detection(box, confidence) for box, confidence in boxes.items())
    assert [one.confidence for one in kept] == [0.9, 0.6]


def test_turned_boxes_come_back():
    box = (100.0, 200.0, 160.0, 280.0)
    photo = dotted(600, 500, tuple(map(int, box)))
    assert [one.box_xyxy for one in scan.scan_turned(photo, Dots())] == [box]


# --- real faces ----------------------------------------------------------------------------------------------------


def backdrop(width, height):
    """Smooth colours that no face is in."""
    colours = np.random.default_rng(0).integers(0, 255, (height // 60, width // 60, 3)).astype(np.uint8)
    return cv2.resize(cv2.GaussianBlur(colours, (0, 0), 2), (width, height), interpolation=cv2.INTER_CUBIC)


def paste(photo, head, x, y, height):
    """The astronaut's head with a face of height pixels at (x, y); returns the face's middle and height."""
    scale = height / FACE
    small = cv2.resize(head, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    photo[y : y + small.shape[0], x : x + small.shape[1]] = small
    return x + (MIDDLE[0] - HEAD[1].start) * scale, y + (MIDDLE[1] - HEAD[0].start) * scale, height


def matched(faces, placed):
    """For each placed face how many of faces are there; every one of faces has to be somewhere."""
    counts = [0] * len(placed)
    for face in faces:
        (index,) = [i for i, (x, y, h) in enumerate(placed) if np.hypot(*(face.anchors.mean(0) - (x, y))) < 0.4 * h]
        counts[index] += 1
    return counts


def test_small_faces_beside_a_large_one(real, astronaut):
    width, height = 6000, 4000
    photo, head = backdrop(width, height), astronaut[HEAD]
    placed = [paste(photo, head, width // 4, height // 10, height // 3)]
    for index, face in enumerate([200, 160, 120, 100, 80, 60, 50, 45, 40]):
        left, right = 20, width - 20 - int(head.shape[1] * face / FACE)
        placed.append(paste(photo, head, (left, right)[index % 2], 60 + index * (height - 500) // 9, face))
    started = time.monotonic()
    found = real.find(photo)
    print(f"{width * height / 1e6:.0f} MP: {time.monotonic() - started:.1f} s")
    assert matched(found.faces, placed) == [1] * len(placed)
    lefts = [face.box_xyxy[0] for face in found.faces]
    assert lefts == sorted(lefts)


def test_faces_far_too_small_are_counted(real, astronaut):
    photo, head = backdrop(1200, 900), astronaut[HEAD]
    placed = [paste(photo, head, 400, 100, 200)]
    for x in (50, 150, 250):
        paste(photo, head, x, 700, 21)
    found = real.find(photo)
    assert matched(found.faces, placed) == [1] and found.too_small == 3
    assert found.notices[0].startswith("3 more faces are too small to edit")


def test_a_face_that_fills_most_of_a_large_photo(real, astronaut):
    close = cv2.resize(astronaut[45:180, 165:285], (4500, 5060), interpolation=cv2.INTER_CUBIC)
    (face,) = real.find(close).faces
    assert face.size > 3500 and abs(face.turn) < 15


def test_nothing_is_nothing(real):
    noise = np.random.default_rng(0).integers(0, 256, (450, 700, 3)).astype(np.uint8)
    from skimage import data

    gravel = np.repeat(data.gravel()[..., None], 3, 2)
    for picture in (
        noise,
        cv2.resize(noise[:15, :20], (1400, 1050)),
        np.full((525, 700, 3), 90, np.uint8),
        gravel,
    ):
        found = real.find(np.ascontiguousarray(picture))
        assert found.faces == () and found.too_small == 0


@pytest.mark.parametrize("degrees", [30, 45, -45, 90, 135, 180, 270])
def test_turned_faces(real, astronaut, degrees):
    (upright,) = real.find(astronaut).faces
    picture, moved = turned(astronaut, degrees)
    (face,) = real.find(picture).faces
    assert (face.turn - upright.turn - degrees + 180) % 360 - 180 == pytest.approx(0, abs=5)
    np.testing.assert_allclose(face.anchors, moved(upright.anchors), atol=2.5)
    identifier = Identifier(ShapesHere())
    assert (
        distance(identifier.describe(astronaut, upright.landmarks), identifier.describe(picture, face.landmarks)) < 0.3
    )
    x0, y0, x1, y1 = face.box_xyxy
    assert x0 < face.anchors[:, 0].min() and face.anchors[:, 0].max() < x1
    assert y0 < face.anchors[:, 1].min() and face.anchors[:, 1].max() < y1


def test_an_upright_face_stays_as_it_is_beside_turned_ones(real, astronaut):
    (alone,) = real.find(astronaut).faces
    group = np.hstack([astronaut, *(turned(astronaut[:, ::-1], degrees)[0] for degrees in (90, 180, 270))])
    faces = real.find(np.ascontiguousarray(group)).faces
    assert [round(face.turn / 90) % 4 for face in faces] == [0, 1, 2, 3]
    np.testing.assert_allclose(faces[0].landmarks, alone.landmarks, atol=3)
    assert [face.id for face in real.find(np.ascontiguousarray(group)).faces] == [face.id for face in faces]


@pytest.mark.parametrize("degrees", [90, 180])
def test_the_edit_of_a_turned_photo_is_the_turned_edit(editor, astronaut, degrees):
    def older(photo):
        (face,) = editor.set_photo(photo)
        editor.guess(face.id)
        overlay, edited = editor.overlay(face.id, [LatentEdit({"age": 30.0})]), photo.copy()
        overlay.apply_to(edited)
        return edited, overlay.box_xyxy

    upright, box = older(astronaut)
    edited, _box = older(turned(astronaut, degrees)[0])
    back = turned(edited, -degrees)[0]
    x0, y0, x1, y1 = box
    change = np.abs(upright[y0:y1, x0:x1].astype(int) - astronaut[y0:y1, x0:x1]).mean()
    apart = np.abs(back.astype(int) - upright)[y0:y1, x0:x1].mean()
    assert apart < 0.35 * change, (apart, change)
