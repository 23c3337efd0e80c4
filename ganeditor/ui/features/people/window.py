"""PeopleWindow: photos searched by face: who is in them, all photos of a person, and whoever is like somebody."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ganeditor.ui.features.people.folders import FoldersRow
from ganeditor.ui.features.people.groups import PeopleBox
from ganeditor.ui.features.people.photos import PhotosBox
from ganeditor.ui.features.people.tiles import Thumbnails
from ganeditor.ui.features.people.verbs import SearchingPeople
from ganeditor.ui.features.people.views import PeopleView
from ganeditor.ui.session.opening import paths_in
from ganeditor.ui.widgets.said import SaidLabel
from ganeditor.ui.widgets.tool_window import ToolWindow
from ganeditor.ui.widgets.values import FACE_FORMAT


class PeopleWindow(ToolWindow):
    """Closing it leaves the search through folders at work."""

    def __init__(self, verbs: SearchingPeople, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("People in your photos"))
        self._verbs = verbs
        self.thumbnails = Thumbnails(verbs.load_thumbnails, self)
        self.folders = FoldersRow(verbs)
        self.people = PeopleBox(verbs, self.thumbnails)
        self.photos = PhotosBox(verbs, self.thumbnails)
        self.said = SaidLabel()
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        for place, box in enumerate((self.people, self.photos)):
            both.addWidget(box)
            both.setStretchFactor(place, place)
        both.setSizes([400, 780])
        layout = QVBoxLayout(self)
        layout.addWidget(self.folders)
        layout.addWidget(both, 1)
        layout.addWidget(self.said)
        self.setAcceptDrops(True)
        self.resize(1200, 760)

    def show_view(self, view: PeopleView) -> None:
        for part in (self.folders, self.people, self.photos):
            part.show_view(view)
        self.said.say(view.said, view.wrong)

    # --- events --------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_in(event.mimeData()) or event.mimeData().hasFormat(FACE_FORMAT):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A folder is looked through, in a photo a face is looked for; so is a face of the one in the main window."""
        if event.mimeData().hasFormat(FACE_FORMAT):
            event.acceptProposedAction()
            self._verbs.find_open(bytes(event.mimeData().data(FACE_FORMAT).data()).decode())
            return
        paths = paths_in(event.mimeData())
        if paths:
            event.acceptProposedAction()
        for path in paths:
            if path.is_dir():
                self._verbs.look_through(path)
        photos = [path for path in paths if not path.is_dir()]
        if photos:
            self._verbs.find_in(photos[0])
