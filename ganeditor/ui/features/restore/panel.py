"""The Restore panel: a face that lost detail drawn anew, how far it follows the photo, and who has a say in it."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor.edits.restore import FACE, HEAD, RestoreEdit
from ganeditor.likeness import SAME_PERSON
from ganeditor.ui.features.restore.references import ReferencesBox
from ganeditor.ui.features.restore.verbs import Restoring
from ganeditor.ui.features.restore.views import RestoreView
from ganeditor.ui.session.feature import Panel
from ganeditor.ui.session.opening import paths_in
from ganeditor.ui.session.view import View
from ganeditor.ui.widgets.column import scrolled_column
from ganeditor.ui.widgets.controls import Amount
from ganeditor.ui.widgets.gauge import Gauge
from ganeditor.ui.widgets.progress_row import ProgressRow
from ganeditor.ui.widgets.said import SaidLabel


class RestorePanel(Panel):
    """Measures the distance only while somebody sees it. Photos and folders of the person can be dropped on it."""

    def __init__(self, verbs: Restoring) -> None:
        super().__init__()
        self._verbs = verbs
        self.restore = QPushButton(self.tr("Restore this face"), autoDefault=False)
        self.restore.setToolTip(
            self.tr("Draws a blurred, small, noisy or JPEG-broken face anew; its detail is likely, not true")
        )
        self.restore.clicked.connect(lambda: verbs.restore())
        self.remove = QPushButton(self.tr("Remove"), autoDefault=False)
        self.remove.setToolTip(self.tr("The face as it is in the photo"))
        self.remove.clicked.connect(lambda: verbs.remove())
        self.running = ProgressRow()
        self.running.cancelled.connect(lambda: verbs.cancel())
        self.manner = MannerBox(verbs)
        self.references = ReferencesBox(verbs)
        self.likeness = LikenessBox()
        self.said = SaidLabel()
        buttons = QHBoxLayout()
        buttons.addWidget(self.restore, 1)
        buttons.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.addLayout(buttons)
        layout.addWidget(self.running)
        layout.addWidget(scrolled_column(self.manner, self.references, self.likeness), 1)
        layout.addWidget(self.said)
        self.setAcceptDrops(True)
        verbs.changed.connect(self.show_restored)
        self.show_restored(verbs.view)

    # --- showing -------------------------------------------------------------------------------------------------

    def show_view(self, view: View) -> None:
        photo = view.photo
        edit = photo.document.get(photo.chosen or "", RestoreEdit) if photo else RestoreEdit()
        usable = photo is not None and photo.editable
        self.restore.setEnabled(usable and edit.neutral)
        self.remove.setEnabled(usable and not edit.neutral)
        self.manner.setEnabled(usable and not edit.neutral)
        self.manner.show_edit(edit)
        self.references.setEnabled(usable)
        others = [(tab.number, tab.name) for tab in view.tabs if photo and tab.number != photo.number]
        self.references.show_others(others)

    def show_restored(self, view: RestoreView) -> None:
        self.running.show_progress(view.running, view.doing)
        self.references.show_references(view.references)
        self.likeness.show_distance(view.distance)
        self.said.say(view.said, view.wrong)

    # --- events --------------------------------------------------------------------------------------------------

    def attend(self, on: bool) -> None:
        self._verbs.attend(on)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.references.isEnabled() and paths_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = paths_in(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self._verbs.take_from(paths)


class MannerBox(QGroupBox):
    """How far the restored face follows the photo, and how much of it is seen."""

    def __init__(self, verbs: Restoring) -> None:
        super().__init__()
        self.setTitle(self.tr("How it is drawn"))
        self._verbs, self._edit = verbs, RestoreEdit()
        self.amounts = {
            "fidelity": Amount(
                self.tr("Fidelity"),
                self.tr("How far what the photo shows for certain is put back into the likely face"),
                0.0,
                1.0,
                RestoreEdit.fidelity,
            ),
            "amount": Amount(self.tr("Amount"), self.tr("0 leaves the photo, 1 is the restored face"), 0.0, 1.0, 1.0),
        }
        ends = QWidget()
        row = QHBoxLayout(ends)
        row.setContentsMargins(0, 0, 0, 0)
        for text, side in ((self.tr("a likely face"), "left"), (self.tr("this photo"), "right")):
            label = QLabel(text)
            label.setProperty("role", "muted")
            row.addWidget(label, 1)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft if side == "left" else Qt.AlignmentFlag.AlignRight)
        self.head = QCheckBox(self.tr("Hair and what is beside it, too"))
        self.head.setToolTip(self.tr("All that the model sees is drawn anew; else from the chin to the hairline"))
        self.head.clicked.connect(
            lambda on: verbs.change(replace(self._edit, area=HEAD if on else FACE), self.head.text())
        )
        form = QFormLayout(self)
        form.addRow(self.tr("Fidelity"), self.amounts["fidelity"])
        form.addRow("", ends)
        form.addRow(self.tr("Amount"), self.amounts["amount"])
        form.addRow(self.head)
        for name, control in self.amounts.items():
            control.setAccessibleName(self.tr("Fidelity") if name == "fidelity" else self.tr("Amount"))
            control.changed.connect(partial(self._set_amount, name))
            control.pressed.connect(verbs.begin_drag)
            control.released.connect(verbs.end_drag)
        self.amounts["fidelity"].setAccessibleDescription(self.tr("0 is a likely face, 1 is this photo"))

    def show_edit(self, edit: RestoreEdit) -> None:
        self._edit = edit
        self.head.setChecked(edit.area == HEAD)
        for name, control in self.amounts.items():
            blocked = control.blockSignals(True)
            control.set_value(getattr(edit, name) if not edit.neutral else getattr(RestoreEdit(1.0), name))
            control.blockSignals(blocked)

    def _set_amount(self, name: str, value: float) -> None:
        changed: dict[str, Any] = {name: round(value, 2)}
        label = f"{self.amounts[name].accessibleName()} {value:.2f}"
        self._verbs.change(replace(self._edit, **changed), label, name)


class LikenessBox(QWidget):
    """How far the restored face is from the person in the other photos; hidden where there are none."""

    def __init__(self) -> None:
        super().__init__()
        tip = self.tr("Above {limit} it counts as another person").format(limit=QLocale().toString(SAME_PERSON))
        self.gauge = Gauge(self.tr("Distance to the other photos"), tip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(QLabel(self.gauge.accessibleName()))
        column.addWidget(self.gauge)
        self.hide()

    def show_distance(self, distance: float | None) -> None:
        self.gauge.show_distance(distance)
        self.setVisible(distance is not None)
