"""InterpolationStrip: pictures on the way from the chosen face to the second one."""

from PySide6.QtWidgets import QCheckBox, QGroupBox, QHBoxLayout, QPushButton, QVBoxLayout

from ganeditor.ui.features.generate.verbs import Generating
from ganeditor.ui.features.generate.views import STRIP, GenerateView
from ganeditor.ui.widgets.controls import PictureView

SIDE = 46  # pixels


class InterpolationStrip(QGroupBox):
    """Empty until it is asked for."""

    def __init__(self, verbs: Generating) -> None:
        super().__init__()
        self.setTitle(self.tr("From the chosen to the second face"))
        self._pictures = [PictureView(self.tr("Step {number}").format(number=n + 1), SIDE) for n in range(STRIP)]
        self._turning = QCheckBox(self.tr("on a sphere in Z"))
        self._turning.setToolTip(
            self.tr("Through faces as likely as random ones; only between two random faces. Otherwise straight in W")
        )
        self._show = QPushButton(self.tr("Show the way"), autoDefault=False)
        self._show.setToolTip(self.tr("Pictures between the chosen and the second face"))
        self._show.clicked.connect(lambda: verbs.interpolate(self._turning.isChecked() and self._turning.isEnabled()))
        row = QHBoxLayout()
        row.setSpacing(2)
        for picture in self._pictures:
            picture.setFixedHeight(SIDE)
            picture.setMinimumWidth(SIDE // 2)
            row.addWidget(picture, 1)
        below = QHBoxLayout()
        below.addWidget(self._show)
        below.addWidget(self._turning)
        below.addStretch()
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addLayout(below)

    def show_view(self, view: GenerateView) -> None:
        self._show.setEnabled(view.chosen is not None and view.second is not None)
        self._turning.setEnabled(view.can_turn)
        for index, picture in enumerate(self._pictures):
            picture.show_picture(view.strip[index] if view.strip else None)
