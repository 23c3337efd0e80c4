"""ExemplarBox: eyes from another photo, chosen or dropped, and how they are put in."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor.edits.eyes import GAZES, SIDES, EyesEdit
from ganeditor.likeness import SAME_PERSON
from ganeditor.project.folders import PICTURES
from ganeditor.ui.features.eyes.verbs import OpeningEyes
from ganeditor.ui.features.eyes.views import Exemplar, EyesView
from ganeditor.ui.widgets.controls import Amount, PictureView
from ganeditor.ui.widgets.progress_row import ProgressRow

FACE_SIDE = 64  # pixels


class ExemplarBox(QGroupBox):
    """Where the eyes come from, which of them, and how."""

    def __init__(self, verbs: OpeningEyes) -> None:
        super().__init__()
        self.setTitle(self.tr("From another photo"))
        self._verbs = verbs
        self._edit, self._painters = EyesEdit(), tuple[str, ...]()
        self.choose = QPushButton(self.tr("Choose a photo…"), autoDefault=False)
        self.choose.setToolTip(self.tr("A photo of the same person with open eyes; it can be dropped here, too"))
        self.menu = QMenu(self.choose)
        self.choose.setMenu(self.menu)
        self.remove = QPushButton(self.tr("Remove"), autoDefault=False)
        self.remove.setToolTip(self.tr("Take the other photo's eyes out again"))
        self.remove.clicked.connect(lambda: self._want(replace(self._edit, exemplar=""), self.tr("Own eyes")))
        self.source = QLabel()
        self.source.setWordWrap(True)
        self.picture = PictureView(self.tr("The face whose eyes are taken"), FACE_SIDE)
        self.picture.setFixedSize(FACE_SIDE, FACE_SIDE)
        self.question = DoubtBox(verbs)
        self.running = ProgressRow()
        self.running.cancelled.connect(lambda: verbs.cancel())
        buttons, chosen = QHBoxLayout(), QHBoxLayout()
        buttons.addWidget(self.choose, 1)
        buttons.addWidget(self.remove)
        chosen.addWidget(self.picture)
        chosen.addWidget(self.source, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(buttons)
        layout.addWidget(self.question)
        layout.addWidget(self.running)
        layout.addLayout(chosen)
        layout.addWidget(self._choices())

    def _choices(self) -> QWidget:
        """How the eyes of the exemplar are put in."""
        self.choices = QWidget()
        self.sides = {
            side: QCheckBox(text) for side, text in zip(SIDES, (self.tr("Left"), self.tr("Right")), strict=True)
        }
        both = QHBoxLayout()
        for tick in self.sides.values():
            tick.setToolTip(self.tr("Which eye of this picture is replaced"))
            tick.toggled.connect(self._take)
            both.addWidget(tick)
        both.addStretch()
        self.amounts = {
            "amount": self._amount(self.tr("Amount"), self.tr("How much of the other photo's eyes is seen"), 1.0),
            "feather": self._amount(self.tr("Feather"), self.tr("How softly they go over into the face"), 0.5),
            "light": self._amount(
                self.tr("Match the light"), self.tr("How much they take on the light of this photo"), 1.0
            ),
        }
        for name, control in self.amounts.items():
            control.changed.connect(partial(self._set_amount, name))
            control.pressed.connect(self._verbs.begin_drag)
            control.released.connect(self._verbs.end_drag)
        self.gaze = QComboBox()
        self.gaze.setAccessibleName(self.tr("Gaze"))
        for gaze, text in zip(GAZES, (self.tr("as there"), self.tr("with this head's pose")), strict=True):
            self.gaze.addItem(text, gaze)
        self.gaze.setToolTip(self.tr("Where the eyes look: as in the other photo, or turned as this head is"))
        self.gaze.activated.connect(
            lambda: self._want(replace(self._edit, gaze=self.gaze.currentData()), self.tr("Gaze of the other photo"))
        )
        self.painter = QComboBox()
        self.painter.setAccessibleName(self.tr("Fitted by"))
        self.painter.setToolTip(self.tr("What makes them one with the face: a search, or a network you have trained"))
        self.painter.activated.connect(lambda: self._verbs.fit_by(self.painter.currentData()))
        self.form = QFormLayout(self.choices)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.addRow(self.tr("Eyes"), both)
        for control in self.amounts.values():
            self.form.addRow(control.accessibleName(), control)
        self.form.addRow(self.tr("Gaze"), self.gaze)
        self.form.addRow(self.tr("Fitted by"), self.painter)
        return self.choices

    @staticmethod
    def _amount(name: str, tooltip: str, value: float) -> Amount:
        amount = Amount(name, tooltip, 0.0, 1.0, value)
        amount.setAccessibleName(name)
        return amount

    # --- showing -------------------------------------------------------------------------------------------------

    def show_edit(self, edit: EyesEdit, others: Sequence[tuple[int, str]]) -> None:
        """others: numbers and names of the open photos that eyes can be taken from."""
        self._edit = edit
        taken = bool(edit.exemplar)
        self.choices.setEnabled(taken)
        self.remove.setEnabled(taken)
        shown = [(tick, side in edit.take) for side, tick in self.sides.items()]
        for tick, on in shown:
            blocked = tick.blockSignals(True)
            tick.setChecked(on)
            tick.blockSignals(blocked)
        for name, control in self.amounts.items():
            blocked = control.blockSignals(True)
            control.set_value(getattr(edit, name))
            control.blockSignals(blocked)
        self.gaze.setCurrentIndex(self.gaze.findData(edit.gaze))
        self._show_painters()
        self._fill_menu(others)

    def _show_painters(self) -> None:
        """The networks that are here, and the one that the edit names, be it here or not."""
        names = dict.fromkeys(("", *self._painters, self._edit.painter))
        if [self.painter.itemData(row) for row in range(self.painter.count())] != [*names]:
            self.painter.clear()
            for name in names:
                self.painter.addItem(name or self.tr("a search"), name)
        self.painter.setCurrentIndex(self.painter.findData(self._edit.painter))
        self.form.setRowVisible(self.painter, len(names) > 1)

    def show_eyes(self, view: EyesView) -> None:
        self._painters = view.looked.painters
        self._show_painters()
        self.question.show_doubt(view.doubted)
        self.running.show_progress(view.searching, view.doing)
        exemplar = view.exemplar
        self.picture.show_picture(exemplar.picture if exemplar else None)
        self.picture.setVisible(exemplar is not None)
        self.source.setText(self._words(exemplar) if exemplar else "")
        self.source.setVisible(exemplar is not None)

    def _words(self, exemplar: Exemplar) -> str:
        distance = f"{exemplar.distance:.2f}"
        told = [
            self.tr("{name}, distance {distance}").format(name=exemplar.name, distance=distance)
            if exemplar.name
            else self.tr("distance {distance}").format(distance=distance)
        ]
        if exemplar.faces > 1:
            told.append(self.tr("the nearest of {count} faces").format(count=exemplar.faces))
        return "; ".join(told)

    def _fill_menu(self, others: Sequence[tuple[int, str]]) -> None:
        texts = [action.text() for action in self.menu.actions() if action.data() is not None]
        if self.menu.actions() and texts == [name for _number, name in others]:
            return
        self.menu.clear()
        self.menu.addAction(self.tr("A file…"), self._ask_which)
        if others:
            self.menu.addSection(self.tr("Open photos"))
        for number, name in others:
            action = self.menu.addAction(name, partial(self._verbs.take_from_open, number))
            action.setData(number)

    # --- asking --------------------------------------------------------------------------------------------------

    def _ask_which(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in PICTURES)
        kinds = self.tr("Photos ({patterns})").format(patterns=patterns)
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("A photo of the same person"), "", kinds)
        if name:
            self._verbs.take_from(Path(name))

    def _take(self) -> None:
        take = tuple(side for side, tick in self.sides.items() if tick.isChecked())
        self._want(replace(self._edit, take=take), self.tr("Which eyes are taken"))

    def _set_amount(self, name: str, value: float) -> None:
        changed: dict[str, Any] = {name: round(value, 2)}
        edit = replace(self._edit, **changed)
        self._verbs.change(edit, f"{self.amounts[name].accessibleName()} {value:.2f}", name)

    def _want(self, edit: EyesEdit, label: str) -> None:
        self._verbs.change(edit, label)


class DoubtBox(QFrame):
    """The question whether to take the eyes of somebody who looks like another person."""

    def __init__(self, verbs: OpeningEyes) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.picture = PictureView(self.tr("The face in doubt"), FACE_SIDE)
        self.picture.setFixedSize(FACE_SIDE, FACE_SIDE)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setProperty("role", "warning")
        self.take = QPushButton(self.tr("Take these eyes"), autoDefault=False)
        self.leave = QPushButton(self.tr("Leave them"), autoDefault=False)
        self.take.clicked.connect(lambda: verbs.answer(True))
        self.leave.clicked.connect(lambda: verbs.answer(False))
        top, below = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.picture)
        top.addWidget(self.words, 1)
        below.addStretch()
        below.addWidget(self.take)
        below.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addLayout(below)
        self.hide()

    def show_doubt(self, doubted: Exemplar | None) -> None:
        self.setVisible(doubted is not None)
        self.picture.show_picture(doubted.picture if doubted else None)
        if doubted:
            text = self.tr(
                "Nobody in {name} seems to be this person: the most similar face is at a distance of {distance}, and "
                "one person's photos are below {limit}. Take its eyes all the same?"
            )
            self.words.setText(
                text.format(name=doubted.name, distance=f"{doubted.distance:.2f}", limit=f"{SAME_PERSON:g}")
            )
