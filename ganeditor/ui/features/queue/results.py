"""ResultsBox: where results go, and as what they are written."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QFormLayout, QGroupBox, QSpinBox

from ganeditor.ui.dialogs.export import LOSSY, SUFFIXES
from ganeditor.ui.features.queue.verbs import Queueing
from ganeditor.ui.features.queue.views import QueueView
from ganeditor.ui.widgets.path_row import PathRow


class ResultsBox(QGroupBox):
    """What is changed holds for all photos that still wait; while one is at work nothing can be."""

    def __init__(self, verbs: Queueing) -> None:
        super().__init__()
        self.setTitle(self.tr("Results"))
        self._verbs = verbs
        self.folder = PathRow(self.tr("Folder for the results"))
        self.folder.setToolTip(self.tr("Each recipe's results go into a folder of its name in this one"))
        self.folder.chosen.connect(verbs.choose_results)
        self.format = QComboBox()
        self.format.addItem(self.tr("as the photo"), "")
        for name, suffix in SUFFIXES.items():
            self.format.addItem(name, suffix)
        self.format.activated.connect(self._choose)
        self.quality = QSpinBox(minimum=0, maximum=100)
        self.quality.setSpecialValueText(self.tr("as the photo"))
        self.quality.setToolTip(self.tr("Of JPEG, WebP and AVIF, from 1 to 100"))
        self.quality.valueChanged.connect(self._choose)
        form = QFormLayout(self)
        for text, widget in (
            (self.tr("Folder"), self.folder),
            (self.tr("Format"), self.format),
            (self.tr("Quality"), self.quality),
        ):
            widget.setAccessibleName(text)
            form.addRow(text, widget)

    def show_view(self, view: QueueView) -> None:
        queue = view.queue
        with QSignalBlocker(self.folder), QSignalBlocker(self.quality):
            if self.folder.path != queue.results:
                self.folder.choose(queue.results)
            self.format.setCurrentIndex(self.format.findData(queue.suffix))
            self.quality.setValue(queue.quality or 0)
        self.quality.setEnabled(queue.suffix in ("", *LOSSY))
        self.setEnabled(not view.running)

    def _choose(self) -> None:
        self._verbs.choose_format(self.format.currentData(), self.quality.value() or None)
