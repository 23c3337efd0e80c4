"""The People window: folders, tiles, corrections, orders and searches, with people who are letters in a text."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from letters import Fake, described
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QMessageBox
from ui_fakes import Answers, Starter, drop, drop_on, trigger, write_photo

from ganeditor import child
from ganeditor.batch.exemplars import Seen
from ganeditor.batch.people import describing, naming
from ganeditor.batch.people.groups import write_likeness
from ganeditor.batch.people.open_eyes import scores
from ganeditor.errors import FaceError
from ganeditor.progress import silent
from ganeditor.project.people.store import open_people
from ganeditor.project.people.values import Known
from ganeditor.ui.features.eyes import work as eyes_work
from ganeditor.ui.features.people import work
from ganeditor.ui.features.people.tiles import AT_ONCE, FaceList, Thumbnails, Tile
from ganeditor.ui.features.people.views import Glance, Order
from ganeditor.ui.features.swap import work as swap_work
from ganeditor.ui.session.desk import PhotoFace

GREY = np.full((16, 16, 3), 128, np.uint8)
OPEN = {"a": 0.1, "a1": 0.4, "a2": 0.3}  # how far eyes are, by the letters


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Fake:
    """In place of the engine, and of the child process."""
    fake = Fake()
    monkeypatch.setattr(describing, "describer", lambda _editor: fake)

    def likeness(job: Any) -> work.Likeness:
        job.report(0.5)
        write_likeness(str(tmp_path / "likeness.json"), silent)
        return json.loads((tmp_path / "likeness.json").read_text())  # type: ignore[no-any-return]

    monkeypatch.setattr(work, "likeness", likeness)
    monkeypatch.setattr(work, "glance", lambda face: Glance(face, GREY))
    monkeypatch.setattr(work, "picture", lambda _face: GREY)
    return fake


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two of a and b, one of c, and one that is broken."""
    folder = tmp_path / "album"
    folder.mkdir()
    for name, text in {"1": "a b", "2": "a1 b1", "3": "c", "4": "broken"}.items():
        (folder / f"{name}.jpg").write_text(text)
    return folder


@pytest.fixture
def start(qapp: Any, qtbot: Any) -> Iterator[Any]:
    starter = Starter(qapp, qtbot)
    yield partial(opened, starter)
    starter.end()


def opened(starter: Starter, folder: Path | None = None) -> tuple[Any, Any, Any]:
    """The application, the People window and its verbs, with a folder looked through."""
    application = starter.start(Answers(many_answer=True))
    trigger(application, "people")
    window = application.window._tools["people"]
    if folder:
        drop_on(window, folder)
    return application, window, application.features["people"]


def people(window: Any) -> list[str]:
    return [tile.text.replace("\n", ": ") for tile in window.people.list.tiles]


def photos(window: Any) -> list[str]:
    return [tile.text.replace("\n", ": ") for tile in window.photos.list.tiles]


def choose(window: Any, which: str, *rows: int) -> None:
    getattr(window, which).list.choose(rows)


def answer(window: QDialog, text: str) -> None:
    """Press the button called text of the question that is asked."""
    (box,) = (box for box in window.findChildren(QMessageBox) if box.isVisible())
    next(button for button in box.buttons() if button.text().replace("&", "") == text).click()


# --- folders ---------------------------------------------------------------------------------------------------------


def test_a_dropped_folder_becomes_tiles_and_what_is_broken_is_named(start: Any, folder: Path) -> None:
    _application, window, verbs = start()
    assert window.people.nobody.isVisibleTo(window) and not window.people.list.isVisibleTo(window)
    drop_on(window, folder)
    assert people(window) == ["unnamed: 2 photos", "unnamed: 2 photos"]
    window.people.alone.click()
    assert people(window)[2:] == ["unnamed: 1 photo"]
    assert "Photos: 4, faces: 5, people: 2" in window.folders.counts.text()
    assert "could not read: 1" in window.said.text()
    window.folders.broken.click()
    (dialog,) = (one for one in window.findChildren(QDialog) if one.isVisible())
    assert f"{folder / '4.jpg'} is broken." in dialog.layout().itemAt(0).widget().toPlainText()
    assert verbs.view.looking is None


def test_what_was_found_before_a_stop_is_kept(start: Any, folder: Path) -> None:
    application, window, verbs = start()
    jobs = application.jobs
    seen = []

    def stop() -> None:
        seen.append(window.folders.running.words.text())
        if "3.jpg" in seen[-1]:
            window.folders.running.cancel.click()

    jobs.meanwhile["people look",] = stop
    drop_on(window, folder)
    assert verbs.view.looking is None and len(people(window)) == 2
    assert seen[-1].startswith("Looked at: 2, faces found: 4 – 3.jpg")
    assert not application.settings.ini.value("people/unfinished", True, bool)


def test_a_search_that_the_end_of_the_program_has_stopped_goes_on(start: Any, folder: Path, fake: Fake) -> None:
    application, _window, _verbs = start()
    application.jobs.held.add("people look")
    drop_on(application.window._tools["people"], folder)
    application.settings.ini.sync()
    again, window, _verbs = start()
    assert again is not application and fake.asked == ["1.jpg", "2.jpg", "3.jpg", "4.jpg"]
    assert len(people(window)) == 2 and window.folders.folders.text() == "album"


def test_while_folders_are_looked_through_people_are_shown_already(start: Any, tmp_path: Path) -> None:
    application, window, _verbs = start()
    (tmp_path / "many").mkdir()
    for number in range(30):
        (tmp_path / "many" / f"{number:02}.jpg").write_text(f"a{number % 3}")
    seen = set()
    application.jobs.meanwhile["people look",] = lambda: seen.update(people(window))
    drop_on(window, tmp_path / "many")
    assert seen == {"unnamed: 20 photos"} and people(window) == ["unnamed: 30 photos"]


def test_a_folder_in_another_is_no_folder_of_its_own(start: Any, folder: Path) -> None:
    (folder / "deep").mkdir()
    _application, window, verbs = start(folder / "deep")
    drop_on(window, folder)
    assert verbs.view.folders == (folder,)
    drop_on(window, folder / "deep")
    assert verbs.view.folders == (folder,)
    window.folders.menu.aboutToShow.emit()
    window.folders.menu.actions()[0].trigger()
    assert not verbs.view.folders and len(people(window)) == 2


def test_names_are_written_for_other_programs(start: Any, folder: Path, monkeypatch: Any) -> None:
    _application, window, verbs = start(folder)
    asked = []

    def write_names(_people: Any, folder: Path, groups: Any, embed: bool, progress: Any, done: Any) -> None:
        asked.append((folder.name, [group.name for group in groups if group.name], embed))
        progress(0.5, "1.jpg")
        done.files.append(folder)
        done.refused.append("3.jpg has changed.")

    monkeypatch.setattr(naming, "write_names", write_names)
    verbs.name(verbs.view.album.groups[0], "Ann")
    window.folders.menu.aboutToShow.emit()
    for button in ("Into the photos", "Beside the photos"):
        window.folders.menu.actions()[-1].trigger()
        answer(window, button)
    assert asked == [("album", ["Ann"], True), ("album", ["Ann"], False)]
    assert window.said.text() == "Names are written into 1 of the files.\n3.jpg has changed."


def test_everything_is_forgotten_after_one_question(start: Any, folder: Path) -> None:
    _application, window, verbs = start(folder)
    choose(window, "people", 0)
    window.folders.forget.click()
    answer(window, "Cancel")
    assert len(people(window)) == 2
    window.folders.forget.click()
    answer(window, "Yes")
    assert not people(window) and not photos(window) and not verbs.view.folders
    with open_people() as store:
        assert not store.faces() and not store.names()


# --- who is who ------------------------------------------------------------------------------------------------------


def test_a_name_is_given_in_place_and_outlives_a_rescan(start: Any, folder: Path) -> None:
    _application, window, verbs = start(folder)
    choose(window, "people", 0)
    model = window.people.list.model()
    model.setData(model.index(0), " Änne ")
    assert people(window) == ["Änne: 2 photos", "unnamed: 2 photos"]
    assert window.photos.name.text() == "Änne" and photos(window)[0].startswith("1.jpg")
    (folder / "5.jpg").write_text("a2")
    window.folders.again.click()
    assert people(window) == ["Änne: 3 photos", "unnamed: 2 photos"]
    assert verbs.view.chosen.name == "Änne" and len(photos(window)) == 3
    window.people.search.setText("änn")
    assert people(window) == ["Änne: 3 photos"]
    window.photos.name.setText("x" * 61)
    window.photos.name.editingFinished.emit()
    assert "can't name a person" in window.said.text() and people(window) == ["Änne: 3 photos"]


def test_people_are_merged_and_split_again(start: Any, folder: Path) -> None:
    _application, window, _verbs = start(folder)
    (folder / "2.jpg").write_text("a1")
    (folder / "1.jpg").write_text("b")
    window.folders.again.click()
    window.people.alone.click()
    choose(window, "people", 0)
    assert not window.people.merge.isEnabled()
    choose(window, "people", 0, 1)
    window.people.merge.click()
    assert people(window) == ["unnamed: 2 photos", "unnamed: 1 photo"]
    window.folders.again.click()
    assert people(window) == ["unnamed: 2 photos", "unnamed: 1 photo"]
    choose(window, "people", 0)
    choose(window, "photos", 1)
    window.photos.split.click()
    assert people(window) == ["unnamed: 1 photo"] * 3


def test_of_two_names_a_person_says_which_one_stays(start: Any, folder: Path) -> None:
    (folder / "1.jpg").write_text("a")
    (folder / "2.jpg").write_text("b")
    _application, window, verbs = start(folder)
    for text in ("Ann", "Bea"):
        verbs.name(next(group for group in verbs.view.album.groups if not group.name), text)
    choose(window, "people", 0, 1)
    window.people.merge.click()
    answer(window, "Cancel")
    assert people(window) == ["Ann: 1 photo", "Bea: 1 photo"]
    window.people.merge.click()
    answer(window, "Bea")
    assert people(window) == ["Bea: 2 photos"]


def test_who_is_in_one_photo_twice_is_refused(start: Any, folder: Path) -> None:
    _application, window, _verbs = start(folder)
    choose(window, "people", 0, 1)
    window.people.merge.click()
    assert "a person is in one photo at most once" in window.said.text() and len(people(window)) == 2


def test_faces_get_another_person_or_none(start: Any, folder: Path, monkeypatch: Any) -> None:
    (folder / "5.jpg").write_text("a2")
    (folder / "6.jpg").write_text("a3")
    _application, window, verbs = start(folder)
    verbs.name(verbs.view.album.groups[1], "Bea")
    choose(window, "people", 1)
    assert len(photos(window)) == 4
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_arguments: ("bea", True))
    choose(window, "photos", [photo.split(":")[0] for photo in photos(window)].index("5.jpg"))
    window.photos.who.click()
    assert people(window) == ["Bea: 3 photos", "unnamed: 3 photos"]
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_arguments: ("Cleo", True))
    choose(window, "photos", 0)
    window.photos.who.click()
    assert people(window) == ["Bea: 3 photos", "Cleo: 1 photo", "unnamed: 2 photos"]
    choose(window, "photos", 0, 1)
    assert not window.photos.split.isEnabled() and window.photos.deny.isEnabled()
    choose(window, "photos", 0)
    window.photos.deny.click()
    assert people(window) == ["Bea: 4 photos", "Cleo: 1 photo"], "Bea has a face like it since"
    window.folders.again.click()
    assert people(window) == ["Bea: 4 photos", "Cleo: 1 photo"]


def test_faces_and_people_are_dropped_on_a_person(start: Any, folder: Path) -> None:
    (folder / "5.jpg").write_text("d")
    (folder / "6.jpg").write_text("d1")
    _application, window, verbs = start(folder)
    verbs.name(verbs.view.album.groups[0], "Ann")
    ann, other, dora = window.people.list.tiles
    choose(window, "people", window.people.list.tiles.index(dora if photos_of(dora) == {"5.jpg", "6.jpg"} else other))
    dragged = window.photos.list
    choose(window, "photos", 0, 1)
    drop_tile(window, dragged, ann)
    assert people(window) == ["Ann: 4 photos", "unnamed: 2 photos"]
    window.people.alone.click()
    choose(window, "people", [tile.face.photo.name for tile in window.people.list.tiles].index("3.jpg"))
    drop_tile(window, window.people.list, window.people.list.tiles[0])
    assert people(window)[0] == "Ann: 5 photos"
    window.folders.again.click()
    assert people(window) == ["Ann: 5 photos", "unnamed: 2 photos"]


def photos_of(tile: Tile) -> set[str]:
    return {face.photo.name for face in tile.what.faces}  # type: ignore[attr-defined]


def drop_tile(window: Any, source: FaceList, tile: Tile) -> None:
    """As a drag from source would end on a person's tile."""
    row = next(row for row, other in enumerate(window.people.list.tiles) if other.what is tile.what)
    there = window.people.list.visualRect(window.people.list.model().index(row)).center()

    class Drop(QDropEvent):
        def source(self) -> FaceList:
            return source

    left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    event = Drop(QPointF(there), copy, QMimeData(), left, Qt.KeyboardModifier.NoModifier)
    window.people.list.dropEvent(event)
    assert event.isAccepted()


# --- whose photos ----------------------------------------------------------------------------------------------------


def test_photos_stand_in_every_order(start: Any, folder: Path, monkeypatch: Any) -> None:
    (folder / "0.jpg").write_text("a2")
    _application, window, verbs = start(folder)
    asked = []

    def open_eyes(_job: Any, _bench: Any, faces: Any, known: Any) -> work.Ordered:
        asked.append(len(faces))
        known |= {face.key: face for face in faces}
        opened = {face.id: OPEN[face.key.split(":")[0]] for face in faces}
        return tuple(sorted(faces, key=lambda face: -opened[face.id])), opened

    monkeypatch.setattr(work, "open_eyes", open_eyes)
    choose(window, "people", 0)
    assert sorted(photos(window)) == ["0.jpg: 0.10", "1.jpg: 0.10", "2.jpg: 0.00"], "distances to the most typical"
    order = lambda wanted: window.photos.order.activated.emit(  # noqa: E731
        (window.photos.order.setCurrentIndex(window.photos.order.findData(wanted)), 0)[1]
    )
    order(Order.NAME)
    assert [photo[:5] for photo in photos(window)] == ["0.jpg", "1.jpg", "2.jpg"]
    order(Order.DATE)
    assert photos(window)[0][:5] == "0.jpg"
    choose(window, "photos", 0)
    order(Order.LOOK)
    assert photos(window)[0][:5] == "0.jpg"
    order(Order.EYES)
    assert photos(window) == ["2.jpg: 40 % open", "0.jpg: 30 % open", "1.jpg: 10 % open"]
    assert window.photos._one().photo.name == "2.jpg" and verbs.view.glance.face is window.photos._one()
    choose(window, "people", 1)
    assert verbs.view.order is Order.SAMENESS and asked == [3]


def test_a_face_in_a_photo_is_found(start: Any, folder: Path, tmp_path: Path) -> None:
    _application, window, verbs = start(folder)
    verbs.name(verbs.view.album.groups[0], "Ann")
    like = tmp_path / "like.jpg"
    like.write_text("h a")
    drop_on(window, like)
    assert len(window.photos.several.faces) == 2
    window.photos.several.faces[1].click()
    assert window.photos.like.text() == "Like the face in like.jpg"
    assert photos(window) == ["1.jpg: 0.00 Ann", "2.jpg: 0.10 Ann", "3.jpg: 1.27"]
    assert [tile.faint for tile in window.photos.list.tiles] == [False, False, True]
    assert window.photos.open.text() == "Open 2 photos"
    like.write_text("c2")
    drop_on(window, like)
    assert photos(window)[0] == "3.jpg: 0.20"
    verbs.stand_in(Order.LOOK)
    assert photos(window)[0] == "2.jpg: ", "whoever it is"
    like.write_text("")
    drop_on(window, like)
    assert "No face was found in like.jpg" in window.said.text()
    verbs.stand_in(Order.SAMENESS)
    choose(window, "photos", 0)
    window.photos._show_menu(window.photos.list.pos())
    menu = {action.text(): action for action in QApplication.activePopupWidget().actions()}
    menu["All photos of this person"].trigger()
    QApplication.activePopupWidget().close()
    assert verbs.view.chosen is not None and len(photos(window)) == 1


def test_the_face_in_the_main_window_is_found(start: Any, folder: Path, tmp_path: Path, monkeypatch: Any) -> None:
    application, window, _verbs = start(folder)
    assert not window.photos.find_open.isEnabled()
    drop(application, write_photo(tmp_path / "photo.png"))
    monkeypatch.setattr(work, "open_face", lambda _photo, _face: described("b1")[0])
    window.photos.find_open.click()
    assert photos(window)[:2] == ["2.jpg: 0.00", "1.jpg: 0.10"]
    faces = application.window._docks["faces"].widget()._list
    data = faces.mimeData([faces.item(0)])
    left, copy = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    window.dropEvent(QDropEvent(QPointF(), copy, data, left, Qt.KeyboardModifier.NoModifier))
    assert photos(window)[:2] == ["2.jpg: 0.00", "1.jpg: 0.10"]


def test_photos_open_in_the_film_strip(start: Any, folder: Path) -> None:
    application, window, verbs = start(folder)
    for path in folder.iterdir():
        if path.name in ("1.jpg", "2.jpg"):
            write_photo(path)
    verbs.open_photos(verbs.view.album.groups[0].faces)
    assert [photo.name for photo in application.session.photos.values()] == ["1.jpg", "2.jpg"]
    assert window.isVisible()


def test_its_eyes_and_its_face_are_for_the_main_window(
    start: Any, folder: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    application, window, verbs = start(folder)
    taken: list[Any] = []
    monkeypatch.setattr(eyes_work, "exemplar", lambda *arguments: taken.append(arguments[-1]) or refuse())
    monkeypatch.setattr(swap_work, "find_at", lambda _job, _bench, face: taken.append(face) or refuse())
    choose(window, "people", 0)
    choose(window, "photos", 0)
    assert not window.photos.eyes.isEnabled()
    drop(application, write_photo(tmp_path / "photo.png"))
    window.photos.eyes.click()
    window.photos.face.click()
    face = verbs.view.faces[0]
    assert taken[0] == face.box_xyxy and application.features["eyes"].view.said == "Nobody."
    assert isinstance(taken[1], PhotoFace) and (taken[1].photo, taken[1].box_xyxy) == (face.photo, face.box_xyxy)
    assert application.features["swap"].view.said == "Nobody."


def refuse() -> None:
    raise FaceError("Nobody.")


def test_a_missed_face_is_drawn_on_the_photo(start: Any, tmp_path: Path, monkeypatch: Any) -> None:
    application, window, verbs = start()
    photo = write_photo(tmp_path / "photo.png")
    seen = lambda _path, drawn, _progress: [replace(described("h")[0], drawn=one.id) for one in drawn]  # noqa: E731
    monkeypatch.setattr(describing, "describer", lambda _editor: seen)
    drop(application, photo)
    trigger(application, "draw-face")
    tool = application.window.canvas._tool
    assert "rectangle" in tool.hint
    tool.press(QPointF(20, 20))
    tool.release(QPointF(22, 21))
    assert not tool.done, "a click is no rectangle"
    tool.press(QPointF(120, 80))
    tool.move(QPointF(60, 40), True)
    tool.release(QPointF(-60, 40))
    assert tool.done
    window.people.alone.click()
    assert people(window) == ["unnamed: 1 photo"]
    with open_people() as store:
        (drawn,) = store.drawn(photo, work_state(photo))
        assert drawn.box_xyxy == (0, 0.25, 0.5, 0.5)
    choose(window, "people", 0)
    verbs.undraw(verbs.view.faces[0])
    assert not people(window)


def work_state(path: Path) -> Any:
    from ganeditor.batch.people.index import state_of

    return state_of(path)


# --- many ------------------------------------------------------------------------------------------------------------


def test_of_ten_thousand_faces_only_those_in_sight_are_loaded(qtbot: Any) -> None:
    asked: list[int] = []

    def load(faces: Any, show: Any) -> None:
        asked.extend(faces)
        show({})

    thumbnails = Thumbnails(load, None)  # type: ignore[arg-type]
    faces = FaceList("Faces", thumbnails)
    qtbot.addWidget(faces)
    known = [Known(n, str(n), Path(f"{n}.jpg"), 1, (0, 0, 1, 1), np.zeros(128, np.float32)) for n in range(10_000)]
    faces.resize(600, 400)
    faces.show()
    faces.show_tiles(tuple(Tile(face, f"{face.id}\n", "") for face in known))
    qtbot.waitUntil(lambda: len(asked) > 0)
    faces.scrollToBottom()
    qtbot.waitUntil(lambda: 9_999 in asked)
    assert len(asked) < 3 * AT_ONCE and len(faces.findChildren(QDialog)) == 0


def test_the_best_eyes_are_open_sharp_and_look_ahead() -> None:
    def seen(opened: float, turn: float, sharp: float) -> Seen:
        return Seen(Path(), 1, np.zeros(128), (opened, opened), (turn, 0.0), 40.0, sharp, (1.0, 1.0))

    eyes = {
        1: seen(0.3, 0, 4.0),
        2: seen(0.1, 0, 4.0),
        3: seen(0.3, 25, 4.0),
        4: seen(0.3, 0, 1.0),
        5: seen(0.32, 2, 4),
    }
    found = scores(eyes)
    assert sorted(found, key=found.__getitem__, reverse=True)[:2] in ([1, 5], [5, 1])
    assert min(found[1], found[5]) > max(found[2], found[3], found[4])
    assert scores({}) == {}


def test_a_child_process_brings_faces_together(tmp_path: Path) -> None:
    with open_people():
        pass
    child.run("ganeditor.batch.people.groups:write_likeness", str(tmp_path / "likeness.json"))
    assert json.loads((tmp_path / "likeness.json").read_text()) == []
