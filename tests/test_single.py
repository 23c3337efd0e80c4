"""One window a user: what a later start brings reaches the first, whatever has become of that."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalServer
from ui_fakes import Starter, trigger, write_photo

from ganeditor.files import locked
from ganeditor.ui import single
from ganeditor.ui.app import Finder
from ganeditor.ui.single import Door, take_turn

LATER = """
import sys
from pathlib import Path
from ganeditor.ui.single import take_turn
sys.exit(take_turn([Path(name) for name in sys.argv[1:]]) is not None)
"""


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:  # pytest's own is too long for a socket
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield


@pytest.fixture
def door(qapp) -> Iterator[Door]:  # noqa: ARG001
    first = take_turn([])
    assert first
    first.open()
    yield first
    first.close()


@pytest.fixture
def held() -> Iterator[Path]:
    """The lock is another's."""
    path = single._place("lock")
    path.parent.mkdir(parents=True)
    with locked(path):
        yield path


def test_a_later_start_hands_its_files_over_and_ends(door, qtbot, tmp_path):
    names = ["Grüße.gedit", os.fsdecode(b"no\xfftext.png"), str(tmp_path / "absolute.jpg")]
    for said in (names, []):
        with qtbot.waitSignal(door.handed, timeout=20_000) as taken:
            later = subprocess.Popen([sys.executable, "-c", LATER, *said], cwd=tmp_path)
        assert taken.args == [[tmp_path / name for name in said]]
        qtbot.waitUntil(lambda later=later: later.poll() is not None)
        assert later.returncode == 0


def test_the_next_start_is_the_first_when_it_has_ended(door):
    door.close()
    after = take_turn([])
    assert after and after._lock
    after.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there a pipe goes with its program")
@pytest.mark.usefixtures("qapp")
def test_a_socket_that_a_dead_program_left_is_no_hindrance():
    place = Path(single._socket())
    place.parent.mkdir(parents=True)
    place.write_text("stale")
    door = take_turn([])
    door.open()
    assert door._server.isListening()
    door.close()


@pytest.mark.usefixtures("held", "qapp")
def test_beside_a_window_that_hangs_another_opens(monkeypatch, tmp_path):
    monkeypatch.setattr(single, "ANSWERING", 0.05)
    deaf = QLocalServer()
    assert deaf.listen(single._socket())
    door = take_turn([tmp_path])
    assert door and not door._lock
    door.open()
    assert not door._server.isListening()
    deaf.close()


@pytest.mark.usefixtures("held")
def test_nobody_waits_for_ever_for_one_that_never_listens(monkeypatch):
    monkeypatch.setattr(single, "STARTING", 0.1)
    door = take_turn([])
    assert door and not door._lock


def test_another_home_has_a_window_of_its_own(door, monkeypatch, tmp_path):  # noqa: ARG001
    monkeypatch.setenv("GANEDITOR_HOME", str(tmp_path))
    other = take_turn([])
    assert other and other._lock
    other.close()


def test_what_is_handed_over_opens_in_the_window(qapp, qtbot, tmp_path):
    starter = Starter(qapp, qtbot)
    application = starter.start()
    first, second = (write_photo(tmp_path / name) for name in ("a.png", "b.png"))
    application.window.showMinimized()
    application.take([first, second])
    assert [photo.name for photo in application.session.photos.values()] == ["a.png", "b.png"]
    assert not application.window.isMinimized()
    application.take([])
    trigger(application, "close-photo")
    Finder(application.take).eventFilter(qapp, QFileOpenEvent(QUrl.fromLocalFile(str(first))))
    assert {photo.name for photo in application.session.photos.values()} == {"a.png", "b.png"}
    starter.end()
