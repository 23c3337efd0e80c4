"""BoundaryTab: random faces to be marked, and the boundary that is trained from the marks."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor.project.attributes import attribute
from ganeditor.ui.i18n import translated
from ganeditor.ui.windows.controls import PictureView, set_icon
from ganeditor.ui.windows.direction_keep import KeepBar, StripView
from ganeditor.ui.windows.direction_views import LEAST, LESS, MORE, NEITHER, DirectionsView, DirectionVerbs

COLUMNS = 6
FACE_SIDE = 84  # pixels
HIGHEST_SEED = 2**31 - 1
GUESSING = 0.65  # held-out accuracy below which a boundary is not worth much
KEEP_WIDTH = 170  # pixels
MARKED = """
QToolButton:checked { background: palette(highlight); color: palette(highlighted-text); border-radius: 3px; }
"""


class FaceCell(QWidget):
    """A face with a button for more, and one for less of what it has."""

    def __init__(self, verbs: DirectionVerbs, index: int) -> None:
        super().__init__()
        self._picture = PictureView(self.tr("Face {number}").format(number=index + 1), FACE_SIDE)
        self._picture.setFixedSize(FACE_SIDE, FACE_SIDE)
        self.more = self._button("+", self.tr("More like face {number}").format(number=index + 1))
        self.less = self._button("−", self.tr("Less like face {number}").format(number=index + 1))
        self.more.clicked.connect(lambda on: verbs.mark(index, MORE if on else NEITHER))
        self.less.clicked.connect(lambda on: verbs.mark(index, LESS if on else NEITHER))
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        buttons.addWidget(self.more, 1)
        buttons.addWidget(self.less, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._picture)
        layout.addLayout(buttons)
        self.setFixedWidth(FACE_SIDE)

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setStyleSheet(MARKED)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().verticalPolicy())
        return button

    def show_face(self, view: DirectionsView, index: int) -> None:
        mark = view.marks.get(index, NEITHER)
        self._picture.show_picture(view.faces[index])
        self.more.setChecked(mark == MORE)
        self.less.setChecked(mark == LESS)


class BoundaryTab(QWidget):
    """Faces above, training below."""

    def __init__(self, verbs: DirectionVerbs) -> None:
        super().__init__()
        self._verbs = verbs
        self.cells: list[FaceCell] = []
        self._grid = QGridLayout()
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        inside = QWidget()
        inside.setLayout(self._grid)
        area = QScrollArea(widgetResizable=True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        middle = QHBoxLayout()
        middle.addWidget(area, 1)
        middle.addWidget(self._keep_box())
        layout = QVBoxLayout(self)
        layout.addWidget(self._explanation())
        layout.addLayout(self._top())
        layout.addLayout(middle, 1)
        layout.addLayout(self._training_row())
        self._strip = StripView(self.tr("Pictures along the boundary"))
        self._strip.hide()
        layout.addWidget(self._strip)
        self.bar = KeepBar(verbs)
        layout.addWidget(self.bar)

    def _explanation(self) -> QLabel:
        text = self.tr(
            "Mark faces that have what the slider should add (+), and faces that lack it (−): at least {least} of each."
        )
        label = QLabel(text.format(least=LEAST))
        label.setWordWrap(True)
        label.setProperty("role", "muted")
        return label

    def _top(self) -> QHBoxLayout:
        self._seed = QSpinBox(maximum=HIGHEST_SEED)
        self._seed.setAccessibleName(self.tr("Seed of the faces"))
        self._seed.setToolTip(self.tr("A seed always gives the same faces"))
        self._seed.setKeyboardTracking(False)
        label = QLabel(self.tr("Seed"))
        label.setBuddy(self._seed)
        self.fresh = QPushButton(self.tr("New faces"), autoDefault=False)
        self.fresh.setToolTip(self.tr("The faces of this seed, without marks"))
        self.fresh.clicked.connect(lambda: self._verbs.faces(self._seed.value()))
        self.further = QPushButton(self.tr("More faces"), autoDefault=False)
        self.further.setToolTip(self.tr("Further faces below; the marks stay"))
        self.further.clicked.connect(lambda: self._verbs.more_faces())
        row = QHBoxLayout()
        for widget in (label, self._seed, self.fresh, self.further):
            row.addWidget(widget)
        row.addStretch()
        return row

    def _keep_box(self) -> QGroupBox:
        box = QGroupBox(self.tr("Leave alone"))
        box.setFixedWidth(KEEP_WIDTH)
        self.keep = QListWidget()
        self.keep.setAccessibleName(self.tr("Attributes that the direction leaves alone"))
        self.keep.setToolTip(self.tr("The direction loses its part along what is ticked"))
        QVBoxLayout(box).addWidget(self.keep)
        return box

    def _training_row(self) -> QHBoxLayout:
        self._marked = QLabel()
        self.train = QPushButton(self.tr("Train"), autoDefault=False)
        set_icon(self.train, "play")
        self.train.clicked.connect(lambda: self._verbs.train(self.ticked))
        self._quality = QLabel()
        row = QHBoxLayout()
        row.addWidget(self._marked)
        row.addWidget(self.train)
        row.addWidget(self._quality, 1)
        return row

    @property
    def ticked(self) -> tuple[str, ...]:
        """Names of the attributes that are left alone."""
        items = (self.keep.item(row) for row in range(self.keep.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked
        )

    def show_view(self, view: DirectionsView) -> None:
        self._show_faces(view)
        self._show_keepable(view.keepable)
        self.further.setEnabled(not view.making)
        more, less = view.marked(MORE), view.marked(LESS)
        self._marked.setText(self.tr("{more} more, {less} less").format(more=more, less=less))
        self.train.setEnabled(min(more, less) >= LEAST and not view.training)
        self.train.setToolTip(
            self.tr("Find the direction from the one kind of faces to the other")
            if min(more, less) >= LEAST
            else self.tr("Mark at least {least} faces of each kind first").format(least=LEAST)
        )
        self._show_quality(view)
        self._strip.setVisible(view.trained is not None)
        self._strip.show_picture(view.trained.strip if view.trained else None)
        self.bar.show_found(view.trained, view.layers)

    def _show_faces(self, view: DirectionsView) -> None:
        while len(self.cells) > len(view.faces):
            cell = self.cells.pop()
            self._grid.removeWidget(cell)
            cell.deleteLater()
        while len(self.cells) < len(view.faces):
            index = len(self.cells)
            self.cells.append(FaceCell(self._verbs, index))
            self._grid.addWidget(self.cells[-1], index // COLUMNS, index % COLUMNS)
        for index, cell in enumerate(self.cells):
            cell.show_face(view, index)

    def _show_keepable(self, names: tuple[str, ...]) -> None:
        items = [self.keep.item(row) for row in range(self.keep.count())]
        if names == tuple(item.data(Qt.ItemDataRole.UserRole) for item in items):
            return
        ticked = self.ticked
        self.keep.clear()
        for name in names:
            item = QListWidgetItem(translated(attribute(name).label), self.keep)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in ticked else Qt.CheckState.Unchecked)

    def _show_quality(self, view: DirectionsView) -> None:
        quality = view.boundary
        if view.training:
            text = self.tr("Training…")
        elif quality is None:
            text = ""
        else:
            text = self.tr("right for {accuracy} of {count} faces it was not trained on").format(
                accuracy=f"{100 * quality.accuracy:.0f} %", count=quality.held_out
            )
            if quality.accuracy < GUESSING:
                text += self.tr(": little better than guessing, mark more faces")
        self._quality.setText(text)
        self._quality.setWordWrap(True)
