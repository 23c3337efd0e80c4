"""The small view of a running inversion: the face, the reconstruction that converges to it, time left and a button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ganeditor.ui.widgets.qimage import to_qimage
from ganeditor.ui.widgets.values import InversionView, Thumbnail

SIDE = 92  # pixels


class InversionOverlay(QFrame):
    """Lies over the canvas while an inversion runs."""

    stopped = Signal()  # good enough

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("inversion")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._target, self._image = QLabel(), QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName(self.tr("Progress of learning the face"))
        self._text = QLabel()
        self._stop = QPushButton(self.tr("Good enough"))
        self._stop.setToolTip(self.tr("Stop here and take what has been found so far"))
        self._stop.clicked.connect(self.stopped)
        pictures = QHBoxLayout()
        for label, name in (
            (self._target, self.tr("The face")),
            (self._image, self.tr("What the model has learnt of it")),
        ):
            label.setFixedSize(SIDE, SIDE)
            label.setToolTip(name)
            label.setAccessibleName(name)
            pictures.addWidget(label)
        row = QHBoxLayout()
        row.addWidget(self._text, 1)
        row.addWidget(self._stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addWidget(QLabel(self.tr("Learning the face…")))
        layout.addLayout(pictures)
        layout.addWidget(self._bar)
        layout.addLayout(row)
        self.hide()

    def show_inversion(self, inversion: InversionView | None) -> None:
        self.setVisible(inversion is not None)
        if inversion is None:
            return
        self._bar.setValue(round(1000 * inversion.fraction))
        left = inversion.seconds_left
        self._text.setText("" if left is None else self.tr("{seconds} s left").format(seconds=max(1, round(left))))
        for label, picture in ((self._target, inversion.target), (self._image, inversion.image)):
            if picture is not None:
                label.setPixmap(_scaled(picture, self.devicePixelRatioF()))
        self.adjustSize()


def _scaled(picture: Thumbnail, ratio: float) -> QPixmap:
    side = round(SIDE * ratio)
    smooth = Qt.TransformationMode.SmoothTransformation
    pixmap = QPixmap.fromImage(to_qimage(picture)).scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
