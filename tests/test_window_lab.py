"""The Lab's window, with a made-up child whose epochs are counted and whose pictures are planted."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from ui_fakes import InlineJobs, nothing_is_left, starting, trigger

from ganeditor.errors import UserError
from ganeditor.project.lab.presets import PRESETS
from ganeditor.project.lab.shapes import DRAWN
from ganeditor.project.lab.snapshot import CoderSnapshot, PictureSnapshot, Snapshot, packed, unpacked
from ganeditor.ui.features.lab import studying, texts, verbs
from ganeditor.ui.features.lab.views import COMPARE, PICTURES, PLAY, STAGES, Beside
from ganeditor.ui.features.lab.window import LabWindow

pytestmark = pytest.mark.usefixtures("room")


def snapshot(epoch: int, steps: int = 0) -> Snapshot:
    """A ring whose fakes all lie at one place."""
    turns = np.linspace(0, 6, 8, dtype=np.float32)
    reals = np.stack([np.cos(turns), np.sin(turns)], 1)
    corners = np.stack(np.meshgrid(turns[:4] / 3 - 1, turns[:4] / 3 - 1), 2)
    figures = {"discriminator": 1.3, "generator": 0.7, "accuracy": 0.75, "js": 0.5, "kl": 2.0, "frechet": 0.1}
    return Snapshot(
        epoch,
        steps,
        reals,
        np.full((8, 2), 0.25, np.float32),
        np.full((8, 2), 0.5, np.float32),
        np.linspace(-1, 1, 16, dtype=np.float32).reshape(4, 4),
        corners,
        np.full((3, 3), 0.5, np.float32),
        reals,
        reals,
        {**figures, "pull": 0.3},
        2,
        8,
    )


class FakeRoom:
    """Counts epochs; what was asked is in asked."""

    def __init__(self, monkeypatch: Any) -> None:
        self.asked: list[dict[str, Any]] = []
        self.epoch = 0
        self.steps = 0
        self.broken = False
        self.ended = 0
        monkeypatch.setattr(verbs, "PlaneRoom", lambda: self)
        monkeypatch.setattr(studying, "PictureRoom", lambda: self)

    def play(self, request: dict[str, Any]) -> Snapshot:
        self.asked.append(request)
        if self.broken:
            raise UserError("The numbers are no longer finite after 7 steps.")
        if request["anew"]:
            self.epoch = self.steps = 0
        count = min(request["steps"], 10)
        self.epoch += count * (request["who"] != "discriminator")
        self.steps += count * (request["who"] != "generator")
        return snapshot(self.epoch, self.steps)

    def compare(self, request: dict[str, Any]) -> Beside:
        self.asked.append(request)
        points = snapshot(0).reals
        codes = points[:, : request["settings"]["noise_width"]]
        one = CoderSnapshot(points, points, points, codes, codes, snapshot(0).sheet, 0.1, 0.2)
        return Beside(5, dict.fromkeys(texts.MODELS, one))

    def learn(self, request: dict[str, Any]) -> PictureSnapshot:
        self.asked.append(request)
        if not Path(request["settings"]["folder"]).is_dir():
            raise UserError("There is no such folder.")
        self.epoch = 0 if request["anew"] else self.epoch + min(request["steps"], 10)
        count = len(request["settings"]["photos"])
        sheet = np.full((64, 64, 3), 90, np.uint8)
        photos, looks = np.full((count, 32, 32, 3), 200, np.uint8), np.ones((count, 32, 32), np.float32)
        scores = np.linspace(-1, 1, count, dtype=np.float32)
        return PictureSnapshot(
            self.epoch, self.epoch, 500, 2, sheet, sheet, photos, scores, looks, {"accuracy": 0.9, "generator": 1.0}
        )

    def end(self) -> None:
        self.ended += 1


@pytest.fixture
def room(monkeypatch: Any) -> FakeRoom:
    return FakeRoom(monkeypatch)


@pytest.fixture
def start(qapp: Any) -> Iterator[Any]:
    """Opens the window, without the rest of the program; jobs that are named are held."""
    windows = []

    def opened(*held: str) -> Any:
        desk: Any = SimpleNamespace(jobs=InlineJobs(*held), failures=[])
        desk.fail = desk.failures.append
        lab = verbs.Experimenting(desk)
        windows.append(LabWindow(lab))
        lab.changed.connect(windows[-1].show_view)
        windows[-1].shown.connect(lab.open)
        windows[-1].show()
        return desk, lab, windows[-1]

    yield opened
    for window in windows:
        window.close()
        window.deleteLater()
    windows.clear()
    nothing_is_left(qapp)


def curve(window: Any, index: int) -> Any:
    """The first curve of a graph: epochs and values."""
    return window.playground.graphs._views[index]._curves[0].getData()


def test_the_menu_opens_it(qapp: Any, qtbot: Any, tmp_path: Path) -> None:
    for begin in starting(qapp, qtbot, tmp_path, "attributes"):
        application = begin()
        trigger(application, "lab")
        assert application.window._tools["lab"].playground.playing.epoch.text() == "Epoch 0"


def test_steps_are_asked_for_and_shown(start: Any, room: FakeRoom) -> None:
    _desk, lab, window = start()
    assert window.playground.playing.epoch.text() == "Epoch 0"
    buttons = window.playground.playing.steps
    buttons["generator"].click()
    buttons["discriminator"].click()
    buttons["both"].click()
    assert [one["who"] for one in room.asked[1:]] == ["generator", "discriminator", "both"]
    assert (room.epoch, room.steps) == (2, 2)
    assert window.playground.playing.epoch.text() == "Epoch 2"
    assert list(curve(window, 1)[1]) == [0.75] * 4
    assert "2 / 8" in window.playground.graphs._views[-1]._title.text()
    window.playground.playing.reset.click()
    assert room.asked[-1]["anew"] and window.playground.playing.epoch.text() == "Epoch 0"
    assert len(curve(window, 0)[0]) == 1
    assert lab.view.settings == PRESETS["first-steps"]


def test_playing_asks_again_as_answers_come_and_pausing_ends_that(start: Any, room: FakeRoom) -> None:
    desk, lab, window = start("lab")
    desk.jobs.do("lab")
    window.playground.playing.play.click()
    for _ in range(3):
        desk.jobs.do("lab")
        assert desk.jobs.keys == [], "what is shown is painted first"
        lab._timer.timeout.emit()
    assert room.epoch == 30 and lab.view.playing
    window.playground.playing.play.click()
    desk.jobs.do("lab")
    assert desk.jobs.keys == [] and room.epoch == 40
    assert len(lab.kept) == 5


def test_a_slow_run_waits_between_its_epochs(start: Any, room: FakeRoom, qtbot: Any) -> None:
    _desk, lab, window = start()
    lab.set_speed(20)
    window.playground.playing.play.click()
    assert lab._timer.isActive() and lab._timer.interval() == 50 and room.epoch == 1
    qtbot.waitUntil(lambda: room.epoch >= 2)
    window.playground.playing.play.click()
    assert not lab._timer.isActive()


def test_slow_motion_lights_stage_after_stage_and_each_side_learns_in_its_own(start: Any, room: FakeRoom) -> None:
    _desk, lab, window = start()
    window.playground.slow.click()
    window.playground.playing.play.click()
    seen = [lab.view.stage]
    while len(seen) < len(STAGES):
        lab._timer.timeout.emit()
        seen.append(lab.view.stage)
    lab.play(False)
    assert sorted(seen) == list(range(len(STAGES)))
    assert [one["who"] for one in room.asked if one["steps"]] == ["discriminator", "generator"]
    assert window.playground.flow._lit == frozenset(STAGES[0].parts)
    for stage in STAGES:
        assert stage.name in texts.STAGES


def test_rates_change_a_run_and_data_begins_another(start: Any, room: FakeRoom) -> None:
    _desk, lab, window = start()
    lab.step("both")
    asked = len(room.asked)
    column = window.playground.settings
    lab.change(replace(lab.view.settings, loss="hinge"))
    assert len(room.asked) == asked and lab.view.preset == ""
    column._data["moons"].click()
    assert room.asked[-1]["anew"] and room.asked[-1]["settings"]["data"] == "moons"
    assert "Settings of your own" in window.playground.paragraph.text()


def test_a_change_while_an_answer_is_awaited_is_not_lost(start: Any, room: FakeRoom) -> None:
    desk, lab, _window = start("lab")
    lab.change(replace(lab.view.settings, data="spiral"))
    desk.jobs.do("lab")
    assert lab.view.shown is None, "it is of the ring"
    desk.jobs.do("lab")
    assert room.asked[-1]["settings"]["data"] == "spiral" and lab.view.shown.epoch == 0


def test_presets_bring_their_settings_and_words(start: Any, room: FakeRoom) -> None:
    _desk, lab, window = start()
    assert texts.PRESETS.keys() == texts.PARAGRAPHS.keys() == PRESETS.keys()
    for name in PRESETS:
        lab.choose_preset(name)
        assert room.asked[-1]["settings"] == PRESETS[name].to_json() and room.asked[-1]["anew"]
        assert window.playground.presets.currentText() == texts.PRESETS[name]
        assert window.playground.paragraph.text() == texts.PARAGRAPHS[name]
        penalties = tuple(penalty for penalty, _weight in PRESETS[name].penalties)
        assert penalties in texts.PENALTIES
        for choice, _values, _value_of in window.playground.settings._choices:
            assert choice.currentText(), "a choice shows what is set"


def test_data_is_drawn_with_the_mouse(start: Any, room: FakeRoom) -> None:
    _desk, lab, window = start()
    plane = window.playground.plane
    QTest.mouseClick(plane.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert lab.view.settings.data == "ring", "nothing is drawn yet"
    window.playground.settings._data[DRAWN].click()
    assert plane.drawing
    middle = plane.viewport().rect().center()
    QTest.mouseClick(plane.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    (x, y), *more = lab.view.settings.drawn
    assert not more and abs(x) < 0.05 and abs(y) < 0.05
    assert room.asked[-1]["settings"]["data"] == DRAWN
    lab.draw(False)
    assert not plane.drawing and lab.view.shown is not None
    lab.draw(True)
    lab.add_points(())
    lab.draw(False)
    assert lab.view.settings.drawn == () and lab.view.settings.data != DRAWN


def test_layers_are_hidden_one_by_one(start: Any) -> None:
    _desk, _lab, window = start()
    plane = window.playground.plane
    for name, box in window.playground.layers.items():
        box.setChecked(False)
        assert not any(item.isVisible() for item in plane._layers[name])
        box.setChecked(True)
        assert all(item.isVisible() for item in plane._layers[name])


def test_three_models_stand_side_by_side(start: Any, room: FakeRoom) -> None:
    _desk, lab, window = start()
    window.tabs.setCurrentIndex(1)
    assert lab.view.tab == COMPARE
    assert set(window.beside.columns) == {"autoencoder", "vae", "gan"}
    assert "0.200" in window.beside.columns["vae"].figures.text()
    assert "drawn again" not in window.beside.columns["gan"].figures.text()
    window.beside.width_choice.setCurrentIndex(0)
    window.beside.width_choice.activated.emit(0)
    assert room.asked[-1]["settings"]["noise_width"] == 1 and room.asked[-1]["anew"]
    window.tabs.setCurrentIndex(0)
    assert lab.view.tab == PLAY and room.asked[-1]["who"] == "both"


def test_settings_are_saved_and_opened_again(start: Any, monkeypatch: Any, tmp_path: Path) -> None:
    _desk, lab, window = start()
    path = tmp_path / "mine"
    lab.choose_preset("oscillation")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_options: (str(path), ""))
    window.playground.save.click()
    saved = tmp_path / "mine.lab.json"
    assert json.loads(saved.read_text())["loss"] == PRESETS["oscillation"].loss
    lab.choose_preset("first-steps")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_options: (str(saved), ""))
    window.playground.open.click()
    assert lab.view.settings == PRESETS["oscillation"]
    saved.write_text("{}")
    window.playground.open.click()
    assert "format: expected a whole number" in window.said.text()
    assert lab.view.settings == PRESETS["oscillation"]


def test_the_run_becomes_a_film(start: Any, monkeypatch: Any, tmp_path: Path, qtbot: Any) -> None:
    _desk, lab, window = start()
    assert not window.playground.export.isEnabled()
    for _ in range(3):
        lab.step("both")
    path = tmp_path / "run.gif"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_options: (str(path), ""))
    window.playground.export.click()
    qtbot.waitUntil(path.is_file)
    with Image.open(path) as film:
        assert (film.n_frames, film.size) == (4, (560, 600))
    assert "run.gif" in window.said.text()


def test_long_runs_are_kept_thinner(start: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(verbs, "MOST_KEPT", 4)
    _desk, lab, _window = start()
    for _ in range(11):
        lab.step("both")
    epochs = [one.epoch for one in lab.kept]
    assert epochs[0] == 0 and len(epochs) <= 4
    assert len(set(np.diff(epochs))) == 1, "evenly spread"


def test_a_run_that_fails_holds_and_says_why(start: Any, room: FakeRoom) -> None:
    desk, lab, window = start("lab")
    desk.jobs.do("lab")
    lab.play(True)
    room.broken = True
    desk.jobs.do("lab")
    assert "no longer finite" in window.said.text()
    assert not lab.view.playing and not desk.failures
    room.broken = False
    lab.reset()
    desk.jobs.do("lab")
    assert lab.view.shown.epoch == 0 and window.said.text() == ""


def test_closing_the_window_ends_the_child(start: Any, room: FakeRoom) -> None:
    _desk, lab, window = start()
    lab.play(False)
    window.close()
    assert room.ended == 2 and lab.view.shown is None
    window.show()
    assert lab.view.shown is not None and room.asked[-1]["anew"]


def test_a_folder_is_learned_and_photos_are_judged(
    start: Any, room: FakeRoom, monkeypatch: Any, tmp_path: Path
) -> None:
    _desk, lab, window = start()
    window.tabs.setCurrentIndex(2)
    view, asked = window.pictures, len(room.asked)
    assert lab.view.tab == PICTURES and not view.playing.play.isEnabled()
    view.form.changed.emit(replace(lab.studying.view.settings, task="r3gan"))
    assert len(room.asked) == asked, "there is nothing to learn from yet"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args, **_options: str(tmp_path))
    view.choose.click()
    assert room.asked[-1]["anew"] and room.asked[-1]["settings"]["task"] == "r3gan"
    assert "500 pictures; 2 files" in view.about.text()
    view.playing.steps["generator"].click()
    assert room.asked[-1]["who"] == "generator" and not room.asked[-1]["anew"]
    photos = [str(tmp_path / name) for name in ("a.png", "b.png")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args, **_options: (photos, ""))
    view.add.click()
    assert room.asked[-1]["settings"]["photos"] == tuple(photos) and room.asked[-1]["steps"] == 0
    assert len(view.judged._images) == 2 and "-1.00" in view.judged.accessibleDescription()
    view.judged.grab()
    view.remove.click()
    assert not view.judged._images
    lab.studying.choose_folder(tmp_path / "gone")
    assert "no such folder" in view.said.text() and lab.studying.view.shown is None


def test_a_snapshot_is_packed_as_text() -> None:
    shown = snapshot(3, 4)
    again = unpacked(Snapshot, json.loads(json.dumps(packed(shown))))
    assert (again.epoch, again.steps, again.figures) == (3, 4, shown.figures)
    assert np.array_equal(again.sheet, shown.sheet) and np.array_equal(again.reals, shown.reals)
