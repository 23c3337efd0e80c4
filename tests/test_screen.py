"""Libraries that Qt needs of the system are looked for before it starts."""

import ctypes
import importlib.util
import sys
from pathlib import Path

import pytest

from ganeditor.cli import main
from ganeditor.cli.screen import PACKAGES, _named

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lacks parts of a window")


@pytest.fixture
def without(monkeypatch):
    """A system on an X screen that has every library but some; Qt's plugin can't be loaded then."""

    def arrange(*names: str, platform: str = "xcb", **environment: str) -> None:
        def load(library: str) -> None:
            first = next(iter(names), None)
            if library in names or (first and library.endswith(f"libq{platform}.so")):
                raise OSError(f"{library if library in names else first}: cannot open shared object file: No such file")

        monkeypatch.setattr(ctypes, "CDLL", load)
        for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name, raising=False)
        for name, value in ({"DISPLAY": ":0"} | environment).items():
            monkeypatch.setenv(name, value)

    return arrange


@pytest.fixture
def opened(monkeypatch):
    """Whether the window was asked to open."""
    calls: list[object] = []
    monkeypatch.setattr("ganeditor.ui.app.run", lambda files, _door: calls.append(files) or 0)
    return calls


def test_the_packages_are_named_in_one_sentence(capsys, without, opened):
    without("libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1", "libEGL.so.1", "libwayland-cursor.so.0")
    assert main(["gui"]) == 1 and not opened
    (line,) = capsys.readouterr().err.splitlines()
    names = "libegl1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1"
    assert line == (
        "ganeditor: The window needs libraries that this system lacks; "
        f"on Debian and Ubuntu, `sudo apt install {names}` brings them."
    )


def test_an_unknown_library_is_named_itself(capsys, without, opened):
    without("libnew.so.7", "libxcb-util.so.1")
    assert main(["gui"]) == 1 and not opened
    assert "`sudo apt install libxcb-util1` brings them and install what holds libnew.so.7." in capsys.readouterr().err
    without("libnew.so.7")
    assert main(["gui"]) == 1
    assert "lacks; install what holds libnew.so.7." in capsys.readouterr().err


def test_nothing_is_said_where_the_window_can_open(without, opened):
    without()
    assert main(["gui"]) == 0
    without("libxcb-icccm.so.4", QT_QPA_PLATFORM="offscreen")
    assert main(["gui"]) == 0
    without("libxcb-icccm.so.4", WAYLAND_DISPLAY="wayland-0")  # Qt takes the other kind of screen
    assert main(["gui"]) == 0 and len(opened) == 3


def test_wayland_has_needs_of_its_own(capsys, without, opened):
    without("libwayland-cursor.so.0", "libxcb-icccm.so.4", platform="wayland", WAYLAND_DISPLAY="wayland-0", DISPLAY="")
    assert main(["gui"]) == 1 and not opened
    assert "sudo apt install libwayland-cursor0`" in capsys.readouterr().err


def test_doctor_says_it_and_finds_no_fault(capsys, without):
    without("libxcb-icccm.so.4")
    assert main(["doctor"]) == 0
    assert "Window: The window needs" in (out := capsys.readouterr().out) and "libxcb-icccm4" in out
    without()
    assert main(["doctor"]) == 0 and "Window: Qt finds its libraries" in capsys.readouterr().out


def test_every_library_of_the_plugins_is_known():
    """So that one run names all that is missing."""
    (place,) = importlib.util.find_spec("PySide6").submodule_search_locations
    qt = Path(place) / "Qt"
    named = set(_named(qt / "plugins" / "platforms" / "libqxcb.so", qt / "lib", set()))
    always = {"libstdc++.so.6", "libm.so.6", "libgcc_s.so.1", "libc.so.6", "libz.so.1"}
    assert {name for name in named - always - set(PACKAGES) if not (qt / "lib" / name).exists()} == set()
    assert set(PACKAGES) - named == {"libwayland-client.so.0", "libwayland-cursor.so.0"}
