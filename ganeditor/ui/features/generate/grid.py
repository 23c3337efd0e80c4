"""FaceGrid: the made faces as thumbnails, with the scores of a discriminator; it fills as they are computed."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from ganeditor.ui.features.generate.views import GenerateView, Sample
from ganeditor.ui.theme import colours
from ganeditor.ui.widgets.icons import picture_icon
from ganeditor.ui.widgets.qimage import to_qimage

SIDE = 100  # pixels
FINE = 2 * SIDE  # for screens of two pixels a point


class FaceGrid(QListWidget):
    """A click, or the arrow keys, choose a face."""

    face_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Sample, ...] = ()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setGridSize(QSize(SIDE + 14, SIDE + self.fontMetrics().height() + 16))
        self.setAccessibleName(self.tr("Generated faces"))
        self.currentRowChanged.connect(self._choose)

    def show_view(self, view: GenerateView) -> None:
        with QSignalBlocker(self):
            if len(view.samples) != self.count():
                self.clear()
                self._shown = ()
                for _sample in view.samples:
                    QListWidgetItem(self)
            for row, sample in enumerate(view.samples):
                if row >= len(self._shown) or self._shown[row] is not sample:
                    self._fill(self.item(row), sample, view.judged)
                if self.isRowHidden(row) != (row in view.hidden):  # each call has all items laid out anew
                    self.setRowHidden(row, row in view.hidden)
            self._shown = view.samples
            if view.chosen is not None and view.chosen != self.currentRow():
                self.setCurrentRow(view.chosen)

    def _fill(self, item: QListWidgetItem, sample: Sample, judged: bool) -> None:
        if sample.picture is None:
            pixmap = QPixmap(FINE, FINE)
            pixmap.fill(QColor(colours().raised))
        else:
            pixmap = QPixmap.fromImage(to_qimage(sample.picture)).scaled(
                FINE, FINE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        item.setIcon(picture_icon(pixmap))
        if judged and sample.realism is not None:
            score = f"{sample.realism:.2f}"
            tip = self.tr("{name}, realism {score}: the higher, the more plausible")
            item.setText(score)
            item.setToolTip(tip.format(name=sample.name, score=score))
        else:
            item.setText("" if judged else sample.name)
            item.setToolTip(sample.name)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, item.toolTip())

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.face_chosen.emit(row)
