"""The Enhance panel with an engine that doubles pixels: worked out on demand, drafts until then, costs, cancelling."""

from functools import partial
from typing import Any

import numpy as np
import pytest
from ui_fakes import HEIGHT, WIDTH, FakeEditor, drop, edit, shown, starting, trigger

from ganeditor.edits.enhance import EnhanceEdit
from ganeditor.edits.finish import PLAIN, FinishEdit
from ganeditor.errors import UserError
from ganeditor.paths import DEFAULT_UPSCALER
from ganeditor.ui.features.enhance import work
from ganeditor.ui.session.jobs import Job
from ganeditor.ui.session.work import snapshot

TWICE = EnhanceEdit(scale=2)
HERE = (DEFAULT_UPSCALER, "weak", "strong")


def known(each: float, _bench: Any, model: str) -> work.Known:
    """A network that takes so many seconds for a pixel; weak and strong are a pair."""

    def seconds(photo: Any, edit: EnhanceEdit) -> float:
        return each * (100 if edit.faces else photo.document.photo.width * photo.document.photo.height)

    return work.Known(HERE, {"weak": 0.0, "strong": 1.0}.get(model), seconds)


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The strengths with which photos were enlarged; a network costs a thousandth of a second for a pixel."""
    strengths: list[float] = []

    def whole(_self: Any, pixels: Any, operations: Any, progress: Any = None) -> Any:
        (operation,) = operations
        strengths.append(operation.strength)
        if operation.width == 7:
            raise UserError("That is too small; choose more.")
        if progress and operation.strength:
            progress(0.5, "")
        return pixels.repeat(2, axis=0).repeat(2, axis=1) + np.uint8(20 * operation.strength)

    monkeypatch.setattr(FakeEditor, "whole", whole)
    monkeypatch.setattr(work, "known", partial(known, 1e-3))
    return strengths


@pytest.fixture
def start(qapp, qtbot, tmp_path):
    yield from starting(qapp, qtbot, tmp_path, "enhance")


def panel_of(application: Any) -> Any:
    return application.window._docks["enhance"].widget()


def enlarged(application: Any) -> EnhanceEdit:
    return application.session.photo.document.get(None, EnhanceEdit)


def test_the_photo_is_worked_out_once_and_drafted_when_it_changes(start, asked):
    application = start()
    panel = panel_of(application)
    panel.enlarge.click()
    assert enlarged(application) == TWICE and asked == [1.0]
    assert shown(application).shape == (2 * HEIGHT, 2 * WIDTH, 3)
    edit(application, 1)
    assert asked == [1.0, 0.0], "a face was changed: what takes minutes waits until somebody asks for it"
    photo = application.session.photo
    pixels = snapshot(Job("pixels", print), photo.developed, photo.document)
    assert asked[2:] == [1.0] and pixels.shape[:2] == (2 * HEIGHT, 2 * WIDTH), "what is exported is no draft"
    panel.enlarge.click()
    assert asked[3:] == [], "it is known"
    np.testing.assert_array_equal(shown(application), pixels)
    panel.remove.click()
    assert enlarged(application).neutral and shown(application).shape == (HEIGHT, WIDTH, 3)
    application.session.editing.undo()
    assert enlarged(application) == TWICE


def test_a_saved_photo_is_opened_as_a_draft_in_its_size_and_steps_back(start, asked, tmp_path):
    application = start()
    panel = panel_of(application)
    panel.enlarge.click()
    application.session._questions.project = tmp_path / "work.gedit"
    trigger(application, "save")
    trigger(application, "close-photo")
    drop(application, tmp_path / "work.gedit")
    assert enlarged(application) == TWICE and asked == [1.0, 0.0]
    assert shown(application).shape == (2 * HEIGHT, 2 * WIDTH, 3) and panel._verbs.view.choice == TWICE
    trigger(application, "undo")
    assert enlarged(application).neutral and shown(application).shape == (HEIGHT, WIDTH, 3)


def test_cancelling_leaves_the_photo_as_it_was(start):
    application = start("enhance")
    panel = panel_of(application)
    panel.enlarge.click()
    assert panel.progress.isVisibleTo(panel) and not panel.enlarge.isEnabled()
    application.jobs.meanwhile[("enhance",)] = panel.progress.cancel.click
    application.jobs.do("enhance")
    assert enlarged(application).neutral and panel.enlarge.isEnabled() and not panel.progress.isVisibleTo(panel)
    assert shown(application).shape == (HEIGHT, WIDTH, 3) and not application.failures


def test_what_comes_out_and_what_it_costs_is_said(start):
    panel = panel_of(start())
    assert (
        panel.cost.text()
        == f"{2 * WIDTH} × {2 * HEIGHT} pixels, about {round(WIDTH * HEIGHT / 1000)} s on this computer"
    )
    panel.size_box.setCurrentIndex(2)
    panel.size_box.activated.emit(2)
    assert panel.sized.isVisibleTo(panel) and panel.cost.text().startswith("1620 × 1080 pixels")
    assert [panel.model_box.itemText(index) for index in range(3)] == [*HERE]
    panel.faces.click()
    assert panel.cost.text().endswith(", about 1 s on this computer"), "faces alone take less"
    panel.faces.click()
    panel.sides[0].setValue(7)
    panel.enlarge.click()
    assert "too small" in panel.said.text() and panel.enlarge.isEnabled()


def test_minutes_are_said_in_minutes(start, monkeypatch):
    monkeypatch.setattr(work, "known", partial(known, 0.1))
    assert "about 64 min on" in panel_of(start()).cost.text()


def test_noise_can_be_left_by_one_of_a_pair_of_networks(start):
    application = start()
    panel = panel_of(application)
    assert not panel.denoise.isVisibleTo(panel)
    for name, own in (("strong", 1.0), ("weak", 0.0)):
        panel.model_box.setCurrentText(name)
        panel.model_box.activated.emit(0)
        assert panel.denoise.isVisibleTo(panel) and panel.denoise.value == own
    panel.denoise.set_value(0.3)
    panel.enlarge.click()
    assert enlarged(application) == EnhanceEdit(scale=2, model="weak", denoise=0.3)
    panel.model_box.setCurrentText(DEFAULT_UPSCALER)
    panel.model_box.activated.emit(0)
    assert not panel.denoise.isVisibleTo(panel)
    panel.enlarge.click()
    assert enlarged(application) == TWICE


def test_a_part_is_tried_beforehand(start, asked):
    application = start()
    panel = panel_of(application)
    panel.strength.set_value(0.5)
    panel.attempt.click()
    tried = panel._verbs.view.tried
    assert asked == [0.0, 0.5] and tried.plain.shape == (144, 2 * 144, 3) == tried.made.shape
    assert int(tried.made[0, 0, 1]) == int(tried.plain[0, 0, 1]) + 10
    assert enlarged(application).neutral
    panel.strength.set_value(1.0)
    assert panel._verbs.view.tried is None, "it was of another choice"
    panel.faces.click()
    assert panel._verbs.view.choice == EnhanceEdit(scale=2, faces=True)


def test_generated_parts_stay_as_they_are_where_that_is_chosen(start):
    application = start()
    panel = panel_of(application)
    assert panel.sharp.isChecked() and panel.sharp.isEnabled()
    panel.sharp.click()
    assert application.session.photo.document.get("a", FinishEdit) == FinishEdit(PLAIN)
    application.session.editing.undo()
    assert panel.sharp.isChecked()
