"""PhotosBox: a person's photos, or whoever is like a face, in an order, and what is done with them."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QPoint, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QVBoxLayout,
)

from ganeditor.likeness import SAME_PERSON
from ganeditor.project.folders import PICTURES
from ganeditor.project.people.values import Known
from ganeditor.ui.features.people.tiles import FaceList, Thumbnails, Tile
from ganeditor.ui.features.people.verbs import SearchingPeople
from ganeditor.ui.features.people.views import Order, PeopleView
from ganeditor.ui.i18n import translated
from ganeditor.ui.widgets.controls import PictureView, push_button, set_icon
from ganeditor.ui.widgets.progress_row import ProgressRow
from ganeditor.ui.widgets.several import SeveralBox

GLANCE_SIDE = 260  # pixels


class PhotosBox(QGroupBox):
    """What is done is done with the faces that are chosen in it."""

    def __init__(self, verbs: SearchingPeople, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.setTitle(self.tr("Photos"))
        self._verbs = verbs
        self._view = PeopleView()
        self._make_head()
        self.several = SeveralBox(self.tr("Several faces were found; whose photos are to be shown?"), 8)
        self.several.chosen.connect(verbs.choose_one)
        self.several.refused.connect(verbs.cancel)
        self.running = ProgressRow()
        self.running.cancelled.connect(verbs.cancel)
        words = self.tr("Choose somebody on the left to see all photos of them, or drop a photo to find its face.")
        self.list = FaceList(self.tr("Photos"), thumbnails, words)
        self.list.chosen_changed.connect(self._chosen_changed)
        self.list.activated.connect(lambda index: verbs.open_photos([self.list.tiles[index.row()].face]))
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.glance = PictureView(self.tr("The photo of the chosen face"), GLANCE_SIDE)
        self.glance.setMaximumWidth(2 * GLANCE_SIDE)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self._make_buttons()
        self._lay_out()
        self.show_view(self._view)

    def _make_head(self) -> None:
        verbs = self._verbs
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Unnamed: who is it?"))
        self.name.setAccessibleName(self.tr("Name of the person"))
        self.name.setMaximumWidth(240)
        self.name.editingFinished.connect(self._named)
        self.like = QLabel()
        self.like.setTextFormat(Qt.TextFormat.PlainText)
        self.order = QComboBox()
        for order in Order:
            self.order.addItem(translated(order.value, "People"), order)
        self.order.setAccessibleName(self.tr("Order"))
        self.order.activated.connect(lambda _row: verbs.stand_in(self.order.currentData(), self._one()))
        self.order.setToolTip(
            self.tr("A face that is chosen is what others are compared with; eyes are looked at in all photos first")
        )
        self.search = push_button(
            self.tr("Find a face in a photo…"),
            self.tr("Whoever is like the face in a photo, which can be dropped here, too"),
            self._ask_which,
        )
        set_icon(self.search, "search")
        self.find_open = push_button(
            self.tr("Find the chosen face"), self.tr("Whoever is like the face that is chosen in the main window"),
            verbs.find_open,
        )  # fmt: skip
        set_icon(self.find_open, "face")

    def _make_buttons(self) -> None:
        verbs = self._verbs
        self.open = push_button(
            self.tr("Open"), self.tr("Open the chosen photos in the main window, or all of them"), self._open
        )
        set_icon(self.open, "open")
        self.eyes = push_button(
            self.tr("Take the eyes"),
            self.tr("The face that is chosen in the main window gets this face's eyes"),
            lambda: self._with_one(verbs.take_eyes),
        )
        self.face = push_button(
            self.tr("Take the face"),
            self.tr("The face that is chosen in the main window gets this face (Swap)"),
            lambda: self._with_one(verbs.take_face),
        )
        self.who = push_button(
            self.tr("This is…"), self.tr("The chosen faces are somebody else, whose name you give"), self._ask_who
        )
        self.split = push_button(
            self.tr("Somebody else"), self.tr("The chosen faces are another person, all the same one"), self._split
        )
        self.deny = push_button(
            self.tr("Not this person"), self.tr("The chosen faces are not this person; who else is open"), self._deny
        )

    def _lay_out(self) -> None:
        head, finding, body, side = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.like, 1)
        head.addStretch()
        head.addWidget(self.order)
        finding.addWidget(self.search)
        finding.addWidget(self.find_open)
        finding.addStretch()
        side.addWidget(self.glance)
        side.addWidget(self.about)
        for widget in (self.open, self.eyes, self.face):
            side.addWidget(widget)
        side.addSpacing(14)
        for widget in (self.who, self.split, self.deny):
            side.addWidget(widget)
        side.addStretch()
        body.addWidget(self.list, 1)
        body.addLayout(side)
        layout = QVBoxLayout(self)
        layout.addLayout(finding)
        layout.addWidget(self.several)
        layout.addWidget(self.running)
        layout.addLayout(head)
        layout.addLayout(body, 1)

    # --- showing -------------------------------------------------------------------------------------------------

    def show_view(self, view: PeopleView) -> None:
        before, self._view = self._view, view
        if (view.faces, view.figures, view.album) != (before.faces, before.figures, before.album):
            self.list.show_tiles(tuple(map(self._tile, view.faces)))
            if view.order is Order.EYES and view.figures and view.figures is not before.figures:
                self.list.choose([0])
        if view.chosen is not before.chosen:
            self.name.setText(view.chosen.name if view.chosen else "")
        self.name.setVisible(view.chosen is not None)
        self.like.setVisible(bool(view.found))
        self.like.setText(self.tr("Like the face in {name}").format(name=view.found))
        self.order.setCurrentIndex(self.order.findData(view.order))
        item = self.order.model().item(self.order.findData(Order.EYES))  # type: ignore[attr-defined]
        item.setEnabled(view.chosen is not None)
        self.several.show_faces(view.several)
        self.running.show_progress(view.running, view.doing)
        self.glance.show_picture(view.glance.picture if view.glance else None)
        self._enable()

    def _tile(self, face: Known) -> Tile:
        group, figure = self._view.album.group_of.get(face.id), self._view.figures.get(face.id)
        name = group.name if group else ""
        second = ""
        if figure is not None and self._view.order is Order.EYES:
            second = self.tr("{share} % open").format(share=round(100 * figure))
        elif figure is not None:
            second = QLocale().toString(figure, "f", 2)
        if self._view.found:
            second = " ".join(part for part in (second, name) if part)
        elif not second:
            second = self._date(face)
        tip = f"{face.photo}\n{name}".strip()
        if figure is not None and self._view.order is not Order.EYES:
            limit = QLocale().toString(SAME_PERSON, "f", 1)
            text = self.tr("Distance {figure}; below {limit} it counts as the same person")
            tip = f"{tip}\n{text.format(figure=second.split()[0], limit=limit)}"
        faint = self._view.found != "" and figure is not None and figure >= SAME_PERSON
        return Tile(face, f"{self.list.elided(face.photo.name)}\n{self.list.elided(second)}", tip, faint=faint)

    def _date(self, face: Known) -> str:
        time = self._view.album.times.get(face.photo, 0)
        shown = QDateTime.fromMSecsSinceEpoch(time // 1_000_000).date()
        return QLocale().toString(shown, QLocale.FormatType.ShortFormat)

    def _enable(self) -> None:
        chosen, view = len(self.list.chosen), self._view
        person = view.chosen is not None
        self.find_open.setEnabled(view.has_face)
        self.order.setEnabled(bool(view.faces))
        self.open.setEnabled(bool(self._to_open()))
        count = len(self._to_open())
        self.open.setText(self.tr("Open") if count < 2 else self.tr("Open %n photos", None, count))
        for button in (self.eyes, self.face):
            button.setEnabled(chosen == 1 and view.has_face)
        self.who.setEnabled(bool(chosen))
        self.deny.setEnabled(person and bool(chosen))
        self.split.setEnabled(person and 0 < chosen < len(view.faces))
        one = self._one()
        for widget in (self.glance, self.about):
            widget.setVisible(one is not None)
        self.about.setText(f"{one.photo.name}\n{one.photo.parent}" if one else "")

    # --- asking --------------------------------------------------------------------------------------------------

    def _faces(self) -> list[Known]:
        return [tile.face for tile in self.list.chosen]

    def _one(self) -> Known | None:
        faces = self._faces()
        return faces[0] if len(faces) == 1 else None

    def _with_one(self, act: Callable[[Known], None]) -> None:
        if one := self._one():
            act(one)

    def _chosen_changed(self) -> None:
        self._enable()
        self._verbs.look_at(self._one())

    def _named(self) -> None:
        chosen, text = self._view.chosen, self.name.text()
        if chosen and text.strip():
            self._verbs.name(chosen, text)

    def _to_open(self) -> Sequence[Known]:
        """What is chosen, or else all photos of the person."""
        view = self._view
        return self._faces() or [
            face for face in view.faces if view.chosen or view.figures.get(face.id, SAME_PERSON) < SAME_PERSON
        ]

    def _open(self) -> None:
        self._verbs.open_photos(self._to_open())

    def _ask_which(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in PICTURES)
        kinds = self.tr("Photos ({patterns})").format(patterns=patterns)
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("A photo with the face to look for"), "", kinds)
        if name:
            self._verbs.find_in(Path(name))

    def _ask_who(self) -> None:
        names = sorted({group.name for group in self._view.album.groups if group.name}, key=str.casefold)
        title, text = self.tr("Who is it?"), self.tr("A name that is known, or a new one:")
        name, agreed = QInputDialog.getItem(self, title, text, ["", *names], 0, True)
        if agreed and name.strip():
            for faces in self._by_person():
                self._verbs.say_who(self._view.album.group_of[faces[0].id], faces, name)

    def _by_person(self) -> list[Sequence[Known]]:
        """The chosen faces, those of each person together."""
        people: dict[int, list[Known]] = {}
        for face in self._faces():
            people.setdefault(id(self._view.album.group_of[face.id]), []).append(face)
        return list(people.values())

    def _split(self) -> None:
        if self._view.chosen:
            self._verbs.split(self._view.chosen, self._faces())

    def _deny(self) -> None:
        if self._view.chosen:
            self._verbs.not_this(self._view.chosen, self._faces())

    def _show_menu(self, place: QPoint) -> None:
        one = self._one()
        if one is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Whoever is like this")).triggered.connect(partial(self._verbs.find_like, one))
        alike = menu.addAction(self.tr("Similar look first"))
        alike.triggered.connect(partial(self._verbs.stand_in, Order.LOOK, one))
        menu.addAction(self.tr("All photos of this person")).triggered.connect(
            partial(self._verbs.choose, self._view.album.group_of[one.id])
        )
        if one.drawn:
            undraw = menu.addAction(self.tr("There is no face here"))
            undraw.triggered.connect(partial(self._verbs.undraw, one))
        menu.popup(self.list.viewport().mapToGlobal(place))
