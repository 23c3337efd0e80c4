"""The composition root: builds every object of the window by hand, and runs it."""

import faulthandler
import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ganeditor import __version__, paths
from ganeditor.project.autosave import Autosave
from ganeditor.project.store import SavedFace
from ganeditor.ui.dialogs.log import LogHandler
from ganeditor.ui.dialogs.questions import WindowQuestions
from ganeditor.ui.dialogs.recovery import RecoveryDialog
from ganeditor.ui.features.animate.window import AnimateWindow
from ganeditor.ui.features.directions.window import DirectionsWindow
from ganeditor.ui.features.generate.window import GenerateWindow
from ganeditor.ui.features.models.verbs import ManagingModels
from ganeditor.ui.features.models.window import ModelsWindow
from ganeditor.ui.features.models.work import ModelShelf
from ganeditor.ui.i18n import install_translator
from ganeditor.ui.main_window import MainWindow
from ganeditor.ui.session.filing import Questions
from ganeditor.ui.session.jobs import Failure, JobRunner
from ganeditor.ui.session.photos import InversionChoice, Workbench
from ganeditor.ui.session.session import Session
from ganeditor.ui.settings import Settings
from ganeditor.ui.theme import apply_theme
from ganeditor.ui.widgets.icons import app_icon

log = logging.getLogger("ganeditor.ui")

ENGINE_SETTINGS = ("device", "threads", "model", "detector", "cache_megabytes")  # fields of EditorOptions
TUNE_STEPS = 60


def run(files: list[Path]) -> int:
    """Open the window with these photos and projects; returns the exit code."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    application = Application(app)
    application.start(files)
    code = app.exec()
    if not application.shut_down():
        os._exit(code)  # a step of torch can't be interrupted; everything worth keeping is on the disk
    return code


class Application(QObject):
    """Everything that lives as long as the window."""

    def __init__(
        self,
        app: QApplication,
        jobs: JobRunner | None = None,
        workbench: Callable[[], Workbench] | None = None,
        questions: Questions | None = None,
    ) -> None:
        """Tests give workers, an engine and answers of their own."""
        super().__init__()
        app.setApplicationName("ganeditor")
        app.setApplicationVersion(__version__)
        app.setWindowIcon(app_icon())
        self._app = app
        self.settings = Settings()
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
            workbench or (lambda: open_workbench(values, log.warning)),
            questions or WindowQuestions(lambda: self.window, self.settings),
            self.settings,
            self.autosave,
        )
        self.models = ManagingModels(self.jobs, self.settings, ModelShelf())
        tools = {
            "generate": self._generate_window,
            "animate": self._animate_window,
            "directions": self._directions_window,
            "models": self._models_window,
        }
        self.window = MainWindow(self.session, self.settings, self._handler, tools)
        self._connect()

    def start(self, files: list[Path]) -> None:
        """Show the window at once; whatever takes time comes after the first paint."""
        self._catch_crashes()
        self.window.show()
        QTimer.singleShot(0, self, lambda: self._started(files))

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
        session.said.connect(window.say)
        session.failed.connect(self._fail)
        for tool in (session.generating, session.animating, session.directing):
            session.changed.connect(tool.show_view)
            tool.failed.connect(self._fail)
        session.animating.said.connect(window.say)
        self.models.failed.connect(self._fail)
        session.ended.connect(window.close_now, Qt.ConnectionType.QueuedConnection)
        self.jobs.busy_changed.connect(window.show_busy)
        self.settings.changed.connect(self._setting_changed)

    def _generate_window(self, parent: QWidget) -> GenerateWindow:
        generating = self.session.generating
        window = GenerateWindow(generating, parent)
        generating.changed.connect(window.show_view)
        window.show_view(generating.view)
        return window

    def _animate_window(self, parent: QWidget) -> AnimateWindow:
        animating = self.session.animating
        window = AnimateWindow(animating, parent)
        for signal, show in (
            (animating.changed, window.show_view),
            (animating.started, window.show_start),
            (animating.framed, window.show_frames),
            (animating.said, window.say),
        ):
            signal.connect(show)
        self.session.generating.changed.connect(window.look_again)  # a walk may pass its faces
        window.show_view(animating.view)
        return window

    def _directions_window(self, parent: QWidget) -> DirectionsWindow:
        directing = self.session.directing
        window = DirectionsWindow(directing, parent)
        directing.changed.connect(window.show_view)
        window.show_view(directing.view)
        return window

    def _models_window(self, parent: QWidget) -> ModelsWindow:
        window = ModelsWindow(self.models, parent)
        self.models.changed.connect(window.show_view)
        window.show_view(self.models.view)
        return window

    def _started(self, files: list[Path]) -> None:
        self.session.warm_up()
        if files:
            self.session.open_paths(files)
        leftovers, crash = self.autosave.leftovers(), self.autosave.last_crash()
        if leftovers or crash:
            dialog = RecoveryDialog(leftovers, crash, self.window)
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
        self._fail(Failure(self.tr("Something went wrong inside ganeditor; save your work."), details))


def open_workbench(values: Mapping[str, Any], notify: Callable[[str], None]) -> Workbench:
    """The engine with these settings; only on the device's worker, since it imports torch."""
    from ganeditor.checkpoints.assembly import DETECTORS, EditorOptions, open_editor
    from ganeditor.checkpoints.packs.installed import installed
    from ganeditor.engine.cache import inversion_bytes, read_inversion
    from ganeditor.engine.faces.detect import Face
    from ganeditor.engine.latent.invert import InversionSettings
    from ganeditor.engine.tensors import to_image
    from ganeditor.ui.features.directions.work import ModelLab
    from ganeditor.ui.features.generate.work import FaceMaker

    editor = open_editor(EditorOptions(**values), notify)
    lab = ModelLab(editor, notify)

    def settings(choice: InversionChoice) -> InversionSettings:
        return InversionSettings(steps=choice.steps, tune_steps=TUNE_STEPS if choice.tuning else 0)

    def face(saved: SavedFace) -> Face:
        x0, y0, x1, y1 = saved.box_xyxy
        return Face(saved.id, (x0, y0, x1, y1), np.array(saved.landmarks, np.float32), saved.confidence, saved.marks)

    def unpack(data: bytes) -> Any:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "latents.safetensors"
            path.write_bytes(data)
            return read_inversion(path)

    return Workbench(
        editor=editor,
        maker=FaceMaker(editor),
        lab=lab,
        attributes=editor.model.latents.editable,
        labels=lab.labels,
        layers=editor.model.generator.num_ws,
        model=editor.model.name,
        fingerprint=editor.model.fingerprint,
        models=tuple(installed()),
        detectors=DETECTORS,
        settings=settings,
        image=lambda image: to_image(image)[0],
        face=face,
        pack=inversion_bytes,
        unpack=unpack,
        clear_cache=editor.cache.clear,
    )
