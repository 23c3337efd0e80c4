"""LiveView: what the camera shows and the face that follows, under a light that is on as long as the camera is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganeditor.ui.features.animate.views import AnimateView, Seen
from ganeditor.ui.widgets.controls import PictureView, set_icon

SIDE = 240  # pixels of a picture at least


class LiveView(QWidget):
    """Is seen while the camera is on."""

    record_wanted = Signal()
    rest_wanted = Signal()
    off_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._light = QLabel()
        self._light.setProperty("role", "light")
        self._light.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._light.setWordWrap(True)
        self._camera = PictureView(self.tr("What the camera sees"), SIDE)
        self._driven = PictureView(self.tr("The photo's face, which follows"), SIDE)
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._rest = QPushButton(self.tr("At rest now"), autoDefault=False)
        self._rest.setToolTip(self.tr("As your face is now, the photo's is as it was taken"))
        self._record = QPushButton(self.tr("Record"), autoDefault=False)
        self._record.setToolTip(self.tr("Keep how your face moves, for an animation; no picture of it is kept"))
        self._off = QPushButton(autoDefault=False)
        set_icon(self._off, "stop")
        self._rest.clicked.connect(self.rest_wanted)
        self._record.clicked.connect(self.record_wanted)
        self._off.clicked.connect(self.off_wanted)
        pictures, buttons, layout = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        pictures.addWidget(self._camera, 1)
        pictures.addWidget(self._driven, 1)
        buttons.addWidget(self._said, 1)
        for button in (self._rest, self._record, self._off):
            buttons.addWidget(button)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._light)
        layout.addLayout(pictures, 1)
        layout.addLayout(buttons)

    def show_view(self, view: AnimateView) -> None:
        if view.camera and self.isHidden():
            for picture in (self._camera, self._driven):
                picture.show_picture(None)
                picture.show_words(self.tr("Making the face ready…"))
            self._said.clear()
        self.setVisible(view.camera)
        self._light.setText(
            self.tr("● The camera is on, and how your face moves is recorded")
            if view.recording
            else self.tr("● The camera is on; nothing of it is kept")
        )
        self._record.setEnabled(not view.recording)
        self._off.setText(self.tr("Stop and use it") if view.recording else self.tr("Turn the camera off"))

    def show_seen(self, seen: Seen) -> None:
        """One picture of the camera, and what follows it."""
        self._camera.show_picture(seen.picture)
        self._driven.show_picture(seen.driven)
        if not seen.face:
            self._said.setText(self.tr("No face is seen; the photo's holds still."))
        elif seen.seconds:
            self._said.setText(self.tr("{seconds} s recorded").format(seconds=f"{seen.seconds:.1f}"))
        else:
            self._said.setText(self.tr("Look straight ahead, at rest, and press “At rest now”."))
