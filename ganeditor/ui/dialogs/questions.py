"""Dialogs that ask a person for a file, a choice or a decision."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from ganeditor.project.folders import PICTURES
from ganeditor.project.store import SUFFIX
from ganeditor.ui.dialogs.export import ExportChoice, ExportDialog, ExportSource
from ganeditor.ui.settings import Settings

FOLDER = "window/folder"  # in the ini file: where the last file was chosen


class WindowQuestions(QObject):
    """Asks over one window."""

    def __init__(self, window: Callable[[], QWidget], settings: Settings) -> None:
        super().__init__()
        self._window, self._settings = window, settings

    def files_to_open(self) -> list[Path]:
        patterns = " ".join(f"*{suffix}" for suffix in (*PICTURES, SUFFIX))
        kinds = self.tr("Photos and projects ({patterns})").format(patterns=patterns)
        names, _kind = QFileDialog.getOpenFileNames(self._window(), self.tr("Open"), self._folder(), kinds)
        return [self._remember(Path(name)) for name in names]

    def many(self, count: int) -> bool:
        question = self.tr("Open %n pictures?", None, count)
        answer = QMessageBox.question(self._window(), self.tr("Open"), question)
        return bool(answer == QMessageBox.StandardButton.Yes)

    def project_to_save(self, suggested: Path) -> Path | None:
        return self._to_save(self.tr("Save project"), self.tr("Projects (*{suffix})"), suggested)

    def recipe_to_save(self, suggested: Path) -> Path | None:
        return self._to_save(self.tr("Save recipe"), self.tr("Recipes (*{suffix})"), suggested)

    def _to_save(self, title: str, kinds: str, suggested: Path) -> Path | None:
        """A file of the kind that suggested is."""
        suffix = suggested.suffix
        name, _kind = QFileDialog.getSaveFileName(self._window(), title, str(suggested), kinds.format(suffix=suffix))
        if not name:
            return None
        path = Path(name)
        return self._remember(path if path.suffix.lower() == suffix else path.with_name(path.name + suffix))

    def moved_photo(self, expected: Path) -> Path | None:
        title = self.tr("Where is the photo {name} now?").format(name=expected.name)
        name, _kind = QFileDialog.getOpenFileName(self._window(), title, self._folder())
        return self._remember(Path(name)) if name else None

    def unsaved(self, name: str) -> str:
        button = QMessageBox.StandardButton
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Unsaved changes"),
            self.tr("Save the changes to {name} as a project?").format(name=name),
            button.Save | button.Discard | button.Cancel,
            self._window(),
        )
        answers = {button.Save: "save", button.Discard: "discard"}
        return answers.get(button(box.exec()), "cancel")

    def export(
        self,
        source: ExportSource,
        suggested: Path,
        estimate: Callable[[ExportChoice, Callable[[int | None], None]], None],
    ) -> ExportChoice | None:
        def ask(choice: ExportChoice) -> None:
            estimate(choice, lambda size: dialog.show_estimate(choice, size))

        asks, quality = self._settings.value("ask_overwrite"), self._settings.value("jpeg_quality")
        dialog = ExportDialog(source, suggested, ask, asks, quality, self._window())
        try:
            return dialog.choice() if dialog.exec() else None
        finally:
            dialog.deleteLater()

    def _folder(self) -> str:
        return str(self._settings.ini.value(FOLDER, ""))

    def _remember(self, path: Path) -> Path:
        self._settings.ini.setValue(FOLDER, str(path.parent))
        return path
