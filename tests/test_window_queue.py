"""The window with the queue of photos: recipes, order, states, pauses, what failed, and what outlives the program."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from throwaway import Glow
from ui_fakes import Answers, FakeEditor, InlineJobs, Starter, drop_on, edit, fake_bench, running, trigger, write_photo

from ganeditor import paths
from ganeditor.edits.latent import LatentEdit
from ganeditor.errors import PictureError, UserError
from ganeditor.files import locked
from ganeditor.project.assets import sha256
from ganeditor.project.people.store import open_people
from ganeditor.project.photo_queue import PhotoQueue, read_queue, write_queue
from ganeditor.project.recipe import Recipe, write_recipe
from ganeditor.ui.features.queue import verbs, work
from ganeditor.ui.features.queue.model import NUMBERS, PHOTO, STATE
from ganeditor.ui.features.queue.texts import what_of
from ganeditor.ui.features.queue.views import Offer

EDIT = "queue edit"
MASK = b"a mask"
GLOW = Recipe((Glow(0.5, sha256(MASK)),), "largest", assets={sha256(MASK): MASK})
pytestmark = pytest.mark.usefixtures("more_operations")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Glow turns a photo upside down; the upper left values of the photos that it was asked for."""
    asked: list[int] = []

    def whole(_self: Any, pixels: Any, _operations: Any, progress: Any) -> Any:
        progress(0.5, "")
        asked.append(int(pixels[0, 0, 0]))
        return pixels[::-1].copy()

    monkeypatch.setattr(FakeEditor, "whole", whole)
    return asked


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three photos, one in a folder in it; a recipe beside it."""
    for number, name in enumerate(("a.png", "b.png", "deep/c.png"), 1):
        write(tmp_path / "in" / name, 10 * number)
    write_recipe(tmp_path / "glow.grecipe", GLOW)
    return tmp_path / "in"


def write(path: Path, value: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.full((8, 12, 3), value, np.uint8)).save(path)
    return path


@pytest.fixture
def start(qapp: Any, qtbot: Any, tmp_path: Path) -> Iterator[Any]:
    """Starts the program and opens the window; jobs named are held."""
    starter = Starter(qapp, qtbot)

    def begin(*held: str, answers: Answers | None = None) -> Any:
        application = starter.start(answers or Answers())
        application.jobs.held |= set(held)
        trigger(application, "queue")
        window = application.window._tools["queue"]
        window._verbs.choose_results(tmp_path / "out")
        return application, window

    yield begin
    starter.end()


def states(window: Any) -> list[str]:
    photos = window.list.photos
    return [f"{photos.index(row, PHOTO).data()} {photos.index(row, STATE).data()}" for row in range(photos.rowCount())]


def recipe_of(window: Any) -> str:
    """The name of the one that is chosen at the side."""
    return str(window.recipes.list.currentItem().text().splitlines()[0])


def select(window: Any, *rows: int) -> None:
    """The first of them is the current one."""
    flag, photos, selection = QItemSelectionModel.SelectionFlag, window.list.photos, window.list.selectionModel()
    selection.setCurrentIndex(photos.index(rows[0], 0), flag.ClearAndSelect | flag.Rows)
    for row in rows[1:]:
        selection.select(photos.index(row, 0), flag.Select | flag.Rows)


def results(out: Path) -> list[str]:
    files = (path.relative_to(out) for path in out.rglob("*.*") if "ganeditor-batch" not in path.parts)
    return sorted(path.as_posix() for path in files if (out / path).is_file())


# --- photos and recipes ---------------------------------------------------------------------------------------------


def test_photos_are_done_one_after_the_other(start: Any, folder: Path, tmp_path: Path, drawn: list[int]) -> None:
    _application, window = start()
    assert not window.start.isEnabled() and window.recipes.hint.isVisible()
    drop_on(window, tmp_path / "glow.grecipe")
    assert recipe_of(window) == "glow" and "the largest face" in window.recipes.what.text()
    drop_on(window, folder)
    assert states(window) == ["a.png waiting", "b.png waiting", "c.png waiting"]
    window.start.click()
    assert drawn == [10, 20, 30] and states(window) == ["a.png done", "b.png done", "c.png done"]
    assert results(tmp_path / "out") == ["glow/a.png", "glow/b.png", "glow/deep/c.png"]
    assert window.doing.text() == "3 of 3 done" and window.bar.value() == 1000
    assert window.said.text() == "All photos are done." and not window.start.isEnabled()
    drop_on(window.list, folder)
    assert window.said.text() == "Already in the queue: 3." and len(states(window)) == 3


def test_what_is_added_needs_a_recipe_and_a_photo(start: Any, folder: Path, tmp_path: Path) -> None:
    _application, window = start()
    drop_on(window, folder)
    assert "Open a recipe first" in window.said.text()
    (tmp_path / "broken.grecipe").write_bytes(b"[]")
    (tmp_path / "nothing").mkdir()
    for name in ("glow", "broken"):
        window._verbs.add_recipe(tmp_path / f"{name}.grecipe")
    assert "is not a recipe" in window.recipes.what.text()
    drop_on(window, tmp_path / "nothing")
    assert "no photo in nothing" in window.said.text()
    window.recipes.forget.click()
    assert window.recipes.list.count() == 1 and recipe_of(window) == "glow"


def test_a_folder_is_dropped_on_a_recipe(start: Any, folder: Path, tmp_path: Path, drawn: list[int]) -> None:
    """On the lower one, while the upper one is chosen; each has a folder of its own for its results."""
    _application, window = start()
    write_recipe(tmp_path / "other.grecipe", Recipe((Glow(0.25, sha256(MASK)),), assets=GLOW.assets))
    for name in ("glow", "other"):
        window._verbs.add_recipe(tmp_path / f"{name}.grecipe")
    drop_on(window, folder / "a.png")
    lower = window.recipes.list.visualItemRect(window.recipes.list.item(1)).center()
    drop_on(window.recipes.list, folder, at=lower)
    assert [entry.recipe.stem for entry in window._verbs.view.queue.entries] == ["other", "glow", "glow", "glow"]
    window.start.click()
    assert results(tmp_path / "out") == ["glow/a.png", "glow/b.png", "glow/deep/c.png", "other/a.png"]
    assert len(drawn) == 4


def test_a_recipe_that_is_saved_opens_the_window(start: Any, tmp_path: Path) -> None:
    answers = Answers(recipe=tmp_path / "smile.grecipe")
    application, window = start(answers=answers)
    window.close()
    application.session.open_paths([write_photo(tmp_path / "photo.png")])
    edit(application, 1.5)
    trigger(application, "save-recipe")
    assert window.isVisible() and recipe_of(window) == "smile"
    assert window.recipes.what.text() == "Smile +1.50; the largest face"


def test_what_a_recipe_does_is_told(tmp_path: Path) -> None:
    def told(*operations: Any, faces: str | None = None, age: float | None = None) -> str:
        return what_of(Offer(tmp_path, operations, faces, age))

    latent = LatentEdit({"age": 30.0, "smile": -0.5})
    assert told(latent, Glow(), faces="all") == "Age +30, Smile −0.50; all faces"
    assert told(latent, age=60.0) == "to the age of 60, Smile −0.50; the only face"
    assert told(Glow(1.0), faces="like:/photos/anna.jpg") == "Glow; the face of anna.jpg"
    assert told(Glow(1.0), faces="person:Anna") == "Glow; the face of Anna"


# --- order ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def filled(start: Any, folder: Path, tmp_path: Path) -> Any:
    """The window with three photos under glow; edits are held."""
    application, window = start(EDIT)
    window._verbs.add_recipe(tmp_path / "glow.grecipe")
    window._verbs.add([folder])
    return application, window


def names(window: Any) -> list[str]:
    return [entry.path.name for entry in window._verbs.view.queue.entries]


def test_the_order_is_changed_by_dragging_and_by_keys(filled: Any) -> None:
    _application, window = filled
    photos = window.list.photos
    select(window, 2)
    dragged = photos.mimeData([photos.index(2, 0), photos.index(2, 1)])
    copy = Qt.DropAction.CopyAction
    assert dragged.hasFormat(NUMBERS) and photos.canDropMimeData(dragged, copy, 0, 0, QModelIndex())
    assert photos.dropMimeData(dragged, copy, 0, 0, QModelIndex())
    assert names(window) == ["c.png", "a.png", "b.png"] and window.list.chosen[0].path.name == "c.png"
    keys = {action.shortcut().toString(): action for action in window.list.actions()}
    keys["Ctrl+Down"].trigger()
    assert names(window) == ["a.png", "c.png", "b.png"]
    keys["Ctrl+End"].trigger()
    keys["Ctrl+Up"].trigger()
    select(window, 2)
    keys["Ctrl+Home"].trigger()
    assert names(window) == ["b.png", "a.png", "c.png"]
    select(window, 0, 2)
    keys["Del"].trigger()
    assert names(window) == ["a.png"]


def test_files_are_dropped_between_others(filled: Any, tmp_path: Path) -> None:
    _application, window = filled
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(write(tmp_path / "new.png", 5)))])
    assert window.list.photos.dropMimeData(data, Qt.DropAction.CopyAction, 1, 0, QModelIndex())
    assert names(window) == ["a.png", "new.png", "b.png", "c.png"]
    assert not window.list.photos.dropMimeData(QMimeData(), Qt.DropAction.CopyAction, 1, 0, QModelIndex())


def test_what_is_added_moved_and_taken_out_meanwhile_counts(filled: Any, tmp_path: Path, drawn: list[int]) -> None:
    application, window = filled
    window.start.click()
    assert states(window)[0] == "a.png working, 0 %"
    window._verbs.move([3], 1)  # c before b
    window._verbs.add([write(tmp_path / "new.png", 5)], before=1)
    application.jobs.do(EDIT)
    assert states(window) == ["a.png done", "new.png working, 0 %", "c.png waiting", "b.png waiting"]
    window._verbs.remove([4])  # which is at work
    assert states(window)[1] == "c.png working, 0 %"
    application.jobs.held.clear()
    application.jobs.do(EDIT)
    assert drawn == [10, 30, 20] and "new.png" not in " ".join(results(tmp_path / "out"))


# --- pauses, errors, ends -------------------------------------------------------------------------------------------


def test_a_pause_holds_at_once_and_what_was_at_work_is_done_anew(filled: Any, tmp_path: Path, drawn: list[int]) -> None:
    application, window = filled
    window.start.click()
    application.jobs.meanwhile[(EDIT,)] = lambda: window.pause.click() if drawn == [] else None
    application.jobs.do(EDIT)
    assert states(window)[0] == "a.png waiting" and not results(tmp_path / "out") and not window.pause.isVisible()
    assert window.results.isEnabled()
    application.jobs.meanwhile.clear()
    window.start.click()
    assert not window.results.isEnabled() and window.pause.isVisible()
    application.jobs.do(EDIT)
    assert window.doing.text().startswith("1 of 3 done") and "left" in window.doing.text()
    window.pause.click()
    assert window.start.text() == "Go on" and states(window) == ["a.png done", "b.png waiting", "c.png waiting"]
    with locked(tmp_path / "out" / "glow" / "ganeditor-batch" / "lock"):
        pass


def test_what_failed_says_why_and_is_done_again(start: Any, folder: Path, tmp_path: Path, drawn: list[int]) -> None:
    _application, window = start()
    (folder / "b.png").write_bytes(b"no picture")
    window._verbs.add_recipe(tmp_path / "glow.grecipe")
    window._verbs.add([folder])
    window.start.click()
    assert states(window) == ["a.png done", "b.png failed", "c.png done"] and drawn == [10, 30]
    assert window.said.text() == "1 failed; choose a photo to see why." and window.doing.text().endswith("1 failed")
    select(window, 1)
    assert "b.png is damaged or not a PNG" in window.pane.said.text() and not window.pane.folder.isEnabled()
    write(folder / "b.png", 20)
    window.retry.click()
    assert states(window)[1] == "b.png done" and drawn == [10, 30, 20] and not window.retry.isVisible()
    assert not window.pane.said.text()


def test_what_holds_for_all_photos_stops_the_queue(start: Any, folder: Path, tmp_path: Path, drawn: list[int]) -> None:
    _application, window = start()
    window._verbs.add_recipe(tmp_path / "glow.grecipe")
    window._verbs.add([folder])
    window._verbs.choose_results(folder / "out")
    window.start.click()
    assert "lies in" in window.said.text() and states(window)[0] == "a.png waiting" and not drawn
    assert not (folder / "out").exists()
    window._verbs.choose_results(tmp_path / "out")
    (tmp_path / "glow.grecipe").rename(tmp_path / "gone.grecipe")
    window.start.click()
    assert "There is no recipe" in window.said.text() and window.start.isEnabled()


def test_what_an_earlier_run_has_done_is_not_done_again(
    start: Any, folder: Path, tmp_path: Path, drawn: list[int]
) -> None:
    _application, window = start()
    window._verbs.add_recipe(tmp_path / "glow.grecipe")
    window._verbs.add([folder / "a.png"])
    window.start.click()
    window.remove_done.click()
    assert not states(window) and results(tmp_path / "out") == ["glow/a.png"]
    window._verbs.add([folder / "a.png", folder / "b.png"])
    window.start.click()
    assert states(window) == ["a.png done earlier", "b.png done"] and drawn == [10, 20]


def test_a_recipe_that_has_changed_gets_a_folder_of_its_own(
    start: Any, folder: Path, tmp_path: Path, drawn: list[int]
) -> None:
    _application, window = start()
    window._verbs.add_recipe(tmp_path / "glow.grecipe")
    for strength in (0.5, 0.25, 0.5):
        recipe = Recipe((Glow(strength, sha256(MASK)),), "largest", assets=GLOW.assets)
        write_recipe(tmp_path / "glow.grecipe", recipe, overwrite=True)
        window._verbs.add([folder / "a.png"])
        window.start.click()
        window.remove_done.click()
    assert results(tmp_path / "out") == ["glow-2/a.png", "glow/a.png"] and drawn == [10, 10]


def test_the_queue_outlives_the_program(filled: Any, start: Any, tmp_path: Path, drawn: list[int]) -> None:
    """It was ended, or killed, in the middle of the second photo."""
    application, window = filled
    window._verbs.choose_format(".jpg", 80)
    window.start.click()
    application.jobs.do(EDIT)
    assert states(window)[1] == "b.png working, 0 %"
    window._verbs._runs.close()  # as the end of the process does
    said: list[str] = []
    application, window = start()
    application.session.said.connect(said.append)
    assert states(window) == ["a.png done", "b.png waiting", "c.png waiting"]
    assert recipe_of(window) == "glow"
    assert window.results.format.currentText() == "JPEG" and window.results.quality.value() == 80
    window.start.click()
    assert drawn == [10, 20, 30] and results(tmp_path / "out") == ["glow/a.jpg", "glow/b.jpg", "glow/deep/c.jpg"]


def test_what_is_saved_while_the_queue_is_read_is_not_lost(qapp: Any, tmp_path: Path) -> None:
    """The window is opened, and a recipe comes, before the file has been read."""
    write_queue(paths.user_queue(), PhotoQueue(tmp_path, recipes=(tmp_path / "old.grecipe",)))
    jobs = InlineJobs("queue read", "warm up")
    with running(qapp, jobs, fake_bench()) as application:
        trigger(application, "queue")
        window = application.window._tools["queue"]
        application.session._recipe_saved(tmp_path / "new.grecipe")
        assert not window.isEnabled() and not window._verbs.view.queue.recipes
        jobs.do("queue read")
        assert window.isEnabled() and [path.stem for path in window._verbs.view.queue.recipes] == ["new", "old"]
        jobs.do("warm up")
        del window


def test_a_queue_that_can_not_be_read_is_named(start: Any) -> None:
    paths.user_queue().parent.mkdir(parents=True)
    paths.user_queue().write_text('{"format": 1, "results": 5}')
    _application, window = start()
    assert window._verbs.view.queue.entries == () and "can't be read" in window.said.text()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"nonsense", "expected JSON"),
        (b'{"format": 2}', "format: expected a whole number"),
        (b'{"format": 1, "results": "/a", "entries": [{"path": 5}]}', "entries"),
    ],
)
def test_a_hostile_queue_is_refused_in_a_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "queue.json").write_bytes(data)
    with pytest.raises(UserError, match=said):
        read_queue(tmp_path / "queue.json")


def test_a_queue_comes_back_as_it_was(tmp_path: Path) -> None:
    assert read_queue(tmp_path / "queue.json") is None
    queue = PhotoQueue(tmp_path, recipes=(tmp_path / "a.grecipe",), suffix=".jpg", quality=5)
    queue = queue.added([(None, Path("/ä.png")), (Path("/b"), Path("/b/\udcff.png"))], tmp_path / "a.grecipe")
    queue = queue.changed(1, state="failed", said="Why.", result=Path("/r"))
    write_queue(tmp_path / "queue.json", queue)
    assert read_queue(tmp_path / "queue.json") == queue


def test_whose_face_is_chosen_for_all(start: Any, folder: Path, tmp_path: Path, drawn: list[int]) -> None:
    """People who have a name are offered; one whom nobody knows any more is told of."""
    with open_people() as people:
        people.rename(people.say(["a face"], None), "Bea")
    _application, window = start()
    faces = window.results.faces
    assert [faces.itemText(row) for row in range(faces.count())] == [
        "as the recipe says",
        "the largest face",
        "all faces",
        "the face of Bea",
    ]
    window._verbs.choose_faces("person:Ann")
    assert faces.currentText() == "the face of Ann"
    window._verbs.add_recipe(tmp_path / "glow.grecipe")
    window._verbs.add([folder])
    window.start.click()
    assert "No person is called 'Ann'" in window.said.text() and not drawn
    faces.setCurrentIndex(1)
    faces.activated.emit(1)
    window.start.click()
    assert len(drawn) == 3


# --- looking --------------------------------------------------------------------------------------------------------


def test_a_photo_is_seen_before_and_after_and_opened(
    start: Any, folder: Path, tmp_path: Path, drawn: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    application, window = start()
    window._verbs.add_recipe(tmp_path / "glow.grecipe")
    window._verbs.add([folder])
    select(window, 0)
    assert window.pane.before._pixels[0, 0, 0] == 10 and window.pane.after._pixels is None
    assert window.pane.after.accessibleDescription() == "waiting"
    window.start.click()
    assert window.pane.after._pixels is not None and drawn
    opened: list[Any] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    window.pane.folder.click()
    assert opened == [tmp_path / "out" / "glow"]
    window.pane.open.click()
    assert application.session.photo.path == tmp_path / "out" / "glow" / "a.png"


def test_small_pictures_are_read_for_what_is_seen(start: Any, tmp_path: Path, folder: Path) -> None:
    application, window = start()
    window._verbs.add_recipe(tmp_path / "glow.grecipe")
    application.jobs.held.add("queue small")
    window._verbs.add([folder])
    photos, decoration = window.list.photos, Qt.ItemDataRole.DecorationRole
    for row in range(3):
        photos.index(row, PHOTO).data(decoration)
    first = photos.index(0, PHOTO).data(decoration).pixmap(64, 48).toImage().pixelColor(32, 24)
    assert first.alpha() == 0
    for _picture in range(3):
        application.jobs.do("queue small")
    last = photos.index(2, PHOTO).data(decoration).pixmap(64, 48).toImage().pixelColor(32, 24)
    assert last.red() == 30 and "queue small" not in [key[0] for key in application.jobs.keys]


def test_a_small_picture_is_upright_and_a_broken_one_is_none(tmp_path: Path) -> None:
    pixels = np.zeros((40, 80, 3), np.uint8)
    pixels[:, :40] = 200
    exif = Image.Exif()
    exif[274] = 6  # to be turned to the right: left becomes top
    Image.fromarray(pixels).save(tmp_path / "a.jpg", exif=exif)
    small = work.small_picture(tmp_path / "a.jpg", 20)
    assert small is not None and small.shape == (20, 10, 3) and small[2, 5, 0] > 180 and small[17, 5, 0] < 20
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff")
    assert work.small_picture(tmp_path / "b.jpg", 20) is None


def test_the_dialogs_add_what_is_chosen(
    start: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _application, window = start()
    chosen = [str(tmp_path / "glow.grecipe")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_rest: (chosen, ""))
    window.recipes.open.click()
    chosen = [str(folder / "b.png")]
    window.add.click()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_rest: str(folder / "deep"))
    window.add_folder.click()
    assert names(window) == ["b.png", "c.png"]


def test_a_queue_that_can_not_be_written_is_said(start: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _application, window = start()

    def full(*_rest: Any) -> None:
        raise PictureError("The disk is full; make room.")

    monkeypatch.setattr(verbs, "write_queue", full)
    window._verbs.add_recipe(tmp_path / "glow.grecipe")
    assert window.said.text() == "The disk is full; make room."
