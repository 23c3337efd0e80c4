"""How much the edited face still looks like the person, and how well the model knows the face."""

from math import isinf

from PySide6.QtCore import QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from ganeditor.likeness import SAME_PERSON
from ganeditor.ui.session.desk import Desk
from ganeditor.ui.session.feature import Panel
from ganeditor.ui.session.view import View
from ganeditor.ui.theme import colours

DOUBTFUL = 0.4


class ReadoutPanel(Panel):
    """Updated when a slider is let go."""

    def __init__(self, _desk: Desk) -> None:
        super().__init__()
        self._gauge = Gauge()
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
        self._sentence.setText(self._words(distance))
        figures = photo.figures if photo else None
        signal = "∞" if figures and isinf(figures.psnr) else f"{figures.psnr:.1f}" if figures else ""
        self._quality.setText(f"{signal} dB · SSIM {figures.ssim:.2f}" if figures else "–")

    def _words(self, distance: float | None) -> str:
        if distance is None:
            return self.tr("Choose a face to see how much it still looks like the person.")
        if distance == 0:
            return self.tr("The face is as it was.")
        if distance < DOUBTFUL:
            return self.tr("It looks like the same person.")
        if distance < SAME_PERSON:
            return self.tr("The likeness is going; the person may still be recognised.")
        return self.tr("It no longer looks like the same person; a smaller change keeps the likeness.")


class Gauge(QWidget):
    """A bar from 0 to 1 with the limit of one person marked."""

    def __init__(self) -> None:
        super().__init__()
        self._distance: float | None = None
        self.setMinimumHeight(34)
        self.setAccessibleName(self.tr("Distance to the original face"))
        tip = self.tr("Distance to the original face; above {limit} it counts as another person")
        self.setToolTip(tip.format(limit=QLocale().toString(SAME_PERSON)))

    def sizeHint(self) -> QSize:
        return QSize(200, 34)

    def show_distance(self, distance: float | None) -> None:
        if distance != self._distance:
            self._distance = distance
            self.setAccessibleDescription("" if distance is None else f"{distance:.2f}")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        words = self.fontMetrics().horizontalAdvance("0.00") + 10
        bar = QRectF(1, 6, self.width() - words - 2, 8)
        painter.setBrush(QColor(colours().outline))
        painter.drawRoundedRect(bar, 4, 4)
        if self._distance:
            painter.setBrush(QColor(self._colour(self._distance)))
            painter.drawRoundedRect(QRectF(bar.x(), bar.y(), max(8.0, bar.width() * min(1.0, self._distance)), 8), 4, 4)
        mark = bar.x() + bar.width() * SAME_PERSON
        painter.setPen(self.palette().windowText().color())
        painter.drawLine(round(mark), 3, round(mark), 17)
        small = painter.font()
        small.setPointSizeF(small.pointSizeF() * 0.85)
        shown = "–" if self._distance is None else f"{self._distance:.2f}"
        painter.drawText(
            QRectF(bar.right(), 0, words, 20), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), shown
        )
        painter.setFont(small)
        painter.drawText(QRectF(mark - 30, 17, 60, 16), int(Qt.AlignmentFlag.AlignHCenter), f"{SAME_PERSON}")

    @staticmethod
    def _colour(distance: float) -> str:
        now = colours()
        return now.ok if distance < DOUBTFUL else now.warning if distance < SAME_PERSON else now.error
