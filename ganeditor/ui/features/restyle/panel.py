"""The Restyle panel: networks as cards with what they make of the photo, and how the chosen one is used."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor.edits.restyle import ALL_FACES, RestyleEdit
from ganeditor.ui.features.restyle.hints import HintsBox
from ganeditor.ui.features.restyle.verbs import Restyling
from ganeditor.ui.features.restyle.views import Network, RestyleView
from ganeditor.ui.features.restyle.work import CARD_SIDE, FINE_SIDE
from ganeditor.ui.session.feature import Panel
from ganeditor.ui.session.opening import paths_in
from ganeditor.ui.session.view import View
from ganeditor.ui.widgets.column import scrolled_column
from ganeditor.ui.widgets.controls import Amount
from ganeditor.ui.widgets.icons import picture_icon
from ganeditor.ui.widgets.progress_row import ProgressRow
from ganeditor.ui.widgets.qimage import to_qimage
from ganeditor.ui.widgets.said import SaidLabel
from ganeditor.ui.widgets.values import Picture8

BESIDE = 54  # pixels beside a card's picture: two cards, and names such as portrait-colour, fit into a narrow panel
SIZES = (256, 512, 1024, 2048, 0)  # pixels of the longer side that the network sees; 0 is all


class RestylePanel(Panel):
    """Tries networks only while somebody sees it. A network's file can be dropped on it."""

    def __init__(self, verbs: Restyling) -> None:
        super().__init__()
        self._verbs = verbs
        self._edit = RestyleEdit()
        self._chosen = ""  # id of the chosen face
        self._usable = False
        self.none = QLabel(
            self.tr(
                "No network that restyles is here: drop the file of one here, such as latest_net_G.pth of pix2pix or "
                "CycleGAN, or import it under Models."
            )
        )
        self.none.setWordWrap(True)
        self.cards = Cards(verbs)
        self.missing = QLabel()
        self.missing.setWordWrap(True)
        self.missing.setProperty("role", "warning")
        self.hints = HintsBox()
        self.hints.wanted.connect(verbs.change)
        self.manner = self._manner()
        self.running = ProgressRow()
        self.running.cancelled.connect(lambda: verbs.cancel())
        self.said = SaidLabel()
        parts = self.none, self.cards, self.missing, self.manner, self.hints
        self.remove = QPushButton(self.tr("Remove"), autoDefault=False)
        self.remove.setToolTip(self.tr("The photo as it was before it was restyled"))
        self.remove.clicked.connect(lambda: verbs.remove())
        self.models = QPushButton(self.tr("Models…"), autoDefault=False)
        self.models.setToolTip(self.tr("The models on this computer, and how to bring more"))
        self.models.clicked.connect(lambda: verbs.show_models())
        buttons = QHBoxLayout()
        buttons.addWidget(self.remove)
        buttons.addWidget(self.models)
        layout = QVBoxLayout(self)
        layout.addWidget(scrolled_column(*parts), 1)
        for part in (self.running, self.said):  # in sight however low the window is
            layout.addWidget(part)
        layout.addLayout(buttons)
        self.setAcceptDrops(True)
        verbs.changed.connect(self.show_restyle)
        self.show_restyle(verbs.view)

    def _manner(self) -> QWidget:
        """How the network is used."""
        place = QWidget()
        form = QFormLayout(place)
        form.setContentsMargins(0, 0, 0, 0)
        name = self.tr("Strength")
        self.strength = Amount(name, self.tr("0 is the photo, 1 what the network makes of it"), 0.0, 1.0, 1.0)
        self.strength.setAccessibleName(name)
        self.strength.changed.connect(self._strengthen)
        self.strength.pressed.connect(self._verbs.begin_drag)
        self.strength.released.connect(self._verbs.end_drag)
        form.addRow(name, self.strength)
        self.where = self._choice(form, self.tr("Where"), self.tr("All of the photo, or squares around faces"))
        self.order = self._choice(
            form, self.tr("Order"), self.tr("Whether the edits of faces are restyled too, or lie over what is restyled")
        )
        self.side = self._choice(
            form, self.tr("Size"), self.tr("Of the longer side that the network sees: more is finer, and slower")
        )
        whole, all_faces, chosen = self.tr("Whole photo"), self.tr("All faces"), self.tr("The chosen face")
        for text, face in ((whole, ""), (all_faces, ALL_FACES), (chosen, None)):
            self.where.addItem(text, face)
        self.order.addItem(self.tr("After the edits of faces"), False)
        self.order.addItem(self.tr("Before the edits of faces"), True)
        for size in SIZES:
            self._add_size(size)
        self.where.activated.connect(lambda: self._set_face())
        self.order.activated.connect(
            lambda: self._want(replace(self._edit, first=self.order.currentData()), self.order.currentText())
        )
        self.side.activated.connect(
            lambda: self._want(replace(self._edit, size=self.side.currentData()), self.side.currentText())
        )
        self.back = QCheckBox(self.tr("There and back"))
        self.back.setToolTip(self.tr("Through the network that leads back as well: what the pair keeps of the photo"))
        self.back.clicked.connect(lambda on: self._want(replace(self._edit, back=on), self.back.text()))
        form.addRow(self.back)
        return place

    @staticmethod
    def _choice(form: QFormLayout, name: str, tooltip: str) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(name)
        choice.setToolTip(tooltip)
        form.addRow(name, choice)
        return choice

    def _add_size(self, size: int) -> None:
        self.side.addItem(
            self.tr("{size} pixels").format(size=size) if size else self.tr("As large as the photo"), size
        )

    # --- showing -------------------------------------------------------------------------------------------------

    def show_view(self, view: View) -> None:
        photo = view.photo
        self._edit = edit = photo.document.get(None, RestyleEdit) if photo else RestyleEdit()
        self._chosen = (photo.chosen or "") if photo else ""
        self._usable = photo is not None and photo.searched
        blocked = self.strength.blockSignals(True)
        self.strength.set_value(edit.strength)
        self.strength.blockSignals(blocked)
        self.where.setItemData(2, self._chosen or None)
        self.where.setCurrentIndex(max(0, self.where.findData(edit.face)) if edit.face in ("", ALL_FACES) else 2)
        self.order.setCurrentIndex(int(edit.first))
        if self.side.findData(edit.size) < 0:
            self._add_size(edit.size)
        self.side.setCurrentIndex(self.side.findData(edit.size))
        self.back.setChecked(edit.back)
        self._enable()

    def show_restyle(self, view: RestyleView) -> None:
        self.cards.show_networks(view)
        if view.drawing is None:
            self.running.show_progress(view.running, view.doing)
        else:
            self.running.show_progress(view.drawing, self.tr("Restyling the photo…"))
        self.said.say(view.said, view.wrong)
        self._enable()

    def _enable(self) -> None:
        """What works on the photo with the network that is chosen."""
        networks, edit = self._verbs.view.networks, self._edit
        network = next((one for one in networks or () if one.name == edit.model), None)
        chosen = self._usable and bool(edit.model)
        self.none.setVisible(networks == ())
        self.cards.setVisible(bool(networks))
        self.cards.setEnabled(self._usable)
        self.cards.show_chosen(edit.model)
        self.missing.setVisible(networks is not None and bool(edit.model) and network is None)
        self.missing.setText(self.tr("{name} is not installed here.").format(name=edit.model))
        self.manner.setVisible(bool(networks) or bool(edit.model))
        self.manner.setEnabled(chosen)
        self.back.setVisible(edit.back or _leads_back(network))
        self.hints.setVisible(bool(edit.hints) or (network is not None and network.hinted))
        self.hints.setEnabled(chosen)
        self.hints.show_edit(edit)
        self.remove.setEnabled(chosen)

    # --- asking --------------------------------------------------------------------------------------------------

    def _strengthen(self, value: float) -> None:
        label = f"{self.strength.accessibleName()} {value:.2f}"
        self._verbs.change(replace(self._edit, strength=round(value, 2)), label, "strength")

    def _set_face(self) -> None:
        face = self.where.currentData()
        if face is None:  # no face is chosen that it could be
            self.where.setCurrentIndex(0)
            face = ""
        self._want(replace(self._edit, face=face), self.where.currentText())

    def _want(self, edit: RestyleEdit, label: str) -> None:
        if edit != self._edit:
            self._verbs.change(edit, label)

    # --- events --------------------------------------------------------------------------------------------------

    def attend(self, on: bool) -> None:
        self._verbs.attend(on)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = paths_in(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self._verbs.bring(paths[0])


def _leads_back(network: Network | None) -> bool:
    return network is not None and network.leads_back


class Cards(QListWidget):
    """A click, or Enter, has the photo go through a network."""

    def __init__(self, verbs: Restyling) -> None:
        super().__init__()
        self._networks: tuple[Network, ...] | None = None
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(QSize(CARD_SIDE, CARD_SIDE))
        self.setGridSize(QSize(CARD_SIDE + BESIDE, CARD_SIDE + self.fontMetrics().height() + 12))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setAccessibleName(self.tr("Networks that restyle"))
        for signal in (self.itemClicked, self.itemActivated):
            signal.connect(lambda item: verbs.choose(item.text()))
        self._empty = QPixmap(FINE_SIDE, FINE_SIDE)
        self._empty.fill(Qt.GlobalColor.transparent)

    def show_networks(self, view: RestyleView) -> None:
        if view.networks != self._networks:
            self._networks = view.networks
            self.clear()
            for network in view.networks or ():
                item = QListWidgetItem(network.name, self)
                item.setSizeHint(self.gridSize())
                item.setToolTip(f"{network.name}: {network.about}")
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, network.about)
            grid = self.gridSize()
            rows = 1 if self.count() <= 2 else 2
            self.setFixedHeight(rows * grid.height() + 2 * self.frameWidth())
        for index in range(self.count()):
            item = self.item(index)
            made = view.pictures.get(item.text())
            item.setIcon(picture_icon(self._empty if made is None else self._squared(made)))

    def _squared(self, made: Picture8) -> QPixmap:
        """In the middle of a square, so that names stand below each other whatever the photo's proportions."""
        square, picture = QPixmap(self._empty), to_qimage(made)
        painter = QPainter(square)
        painter.drawImage((FINE_SIDE - picture.width()) // 2, (FINE_SIDE - picture.height()) // 2, picture)
        painter.end()
        return square

    def show_chosen(self, name: str) -> None:
        for index in range(self.count()):
            self.item(index).setSelected(self.item(index).text() == name)
