"""The dialogs: what they show, and what they answer."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ganeditor.project.autosave import Leftover
from ganeditor.ui.dialogs.error import ErrorDialog, show_error
from ganeditor.ui.dialogs.export import ExportChoice, ExportDialog, ExportSource
from ganeditor.ui.dialogs.log import MOST_LINES, LogHandler, LogWindow
from ganeditor.ui.dialogs.recovery import RecoveryDialog
from ganeditor.ui.dialogs.shortcuts import ShortcutsDialog


def button(dialog: QDialog, text: str) -> QPushButton:
    (found,) = (each for each in dialog.findChildren(QPushButton) if each.text().replace("&", "") == text)
    return found


def child(dialog: QDialog, kind: type[Any], name: str = "") -> Any:
    """The child that a screen reader calls name."""
    (found,) = (each for each in dialog.findChildren(kind) if not name or each.accessibleName() == name)
    return found


def shown_texts(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if not label.isHidden())


class TestExport:
    def opened(self, qtbot: QtBot, path: Path, **given: Any) -> tuple[ExportDialog, list[ExportChoice]]:
        asked: list[ExportChoice] = []
        source = ExportSource(400, 300, given.pop("suffix", ".jpg"))
        dialog = ExportDialog(source, path, asked.append, **given)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog, asked

    def test_at_first_all_is_like_the_source(self, qtbot: QtBot, tmp_path: Path) -> None:
        path = tmp_path / "a_edited.jpg"
        dialog, _ = self.opened(qtbot, path)
        assert dialog.choice() == ExportChoice(path, None, (400, 300), strip=False, overwrite=False)

    def test_quality_is_for_lossy_formats(self, qtbot: QtBot, tmp_path: Path) -> None:
        dialog, _ = self.opened(qtbot, tmp_path / "a.jpg", suffix=".png", jpeg_quality=80)
        assert dialog.choice().quality == 80
        self.choose_format(dialog, "PNG")
        assert dialog.choice().quality is None
        assert dialog.choice().path == tmp_path / "a.png"

    def choose_format(self, dialog: ExportDialog, name: str) -> None:
        (choice,) = (each for each in dialog.findChildren(QComboBox) if each.findText("PNG") >= 0)
        choice.setCurrentText(name)
        choice.activated.emit(choice.currentIndex())

    @pytest.mark.parametrize(("name", "suffix"), [("JPEG", ".jpg"), ("TIFF", ".tif"), ("WebP", ".webp")])
    def test_the_name_follows_the_format(self, qtbot: QtBot, tmp_path: Path, name: str, suffix: str) -> None:
        dialog, _ = self.opened(qtbot, tmp_path / "a.b.png", suffix=".png")
        self.choose_format(dialog, name)
        assert dialog.choice().path == tmp_path / f"a.b{suffix}"

    def test_a_name_without_a_known_suffix_keeps_its_dots(self, qtbot: QtBot, tmp_path: Path) -> None:
        dialog, _ = self.opened(qtbot, tmp_path / "Dr. Who")
        assert not button(dialog, "Export").isEnabled()
        assert "End the name with one of .jpg" in shown_texts(dialog)
        self.choose_format(dialog, "PNG")
        assert dialog.choice().path == tmp_path / "Dr. Who.png"
        assert button(dialog, "Export").isEnabled()

    def test_the_format_follows_the_name(self, qtbot: QtBot, tmp_path: Path) -> None:
        dialog, _ = self.opened(qtbot, tmp_path / "a.png")
        child(dialog, QLineEdit, "File to write").setText(str(tmp_path / "b.TIFF"))
        assert "TIFF" in [each.currentText() for each in dialog.findChildren(QComboBox)]

    def test_sizes_keep_the_shape(self, qtbot: QtBot, tmp_path: Path) -> None:
        dialog, _ = self.opened(qtbot, tmp_path / "a.jpg")
        (scale,) = (each for each in dialog.findChildren(QComboBox) if each.findText("Percent") >= 0)
        scale.setCurrentText("Percent")
        child(dialog, QWidget, "Percent of the full size").setValue(50)
        assert dialog.choice().size == (200, 150)
        scale.setCurrentText("Longest side")
        child(dialog, QWidget, "Pixels of the longest side").setValue(1)
        assert dialog.choice().size == (1, 1)
        assert "1 × 1 pixels" in shown_texts(dialog)

    def test_the_size_is_asked_for_once_and_late_answers_are_dropped(self, qtbot: QtBot, tmp_path: Path) -> None:
        dialog, asked = self.opened(qtbot, tmp_path / "a.jpg")
        assert "…" in shown_texts(dialog)
        qtbot.waitUntil(lambda: bool(asked), timeout=2000)
        first = dialog.choice()
        dialog.show_estimate(first, 4_500_000)
        assert "4.5 MB" in shown_texts(dialog)
        self.choose_format(dialog, "PNG")
        dialog.show_estimate(first, 4_500_000)
        assert "4.5 MB" not in shown_texts(dialog)
        qtbot.waitUntil(lambda: len(asked) > 1, timeout=2000)
        assert asked == [first, dialog.choice()]
        dialog.show_estimate(dialog.choice(), None)
        assert "unknown" in shown_texts(dialog)

    @pytest.mark.parametrize("answer", ["No", "Yes"])
    def test_a_file_is_replaced_only_if_wanted(
        self, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
    ) -> None:
        path = tmp_path / "a.jpg"
        path.touch()
        monkeypatch.setattr(QMessageBox, "question", lambda *_: getattr(QMessageBox.StandardButton, answer))
        dialog, _ = self.opened(qtbot, path)
        button(dialog, "Export").click()
        assert bool(dialog.result()) == dialog.choice().overwrite == (answer == "Yes")

    def test_without_the_question_a_file_is_replaced(self, qtbot: QtBot, tmp_path: Path) -> None:
        (tmp_path / "a.jpg").touch()
        dialog, _ = self.opened(qtbot, tmp_path / "a.jpg", ask_overwrite=False)
        dialog.accept()
        assert dialog.choice().overwrite

    def test_a_folder_that_is_not_there_is_named(self, qtbot: QtBot, tmp_path: Path) -> None:
        dialog, asked = self.opened(qtbot, tmp_path / "no" / "a.jpg")
        assert "no such folder" in shown_texts(dialog)
        qtbot.wait(300)
        assert asked == []


class TestShortcuts:
    def opened(self, qtbot: QtBot) -> tuple[ShortcutsDialog, Callable[[], list[tuple[str, str]]]]:
        window = QWidget()
        qtbot.addWidget(window)
        actions = [QAction(text, window) for text in ("&Open…", "Save && close", "No keys")]
        actions[0].setShortcuts([QKeySequence("Ctrl+O"), QKeySequence("F3")])
        actions[1].setShortcut(QKeySequence("Ctrl+S"))
        dialog = ShortcutsDialog(actions, [("Before and after", "Space")])
        qtbot.addWidget(dialog)
        table = child(dialog, QTableWidget)

        def rows() -> list[tuple[str, str]]:
            shown = (index for index in range(table.rowCount()) if not table.isRowHidden(index))
            return [(table.item(index, 0).text(), table.item(index, 1).text()) for index in shown]

        return dialog, rows

    def test_it_lists_what_has_keys(self, qtbot: QtBot) -> None:
        _, rows = self.opened(qtbot)
        assert rows() == [("Open", "Ctrl+O, F3"), ("Save & close", "Ctrl+S"), ("Before and after", "Space")]

    @pytest.mark.parametrize(("text", "count"), [("ctrl", 2), ("SAVE ctrl", 1), ("f3", 1), ("zzz", 0), ("", 3)])
    def test_it_can_be_searched(self, qtbot: QtBot, text: str, count: int) -> None:
        dialog, rows = self.opened(qtbot)
        child(dialog, QLineEdit).setText(text)
        assert len(rows()) == count


class TestLog:
    def log(self, handler: LogHandler, text: str, level: int = logging.INFO) -> None:
        handler.handle(logging.LogRecord("ganeditor", level, "file", 1, text, (), None))

    def opened(self, qtbot: QtBot, handler: LogHandler) -> LogWindow:
        window = LogWindow(handler)
        qtbot.addWidget(window)
        return window

    def text(self, window: LogWindow) -> str:
        return str(child(window, QPlainTextEdit).toPlainText())

    def test_lines_before_and_after_opening_are_shown(self, qtbot: QtBot) -> None:
        handler = LogHandler()
        self.log(handler, "before")
        window = self.opened(qtbot, handler)
        thread = threading.Thread(target=self.log, args=(handler, "from a thread"))
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: "from a thread" in self.text(window), timeout=1000)
        assert "before" in self.text(window)

    def test_levels_are_filtered(self, qtbot: QtBot) -> None:
        handler = LogHandler()
        window = self.opened(qtbot, handler)
        child(window, QComboBox).setCurrentText("Errors only")
        self.log(handler, "small")
        self.log(handler, "large", logging.ERROR)
        assert "small" not in self.text(window)
        assert "large" in self.text(window)
        child(window, QComboBox).setCurrentText("Everything")
        assert "small" in self.text(window)

    def test_lines_are_bounded_copied_and_cleared(self, qtbot: QtBot) -> None:
        handler = LogHandler()
        window = self.opened(qtbot, handler)
        handler.lines.extend((20, f"line {number}") for number in range(MOST_LINES))
        self.log(handler, "the last")
        assert len(handler.lines) == MOST_LINES
        button(window, "Copy").click()
        assert QGuiApplication.clipboard().text().endswith("the last")
        button(window, "Clear").click()
        assert self.text(window) == ""
        assert not handler.lines


class TestRecovery:
    LEFTOVERS = tuple(Leftover(name, datetime(2024, 5, 3, 14, 2), Path(name)) for name in ("a", "b", "c"))

    def opened(self, qtbot: QtBot, crash: str | None = None) -> RecoveryDialog:
        dialog = RecoveryDialog(self.LEFTOVERS, crash, Path("/home/anna/reports"))
        qtbot.addWidget(dialog)
        return dialog

    def test_each_entry_has_its_answer(self, qtbot: QtBot) -> None:
        dialog = self.opened(qtbot)
        child(dialog, QComboBox, "What to do with b").setCurrentText("Discard")
        child(dialog, QComboBox, "What to do with c").setCurrentText("Ask again next time")
        button(dialog, "Continue").click()
        assert (dialog.recover, dialog.discard) == ([self.LEFTOVERS[0]], [self.LEFTOVERS[1]])
        assert dialog.forget_crash

    def test_closing_decides_nothing(self, qtbot: QtBot) -> None:
        dialog = self.opened(qtbot, "crash")
        dialog.reject()
        assert (dialog.recover, dialog.discard, dialog.forget_crash) == ([], [], False)

    def test_the_crash_report_can_be_copied(self, qtbot: QtBot) -> None:
        dialog = self.opened(qtbot, "Traceback: boom")
        assert child(dialog, QPlainTextEdit).toPlainText() == "Traceback: boom"
        dialog.show()
        assert "/home/anna/reports" in shown_texts(dialog)
        button(dialog, "Copy").click()
        assert QGuiApplication.clipboard().text() == "Traceback: boom"


class TestError:
    def test_details_are_behind_a_button(self, qtbot: QtBot) -> None:
        dialog = ErrorDialog("It <b>failed</b>.", "Traceback")
        qtbot.addWidget(dialog)
        dialog.show()
        details = child(dialog, QPlainTextEdit)
        assert not details.isVisible()
        button(dialog, "Details").click()
        assert details.isVisible()
        assert "It <b>failed</b>." in shown_texts(dialog)
        button(dialog, "Copy").click()
        assert QGuiApplication.clipboard().text() == "It <b>failed</b>.\n\nTraceback"

    def test_without_details_there_is_no_such_button(self, qtbot: QtBot) -> None:
        window = QWidget()
        qtbot.addWidget(window)
        dialog = show_error(window, "It failed.")
        assert {each.text().replace("&", "") for each in dialog.findChildren(QPushButton)} == {"Copy", "Close"}
        dialog.close()
