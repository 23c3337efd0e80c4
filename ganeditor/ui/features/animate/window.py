"""AnimateWindow: what moves, a player that shows it while it is made, and the way to a file."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ganeditor.ui.features.animate.export import AnimationExportDialog
from ganeditor.ui.features.animate.form import AnimationForm
from ganeditor.ui.features.animate.live import LiveView
from ganeditor.ui.features.animate.verbs import Animating
from ganeditor.ui.features.animate.views import DRIVE, WALK, AnimateView, ExportTarget
from ganeditor.ui.widgets.controls import set_icon
from ganeditor.ui.widgets.player import Player
from ganeditor.ui.widgets.tool_window import ToolWindow
from ganeditor.ui.widgets.values import Rendered

SETTLE = 350  # milliseconds after a change, until new frames are asked for


class AnimateWindow(ToolWindow):
    """Modeless; frames are asked for again when the choice, or the face it is about, has changed."""

    def __init__(self, verbs: Animating, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verbs = verbs
        self._view = AnimateView()
        self._folder = Path.home()  # of the last export
        self._asked: object = None  # choice and source of the frames that are shown or on their way
        self._coming: object = None  # of those that are asked for next
        self.setWindowTitle(self.tr("Animate"))
        self.resize(1000, 700)
        self._form = AnimationForm()
        self._form.choice_changed.connect(self.look_again)
        self._player = Player()
        self._live = LiveView()
        self._form.timing_changed.connect(self._player.set_timing)
        self._form.written_changed.connect(self._player.write_texts)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE)
        self._settle.timeout.connect(self._render)
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._busy = QProgressBar(maximum=1000, textVisible=False)
        self._busy.setFixedHeight(8)
        self._cancel = QPushButton(self.tr("Cancel"), autoDefault=False)
        set_icon(self._cancel, "stop")
        self._cancel.setToolTip(self.tr("End the export; no file is left"))
        self._cancel.clicked.connect(lambda: verbs.cancel_export())
        self._export = QPushButton(self.tr("Export…"), autoDefault=False)
        set_icon(self._export, "export")
        self._export.setToolTip(self.tr("Save as GIF, WebP, APNG, MP4 or numbered pictures, once all frames are there"))
        self._export.clicked.connect(self._ask_where)
        left = QVBoxLayout()
        left.addWidget(self._form)
        left.addStretch()
        bottom = QHBoxLayout()
        bottom.addWidget(self._said, 2)
        bottom.addWidget(self._busy, 1)
        bottom.addWidget(self._cancel)
        bottom.addWidget(self._export)
        right = QVBoxLayout()
        right.addWidget(self._live, 1)
        right.addWidget(self._player, 1)
        right.addLayout(bottom)
        layout = QHBoxLayout(self)
        layout.addLayout(left)
        layout.addLayout(right, 1)
        self._player.set_timing(self._form.timing())
        for signal, show in (
            (verbs.started, self.show_start),
            (verbs.framed, self.show_frames),
            (verbs.source_changed, self.look_again),
            (verbs.driving.seen, self._live.show_seen),
            (self._form.driver.file_chosen, verbs.driving.read),
            (self._form.driver.camera_wanted, lambda: verbs.open_camera(self._form.choice())),
            (self._live.rest_wanted, verbs.driving.rest),
            (self._live.record_wanted, verbs.driving.record),
            (self._live.off_wanted, verbs.driving.close_camera),
        ):
            signal.connect(show)
        self._show_work()

    # --- what the session tells ----------------------------------------------------------------------------------

    def show_view(self, view: AnimateView) -> None:
        self._view = view
        self._form.show_view(view)
        self._live.show_view(view)
        self._player.setVisible(not view.camera)
        self._said.setText(view.said)
        self._show_work()
        self.look_again()

    def show_start(self, texts: Sequence[str]) -> None:
        """New frames are on their way."""
        self._player.start(texts)
        self._show_work()

    def show_frames(self, frames: Sequence[Rendered]) -> None:
        self._player.add(frames)
        self._show_work()

    # --- frames --------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look_again()

    def hideEvent(self, event: QHideEvent) -> None:
        self._settle.stop()
        self._verbs.driving.close_camera()
        if not self._player.complete:
            self._verbs.stop()
            self._asked = None
        super().hideEvent(event)

    def _wanted(self) -> object:
        choice = self._form.choice()
        return choice, self._verbs.source(choice), self._verbs.problem(choice)

    def look_again(self) -> None:
        """Ask for new frames soon, if they would be others."""
        wanted = self._wanted()
        if self._form.choice().kind != DRIVE:
            self._verbs.driving.close_camera()
        if not self.isVisible() or self._view.camera or wanted == self._asked:
            self._settle.stop()
        elif not self._settle.isActive() or wanted != self._coming:
            self._coming = wanted  # the session tells much that changes no frame; that must not put the work off
            self._settle.start()

    def _render(self) -> None:
        self._settle.stop()
        if self._wanted() == self._asked:
            return
        self._asked = self._wanted()
        choice = self._form.choice()
        self._player.show_words(self._verbs.problem(choice) or self.tr("Making the first frames…"))
        self._verbs.render(choice)

    # --- saving --------------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        frame = self._player.frame
        if frame is None:
            return
        height, width = frame.pixels.shape[:2]
        kind = self._form.choice().kind
        stem = "faces" if kind == WALK else Path(self._view.photo).stem
        dialog = AnimationExportDialog(
            self._folder / f"{stem}_{kind}{'.mp4' if kind == DRIVE else '.gif'}",
            len(self._player.texts),
            (width, height),
            self._form.timing(),
            self._verbs.estimate,
            self,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._start_export(dialog.target()))
        dialog.open()

    def _start_export(self, target: ExportTarget) -> None:
        self._folder = target.path.parent
        texts = self._player.texts if self._form.written else ()
        self._verbs.export(target, texts, sound=self._form.driver.sound)

    def _show_work(self) -> None:
        exporting = self._view.exporting
        share = exporting if exporting is not None else self._player.share
        self._busy.setValue(round(1000 * share))
        reading = self._view.reading
        if reading is not None:
            self._busy.setValue(round(1000 * reading))
        self._busy.setVisible(self._view.running or exporting is not None or reading is not None)
        self._busy.setAccessibleName(self.tr("Making frames") if exporting is None else self.tr("Saving"))
        self._cancel.setVisible(exporting is not None)
        self._export.setEnabled(self._player.complete and exporting is None and not self._view.camera)
