"""LabWindow: the Lab's tabs, its files and films."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QTabWidget, QVBoxLayout, QWidget

from ganeditor.project.animation.tracks import Frame
from ganeditor.project.lab.settings import SUFFIX
from ganeditor.project.lab.snapshot import Snapshot
from ganeditor.ui.features.lab.beside import BesideView
from ganeditor.ui.features.lab.pictures import PicturesView
from ganeditor.ui.features.lab.plane import PlaneView
from ganeditor.ui.features.lab.playground import Playground
from ganeditor.ui.features.lab.texts import number
from ganeditor.ui.features.lab.verbs import Experimenting
from ganeditor.ui.features.lab.views import COMPARE, PICTURES, PLAY, LabView
from ganeditor.ui.theme import colours
from ganeditor.ui.widgets.progress_row import ProgressRow
from ganeditor.ui.widgets.said import SaidLabel
from ganeditor.ui.widgets.tool_window import ToolWindow

FILM_SIDE, CAPTION = 560, 40  # pixels of a film's pictures, and of the line below
DRAWN_SHARE = 0.5  # of the progress of a film, until its pictures are drawn


class LabWindow(ToolWindow):
    """The run ends with it."""

    def __init__(self, verbs: Experimenting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Lab"))
        self.resize(1280, 800)
        self._verbs = verbs
        self.playground = Playground(verbs)
        self.playground.open_wanted.connect(self._ask_settings)
        self.playground.save_wanted.connect(self._ask_where)
        self.playground.export_wanted.connect(self._ask_film)
        self.beside = BesideView(verbs)
        self.pictures = PicturesView(verbs.studying)
        self.tabs = QTabWidget(documentMode=True)
        self.tabs.setAccessibleName(self.windowTitle())
        self.tabs.addTab(self.playground, self.tr("GAN on the plane"))
        self.tabs.addTab(self.beside, self.tr("Autoencoder, VAE and GAN"))
        self.tabs.addTab(self.pictures, self.tr("On the real generator"))
        self.tabs.currentChanged.connect(lambda index: verbs.show_tab((PLAY, COMPARE, PICTURES)[index]))
        verbs.studying.changed.connect(self.pictures.show_view)
        self.said = SaidLabel()
        self.progress = ProgressRow()
        self.progress.cancelled.connect(self._cancel_film)
        self._film: Iterator[None] | None = None
        self._drawer = QTimer(self, interval=0)
        self._drawer.timeout.connect(self._draw_next)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.said)
        layout.addWidget(self.progress)
        self.show_view(verbs.view)
        self.pictures.show_view(verbs.studying.view)

    def show_view(self, view: LabView) -> None:
        if view.tab == PLAY:
            self.playground.show_view(view)
        elif view.tab == COMPARE:
            self.beside.show_view(view)
        self.said.say(view.said, view.wrong)
        if self._film is None:
            done = None if view.exporting is None else DRAWN_SHARE + (1 - DRAWN_SHARE) * view.exporting
            self.progress.show_progress(done, self.tr("Saving the film…"))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # as when it is minimised
            self._cancel_film()
            self._verbs.rest()

    # --- files -------------------------------------------------------------------------------------------------------

    def _ask_settings(self) -> None:
        kinds = self.tr("Settings of the Lab ({patterns});;All files (*)").format(patterns=f"*{SUFFIX} *.json")
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("Open settings"), "", kinds)
        if name:
            self._verbs.open_settings(Path(name))

    def _ask_where(self) -> None:
        kinds = self.tr("Settings of the Lab ({patterns})").format(patterns=f"*{SUFFIX}")
        name, _kind = QFileDialog.getSaveFileName(self, self.tr("Save settings"), f"experiment{SUFFIX}", kinds)
        if name:
            self._verbs.save_settings(Path(name if name.endswith(".json") else name + SUFFIX))

    def _ask_film(self) -> None:
        self._verbs.play(False)
        kinds = "GIF (*.gif);;MP4 (*.mp4)"
        name, kind = QFileDialog.getSaveFileName(self, self.tr("Save the run as a film"), "run.gif", kinds)
        if name:
            path = Path(name)
            self.export_film(path if path.suffix else path.with_suffix(".mp4" if "mp4" in kind else ".gif"))

    def export_film(self, path: Path) -> None:
        """Draw a picture of each moment that was kept, one in each turn of the event loop, and save them."""
        self._film = self._drawn(list(self._verbs.kept), path)
        self._drawer.start()

    def _draw_next(self) -> None:
        if self._film is not None:
            next(self._film, None)  # its end sees to itself

    def _cancel_film(self) -> None:
        self._drawer.stop()
        self._film = None
        self._verbs.cancel_film()

    def _drawn(self, moments: list[Snapshot], path: Path) -> Iterator[None]:
        plane = PlaneView("")
        plane.resize(FILM_SIDE, FILM_SIDE)
        for name, on in self.playground.layers_on().items():
            plane.show_layer(name, on)
        frames = []
        for index, moment in enumerate(moments):
            plane.show_snapshot(moment)
            frames.append(self._framed(plane, moment))
            self.progress.show_progress(DRAWN_SHARE * index / len(moments), self.tr("Drawing the film…"))
            yield
        plane.close()
        self._drawer.stop()
        self._film = None
        self._verbs.save_film(frames, path)

    def _framed(self, plane: PlaneView, moment: Snapshot) -> Frame:
        """The plane with a line of words below it."""
        image = QImage(FILM_SIDE, FILM_SIDE + CAPTION, QImage.Format.Format_RGB888)
        image.fill(QColor(colours().base))
        painter = QPainter(image)
        painter.drawPixmap(0, 0, plane.grab().scaled(FILM_SIDE, FILM_SIDE))
        painter.setPen(QColor(colours().text))
        texts = [self.tr("Epoch {count}").format(count=moment.epoch), f"JS {number(moment.figures['js'])}"]
        if moment.of_modes > 1:
            texts.append(self.tr("{count} of {all} modes").format(count=moment.modes, all=moment.of_modes))
        area = QRect(0, FILM_SIDE, FILM_SIDE, CAPTION)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), " · ".join(texts))
        painter.end()
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        frame: Frame = pixels[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()
        return frame
