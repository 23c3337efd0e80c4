"""The Swap panel, with made-up sources."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QInputDialog, QMessageBox
from ui_fakes import drop_on, shown, starting, trigger, write_photo

from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.swap import SwapEdit
from ganeditor.project.document import Set
from ganeditor.project.kept_faces import keep_face, kept_faces, read_kept
from ganeditor.ui.features.swap import work
from ganeditor.ui.features.swap.views import Distances, KeptFace, Source
from ganeditor.ui.session.desk import CHOSEN_FACE, MadeFace

pytestmark = pytest.mark.usefixtures("swaps")

GREY = np.full((16, 16, 3), 128, np.uint8)


class FakeSwaps:
    """Sources that are bytes; what was asked is in asked."""

    distances: Distances | None = Distances(0.42, 0.7)
    pictures = (GREY,)

    def __init__(self, monkeypatch: Any) -> None:
        self.asked: list[Any] = []
        names = ("find", "found_source", "open_source", "two_sources", "kept_source", "seed_source", "made_source")
        for name in (*names, "prepare", "measure", "list_kept"):
            monkeypatch.setattr(work, name, getattr(self, name))

    def find(self, job: Any, _bench: Any, name: str, read: Any) -> work.Found:
        self.asked.append(("find", name, read().shape))
        job.report(0.3)
        faces = tuple(f"f{number}" for number in range(len(self.pictures)))
        return work.Found(None, faces, self.pictures, name)  # type: ignore[arg-type]

    def found_source(self, _job: Any, found: work.Found, index: int) -> Source:
        return Source(f"{found.name} {index}".encode(), found.name, GREY)

    def open_source(self, _job: Any, _bench: Any, photo: Any, face: str, name: str) -> Source:
        self.asked.append(("open", photo.name, face))
        return Source(f"{photo.number}{face}".encode(), name, GREY)

    def two_sources(self, _job: Any, _bench: Any, _photo: Any, faces: Any) -> dict[str, Source]:
        (a, a_name), (b, b_name) = faces.items()
        return {b: Source(a.encode(), a_name, GREY), a: Source(b.encode(), b_name, GREY)}

    def kept_source(self, _job: Any, _bench: Any, name: str) -> Source:
        return Source(read_kept(name), name, GREY)

    def seed_source(self, _bench: Any, seed: int, name: str) -> Source:
        return Source(str(seed).encode(), name, GREY)

    def made_source(self, _bench: Any, ws: Any, name: str) -> Source:
        return Source(ws.tobytes(), name, GREY)

    def prepare(self, job: Any, photo: Any, edits: Any) -> None:
        self.asked.append(("prepare", tuple(edits)))
        assert all(edit.source in photo.assets for edit in edits.values())
        assert all(photo.faces[face].guessed for face in edits)
        job.report(0.9)

    def measure(self, photo: Any, face: str, edit: SwapEdit) -> tuple[Distances | None, Source]:
        self.asked.append(("measure", face, edit.amount))
        return (None if edit.neutral else self.distances), Source(photo.assets[edit.source], "", GREY)

    def list_kept(self, _bench: Any) -> tuple[KeptFace, ...]:
        return tuple(KeptFace(name, GREY) for name in kept_faces())


@pytest.fixture
def swaps(monkeypatch: Any) -> FakeSwaps:
    return FakeSwaps(monkeypatch)


@pytest.fixture
def start(qapp: Any, qtbot: Any, tmp_path: Path) -> Iterator[Any]:
    yield from starting(qapp, qtbot, tmp_path, "swap")


def panel_of(application: Any) -> Any:
    return application.window._docks["swap"].widget()


def edit_of(application: Any, face: str = "a") -> SwapEdit:
    return application.session.photo.document.get(face, SwapEdit)


def person_of(application: Any, face: str = "a") -> bytes:
    return application.session.photo.assets[edit_of(application, face).source]


def steps(application: Any) -> list[str]:
    return [step.label for step in application.session.photo.history.steps]


def offered(panel: Any) -> dict[str, Any]:
    panel.source.menu.aboutToShow.emit()
    return {action.text(): action for action in panel.source.menu.actions() if not action.isSeparator()}


def answer(monkeypatch: Any, kind: str, value: Any, agreed: bool = True) -> None:
    monkeypatch.setattr(QInputDialog, kind, lambda *_args, **_options: (value, agreed))


def test_a_dropped_photos_face_and_both_distances(start: Any, tmp_path: Path) -> None:
    application = start()
    panel, before = panel_of(application), shown(application)
    assert not panel.manner.isEnabled()
    assert not panel.source.remove.isEnabled()
    drop_on(panel, write_photo(tmp_path / "anna.png"))
    assert person_of(application) == b"anna.png 0"
    assert steps(application)[-1] == "Face of anna.png"
    assert panel.source.name.text() == "anna.png"
    assert (shown(application) != before).any()
    assert panel.readout.words[panel.readout.to_source].text() == "It looks like the source."
    assert panel.readout.to_own.accessibleDescription() == "0.70"
    assert "no longer" in panel.readout.words[panel.readout.to_own].text()
    panel.source.remove.click()
    assert application.session.photo.document.neutral
    assert not panel.readout.isVisible()
    trigger(application, "undo")
    assert panel.source.name.text() == "anna.png"


def test_of_several_faces_one_is_chosen(start: Any, swaps: FakeSwaps, tmp_path: Path) -> None:
    swaps.pictures = (GREY, GREY)
    application = start()
    panel = panel_of(application)
    drop_on(panel, write_photo(tmp_path / "group.png"))
    assert panel.source.several.isVisible()
    assert [button.accessibleName() for button in panel.source.several.faces] == ["Face 1", "Face 2"]
    panel.source.several.none.click()
    assert not panel.source.several.isVisible()
    assert application.session.photo.document.neutral
    drop_on(panel, write_photo(tmp_path / "group.png"))
    panel.source.several.faces[1].click()
    assert not panel.source.several.isVisible()
    assert person_of(application) == b"group.png 1"


def test_the_question_is_about_the_face_that_was_chosen(start: Any, swaps: FakeSwaps, tmp_path: Path) -> None:
    swaps.pictures = (GREY, GREY)
    application = start(faces=("a", "b"))
    application.session.finding.choose_face("a")
    drop_on(panel_of(application), write_photo(tmp_path / "group.png"))
    application.session.finding.choose_face("b")
    assert not panel_of(application).source.several.isVisible()
    application.features["swap"].choose(0)
    assert application.session.photo.document.neutral


def test_faces_of_open_photos_but_not_the_chosen_one(start: Any, swaps: FakeSwaps, tmp_path: Path) -> None:
    application = start(faces=("a", "b"))
    application.session.open_paths([write_photo(tmp_path / "second.png"), write_photo(tmp_path / "third.png")])
    application.session.finding.choose_face("a")
    panel = panel_of(application)
    faces = ["photo.png, face 1", "photo.png, face 2", "second.png, face 2", "third.png"]
    assert [text for text in offered(panel) if "png" in text] == faces
    offered(panel)["photo.png, face 2"].trigger()
    assert ("open", "photo.png", "b") in swaps.asked
    assert steps(application)[-1] == "Face of photo.png, face 2"
    offered(panel)["third.png"].trigger()
    assert ("find", "third.png", (160, 240, 3)) in swaps.asked
    assert person_of(application) == b"third.png 0"


def test_generated_faces(start: Any, monkeypatch: Any) -> None:
    application = start()
    panel = panel_of(application)
    answer(monkeypatch, "getInt", 12)
    offered(panel)["A new face by its seed…"].trigger()
    assert person_of(application) == b"12"
    assert steps(application)[-1] == "Face of Seed 12"
    offered(panel)["Generate window…"].trigger()
    assert application.window._tools["generate"].isVisible()
    ws = np.ones((2, 4), np.float32)
    application.session.desk.share(CHOSEN_FACE, MadeFace("face-3", ws))
    offered(panel)["face-3 in the Generate window"].trigger()
    assert person_of(application) == ws.tobytes()


def test_the_generate_window_tells_which_face_is_chosen(start: Any) -> None:
    application = start()
    trigger(application, "generate")
    made = application.session.desk.shared(CHOSEN_FACE)
    assert made.name == application.features["generate"].view.result.name


def test_two_faces_change_places_in_one_step(start: Any, swaps: FakeSwaps) -> None:
    application = start(faces=("a", "b"))
    panel = panel_of(application)
    assert not panel.both.isEnabled(), "none is chosen"
    application.session.finding.choose_face("b")
    panel.both.click()
    assert ("prepare", ("a", "b")) in swaps.asked
    assert (person_of(application, "a"), person_of(application, "b")) == (b"b", b"a")
    assert steps(application)[1:] == ["Swap both"]
    assert panel.source.name.text() == "photo.png, face 1"
    trigger(application, "undo")
    assert application.session.photo.document.neutral


def test_one_face_has_nobody_to_change_places_with(start: Any) -> None:
    assert not panel_of(start()).both.isEnabled()


def test_sliders_and_ticks(start: Any, tmp_path: Path) -> None:
    application = start()
    panel = panel_of(application)
    drop_on(panel, write_photo(tmp_path / "anna.png"))
    manner, source = panel.manner, edit_of(application).source
    manner.amounts["amount"].set_value(0.5)
    manner.amounts["amount"].set_value(0.4)
    manner.parts["skin"].click()
    manner.parts["mouth"].click()
    manner.occlusion.click()
    manner.amounts["light"].set_value(0.25)
    wanted = SwapEdit(source, 0.4, ("shape", "skin", "brows", "eyes"), 0.25, 0.5, False)
    assert edit_of(application) == wanted
    assert steps(application)[2:] == [
        "Amount 0.40",
        "What comes along",
        "What comes along",
        "Keep what is before the face",
        "Match the light 0.25",
    ]
    for _step in range(5):
        trigger(application, "undo")
    assert manner.amounts["amount"].value == 1
    assert [part for part, tick in manner.parts.items() if not tick.isChecked()] == ["skin"]
    assert manner.occlusion.isChecked()


def test_another_source_keeps_the_manner_and_is_seen(start: Any, tmp_path: Path) -> None:
    application = start()
    panel = panel_of(application)
    drop_on(panel, write_photo(tmp_path / "anna.png"))
    edit = replace(edit_of(application), amount=0.0, light=0.5)
    application.session.editing.apply(Set("a", edit), "Amount")
    assert not panel.readout.isVisible(), "nothing is done to the face"
    drop_on(panel, write_photo(tmp_path / "ben.png"))
    assert (edit_of(application).amount, edit_of(application).light) == (1.0, 0.5)


def test_what_is_not_like_the_source_is_said(start: Any, swaps: FakeSwaps, tmp_path: Path) -> None:
    swaps.distances = Distances(0.72, 0.55)
    application = start()
    drop_on(panel_of(application), write_photo(tmp_path / "anna.png"))
    words = [label.text() for label in panel_of(application).readout.words.values()]
    assert "does not look like the source" in words[0]
    assert "may still be taken" in words[1]


def test_nothing_is_measured_while_nobody_sees_it(start: Any, swaps: FakeSwaps, tmp_path: Path) -> None:
    application = start()
    drop_on(panel_of(application), write_photo(tmp_path / "anna.png"))
    measured = [one for one in swaps.asked if one[0] == "measure"]
    application.window._docks["attributes"].raise_()
    application.session.editing.apply(Set("a", LatentEdit({"smile": 1})), "Smile")
    assert [one for one in swaps.asked if one[0] == "measure"] == measured
    application.window._docks["swap"].raise_()
    QApplication.processEvents()
    assert len([one for one in swaps.asked if one[0] == "measure"]) == len(measured) + 1


def test_a_job_is_cancelled_or_refused(start: Any, tmp_path: Path) -> None:
    application = start("swap")
    panel, other = panel_of(application), write_photo(tmp_path / "anna.png")
    drop_on(panel, other)
    assert panel.source.running.isVisible()
    panel.source.running.cancel.click()
    assert not panel.source.running.isVisible()
    assert ("swap",) not in application.jobs.keys
    drop_on(panel, tmp_path / "missing.png")
    application.jobs.do("swap")
    assert not panel.source.running.isVisible()
    assert "missing.png" in panel.said.text()
    assert application.session.photo.document.neutral


def test_saved_and_reopened_with_the_project(start: Any, tmp_path: Path) -> None:
    application = start()
    drop_on(panel_of(application), write_photo(tmp_path / "anna.png"))
    edit = edit_of(application)
    application.session._questions.project = tmp_path / "photo.gedit"
    application.session.save()
    application.session.close_photo()
    application.features["swap"]._sources.clear()
    application.session.open_paths([tmp_path / "photo.gedit"])
    assert edit_of(application) == edit
    assert panel_of(application).source.name.text() == "A face that the project has kept"
    assert panel_of(application).readout.isVisible()


def test_kept_faces_are_kept_put_on_renamed_and_deleted(start: Any, monkeypatch: Any) -> None:
    keep_face("Ben", b"ben")
    application = start()
    kept = panel_of(application).kept

    def names() -> list[str]:
        return [kept.list.item(row).text() for row in range(kept.list.count())]

    assert names() == ["Ben"]
    assert not kept.keep_source.isEnabled()
    answer(monkeypatch, "getText", "Anna")
    kept.keep_chosen.trigger()
    assert names() == ["Anna", "Ben"]
    assert read_kept("Anna") == f"{application.session.photo.number}a".encode()
    kept.list.itemActivated.emit(kept.list.item(1))
    assert person_of(application) == b"ben"
    offered(panel_of(application))["Anna"].trigger()
    assert person_of(application) == read_kept("Anna")
    trigger(application, "undo")
    answer(monkeypatch, "getText", "Zoë")
    kept.keep_source.trigger()
    assert read_kept("Zoë") == b"ben"
    kept.list.setCurrentRow(0)
    answer(monkeypatch, "getText", "Carl", agreed=False)
    kept.rename.click()
    assert names() == ["Anna", "Ben", "Zoë"]
    answer(monkeypatch, "getText", "ben")
    kept.rename.click()
    assert "already" in panel_of(application).said.text()
    answer(monkeypatch, "getText", "Carl")
    kept.rename.click()
    assert names() == ["Ben", "Carl", "Zoë"]
    kept.list.setCurrentRow(2)
    kept.delete.click()
    application.window.findChild(QMessageBox).accept()
    assert names() == ["Ben", "Carl"]


def test_a_kept_face_that_is_gone_is_said(start: Any) -> None:
    keep_face("Ben", b"ben")
    application = start()
    application.features["swap"].take_kept("Anna")
    assert "Ben" in panel_of(application).said.text()
