"""How much the edited face still looks like the person, and how well the model knows the face."""

from math import isinf

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout

from ganeditor.edits.swap import SwapEdit
from ganeditor.likeness import SAME_PERSON
from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.feature import Panel
from ganeditor.ui.session.view import View
from ganeditor.ui.widgets.gauge import DOUBTFUL, Gauge


class ReadoutPanel(Panel):
    """Updated when a slider is let go."""

    def __init__(self, _desk: Desk) -> None:
        super().__init__()
        tip = self.tr("Distance to the original face; above {limit} it counts as another person")
        limit = QLocale().toString(SAME_PERSON)
        self._gauge = Gauge(self.tr("Distance to the original face"), tip.format(limit=limit))
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setMinimumHeight(2 * self._sentence.fontMetrics().lineSpacing() + 2)
        self._quality = QLabel("–")
        self._quality.setToolTip(
            self.tr("How near the model's own picture is to the face: signal to noise, and similarity (1 is equal)")
        )
        form = QFormLayout()
        form.addRow(self.tr("Reconstruction"), self._quality)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 4, 9, 6)
        layout.setSpacing(3)
        layout.addWidget(self._gauge)
        layout.addWidget(self._sentence)
        layout.addLayout(form)

    def show_view(self, view: View) -> None:
        photo = view.photo
        distance = photo.distance if photo else None
        self._gauge.show_distance(distance)
        swap = photo.document.get(photo.chosen or "", SwapEdit) if photo else SwapEdit()
        self._sentence.setText(self._words(distance, not swap.neutral))
        figures = photo.figures if photo else None
        signal = "∞" if figures and isinf(figures.psnr) else f"{figures.psnr:.1f}" if figures else ""
        self._quality.setText(f"{signal} dB · SSIM {figures.ssim:.2f}" if figures else "–")

    def _words(self, distance: float | None, swapped: bool) -> str:
        if distance is None:
            return self.tr("Choose a face to see how much it still looks like the person.")
        if distance == 0:
            return self.tr("The face is as it was.")
        if distance < DOUBTFUL:
            return self.tr("It looks like the same person.")
        if distance < SAME_PERSON:
            return self.tr("The likeness is going; the person may still be recognised.")
        if swapped:
            return self.tr("It no longer looks like the same person, as another's face is on it.")
        return self.tr("It no longer looks like the same person; a smaller change keeps the likeness.")
