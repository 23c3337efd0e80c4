"""SourceBox: whose face the chosen one gets: from a file or an open photo, one that was kept, or a generated one."""

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
)

from ganeditor.edits.swap import SwapEdit
from ganeditor.project.folders import PICTURES
from ganeditor.ui.features.swap.verbs import Swapping
from ganeditor.ui.features.swap.views import SwapView
from ganeditor.ui.widgets.controls import PictureView
from ganeditor.ui.widgets.icons import picture_icon
from ganeditor.ui.widgets.progress_row import ProgressRow
from ganeditor.ui.widgets.qimage import to_qimage
from ganeditor.ui.widgets.several import SeveralBox
from ganeditor.ui.widgets.values import HIGHEST_SEED, Thumbnail

FACE_SIDE = 64  # pixels


class SourceBox(QGroupBox):
    """The button's menu is made when it is opened."""

    def __init__(self, verbs: Swapping) -> None:
        super().__init__()
        self.setTitle(self.tr("Whose face"))
        self._verbs = verbs
        self.choose = QPushButton(self.tr("Choose a face…"), autoDefault=False)
        self.choose.setToolTip(
            self.tr("From a photo, which can be dropped here, too, one that was kept, or a generated one")
        )
        self.menu = QMenu(self.choose)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.choose.setMenu(self.menu)
        self.remove = QPushButton(self.tr("Remove"), autoDefault=False)
        self.remove.setToolTip(self.tr("Give the face its own features back"))
        self.remove.clicked.connect(lambda: verbs.remove())
        self.picture = PictureView(self.tr("The face that is put on"), FACE_SIDE)
        self.picture.setFixedSize(FACE_SIDE, FACE_SIDE)
        self.name = QLabel()
        self.name.setWordWrap(True)
        self.several = SeveralBox(self.tr("Several faces were found; whose is to be put on?"))
        self.several.chosen.connect(verbs.choose)
        self.several.refused.connect(verbs.cancel)
        self.running = ProgressRow()
        self.running.cancelled.connect(lambda: verbs.cancel())
        buttons, chosen = QHBoxLayout(), QHBoxLayout()
        buttons.addWidget(self.choose, 1)
        buttons.addWidget(self.remove)
        chosen.addWidget(self.picture)
        chosen.addWidget(self.name, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(buttons)
        for widget in (self.several, self.running):
            layout.addWidget(widget)
        layout.addLayout(chosen)

    def show_edit(self, edit: SwapEdit) -> None:
        self.remove.setEnabled(bool(edit.source))

    def show_swap(self, view: SwapView) -> None:
        source = view.source
        self.several.show_faces(view.several)
        self.running.show_progress(view.running, view.doing)
        self.picture.show_picture(source.picture if source else None)
        self.name.setText((source.name or self.tr("A face that the project has kept")) if source else "")
        for widget in (self.picture, self.name):
            widget.setVisible(source is not None)

    def _fill_menu(self) -> None:
        menu = self.menu
        menu.clear()
        menu.addAction(self.tr("A file…"), self._ask_which)
        offers, kept = self._verbs.offers(), self._verbs.view.kept
        if offers:
            menu.addSection(self.tr("Open photos"))
        for offer in offers:
            add_face(menu, offer.name, offer.picture, partial(self._verbs.take_open, offer))
        if kept:
            menu.addSection(self.tr("Kept faces"))
        for face in kept:
            if face.picture is not None:
                add_face(menu, face.name, face.picture, partial(self._verbs.take_kept, face.name))
        menu.addSection(self.tr("Generated faces"))
        made = self._verbs.made_face
        text = self.tr("{name} in the Generate window").format(name=made) if made else self.tr("Generate window…")
        menu.addAction(text, self._verbs.take_made)
        menu.addAction(self.tr("A new face by its seed…"), self._ask_seed)

    def _ask_which(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in PICTURES)
        kinds = self.tr("Photos ({patterns})").format(patterns=patterns)
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("A photo with the face to put on"), "", kinds)
        if name:
            self._verbs.take_from(Path(name))

    def _ask_seed(self) -> None:
        title, text = self.tr("A new face"), self.tr("Seed, which always gives the same face:")
        seed, agreed = QInputDialog.getInt(self, title, text, random.randrange(10_000), 0, HIGHEST_SEED)
        if agreed:
            self._verbs.take_seed(seed)


def add_face(menu: QMenu, name: str, picture: Thumbnail, take: Callable[[], None]) -> None:
    """A menu item with a face's picture."""
    menu.addAction(picture_icon(QPixmap.fromImage(to_qimage(picture))), name, take)
