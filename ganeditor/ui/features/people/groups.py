"""PeopleBox: everybody as a tile, to be named in place, chosen and said to be one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGroupBox, QLabel, QLineEdit, QMessageBox, QVBoxLayout

from ganeditor.project.people.values import Group, Known
from ganeditor.ui.features.people.tiles import FaceList, Thumbnails, Tile
from ganeditor.ui.features.people.verbs import SearchingPeople
from ganeditor.ui.features.people.views import Album, PeopleView
from ganeditor.ui.widgets.controls import push_button


class PeopleBox(QGroupBox):
    """Those who have a name first, then those with the most photos."""

    def __init__(self, verbs: SearchingPeople, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.setTitle(self.tr("People"))
        self._verbs = verbs
        self._album = Album()
        self._showing = False
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText(self.tr("Search a name"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.textChanged.connect(lambda _text: self._show_tiles())
        self.alone = QCheckBox(self.tr("Also faces that are like no other"))
        self.alone.toggled.connect(lambda _on: self._show_tiles())
        self.list = FaceList(self.tr("People"), thumbnails)
        self.list.setToolTip(
            self.tr("F2, or a second click, gives a name; photos and people can be dropped on a person")
        )
        self.list.chosen_changed.connect(self._choose)
        self.list.named.connect(self._name)
        self.list.take_drops()
        self.list.dropped.connect(self._dropped)
        self.nobody = QLabel(
            self.tr(
                "Choose a folder with photos, or drop one here: faces are found in it, and those of one person come "
                "together. All of it stays on this computer."
            )
        )
        self.nobody.setWordWrap(True)
        self.nobody.setProperty("role", "muted")
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.merge = push_button(
            self.tr("They are one person"),
            self.tr("Choose several with Ctrl or Shift, and make them one; they can be split again"),
            lambda: self._ask_merge(self._chosen()),
        )
        layout = QVBoxLayout(self)
        for widget in (self.search, self.nobody, self.list, self.alone, self.merge):
            layout.addWidget(widget, int(widget in (self.nobody, self.list)))
        self._show_tiles()

    def show_view(self, view: PeopleView) -> None:
        if view.album is not self._album:
            self._album = view.album
            self._show_tiles()
        chosen = [tile.what for tile in self.list.chosen]
        if view.chosen not in chosen or (view.chosen is None and chosen):
            self._showing = True
            self.list.choose([row for row, tile in enumerate(self.list.tiles) if tile.what is view.chosen])
            self._showing = False
        self._enable()

    def _show_tiles(self) -> None:
        wanted = self.search.text().strip().casefold()
        groups = [
            group
            for group in self._album.groups
            if (group.name or len(group.faces) > 1 or self.alone.isChecked()) and wanted in group.name.casefold()
        ]
        groups.sort(key=lambda group: (not group.name, -len(group.faces), group.name.casefold()))
        self._showing = True
        self.list.show_tiles(tuple(map(self._tile, groups)))
        self._showing = False
        for widget in (self.search, self.list, self.alone, self.merge):
            widget.setVisible(bool(self._album.groups))
        self.nobody.setVisible(not self._album.groups)
        self._enable()

    def _tile(self, group: Group) -> Tile:
        count = self.tr("1 photo") if len(group.faces) == 1 else self.tr("%n photos", None, len(group.faces))
        name = group.name or self.tr("unnamed")
        return Tile(_face_of(group), f"{self.list.elided(name)}\n{count}", f"{name}, {count}", group.name, group)

    def _enable(self) -> None:
        self.merge.setEnabled(len(self.list.chosen) > 1)

    def _choose(self) -> None:
        self._enable()
        chosen = self._chosen()
        if not self._showing and chosen and self._verbs.view.chosen not in chosen:
            self._verbs.choose(chosen[0])

    def _chosen(self) -> list[Group]:
        return [tile.what for tile in self.list.chosen if isinstance(tile.what, Group)]

    def _name(self, tile: Tile, text: str) -> None:
        assert isinstance(tile.what, Group)
        self._verbs.name(tile.what, text)

    def _dropped(self, source: FaceList, tile: Tile) -> None:
        """People who are dropped on another are that one, and so are faces."""
        assert isinstance(tile.what, Group)
        if source is self.list:
            self._ask_merge([tile.what, *self._chosen()])
        else:
            self._verbs.move([dragged.face for dragged in source.chosen], tile.what)

    def _ask_merge(self, groups: Sequence[Group]) -> None:
        """Of several that have names, a person says which one stays."""
        named = [group for group in groups if group.name]
        if len(named) < 2:
            self._verbs.merge(groups)
            return
        names = ", ".join(group.name for group in named)
        text = self.tr("Are all of these one person: {names}? The name stays that you choose.").format(names=names)
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("One person"), text, parent=self)
        buttons = {box.addButton(group.name, QMessageBox.ButtonRole.AcceptRole): group for group in named}
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def merge() -> None:
            first = next((group for button, group in buttons.items() if button is box.clickedButton()), None)
            if first:
                self._verbs.merge([first, *(group for group in groups if group is not first)])

        box.finished.connect(lambda _code: merge())
        box.open()


def _face_of(group: Group) -> Known:
    """The largest face, in pixels, of those that are typical."""
    typical = group.faces[: max(1, len(group.faces) // 3)]
    return max(typical, key=lambda face: face.box_xyxy[2] - face.box_xyxy[0])
