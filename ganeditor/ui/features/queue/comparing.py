"""ComparedPane: the chosen photo before and after, what came of it, and the ways to its result."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ganeditor.project.photo_queue import FAILED, Entry
from ganeditor.ui.features.queue.texts import state_of
from ganeditor.ui.features.queue.verbs import Queueing
from ganeditor.ui.features.queue.views import QueueView
from ganeditor.ui.widgets.controls import PictureView, push_button, set_icon
from ganeditor.ui.widgets.said import SaidLabel

SIDE = 150  # pixels of a picture, at least


class ComparedPane(QWidget):
    """Empty while nothing is chosen."""

    def __init__(self, verbs: Queueing) -> None:
        super().__init__()
        self._verbs = verbs
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setWordWrap(True)
        self.before, self.after = PictureView(self.tr("Before"), SIDE), PictureView(self.tr("After"), SIDE)
        self.said = SaidLabel()
        self.open = push_button(
            self.tr("Open in the editor"), self.tr("Open the result, or where there is none the photo"), self._open
        )
        set_icon(self.open, "open")
        self.folder = push_button(
            self.tr("Show in its folder"), self.tr("Show the folder in which the result is"), self._show_folder
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self.open)
        buttons.addWidget(self.folder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 0, 0, 0)
        layout.addWidget(self.name)
        for picture in (self.before, self.after):
            caption = QLabel(picture.accessibleName())
            caption.setProperty("role", "muted")
            layout.addWidget(caption)
            layout.addWidget(picture, 1)
        layout.addWidget(self.said)
        layout.addLayout(buttons)
        self._entry: Entry | None = None

    def show_view(self, view: QueueView) -> None:
        entry = self._entry = view.chosen_entry
        compared = view.compared if entry and view.compared and view.compared.entry.number == entry.number else None
        self.name.setText(entry.path.name if entry else "")
        self.before.show_picture(compared.before if compared else None)
        self.after.show_picture(compared.after if compared else None)
        missing = self.tr("This photo can't be read.") if compared else ""
        self.before.show_words(missing if entry else self.tr("Choose a photo to see it before and after."))
        self.after.show_words(state_of(entry, view.fraction) if entry else "")
        self.said.say(entry.said if entry else "", bool(entry and entry.state == FAILED))
        self.open.setEnabled(entry is not None)
        self.folder.setEnabled(bool(entry and entry.result))

    def _open(self) -> None:
        if self._entry:
            self._verbs.open_photo(self._entry.number)

    def _show_folder(self) -> None:
        if self._entry:
            show_folder(self._entry)


def show_folder(entry: Entry) -> None:
    """Show the folder of an entry's result in the system's file manager."""
    if entry.result:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(entry.result.parent)))
