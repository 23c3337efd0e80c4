"""Nothing calls home, and what goes wrong is told on this computer alone; conftest refuses every call of all tests."""

import re
import socket
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel
from test_architecture import PACKAGE
from ui_fakes import Starter, trigger

from ganeditor.ui.dialogs.error import ErrorDialog
from ganeditor.version import PAGE, surroundings

NETWORKS = ("socket", "socketserver", "ssl", "ftplib", "http", "smtplib", "telnetlib", "xmlrpc", "webbrowser")
NETWORKS += (r"urllib\.(?:request|error)", "requests", "httpx", "aiohttp", "huggingface_hub", r"torch\.hub")
NETWORKS += (r"PySide6\.QtNetwork", r"PySide6\.QtWeb\w+")
SPEAKS = re.compile(rf"^\s*(?:import|from) (?:{'|'.join(NETWORKS)})\b|torch\.hub\.(?:down)?load|QNetworkAccess", re.M)
SPEAKERS = {
    "checkpoints/packs/download.py",  # models get
    "engine/faces/fan.py",  # with --allow-download
    "ui/single.py",  # two starts on this machine with each other
}
BROWSERS = {"ui/actions.py", "ui/features/models/window.py", "ui/features/queue/comparing.py"}
"""Open a page or a folder when a person clicks."""


def test_few_can_speak_to_others() -> None:
    texts = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in PACKAGE.rglob("*.py")}
    assert {place for place, text in texts.items() if SPEAKS.search(text)} == SPEAKERS
    assert {place for place, text in texts.items() if "QDesktopServices" in text} == BROWSERS


def test_a_call_is_refused_and_remembered(nobody_is_called) -> None:
    with pytest.raises(OSError, match="Nobody is called"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(OSError, match="Nobody is called"):
        socket.getaddrinfo("ganeditor.example", 443)
    assert len(nobody_is_called) == 2
    nobody_is_called.clear()


@pytest.fixture
def application(qapp, qtbot):
    starter = Starter(qapp, qtbot)
    yield starter.start()
    starter.end()


def test_a_newer_version_is_looked_for_in_the_browser(application, monkeypatch) -> None:
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    trigger(application, "versions")
    assert opened == [PAGE]


def test_an_error_in_a_slot_is_kept_in_the_users_folder_which_the_window_names(application, home: Path) -> None:
    sys.excepthook(ValueError, ValueError("a slot broke"), None)
    (dialog,) = application.window.findChildren(ErrorDialog)
    (file,) = home.rglob("crash.txt")
    assert any(str(file) in label.text() for label in dialog.findChildren(QLabel))
    what, *said = file.read_text("utf-8").splitlines()
    assert what.startswith(surroundings()) and said == ["ValueError: a slot broke"]
    application.autosave.forget_crash()
