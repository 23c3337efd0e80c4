"""Every window has a name for each thing in it, which screen readers say, and fits a small screen in both languages."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count, takewhile
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)
from ui_fakes import Starter, trigger, write_photo

from ganeditor.project.autosave import Leftover
from ganeditor.ui.dialogs.export import ExportDialog, ExportSource
from ganeditor.ui.dialogs.recovery import RecoveryDialog
from ganeditor.ui.features.table import FEATURES
from ganeditor.ui.i18n import install_translator
from ganeditor.ui.settings import SETTINGS, Settings

SMALLEST = (1024, 700)
NAMED = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QLineEdit, QComboBox, QProgressBar, QAbstractItemView)
NAMED += (QTextEdit, QPlainTextEdit)
ITSELF = (QScrollBar, QTabBar, QMenu, QMenuBar, QHeaderView)  # whose parts have texts


@pytest.fixture(params=["en", "de"])
def windows(request, qapp, qtbot, tmp_path: Path):
    """The main window with a photo, and all others and all dialogs, in a language."""
    Settings(rows=SETTINGS).set_value("language", request.param)
    starter = Starter(qapp, qtbot)
    application = starter.start(faces=("a", "b"))
    application.session.open_paths([write_photo(tmp_path / name) for name in ("a.png", "b.png")])
    qapp.processEvents()
    window = application.window
    tools = [window._made_tool(feature) for feature in FEATURES if feature.window]
    for action in ("settings", "shortcuts", "log", "about"):
        trigger(application, action)
    window.show_failure("It failed.", "details")
    ExportDialog(ExportSource(9, 9, ".jpg"), tmp_path / "a.jpg", lambda _choice: None, parent=window)
    RecoveryDialog([Leftover("a", datetime.now(), tmp_path)], "crash", tmp_path, window)
    yield [window, *window.findChildren(QDialog)]
    for tool in tools:
        tool.deleteLater()
    starter.end()
    install_translator(qapp, "en")


def test_names_and_sizes(windows: list[QWidget]) -> None:
    widgets = QApplication.allWidgets()
    assert len(windows) > 14 and len(widgets) > 1500
    assert {path_of(widget) for widget in widgets if is_met(widget) and not name_of(widget)} == set()
    assert {place for widget in widgets if isinstance(widget, QAbstractItemView) for place in wordless(widget)} == set()
    assert {path_of(window): size for window in windows if not fits(size := needed(window))} == {}


def wordless(view: QAbstractItemView) -> Iterator[str]:
    """Rows that are neither read nor heard."""
    model, roles = view.model(), (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
    for row in range(model.rowCount() if model else 0):
        places = takewhile(QModelIndex.isValid, (model.index(row, column) for column in count()))
        if not any(place.data(role) for place in places for role in roles):
            yield f"{path_of(view)}, row {row}"


def needed(window: QWidget) -> tuple[int, int]:
    """Width and height without which something in it is cut off."""
    size = window.minimumSizeHint().expandedTo(window.minimumSize())
    return size.width(), size.height()


def fits(size: tuple[int, int]) -> bool:
    return size[0] <= SMALLEST[0] and size[1] <= SMALLEST[1]


def is_met(widget: QWidget) -> bool:
    """Whether a screen reader stops at it."""
    parent = widget.parentWidget()
    inner = isinstance(parent, QLineEdit) or (isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget)
    own = widget.objectName().startswith("qt_") or type(parent).__name__ == "QComboBoxPrivateContainer"
    later = isinstance(widget, QAbstractButton) and widget.isHidden()  # gets its words when it is shown
    if inner or own or later or isinstance(widget, ITSELF) or popup(widget):
        return False
    picture = isinstance(widget, QLabel) and not widget.pixmap().isNull()
    reached = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(widget, QLabel)
    return isinstance(widget, NAMED) or picture or reached


def popup(widget: QWidget) -> bool:
    """The list of a combo box."""
    return any(isinstance(parent, QComboBox) for parent in parents(widget)) and isinstance(widget, QAbstractItemView)


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


def parents(widget: QWidget):
    while widget := widget.parentWidget():
        yield widget


def path_of(widget: QWidget) -> str:
    return " < ".join(type(one).__name__ for one in (widget, *parents(widget)))
