"""GroupWindow: all closed eyes of a group photo opened from a folder of other photos, and what became of each face."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ganeditor.edits.eyes import SIDES
from ganeditor.ui.features.group.verbs import OpeningAllEyes
from ganeditor.ui.features.group.views import GroupView, Outcome
from ganeditor.ui.i18n import translated
from ganeditor.ui.widgets.controls import set_icon
from ganeditor.ui.widgets.icons import picture_icon
from ganeditor.ui.widgets.qimage import to_qimage
from ganeditor.ui.widgets.said import SaidLabel
from ganeditor.ui.widgets.tool_window import ToolWindow

FACE_SIDE = 48  # pixels


class GroupWindow(ToolWindow):
    """One row a face."""

    def __init__(self, verbs: OpeningAllEyes, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Open all eyes"))
        self._verbs = verbs
        self._outcomes: tuple[Outcome, ...] = ()
        about = QLabel(
            self.tr(
                "Every face with a closed eye gets the best open eyes of the same person from a folder of photos, "
                "such as the other shots of a burst. All of it is one step that can be undone."
            )
        )
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        self.folder = QLabel(self.tr("No folder is chosen yet."))
        self.folder.setTextFormat(Qt.TextFormat.PlainText)
        self.choose = QPushButton(self.tr("Choose a folder…"), autoDefault=False)
        set_icon(self.choose, "open")
        self.choose.clicked.connect(self._ask_which)
        self.bar = QProgressBar(maximum=1000, textVisible=False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.doing = QLabel()
        self.doing.setProperty("role", "muted")
        self.cancel = QPushButton(self.tr("Cancel"), autoDefault=False)
        set_icon(self.cancel, "stop")
        self.cancel.clicked.connect(lambda: verbs.cancel())
        self.table = self._made_table()
        self.said = SaidLabel()
        top, running = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.folder, 1)
        top.addWidget(self.choose)
        running.addWidget(self.doing)
        running.addWidget(self.bar, 1)
        running.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.addWidget(about)
        layout.addLayout(top)
        layout.addLayout(running)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.said)
        self.resize(720, 440)

    def _made_table(self) -> QTableWidget:
        headings = (self.tr("Face"), self.tr("Eyes"), self.tr("Taken from"), self.tr("Details"))
        table = QTableWidget(0, len(headings))
        table.setHorizontalHeaderLabels(headings)
        table.setAccessibleName(self.tr("What became of each face"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setIconSize(QSize(FACE_SIDE, FACE_SIDE))
        table.setTabKeyNavigation(False)
        table.setWordWrap(True)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        return table

    def show_view(self, group: GroupView) -> None:
        running = group.running is not None
        if group.folder:
            self.folder.setText(str(group.folder))
        self.choose.setEnabled(not running)
        for widget in (self.bar, self.cancel, self.doing):
            widget.setVisible(running)
        self.bar.setValue(round(1000 * (group.running or 0)))
        self.doing.setText(group.doing)
        self.said.say(group.said, group.wrong)
        if group.outcomes is not self._outcomes:
            self._show_outcomes(group.outcomes)

    def _show_outcomes(self, outcomes: tuple[Outcome, ...]) -> None:
        self._outcomes = outcomes
        self.table.setRowCount(len(outcomes))
        for line, one in enumerate(outcomes):
            pixmap = QPixmap.fromImage(to_qimage(one.picture))
            self.table.setItem(line, 0, QTableWidgetItem(picture_icon(pixmap), str(one.number)))
            for column, text in enumerate((self._done(one), one.source, self._details(one)), 1):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(line, column, item)
        self.table.resizeRowsToContents()

    def _done(self, one: Outcome) -> str:
        if len(one.eyes) == len(SIDES):
            return self.tr("both opened")
        if one.eyes:
            return self.tr("left opened") if one.eyes == SIDES[:1] else self.tr("right opened")
        return self.tr("left as they are")

    def _details(self, one: Outcome) -> str:
        """How sure it is, or why nothing was done."""
        distance = "" if one.distance is None else f"{one.distance:.2f}"
        if one.eyes:
            return self.tr("distance {distance}").format(distance=distance)
        words = one.details or translated(one.reason, "Eyes")
        nearest = self.tr("{reason}; the nearest is at a distance of {distance}")
        return nearest.format(reason=words, distance=distance) if distance else words

    def _ask_which(self) -> None:
        start = str(self._verbs.view.folder or "")
        name = QFileDialog.getExistingDirectory(self, self.tr("A folder with other photos of these people"), start)
        if name:
            self._verbs.open_all(Path(name))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._verbs.cancel()
        super().closeEvent(event)
