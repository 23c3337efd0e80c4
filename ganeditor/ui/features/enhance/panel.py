"""The photo enlarged: to which size, by which network and how strongly, what it costs, and a part to look at before."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ganeditor.edits.enhance import LARGEST_SIDE, SCALES, EnhanceEdit
from ganeditor.edits.finish import FinishEdit
from ganeditor.ui.features.enhance.verbs import Enhancing
from ganeditor.ui.features.enhance.views import EnhanceView, Tried
from ganeditor.ui.features.enhance.work import TRIED_WH
from ganeditor.ui.session.feature import Panel
from ganeditor.ui.session.view import View
from ganeditor.ui.widgets.column import scrolled_column
from ganeditor.ui.widgets.controls import Amount, PictureView, push_button
from ganeditor.ui.widgets.progress_row import ProgressRow
from ganeditor.ui.widgets.said import SaidLabel

LONG_SECONDS = 60
FIRST_SIZE = (1920, 1080)


class EnhancePanel(Panel):
    """Finds out what a network costs only while somebody sees it."""

    def __init__(self, verbs: Enhancing) -> None:
        super().__init__()
        self._verbs = verbs
        self._photo_wh = (0, 0)
        self._tried: Tried | None = None  # that is shown
        self.cost = QLabel()
        self.cost.setWordWrap(True)
        self.cost.setProperty("role", "muted")
        self.sharp = QCheckBox(self.tr("Generated parts as sharp as the photo"))
        self.sharp.setToolTip(
            self.tr("Where the chosen face is larger than the generator's picture, that is enlarged and gets grain")
        )
        self.sharp.clicked.connect(verbs.sharpen)
        self.progress = ProgressRow()
        self.progress.cancelled.connect(verbs.cancel)
        self.said = SaidLabel()
        layout = QVBoxLayout(self)
        self._column = scrolled_column(self._choices(), self.cost, self.sharp, self._part())
        layout.addWidget(self._column, 1)
        for part in (self._buttons(), self.progress, self.said):
            layout.addWidget(part)
        verbs.changed.connect(self.show_enhance)
        self.show_enhance(verbs.view)

    # --- parts ---------------------------------------------------------------------------------------------------

    def _choices(self) -> QWidget:
        self.size_box = QComboBox()
        for scale in SCALES:
            self.size_box.addItem(f"×{scale}", scale)
        self.size_box.addItem(self.tr("To a size"), 0)
        self.size_box.activated.connect(lambda _index: self._choose())
        self.sides = [QSpinBox(minimum=1, maximum=LARGEST_SIDE, value=side, suffix=" px") for side in FIRST_SIZE]
        sized = QHBoxLayout()
        for side, name in zip(self.sides, (self.tr("Width"), self.tr("Height")), strict=True):
            side.setKeyboardTracking(False)
            side.setAccessibleName(name)
            side.setToolTip(self.tr("The photo is fitted into it, its proportions kept"))
            side.valueChanged.connect(lambda _side: self._choose())
            sized.addWidget(side)
        self.sized = QWidget()
        sized.setContentsMargins(0, 0, 0, 0)
        self.sized.setLayout(sized)
        self.model_box = QComboBox()
        self.model_box.activated.connect(lambda _index: self._choose())
        name, tip = self.tr("Strength"), self.tr("0 is the plain enlargement, 1 the network's own")
        self.strength = Amount(name, tip, 0.0, 1.0, 1.0)
        self.strength.changed.connect(lambda _strength: self._choose())
        denoise, tip = self.tr("Denoise"), self.tr("0 leaves the photo's noise, 1 takes it away")
        self.denoise = Amount(denoise, tip, 0.0, 1.0, 1.0)
        self.denoise.changed.connect(lambda _share: self._choose())
        place = QWidget()
        form = self._form = QFormLayout(place)
        form.setContentsMargins(0, 0, 0, 0)
        for label, box in ((self.tr("Size"), self.size_box), (self.tr("Network"), self.model_box)):
            box.setAccessibleName(label)
            form.addRow(label, box)
            if box is self.size_box:
                form.addRow(self.sized)
        form.addRow(name, self.strength)
        form.addRow(denoise, self.denoise)
        self.faces = QCheckBox(self.tr("Only faces by the network"))
        self.faces.setToolTip(self.tr("All else is enlarged plainly, which is quicker"))
        self.faces.clicked.connect(lambda _on: self._choose())
        form.addRow(self.faces)
        return place

    def _part(self) -> QWidget:
        """A part of the photo in its new size, plain and by the network."""
        self.attempt = push_button(
            self.tr("Try on a part"),
            self.tr("The middle of the chosen face, or of the photo, as large as it would be"),
            self._verbs.attempt,
        )
        self.captions = [QLabel(self.tr("Plain")), QLabel(self.tr("By the network"))]
        self.pictures = [PictureView(caption.text(), TRIED_WH[1]) for caption in self.captions]
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.attempt)
        for caption, picture in zip(self.captions, self.pictures, strict=True):
            caption.setProperty("role", "muted")
            picture.setMaximumSize(*TRIED_WH)
            picture.setMinimumHeight(TRIED_WH[1])
            column.addWidget(caption)
            column.addWidget(picture)
        return place

    def _buttons(self) -> QWidget:
        self.enlarge = push_button(
            self.tr("Enlarge the photo"), self.tr("Work out the whole photo"), self._verbs.enlarge
        )
        self.remove = push_button(self.tr("Its own size"), self.tr("Take the enlargement back"), self._verbs.remove)
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.enlarge, 1)
        row.addWidget(self.remove)
        return place

    # --- showing -------------------------------------------------------------------------------------------------

    def show_view(self, view: View) -> None:
        photo = view.photo
        self._photo_wh = (photo.document.photo.width, photo.document.photo.height) if photo else (0, 0)
        edit = photo.document.get(None, EnhanceEdit) if photo else EnhanceEdit()
        finish = photo.document.get(photo.chosen or "", FinishEdit) if photo else FinishEdit()
        self.sharp.setChecked(finish.neutral)
        self.sharp.setEnabled(photo is not None and photo.chosen is not None)
        self.remove.setEnabled(not edit.neutral)
        self.show_enhance(self._verbs.view)

    def show_enhance(self, view: EnhanceView) -> None:
        choice, idle = view.choice, view.working is None
        self._show_choice(choice, view.models)
        self._show_denoising(view)
        self.cost.setText(self._about(view))
        for caption, picture in zip(self.captions, self.pictures, strict=True):
            caption.setVisible(view.tried is not None)
            picture.setVisible(view.tried is not None)
        if view.tried and view.tried is not self._tried:
            QTimer.singleShot(0, self, lambda: self._column.ensureWidgetVisible(self.pictures[1]))  # once laid out
            self.pictures[0].show_picture(view.tried.plain)
            self.pictures[1].show_picture(view.tried.made)
        self._tried = view.tried
        for button in (self.attempt, self.enlarge):
            button.setEnabled(idle and bool(self._photo_wh[0]))
        self.progress.show_progress(view.working, view.doing)
        self.said.say(view.said, view.wrong)

    def _show_choice(self, choice: EnhanceEdit, models: tuple[str, ...]) -> None:
        boxes = (self.size_box, self.model_box, self.strength, *self.sides)
        blocked = [box.blockSignals(True) for box in boxes]
        self.size_box.setCurrentIndex(self.size_box.findData(choice.scale))
        self.sized.setVisible(not choice.scale)
        if choice.width:
            self.sides[0].setValue(choice.width)
            self.sides[1].setValue(choice.height)
        names = list(dict.fromkeys((*models, choice.model)))
        if [self.model_box.itemText(index) for index in range(self.model_box.count())] != names:
            self.model_box.clear()
            self.model_box.addItems(names)
        self.model_box.setCurrentText(choice.model)
        self.strength.set_value(choice.strength)
        self.faces.setChecked(choice.faces)
        for box, was in zip(boxes, blocked, strict=True):
            box.blockSignals(was)

    def _show_denoising(self, view: EnhanceView) -> None:
        """Only of a pair of networks there is a choice."""
        self._form.setRowVisible(self.denoise, view.denoises is not None)
        blocked = self.denoise.blockSignals(True)
        self.denoise.set_value(view.choice.denoise if view.choice.denoise is not None else view.denoises or 0.0)
        self.denoise.blockSignals(blocked)

    def _about(self, view: EnhanceView) -> str:
        """What comes out, and how long it takes."""
        width, height = self._photo_wh
        choice = view.choice
        if not width:
            return ""
        factor = choice.scale or min(choice.width / width, choice.height / height)
        size = self.tr("{width} × {height} pixels").format(width=round(width * factor), height=round(height * factor))
        if view.seconds is None:
            return size
        if view.seconds > LONG_SECONDS:
            about = self.tr("about {minutes} min on this computer")
            return f"{size}, {about.format(minutes=round(view.seconds / 60))}"
        about = self.tr("about {seconds} s on this computer")
        return f"{size}, {about.format(seconds=max(1, round(view.seconds)))}"

    # --- wishes --------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        scale = self.size_box.currentData()
        width, height = (0, 0) if scale else (box.value() for box in self.sides)
        model, strength, faces = self.model_box.currentText(), round(self.strength.value, 2), self.faces.isChecked()
        denoise = round(self.denoise.value, 2) if self._verbs.view.denoises is not None else None
        self._verbs.choose(EnhanceEdit(scale, width, height, strength, model, faces, denoise))

    # --- events --------------------------------------------------------------------------------------------------

    def attend(self, on: bool) -> None:
        self._verbs.attend(on)
