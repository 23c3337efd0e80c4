"""The Video window, with a made-up clip and work that is done at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from ui_fakes import drop_on, edit, starting, trigger

from ganeditor.errors import ClipError
from ganeditor.project.clips.clip import Clip, Colour
from ganeditor.project.kept_faces import keep_face
from ganeditor.ui.features.video import work
from ganeditor.ui.features.video.views import EDITS, FACE, ClipFace, Outcome, Running, Span, Target

pytestmark = pytest.mark.usefixtures("films")

RATE = Fraction(10)
COLOUR = Colour(False, "bt709", "bt709", "bt709")
SECOND = Fraction(1)
COUNTS = {"frames": 36, "edited": 30, "lost": 2, "lost_at": [[0.5, 0.6]], "skipped": 4, "cut": 4}


@dataclass(frozen=True, eq=False)
class FakeFrame:
    number: int
    time: Fraction
    picture: Any


def frame(time: Fraction) -> FakeFrame:
    return FakeFrame(round(time * RATE), time, np.full((48, 64, 3), round(time * RATE), np.uint8))


class FakeFilms:
    """A clip of four seconds with the persons 1 and 2 in it; what was asked is in asked."""

    persons: tuple[int, ...] = (1, 2)
    whole = True

    def __init__(self, monkeypatch: Any) -> None:
        self.asked: list[Any] = []
        self.tasks: list[Any] = []
        self.during: Any = lambda _control: None
        for name in ("opened", "frame_at", "faces_in", "same_person", "render"):
            monkeypatch.setattr(work, name, getattr(self, name))

    def opened(self, path: Path) -> tuple[Clip, FakeFrame]:
        if path.suffix != ".mp4":
            raise ClipError(f"{path} is damaged; copy it once more.")
        return Clip(path, (64, 48), RATE, False, 1 / RATE, Fraction(0), 4 * SECOND, 40, COLOUR, ("aac",)), frame(
            Fraction(0)
        )

    def frame_at(self, _clip: Clip, time: Fraction) -> FakeFrame:
        self.asked.append(("frame", time))
        return frame(time)

    def faces_in(self, _bench: Any, _picture: Any) -> tuple[ClipFace, ...]:
        return tuple(ClipFace((24 * place, 8, 24 * place + 16, 32), who) for place, who in enumerate(self.persons))

    def same_person(self, faces: Any, person: int) -> int | None:
        return next((index for index, face in enumerate(faces) if face.person == person), None)

    def render(self, job: Any, _bench: Any, task: Any, done: Any, control: Any) -> Outcome:
        self.tasks.append(task)
        self.asked.append(("render", done))
        job.report(0.5, Running(0.5, False, 12.3, 65.0, 2 * SECOND, np.full((48, 64, 3), 200, np.uint8)))
        self.during(control)
        return Outcome(task.target.path, COUNTS, self.whole)


@pytest.fixture
def films(monkeypatch: Any) -> FakeFilms:
    return FakeFilms(monkeypatch)


@pytest.fixture
def start(qapp: Any, qtbot: Any, tmp_path: Path) -> Iterator[Any]:
    for begin in starting(qapp, qtbot, tmp_path, "attributes"):
        yield partial(opened, begin, tmp_path)


def opened(begin: Any, folder: Path, clip: str = "film.mp4") -> Any:
    """An application with a photo, and its window with a clip."""
    application = begin()
    trigger(application, "video")
    window = application.window._tools["video"]
    drop_on(window, folder / clip)
    return application, window


def save_as(monkeypatch: Any, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_options: (str(path), ""))


def test_a_dropped_clip_is_described_and_shown(start: Any) -> None:
    _application, window = start()
    assert window.about.text() == "film.mp4: 64 × 48 pixels, 10 frames a second, 0:04.0, one sound track"
    assert window.frame._pixels.shape == (48, 64, 3)
    assert len(window.frame._faces) == 2
    assert "Everybody" in window.who.text()


def test_what_is_no_clip_is_said(start: Any) -> None:
    _application, window = start(clip="film.txt")
    assert "damaged" in window.said.text()
    assert not window.start.isEnabled()


def test_the_only_face_is_meant_by_itself(start: Any, films: FakeFilms) -> None:
    films.persons = (1,)
    _application, window = start()
    assert window.frame._chosen == 0
    window.everybody.click()
    assert window.frame._chosen is None


def test_a_face_is_clicked_and_found_again_in_other_frames(start: Any, films: FakeFilms) -> None:
    application, window = start()
    middle = window.frame._box(1).center().toPoint()
    QTest.mouseClick(window.frame, Qt.MouseButton.LeftButton, pos=middle)
    assert application.features["video"].view.person == 2
    films.persons = (2,)
    application.jobs.held.add("clip frame")
    application.features["video"].seek(SECOND)
    assert not window.frame._faces, "of the frame before"
    application.jobs.do("clip frame")
    application.jobs.held.clear()
    assert window.frame._chosen == 0
    films.persons = (1,)
    application.features["video"].seek(2 * SECOND)
    assert window.frame._chosen is None
    assert "not in this frame" in window.who.text()
    assert application.features["video"].view.person == 2


def test_the_time_line_is_clicked_and_stepped(start: Any, films: FakeFilms) -> None:
    _application, window = start()
    line = window.line
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(line.width() - 1, 10))
    assert films.asked[-1] == ("frame", Fraction(39, 10)), "the last frame"
    QTest.keyClick(line, Qt.Key.Key_Left)
    assert films.asked[-1] == ("frame", Fraction(38, 10))
    QTest.keyClick(line, Qt.Key.Key_PageUp)
    assert films.asked[-1] == ("frame", Fraction(13, 10))
    assert window.time.text() == "0:01.3 / 0:04.0"


def test_parts_are_left_out(start: Any) -> None:
    application, window = start()
    verbs = application.features["video"]

    def left_out(first: Fraction, last: Fraction, button: Any) -> None:
        verbs.seek(first)
        window.begin.click()
        verbs.seek(last)
        button.click()

    assert not window.skip.isEnabled()
    left_out(SECOND, 2 * SECOND, window.skip)
    left_out(Fraction(3, 2), Fraction(7, 5), window.cut)
    texts = [window.parts.item(row).text() for row in range(window.parts.count())]
    assert texts == ["0:01.0 – 0:01.4: left as it is", "0:01.4 – 0:01.6: cut out", "0:01.6 – 0:02.1: left as it is"]
    window.parts.setCurrentRow(1)
    window.remove.click()
    assert verbs.view.spans == (
        Span(SECOND, Fraction(14, 10), False),
        Span(Fraction(16, 10), Fraction(21, 10), False),
    )


def test_what_can_be_done(start: Any) -> None:
    keep_face("Anna", b"anna")
    application, window = start()

    def texts() -> list[str]:
        return [window.what.itemText(index) for index in range(window.what.count())]

    assert texts() == ["Swap: the face in photo.png", "Swap: Anna, a kept face"]
    assert window.consent.isVisible()
    edit(application, 1.0)
    assert texts()[0] == "The edits of the face in photo.png"
    assert application.features["video"].view.what == FACE, "it stays what was chosen"
    window.what.activated.emit(0)
    assert application.features["video"].view.what == EDITS
    assert not window.consent.isVisible()


def test_it_is_worked_through_with_a_preview(start: Any, films: FakeFilms, monkeypatch: Any, tmp_path: Path) -> None:
    application, window = start()
    verbs = application.features["video"]
    seen: list[Any] = []

    def look(_control: Any) -> None:
        seen.extend([window.doing.text(), window.bar.value(), window.frame._pixels[0, 0, 0], window.time.text()])
        seen.append([box.isEnabled() for box in (window.what_box, window.who_box, window.parts_box, window.choose)])

    films.during = look
    save_as(monkeypatch, tmp_path / "out")
    window.frame.face_chosen.emit(1)
    window.lossless.setChecked(True)
    window.start.click()
    (task,) = films.tasks
    assert (task.person, task.target) == (2, Target(tmp_path / "out.mp4", True, overwrite=False))
    assert seen[:4] == ["12.3 frames a second, 1:05 left", 500, 200, "0:02.0 / 0:04.0"]
    assert seen[4] == [False] * 4
    said = window.said.text()
    assert said.startswith(f"Saved as {tmp_path / 'out.mp4'}, played through and found whole. 30 of 36 frames")
    assert "In 2 the face was not seen, and they stay as they were (0:00.5–0:00.6). 4 were skipped. 4 were cut" in said
    assert window.start.isVisible()
    assert verbs.view.running is None


def test_it_is_paused_and_ended(start: Any, films: FakeFilms, monkeypatch: Any, tmp_path: Path) -> None:
    application, window = start()
    seen: list[Any] = []

    def look(control: Any) -> None:
        window.pause.click()
        seen.extend([control.paused, window.doing.text()])
        window.pause.click()
        seen.append(control.paused)
        window.pause.click()
        window.cancel.click()
        seen.append((control.paused, control.stopped))
        films.whole = False

    films.during = look
    save_as(monkeypatch, tmp_path / "out.mp4")
    window.start.click()
    assert seen == [True, "Paused", False, (False, True)]
    assert window.said.text().startswith(f"The first 36 frames are in {tmp_path / 'out.mp4'}")
    films.during = lambda control: seen.append((control.paused, control.stopped))
    window.start.click()
    assert seen[-1] == (False, False)
    assert application.features["video"].view.running is None


def test_a_refusal_is_said(start: Any, films: FakeFilms, monkeypatch: Any, tmp_path: Path) -> None:
    _application, window = start()

    def fail(_control: Any) -> None:
        raise ClipError("The disk is full; free some space.")

    films.during = fail
    save_as(monkeypatch, tmp_path / "out.mp4")
    window.start.click()
    assert window.said.text() == "The disk is full; free some space."
    assert window.start.isVisible()


def test_a_file_that_is_there_is_not_replaced_unasked(
    start: Any, films: FakeFilms, monkeypatch: Any, tmp_path: Path
) -> None:
    _application, window = start()
    (tmp_path / "out.mp4").write_bytes(b"mine")
    save_as(monkeypatch, tmp_path / "out")
    window.start.click()
    assert "there already" in window.said.text()
    assert not films.tasks
    save_as(monkeypatch, tmp_path / "out.mp4")
    window.start.click()
    assert films.tasks[0].target.overwrite, "the dialog has asked"
