"""The recipe for a feature, tried with a throw-away one: a row makes its panel, window, menu item, keys and setting."""

import subprocess
import sys
from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDockWidget, QLabel, QPushButton, QVBoxLayout
from ui_fakes import HEIGHT, WIDTH, InlineJobs, fake_bench, running

from ganeditor.ui import app, main_window
from ganeditor.ui.action_row import FACE, ActionRow, has_face
from ganeditor.ui.features.table import FEATURES, Feature, opening
from ganeditor.ui.session.desk import MADE_FACES, Shared
from ganeditor.ui.session.feature import Panel, Verbs
from ganeditor.ui.session.work import editor_of
from ganeditor.ui.settings import Setting
from ganeditor.ui.widgets.tool_window import ToolWindow
from ganeditor.ui.widgets.tools import Tool

LOUDNESS = Shared("loudness", 0.0)


# --- views.py


@dataclass(frozen=True)
class EchoView:
    said: str = ""


# --- work.py


def brightness(bench, photo) -> float:
    return float(editor_of(photo).crop(photo.chosen).mean()) + len(bench.models)


# --- verbs.py


class Echoing(Verbs):
    def __init__(self, desk) -> None:
        super().__init__(desk, EchoView())

    def measure(self) -> None:
        photo, desk = self._desk.photos.current, self._desk
        desk.jobs.run(("echo",), lambda _job: brightness(desk.bench(), photo), self._measured, desk.fail)

    def paint(self) -> None:
        self._desk.tool_wanted.emit(Tool())

    def _measured(self, value: float) -> None:
        self._desk.share(LOUDNESS, value)
        self._tell(said=f"{value:.0f}{'!' if self._desk.settings.value('echo_loud') else ''}")


# --- panel.py


class EchoPanel(Panel):
    def __init__(self, verbs: Echoing) -> None:
        super().__init__()
        self.button = QPushButton("Echo")
        self.button.clicked.connect(lambda: verbs.measure())
        self.label = QLabel()
        layout = QVBoxLayout(self)
        layout.addWidget(self.button)
        layout.addWidget(self.label)

    def show_view(self, view) -> None:
        self.label.setText(view.photo.name if view.photo else "")


# --- window.py


class EchoWindow(ToolWindow):
    def __init__(self, verbs: Echoing, parent) -> None:
        super().__init__(parent)
        self._verbs = verbs
        self.label = QLabel()
        QVBoxLayout(self).addWidget(self.label)

    def show_view(self, view: EchoView) -> None:
        self.label.setText(view.said)


# --- its row in table.py

ROW = Feature(
    "echo",
    "Echo",
    verbs=Echoing,
    panel=EchoPanel,
    window=EchoWindow,
    actions=(
        opening("echo", "Echo…", "Say it again", "Ctrl+K"),
        ActionRow(
            "measure", FACE, "Measure", "Loudness", lambda to, _on: to.features["echo"].measure(), enabled=has_face
        ),
    ),
    settings=(Setting("echo_loud", "Faces", "Loud", "With an exclamation mark", False),),
)


@pytest.fixture
def application(qapp, monkeypatch, tmp_path):
    for module in (app, main_window):
        monkeypatch.setattr(module, "FEATURES", (*FEATURES, ROW))
    Image.fromarray(np.full((HEIGHT, WIDTH, 3), 60, np.uint8)).save(tmp_path / "photo.png")
    with running(qapp, InlineJobs(), fake_bench()) as application:
        yield application
        assert not application.failures


def test_one_row_makes_panel_window_menu_keys_and_setting(application, tmp_path):
    window = application.window
    assert not window._actions["measure"].isEnabled()
    application.session.open_paths([tmp_path / "photo.png"])
    dock = window.findChild(QDockWidget, "echo")
    assert (dock.windowTitle(), dock.widget().label.text()) == ("Echo", "photo.png")
    assert window._actions["echo"].shortcut().toString() == "Ctrl+K"
    menus = {menu.title(): menu for menu in window.menuBar().findChildren(type(window._recent_menu))}
    assert window._actions["echo"] in menus["&Create"].actions()
    assert window._actions["measure"] in menus["F&ace"].actions()
    window._actions["echo"].trigger()
    window._actions["measure"].trigger()
    assert window._tools["echo"].label.text() == "91"
    window.show_settings()
    tick = window.findChild(QCheckBox, "echo_loud")
    tick.setChecked(True)
    tick.window().accept()
    window._actions["measure"].trigger()
    assert window._tools["echo"].label.text() == "91!"


def test_features_know_each_others_results_by_the_desk(application, tmp_path):
    desk, heard = application.session.desk, []
    desk.shared_changed.connect(heard.append)
    assert desk.shared(LOUDNESS) == 0.0
    application.session.open_paths([tmp_path / "photo.png"])
    application.features["echo"].measure()
    application.features["generate"].open()
    assert heard[0] is LOUDNESS
    assert desk.shared(LOUDNESS) == 91
    assert len(desk.shared(MADE_FACES)) == 24


def test_a_feature_can_give_the_canvas_a_tool(application, tmp_path):
    canvas = application.window.canvas
    application.session.open_paths([tmp_path / "photo.png"])
    application.features["echo"].paint()
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_window_is_there_before_torch_is():
    """Its import takes seconds; only the device's worker waits for it."""
    code = "import sys, ganeditor.ui.app; print([one for one in ('torch', 'scipy', 'skimage') if one in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="they are immortal there")
@pytest.mark.parametrize("each", (None, True, False))
def test_calls_and_signals_of_qt_use_nothing_up(each):
    """PySide6 6.12 takes references to these away."""
    assert sys.getrefcount(each) > 1 << 39
