"""The Eyes panel and the window for group photos, with made-up eyes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui_fakes import Reading, drop_on, fake_inversion, shown, starting, trigger, write_photo

from ganeditor.batch.exemplars import Reason
from ganeditor.edits.eyes import EyesEdit
from ganeditor.edits.latent import LatentEdit
from ganeditor.errors import UserError
from ganeditor.project.document import Set
from ganeditor.ui.features.eyes import work
from ganeditor.ui.features.eyes.views import Exemplar, EyeView, Lids, Looked, Sight
from ganeditor.ui.features.group import work as group_work
from ganeditor.ui.features.group.views import REASONS, Outcome

pytestmark = pytest.mark.usefixtures("eyes")

GREY = np.full((8, 16, 3), 128, np.uint8)


def eye(before: float, lids: Lids, after: float | None = None) -> EyeView:
    sight = Sight(before, lids, GREY)
    return EyeView(sight, Sight(after, Lids.OPEN, GREY) if after else sight)


class FakeEyes:
    """Eyes as a test wants them; what was asked is in asked."""

    looked = Looked((eye(0.08, Lids.CLOSED, 0.3), eye(0.12, Lids.NARROW)), closed_below=0.1, by_person=True)
    found = Exemplar(b"eyes", "other.png", 0.35, (), 1, GREY)

    def __init__(self, monkeypatch: Any) -> None:
        self.asked: list[Any] = []
        self.planned: Any = UserError("There is no photo in there; choose another folder.")
        monkeypatch.setattr(work, "look", self.look)
        monkeypatch.setattr(work, "exemplar", self.exemplar)
        monkeypatch.setattr(work, "prepare", self.prepare)
        monkeypatch.setattr(group_work, "plan_all", self.plan_all)
        monkeypatch.setattr(group_work, "fit_all", self.fit_all)

    def look(self, photo: Any, face: str, others: Any, _known: Any, threshold: float, asset: str) -> Any:
        self.unknown = asset
        self.asked.append(("look", photo.name, face, [other.name for other in others], threshold))
        return self.looked, {}

    def exemplar(
        self, job: Any, _bench: Any, _photo: Any, face: str, name: str, read: Any, _threshold: float, _box: Any
    ) -> Any:
        self.asked.append(("exemplar", face, name, read().shape))
        job.report(0.5)
        return self.found

    def prepare(self, job: Any, _photo: Any, face: str, edit: EyesEdit) -> None:
        self.asked.append(("prepare", face, edit.take))
        job.report(0.5)

    def fit_all(self, job: Any, _photo: Any, edits: Any, _choice: Any) -> Any:
        self.asked.append(("fit", tuple(edits)))
        job.report(0.7, "")
        return {"b": (fake_inversion(0.5), b"latents")}

    def plan_all(self, job: Any, photo: Any, folder: Path, _threshold: float) -> Any:
        self.asked.append(("all", photo.name, folder))
        job.report(0.5, "other.png")
        if isinstance(self.planned, Exception):
            raise self.planned
        return self.planned


@pytest.fixture
def eyes(monkeypatch: Any) -> FakeEyes:
    return FakeEyes(monkeypatch)


@pytest.fixture
def start(qapp: Any, qtbot: Any, tmp_path: Path) -> Iterator[Any]:
    yield from starting(qapp, qtbot, tmp_path, "eyes")


def panel_of(application: Any) -> Any:
    return application.window._docks["eyes"].widget()


def edit_of(application: Any, face: str = "a") -> EyesEdit:
    return application.session.photo.document.get(face, EyesEdit)


def drag(slider: Any, *places: int) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(slider, left, pos=slider.rect().center())
    for x in places:
        QTest.mouseMove(slider, slider.rect().center() + type(slider.rect().center())(x, 0))
    QTest.mouseRelease(slider, left, pos=slider.rect().center() + type(slider.rect().center())(places[-1], 0))


def test_states_are_told_and_a_narrow_eye_is_not_called_closed(start: Any) -> None:
    panel = panel_of(start())
    told = [label.text().split("\n") for words in panel.eyes.words for label in words]
    assert told == [["closed", "8 %"], ["open", "30 %"], ["narrow", "12 %"], ["narrow", "12 %"]]
    assert panel.basis.text() == "10 % by this person's other photos"
    assert panel.sliders.isEnabled()


def test_nothing_is_looked_at_while_nobody_sees_it(start: Any, eyes: FakeEyes) -> None:
    application = start()
    count = len(eyes.asked)
    application.window._docks["attributes"].raise_()
    application.session.editing.apply(Set("a", LatentEdit({"smile": 1})), "Smile")
    assert len(eyes.asked) == count, "behind another tab"
    application.window._docks["eyes"].raise_()
    QApplication.processEvents()
    assert len(eyes.asked) == count + 1
    application.window._docks["eyes"].hide()
    application.session.editing.reset_all()
    assert len(eyes.asked) == count + 1


def test_the_limit_is_a_setting(start: Any, eyes: FakeEyes) -> None:
    application = start()
    panel_of(application).limit.setValue(18)
    assert application.settings.value("eyes_closed_below") == 18
    assert eyes.asked[-1] == ("look", "photo.png", "a", [], 0.18)


def test_what_has_no_mesh_is_greyed_and_says_why(start: Any, eyes: FakeEyes) -> None:
    eyes.looked = Looked(reason="The face is turned too far; take another photo.")
    panel = panel_of(start())
    assert (panel.reason.isVisible(), panel.reason.text()) == (True, eyes.looked.reason)
    assert not panel.sliders.isEnabled()
    assert not panel.exemplar.isEnabled()
    assert panel.eyes.words[0][0].text() == "–\n"


def test_a_drag_is_one_step_and_moves_both_lids_unless_they_are_parted(start: Any) -> None:
    application = start()
    panel, history = panel_of(application), application.session.photo.history
    drag(panel.sliders.sliders["lids_left"], 10, 20, 30)
    edit = edit_of(application)
    assert edit.lids_left == edit.lids_right > 0
    assert len(history.steps) == 2
    assert history.steps[-1].label.startswith("Lids +")
    panel.sliders.together.setChecked(False)
    drag(panel.sliders.sliders["lids_left"], -10, -20)
    drag(panel.sliders.sliders["gaze_x"], 10)
    assert edit_of(application).lids_left < 0 < edit_of(application).lids_right
    assert len(history.steps) == 4
    for _step in range(3):
        trigger(application, "undo")
    assert edit_of(application) == EyesEdit()
    assert panel.sliders.sliders["lids_left"].amount == panel.sliders.boxes["gaze_x"].value() == 0


def test_a_trained_network_fits_the_eyes_in(start: Any, eyes: FakeEyes, tmp_path: Path) -> None:
    application = start()
    panel = panel_of(application)
    assert panel.exemplar.painter.isHidden()
    eyes.looked = replace(eyes.looked, painters=("blue", "sea"))
    drop_on(panel, write_photo(tmp_path / "other.png"))
    box = panel.exemplar.painter
    assert not box.isHidden() and [box.itemText(row) for row in range(box.count())] == ["a search", "blue", "sea"]
    eyes.asked.clear()
    box.setCurrentText("sea")
    box.activated.emit(box.currentIndex())
    assert [one[:2] for one in eyes.asked if one[0] == "prepare"] == [("prepare", "a")]
    assert edit_of(application).painter == "sea" and edit_of(application).exemplar
    assert application.session.photo.history.steps[-1].label == "Eyes fitted by sea"
    trigger(application, "undo")
    assert box.currentText() == "a search"


def test_eyes_of_a_dropped_photo(start: Any, tmp_path: Path) -> None:
    application = start()
    panel, before = panel_of(application), shown(application)
    drop_on(panel, write_photo(tmp_path / "other.png"))
    edit = edit_of(application)
    assert application.session.photo.assets[edit.exemplar] == b"eyes"
    assert edit.take == ("left",)
    assert panel.exemplar.source.text() == "other.png, distance 0.35"
    assert [tick.isChecked() for tick in panel.exemplar.sides.values()] == [True, False]
    assert len(application.session.photos) == 1
    assert (shown(application) != before).any()
    panel.exemplar.sides["right"].click()
    panel.exemplar.amounts["amount"].set_value(0.5)
    panel.exemplar.amounts["amount"].set_value(0.4)
    assert replace(edit_of(application), exemplar="") == EyesEdit(take=("left", "right"), amount=0.4)
    assert len(application.session.photo.history.steps) == 4
    panel.exemplar.remove.click()
    assert not edit_of(application).exemplar
    assert not panel.exemplar.picture.isVisible()
    trigger(application, "undo")
    assert panel.exemplar.source.text() == "other.png, distance 0.35"


def test_another_persons_eyes_are_a_question(start: Any, eyes: FakeEyes, tmp_path: Path) -> None:
    application = start()
    eyes.found = replace(eyes.found, distance=0.71)
    panel, question = panel_of(application), panel_of(application).exemplar.question
    for answer in (question.leave, question.take):
        drop_on(panel, write_photo(tmp_path / "other.png"))
        assert question.isVisible()
        assert "0.71" in question.words.text()
        assert not edit_of(application).exemplar
        answer.click()
        assert not question.isVisible()
    assert edit_of(application).exemplar


def test_a_question_is_about_the_face_that_was_chosen(start: Any, eyes: FakeEyes, tmp_path: Path) -> None:
    application = start(faces=("a", "b"))
    eyes.found = replace(eyes.found, distance=0.71)
    application.session.finding.choose_face("a")
    drop_on(panel_of(application), write_photo(tmp_path / "other.png"))
    application.session.finding.choose_face("b")
    assert not panel_of(application).exemplar.question.isVisible()
    application.features["eyes"].answer(True)
    assert application.session.photo.document.neutral


def test_eyes_of_another_open_photo(start: Any, eyes: FakeEyes, tmp_path: Path) -> None:
    application = start()
    application.session.open_paths([write_photo(tmp_path / "second.png")])
    menu = panel_of(application).exemplar.menu
    assert [action.text() for action in menu.actions() if action.data()] == ["photo.png"]
    next(action for action in menu.actions() if action.data()).trigger()
    assert [one[:3] for one in eyes.asked if one[0] == "exemplar"] == [("exemplar", "a", "photo.png")]
    assert edit_of(application).exemplar


def test_a_search_is_cancelled_or_refused(start: Any, tmp_path: Path) -> None:
    application = start("exemplar")
    panel, other = panel_of(application), write_photo(tmp_path / "other.png")
    drop_on(panel, other)
    assert panel.exemplar.running.isVisible()
    panel.exemplar.running.cancel.click()
    assert not panel.exemplar.running.isVisible()
    assert ("exemplar",) not in application.jobs.keys
    drop_on(panel, tmp_path / "missing.png")
    application.jobs.do("exemplar")
    assert not panel.exemplar.running.isVisible()
    assert "missing.png" in panel.said.text()
    assert application.session.photo.document.neutral


def test_saved_and_reopened_with_the_project(start: Any, eyes: FakeEyes, tmp_path: Path) -> None:
    application = start()
    drop_on(panel_of(application), write_photo(tmp_path / "other.png"))
    edit = edit_of(application)
    application.session._questions.project = tmp_path / "photo.gedit"
    application.session.save()
    application.session.close_photo()
    application.session.open_paths([tmp_path / "photo.gedit"])
    assert edit_of(application) == edit
    assert application.session.photo.assets[edit.exemplar] == b"eyes"
    assert panel_of(application).exemplar.remove.isEnabled()
    assert eyes.unknown == ""


def test_what_a_project_brought_is_shown(start: Any, eyes: FakeEyes) -> None:
    application = start()
    name = application.session.photo.assets.add(b"eyes")
    eyes.looked = replace(eyes.looked, exemplar=replace(eyes.found, name=""))
    application.session.editing.apply(Set("a", EyesEdit(exemplar=name)), "Eyes")
    assert eyes.unknown == name
    assert panel_of(application).exemplar.source.text() == "distance 0.35"
    application.session.editing.apply(Set("a", EyesEdit(exemplar=name, amount=0.5)), "Amount")
    assert eyes.unknown == ""


def test_what_may_go_wrong_is_said(start: Any, eyes: FakeEyes, tmp_path: Path) -> None:
    application = start()
    eyes.found = replace(eyes.found, closed=("left",))
    application.session.photo.face.readings = {"glasses": Reading(2.0, 0.9)}
    drop_on(panel_of(application), write_photo(tmp_path / "other.png"))
    said = panel_of(application).said.text()
    assert "closed there, too" in said
    assert "glasses" in said


def test_all_eyes_are_opened_in_one_step(start: Any, eyes: FakeEyes, tmp_path: Path) -> None:
    application = start(faces=("a", "b"))
    panel_of(application).all.click()
    window = application.window._tools["group"]
    assert window.isVisible()
    assert window.table.rowCount() == 0
    outcomes = (
        Outcome(1, GREY, ("left", "right"), "1.png", 0.4),
        Outcome(2, GREY, ("right",), "2.png", 0.5),
        Outcome(3, GREY, distance=0.7, reason=REASONS[2]),
        Outcome(4, GREY, reason=REASONS[1], details="This face is too small."),
    )
    edits = {face: EyesEdit(exemplar=application.session.photo.assets.add(face.encode())) for face in "ab"}
    eyes.planned = group_work.Planned(edits, (b"a", b"b"), outcomes, "3.png can't be read.")
    application.features["group"].open_all(tmp_path)
    assert [one for one in eyes.asked if one[0] in ("all", "fit")] == [
        ("all", "photo.png", tmp_path),
        ("fit", ("a", "b")),
    ]
    assert application.session.photo.faces["b"].latents == b"latents"
    assert {face: edit_of(application, face) for face in "ab"} == edits
    assert len(application.session.photo.history.steps) == 2
    assert all(state.guessed for state in application.session.photo.faces.values())
    cells = [[window.table.item(line, column).text() for column in range(4)] for line in range(4)]
    assert cells == [
        ["1", "both opened", "1.png", "distance 0.40"],
        ["2", "right opened", "2.png", "distance 0.50"],
        ["3", "left as they are", "", f"{REASONS[2]}; the nearest is at a distance of 0.70"],
        ["4", "left as they are", "", "This face is too small."],
    ]
    assert "3.png" in window.said.text()
    trigger(application, "undo")
    assert application.session.photo.document.neutral


def test_all_reasons_are_translated() -> None:
    assert tuple(reason.value for reason in Reason) == REASONS


def test_opening_all_is_cancelled_or_refused(start: Any, tmp_path: Path) -> None:
    application = start("all eyes")
    trigger(application, "group")
    window, verbs = application.window._tools["group"], application.features["group"]
    verbs.open_all(tmp_path)
    assert window.cancel.isVisible()
    application.jobs.meanwhile[("all eyes",)] = window.cancel.click
    application.jobs.work("all eyes")
    assert not window.cancel.isVisible()
    assert application.jobs.keys == []
    application.jobs.meanwhile.clear()
    application.jobs.deliver("all eyes")  # reaches nobody
    verbs.open_all(tmp_path)
    application.jobs.do("all eyes")
    assert window.said.text() == "There is no photo in there; choose another folder."
    assert application.session.photo.document.neutral
