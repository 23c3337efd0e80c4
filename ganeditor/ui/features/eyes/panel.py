"""The eyes of the chosen face: how open they are, sliders to open, close and turn them, and eyes from another photo."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ganeditor.edits.eyes import EyesEdit
from ganeditor.ui.features.eyes.exemplar import ExemplarBox
from ganeditor.ui.features.eyes.sliders import EyeSliders
from ganeditor.ui.features.eyes.verbs import CLOSED_BELOW, OpeningEyes
from ganeditor.ui.features.eyes.views import EyesView, EyeView
from ganeditor.ui.i18n import translated
from ganeditor.ui.session.feature import Panel
from ganeditor.ui.session.opening import paths_in
from ganeditor.ui.session.view import View
from ganeditor.ui.widgets.column import scrolled_column
from ganeditor.ui.widgets.controls import PictureView
from ganeditor.ui.widgets.said import SaidLabel

EYE_HEIGHT = 42  # pixels of a thumbnail


class EyesPanel(Panel):
    """Looks at the eyes only while somebody sees it. A photo can be dropped on it."""

    def __init__(self, verbs: OpeningEyes) -> None:
        super().__init__()
        self._verbs = verbs
        self.eyes = EyesTable()
        self.reason = QLabel()
        self.reason.setWordWrap(True)
        self.reason.setProperty("role", "muted")
        self.sliders = EyeSliders()
        self.sliders.wanted.connect(verbs.change)
        self.sliders.pressed.connect(verbs.begin_drag)
        self.sliders.released.connect(verbs.end_drag)
        self.exemplar = ExemplarBox(verbs)
        self.said = SaidLabel()
        self.all = QPushButton(self.tr("Open all eyes from…"), autoDefault=False)
        self.all.setToolTip(self.tr("For every closed eye in this photo, the best open one in a folder of photos"))
        self.all.clicked.connect(lambda: verbs.show_group())
        parts = self.eyes, self.reason, self.sliders, self.exemplar, self.said, self._limit_row()
        layout = QVBoxLayout(self)
        layout.addWidget(scrolled_column(*parts), 1)
        layout.addWidget(self.all)
        self.setAcceptDrops(True)
        verbs.changed.connect(self.show_eyes)
        self.show_eyes(verbs.view)

    def _limit_row(self) -> QWidget:
        """The threshold, which is a setting."""
        self.limit = QSpinBox(minimum=CLOSED_BELOW.low, maximum=CLOSED_BELOW.high, suffix=" %")
        self.limit.setKeyboardTracking(False)
        self.limit.valueChanged.connect(self._verbs.limit)
        self.limit.setAccessibleName(self.tr("Closed below"))
        tip = self.tr("Height of the opening, in its width, below which an eye counts as closed")
        self.limit.setToolTip(tip)
        self.basis = QLabel()
        self.basis.setProperty("role", "muted")
        self.basis.setWordWrap(True)
        label = QLabel(self.tr("Closed below"))
        label.setBuddy(self.limit)
        label.setToolTip(tip)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label)
        layout.addWidget(self.limit)
        layout.addWidget(self.basis, 1)
        return row

    def show_view(self, view: View) -> None:
        photo = view.photo
        edit = photo.document.get(photo.chosen or "", EyesEdit) if photo else EyesEdit()
        self.sliders.show_edit(edit)
        others = [(tab.number, tab.name) for tab in view.tabs if photo and tab.number != photo.number]
        self.exemplar.show_edit(edit, others)
        self.all.setEnabled(photo is not None and bool(photo.faces))
        self._enable()

    def show_eyes(self, view: EyesView) -> None:
        looked = view.looked
        self.eyes.show_eyes(looked.eyes)
        self.reason.setText(looked.reason)
        self.reason.setVisible(bool(looked.reason))
        blocked = self.limit.blockSignals(True)
        self.limit.setValue(self._verbs.closed_below)
        self.limit.blockSignals(blocked)
        by_person = self.tr("{percent} % by this person's other photos")
        self.basis.setText(by_person.format(percent=round(100 * looked.closed_below)) if looked.by_person else "")
        self.exemplar.show_eyes(view)
        self.said.say(view.said, view.wrong)
        self._enable()

    def _enable(self) -> None:
        usable = self._verbs.view.looked.eyes is not None
        self.sliders.setEnabled(usable)
        self.exemplar.setEnabled(usable)

    # --- events --------------------------------------------------------------------------------------------------

    def attend(self, on: bool) -> None:
        self._verbs.attend(on)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.exemplar.isEnabled() and paths_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = paths_in(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self._verbs.take_from(paths[0])


class EyesTable(QWidget):
    """Both eyes, each before and after, as they stand in the picture."""

    def __init__(self) -> None:
        super().__init__()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.setColumnMinimumWidth(2, 6)
        self.words: list[tuple[QLabel, QLabel]] = []
        self.pictures: list[tuple[PictureView, PictureView]] = []
        for index, heading in enumerate((self.tr("Left in the picture"), self.tr("Right in the picture"))):
            title = QLabel(heading)
            title.setProperty("role", "muted")
            title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(title, 0, 3 * index, 1, 2)
            names = (self.tr("{eye}, before").format(eye=heading), self.tr("{eye}, after").format(eye=heading))
            self.pictures.append((PictureView(names[0], EYE_HEIGHT), PictureView(names[1], EYE_HEIGHT)))
            self.words.append((QLabel(), QLabel()))
            for column, (picture, words) in enumerate(zip(self.pictures[-1], self.words[-1], strict=True), 3 * index):
                picture.setFixedHeight(EYE_HEIGHT)
                picture.setToolTip(names[column - 3 * index])
                words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                layout.addWidget(picture, 1, column)
                layout.addWidget(words, 2, column)

    def show_eyes(self, eyes: tuple[EyeView, EyeView] | None) -> None:
        for index, (pictures, words) in enumerate(zip(self.pictures, self.words, strict=True)):
            sights = (eyes[index].before, eyes[index].after) if eyes else (None, None)
            for sight, picture, label in zip(sights, pictures, words, strict=True):
                picture.show_picture(sight.picture if sight else None)
                state = f"{translated(sight.lids.value, 'Eyes')}\n{100 * sight.open:.0f} %" if sight else "–\n"
                label.setText(state)
                picture.setAccessibleDescription(state)
