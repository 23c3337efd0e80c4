"""The Mask panel with a made-up head: strokes, their undo, files, and the edit that comes of them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui_fakes import starting

from ganeditor.edits.mask import MaskEdit
from ganeditor.errors import EditError
from ganeditor.project.masks import mask_bytes
from ganeditor.segments import NUMBERS, UNKNOWN
from ganeditor.ui.features.mask import work
from ganeditor.ui.features.mask.strokes import Strokes
from ganeditor.ui.features.mask.tools import image_of
from ganeditor.ui.features.mask.views import Hand, Placed

SIDE = 60
SKIN, HAIR, NOSE = NUMBERS["skin"], NUMBERS["hair"], NUMBERS["nose"]


def own() -> Any:
    labels = np.full((SIDE, SIDE), SKIN, np.uint8)
    labels[:10] = HAIR
    labels[25:35, 25:35] = NOSE
    return labels


# --- strokes ------------------------------------------------------------------------------------------------------


def test_strokes_are_drawn_erased_filled_and_undone() -> None:
    strokes = Strokes(own())
    strokes.begin()
    strokes.line((15, 20), (45, 20), 5, HAIR)
    strokes.end()
    assert strokes.changed and (strokes.labels[18:23, 20:40] == HAIR).all() and (strokes.labels[28] != HAIR).all()
    strokes.begin()
    strokes.line((15, 20), (45, 20), 9, None)
    strokes.end()
    assert not strokes.changed
    strokes.begin()
    strokes.fill((30, 30), HAIR)
    strokes.end()
    assert strokes.at((30, 30)) == HAIR and strokes.at((5, 50)) == SKIN
    for _ in range(3):
        strokes.undo()
    assert not strokes.changed and not strokes.can_undo and strokes.can_redo
    strokes.redo()
    assert strokes.labels[20, 30] == HAIR
    strokes.clear()
    assert not strokes.changed and not strokes.can_redo
    strokes.undo()
    assert strokes.changed


def test_regions_move_grow_and_shrink() -> None:
    strokes = Strokes(own())
    strokes.begin()
    region = strokes.region((30, 30))
    strokes.move(region, 100, 0)
    assert not (strokes.labels == NOSE).any()
    strokes.move(region, 10, -5)  # a drag goes on from where it began
    strokes.end()
    assert strokes.at((30, 33)) == SKIN and (strokes.labels[20:30, 35:45] == NOSE).all()
    strokes = Strokes(own())
    region = strokes.region((30, 30))
    strokes.begin()
    strokes.grow(region, 3)
    assert (strokes.labels == NOSE).sum() > 200 and strokes.at((23, 30)) == NOSE
    strokes.grow(region, -3)
    strokes.end()
    assert (strokes.labels == NOSE).sum() == 16 and strokes.at((26, 30)) == SKIN


def test_better_latents_change_what_was_not_painted() -> None:
    strokes = Strokes(own())
    strokes.begin()
    strokes.line((50, 50), (50, 50), 5, HAIR)
    strokes.end()
    better = own()
    better[:20] = HAIR
    strokes.have_own(better)
    assert strokes.at((5, 15)) == HAIR == strokes.at((50, 50)) and strokes.at((5, 50)) == SKIN


def test_the_mask_is_shown_in_its_colours() -> None:
    labels = np.array([[SKIN, UNKNOWN], [0, HAIR]], np.uint8)
    image = image_of(labels, 0.5)
    assert image.pixelColor(0, 0).alpha() == 128 and image.pixelColor(1, 0).alpha() == 0
    assert 0 < image.pixelColor(0, 1).alpha() < 60


# --- the window ---------------------------------------------------------------------------------------------------


class FakeHead:
    """A head whose mask lies at (20, 30) of the photo, a pixel a pixel; searches take three steps."""

    def __init__(self, monkeypatch: Any) -> None:
        self.asked: list[Any] = []
        self.failure: Exception | None = None
        self.steps = 3
        monkeypatch.setattr(work, "placed", self.placed)
        monkeypatch.setattr(work, "search", self.search)
        monkeypatch.setattr(work, "along", self.along)

    def placed(self, photo: Any, face: str, painted: str) -> Placed:
        self.asked.append(("placed", photo.name, face, painted))
        if self.failure:
            raise self.failure
        matrix = np.array([[1.0, 0, -20], [0, 1, -30]])
        if face == "b":
            matrix[0, 2] = -140
        return Placed(own(), matrix, None)

    def along(self, _photo: Any, _face: str, name: str) -> Any:
        labels = own()
        labels[40:50] = HAIR
        return labels, f"the start of {name}".encode()

    def search(self, job: Any, _photo: Any, face: str, labels: Any, start: str, stopped: Any) -> work.Found:
        self.asked.append(("search", face, labels.copy(), start))
        done = 0
        for step in range(self.steps):
            job.report(step / self.steps, work.Seen(np.zeros((8, 8, 3), np.uint8), 0.3))
            done = step
            if stopped():
                break
        return work.Found(b"found %d %d" % (done, len(self.asked)), mask_bytes(labels), 0.87)


@pytest.fixture
def head(monkeypatch: Any) -> FakeHead:
    return FakeHead(monkeypatch)


@pytest.fixture
def start(qapp: Any, qtbot: Any, tmp_path: Path, head: FakeHead) -> Iterator[Any]:  # noqa: ARG001
    yield from starting(qapp, qtbot, tmp_path, "mask")


def panel_of(application: Any) -> Any:
    return application.window._docks["mask"].widget()


def verbs_of(application: Any) -> Any:
    return panel_of(application)._verbs


def labels_of(application: Any) -> Any:
    return verbs_of(application)._mine.labels


def drag(application: Any, *points: tuple[float, float], right: bool = False) -> None:
    """Over the canvas, from point to point of the photo."""
    canvas = application.window.canvas
    button = Qt.MouseButton.RightButton if right else Qt.MouseButton.LeftButton
    places = [canvas.sight.to_screen(QPointF(*point)).toPoint() for point in points]
    QTest.mousePress(canvas, button, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(canvas, place)
    QTest.mouseRelease(canvas, button, pos=places[-1])


def edit_of(application: Any, face: str = "a") -> MaskEdit:
    return application.session.photo.document.get(face, MaskEdit)


def test_the_brush_paints_right_erases_and_strokes_are_undone_apart_from_edits(start: Any) -> None:
    application = start()
    panel, verbs, steps = panel_of(application), verbs_of(application), len(application.session.photo.history.steps)
    assert not panel.reason.isVisible() and panel.painting.isEnabled() and not panel.apply.isEnabled()
    panel.classes[HAIR].click()
    drag(application, (30, 50), (60, 50))
    assert (labels_of(application)[20, 12:38] == HAIR).all() and panel.apply.isEnabled()
    drag(application, (30, 50), (60, 50), right=True)
    assert verbs.view.can_undo and not verbs.view.changed
    panel.buttons["undo"].click()
    assert verbs.view.changed
    QTest.keyClick(application.window.canvas, Qt.Key.Key_Z)
    assert not verbs.view.changed and not verbs.view.can_undo
    QTest.keyClick(application.window.canvas, Qt.Key.Key_Y)
    assert verbs.view.changed
    panel.buttons["clear"].click()
    assert not verbs.view.changed
    assert len(application.session.photo.history.steps) == steps and edit_of(application) == MaskEdit()


def test_hands_and_keys(start: Any) -> None:
    application = start()
    panel, verbs = panel_of(application), verbs_of(application)
    size = verbs.view.size
    QTest.keyClick(application.window.canvas, Qt.Key.Key_BracketRight)
    assert verbs.view.size > size and panel.size_amount.value == verbs.view.size
    QTest.keyClick(application.window.canvas, Qt.Key.Key_BracketLeft)
    panel.hands[Hand.PICK].click()
    drag(application, (50, 60))
    assert verbs.view.number == NOSE and verbs.view.hand is Hand.BRUSH and panel.classes[NOSE].isChecked()
    panel.hands[Hand.FILL].click()
    drag(application, (50, 33))
    assert (labels_of(application)[:10] == NOSE).all()
    panel.hands[Hand.MOVE].click()
    drag(application, (50, 60), (60, 60))
    assert labels_of(application)[30, 40] == NOSE and labels_of(application)[30, 27] == SKIN
    panel.hands[Hand.GROW].click()
    drag(application, (60, 60), (72, 60))
    assert labels_of(application)[30, 48] == NOSE
    panel.buttons["show"].click()
    before = labels_of(application).copy()
    drag(application, (60, 60), (72, 60))
    np.testing.assert_array_equal(labels_of(application), before)  # what is hidden is not painted


def test_a_mask_belongs_to_its_face(start: Any) -> None:
    application = start(faces=("a", "b"))
    application.session.finding.choose_face("a")
    verbs_of(application).choose(HAIR)
    drag(application, (30, 80), (50, 80))
    painted = labels_of(application).copy()
    application.session.finding.choose_face("b")
    assert not verbs_of(application).view.changed
    application.session.finding.choose_face("a")
    np.testing.assert_array_equal(labels_of(application), painted)
    assert verbs_of(application).view.can_undo


def test_applied_it_is_an_edit_with_strength_that_can_be_undone(start: Any, head: FakeHead) -> None:
    application = start()
    panel = panel_of(application)
    panel.classes[HAIR].click()
    drag(application, (30, 80), (60, 80))
    panel.apply.click()
    edit = edit_of(application)
    assets = application.session.photo.assets
    assert assets[edit.found].startswith(b"found 2") and assets[edit.painted] == mask_bytes(labels_of(application))
    assert "87 %" in panel.said.text() and panel.result.isEnabled() and panel.more.isEnabled()
    panel.more.click()
    assert head.asked[-1][3] == edit.found
    panel.strength.set_value(0.5)
    assert edit_of(application).strength == 0.5
    application.session.editing.undo()
    assert edit_of(application).strength == 1.0 and panel.strength.value == 1.0
    application.session.editing.undo()
    assert edit_of(application) == edit and labels_of(application)[50, 30] == HAIR


def test_a_kept_direction_paints_its_mask_and_the_search_begins_there(start: Any, head: FakeHead) -> None:
    application = start()
    panel, verbs = panel_of(application), verbs_of(application)
    assert not panel.along.isEnabled()
    application.session.desk.adopt(replace(application.session.engine.opened, labels={"grin": "Grin"}))
    (action,) = panel.along.menu().actions()
    assert action.text() == "Grin" and panel.along.isEnabled()
    action.trigger()
    assert (labels_of(application)[40:50] == HAIR).all() and verbs.view.can_undo
    panel.apply.click()
    assert application.session.photo.assets[head.asked[-1][3]] == b"the start of grin"
    verbs.undo()
    panel.classes[HAIR].click()
    drag(application, (30, 80), (60, 80))
    panel.apply.click()
    assert head.asked[-1][3] == "", "what is painted now is none of the direction's"


def test_good_enough_takes_the_last_state_and_leaving_takes_none(start: Any) -> None:
    application = start(faces=("a", "b"))
    application.session.finding.choose_face("a")
    panel, verbs = panel_of(application), verbs_of(application)
    panel.classes[HAIR].click()
    drag(application, (30, 80), (60, 80))
    application.jobs.meanwhile[("mask search",)] = verbs.stop
    panel.apply.click()
    assert application.session.photo.assets[edit_of(application).found].startswith(b"found 0")
    application.jobs.meanwhile.clear()
    application.jobs.held.add("mask search")
    before = edit_of(application)
    panel.apply.click()
    panel.cancel.click()
    assert verbs.view.searching is None and edit_of(application) == before and panel.apply.isEnabled()
    assert ("mask search",) not in application.jobs.keys
    panel.apply.click()
    assert verbs.view.searching == 0.0 and not panel.apply.isEnabled()
    application.session.finding.choose_face("b")
    assert verbs.view.searching is None and edit_of(application) == before
    assert ("mask search",) not in application.jobs.keys


def test_masks_are_saved_and_loaded_and_hostile_ones_refused(start: Any, tmp_path: Path) -> None:
    application = start()
    verbs, path = verbs_of(application), tmp_path / "mask.png"
    verbs.choose(HAIR)
    drag(application, (30, 80), (60, 80))
    painted = labels_of(application).copy()
    verbs.save(path)
    verbs.clear()
    verbs.load(path)
    np.testing.assert_array_equal(labels_of(application), painted)
    path.write_bytes(b"no picture")
    verbs.load(path)
    assert verbs.view.wrong and "can't be read as a picture" in verbs.view.said
    np.testing.assert_array_equal(labels_of(application), painted)


def test_a_model_without_a_head_says_so(start: Any, head: FakeHead) -> None:
    head.failure = EditError("The model fake can't tell a face's parts yet; train its segmentation head.")
    application = start()
    panel = panel_of(application)
    assert "can't tell a face's parts" in panel.reason.text() and not panel.painting.isEnabled()


def test_the_mask_leaves_the_canvas_with_the_panel(start: Any) -> None:
    application = start()
    canvas = application.window.canvas
    assert canvas._tool is not None
    application.window._docks["attributes"].raise_()
    QApplication.processEvents()
    assert canvas._tool is None
