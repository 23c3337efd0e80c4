"""QueueWindow: recipes at the side, the photos that they are done to in their order, and each before and after."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ganeditor.project.folders import PICTURES
from ganeditor.project.photo_queue import DONE, FAILED, SKIPPED, WAITING
from ganeditor.ui.features.queue.comparing import ComparedPane, show_folder
from ganeditor.ui.features.queue.listing import PhotosList
from ganeditor.ui.features.queue.recipes import RecipesBox
from ganeditor.ui.features.queue.results import ResultsBox
from ganeditor.ui.features.queue.texts import how_far
from ganeditor.ui.features.queue.verbs import Queueing
from ganeditor.ui.features.queue.views import QueueView
from ganeditor.ui.session.opening import paths_in
from ganeditor.ui.widgets.controls import push_button, set_icon
from ganeditor.ui.widgets.said import SaidLabel
from ganeditor.ui.widgets.tool_window import ToolWindow

COLUMN_WIDTH = 260  # pixels
PANE_WIDTH = 300


class QueueWindow(ToolWindow):
    """The work goes on when it is closed. Photos, folders and recipes can be dropped anywhere on it."""

    def __init__(self, verbs: Queueing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Many photos"))
        self.resize(1180, 720)
        self.setAcceptDrops(True)
        self._verbs = verbs
        self.recipes, self.results = RecipesBox(verbs), ResultsBox(verbs)
        self.list, self.pane = PhotosList(verbs), ComparedPane(verbs)
        self.list.folder_wanted.connect(show_folder)
        self.said = SaidLabel()
        column = QWidget()
        column.setFixedWidth(COLUMN_WIDTH)
        left, middle, right = QVBoxLayout(column), QVBoxLayout(), QSplitter()
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.recipes, 1)
        left.addWidget(self.results)
        photos = QWidget()
        photos.setLayout(middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addLayout(self._photos_row())
        middle.addWidget(self.list, 1)
        right.addWidget(photos)
        right.addWidget(self.pane)
        right.setSizes([self.width() - COLUMN_WIDTH - PANE_WIDTH, PANE_WIDTH])
        right.setStretchFactor(0, 1)
        right.setChildrenCollapsible(False)
        both = QHBoxLayout()
        both.addWidget(column)
        both.addWidget(right, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(both, 1)
        layout.addWidget(self.said)
        layout.addLayout(self._work_row())
        self.show_view(verbs.view)

    # --- parts ---------------------------------------------------------------------------------------------------

    def _photos_row(self) -> QHBoxLayout:
        self.add = push_button(self.tr("Add photos…"), self.tr("Add photos for the chosen recipe"), self._ask_photos)
        set_icon(self.add, "open")
        self.add_folder = push_button(
            self.tr("Add a folder…"),
            self.tr("Add all photos in a folder and in those below it; results keep the folders"),
            self._ask_folder,
        )
        self.remove = push_button(
            self.tr("Take out"), self.tr("Take the chosen photos out of the queue"), self.list.remove_chosen
        )
        self.list.selectionModel().selectionChanged.connect(self._show_chosen)
        row = QHBoxLayout()
        for button in (self.add, self.add_folder):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.remove)
        return row

    def _work_row(self) -> QHBoxLayout:
        self.doing = QLabel()
        self.doing.setProperty("role", "muted")
        self.bar = QProgressBar(maximum=1000, textVisible=False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.remove_done = push_button(
            self.tr("Take out what is done"), self.tr("The results stay"), self._verbs.remove_done
        )
        self.retry = push_button(
            self.tr("Retry failed"), self.tr("Do the photos again that have failed"), self._verbs.retry
        )
        set_icon(self.retry, "redo")
        self.pause = push_button(
            self.tr("Pause"), self.tr("Stop now; the photo at work is begun anew later"), self._verbs.pause
        )
        set_icon(self.pause, "pause")
        self.start: QPushButton = push_button(
            self.tr("Start"),
            self.tr("One photo after the other; what you do in the editor goes first, and both take longer meanwhile"),
            self._verbs.start,
        )
        set_icon(self.start, "play")
        row = QHBoxLayout()
        row.addWidget(self.doing)
        row.addWidget(self.bar, 1)
        row.addStretch()
        for button in (self.remove_done, self.retry, self.pause, self.start):
            row.addWidget(button)
        return row

    # --- showing -------------------------------------------------------------------------------------------------

    def show_view(self, view: QueueView) -> None:
        counts, done = view.counts, view.counts.get(DONE, 0) + view.counts.get(SKIPPED, 0)
        for part in (self.recipes, self.results, self.list, self.pane):
            part.show_view(view)
        self.setEnabled(view.ready)
        self.said.say(view.said, view.wrong)
        self.doing.setText(how_far(view))
        self.bar.setVisible(bool(view.queue.entries))
        self.bar.setValue(round(1000 * view.share))
        self.pause.setVisible(view.running)
        self.start.setVisible(not view.running)
        self.start.setText(self.tr("Go on") if done else self.tr("Start"))
        self.start.setEnabled(bool(counts.get(WAITING)))
        self.retry.setVisible(bool(counts.get(FAILED)))
        self.remove_done.setVisible(bool(done))
        self._show_chosen()

    def _show_chosen(self) -> None:
        self.remove.setEnabled(self.list.selectionModel().hasSelection())

    # --- asking --------------------------------------------------------------------------------------------------

    def _ask_photos(self) -> None:
        kinds = self.tr("Photos ({patterns})").format(patterns=" ".join(f"*{suffix}" for suffix in PICTURES))
        names, _kind = QFileDialog.getOpenFileNames(self, self.tr("Add photos"), "", kinds)
        if names:
            self._verbs.add([Path(name) for name in names])

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Add a folder"))
        if name:
            self._verbs.add([Path(name)])

    # --- events --------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_in(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        if found := paths_in(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._verbs.drop(found)
