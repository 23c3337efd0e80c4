"""ResultsBox: whose face is edited, where results go, and as what they are written."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QFormLayout, QGroupBox, QSpinBox

from ganeditor.likeness import PERSON
from ganeditor.project.recipe import ALL, LARGEST
from ganeditor.ui.dialogs.export import LOSSY, SUFFIXES
from ganeditor.ui.features.queue.texts import whom
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
        self.faces = QComboBox()
        self.faces.setToolTip(self.tr("Whose face is edited; people have names once you gave them some in People"))
        self.faces.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.faces.activated.connect(lambda _row: verbs.choose_faces(self.faces.currentData()))
        form = QFormLayout(self)
        form.addRow(self.folder)
        for text, widget in (
            (self.tr("Whose face"), self.faces),
            (self.tr("Format"), self.format),
            (self.tr("Quality"), self.quality),
        ):
            widget.setAccessibleName(text)
            form.addRow(text, widget)

    def show_view(self, view: QueueView) -> None:
        queue = view.queue
        self._show_faces(view)
        with QSignalBlocker(self.folder), QSignalBlocker(self.quality):
            if self.folder.path != queue.results:
                self.folder.choose(queue.results)
            self.format.setCurrentIndex(self.format.findData(queue.suffix))
            self.quality.setValue(queue.quality or 0)
        self.quality.setEnabled(queue.suffix in ("", *LOSSY))
        self.setEnabled(not view.running)

    def _show_faces(self, view: QueueView) -> None:
        chosen = view.queue.faces
        people = [PERSON + name for name in view.people]
        offered = ["", LARGEST, ALL, *people, *([chosen] if chosen.startswith(PERSON) and chosen not in people else [])]
        if [self.faces.itemData(row) for row in range(self.faces.count())] != offered:
            self.faces.clear()
            for faces in offered:
                self.faces.addItem(whom(faces) if faces else self.tr("as the recipe says"), faces)
        self.faces.setCurrentIndex(self.faces.findData(chosen))

    def _choose(self) -> None:
        self._verbs.choose_format(self.format.currentData(), self.quality.value() or None)
