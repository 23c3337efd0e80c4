"""How photos come into the window and leave it: projects, pictures, snapshots, many at once, and without an engine."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QDialog
from ui_fakes import HEIGHT, WIDTH, Answers, InlineJobs, Starter, drop, edit, shown, trigger, write_photo

from ganeditor.edits.latent import LatentEdit
from ganeditor.edits.mask import MaskEdit
from ganeditor.project.document import Set
from ganeditor.project.recipe import Recipe, read_recipe
from ganeditor.project.store import load_project
from ganeditor.ui.app import Application
from ganeditor.ui.dialogs.export import ExportChoice


@pytest.fixture
def start(qapp, qtbot):
    """Starts the application; answers and faces are for the test to choose."""
    starter = Starter(qapp, qtbot)
    yield starter.start
    starter.end()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return write_photo(tmp_path / "photo.png")


def test_saved_and_opened_again_everything_is_as_it_was(start, photo, tmp_path):
    project = tmp_path / "work.gedit"
    answers = Answers(project=project)
    application = start(answers, faces=("a", "b"))
    drop(application, photo)
    application.session.finding.choose_face("b")
    edit(application, 1, "b")
    edit(application, 2, "a")
    trigger(application, "undo")
    picture, labels = shown(application), [step.label for step in application.session.photo.history.steps]
    assert application.window.isWindowModified()
    trigger(application, "save")
    assert answers.asked == ["project"]
    assert not application.window.isWindowModified()
    trigger(application, "close-photo")
    assert application.session.photo is None
    photo.unlink()
    drop(application, project)
    again = application.session.photo
    assert np.array_equal(shown(application), picture)
    assert [step.label for step in again.history.steps] == labels
    assert (again.history.index, again.chosen, again.dirty) == (1, "b", False)
    assert again.faces["b"].finished
    trigger(application, "redo")
    assert again.document.get("a", LatentEdit).amounts["smile"] == 2
    assert not application.failures


def test_export_writes_the_edited_picture_and_leaves_the_original(start, photo):
    answers = Answers(choice=lambda _source, path: ExportChoice(path, None, (WIDTH, HEIGHT), False, False))
    application = start(answers)
    drop(application, photo)
    edit(application, 2)
    original = photo.read_bytes()
    trigger(application, "export")
    assert np.array_equal(np.asarray(Image.open(photo.with_name("photo_edited.png"))), shown(application))
    assert photo.read_bytes() == original
    answers.choice = lambda _source, path: ExportChoice(path.with_name("small.png"), None, (24, 16), False, False)
    trigger(application, "export")
    assert Image.open(photo.with_name("small.png")).size == (24, 16)


def test_one_edit_that_can_t_be_done_locks_no_project(start, photo, tmp_path):
    path = tmp_path / "work.gedit"
    answers = Answers(project=path)
    answers.choice = lambda _source, path: ExportChoice(path, None, (WIDTH, HEIGHT), False, False)
    application = start(answers)
    drop(application, photo)
    edit(application, 1)
    picture = shown(application).copy()
    mask = MaskEdit(application.session.photo.assets.add(b"what a search has found"))
    application.session.editing.apply(Set("a", mask), "Mask")
    assert not np.array_equal(shown(application), picture)
    trigger(application, "save")
    path.write_bytes(path.read_bytes().replace(b"what a search", b"what a thief_"))
    again = start(answers)
    drop(again, path)
    sentence = "'Mask' is switched off: 1 assets are missing; make the edit again."
    assert [failure.sentence for failure in again.failures] == [sentence]
    assert np.array_equal(shown(again), picture)
    again.session.editing.apply(Set("a", LatentEdit({"smile": 2})), "Smile")
    again.session.editing.apply(Set("a", replace(mask, strength=0.5)), "Mask")
    assert (shown(again) > picture).any() and len(again.failures) == 1, "it is said once"
    said = list[str]()
    again.session.said.connect(said.append)
    trigger(again, "export")
    assert np.array_equal(np.asarray(Image.open(photo.with_name("photo_edited.png"))), shown(again))
    assert sentence in said[-1]
    trigger(again, "save")
    assert load_project(path).steps[-1].document.get("a", MaskEdit) == replace(mask, strength=0.5)
    again.session.editing.apply(Set("a", MaskEdit()), "Mask removed")
    assert not again.session.photo.left_out


def test_without_an_engine_photos_are_saved_and_exported(start, photo, tmp_path):
    project = tmp_path / "work.gedit"
    answers = Answers(project=project)
    answers.choice = lambda _source, path: ExportChoice(path, None, (WIDTH, HEIGHT), False, False)
    application = start(answers, broken=True)
    drop(application, photo)
    assert {failure.sentence for failure in application.failures} == {"The model pack is missing; copy it again."}
    application.failures.clear()
    trigger(application, "save")
    trigger(application, "export")
    assert np.array_equal(np.asarray(Image.open(photo.with_name("photo_edited.png"))), np.asarray(Image.open(photo)))
    trigger(application, "close-photo")
    drop(application, project)
    assert application.session.photo.name == "work.gedit"
    assert not application.session.photo.dirty


def test_without_an_engine_a_project_keeps_faces_latents_and_history(start, photo, tmp_path):
    project, copy = tmp_path / "work.gedit", tmp_path / "copy.gedit"
    answers = Answers(project=project)
    application = start(answers, faces=("a", "b"))
    drop(application, photo)
    application.session.finding.choose_face("b")
    edit(application, 1, "b")
    trigger(application, "undo")
    edit(application, 2, "b")
    trigger(application, "save")
    answers = Answers(project=copy)
    answers.choice = lambda _source, path: ExportChoice(path, None, (WIDTH, HEIGHT), False, False)
    broken = start(answers, broken=True)
    drop(broken, project)
    trigger(broken, "save-as")
    before, after = load_project(project), load_project(copy)
    assert list(after.latents) == ["b"]
    for field in ("photo", "photo_bytes", "steps", "index", "faces", "chosen", "latents", "model", "fingerprint"):
        assert getattr(after, field) == getattr(before, field), field
    broken.failures.clear()
    trigger(broken, "export")
    assert "can't be drawn" in broken.failures[0].sentence
    trigger(broken, "undo")
    trigger(broken, "export")
    assert np.array_equal(np.asarray(Image.open(photo.with_name("photo_edited.png"))), np.asarray(Image.open(photo)))
    trigger(broken, "save")
    assert load_project(copy).index == 0
    drop(application, copy)
    trigger(application, "redo")
    assert application.session.photo.faces["b"].finished
    assert (shown(application)[60, 170] == (170 + 20, 80, 20)).all()


WITHOUT_TORCH = """
import sys
sys.modules["torch"] = None
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from ganeditor.ui.app import Application
from ganeditor.ui.dialogs.export import ExportChoice

class Answers:
    def project_to_save(self, suggested): return suggested
    def export(self, source, suggested, estimate):
        return ExportChoice(suggested, None, (source.width, source.height), False, False)

def wait_for(there):
    loop = QEventLoop()
    timer = QTimer(interval=20)
    timer.timeout.connect(lambda: there() and loop.quit())
    timer.start()
    QTimer.singleShot(20_000, loop.quit)
    loop.exec()

application = Application(QApplication([]), questions=Answers())
failures, photo = [], Path(sys.argv[1])
application.session.failed.connect(failures.append)
application.session.open_paths([photo])
wait_for(lambda: application.session.photo and application.session.photo.searched)
application.session.save()
application.session.export()
wait_for(lambda: photo.with_suffix(".gedit").exists() and photo.with_name("photo_edited.png").exists())
print(len(failures), "torch" in failures[0].details)
application.shut_down()
"""


def test_what_is_done_to_the_chosen_face_is_kept_for_other_photos(start, photo, tmp_path):
    answers = Answers(recipe=tmp_path / "other.grecipe")
    application = start(answers, faces=("a", "b"))
    drop(application, photo)
    action = application.window._actions["save-recipe"]
    assert not action.isEnabled()
    edit(application, 1, "b")
    application.session.finding.choose_face("a")
    assert not action.isEnabled(), "nothing is done to this face"
    session = application.session
    mask = MaskEdit(session.photo.assets.add(b"found"))
    session.photo.assets.add(b"another face's")
    session.editing.apply(Set("a", mask), "Mask")
    assert action.isEnabled()
    trigger(application, "save-recipe")
    photo, assets = session.photo, {mask.found: b"found"}
    assert photo.model and photo.fingerprint
    assert read_recipe(answers.recipe) == Recipe((mask,), "largest", None, assets, photo.model, photo.fingerprint)
    answers.recipe = None
    trigger(application, "save-recipe")
    assert answers.asked == ["recipe", "recipe"] and not application.failures


def test_with_a_broken_torch_photos_are_saved_and_exported(photo):
    command = [sys.executable, "-c", WITHOUT_TORCH, photo]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stdout.split() == ["1", "True"], result.stderr
    assert load_project(photo.with_suffix(".gedit")).photo_bytes == photo.read_bytes()
    assert np.array_equal(np.asarray(Image.open(photo.with_name("photo_edited.png"))), np.asarray(Image.open(photo)))


# --- many photos -----------------------------------------------------------------------------------------------------


def folder_of(tmp_path: Path, count: int) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(count):
        write_photo(folder / f"{number:02}.png")
    return folder


def developed(application: Application) -> list[int]:
    return [number for number, photo in application.session.photos.items() if photo.developed]


def test_more_than_twenty_pictures_are_asked_about(start, tmp_path):
    answers = Answers()
    application = start(answers)
    drop(application, folder_of(tmp_path, 21))
    assert answers.asked == ["many 21"]
    assert not application.session.photos
    answers.many_answer = True
    drop(application, tmp_path / "many")
    assert len(application.session.photos) == 21
    assert application.window._strip.count() == 21
    assert developed(application) == [1]
    assert all(photo.thumbnail is not None for photo in application.session.photos.values())


def test_what_is_shown_and_saved_passes_the_pictures_that_are_still_read(start, tmp_path, monkeypatch):
    application, seen, run = start(), [], InlineJobs.run

    def spy(jobs, key, *arguments, **options):
        seen.append((key[0], options.get("background", False)))
        run(jobs, key, *arguments, **options)

    monkeypatch.setattr(InlineJobs, "run", spy)
    drop(application, folder_of(tmp_path, 3))
    assert [background for kind, background in seen if kind == "read"] == [False, True, True]
    assert [background for kind, background in seen if kind == "show"] == [False]


def test_pixels_are_loaded_when_a_photo_is_shown_and_given_up_when_there_are_too_many(start, tmp_path):
    application = start(faces=("a", "b"))
    drop(application, folder_of(tmp_path, 5))
    session = application.session
    session.photos._most_bytes = 3 * session.photo.developed.bytes
    session.finding.choose_face("a")
    edit(application, 1)
    trigger(application, "save")
    edit(application, 2)
    picture = shown(application)
    for number in (2, 3, 4):
        session.choose_photo(number)
        assert session.photos[number].faces
    assert developed(application) == [2, 3, 4]
    (tmp_path / "many" / "00.png").unlink()
    first = session.photos[1]
    assert (first.chosen, first.dirty, len(first.history.steps)) == ("a", True, 3)
    latents = first.faces["a"].latents
    session.choose_photo(1)
    assert developed(application) == [1, 3, 4]
    assert np.array_equal(shown(application), picture)
    assert first.faces["a"].latents is latents
    assert first.developed.editor.refined == [], "a face that is known is not learnt again"
    trigger(application, "undo")
    assert shown(application)[60, 50, 1] == 70
    assert not application.failures


def test_a_photo_that_changed_while_it_was_not_shown_says_so(start, tmp_path):
    application = start()
    drop(application, folder_of(tmp_path, 4))
    session = application.session
    session.photos._most_bytes = 0
    session.choose_photo(2)
    assert developed(application) == [2]
    Image.new("RGB", (30, 20)).save(tmp_path / "many" / "00.png")
    (tmp_path / "many" / "02.png").unlink()
    session.choose_photo(1)
    assert "00.png has changed" in application.failures.pop().sentence
    session.choose_photo(3)
    assert "02.png can't be read again" in application.failures.pop().sentence
    assert application.window.canvas._after is None
    session.choose_photo(4)
    assert application.window.canvas._after is not None
    write_photo(tmp_path / "many" / "02.png")
    session.choose_photo(3)
    assert application.window.canvas._after is not None
    assert not application.failures


def test_edits_of_a_photo_at_rest_are_saved_although_its_file_is_gone(start, tmp_path):
    project = tmp_path / "work.gedit"
    answers = Answers(project=project, unsaved_answer="save")
    application = start(answers)
    drop(application, folder_of(tmp_path, 2))
    session = application.session
    session.photos._most_bytes = 0
    edit(application, 1)
    session.choose_photo(2)
    assert developed(application) == [2]
    (tmp_path / "many" / "00.png").unlink()
    session._autosave.timeout.emit()
    assert len(list(application.autosave._own.glob("*.gedit"))) == 1
    session.close_photo(1)
    assert not application.failures
    assert load_project(project).steps[1].document.get("a", LatentEdit).amounts == {"smile": 1}


def test_copy_and_paste_go_through_the_clipboard(start, photo):
    application = start()
    drop(application, photo)
    edit(application, 1)
    picture = shown(application)
    trigger(application, "copy")
    trigger(application, "paste")
    assert len(application.session.photos) == 2
    assert np.array_equal(shown(application), picture)
    QGuiApplication.clipboard().clear()
    trigger(application, "paste")
    assert len(application.session.photos) == 2


def mime(urls=(), text="", image=None):
    data = QMimeData()
    if urls:
        data.setUrls([QUrl(url) for url in urls])
    if text:
        data.setText(text)
    if image is not None:
        data.setImageData(image)
    return data


def drag(application, data):
    """Over the window, and dropped where that takes it; whether it did."""
    where, copy, left = QPointF(10, 10), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(where.toPoint(), copy, data, left, Qt.KeyboardModifier.NoModifier)
    enter.ignore()
    application.window.dragEnterEvent(enter)
    if enter.isAccepted():
        application.window.dropEvent(QDropEvent(where, copy, data, left, Qt.KeyboardModifier.NoModifier))
    return enter.isAccepted()


WEB = "https://example.org/anna.jpg"


@pytest.mark.parametrize("given", [{"urls": [WEB]}, {"text": WEB}])
def test_a_web_address_is_refused_with_what_to_do(start, given):
    application = start()
    data = mime(**given)
    assert not drag(application, data)
    assert "fetches nothing from the web" in application.window.statusBar().currentMessage()
    assert not application.failures
    QGuiApplication.clipboard().setMimeData(data)
    trigger(application, "paste")
    assert [failure.sentence for failure in application.failures] == [
        "ganeditor fetches nothing from the web; save the picture with your browser, and drop or open the file."
    ]
    assert not application.session.photos


def test_a_picture_dropped_by_a_browser_is_taken_with_its_address_left_alone(start, photo):
    application = start()
    assert drag(application, mime([WEB], WEB, QImage(str(photo))))
    assert application.session.photo.name == "pasted.png"
    assert np.array_equal(shown(application), np.asarray(Image.open(photo).convert("RGB")))
    assert not application.failures


def test_a_file_beside_a_web_address_or_as_text_is_opened(start, photo):
    application = start()
    assert drag(application, mime([WEB, photo.as_uri()]))
    assert application.session.photo.path == photo
    trigger(application, "close-photo")
    assert drag(application, mime(text=photo.as_uri() + "\n"))
    assert application.session.photo.path == photo
    assert not drag(application, mime(text="a few words"))
    assert not application.failures


def test_of_twelve_files_ten_are_no_pictures_and_one_message_says_so(start, tmp_path):
    application = start()
    files = [tmp_path / f"{number:02}.txt" for number in range(9)] + [tmp_path / "broken.gedit"]
    for file in files:
        file.write_text("words")
    photos = [write_photo(tmp_path / name) for name in ("one.png", "two.png")]
    drop(application, *files[:5], photos[0], *files[5:], photos[1])
    assert [photo.path for photo in application.session.photos.values()] == photos
    assert application.session.photo.path == photos[0]
    (failure,) = application.failures
    head, words, project = failure.sentence.split("\n\n")
    assert head == "10 of 12 files can't be opened."
    assert words.startswith("00.txt is damaged or not a PNG")
    assert words.endswith("program. The same goes for 01.txt, 02.txt, 03.txt, 04.txt, 05.txt and 3 more.")
    assert project.startswith("broken.gedit") and "same" not in project
    assert all(str(file) in failure.details for file in files)
    assert len([dialog for dialog in application.window.findChildren(QDialog) if dialog.isVisible()]) == 1


def test_one_file_that_is_no_picture_is_told_as_it_is(start, tmp_path):
    application = start()
    file = tmp_path / "notes.txt"
    file.write_text("words")
    drop(application, file)
    assert [str(file) in failure.sentence and "\n" not in failure.sentence for failure in application.failures] == [
        True
    ]


def test_unsaved_work_is_asked_about_on_every_way_out(start, photo, qtbot):
    answers = Answers()
    application = start(answers)
    drop(application, photo)
    edit(application, 1)
    application.session._autosave.timeout.emit()
    snapshots = application.autosave._own
    assert len(list(snapshots.glob("*.gedit"))) == 1
    trigger(application, "close-photo")
    assert application.session.photo is not None
    application.window.close()
    trigger(application, "quit")
    assert answers.asked == ["unsaved photo.png"] * 3
    assert application.window.isVisible()
    answers.unsaved_answer = "discard"
    application.window.close()
    qtbot.waitUntil(lambda: not application.window.isVisible())
    assert not list(snapshots.glob("*.gedit"))


def test_save_on_the_way_out_closes_after_the_project_is_written(start, photo, tmp_path, qtbot):
    answers = Answers(unsaved_answer="save", project=tmp_path / "work.gedit")
    application = start(answers)
    drop(application, photo)
    edit(application, 1)
    application.window.close()
    qtbot.waitUntil(lambda: not application.window.isVisible())
    assert answers.project.exists()


def test_closing_a_photo_can_save_it_first(start, photo, tmp_path):
    answers = Answers(unsaved_answer="save", project=tmp_path / "work.gedit")
    application = start(answers)
    drop(application, photo)
    edit(application, 1)
    trigger(application, "close-photo")
    assert application.session.photo is None
    assert answers.project.exists()


def test_a_damaged_file_says_so_and_the_open_photo_stays(start, photo, tmp_path):
    application = start()
    drop(application, photo)
    picture = shown(application)
    damaged = tmp_path / "damaged.png"
    damaged.write_bytes(photo.read_bytes()[:80])
    drop(application, damaged)
    assert "damaged" in application.failures[0].sentence
    assert np.array_equal(shown(application), picture)
    drop(application, tmp_path / "nowhere.jpg")
    assert "nowhere.jpg" in application.failures[1].sentence


def test_photos_have_their_own_documents_in_the_film_strip(start, photo, tmp_path):
    application = start()
    folder = tmp_path / "more"
    folder.mkdir()
    second, third = write_photo(folder / "b.png"), write_photo(folder / "c.png")
    drop(application, photo)
    assert application.window._strip.isHidden()
    edit(application, 1)
    drop(application, folder)
    assert application.window._strip.count() == 3
    assert application.session.photo.path == second
    assert application.session.photo.document.neutral
    application.session.choose_photo(1)
    assert application.session.photo.document.get("a", LatentEdit).amounts == {"smile": 1}
    assert (shown(application)[60, 50] == (50 + 10, 70, 10)).all()
    drop(application, third)
    assert len(application.session.photos) == 3


def test_work_of_a_killed_program_is_offered_and_comes_back(start, photo):
    killed = start()
    drop(killed, photo)
    edit(killed, 2)
    killed.session._autosave.timeout.emit()
    killed.autosave._lock.close()  # as the system does when a process dies
    killed.autosave.close = lambda: None
    application = start()
    dialog = next(dialog for dialog in application.window.findChildren(QDialog) if hasattr(dialog, "recover"))
    dialog.accept()
    assert application.session.photo.document.get("a", LatentEdit).amounts == {"smile": 2}
    assert application.session.photo.dirty
    assert not application.autosave.leftovers()
