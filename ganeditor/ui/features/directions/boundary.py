"""BoundaryTab: random faces to be marked or scored, and the boundary that is trained from them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor.edits.attributes import attribute
from ganeditor.ui.features.directions.keep import STRIP_HEIGHT, KeepBar, StripView
from ganeditor.ui.features.directions.source import SourceRow
from ganeditor.ui.features.directions.verbs import Directing
from ganeditor.ui.features.directions.views import (
    LEAST,
    LESS,
    MARKED,
    MORE,
    NEITHER,
    READOUT,
    DirectionsView,
    TrainingChoice,
)
from ganeditor.ui.i18n import translated
from ganeditor.ui.widgets.column import scroll_area
from ganeditor.ui.widgets.controls import PictureView, set_icon
from ganeditor.ui.widgets.values import HIGHEST_SEED

COLUMNS = 6
FACE_SIDE = 84  # pixels
KEEP_WIDTH, KEEP_HEIGHT = 170, 176  # pixels; of the list beside the faces, and of that without faces
TALL_STRIP = 116  # pixels; of the strip where there are no faces above it
QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's own, which PySide6 does not export
CHECKED = """
QToolButton:checked { background: palette(highlight); color: palette(highlighted-text); border-radius: 3px; }
"""


class FaceCell(QWidget):
    """A face with a button for more, and one for less of what it has."""

    def __init__(self, verbs: Directing, index: int) -> None:
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
        button.setStyleSheet(CHECKED)
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
    """What is trained from and faces above, training below."""

    def __init__(self, verbs: Directing) -> None:
        super().__init__()
        self._verbs = verbs
        self._view = DirectionsView()
        self.cells: list[FaceCell] = []
        self.source = SourceRow()
        self.source.changed.connect(self._show_source)
        self._explanation = QLabel()
        self._explanation.setWordWrap(True)
        self._explanation.setProperty("role", "muted")
        middle = QHBoxLayout()
        middle.addWidget(self._face_area(), 1)
        middle.addWidget(self._keep_box())
        layout = QVBoxLayout(self)
        layout.addLayout(self._top())
        layout.addWidget(self._explanation)
        layout.addLayout(middle, 1)
        layout.addLayout(self._training_row())
        self._progress = QProgressBar(textVisible=False)
        self._progress.setFixedHeight(8)
        self._progress.setAccessibleName(self.tr("Progress"))
        layout.addWidget(self._progress)
        self._strip = StripView(self.tr("Pictures along the boundary"))
        self._strip.hide()
        layout.addWidget(self._strip)
        self.bar = KeepBar(verbs)
        layout.addWidget(self.bar)
        layout.addStretch()

    def _face_area(self) -> QScrollArea:
        self._grid = QGridLayout()
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        inside = QWidget()
        inside.setLayout(self._grid)
        self._area = scroll_area()
        self._area.setWidget(inside)
        return self._area

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
        row.addWidget(self.source)
        row.addStretch()
        for widget in (label, self._seed, self.fresh, self.further):
            row.addWidget(widget)
        return row

    def _keep_box(self) -> QGroupBox:
        box = self._keep_group = QGroupBox(self.tr("Leave alone"))
        self.keep = QListWidget()
        self.keep.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.keep.setAccessibleName(self.tr("Attributes that the direction leaves alone"))
        self.keep.setToolTip(self.tr("The direction loses its part along what is ticked"))
        QVBoxLayout(box).addWidget(self.keep)
        return box

    def _training_row(self) -> QHBoxLayout:
        self._marked = QLabel()
        self.train = QPushButton(self.tr("Train"), autoDefault=False)
        set_icon(self.train, "play")
        self.train.clicked.connect(lambda: self._verbs.train(self.choice))
        self.stop = QPushButton(self.tr("Stop"), autoDefault=False)
        set_icon(self.stop, "stop")
        self.stop.clicked.connect(lambda: self._verbs.stop_training())
        self._quality = QLabel()
        self._quality.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self._marked)
        row.addWidget(self.train)
        row.addWidget(self.stop)
        row.addWidget(self._quality, 1)
        return row

    @property
    def choice(self) -> TrainingChoice:
        """What a person has set."""
        readout = self.source.readout.currentData() if self.source.chosen == READOUT else ""
        return TrainingChoice(self.source.chosen, readout, self._seed.value(), self.ticked)

    @property
    def ticked(self) -> tuple[str, ...]:
        """Names of the attributes that are left alone."""
        items = (self.keep.item(row) for row in range(self.keep.count()))
        return tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked
        )

    def show_view(self, view: DirectionsView) -> None:
        self._view = view
        self.source.show_view(view)
        self._show_faces(view)
        self._show_keepable(view)
        self.further.setEnabled(not view.making)
        self._show_source()
        self._show_training(view)
        self._strip.setVisible(view.trained is not None)
        self._strip.show_picture(view.trained.strip if view.trained else None)
        self.bar.show_found(view.trained, view.layers)

    def _show_source(self) -> None:
        """Only what matters for what is trained from."""
        marking = self.source.chosen == MARKED
        for widget in (self._area, self.fresh, self.further, self._marked):
            widget.setVisible(marking)
        self._keep_group.setMaximumSize(*((KEEP_WIDTH, QWIDGETSIZE_MAX) if marking else (QWIDGETSIZE_MAX, KEEP_HEIGHT)))
        self.keep.setFlow(QListWidget.Flow.TopToBottom if marking else QListWidget.Flow.LeftToRight)
        self.keep.setWrapping(not marking)
        self.keep.setGridSize(QSize() if marking else QSize(KEEP_WIDTH, self.keep.fontMetrics().height() + 8))
        self._strip.setFixedHeight(STRIP_HEIGHT if marking else TALL_STRIP)
        self._explanation.setText(self.source.explanation)
        more, less = self._view.marked(MORE), self._view.marked(LESS)
        self._marked.setText(self.tr("{more} more, {less} less").format(more=more, less=less))
        enough = min(more, less) >= LEAST or not marking
        self.train.setEnabled(enough and self._view.training is None)
        self.train.setToolTip(
            self.tr("Find the direction from the one kind of faces to the other")
            if enough
            else self.tr("Mark at least {least} faces of each kind first").format(least=LEAST)
        )

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

    def _show_keepable(self, view: DirectionsView) -> None:
        rows = [(name, translated(attribute(name, view.labels).label)) for name in view.keepable]
        items = [self.keep.item(row) for row in range(self.keep.count())]
        if rows == [(item.data(Qt.ItemDataRole.UserRole), item.text()) for item in items]:
            return
        ticked = self.ticked
        self.keep.clear()
        for name, label in rows:
            item = QListWidgetItem(label, self.keep)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in ticked else Qt.CheckState.Unchecked)

    def _show_training(self, view: DirectionsView) -> None:
        running, quality = view.training is not None, view.boundary
        self.stop.setVisible(running)
        self._progress.setVisible(running)
        self._progress.setMaximum(1000 if view.training else 0)  # at first it may wait for a face that is learnt
        self._progress.setValue(round(1000 * (view.training or 0)))
        if running:
            text = self.tr("Training…")
        elif quality is None:
            text = ""
        else:
            text = self.tr("right for {accuracy} of {count} faces it was not trained on").format(
                accuracy=f"{100 * quality.accuracy:.0f} %", count=quality.held_out
            )
            if quality.guessing:
                text += self.tr(": little better than guessing; more faces, or ones that differ more, may help")
        self._quality.setText(text)
