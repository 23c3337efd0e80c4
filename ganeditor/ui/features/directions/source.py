"""SourceRow: what a boundary is trained from, as far as the model can serve it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from ganeditor.edits.attributes import attribute
from ganeditor.ui.features.directions.views import LEAST, MARKED, READOUT, REALISM, DirectionsView
from ganeditor.ui.i18n import translated


class SourceRow(QWidget):
    """Faces that are marked, one of the model's read-outs, or realism."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.source, self.readout = QComboBox(), QComboBox()
        self.source.setAccessibleName(self.tr("What the boundary is trained from"))
        marking = self.tr(
            "Mark faces that have what the slider should add (+), and faces that lack it (−): at least {least} of each."
        )
        self._explanations = {
            MARKED: marking.format(least=LEAST),
            READOUT: self.tr(
                "The model reads this off random faces, and the boundary parts the highest from the lowest. "
                "Nothing needs to be marked."
            ),
            REALISM: self.tr(
                "The model judges how real random faces look, and the boundary leads away from artefacts. "
                "Nothing needs to be marked; drawing the faces takes a while."
            ),
        }
        self.source.addItem(self.tr("faces you mark"), MARKED)
        self.source.addItem(self.tr("a read-out"), READOUT)
        self.source.addItem(self.tr("realism"), REALISM)
        self.readout.setAccessibleName(self.tr("Read-out that scores the faces"))
        self.readout.setToolTip(self.tr("What the model reads off a face, and scores random faces by"))
        self.readout.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.readout.hide()
        self.source.currentIndexChanged.connect(self._choose)
        label = QLabel(self.tr("Train from"))
        label.setBuddy(self.source)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (label, self.source, self.readout):
            row.addWidget(widget)

    @property
    def chosen(self) -> str:
        """MARKED, READOUT or REALISM."""
        return str(self.source.currentData())

    @property
    def explanation(self) -> str:
        """What a person has to do, and what happens then."""
        return self._explanations[self.chosen]

    def show_view(self, view: DirectionsView) -> None:
        self._fill(view)
        self._offer(READOUT, bool(view.readouts), self.tr("This model has no read-outs to score faces by."))
        self._offer(REALISM, view.judges_realism, self.tr("This model brings nothing to judge realism with."))
        item = self.source.currentIndex()
        self.source.setToolTip(self.source.itemData(item, Qt.ItemDataRole.ToolTipRole) or "")

    def _offer(self, source: str, possible: bool, reason: str) -> None:
        model, row = self.source.model(), self.source.findData(source)
        if possible != bool(model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsEnabled):
            # The role by which an item is enabled has no name in Qt; see QStandardItem.setEnabled.
            self.source.setItemData(row, None if possible else 0, Qt.ItemDataRole.UserRole - 1)
        self.source.setItemData(row, None if possible else reason, Qt.ItemDataRole.ToolTipRole)

    def _fill(self, view: DirectionsView) -> None:
        if list(view.readouts) == [self.readout.itemData(row) for row in range(self.readout.count())]:
            return
        self.readout.clear()
        for name in view.readouts:
            self.readout.addItem(translated(attribute(name).label), name)

    def _choose(self) -> None:
        self.readout.setVisible(self.chosen == READOUT)
        self.changed.emit()
