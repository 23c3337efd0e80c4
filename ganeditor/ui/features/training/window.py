"""TrainingWindow: a training is planned, watched while it learns, paused, gone on with, and taken as a model."""

from pathlib import Path

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ganeditor import paths
from ganeditor.ui.features.training.facts import RunFacts
from ganeditor.ui.features.training.form import PlanForm
from ganeditor.ui.features.training.verbs import Training
from ganeditor.ui.features.training.views import TrainingView
from ganeditor.ui.features.training.watch import RunWatch
from ganeditor.ui.i18n import time_left
from ganeditor.ui.session.opening import paths_in
from ganeditor.ui.widgets.column import scrolled_column
from ganeditor.ui.widgets.controls import set_icon
from ganeditor.ui.widgets.said import SaidLabel
from ganeditor.ui.widgets.tool_window import ToolWindow

COLUMN_WIDTH = 340  # pixels
LOOK_MILLISECONDS = 1000


class TrainingWindow(ToolWindow):
    """A training goes on when the window is closed, and is saved when the program ends. A folder can be dropped."""

    def __init__(self, verbs: Training, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Training"))
        self.resize(1240, 760)
        self.setAcceptDrops(True)
        self._verbs = verbs
        self._timer = QTimer(self, interval=LOOK_MILLISECONDS)
        self._timer.timeout.connect(lambda: verbs.look())
        self.form, self.facts, self.watch = PlanForm(), RunFacts(), RunWatch()
        self.form.table_chosen.connect(verbs.choose_table)
        self.form.changed.connect(self._show_start)
        self.watch.grid_wanted.connect(verbs.show_grid)
        self.column = QStackedWidget()
        self.column.setFixedWidth(COLUMN_WIDTH)
        self.column.addWidget(scrolled_column(self.form))
        self.column.addWidget(self.facts)
        self.said = SaidLabel()
        left, both = QVBoxLayout(), QHBoxLayout()
        left.addLayout(self._which_row())
        left.addWidget(self.column, 1)
        both.addLayout(left)
        both.addWidget(self.watch, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(both, 1)
        layout.addWidget(self.said)
        layout.addLayout(self._work_row())
        self.show_view(verbs.view)

    # --- parts ---------------------------------------------------------------------------------------------------

    def _which_row(self) -> QHBoxLayout:
        self.new = QPushButton(self.tr("New training"), autoDefault=False)
        self.new.clicked.connect(lambda: self._verbs.close_run())
        self.open_run = QPushButton(self.tr("Open a run…"), autoDefault=False)
        self.open_run.setToolTip(self.tr("Show a training that has ended, or one at work, also of the command line"))
        set_icon(self.open_run, "open")
        self.open_run.clicked.connect(self._ask_which)
        row = QHBoxLayout()
        row.addWidget(self.new)
        row.addWidget(self.open_run)
        return row

    def _work_row(self) -> QHBoxLayout:
        self.doing = QLabel()
        self.doing.setProperty("role", "muted")
        self.bar = QProgressBar(maximum=1000, textVisible=False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.take = QPushButton(self.tr("Take as a model"), autoDefault=False)
        self.take.setToolTip(self.tr("Make a model of what was saved at the last interval; the training goes on"))
        set_icon(self.take, "save")
        self.take.clicked.connect(lambda: self._verbs.take(self.facts.result))
        self.pause = QPushButton(self.tr("Pause"), autoDefault=False)
        self.pause.setToolTip(self.tr("Save what was learnt, and wait"))
        set_icon(self.pause, "pause")
        self.pause.clicked.connect(lambda: self._verbs.pause())
        self.stop = QPushButton(self.tr("Stop"), autoDefault=False)
        self.stop.setToolTip(self.tr("Save what was learnt, and end the training"))
        set_icon(self.stop, "stop")
        self.stop.clicked.connect(lambda: self._verbs.stop())
        self.go_on = QPushButton(self.tr("Go on"), autoDefault=False)
        self.go_on.setToolTip(self.tr("Train from where it was stopped, or longer than was planned"))
        set_icon(self.go_on, "play")
        self.go_on.clicked.connect(self._ask_on)
        self.start = QPushButton(self.tr("Start"), autoDefault=False)
        set_icon(self.start, "play")
        self.start.clicked.connect(self._ask_start)
        row = QHBoxLayout()
        row.addWidget(self.doing)
        row.addWidget(self.bar, 1)
        row.addStretch()
        for button in (self.take, self.pause, self.stop, self.go_on, self.start):
            row.addWidget(button)
        return row

    # --- showing -------------------------------------------------------------------------------------------------

    def show_view(self, view: TrainingView) -> None:
        planned, run, busy = view.folder is None, view.run, view.busy
        self.form.show_offers(view.offers)
        self.form.show_columns(view.columns)
        self.column.setCurrentIndex(0 if planned else 1)
        self.facts.show_view(view)
        self.watch.show_view(view)
        self.said.say(view.said, view.wrong)
        for button in (self.new, self.open_run):
            button.setEnabled(not view.own)
        self.new.setVisible(not planned)
        self.start.setVisible(planned)
        self.go_on.setVisible(not planned and not busy)
        self.go_on.setEnabled(bool(run))
        self.take.setVisible(not planned)
        self.take.setEnabled(bool(run and run.saved) and not view.taking)
        for button in (self.pause, self.stop):
            button.setVisible(busy)
            button.setEnabled(bool(run and run.running) and not view.ending)
        self.bar.setVisible(busy)
        self.bar.setValue(round(1000 * run.fraction) if run else 0)
        self.doing.setText(self._pace(view))
        self._show_start()
        self._keep_looking(busy)

    def _show_start(self) -> None:
        self.start.setEnabled(self.form.plan() is not None)

    def _pace(self, view: TrainingView) -> str:
        run = view.run
        if view.taking:
            return self.tr("Making the model…")
        if view.ending:
            return self.tr("Saving what was learnt…")
        if view.busy and not (run and run.running):
            return self.tr("Starting…")
        if run is None:
            return ""
        step = self.tr("Step {step} of {steps}").format(
            step=QLocale().toString(run.step), steps=QLocale().toString(run.steps)
        )
        if not view.busy:
            return step
        if not run.text.startswith("step"):
            return self.tr("Reading the pictures…")
        return step if run.left is None else f"{step}, {time_left(run.left)}"

    # --- asking --------------------------------------------------------------------------------------------------

    def _ask_start(self) -> None:
        plan = self.form.plan()
        if plan:
            self._verbs.start(plan)

    def _ask_on(self) -> None:
        self._verbs.go_on(self.facts.result, self.facts.pictures.value(), self.facts.minutes.value())

    def _ask_which(self) -> None:
        start = paths.user_data() / "trainings"
        name = QFileDialog.getExistingDirectory(self, self.tr("Open the folder of a run"), str(start))
        if name:
            self._verbs.open_run(Path(name))

    # --- events --------------------------------------------------------------------------------------------------

    def _keep_looking(self, busy: bool) -> None:
        """At a run while it is at work and somebody can see it."""
        if busy and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keep_looking(self._verbs.view.busy)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._verbs.view.folder is None and paths_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found = paths_in(event.mimeData())
        if found:
            event.acceptProposedAction()
            self.form.pictures.choose(found[0] if found[0].is_dir() else found[0].parent)
