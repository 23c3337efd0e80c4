"""The window, driven as a person would, over a fake engine and workers without time."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QToolButton
from throwaway import Glow
from ui_fakes import (
    BOXES,
    HEIGHT,
    WIDTH,
    Answers,
    FakeEditor,
    InlineJobs,
    Starter,
    drop,
    edit,
    fake_bench,
    running,
    shown,
    trigger,
    write_photo,
)

from ganeditor import paths
from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.words.clause import Move
from ganeditor.engine.faces.detect import Found
from ganeditor.project.document import Set
from ganeditor.ui.app import Application
from ganeditor.ui.features.attributes import work
from ganeditor.ui.features.attributes.row import AttributeRow
from ganeditor.ui.widgets.said import SaidLabel
from ganeditor.ui.widgets.slider import AmountSlider
from ganeditor.ui.widgets.tools import Tool
from ganeditor.ui.widgets.words import WordsLine


@pytest.fixture
def start(qapp, qtbot):
    """Starts the application; answers and faces are for the test to choose."""
    starter = Starter(qapp, qtbot)
    yield starter.start
    starter.end()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return write_photo(tmp_path / "photo.png")


def row(application: Application, name: str) -> AttributeRow:
    return next(row for row in application.window.findChildren(AttributeRow) if row.attribute.name == name)


def drag(slider: AmountSlider, amounts: list[float]) -> None:
    """From zero over amounts, which are shares of the limit."""
    x = [round(slider._x(amount * slider._limit)) for amount in (0, *amounts)]
    middle = slider.height() // 2
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(x[0], middle))
    for place in x[1:]:
        QTest.mouseMove(slider, QPoint(place, middle))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(x[-1], middle))


def slider_of(application: Application, name: str) -> AmountSlider:
    return row(application, name).findChild(AmountSlider)


def click(application: Application, x: float, y: float) -> None:
    canvas = application.window.canvas
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.sight.to_screen(QPointF(x, y)).toPoint())


def test_a_dropped_photo_is_open_and_its_only_face_ready(start, photo):
    application = start()
    assert application.window._stack.currentIndex() == 0
    drop(application, photo)
    state = application.session.photo
    assert state.chosen == "a"
    assert state.faces["a"].finished
    assert application.window._stack.currentIndex() == 1
    assert slider_of(application, "smile").isEnabled()
    assert np.array_equal(shown(application), np.asarray(Image.open(photo)))
    assert "photo.png" in application.window.windowTitle()


def test_of_several_faces_one_has_to_be_clicked(start, photo):
    application = start(faces=("a", "b"))
    drop(application, photo)
    assert application.session.photo.chosen is None
    assert "click" in application.window.canvas._hint
    assert not slider_of(application, "smile").isEnabled()
    x0, y0, x1, y1 = BOXES["b"]
    click(application, (x0 + x1) / 2, (y0 + y1) / 2)
    assert application.session.photo.chosen == "b"
    assert slider_of(application, "smile").isEnabled()
    assert application.window.canvas._hint == ""


def test_faces_that_are_too_small_are_counted_in_the_status_bar(start, photo, monkeypatch):
    monkeypatch.setattr(FakeEditor, "found", Found((), 2))
    application, said = start(), []
    application.session.said.connect(said.append)
    drop(application, photo)
    assert said == ["2 faces are too small to edit: less than 8 pixels between the eyes."]
    monkeypatch.setattr(FakeEditor, "found", Found((), 1))
    trigger(application, "close-photo")
    drop(application, photo)
    assert said[1:] == ["One face is too small to edit: less than 8 pixels between the eyes."]


def test_the_search_for_faces_tells_how_far_it_is_and_can_be_stopped(start, photo, monkeypatch):
    monkeypatch.setattr(FakeEditor, "looks", 10)
    application = start()
    jobs, canvas, hints, said = application.jobs, application.window.canvas, [], []
    application.session.said.connect(said.append)

    def at_a_report() -> None:
        hints.append(canvas._hint)
        if len(hints) == 5:
            trigger(application, "stop-looking")

    jobs.meanwhile[("find", 1)] = at_a_report
    drop(application, photo)
    assert hints == [f"Looking for faces… {percent} % (Esc stops)" for percent in (0, 10, 20, 30, 40)]
    assert application.session.photo.searched and not application.session.photo.faces
    assert said == ["The search for faces was stopped."]
    assert not application.window._actions["stop-looking"].isEnabled()
    trigger(application, "add-face")
    for point in ((50, 50), (80, 50), (65, 80)):
        click(application, *point)
    assert application.session.photo.chosen == "drawn"
    assert not application.failures


def test_no_face_says_what_to_try_and_one_can_be_marked_by_hand(start, photo):
    application = start(faces=())
    drop(application, photo)
    assert "No face was found" in application.window.canvas._hint
    trigger(application, "add-face")
    for point in ((50, 50), (80, 50), (65, 80)):
        click(application, *point)
    points = application.session.photo.faces["drawn"].points
    assert np.allclose(points, ((50, 50), (80, 50), (65, 80)), atol=1)
    assert application.session.photo.chosen == "drawn"


def test_a_drag_is_one_step_and_undo_brings_the_very_pixels_back(start, photo):
    application = start()
    drop(application, photo)
    before = shown(application)
    drag(slider_of(application, "smile"), [0.2, 0.4, 0.5])
    history = application.session.photo.history
    assert len(history.steps) == 2
    assert history.document.get("a", LatentEdit).amounts["smile"] == pytest.approx(1.5, abs=0.1)
    x0, y0, x1, y1 = BOXES["a"]
    changed = shown(application)
    assert (changed[y0:y1, x0:x1] - before[y0:y1, x0:x1] == 15).all()
    changed[y0:y1, x0:x1] = before[y0:y1, x0:x1]
    assert np.array_equal(changed, before)
    drag(slider_of(application, "smile"), [0.2])
    assert len(history.steps) == 3
    trigger(application, "undo")
    trigger(application, "undo")
    assert np.array_equal(shown(application), before)
    assert slider_of(application, "smile").amount == 0
    trigger(application, "redo")
    assert slider_of(application, "smile").amount == pytest.approx(1.5, abs=0.1)
    application.session.editing.jump(2)
    assert slider_of(application, "smile").amount == pytest.approx(0.6, abs=0.1)


def test_zero_is_sticky_a_double_click_resets_and_keys_step(start, photo):
    application = start()
    drop(application, photo)
    slider = slider_of(application, "smile")
    drag(slider, [0.5, 0.02])
    assert slider.amount == 0
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert application.session.photo.document.get("a", LatentEdit).amounts["smile"] == pytest.approx(0.05)
    QTest.mouseDClick(slider, Qt.MouseButton.LeftButton)
    assert application.session.photo.document.neutral


def test_a_double_click_away_from_the_handle_is_one_step(start, photo):
    application = start()
    drop(application, photo)
    slider, history = slider_of(application, "smile"), application.session.photo.history
    place = QPoint(round(slider._x(2.0)), slider.height() // 2)

    def double_click() -> None:
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=place)

    double_click()
    assert len(history.steps) <= 2
    assert history.document.neutral
    drag(slider, [0.5])
    steps = len(history.steps)
    double_click()
    assert len(history.steps) == steps + 1
    trigger(application, "undo")
    assert slider.amount == pytest.approx(1.5, abs=0.1)
    drag(slider, [0.1])
    drag(slider, [0.2])
    assert history.steps[-2].document != history.steps[-1].document
    assert len(history.steps) == steps + 2


class Line(Tool):
    """A tool of a few lines: it collects where it was dragged, and stops with the second drag."""

    cursor = Qt.CursorShape.BlankCursor
    hint = "Draw a line"

    def __init__(self) -> None:
        self.ends, self.hovered, self.painted = [], [], 0

    def press(self, point: QPointF) -> bool:
        self.ends.append([point])
        return True

    def move(self, point: QPointF, pressed: bool) -> None:
        (self.ends[-1] if pressed else self.hovered).append(point)

    def release(self, point: QPointF) -> None:
        self.ends[-1].append(point)
        self.done = len(self.ends) == 2

    def paint(self, painter, to_screen) -> None:
        self.painted += 1
        for line in self.ends:
            painter.drawPolyline([to_screen(point) for point in line])


def test_a_tool_has_the_mouse_until_it_is_done(start, photo):
    application = start()
    drop(application, photo)
    canvas, line, left = application.window.canvas, Line(), Qt.MouseButton.LeftButton
    middle, places = (
        QPointF(canvas.sight.middle),
        [canvas.sight.to_screen(QPointF(x, 60)).toPoint() for x in (30, 120, 40)],
    )
    canvas.use(line)
    for _twice in range(2):
        assert canvas.cursor().shape() == Qt.CursorShape.BlankCursor
        QTest.mouseMove(canvas, places[2])
        QTest.mousePress(canvas, left, pos=places[0])
        QTest.mouseMove(canvas, places[1])
        canvas.grab()
        QTest.mouseRelease(canvas, left, pos=places[1])
    xs = [[point.x() for point in points] for points in line.ends]
    assert np.allclose(xs, [[30, 120, 120]] * 2, atol=1)
    assert line.painted and line.hovered
    assert canvas.sight.middle == middle, "the photo was moved"
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    canvas.use(line := Line())
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    QTest.mousePress(canvas, left, pos=places[0])
    QTest.mouseMove(canvas, places[1])
    QTest.mouseRelease(canvas, left, pos=places[1])
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert not line.ends
    assert canvas.sight.middle != middle, "with the space bar the photo is moved"
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas._tool is None


def test_split_shows_before_on_the_left_and_a_held_key_shows_it_whole(start, photo):
    application = start()
    drop(application, photo)
    edit(application, 3)
    canvas = application.window.canvas
    trigger(application, "outlines")
    trigger(application, "split")
    canvas._split = (canvas.sight.to_screen(QPointF(50, 0)).x()) / canvas.width()
    inside = [canvas.sight.to_screen(QPointF(x, 60)).toPoint() for x in (30, 70)]
    left, right = (canvas.grab().toImage().pixelColor(point).green() for point in inside)
    assert (left, right) == (60, 90)
    QTest.keyPress(application.window, Qt.Key.Key_B)
    assert canvas.grab().toImage().pixelColor(inside[1]).green() == 60
    QTest.keyRelease(application.window, Qt.Key.Key_B)
    assert canvas.grab().toImage().pixelColor(inside[1]).green() == 90


def test_zoom_keeps_the_place_under_the_pointer_and_fit_shows_all(start, photo):
    application = start()
    drop(application, photo)
    canvas = application.window.canvas
    place = canvas.sight.to_screen(QPointF(100, 70))
    canvas.zoom_by(3, place)
    assert canvas.sight.to_photo(place) == QPointF(100, 70)
    trigger(application, "actual-size")
    assert canvas.zoom == pytest.approx(1 / canvas.devicePixelRatioF())
    trigger(application, "fit")
    corner = canvas.sight.to_screen(QPointF(WIDTH, HEIGHT))
    assert corner.x() <= canvas.width()
    assert corner.y() <= canvas.height()


def test_an_edit_that_fails_is_switched_off_and_said_once(start, photo):
    application = start()
    drop(application, photo)
    edit(application, 1)
    picture = shown(application)
    FakeEditor.broken = True
    edit(application, 2)
    edit(application, 3)
    sentence = "'Attributes' is switched off: This edit can't be drawn; use another one."
    assert [failure.sentence for failure in application.failures] == [sentence]
    assert np.array_equal(shown(application), np.asarray(Image.open(photo)))
    assert application.session.photo.document.get("a", LatentEdit).amounts == {"smile": 3}
    FakeEditor.broken = False
    trigger(application, "undo")
    trigger(application, "undo")
    assert np.array_equal(shown(application), picture)


def test_the_mark_and_the_age_tell_where_the_face_stands(start, photo):
    application = start()
    drop(application, photo)
    assert slider_of(application, "smile")._mark == 1.2
    application.session.editing.apply(Set("a", LatentEdit({"age": 30})), "Age")
    assert row(application, "age")._caption.text() == "42 → 72 years"


def test_whether_hair_greys_along_is_a_step_like_any_other(start, photo):
    application = start()
    drop(application, photo)
    (box,) = (box for box in application.window.findChildren(QCheckBox) if box.text() == "Hair greys along")
    box.click()
    assert application.session.photo.document.get("a", LatentEdit).hair_greys
    application.session.editing.apply(Set("a", LatentEdit({"age": 30}, hair_greys=True)), "Age")
    assert box.isChecked()
    trigger(application, "undo")
    trigger(application, "undo")
    assert not box.isChecked() and application.session.photo.document.neutral


def test_search_leaves_the_rows_that_fit(start, photo):
    application = start()
    drop(application, photo)
    panel = row(application, "smile").window().findChild(type(application.window._panels[1]))
    panel._search.setText("smi")
    assert not row(application, "smile").isHidden()
    assert row(application, "age").isHidden()


def test_actions_are_only_there_when_they_can_be_used(start, photo):
    application = start()
    enabled = {name for name, action in application.window._actions.items() if action.isEnabled()}
    always = {"open", "paste", "quit", "settings", "shortcuts", "log", "versions", "about"}
    windows = {"generate", "animate", "directions", "models", "video", "lab", "training", "queue", "people"}
    assert enabled == always | windows
    drop(application, photo)
    assert not application.window._actions["undo"].isEnabled()
    edit(application, 1)
    assert application.window._actions["undo"].isEnabled()


def test_every_control_has_a_name_for_screen_readers(start, photo):
    application = start()
    drop(application, photo)
    for slider in application.window.findChildren(AmountSlider):
        assert slider.accessibleName()
        assert slider.toolTip()
    for action in application.window._actions.values():
        assert action.toolTip()


def test_every_dialog_of_the_window_opens(start, photo, qapp):
    application = start()
    drop(application, photo)
    for name in ("settings", "shortcuts", "log", "about"):
        trigger(application, name)
        dialogs = [dialog for dialog in application.window.findChildren(QDialog) if dialog.isVisible()]
        assert len(dialogs) == 1, name
        dialogs[0].close()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.usefixtures("more_operations")
def test_an_edit_of_the_whole_photo_may_change_its_size(start, photo):
    sizes = []
    answers = Answers(choice=lambda source, _path: sizes.append((source.width, source.height)))
    application = start(answers, faces=("a", "b"))
    drop(application, photo)
    canvas = application.window.canvas
    application.session.finding.choose_face("a")
    edit(application, 1)
    before, zoom = shown(application), canvas.zoom
    application.session.editing.apply(Set(None, Glow(0.5)), "Glow")
    assert (canvas._after.density, canvas._after.size_wh, canvas._after.width) == (2.0, (2 * WIDTH, 2 * HEIGHT), WIDTH)
    assert np.array_equal(shown(application)[::2, ::2], before)
    assert canvas.zoom == zoom
    edit(application, 2)
    assert shown(application)[120, 100, 1] == 80
    canvas.zoom_to_face()
    place = canvas.sight.to_screen(QPointF(50.5, 60.5)).toPoint()
    assert canvas.grab().toImage().pixelColor(place).green() == 80
    QTest.mouseMove(canvas, place)
    assert "x 50  y 60" in application.window._pixel.text()
    assert "G 80" in application.window._pixel.text()
    trigger(application, "fit")
    click(application, 170, 60)
    assert application.session.photo.chosen == "b"
    application.session.drawing.measure()
    trigger(application, "export")
    assert sizes == [(2 * WIDTH, 2 * HEIGHT)]
    trigger(application, "undo")
    trigger(application, "undo")
    assert canvas._after.density == 1.0
    assert np.array_equal(shown(application), before)
    assert not application.failures


def test_what_is_said_is_shown_and_then_done_in_one_step(start, photo):
    application = start()
    drop(application, photo)
    words = application.window.findChild(WordsLine)
    words.line.setText("ten years older, a slight smile, open the left eye, a zanzibar")
    chips = [chip for chip in words.findChildren(QToolButton) if chip.text()]
    assert [chip.text().partition(":")[0] for chip in chips] == [
        "ten years older", "a slight smile", "open the left eye",
    ]  # fmt: skip
    assert any("zanzibar" in label.text() for label in words.findChildren(SaidLabel))
    assert application.session.photo.document.neutral, "nothing is done before it is asked for"
    chips[1].click()
    QTest.keyClick(words.line, Qt.Key.Key_Return)
    face = application.session.photo.chosen
    assert application.session.photo.document.get(face, LatentEdit).amounts == {"age": 10.0}
    assert application.session.photo.document.get(face, EyesEdit).lids == (1.0, 0.0)
    assert words.line.text() == ""
    application.session.editing.undo()
    assert application.session.photo.document.neutral


def test_unknown_words_are_looked_for_among_ones_own_directions(qapp, monkeypatch, photo):
    paths.user_clip().mkdir(parents=True)
    asked = []

    def meant(_job, _bench, words, names):
        asked.append((words, names))
        return {"smirk": Move("grin", -1.5, "smirk"), "zanzibar": None}

    monkeypatch.setattr(work, "meant", meant)
    bench = replace(fake_bench(), attributes=("age", "grin"), labels={"grin": "My grin"})
    with running(qapp, InlineJobs(), bench) as application:
        drop(application, photo)
        words = application.window.findChild(WordsLine)
        words.line.setText("older")
        assert not words._wonder.isVisibleTo(words), "all is understood"
        words.line.setText("older, a smirk, a zanzibar")
        assert words._wonder.isVisibleTo(words)
        words._wonder.click()
        assert asked == [(("smirk", "zanzibar"), ("grin",))]
        assert [(move.name, move.amount) for move in words.moves] == [("age", 15.0), ("grin", -1.5)]
        assert "zanzibar" in words._said.text() and "smirk" not in words._said.text()
        assert not words._wonder.isVisibleTo(words), "it has been looked for"
        assert application.session.photo.document.neutral, "and nothing is done before it is asked for"
        assert not application.failures
