"""The Restore panel, with made-up searches."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog
from ui_fakes import drop_on, shown, starting, trigger, write_photo

from ganeditor.edits.restore import FACE, MOST_REFERENCES, RestoreEdit
from ganeditor.errors import FaceError
from ganeditor.project.assets import sha256
from ganeditor.ui.features.restore import work
from ganeditor.ui.features.restore.views import Reference

pytestmark = pytest.mark.usefixtures("searches")

FOUND = sha256(b"found")
GREY = np.full((16, 16, 3), 128, np.uint8)


class FakeSearches:
    """References are files' names; what was asked is in asked."""

    def __init__(self, monkeypatch: Any) -> None:
        self.asked: list[Any] = []
        self.far = 0.4
        for name in ("found", "found_open", "search", "measure"):
            monkeypatch.setattr(work, name, getattr(self, name))

    def found(self, job: Any, _bench: Any, _photo: Any, face: str, places: Any) -> tuple[list[Reference], list[str]]:
        self.asked.append(("found", face, [place.name for place in places]))
        job.report(0.5)
        if any(place.name == "nobody.png" for place in places):
            raise FaceError("Nobody was found in these photos.")
        broken = [f"{place.name} is broken." for place in places if place.suffix == ".txt"]
        return [self._reference(place.name) for place in places if place.suffix != ".txt"], broken

    def found_open(self, _job: Any, _bench: Any, _photo: Any, _face: str, other: Any) -> list[Reference]:
        return [self._reference(other.name)]

    def search(self, job: Any, photo: Any, face: str, references: tuple[str, ...]) -> bytes:
        self.asked.append(("search", face, len(references)))
        assert photo.faces[face].guessed and all(asset in photo.assets for asset in references)
        job.report(0.5)
        return b"found"

    def measure(self, photo: Any, _face: str, edit: RestoreEdit) -> tuple[float | None, tuple[Reference, ...]]:
        return 0.3, tuple(Reference(photo.assets[asset], "", self.far, GREY) for asset in edit.references)

    def _reference(self, name: str) -> Reference:
        return Reference(name.encode(), name, self.far, GREY)


@pytest.fixture
def searches(monkeypatch: Any) -> FakeSearches:
    return FakeSearches(monkeypatch)


@pytest.fixture
def start(qapp: Any, qtbot: Any, tmp_path: Path) -> Iterator[Any]:
    yield from starting(qapp, qtbot, tmp_path, "restore")


def panel_of(application: Any) -> Any:
    return application.window._docks["restore"].widget()


def edit_of(application: Any, face: str = "a") -> RestoreEdit:
    return application.session.photo.document.get(face, RestoreEdit)


def steps(application: Any) -> list[str]:
    return [step.label for step in application.session.photo.history.steps]


def listed(panel: Any) -> list[str]:
    return [panel.references.list.item(row).text() for row in range(panel.references.list.count())]


def test_a_face_is_restored_and_follows_the_photo_as_far_as_is_wanted(start: Any, searches: FakeSearches) -> None:
    application = start()
    panel, before = panel_of(application), shown(application)
    assert not panel.manner.isEnabled() and not panel.remove.isEnabled()
    panel.restore.click()
    assert edit_of(application) == RestoreEdit(1.0, found=FOUND)
    assert (shown(application) != before).any()
    assert not panel.restore.isEnabled() and not panel.likeness.isVisible()
    panel.manner.amounts["fidelity"].set_value(0.2)
    panel.manner.amounts["fidelity"].set_value(0.8)
    panel.manner.head.click()
    assert edit_of(application) == RestoreEdit(1.0, 0.8, area=FACE, found=FOUND)
    assert searches.asked == [("search", "a", 0)]
    assert steps(application)[1:] == ["Restore the face", "Fidelity 0.80", "Hair and what is beside it, too"]
    panel.remove.click()
    assert application.session.photo.document.neutral
    trigger(application, "undo")
    assert panel.manner.amounts["fidelity"].value == 0.8


def test_dropped_photos_have_a_say(start: Any, searches: FakeSearches, tmp_path: Path) -> None:
    application = start()
    panel = panel_of(application)
    drop_on(panel, write_photo(tmp_path / "anna.png"), tmp_path / "notes.txt")
    assert application.session.photo.assets[edit_of(application).references[0]] == b"anna.png"
    assert listed(panel) == ["anna.png, distance 0.40"] and panel.said.text() == "notes.txt is broken."
    assert panel.likeness.gauge.accessibleDescription() == "0.30"
    drop_on(panel, *(write_photo(tmp_path / f"{number}.png") for number in range(MOST_REFERENCES)))
    assert len(edit_of(application).references) == MOST_REFERENCES and "anna.png, distance 0.40" not in listed(panel)
    panel.references.list.setCurrentRow(0)
    panel.references.remove.click()
    assert listed(panel)[0] == "1.png, distance 0.40" and searches.asked[-1] == ("search", "a", 3)


def test_who_may_be_another_person_is_said(start: Any, searches: FakeSearches, tmp_path: Path) -> None:
    searches.far = 0.7
    panel = panel_of(start())
    drop_on(panel, write_photo(tmp_path / "anna.png"))
    assert listed(panel) == ["anna.png, distance 0.70: perhaps another person"]


def test_files_a_folder_and_open_photos(start: Any, searches: FakeSearches, tmp_path: Path, monkeypatch: Any) -> None:
    application = start()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(tmp_path / "a.png")], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "album"))
    application.session.open_paths([write_photo(tmp_path / "second.png")])
    panel = panel_of(application)
    actions = {action.text(): action for action in panel.references.menu.actions()}
    for text in ("Photos…", "From a folder…", "photo.png"):
        actions[text].trigger()
    assert [place for kind, _face, place in searches.asked if kind == "found"] == [["a.png"], ["album"]]
    assert [text.split(",")[0] for text in listed(panel)] == ["photo.png", "album", "a.png"]


def test_what_fails_or_is_cancelled_leaves_the_face(start: Any, tmp_path: Path) -> None:
    application = start()
    panel = panel_of(application)
    drop_on(panel, write_photo(tmp_path / "nobody.png"))
    assert panel.said.text() == "Nobody was found in these photos." and not panel.running.isVisible()
    application.jobs.held.add("restore")
    panel.restore.click()
    assert panel.running.isVisible() and panel.running.words.text() == "Searching for the face…"
    panel.running.cancel.click()
    assert not panel.running.isVisible() and application.session.photo.document.neutral


def test_reopened_it_is_drawn_as_it_was_without_a_search(start: Any, searches: FakeSearches, tmp_path: Path) -> None:
    application = start()
    panel_of(application).restore.click()
    edit, before = edit_of(application), shown(application)
    application.session._questions.project = tmp_path / "photo.gedit"
    application.session.save()
    application.session.close_photo()
    application.session.open_paths([tmp_path / "photo.gedit"])
    assert edit_of(application) == edit and application.session.photo.assets[FOUND] == b"found"
    assert (shown(application) == before).all() and len(searches.asked) == 1
