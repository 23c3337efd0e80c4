"""Faces followed through planted clips, of which it is known who is where."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from ganeditor.engine.faces.detect import Detection
from ganeditor.engine.faces.mesh import CHIN, FOREHEAD, LEFT_CORNERS, MOUTH_CORNERS, RIGHT_CORNERS, Mesh
from ganeditor.engine.moving.cuts import Cuts
from ganeditor.engine.moving.one_euro import OneEuro, Smoothing
from ganeditor.engine.moving.people import People
from ganeditor.engine.moving.tracker import EVERY, STEADY, Tracker, box_of
from ganeditor.errors import FaceError

SIZE_WH = (160, 96)
RATE = 25.0


def flat_face(x, y, width):
    """A mesh [468, 3] whose eyes and mouth are where they are in a face, seen from the front."""
    points = np.random.default_rng(0).uniform(-0.5, 0.5, (468, 3)) * (1, 1.2, 0)
    for numbers, places in (
        (LEFT_CORNERS, ((-0.3, -0.2), (-0.12, -0.2))),
        (RIGHT_CORNERS, ((0.12, -0.2), (0.3, -0.2))),
        (MOUTH_CORNERS, ((-0.2, 0.3), (0.2, 0.3))),
        ((FOREHEAD, CHIN), ((0.0, -0.6), (0.0, 0.6))),
    ):
        points[list(numbers), :2] = places
    points[CHIN, 2] = points[FOREHEAD, 2] + 1.2 * np.tan(np.radians(5.0))
    return (points * width + (x, y, 0)).astype(np.float32)


@dataclass
class Scene:
    """Finder, identifier and anatomy of a planted clip: where each person's face is in each picture, or None."""

    ways: list  # a person -> [(x, y) or None for each picture]
    width: float = 48.0
    noise: float = 0.0
    detections: int = 0
    told: int = 0

    def __post_init__(self):
        self.random = np.random.default_rng(0)
        self.predictor = self
        self.backdrop = self.random.integers(0, 255, (96, 160, 3), dtype=np.uint8)

    def picture(self, number):
        picture = self.backdrop.copy()
        picture[0, 0] = number
        return picture

    def faces(self, picture):
        places = ((person, way[int(picture[0, 0, 0])]) for person, way in enumerate(self.ways))
        return {person: flat_face(*place, self.width) for person, place in places if place}

    def glance(self, picture):
        self.detections += 1
        return [Detection(box_of(Mesh(points)), 0.9) for points in self._in_sight(picture)]

    def _in_sight(self, picture):
        """Without whom somebody else is before; who is first is nearer."""
        shown = []
        for points in self.faces(picture).values():
            if all(np.linalg.norm(points.mean(0) - other.mean(0)) > 0.4 * self.width for other in shown):
                shown.append(points)
        return shown

    def landmarks(self, _picture, box):
        return np.array([[(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]], np.float32).repeat(68, 0)

    def mesh(self, picture, landmarks):
        found = self._at(picture, landmarks.mean(0), 0.3)
        if found is None:
            raise FaceError("hidden")
        return found

    def mesh_again(self, picture, mesh):
        found = self._at(picture, mesh.flat.mean(0), 0.6)
        return replace(mesh, confidence=0.1) if found is None else found

    def _at(self, picture, place, reach):
        far = {float(np.linalg.norm(points[:, :2].mean(0) - place)): points for points in self._in_sight(picture)}
        if min(far, default=np.inf) > reach * self.width:
            return None
        return Mesh(far[min(far)] + self.random.normal(0, 1, (468, 3)).astype(np.float32) * self.noise)

    def describe(self, picture, landmarks):
        self.told += 1
        faces = self.faces(picture)
        middle = landmarks.mean(0)
        person = min(faces, key=lambda one: np.linalg.norm(faces[one][:, :2].mean(0) - middle) + 0.1 * one)
        return np.eye(128)[person] + self.random.normal(0, 0.02, 128)

    def tracker(self):
        return Tracker(self, self, self, People())

    def followed(self, tracker=None):
        """Who is where, in each picture: {person: (x, y)}."""
        tracker = tracker or self.tracker()
        rows = []
        for number in range(len(self.ways[0])):
            seen = tracker.follow(self.picture(number), number / RATE)
            rows.append({one.person: one.mesh.flat.mean(0) for one in seen})
        return rows


def straight(start, end, count):
    return [tuple(place) for place in np.linspace(start, end, count)]


# --- smoothing -------------------------------------------------------------------------------------------------------


def test_one_euro_by_hand():
    """Casiez et al. 2012, their algorithm 1, with uneven steps."""
    smooth = OneEuro(Smoothing(still=1.0, rise=0.5, speed=1.0))
    value, velocity, last = 0.0, 0.0, 0.0
    for time, raw in ((0.0, 1.0), (0.04, 1.5), (0.10, 1.2), (0.12, 3.0)):
        found = float(smooth(np.array([raw]), time)[0])
        if time:
            step = time - last
            alpha = 1 / (1 + 1 / (2 * np.pi * 1.0) / step) if last else 1.0  # what moves from the start is not still
            velocity += alpha * ((raw - value) / step - velocity)
            alpha = 1 / (1 + 1 / (2 * np.pi * (1.0 + 0.5 * abs(velocity))) / step)
            value += alpha * (raw - value)
        else:
            value = raw
        last = time
        assert found == pytest.approx(value, rel=1e-6)
    assert np.array_equal(smooth(np.array([9.0]), 0.12), [found]), "no time has passed"


def test_a_mesh_is_steadier_and_does_not_lag():
    """Noise of 0.2 % of the width falls to less than half; a head that starts with a width a second lags by 5 %."""
    still = Scene([[(80, 48)] * 60], noise=0.1)
    tracker = still.tracker()
    shown = [tracker.follow(still.picture(number), number / RATE)[0].mesh.points for number in range(60)]
    assert np.std(np.stack(shown[20:])[..., :2], axis=0).mean() < 0.1 / 2
    smooth, lag = OneEuro(STEADY), []
    for number in range(40):
        place = np.array([[max(0.0, (number - 10) / RATE), 0.0, 0.0]])
        lag.append(float((place - smooth(place, number / RATE))[0, 0]))
    assert max(lag) < 0.06 and abs(lag[-1]) < 0.01


# --- following -------------------------------------------------------------------------------------------------------


def test_two_people_are_followed_through_a_crossing():
    count = 60
    scene = Scene([straight((30, 48), (130, 48), count), straight((130, 48), (30, 48), count)])
    rows = scene.followed()
    for number, row in enumerate(rows):
        apart = abs(scene.ways[0][number][0] - scene.ways[1][number][0])
        for person, place in row.items():
            truth = scene.ways[person][number][0] if person is not None else place[0]
            assert abs(place[0] - truth) < 0.08 * scene.width, (number, person)
        if apart > 1.2 * scene.width:
            assert set(row) == {0, 1}, number
    assert scene.detections < count / 3 and scene.told < 16


def test_the_lost_are_said_to_be_lost_and_found_again():
    way = [(80, 48)] * 12 + [None] * 12 + [(90, 48)] * 8
    scene = Scene([way])
    tracker = scene.tracker()
    rows = scene.followed(tracker)
    assert all(set(row) == {0} for row in rows[:12]) and not any(rows[12:24])
    assert all(set(row) == {0} for row in rows[26:]), "the same person"
    assert len(tracker.people) == 1


def test_who_comes_later_is_found():
    scene = Scene([[(40, 48)] * 30, [None] * 7 + [(120, 48)] * 23])
    rows = scene.followed()
    assert all(set(row) == {0, 1} for row in rows[7 + EVERY :])


def test_a_face_that_only_the_mesh_sees_is_given_up():
    scene = Scene([[(80, 48)] * 40])
    scene.glance = lambda _picture: (
        scene.__dict__.setdefault("once", [Detection((56, 20, 104, 76), 0.9)])
        and ([] if scene.told else scene.__dict__["once"])
    )
    rows = scene.followed()
    assert set(rows[0]) == {0} and not rows[-1]


def test_at_a_cut_all_begins_anew():
    """The mesh of the first person's face would go on in the second's, who is in the same place."""
    scene = Scene([[(80, 48)] * 8 + [None] * 8, [None] * 8 + [(80, 48)] * 8])
    other = scene.backdrop[::-1, ::-1].copy()
    tracker, rows = scene.tracker(), []
    for number in range(16):
        scene.backdrop = scene.backdrop if number != 8 else other
        rows.append({one.person for one in tracker.follow(scene.picture(number), number / RATE)})
    assert rows == [{0}] * 8 + [{1}] * 8


def test_cuts_are_told_from_motion_and_light():
    random = np.random.default_rng(0)
    picture = np.asarray(random.integers(0, 255, (6, 8, 3)), np.uint8).repeat(20, 0).repeat(20, 1)
    cuts = Cuts()
    assert cuts(picture)
    assert not cuts(np.roll(picture, 3, 1)) and not cuts((picture * 0.6 + 40).astype(np.uint8))
    assert cuts(picture[::-1].copy())
    black = np.zeros_like(picture)
    assert cuts(black) and not cuts(black) and not cuts(black + 200)


def test_people_are_told_by_what_they_were_like():
    people, who = People(), np.eye(128)
    assert people.who(who[0]) == 0 and people.who(who[1]) == 1
    assert people.who(0.8 * who[0]) == 0 and people.who(0.8 * who[0], {0}, add=False) is None
    assert people.nearest(who[2]) is None and len(people) == 2
