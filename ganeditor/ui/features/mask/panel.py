"""The mask of the chosen face: classes and hands to paint with, its strokes, files, and the face that is to have it."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor.edits.mask import STRONGEST, WEAKEST, MaskEdit
from ganeditor.segments import SEGMENTS
from ganeditor.ui.features.mask.verbs import LARGEST, SMALLEST, Masking
from ganeditor.ui.features.mask.views import HAND_TIPS, Hand, MaskView
from ganeditor.ui.i18n import translated
from ganeditor.ui.session.feature import Panel
from ganeditor.ui.session.view import View
from ganeditor.ui.widgets.column import scrolled_column
from ganeditor.ui.widgets.controls import Amount, PictureView, push_button
from ganeditor.ui.widgets.said import SaidLabel

SWATCH = 16  # pixels
PICTURE_SIDE = 120


class MaskPanel(Panel):
    """While somebody sees it, the mask lies over the photo and the mouse paints it."""

    def __init__(self, verbs: Masking) -> None:
        super().__init__()
        self._verbs = verbs
        self._edit = MaskEdit()
        self.reason = QLabel()
        self.reason.setWordWrap(True)
        self.reason.setProperty("role", "muted")
        self.painting = QWidget()
        column = QVBoxLayout(self.painting)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._hands(), self._palette(), self._brush(), self._strokes()):
            column.addWidget(part)
        self.said = SaidLabel()
        column = QVBoxLayout(self)
        column.addWidget(scrolled_column(self.reason, self.painting), 1)
        for part in (self._search(), self._result(), self.said):  # in sight however low the window is
            column.addWidget(part)
        verbs.changed.connect(self.show_mask)
        self.show_mask(verbs.view)

    # --- parts ---------------------------------------------------------------------------------------------------

    def _hands(self) -> QWidget:
        """What the mouse does."""
        self.hands: dict[Hand, QToolButton] = {}
        group, place = QButtonGroup(self), QWidget()
        layout = QGridLayout(place)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for index, hand in enumerate(Hand):
            button = self.hands[hand] = QToolButton()
            button.setCheckable(True)
            button.setText(translated(hand.value, "Mask"))
            button.setToolTip(translated(HAND_TIPS[hand], "Mask"))
            button.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Fixed)
            button.clicked.connect(lambda _on, hand=hand: self._verbs.use(hand))
            group.addButton(button)
            layout.addWidget(button, index // 3, index % 3)
        return place

    def _palette(self) -> QWidget:
        """The classes in their colours."""
        self.classes: list[QToolButton] = []
        group, place = QButtonGroup(self), QWidget()
        layout = QGridLayout(place)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(2)
        for number, segment in enumerate(SEGMENTS):
            button = QToolButton(autoRaise=True)
            button.setCheckable(True)
            swatch = QPixmap(SWATCH, SWATCH)
            swatch.fill(QColor(*segment.colour))
            button.setIcon(QIcon(swatch))
            button.setIconSize(QSize(SWATCH, SWATCH))
            button.setText(translated(segment.label, "Mask"))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setSizePolicy(self.sizePolicy().Policy.Expanding, self.sizePolicy().Policy.Fixed)
            button.clicked.connect(lambda _on, number=number: self._verbs.choose(number))
            self.classes.append(button)
            group.addButton(button)
            layout.addWidget(button, number // 2, number % 2)
        return place

    def _brush(self) -> QWidget:
        view = self._verbs.view
        place = QWidget()
        form = QFormLayout(place)
        form.setContentsMargins(0, 0, 0, 0)
        name, tip = self.tr("Brush size"), self.tr("In pixels of the mask; [ and ] change it over the photo")
        self.size_amount = Amount(name, tip, SMALLEST, LARGEST, view.size, 0)
        self.size_amount.changed.connect(lambda size: self._verbs.resize(round(size)))
        form.addRow(name, self.size_amount)
        name, tip = self.tr("Opacity"), self.tr("How much of the photo the mask hides")
        self.opacity = Amount(name, tip, 0.1, 1.0, view.opacity)
        self.opacity.changed.connect(self._verbs.see)
        form.addRow(name, self.opacity)
        return place

    def _strokes(self) -> QWidget:
        """Undo, clear, show and files."""
        self.buttons = {
            "undo": push_button(self.tr("Undo"), self.tr("The last stroke; Z over the photo"), self._verbs.undo),
            "redo": push_button(
                self.tr("Redo"), self.tr("The stroke that was undone; Y over the photo"), self._verbs.redo
            ),
            "clear": push_button(self.tr("Clear"), self.tr("The face's own mask again"), self._verbs.clear),
            "show": push_button(self.tr("Hide"), self.tr("The photo without the mask, or with it"), self._show),
            "save": push_button(self.tr("Save mask…"), self.tr("As a PNG, for a paint program"), self._save),
            "load": push_button(self.tr("Load mask…"), self.tr("Go on with a saved mask"), self._load),
        }
        place = QWidget()
        layout = QGridLayout(place)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for index, button in enumerate(self.buttons.values()):
            button.setMinimumWidth(SWATCH)  # four stand beside each other, with a scroll bar too
            if index < 4:
                layout.addWidget(button, 0, 3 * index, 1, 3)
            else:
                layout.addWidget(button, 1, 6 * (index - 4), 1, 6)
        self.along = QPushButton(self.tr("From a direction"), autoDefault=False)
        self.along.setToolTip(self.tr("Paint what a kept direction does; Apply then fits it to this face"))
        self.along.setMenu(QMenu(self.along))
        layout.addWidget(self.along, 2, 0, 1, 12)
        return place

    def _search(self) -> QWidget:
        """Apply, and what comes of it on the way."""
        self.apply = push_button(
            self.tr("Apply the mask"),
            self.tr("Search for the face that has the painted mask"),
            partial(self._verbs.apply, False),
        )
        self.more = push_button(
            self.tr("More steps"), self.tr("Go on from what was found"), partial(self._verbs.apply, True)
        )
        self.running = QWidget()
        self.bar = QProgressBar(maximum=100)
        self.bar.setAccessibleName(self.tr("How far the search is"))
        self.stop = push_button(self.tr("Good enough"), self.tr("Take the face as it is now"), self._verbs.stop)
        self.cancel = push_button(self.tr("Cancel"), self.tr("Leave the face as it was"), self._verbs.give_up)
        self.picture = PictureView(self.tr("The face on its way"), PICTURE_SIDE)
        self.picture.setFixedHeight(PICTURE_SIDE)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        row.addWidget(self.cancel)
        inside = QVBoxLayout(self.running)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(row)
        inside.addWidget(self.picture)
        place, buttons = QWidget(), QHBoxLayout()
        buttons.addWidget(self.apply, 1)
        buttons.addWidget(self.more)
        layout = QVBoxLayout(place)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addLayout(buttons)
        layout.addWidget(self.running)
        return place

    def _result(self) -> QWidget:
        """How strongly, for how long, and for whom."""
        name, tip = self.tr("Strength"), self.tr("How much of the change is done; 0 is the photo")
        self.strength = Amount(name, tip, WEAKEST, STRONGEST, 1.0)
        self.strength.changed.connect(self._strengthen)
        self.strength.pressed.connect(self._verbs.begin_drag)
        self.strength.released.connect(self._verbs.end_drag)
        keep = push_button(
            self.tr("Keep as direction…"), self.tr("Make the change a slider for all photos"), self._keep
        )
        remove = push_button(self.tr("Remove"), self.tr("The face as it was; the mask stays"), self._verbs.remove)
        self.result = QWidget()
        buttons, form = QHBoxLayout(), QFormLayout()
        form.addRow(name, self.strength)
        buttons.addWidget(keep, 1)
        buttons.addWidget(remove)
        layout = QVBoxLayout(self.result)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)
        layout.addLayout(buttons)
        return self.result

    # --- showing -------------------------------------------------------------------------------------------------

    def show_view(self, view: View) -> None:
        photo = view.photo
        self._edit = photo.document.get(photo.chosen or "", MaskEdit) if photo else MaskEdit()
        blocked = self.strength.blockSignals(True)
        self.strength.set_value(self._edit.strength)
        self.strength.blockSignals(blocked)
        self._show_directions(view.labels)
        self.show_mask(self._verbs.view)

    def _show_directions(self, labels: Mapping[str, str]) -> None:
        menu = self.along.menu()
        self.along.setEnabled(bool(labels))
        if [action.data() for action in menu.actions()] != list(labels):
            menu.clear()
            for name, label in labels.items():
                menu.addAction(label, partial(self._verbs.along, name)).setData(name)

    def show_mask(self, view: MaskView) -> None:
        self.reason.setText(view.reason or self.tr("Choose a face, and its mask lies over the photo."))
        self.reason.setVisible(not view.painting)
        self.painting.setEnabled(view.painting)
        self.hands[view.hand].setChecked(True)
        self.classes[view.number].setChecked(True)
        for amount, value in ((self.size_amount, view.size), (self.opacity, view.opacity)):
            blocked = amount.blockSignals(True)
            amount.set_value(value)
            amount.blockSignals(blocked)
        idle = view.searching is None
        self.buttons["undo"].setEnabled(view.can_undo)
        self.buttons["redo"].setEnabled(view.can_redo)
        self.buttons["clear"].setEnabled(view.changed)
        self.buttons["show"].setText(self.tr("Hide") if view.shown else self.tr("Show"))
        self.apply.setEnabled(view.painting and view.changed and idle)
        self.more.setEnabled(view.painting and view.changed and idle and bool(self._edit.found))
        self.running.setVisible(not idle)
        self.bar.setValue(round(100 * (view.searching or 0)))
        self.picture.show_picture(view.picture)
        self.result.setEnabled(bool(self._edit.found) and idle)
        self.said.say(view.said, view.wrong)

    # --- wishes --------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        self._verbs.show_mask(not self._verbs.view.shown)

    def _strengthen(self, strength: float) -> None:
        if self._edit.found and strength != self._edit.strength:
            self._verbs.strengthen(strength)

    def _save(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, self.tr("Save the mask"), "mask.png", "PNG (*.png)")
        if path:
            self._verbs.save(Path(path).with_suffix(".png"))

    def _load(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Load a mask"), "", self.tr("Pictures (*.png *.bmp *.gif *.tif *.webp)")
        )
        if path:
            self._verbs.load(Path(path))

    def _keep(self) -> None:
        label, agreed = QInputDialog.getText(self, self.tr("Keep as direction"), self.tr("Name"))
        if agreed and label.strip():
            self._verbs.keep(label.strip())

    # --- events --------------------------------------------------------------------------------------------------

    def attend(self, on: bool) -> None:
        self._verbs.attend(on)
