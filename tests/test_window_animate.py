"""The Animate window, over fake frames and, once through, over the bundled model."""

import threading
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMessageBox
from ui_fakes import BOXES, HEIGHT, MODEL, WIDTH, FakeEditor, InlineJobs, fake_bench, fake_face, fake_inversion, running

from ganeditor.checkpoints import assembly
from ganeditor.edits.latent import LatentEdit
from ganeditor.engine import morph
from ganeditor.engine.cache import LatentCache
from ganeditor.engine.editor import FaceEditor
from ganeditor.engine.faces.detect import Found
from ganeditor.engine.latent import generate, walk
from ganeditor.engine.shared import SharedNetworks
from ganeditor.project.animation.files import AnimationOptions, save_animation
from ganeditor.project.animation.frames import nearest, portrait_box, replayed, sized, swept
from ganeditor.project.animation.tracks import Timing, coarse_first, shares
from ganeditor.project.document import Document, Photo, Set
from ganeditor.project.history import History
from ganeditor.project.picture import Picture
from ganeditor.project.render import Rendering
from ganeditor.ui.features.animate import work
from ganeditor.ui.features.animate.export import AnimationExportDialog
from ganeditor.ui.features.animate.views import MORPH, REPLAY, SWEEP, WALK, AnimationChoice, ExportTarget
from ganeditor.ui.features.animate.window import AnimateWindow
from ganeditor.ui.session.opening import sample
from ganeditor.ui.session.photos import Developed, FaceState, OpenPhoto
from ganeditor.ui.widgets.player import Player
from ganeditor.ui.widgets.values import Rendered

DOCUMENT = Document(Photo("photo.png", "", 240, 160))


# --- what the frames show --------------------------------------------------------------------------------------------


def test_a_sweep_keeps_the_other_edits():
    document = DOCUMENT.with_edit(Set("a", LatentEdit({"age": 5}, keep=("yaw",))))
    frames = swept(document, "a", "smile", [-1, 0, 1], ["male", "yaw"])
    assert [frame.get("a", LatentEdit).amounts for frame in frames] == [
        {"age": 5, "smile": -1},
        {"age": 5},
        {"age": 5, "smile": 1},
    ]
    assert frames[0].get("a", LatentEdit).keep == ("yaw", "male")


def test_a_replay_goes_evenly_through_the_steps():
    steps = [DOCUMENT]
    smile, younger = LatentEdit({"smile": 2}), LatentEdit({"age": -10})
    for edit in (Set("a", smile), Set("b", younger), Set("a", smile.with_layers("smile", (0, 3)))):
        steps.append(steps[-1].with_edit(edit))
    frames = replayed(steps, shares(7))
    assert [frames[0], frames[2], frames[4], frames[6]] == steps
    assert frames[1].get("a", LatentEdit).amounts == {"smile": 1}
    assert frames[3].get("b", LatentEdit).amounts == {"age": -5}
    back = replayed([steps[1], DOCUMENT], [0, 0.5, 1])
    assert back[1].get("a", LatentEdit).amounts == {"smile": 1}
    assert back[2].neutral
    assert replayed([DOCUMENT], [0, 1]) == [DOCUMENT, DOCUMENT]


def test_the_nearest_frame_stands_in_for_a_missing_one():
    assert nearest(3, [True, False, False, False, True]) == 4
    assert nearest(0, [True, True]) == 0
    assert nearest(1, [False, False]) is None


def test_a_cut_is_inside_the_photo_and_sized_by_its_longer_side():
    assert portrait_box((20, 30, 80, 90), 240, 160) == (0, 0, 110, 120)
    assert sized(np.zeros((100, 50, 3), np.uint8), 40).shape == (40, 20, 3)


# --- the player ------------------------------------------------------------------------------------------------------


@pytest.fixture
def player(qtbot):
    player = Player()
    qtbot.addWidget(player)
    player.show()
    player.start([f"{n}" for n in range(5)])
    return player


def frame(index: int, distance: float | None = 0.1) -> Rendered:
    return Rendered(index, np.full((8, 8, 3), 10 * index, np.uint8), distance)


def test_two_frames_play_at_once_and_neighbours_stand_in(player):
    player.add([frame(0)])
    assert not player.playing
    player.add([frame(4)])
    assert player.playing
    assert not player.complete
    player.scrub(3)
    assert not player.playing
    assert player.frame.index == 4
    player.scrub(1)
    assert player.frame.index == 0
    assert player._counter.text() == "2 / 5 · 1"


def played(player: Player, steps: int) -> list[int]:
    seen = []
    for _step in range(steps):
        seen.append(player.index)
        player._advance()
    return seen


def test_it_plays_forth_and_back_again_and_again_or_once(player):
    player.add([frame(n) for n in range(5)])
    player.scrub(0)
    player.set_timing(Timing(0.05, ping_pong=True))
    assert played(player, 10) == [0, 1, 2, 3, 4, 3, 2, 1, 0, 1]
    player.set_timing(Timing(0.05))
    player.scrub(3)
    assert played(player, 3) == [3, 4, 0]
    player.set_timing(Timing(0.05, loop=False))
    player.scrub(4)
    player.play()
    assert player.index == 0, "from the end it starts again"
    assert played(player, 6) == [0, 1, 2, 3, 4, 4]
    assert not player.playing
    player.play()
    assert player._timer.interval() == 50
    player.hide()
    assert not player.playing


def test_frames_beyond_the_limit_are_marked_and_a_click_goes_there(player):
    player.add([frame(n, distance) for n, distance in enumerate((0.1, 0.5, 0.6, 0.9, 0.2))])
    plot = player._plot
    assert plot.beyond == [2, 3]
    assert "2 of 5" in plot.accessibleDescription()
    place = QPoint(round(plot._area().left() + plot._area().width() * 3 / 4), 20)
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=place)
    assert player.frame.index == 3
    player.start(["0"] * 3)
    player.add([frame(n, None) for n in range(3)])
    assert not plot.isVisible(), "a walk is about nobody"


def test_the_text_is_written_into_the_picture(player):
    player.add([Rendered(0, np.zeros((64, 64, 3), np.uint8))])
    plain = player._picture._pixels
    player.write_texts(True)
    assert player._picture._pixels.max() == 255 > plain.max()


# --- the window ------------------------------------------------------------------------------------------------------


@pytest.fixture
def application(qapp, tmp_path):
    with running(qapp, InlineJobs(), fake_bench()) as application:
        application.session.open_paths([write_photo(tmp_path / "photo.png")])
        application.window._actions["animate"].trigger()
        yield application
        assert not application.failures


@pytest.fixture
def window(application) -> AnimateWindow:
    window = application.window._tools["animate"]
    window._render()
    return window


def write_photo(path: Path) -> Path:
    Image.fromarray(np.full((HEIGHT, WIDTH, 3), 60, np.uint8)).save(path)
    return path


def choose(window: AnimateWindow, kind: str) -> None:
    window._form._kind.setCurrentIndex(window._form._kind.findData(kind))
    window._render()


def frames_of(window: AnimateWindow) -> list[np.ndarray]:
    return [one.pixels for one in window._player._frames]


def test_age_progression_is_there_when_the_window_opens_and_plays(window):
    assert window._player.complete
    assert window._player.playing
    frames = frames_of(window)
    assert len(frames) == 24
    assert frames[0].shape == (512, 469, 3), "the same cut in each: 110 × 120 pixels"
    # The fake face is 42 years old and gets 10 levels brighter a year, in numbers of 8 bits.
    inside = [int(one[300, 200, 0]) for one in frames]
    assert inside[0] == (60 - 220) % 256
    assert inside[-1] == (60 + 380) % 256
    assert all(one[500, 460, 0] == 60 for one in frames), "the background stands still"
    assert window._player.texts[0] == "20" and window._player.texts[-1] == "80"
    assert len(window._player._plot._distances) == 24


def test_a_change_of_the_choice_or_of_the_face_asks_for_new_frames(application, window, qtbot):
    started = []
    application.features["animate"].started.connect(started.append)
    window._settle.setInterval(0)
    window._form._milliseconds.setValue(200)
    assert not window._settle.isActive(), "timing needs no new frames"
    window._form._frames.setValue(5)
    qtbot.waitUntil(lambda: len(started) == 1)
    application.session.editing.apply(Set("a", LatentEdit({"smile": 1})), "Smile")
    qtbot.waitUntil(lambda: len(started) == 2)
    assert len(started[1]) == 5
    application.session.finding.choose_face("a")
    qtbot.wait(20)
    assert len(started) == 2
    window._settle.setInterval(60)
    window._form._frames.setValue(6)
    with qtbot.waitSignal(application.features["animate"].started, timeout=3000):
        chatter = QTimer(window, interval=20)
        chatter.timeout.connect(lambda: application.session._tell())
        chatter.start()
    chatter.stop()
    assert len(started) == 3
    window.close()
    application.session.editing.apply(Set("a", LatentEdit({"smile": 2})), "Smile")
    qtbot.wait(20)
    assert len(started) == 3, "a closed window asks for nothing"


def test_a_sweep_keeps_what_is_ticked(application, window):
    choose(window, SWEEP)
    assert (window._form._from.minimum(), window._form._to.maximum()) == (-3, 3)
    assert window._form._form.isRowVisible(window._form._attribute)
    assert not window._form._form.isRowVisible(window._form._ages)
    window._form._keep.item(0).setCheckState(Qt.CheckState.Checked)
    assert window._form.choice().keep == ("age",)
    asked = []
    editor = application.session.photo.developed.editor
    whole = FakeEditor.overlay
    editor.overlay = lambda face, operations, *rest: asked.extend(operations) or whole(editor, face, operations, *rest)
    window._render()
    assert {edit.keep for edit in asked} == {("age",)}
    inside = [int(one[300, 200, 0]) for one in frames_of(window)]
    assert (inside[0], inside[-1]) == (40, 80)
    window._form._crop.setCurrentIndex(2)
    window._render()
    assert frames_of(window)[-1].shape == (512, 512, 3)
    assert frames_of(window)[-1][0, 0, 0] == 80


def test_a_replay_needs_steps_and_ends_at_the_edit(application, window):
    choose(window, REPLAY)
    assert "Nothing is edited" in window._player._picture._words
    assert not window._export.isEnabled()
    application.session.editing.apply(Set("a", LatentEdit({"smile": 2})), "Smile")
    window._render()
    inside = [int(one[300, 200, 0]) for one in frames_of(window)]
    assert (inside[0], inside[-1]) == (60, 80)
    assert inside == sorted(inside)


def test_a_walk_needs_no_photo(qapp):
    with running(qapp, InlineJobs(), fake_bench()) as application:
        application.window._actions["animate"].trigger()
        window = application.window._tools["animate"]
        window._render()
        assert "Open a photo" in window._player._picture._words
        choose(window, WALK)
        assert window._player.complete
        assert len(frames_of(window)) == 96
        assert not window._player._plot.isVisible()
        assert not application.failures


def test_a_walk_can_pass_the_faces_of_the_generate_window(application, window, qtbot, monkeypatch):
    monkeypatch.setattr(walk, "closed_walk", lambda keys, frames: keys[np.arange(frames) % len(keys)])
    choose(window, WALK)
    window._form._made.setChecked(True)
    assert not window._form._form.isRowVisible(window._form._faces)
    window._render()
    assert "Generate window" in window._player._picture._words
    application.window._actions["generate"].trigger()
    generating = application.features["generate"]
    generating.hide_worst(90)
    window._render()
    faces = [sized(one.picture, 512) for one in generating.shown]
    assert len(faces) == 2
    assert all(alike(one, faces[n % 2]) for n, one in enumerate(frames_of(window)))
    window._settle.setInterval(0)
    with qtbot.waitSignal(application.features["animate"].started, timeout=3000):
        generating.hide_worst(0)
    assert alike(frames_of(window)[5], sized(generating.view.samples[5].picture, 512))


def alike(one: np.ndarray, other: np.ndarray) -> bool:
    return np.abs(one.astype(int) - other).max() <= 1


def test_a_morph_leads_to_another_open_photo(application, window, tmp_path, monkeypatch):
    monkeypatch.setattr(
        morph, "morph", lambda _start, _end, share, side: [np.full((side, side, 3), round(200 * share[0]), np.uint8)]
    )
    choose(window, MORPH)
    assert "second photo" in window._player._picture._words
    application.session.open_paths([write_photo(tmp_path / "other.png")])
    assert [window._form._other.itemText(n) for n in range(window._form._other.count())] == ["photo.png"]
    window._render()
    assert (frames_of(window)[0].max(), frames_of(window)[-1].max()) == (0, 200)


def test_too_many_large_frames_are_refused_in_words(application):
    problem = application.features["animate"].problem(AnimationChoice(frames=2000, side=1024))
    assert "6.3 GB" in problem


def dialog_of(window: AnimateWindow) -> AnimationExportDialog:
    window._export.click()
    return window.findChildren(AnimationExportDialog)[-1]


def test_export_writes_each_kind_and_asks_before_it_replaces(window, tmp_path, monkeypatch):
    answers = []
    monkeypatch.setattr(QMessageBox, "question", lambda *_more: answers.pop(0))
    for suffix in (".gif", ".webp", ".apng", ".mp4", ""):
        dialog = dialog_of(window)
        dialog._path.setText(str(tmp_path / f"clip{suffix}"))
        assert dialog._export.isEnabled()
        dialog._ask_size()
        assert "B" in dialog._bytes.text()
        dialog.accept()
        assert window._export.isEnabled()
        assert (tmp_path / f"clip{suffix}").exists()
    assert Image.open(tmp_path / "clip.gif").n_frames == 24
    assert len(list((tmp_path / "clip").iterdir())) == 24
    before = (tmp_path / "clip.gif").read_bytes()
    window._form._ping_pong.setChecked(True)
    window._form._written.setChecked(True)
    dialog = dialog_of(window)
    dialog._path.setText(str(tmp_path / "clip.gif"))
    answers[:] = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    dialog.accept()
    assert (tmp_path / "clip.gif").read_bytes() == before
    assert "46 frames" in dialog._length.text() and "A frame is shown" not in dialog._length.text()
    dialog.accept()
    assert Image.open(tmp_path / "clip.gif").n_frames == 46
    assert "clip.gif" in window._said.text()
    dialog._timing = Timing(0.025)
    dialog._refresh()
    assert "A frame is shown for 20 ms and not for 25 ms, which .gif can't say." in dialog._length.text()
    dialog = dialog_of(window)
    dialog._path.setText(str(tmp_path / "clip.bmp"))
    assert not dialog._export.isEnabled()
    dialog._format.setCurrentText("MP4 video")
    dialog._format_chosen()
    assert dialog._path.text().endswith(".mp4")


def test_every_control_has_a_name_and_no_text_is_cut(window):
    for button in window.findChildren(QAbstractButton):
        assert button.text() or button.accessibleName() or button.objectName().startswith("qt_")
        assert button.width() >= button.minimumSizeHint().width() or not button.isVisible()
    assert window.minimumSizeHint().width() <= 1280
    assert window.minimumSizeHint().height() <= 800


# --- with time -------------------------------------------------------------------------------------------------------


@pytest.fixture
def gate(monkeypatch):
    """A picture is made whenever the test lets it."""
    gate, pictures = threading.Semaphore(0), generate.pictures

    def wait(*arguments):
        gate.acquire(timeout=5)
        return pictures(*arguments)

    monkeypatch.setattr(generate, "pictures", wait)
    return gate


def test_a_coarse_preview_plays_while_the_rest_is_made(qapp, qtbot, gate):
    with running(qapp, bench=fake_bench()) as application:
        application.window._actions["animate"].trigger()
        window = application.window._tools["animate"]
        window._form._kind.setCurrentIndex(window._form._kind.findData(WALK))
        window._form._frames.setValue(9)
        window._render()
        gate.release(3)
        qtbot.waitUntil(lambda: window._player.playing, timeout=5000)
        there = [index for index, one in enumerate(window._player._frames) if one]
        assert set(there) <= set(coarse_first(9)[:3]) == {0, 8, 4}
        assert window._busy.isVisible()
        assert not window._export.isEnabled()
        gate.release(20)
        qtbot.waitUntil(lambda: window._player.complete, timeout=5000)
        assert window._export.isEnabled()
        window._form._frames.setValue(200)
        window._render()
        window.close()
        gate.release(400)
        qtbot.wait(50)
        assert not window._player.complete, "a closed window goes on with nothing"


def walk_shortly(window: AnimateWindow) -> None:
    window._form._frames.setValue(8)
    window._form._side.setCurrentIndex(0)
    choose(window, WALK)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_cancelled_export_leaves_no_file(qapp, tmp_path, share):
    jobs = InlineJobs("export animation")
    with running(qapp, jobs, fake_bench()) as application:
        application.window._actions["animate"].trigger()
        window = application.window._tools["animate"]
        animating = application.features["animate"]
        walk_shortly(window)
        assert window._player.complete
        animating.export(ExportTarget(tmp_path / "clip.apng", AnimationOptions()), ())
        assert window._cancel.isVisible()
        jobs.meanwhile["export animation",] = lambda: window._cancel.click() if animating.view.exporting >= share else 0
        jobs.work("export animation")
        assert not window._cancel.isVisible()
        assert window._export.isEnabled()
        assert "cancelled" in window._said.text()
        jobs.deliver("export animation")
        assert "cancelled" in window._said.text()
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_is_written_already_is_not_said_to_be_cancelled(qapp, tmp_path):
    jobs = InlineJobs("export animation")
    with running(qapp, jobs, fake_bench()) as application:
        application.window._actions["animate"].trigger()
        window = application.window._tools["animate"]
        walk_shortly(window)
        application.features["animate"].export(ExportTarget(tmp_path / "clip.apng", AnimationOptions()), ())
        jobs.work("export animation")
        window._cancel.click()
        jobs.deliver("export animation")
        assert "clip.apng" in window._said.text()
        assert (tmp_path / "clip.apng").exists()


# --- work on a tiny model --------------------------------------------------------------------------------------------


def open_photo(number: int, level: int, shift: float) -> OpenPhoto:
    """With a face that a real editor over a tiny model has latents of."""
    pixels = np.random.default_rng(number).integers(level, level + 40, (HEIGHT, WIDTH, 3), np.uint8)
    finder = SimpleNamespace(find=lambda _photo, _progress: Found((fake_face("a", BOXES["a"]),)), predictor=None)
    describe = lambda shown, _landmarks: np.full(128, shown.mean() / 255)  # noqa: E731
    networks = SharedNetworks(lambda: (MODEL, None))
    editor = FaceEditor(networks, finder, SimpleNamespace(describe=describe), None, LatentCache(), None, None)
    (face,) = editor.set_photo(pixels)
    editor.use_inversion("a", fake_inversion(shift))
    photo = OpenPhoto(number, History(DOCUMENT), pixels, None)
    photo.developed = Developed(Picture(pixels), b"", Rendering(pixels), editor)
    photo.faces["a"] = FaceState(face, editor.crop("a"))
    return photo


def test_frames_of_a_photo_are_what_the_documents_show():
    photo = open_photo(1, 60, 0.2)
    pixels, editor = photo.developed.picture.pixels, photo.developed.editor
    smile = DOCUMENT.with_edit(Set("a", LatentEdit({"smile": 2.0})))
    make = work.photo_frames(photo, "a", [DOCUMENT, smile, DOCUMENT], "photo", WIDTH)
    frames = [make(index) for index in range(3)]
    assert [frame.index for frame in frames] == [0, 1, 2]
    assert np.array_equal(frames[0].pixels, pixels) and np.array_equal(frames[2].pixels, pixels)
    x0, y0, x1, y1 = BOXES["a"]
    changed = (frames[1].pixels != pixels).any(axis=2)
    assert changed[y0:y1, x0:x1].any()
    assert not changed[:, WIDTH // 2 + 20 :].any()
    assert (frames[0].distance, frames[1].distance > 0) == (0.0, True)
    face = work.photo_frames(photo, "a", [smile], "face", 16)(0)
    assert np.array_equal(face.pixels, editor.aligned("a", frames[1].pixels))
    assert (face.pixels != editor.crop("a")).any()


def test_a_walk_passes_made_faces_and_a_morph_leads_from_photo_to_photo():
    bench = fake_bench()
    choice = AnimationChoice(kind=WALK, frames=6, side=32, faces=3, seed=4)
    random = [work.walk_frames(bench, choice, ())(index) for index in range(6)]
    keys = generate.random_ws(MODEL, [4, 5, 6], choice.psi)
    made = [work.walk_frames(bench, choice, list(keys))(index) for index in range(6)]
    assert all(np.array_equal(one.pixels, other.pixels) for one, other in zip(random, made, strict=True))
    assert made[0].pixels.shape == (32, 32, 3)
    first, last = open_photo(1, 40, 0.2), open_photo(2, 180, -0.2)
    make = work.morph_frames((first, "a"), (last, "a"), [0.0, 0.5, 1.0], 48)
    for index, photo in ((0, first), (2, last)):
        aligned = morph.aligned(photo.developed.editor, "a", 48)
        assert np.abs(make(index).pixels - np.clip(np.rint(aligned), 0, 255)).max() <= 1
    assert make(0).pixels.mean() < make(1).pixels.mean() < make(2).pixels.mean()


def test_over_the_bundled_model(qapp, qtbot, tmp_path, monkeypatch, editor):
    monkeypatch.setattr(assembly, "open_editor", lambda *_arguments: editor)
    with running(qapp) as application:
        application.settings.set_value("inversion_steps", 20)
        session = application.session
        session.open_paths([sample()])
        qtbot.waitUntil(
            lambda: bool(session.photo and session.photo.face and session.photo.face.finished), timeout=60_000
        )
        application.window._actions["animate"].trigger()
        window = application.window._tools["animate"]
        window._form._frames.setValue(3)
        window._form._side.setCurrentIndex(0)
        order = []
        application.features["animate"].framed.connect(lambda frames: order.extend(one.index for one in frames))
        qtbot.waitUntil(lambda: window._player.complete, timeout=60_000)
        assert order == coarse_first(3)
        assert window._player.playing
        distances = window._player._plot._distances
        assert max(distances) > distances[1] > 0, "the ends are farther from the person than the middle"
        frames = frames_of(window)
        changed = [np.abs(frames[0].astype(int) - one) for one in frames[1:]]
        assert changed[-1].max() > 40
        assert all(one[:30].max() == 0 for one in changed), "the background stands still"
        target = ExportTarget(tmp_path / "age.gif", AnimationOptions(Timing(0.1)))
        application.features["animate"].export(target, window._player.texts)
        qtbot.waitUntil(lambda: target.path.exists(), timeout=20_000)
        saved = Image.open(target.path)
        assert (saved.n_frames, saved.info["duration"]) == (3, 100)
        save_animation(frames, tmp_path / "plain.gif", AnimationOptions(Timing(0.1)))
        assert not application.failures
