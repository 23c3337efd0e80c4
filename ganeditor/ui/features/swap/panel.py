"""The Swap panel: whose face the chosen one gets, what of it and how, and how far it then is from both persons."""

from functools import partial

from PySide6.QtCore import QLocale
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from ganeditor.edits.swap import SwapEdit
from ganeditor.likeness import SAME_PERSON
from ganeditor.ui.features.swap.kept import KeptBox
from ganeditor.ui.features.swap.manner import MannerBox
from ganeditor.ui.features.swap.source import SourceBox, add_face
from ganeditor.ui.features.swap.verbs import Swapping
from ganeditor.ui.features.swap.views import Distances, SwapView
from ganeditor.ui.session.feature import Panel
from ganeditor.ui.session.opening import paths_in
from ganeditor.ui.session.view import View
from ganeditor.ui.widgets.column import scrolled_column
from ganeditor.ui.widgets.gauge import Gauge
from ganeditor.ui.widgets.said import SaidLabel


class SwapPanel(Panel):
    """Measures distances only while somebody sees it. A photo can be dropped on it."""

    def __init__(self, verbs: Swapping) -> None:
        super().__init__()
        self._verbs = verbs
        self.source = SourceBox(verbs)
        self.manner = MannerBox(verbs)
        self.readout = Readout()
        self.kept = KeptBox(verbs)
        self.both = QPushButton(self.tr("Swap both"), autoDefault=False)
        self.both.setToolTip(self.tr("The chosen face and another one in this photo change places, in one step"))
        self.both_menu = QMenu(self.both)
        self.both.clicked.connect(self._swap_both)
        self.said = SaidLabel()
        self.consent = QLabel(self.tr("Swap only faces of people who agree to it."))
        self.consent.setWordWrap(True)
        self.consent.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.addWidget(scrolled_column(self.source, self.readout, self.manner, self.kept), 1)
        for widget in (self.said, self.both, self.consent):  # in sight however low the window is
            layout.addWidget(widget)
        self.setAcceptDrops(True)
        verbs.changed.connect(self.show_swap)
        self.show_swap(verbs.view)

    # --- showing -------------------------------------------------------------------------------------------------

    def show_view(self, view: View) -> None:
        photo = view.photo
        edit = photo.document.get(photo.chosen or "", SwapEdit) if photo else SwapEdit()
        usable = photo is not None and photo.editable
        self.source.setEnabled(usable)
        self.source.show_edit(edit)
        self.manner.setEnabled(usable and bool(edit.source))
        self.manner.show_edit(edit)
        self.kept.show_edit(usable, edit)
        self.both.setEnabled(usable and photo is not None and len(photo.faces) > 1)

    def show_swap(self, view: SwapView) -> None:
        self.source.show_swap(view)
        self.readout.show_distances(view.distances)
        self.kept.show_kept(view.kept)
        self.said.say(view.said, view.wrong)

    def _swap_both(self) -> None:
        others = self._verbs.others()
        if len(others) == 1:
            self._verbs.swap_with(others[0].face)
            return
        self.both_menu.clear()
        for offer in others:
            add_face(self.both_menu, offer.name, offer.picture, partial(self._verbs.swap_with, offer.face))
        self.both_menu.popup(self.both.mapToGlobal(self.both.rect().bottomLeft()))

    # --- events --------------------------------------------------------------------------------------------------

    def attend(self, on: bool) -> None:
        self._verbs.attend(on)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.source.isEnabled() and paths_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = paths_in(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self._verbs.take_from(paths[0])


class Readout(QWidget):
    """How far the face is from both persons, as bars and in words; hidden where it is its own."""

    def __init__(self) -> None:
        super().__init__()
        limit = QLocale().toString(SAME_PERSON)
        tip = self.tr("Distance to the person whose face it has got; below {limit} it counts as that person")
        self.to_source = Gauge(self.tr("Distance to the source"), tip.format(limit=limit))
        tip = self.tr("Distance to the person in the photo; above {limit} it counts as another person")
        self.to_own = Gauge(self.tr("Distance to the face's own person"), tip.format(limit=limit), far=True)
        self.words = {gauge: QLabel() for gauge in (self.to_source, self.to_own)}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for gauge, words in self.words.items():
            words.setWordWrap(True)
            column.addWidget(words)
            column.addWidget(gauge)
        self.hide()

    def show_distances(self, distances: Distances | None) -> None:
        self.setVisible(distances is not None)
        if distances is None:
            return
        self.to_source.show_distance(distances.source)
        self.to_own.show_distance(distances.own)
        self.words[self.to_source].setText(
            self.tr("It looks like the source.")
            if distances.source < SAME_PERSON
            else self.tr("It does not look like the source; take a sharp photo that looks the same way.")
        )
        self.words[self.to_own].setText(
            self.tr("It no longer looks like the person it was.")
            if distances.own >= SAME_PERSON
            else self.tr("It may still be taken for the person it was.")
        )
