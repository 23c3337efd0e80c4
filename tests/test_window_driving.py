"""A face that follows a driver in the Animate window: a video file, and a camera that is made up."""

import time
from typing import Any, ClassVar

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog
from small_clips import ffmpeg, from_pictures, tone
from ui_fakes import HEIGHT, WIDTH, FakeEditor, InlineJobs, fake_bench, running

from ganeditor.batch import driving as batch
from ganeditor.engine.drive.readout import NAMES, PARTS
from ganeditor.errors import UserError
from ganeditor.project.animation import DRIVEN
from ganeditor.project.animation.files import AnimationOptions
from ganeditor.project.animation.frames import sized
from ganeditor.project.animation.tracks import Timing
from ganeditor.project.clips.clip import read_clip
from ganeditor.ui.features.animate import camera, work
from ganeditor.ui.features.animate.driving import CAMERA
from ganeditor.ui.features.animate.views import DRIVE, ExportTarget
from ganeditor.ui.features.animate.window import AnimateWindow

YAW = NAMES.index("yaw")


class FakeDriver:
    """Reads off a picture how bright it is, as a yaw; nobody is seen in a black one."""

    def read(self, picture):
        read = np.full(len(NAMES), 0.3)
        read[YAW] = picture.mean() / 10
        return read if picture.any() else None


class FakeStage:
    """Its frames are as bright as the yaw is far."""

    @classmethod
    def of(cls, editor, _face, _crop, side):
        stage = cls()
        stage.side, stage.photo = side, editor.photo
        return stage

    @property
    def still(self):
        return self.frame(np.zeros(len(NAMES)))

    def frame(self, change):
        return sized(np.full((32, 24, 3), 100 + 10 * change[YAW], np.uint8), self.side)


class FakeCamera:
    """Shows one grey after the other; at some of them something happens on the main thread."""

    made: ClassVar[list[Any]] = []
    greys: ClassVar[list[int]] = [50] * 4

    def __init__(self):
        self.on, self.shown = True, 0
        self.made.append(self)

    def read(self):
        time.sleep(0.002)  # no two at one time
        grey = self.greys[min(self.shown, len(self.greys) - 1)]
        self.shown += 1
        return np.full((48, 64, 3), grey, np.uint8)

    def close(self):
        self.on = False


@pytest.fixture
def jobs():
    return InlineJobs()


@pytest.fixture
def application(qapp, jobs, tmp_path, monkeypatch):
    FakeCamera.made = []
    monkeypatch.setattr(FakeEditor, "driver", lambda _editor: FakeDriver(), raising=False)
    monkeypatch.setattr(batch, "Stage", FakeStage)
    monkeypatch.setattr(work, "Camera", FakeCamera)
    Image.fromarray(np.full((HEIGHT, WIDTH, 3), 60, np.uint8)).save(tmp_path / "photo.png")
    with running(qapp, jobs, fake_bench()) as application:
        application.session.open_paths([tmp_path / "photo.png"])
        application.window._actions["animate"].trigger()
        yield application
        assert not application.failures


@pytest.fixture
def window(application) -> AnimateWindow:
    window = application.window._tools["animate"]
    window._form._kind.setCurrentIndex(window._form._kind.findData(DRIVE))
    window._render()
    return window


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """Ten frames a second and sound; the driver turns and comes back."""
    folder = tmp_path_factory.mktemp("clip")
    pictures = [np.full((48, 64, 3), grey, np.uint8) for grey in (50, 50, 90, 90, 50, 50)]
    ffmpeg("-i", from_pictures(folder / "silent.mp4", pictures, "10"), *tone(0.6), "-c:v", "copy", folder / "clip.mp4")
    return folder / "clip.mp4"


def greys(window):
    return [int(one.pixels[0, 0, 0]) for one in window._player._frames]


def test_the_parts_are_those_of_the_engine():
    assert tuple(PARTS) == DRIVEN


def test_a_face_follows_a_video_and_is_exported_with_its_sound(window, clip, tmp_path, monkeypatch):
    assert "Choose a video" in window._player._picture._words
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_more: (str(clip), ""))
    window._form.driver._file.click()
    assert window._form.driver._name.text() == "clip.mp4"
    assert not window._form._form.isRowVisible(window._form._frames)
    window._form._milliseconds.setValue(100)
    window._render()
    assert len(greys(window)) == 6
    assert greys(window)[0] == 100 and max(greys(window)) > 125
    window._form.driver._strength.setValue(0)
    window._render()
    assert set(greys(window)) == {100}
    for sound in (True, False):
        window._form.driver._sound.setChecked(sound)
        target = ExportTarget(tmp_path / f"{sound}.mp4", AnimationOptions(Timing(0.1)))
        window._start_export(target)
        saved = read_clip(target.path)
        assert (saved.frames, saved.rate, bool(saved.sounds)) == (6, 10, sound)


def test_a_video_without_a_face_is_refused_in_words(window, tmp_path):
    dark = from_pictures(tmp_path / "dark.mp4", [np.zeros((48, 64, 3), np.uint8)] * 2)
    window._verbs.driving.read(dark)
    assert "no face" in window._said.text()
    assert not window._form.driver._name.text()
    assert not window._export.isEnabled()


def at(jobs, **events):
    """Have something happen on the main thread once the camera has shown so many pictures."""
    jobs.meanwhile[CAMERA] = lambda: [
        happens() for count, happens in events.values() if FakeCamera.made[-1].shown == count
    ]


def test_the_light_is_on_while_the_camera_is_and_what_it_records_is_followed(window, jobs, monkeypatch):
    seen = []
    monkeypatch.setattr(FakeCamera, "greys", [50, 50, 50, 80, 80, 80, 0, 50])

    def look():
        seen.append((FakeCamera.made[-1].on, window._live._light.isVisible(), window._player.isVisible()))
        assert not window._export.isEnabled()
        assert not window._form.driver._camera.isEnabled()

    at(jobs, look=(2, look), record=(3, window._live._record.click), stop=(9, window._live._off.click))
    window._form.driver._camera.click()
    assert seen == [(True, True, False)]
    (made,) = FakeCamera.made
    assert not made.on
    assert not window._live._light.isVisible() and window._player.isVisible()
    assert "recorded" in window._form.driver._name.text()
    window._form._milliseconds.setValue(20)
    window._render()
    assert window._player.complete and len(greys(window)) >= 2
    assert window._verbs.driving.leader.clip is None
    assert len(window._verbs.driving.leader.recording.reads) == 6
    assert window._verbs.driving.leader.recording.lost == 1


def test_as_the_face_is_when_asked_it_is_at_rest(window, jobs, monkeypatch):
    monkeypatch.setattr(FakeCamera, "greys", [50, 50, 80])
    drawn = []
    window._verbs.driving.seen.connect(lambda seen: drawn.append(int(seen.driven[0, 0, 0])))
    at(jobs, rest=(200, window._live._rest.click), off=(203, window._live._off.click))
    window._form.driver._camera.click()
    assert drawn[0] == 100
    assert max(drawn) > 120, "it has turned"
    assert drawn[-1] == 100


def test_a_window_that_hides_turns_the_camera_off(window, jobs):
    at(jobs, hide=(2, window.close))
    window._form.driver._camera.click()
    assert not FakeCamera.made[-1].on and FakeCamera.made[-1].shown == 2
    assert window._verbs.driving.leader is None, "nothing was recorded"


def test_another_kind_of_animation_turns_the_camera_off(window, jobs):
    at(jobs, other=(2, lambda: window._form._kind.setCurrentIndex(0)))
    window._form.driver._camera.click()
    assert not FakeCamera.made[-1].on and FakeCamera.made[-1].shown == 2


def test_a_camera_that_breaks_off_is_turned_off_with_a_sentence(window, monkeypatch):
    def gone(_camera):
        raise UserError("The camera gives no pictures any more; connect it again.")

    monkeypatch.setattr(FakeCamera, "read", gone)
    window._form.driver._camera.click()
    assert not FakeCamera.made[-1].on
    assert "no pictures" in window._said.text()
    assert not window._live._light.isVisible()


def test_without_a_camera_there_is_one_sentence(window, monkeypatch):
    class Nothing:
        def __init__(self, _number):
            pass

        def isOpened(self):  # noqa: N802
            return False

        def release(self):
            pass

    monkeypatch.setattr(camera, "cv2", type("", (), {"VideoCapture": Nothing}))
    monkeypatch.setattr(work, "Camera", camera.Camera)
    window._form.driver._camera.click()
    assert "No camera answers" in window._said.text()
    assert not window._live._light.isVisible()
