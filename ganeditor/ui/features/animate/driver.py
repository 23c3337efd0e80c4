"""DriverForm: whom a face follows, in what, and how far."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ganeditor.project.animation import DRIVEN
from ganeditor.project.clips.clip import CLIP_SUFFIXES
from ganeditor.ui.features.animate.views import AnimateView
from ganeditor.ui.i18n import QT_TRANSLATE_NOOP

LABELS = {
    "pose": QT_TRANSLATE_NOOP("DriverForm", "Head"),
    "gaze": QT_TRANSLATE_NOOP("DriverForm", "Gaze"),
    "lids": QT_TRANSLATE_NOOP("DriverForm", "Lids"),
    "brows": QT_TRANSLATE_NOOP("DriverForm", "Brows"),
    "mouth": QT_TRANSLATE_NOOP("DriverForm", "Mouth"),
}
"""Of DRIVEN."""

COLUMNS = 3


class DriverForm(QWidget):
    """Part of the form for animations."""

    choice_changed = Signal()
    file_chosen = Signal(Path)
    camera_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._folder = ""
        self._file = QPushButton(self.tr("Video…"), autoDefault=False)
        self._file.setToolTip(self.tr("Follow the largest face in a video file"))
        self._file.clicked.connect(self._ask_which)
        self._camera = QPushButton(self.tr("Camera"), autoDefault=False)
        self._camera.setToolTip(self.tr("Turn the camera on and follow whom it sees, as in a mirror"))
        self._camera.clicked.connect(self.camera_wanted)
        self._name = QLabel()
        self._name.setWordWrap(True)
        self._ticks = {part: QCheckBox(QCoreApplication.translate("DriverForm", LABELS[part])) for part in DRIVEN}
        self._strength = QSpinBox(maximum=200, singleStep=10, value=100)
        self._strength.setSuffix(" %")
        self._strength.setKeyboardTracking(False)
        self._strength.setAccessibleName(self.tr("How far it follows"))
        self._strength.setToolTip(self.tr("100 % moves as far as the driver; heads turn 18° at most"))
        self._sound = QCheckBox(self.tr("Sound of the video, in MP4"))
        self._sound.setChecked(True)
        consent = QLabel(self.tr("Do this only with people who agree to it."))
        consent.setProperty("role", "muted")
        consent.setWordWrap(True)
        sources, strength, parts = QHBoxLayout(), QHBoxLayout(), QGridLayout()
        for button in (self._file, self._camera):
            sources.addWidget(button)
        strength.addWidget(QLabel(self.tr("How far")))
        strength.addWidget(self._strength, 1)
        for place, tick in enumerate(self._ticks.values()):
            tick.setChecked(True)
            tick.toggled.connect(self.choice_changed)
            parts.addWidget(tick, *divmod(place, COLUMNS))
        self._strength.valueChanged.connect(self.choice_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(sources)
        layout.addWidget(self._name)
        layout.addLayout(parts)
        layout.addLayout(strength)
        layout.addWidget(self._sound)
        layout.addWidget(consent)

    @property
    def parts(self) -> tuple[str, ...]:
        """What follows, of DRIVEN."""
        return tuple(part for part, tick in self._ticks.items() if tick.isChecked())

    @property
    def strength(self) -> float:
        """1 moves as far as the driver."""
        return self._strength.value() / 100

    @property
    def sound(self) -> bool:
        """Whether the driver's comes along."""
        return self._sound.isChecked()

    def show_view(self, view: AnimateView) -> None:
        name = view.driver
        if view.reading is not None:
            name = self.tr("Reading {name}: {share}").format(name=name, share=f"{view.reading:.0%}")
        self._name.setText(name)
        self._name.setVisible(bool(name))
        self._sound.setVisible(view.sounds)
        for widget in (self._file, self._camera):
            widget.setEnabled(not view.camera)

    def _ask_which(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in CLIP_SUFFIXES)
        kinds = self.tr("Videos ({patterns})").format(patterns=patterns)
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("A video with the face to follow"), self._folder, kinds)
        if name:
            self._folder = str(Path(name).parent)
            self.file_chosen.emit(Path(name))
