"""While a slider is dragged in a large photo, fewer pixels are drawn; the picture itself sees only the full ones."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF
from ui_fakes import BOXES, HEIGHT, WIDTH, FakeEditor, InlineJobs, edit, fake_bench, running, shown

from ganeditor.errors import UserError
from ganeditor.project.render import shrunk
from ganeditor.ui.app import Application
from ganeditor.ui.session import drawing
from ganeditor.ui.session.jobs import Job


@pytest.fixture
def jobs():
    return InlineJobs()


@pytest.fixture
def application(qapp, jobs, monkeypatch):
    monkeypatch.setattr(drawing, "PREVIEW_SIDE", 20)  # of faces that are 60 pixels wide
    with running(qapp, jobs, fake_bench(("a", "b"))) as application:
        yield application


def open_photo(application: Application, folder: Path, name: str = "photo.png", face: str = "a") -> np.ndarray:
    pixels = np.random.default_rng(0).integers(0, 200, (HEIGHT, WIDTH, 3), np.uint8)
    Image.fromarray(pixels).save(folder / name)
    application.session.open_paths([folder / name])
    application.session.finding.choose_face(face)
    return pixels


def with_edit(pixels: np.ndarray, amount: float, face: str = "a") -> np.ndarray:
    x0, y0, x1, y1 = BOXES[face]
    edited = pixels.copy()
    edited[y0:y1, x0:x1] += np.uint8(10 * amount)
    return edited


def begin(application: Application) -> FakeEditor:
    """A drag; the editor that is asked from then on."""
    application.session.editing.begin_drag()
    editor = application.session.photo.developed.editor
    editor.shrinks.clear()
    return editor


def previews(application: Application) -> list[tuple[tuple[int, int], np.ndarray]]:
    """Where the canvas has them, and their pixels, RGB."""
    return [(one.corner_xy, one._levels[0][..., 2::-1]) for one in application.window.canvas._previews]


def test_a_drag_draws_only_previews_and_its_end_the_whole(application, tmp_path):
    pixels = open_photo(application, tmp_path)
    editor = begin(application)
    for amount in (1, 2, 3):
        edit(application, amount)
    assert editor.shrinks == [3, 3, 3]
    assert np.array_equal(shown(application), pixels)
    ((corner, seen),) = previews(application)
    x0, y0, x1, y1 = (place // 3 for place in BOXES["a"])
    assert corner == (3 * x0, 3 * y0)
    means = pixels[: HEIGHT // 3 * 3].reshape(HEIGHT // 3, 3, WIDTH // 3, 3, 3).mean((1, 3))[y0:y1, x0:x1]
    assert np.abs(seen[: y1 - y0, : x1 - x0] - means - 30).max() <= 1
    application.session.editing.end_drag()
    assert editor.shrinks == [3, 3, 3, 1]
    assert not previews(application)
    assert np.array_equal(shown(application), with_edit(pixels, 3))


def test_undo_and_redo_after_a_drag_are_exact(application, tmp_path):
    pixels = open_photo(application, tmp_path)
    begin(application)
    edit(application, 2)
    application.session.editing.end_drag()
    application.session.editing.undo()
    assert np.array_equal(shown(application), pixels)
    application.session.editing.redo()
    assert np.array_equal(shown(application), with_edit(pixels, 2))


def test_a_drag_back_to_nothing_shows_nothing_of_the_edit(application, tmp_path):
    pixels = open_photo(application, tmp_path)
    edit(application, 2)
    begin(application)
    edit(application, 0)
    ((corner, seen),) = previews(application)
    whole = shrunk(pixels, 3)
    x, y = (place // 3 for place in corner)
    assert np.array_equal(seen, whole[y : y + seen.shape[0], x : x + seen.shape[1]])
    edit(application, 2)
    assert not previews(application), "the picture shows this already"
    application.session.editing.end_drag()
    assert np.array_equal(shown(application), with_edit(pixels, 2))


def test_what_is_done_to_another_face_stays_in_sight(application, tmp_path):
    pixels = open_photo(application, tmp_path)
    application.session.finding.choose_face("b")
    edit(application, 2, "b")
    application.session.finding.choose_face("a")
    begin(application)
    edit(application, 1)
    assert len(previews(application)) == 1
    assert np.array_equal(shown(application), with_edit(pixels, 2, "b"))
    application.session.editing.end_drag()
    assert np.array_equal(shown(application), with_edit(with_edit(pixels, 2, "b"), 1))


def test_a_preview_that_comes_after_the_drag_is_not_shown(application, jobs, tmp_path):
    pixels = open_photo(application, tmp_path)
    jobs.held = {"preview"}
    begin(application)
    edit(application, 1)
    jobs.work("preview", 1)
    edit(application, 2)
    application.session.editing.end_drag()
    jobs.deliver("preview", 1)
    assert not [key for key in jobs.keys if key[0] == "preview"]
    assert not previews(application)
    assert np.array_equal(shown(application), with_edit(pixels, 2))


@pytest.mark.parametrize("late", [False, True])
def test_another_photo_in_the_middle_of_a_drag(application, jobs, tmp_path, late):
    pixels = open_photo(application, tmp_path)
    jobs.held = {"preview"} if late else set()
    begin(application)
    edit(application, 1)
    if late:
        jobs.work("preview", 1)
    other = open_photo(application, tmp_path, "other.png")
    if late:
        jobs.deliver("preview", 1)
    assert not previews(application)
    assert np.array_equal(shown(application), other)
    application.session.editing.end_drag()
    application.session.choose_photo(1)
    assert not previews(application)
    assert np.array_equal(shown(application), with_edit(pixels, 1))


def test_a_photo_closed_in_the_middle_of_a_drag(application, jobs, tmp_path):
    open_photo(application, tmp_path)
    jobs.held = {"preview"}
    begin(application)
    edit(application, 1)
    jobs.work("preview", 1)
    application.session._questions.unsaved_answer = "discard"
    application.session.close_photo()
    jobs.deliver("preview", 1)
    application.session.editing.end_drag()
    assert not previews(application)


def test_a_full_picture_that_fails_takes_the_preview_away(application, tmp_path):
    pixels = open_photo(application, tmp_path)
    begin(application)
    edit(application, 1)
    FakeEditor.broken = True
    try:
        application.session.editing.end_drag()
    finally:
        FakeEditor.broken = False
    assert application.failures
    assert not previews(application)
    assert np.array_equal(shown(application), pixels)


def test_export_and_clipboard_never_see_a_preview(application, tmp_path):
    pixels = open_photo(application, tmp_path)
    editor = begin(application)
    edit(application, 1)
    photo = application.session.photo
    found = drawing.work.snapshot(Job("pixels", print), photo.developed, photo.document)
    assert np.array_equal(found, with_edit(pixels, 1))
    assert editor.shrinks == [3, 1]


def test_small_faces_are_dragged_in_full(application, monkeypatch, tmp_path):
    pixels = open_photo(application, tmp_path)
    monkeypatch.setattr(drawing, "PREVIEW_SIDE", 60)
    editor = begin(application)
    edit(application, 1)
    assert editor.shrinks == [1]
    assert np.array_equal(shown(application), with_edit(pixels, 1))


def test_the_canvas_paints_the_preview_over_the_photo(application, tmp_path):
    open_photo(application, tmp_path)
    canvas = application.window.canvas
    canvas.show_outlines(False)
    canvas.show_split(True)
    x0, y0, x1, y1 = BOXES["a"]
    middle = canvas.sight.to_screen(QPointF((x0 + x1) / 2, (y0 + y1) / 2)).toPoint()
    canvas._split = middle.x() / canvas.width()
    begin(application)
    before = canvas.grab().toImage()
    edit(application, 5)
    after = canvas.grab().toImage()
    left, right = middle - QPoint(40, 40), middle + QPoint(40, 40)
    assert before.pixelColor(left) == after.pixelColor(left), "left of the line is the photo as it was"
    assert after.pixelColor(right) != before.pixelColor(right)
    application.session.editing.end_drag()


def test_a_preview_that_fails_says_so(application, tmp_path, monkeypatch):
    open_photo(application, tmp_path)

    def fail(*_arguments: object) -> None:
        raise UserError("It can't be drawn; use another edit.")

    begin(application)
    edit(application, 1)
    monkeypatch.setattr(application.session.photo.developed.editor, "overlay", fail)
    edit(application, 2)
    application.session.editing.end_drag()
    sentence = "'Attributes' is switched off: It can't be drawn; use another edit."
    assert [failure.sentence for failure in application.failures] == [sentence]
    assert not previews(application)
