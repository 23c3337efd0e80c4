"""FoldersRow: which folders are looked through, what is known of them, and how far the search is."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor.ui.dialogs.error import report_view
from ganeditor.ui.features.people.verbs import SearchingPeople
from ganeditor.ui.features.people.views import Looking, PeopleView
from ganeditor.ui.widgets.controls import push_button, set_icon
from ganeditor.ui.widgets.progress_row import ProgressRow


class FoldersRow(QWidget):
    """The head of the window."""

    def __init__(self, verbs: SearchingPeople) -> None:
        super().__init__()
        self._verbs = verbs
        self.choose = push_button(
            self.tr("Choose a folder…"),
            self.tr("Look for faces in its photos and in those of the folders in it; one can be dropped here, too"),
            self._ask_which,
        )
        set_icon(self.choose, "open")
        self.again = push_button(
            self.tr("Look again"), self.tr("For photos that are new, changed, moved or gone"), verbs.look_again
        )
        set_icon(self.again, "search")
        self.folders = QPushButton(autoDefault=False)
        self.folders.setToolTip(self.tr("The folders that are looked through, and the names for other programs"))
        self.folders.setAccessibleName(self.tr("Folders"))
        self.menu = QMenu(self.folders)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.folders.setMenu(self.menu)
        self.counts = QLabel()
        self.counts.setProperty("role", "muted")
        self.broken = push_button(
            self.tr("Can't be read"), self.tr("Show which photos can't be read, and why"), self._show_broken
        )
        self.forget = push_button(
            self.tr("Forget everything…"), self.tr("Delete all faces, names and thumbnails"), self._ask_forget
        )
        self.running = ProgressRow()
        self.running.cancelled.connect(verbs.cancel_look)
        row = QHBoxLayout()
        for widget in (self.choose, self.again, self.folders):
            row.addWidget(widget)
        row.addWidget(self.counts, 1)
        for widget in (self.broken, self.forget):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.running)

    def show_view(self, view: PeopleView) -> None:
        album, looking = view.album, view.looking
        self.again.setEnabled(bool(view.folders) and not looking)
        self.folders.setVisible(bool(view.folders))
        first = view.folders[0].name if view.folders else ""
        more = self.tr("{folder} and {count} more").format(folder=first, count=len(view.folders) - 1)
        self.folders.setText(more if len(view.folders) > 1 else first)
        self.counts.setText(self._counts(view))
        self.broken.setVisible(bool(album.broken))
        self.broken.setText(self.tr("Can't be read: {count}…").format(count=len(album.broken)))
        self.forget.setEnabled(bool(album.photos))
        self.running.show_progress(looking.fraction if looking else None, self._doing(looking) if looking else "")

    def _counts(self, view: PeopleView) -> str:
        if not view.album.photos:
            return ""
        write, album = QLocale().toString, view.album
        named = sum(bool(group.name) for group in album.groups)
        people = sum(bool(group.name) or len(group.faces) > 1 for group in album.groups)
        text = self.tr("Photos: {photos}, faces: {faces}, people: {people}, of these with a name: {named}")
        counted = text.format(
            photos=write(album.photos), faces=write(len(album.group_of)), people=write(people), named=write(named)
        )
        return f"{counted} – " + self.tr("bringing faces together…") if view.grouping else counted

    def _doing(self, looking: Looking) -> str:
        write = QLocale().toString
        text = self.tr("Looked at: {photos}, faces found: {faces}").format(
            photos=write(looking.photos), faces=write(looking.faces)
        )
        parts = [text, looking.name, self._left(looking.seconds_left)]
        return " – ".join(part for part in parts if part)

    def _left(self, seconds: float | None) -> str:
        if seconds is None:
            return ""
        minutes = round(seconds / 60)
        if minutes >= 60:
            return self.tr("{hours} h {minutes} min left").format(hours=minutes // 60, minutes=minutes % 60)
        return self.tr("{minutes} min left").format(minutes=minutes) if minutes else self.tr("less than a minute left")

    # --- asking --------------------------------------------------------------------------------------------------

    def _ask_which(self) -> None:
        folders = self._verbs.view.folders
        start = str(folders[-1].parent if folders else Path.home())
        name = QFileDialog.getExistingDirectory(self, self.tr("A folder with photos"), start)
        if name:
            self._verbs.look_through(Path(name))

    def _fill_menu(self) -> None:
        self.menu.clear()
        for folder in self._verbs.view.folders:
            action = self.menu.addAction(self.tr("Leave out {folder}").format(folder=folder))
            action.triggered.connect(partial(self._verbs.forget_folder, folder))
        self.menu.addSeparator()
        write = self.menu.addAction(self.tr("Write names for other programs…"))
        write.setEnabled(any(group.name for group in self._verbs.view.album.groups))
        write.triggered.connect(self._ask_write)

    def _ask_write(self) -> None:
        text = self.tr(
            "Names of people can be written as XMP, which other programs read: into files beside the photos, or into "
            "the photos themselves, whose pixels stay as they are."
        )
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Write names"), text, parent=self)
        beside = box.addButton(self.tr("Beside the photos"), QMessageBox.ButtonRole.AcceptRole)
        inside = box.addButton(self.tr("Into the photos"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        beside.clicked.connect(lambda: self._verbs.write_names(False))
        inside.clicked.connect(lambda: self._verbs.write_names(True))
        box.open()

    def _show_broken(self) -> None:
        dialog = QDialog(self)
        dialog.setWindowTitle(self.tr("Photos that can't be read"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(dialog.reject)
        layout = QVBoxLayout(dialog)
        layout.addWidget(report_view("\n".join(self._verbs.view.album.broken), dialog.windowTitle()))
        layout.addWidget(buttons)
        dialog.resize(720, 320)
        dialog.open()

    def _ask_forget(self) -> None:
        text = self.tr("Forget all faces, names and thumbnails? The photos themselves stay as they are.")
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Forget everything"), text, buttons, self)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.accepted.connect(self._verbs.forget_everything)
        box.open()
