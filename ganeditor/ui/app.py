"""The composition root: builds every object of the window by hand, and runs it."""

import faulthandler
import logging
import os
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from ganeditor import __version__, paths
from ganeditor.project.autosave import Autosave
from ganeditor.ui.dialogs.log import LogHandler
from ganeditor.ui.dialogs.questions import WindowQuestions
from ganeditor.ui.dialogs.recovery import RecoveryDialog
from ganeditor.ui.features.table import FEATURES
from ganeditor.ui.i18n import install_translator
from ganeditor.ui.main_window import MainWindow
from ganeditor.ui.session.bench import Bench, open_bench
from ganeditor.ui.session.feature import Verbs
from ganeditor.ui.session.filing import Questions
from ganeditor.ui.session.jobs import Failure, JobRunner
from ganeditor.ui.session.session import Session
from ganeditor.ui.settings import SETTINGS, Settings
from ganeditor.ui.single import Door
from ganeditor.ui.theme import apply_theme
from ganeditor.ui.widgets.icons import app_icon

log = logging.getLogger("ganeditor.ui")

ENGINE_SETTINGS = ("device", "threads", "model", "detector", "cache_megabytes")  # fields of EditorOptions


def run(files: list[Path], door: Door) -> int:
    """Open the window with these photos and projects, and with what comes through the door; returns the exit code."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    application = Application(app)
    application.start(files)
    door.handed.connect(application.take)
    door.open()
    finder = Finder(application.take)
    if sys.platform == "darwin":
        app.installEventFilter(finder)
    code = app.exec()
    door.close()
    if not application.shut_down():
        os._exit(code)  # a step of torch can't be interrupted; everything worth keeping is on the disk
    return code


class Finder(QObject):
    """macOS names the files to open in an event to the application, not on the command line."""

    def __init__(self, take: Callable[[list[Path]], None]) -> None:
        super().__init__()
        self._take = take

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self._take([Path(event.file())])
            return True
        return super().eventFilter(watched, event)


class Application(QObject):
    """Everything that lives as long as the window."""

    def __init__(
        self,
        app: QApplication,
        jobs: JobRunner | None = None,
        opener: Callable[[], Bench] | None = None,
        questions: Questions | None = None,
    ) -> None:
        """Tests give workers, an engine and answers of their own."""
        super().__init__()
        app.setApplicationName("ganeditor")
        QGuiApplication.setDesktopFileName("ganeditor")  # by which Linux finds its icon and menu entry
        app.setApplicationVersion(__version__)
        app.setWindowIcon(app_icon())
        self._app = app
        self.settings = Settings(rows=(*SETTINGS, *(setting for row in FEATURES for setting in row.settings)))
        install_translator(app, self.settings.value("language"))
        apply_theme(app, self.settings.value("theme"))
        self._handler = LogHandler()
        logging.getLogger("ganeditor").addHandler(self._handler)
        logging.getLogger("ganeditor").setLevel(logging.INFO)
        self.autosave = Autosave(paths.user_data() / "autosave")
        self.jobs = jobs or JobRunner()
        values = {key: self.settings.value(key) for key in ENGINE_SETTINGS}
        self.session = Session(
            self.jobs,
            opener or (lambda: open_bench(values, log.warning)),
            questions or WindowQuestions(lambda: self.window, self.settings),
            self.settings,
            self.autosave,
        )
        desk = self.session.desk
        self.features = {row.id: row.verbs(desk) if row.verbs else desk for row in FEATURES}
        self.window = MainWindow(self.session, self.settings, self._handler, self.features)
        self._connect()

    def start(self, files: list[Path]) -> None:
        """Show the window at once; whatever takes time comes after the first paint."""
        self._catch_crashes()
        self.window.show()
        QTimer.singleShot(0, self, lambda: self._started(files))

    def take(self, files: list[Path]) -> None:
        """Open what another start, or the system, hands over, in front of all other windows."""
        if files:
            self.session.open_paths(files)
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()

    def shut_down(self) -> bool:
        """End the workers; False when one of them can't be ended within a second."""
        sys.excepthook = sys.__excepthook__
        faulthandler.disable()
        self._crashes.close()
        logging.getLogger("ganeditor").removeHandler(self._handler)
        self.settings.ini.sync()
        self.session.rest()
        ended = self.jobs.shutdown()
        self.autosave.close()
        self.window.deleteLater()
        return ended

    def _connect(self) -> None:
        session, window = self.session, self.window
        session.changed.connect(window.show_view)
        session.pictured.connect(window.canvas.show_picture)
        session.patched.connect(window.canvas.show_patches)
        session.replaced.connect(window.canvas.show_after)
        session.previewed.connect(window.canvas.show_previews)
        session.said.connect(window.say)
        session.failed.connect(self._fail)
        for verbs in self.features.values():
            if isinstance(verbs, Verbs):
                session.changed.connect(verbs.show_view)
        session.ended.connect(window.close_now, Qt.ConnectionType.QueuedConnection)
        self.jobs.busy_changed.connect(window.show_busy)
        self.settings.changed.connect(self._setting_changed)

    def _started(self, files: list[Path]) -> None:
        self.session.warm_up()
        if files:
            self.session.open_paths(files)
        leftovers, crash = self.autosave.leftovers(), self.autosave.last_crash()
        if leftovers or crash:
            dialog = RecoveryDialog(leftovers, crash, self.autosave.folder, self.window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.accepted.connect(lambda: self._recover(dialog))
            dialog.open()

    def _recover(self, dialog: RecoveryDialog) -> None:
        for leftover in dialog.recover:
            self.session.recover(leftover.path, partial(self.autosave.remove, leftover))
        for leftover in dialog.discard:
            self.autosave.remove(leftover)
        if dialog.forget_crash:
            self.autosave.forget_crash()

    def _fail(self, failure: Failure) -> None:
        log.error("%s\n%s", failure.sentence, failure.details)
        self.window.show_failure(failure.sentence, failure.details)

    def _setting_changed(self, key: str) -> None:
        if key == "theme":
            apply_theme(self._app, self.settings.value("theme"))
        elif key == "autosave_seconds":
            self.session.set_autosave_seconds(self.settings.value(key))

    def _catch_crashes(self) -> None:
        self._crashes = self.autosave.crash_stream()
        faulthandler.enable(file=self._crashes)
        sys.excepthook = self._unexpected

    def _unexpected(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """An error in a slot: Qt goes on, so the window does too, and the report is kept."""
        details = "".join(traceback.format_exception(kind, error, trace))
        self.autosave.record_crash(details)
        sentence = self.tr("Something went wrong inside ganeditor; save your work. The report is kept in {path}.")
        self._fail(Failure(sentence.format(path=self.autosave.crash_path), details))
