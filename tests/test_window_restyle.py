"""The Restyle panel, with made-up networks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QColorDialog
from ui_fakes import FakeEditor, drop, drop_on, edit, shown, starting, trigger

from ganeditor.edits.restyle import ALL_FACES, RestyleEdit
from ganeditor.errors import ModelError
from ganeditor.project.document import Set
from ganeditor.ui.features.restyle import work
from ganeditor.ui.features.restyle.views import Network

pytestmark = pytest.mark.usefixtures("networks")

MONET = Network("monet-A", "style, 256 px", hinted=False, leads_back=True)
COLOUR = Network("portrait-colour", "colour, 256 px", hinted=True, leads_back=False, seen_at=256)
CARD = np.full((8, 12, 3), 128, np.uint8)


class FakeNetworks:
    """In place of what the panel's work does with packs and the engine."""

    def __init__(self, monkeypatch: Any) -> None:
        self.here: tuple[Network, ...] = (MONET, COLOUR)
        self.damaged = ""
        self.asked: list[Any] = []
        for name in ("networks", "tried", "bring"):
            monkeypatch.setattr(work, name, getattr(self, name))

    def networks(self) -> tuple[Network, ...]:
        return self.here

    def tried(self, job: Any, _bench: Any, photo: Any, networks: Any) -> Any:
        self.asked.append((photo.name, *(one.name for one in networks)))
        job.report(0.5)
        damaged = f"The network {self.damaged} is damaged; import it again."
        return {one: damaged if one.name == self.damaged else CARD for one in networks}

    def bring(self, job: Any, path: Path) -> tuple[str, bool]:
        job.report(0.5)
        if path.suffix != ".pth":
            raise ModelError(f"{path.name} is no model; give another file.")
        if path.stem == "face":
            return "face", False
        self.here = (*self.here, Network(path.stem, "style, 64 px", hinted=False, leads_back=False))
        return path.stem, True


@pytest.fixture
def networks(monkeypatch: Any) -> FakeNetworks:
    return FakeNetworks(monkeypatch)


@pytest.fixture
def start(qapp: Any, qtbot: Any, tmp_path: Path) -> Iterator[Any]:
    yield from starting(qapp, qtbot, tmp_path, "restyle")


def panel_of(application: Any) -> Any:
    return application.window._docks["restyle"].widget()


def edit_of(application: Any) -> RestyleEdit:
    return application.session.photo.document.get(None, RestyleEdit)


def pick(panel: Any, index: int) -> None:
    panel.cards.itemClicked.emit(panel.cards.item(index))


def choose(combo: Any, index: int) -> None:
    combo.setCurrentIndex(index)
    combo.activated.emit(index)


def test_a_card_shows_the_photo_and_restyles_it(start: Any, networks: FakeNetworks) -> None:
    application = start()
    panel, before = panel_of(application), shown(application)
    assert networks.asked == [("photo.png", "monet-A", "portrait-colour")]
    picture = panel.cards.item(0).icon().pixmap(96).toImage().pixelColor(48, 48)
    assert (panel.cards.count(), picture.red()) == (2, 128)
    assert not panel.none.isVisible() and not panel.manner.isEnabled()
    pick(panel, 0)
    assert edit_of(application) == RestyleEdit("monet-A")
    assert shown(application).shape != before.shape, "the made-up engine doubles a photo that is restyled"
    assert [item.text() for item in panel.cards.selectedItems()] == ["monet-A"]
    assert application.session.photo.history.steps[-1].label == "Restyle: monet-A"
    pick(panel, 0)
    assert len(application.session.photo.history.steps) == 2, "it is chosen already"
    panel.remove.click()
    assert edit_of(application) == RestyleEdit() and not panel.cards.selectedItems()
    trigger(application, "undo")
    assert edit_of(application).model == "monet-A"


def test_how_it_is_used(start: Any) -> None:
    application = start()
    panel = panel_of(application)
    pick(panel, 0)
    for value in (0.7, 0.4):
        panel.strength.set_value(value)
    choose(panel.where, 1)
    choose(panel.order, 1)
    choose(panel.side, 2)
    panel.back.click()
    assert edit_of(application) == RestyleEdit("monet-A", 0.4, 1024, ALL_FACES, back=True, first=True)
    assert len(application.session.photo.history.steps) == 7, "both strengths are one step"
    choose(panel.where, 2)
    assert edit_of(application).face == "a"
    assert not panel.hints.isVisible()


def test_a_network_that_makes_colour_takes_hints_which_go_with_it(start: Any) -> None:
    application = start()
    panel = panel_of(application)
    pick(panel, 1)
    assert panel.hints.isVisible() and not panel.back.isVisible()
    assert panel.side.currentData() == edit_of(application).size == 256, "what it was trained for"
    panel.hints.colours["hair"].click()
    dialog = panel.hints.findChild(QColorDialog)
    dialog.colorSelected.emit("#5a3a20")
    dialog.close()
    assert edit_of(application).hints == (("hair", "#5a3a20"),)
    assert panel.hints.colours["hair"].accessibleName() == "Hair: #5a3a20"
    panel.hints.removes["hair"].click()
    assert edit_of(application).hints == ()
    trigger(application, "undo")
    pick(panel, 0)
    assert edit_of(application) == RestyleEdit("monet-A")


def test_without_networks_it_says_how_one_comes_and_takes_its_file(
    start: Any, networks: FakeNetworks, tmp_path: Path
) -> None:
    networks.here = ()
    application = start()
    panel = panel_of(application)
    assert panel.none.isVisible() and "drop the file" in panel.none.text()
    assert not panel.cards.isVisible() and not panel.manner.isVisible()
    drop_on(panel, tmp_path / "notes.txt")
    assert (panel.said.text(), panel.said.property("role")) == ("notes.txt is no model; give another file.", "error")
    drop_on(panel, tmp_path / "face.pth")
    assert panel.said.text() == "face is here, but is no network that restyles."
    drop_on(panel, tmp_path / "winter.pth")
    assert (panel.said.text(), panel.cards.count()) == ("winter is here.", 1)
    assert networks.asked == [("photo.png", "winter")] and not panel.none.isVisible()
    networks.here = (*networks.here, MONET)
    panel.models.click()
    assert application.window._tools["models"].isVisible() and panel.cards.count() == 2, "as that window found them"


def test_networks_are_tried_only_while_somebody_looks(start: Any, networks: FakeNetworks) -> None:
    application, restyle = start("restyle cards"), ("restyle cards",)
    docks, jobs = application.window._docks, application.jobs

    def show(panel: str) -> list[Any]:
        docks[panel].raise_()
        QApplication.processEvents()
        return jobs.keys

    assert jobs.keys == [restyle]
    assert show("attributes") == []
    assert show("restyle") == [restyle]
    jobs.do(*restyle)
    assert networks.asked == [("photo.png", "monet-A", "portrait-colour")]
    show("attributes")
    networks.here = (*networks.here, Network("winter", "style", hinted=False, leads_back=False))
    assert show("restyle") == [restyle]
    jobs.do(*restyle)
    assert networks.asked[1:] == [("photo.png", "winter")], "what was tried is known"


def test_a_network_that_was_imported_anew_is_tried_anew(start: Any, networks: FakeNetworks) -> None:
    application = start()
    panel = panel_of(application)
    networks.here = (replace(MONET, sha256="other"), COLOUR)
    panel.attend(True)
    assert networks.asked[1:] == [("photo.png", "monet-A")]
    networks.here, networks.damaged = (replace(MONET, sha256="third"), COLOUR), "monet-A"
    panel.attend(True)
    assert panel.said.text() == "The network monet-A is damaged; import it again."
    assert [*panel._verbs.view.pictures] == ["portrait-colour"]


def test_a_damaged_network_and_one_that_is_not_here_are_named(start: Any, networks: FakeNetworks) -> None:
    networks.damaged = "monet-A"
    application = start()
    panel = panel_of(application)
    assert panel.said.text() == "The network monet-A is damaged; import it again."
    application.session.editing.apply(Set(None, RestyleEdit("elsewhere", size=300)), "Restyle")
    assert panel.missing.text() == "elsewhere is not installed here." and panel.missing.isVisible()
    assert panel.side.currentData() == 300 and panel.remove.isEnabled()


def test_a_run_of_the_photo_shows_how_far_it_is_and_can_be_ended(start: Any, monkeypatch: Any) -> None:
    def whole(_self: Any, pixels: Any, _operations: Any, progress: Any) -> Any:
        progress(0.5, "")
        return pixels.repeat(2, axis=0).repeat(2, axis=1)

    monkeypatch.setattr(FakeEditor, "whole", whole)
    application = start("render")
    panel, jobs = panel_of(application), application.jobs
    render, doing = ("render", application.session.photo.number), []

    def draw() -> None:
        while render in jobs.keys:
            jobs.do(*render)

    def end() -> None:
        doing.append((panel.running.isVisible(), panel.running.words.text(), panel.running.bar.value()))
        del jobs.meanwhile[render]
        panel.running.cancel.click()

    draw()
    before = shown(application)
    jobs.meanwhile[render] = end
    pick(panel, 0)
    draw()
    assert doing == [(True, "Restyling the photo…", 500)] and not panel.running.isVisible()
    assert edit_of(application) == RestyleEdit() and np.array_equal(shown(application), before)
    assert not application.failures

    pick(panel, 0)
    draw()
    assert edit_of(application).model == "monet-A" and shown(application).shape != before.shape
    assert not panel.running.isVisible()

    jobs.meanwhile[render] = end
    choose(panel.side, 3)
    draw()
    assert edit_of(application) == RestyleEdit("monet-A") and len(doing) == 2, "it is as it was before the last step"

    jobs.meanwhile[render] = end
    edit(application, 1)
    draw()
    assert edit_of(application) == RestyleEdit() and not application.session.photo.document.neutral
    assert len(doing) == 3 and not panel.running.isVisible() and not application.failures


def test_a_saved_photo_is_opened_restyled_and_steps_back(start: Any, tmp_path: Path) -> None:
    application = start()
    panel = panel_of(application)
    pick(panel, 0)
    panel.strength.set_value(0.4)
    picture = shown(application)
    application.session._questions.project = tmp_path / "work.gedit"
    trigger(application, "save")
    trigger(application, "close-photo")
    drop(application, tmp_path / "work.gedit")
    assert edit_of(application) == RestyleEdit("monet-A", 0.4) and np.array_equal(shown(application), picture)
    assert [item.text() for item in panel.cards.selectedItems()] == ["monet-A"] and panel.strength.value == 0.4
    trigger(application, "undo")
    trigger(application, "undo")
    assert edit_of(application).neutral and shown(application).shape != picture.shape
