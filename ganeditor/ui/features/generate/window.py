"""GenerateWindow: random faces, their neighbours and mixtures, and the ways they leave the window."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganeditor.ui.features.generate.grid import FaceGrid
from ganeditor.ui.features.generate.mixing import MixingBox
from ganeditor.ui.features.generate.strip import InterpolationStrip
from ganeditor.ui.features.generate.verbs import Generating
from ganeditor.ui.features.generate.views import GenerateChoice, GenerateView, LabelChoice
from ganeditor.ui.widgets.controls import Amount, PictureView, set_icon
from ganeditor.ui.widgets.tool_window import ToolWindow
from ganeditor.ui.widgets.values import HIGHEST_SEED
from ganeditor.ui.widgets.words import WordsLine

MOST_FACES = 500
RESULT_SIDE = 196  # pixels


class GenerateWindow(ToolWindow):
    """Modeless; show_view brings everything in it up to date."""

    def __init__(self, verbs: Generating, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verbs = verbs
        self.setWindowTitle(self.tr("Generate faces"))
        self.resize(1220, 760)
        self._words = WordsLine(lambda: verbs.view.presets, self.tr("a smiling old man with glasses"))
        self._choices = RandomBox(verbs, self._words)
        self._result = ResultBox(verbs)
        self._mixing = MixingBox(verbs)
        self._grid = FaceGrid()
        self._grid.face_chosen.connect(verbs.choose)
        self._strip = InterpolationStrip(verbs)
        self._said = QLabel()
        self._said.setProperty("role", "muted")
        self._said.setWordWrap(True)
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        middle = QVBoxLayout()
        middle.addWidget(self._words)
        middle.addWidget(self._grid, 1)
        middle.addLayout(self._below())
        middle.addWidget(self._strip)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self._choices)
        left.addStretch()
        left.addWidget(self._said)
        right.addWidget(self._result)
        right.addWidget(self._mixing)
        right.addStretch()
        layout = QHBoxLayout(self)
        for column, stretch in ((left, 0), (middle, 1), (right, 0)):
            layout.addLayout(column, stretch)
        for box in (self._choices, self._result, self._mixing):
            box.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)  # no text of theirs is cut

    def _below(self) -> QVBoxLayout:
        """What stands between the grid and the strip."""
        self._back = QPushButton(self.tr("Back"), autoDefault=False)
        set_icon(self._back, "undo")
        self._back.setToolTip(self.tr("The faces that were here before"))
        self._back.clicked.connect(lambda: self._verbs.back())
        self._busy = QProgressBar(maximum=0, textVisible=False)
        self._busy.setFixedSize(80, 8)
        self._busy.setAccessibleName(self.tr("Working"))
        self._stop = QPushButton(self.tr("Stop"), autoDefault=False)
        set_icon(self._stop, "stop")
        self._stop.setToolTip(self.tr("Make no more faces"))
        self._stop.clicked.connect(lambda: self._verbs.stop())
        tip = self.tr("Hide this share of the faces, those with the lowest realism")
        self._hide = Amount(self.tr("Hide the worst, in percent"), tip, 0, 90, 0, 0)
        self._hide.changed.connect(lambda percent: self._verbs.hide_worst(round(percent)))
        self._hide.setMinimumWidth(130)
        self._hide.setMaximumWidth(260)
        row, worst = QHBoxLayout(), QHBoxLayout()
        row.addWidget(self._back)
        row.addWidget(self._busy)
        row.addWidget(self._stop)
        row.addStretch()
        label = QLabel(self.tr("Hide the worst, %"))
        label.setBuddy(self._hide)
        worst.addStretch()
        worst.addWidget(label)
        worst.addWidget(self._hide)
        below = QVBoxLayout()
        below.addLayout(row)
        below.addLayout(worst)
        return below

    def show_view(self, view: GenerateView) -> None:
        self._grid.show_view(view)
        self._words.offer(view.attributes, view.names)
        self._choices.show_view(view)
        self._result.show_view(view)
        self._mixing.show_view(view)
        self._strip.show_view(view)
        self._back.setEnabled(view.can_go_back)
        self._said.setText(view.said)
        for widget in (self._busy, self._stop):
            widget.setVisible(view.running)

    def hideEvent(self, event: QHideEvent) -> None:
        self._verbs.stop()
        super().hideEvent(event)


class RandomBox(QGroupBox):
    """Which random faces are made; what is said in words is what they are like."""

    def __init__(self, verbs: Generating, words: WordsLine) -> None:
        super().__init__()
        self.setTitle(self.tr("Random faces"))
        self._verbs, self._words = verbs, words
        start = GenerateChoice()
        self._seed = QSpinBox(maximum=HIGHEST_SEED, value=start.seed)
        self._seed.setAccessibleName(self.tr("Seed"))
        self._seed.setToolTip(self.tr("A seed always gives the same face; the others have the seeds after it"))
        self._count = QSpinBox(minimum=1, maximum=MOST_FACES, value=start.count)
        self._count.setAccessibleName(self.tr("Number of faces"))
        tip = self.tr("0 is the mean face; the larger, the more varied and the less plausible faces are")
        self._psi = Amount(self.tr("Truncation psi"), tip, 0, 1.5, start.psi)
        self._cutoff = QComboBox()
        self._cutoff.setAccessibleName(self.tr("Truncated layers"))
        self._cutoff.setToolTip(self.tr("The truncation acts on these layers only; the finer ones stay varied"))
        self._cutoff.addItem(self.tr("all layers"), None)
        self._form = QFormLayout()
        self._form.addRow(self.tr("Seed"), self._seed_row())
        self._form.addRow(self.tr("Faces"), self._count)
        self._form.addRow(self.tr("Truncation"), self._psi)
        self._form.addRow(self.tr("of"), self._cutoff)
        self._labels = LabelBox()
        self._labels.hide()
        make = QPushButton(self.tr("Generate"), default=True)  # Return in the line of words presses it, too
        make.clicked.connect(self._generate)
        layout = QVBoxLayout(self)
        layout.addLayout(self._form)
        layout.addWidget(self._labels)
        layout.addWidget(make)

    def _seed_row(self) -> QHBoxLayout:
        copy = QToolButton()
        set_icon(copy, "copy")
        copy.setToolTip(self.tr("Copy the seed"))
        copy.setAccessibleName(copy.toolTip())
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(str(self._seed.value())))
        new = QPushButton(self.tr("New seed"), autoDefault=False)
        new.setToolTip(self.tr("Other faces, with the seeds that follow"))
        new.clicked.connect(self._new_seed)
        row = QHBoxLayout()
        row.addWidget(self._seed, 1)
        row.addWidget(copy)
        row.addWidget(new)
        return row

    def _new_seed(self) -> None:
        """The seeds after those that are shown, so that no face comes twice."""
        self._seed.setValue((self._seed.value() + self._count.value()) % HIGHEST_SEED)
        self._generate()

    def _generate(self) -> None:
        if self._words.lost:
            return  # it has been said what is not understood, and who sees other faces would think it was
        cutoff, label, moves = self._cutoff.currentData(), self._labels.choice(), self._words.moves
        self._verbs.generate(
            GenerateChoice(self._seed.value(), self._count.value(), self._psi.value, cutoff, label, moves)
        )

    def show_view(self, view: GenerateView) -> None:
        if view.layers != self._cutoff.count():  # "all", and 1 to layers - 1
            while self._cutoff.count() > 1:
                self._cutoff.removeItem(1)
            for count in range(1, view.layers):
                self._cutoff.addItem(self.tr("the first {count}").format(count=count), count)
        self._labels.show_labels(view.labels)


class LabelBox(QWidget):
    """Of a conditional generator: a label, and another one to blend it with."""

    def __init__(self) -> None:
        super().__init__()
        self._first, self._second = QComboBox(), QComboBox()
        self._first.setAccessibleName(self.tr("Label"))
        self._second.setAccessibleName(self.tr("Second label"))
        self._blend = Amount(self.tr("Blend"), self.tr("Share of the second label"), 0, 1, 0)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.tr("Label"), self._first)
        form.addRow(self.tr("Blend with"), self._second)
        form.addRow(self.tr("Blend"), self._blend)

    def show_labels(self, names: Sequence[str]) -> None:
        self.setVisible(bool(names))
        for box in (self._first, self._second):
            if [box.itemText(row) for row in range(box.count())] != [*names]:
                box.clear()
                box.addItems([*names])

    def choice(self) -> LabelChoice:
        return LabelChoice(max(0, self._first.currentIndex()), max(0, self._second.currentIndex()), self._blend.value)


class ResultBox(QGroupBox):
    """The chosen face, as mixed, and what can be done with it."""

    def __init__(self, verbs: Generating) -> None:
        super().__init__()
        self.setTitle(self.tr("Chosen face"))
        self._verbs = verbs
        self._picture = PictureView(self.tr("Chosen face"), RESULT_SIDE)
        self._picture.setMaximumHeight(RESULT_SIDE)
        self._picture.show_words(self.tr("Choose a face"))
        self._name = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        tip = self.tr("How far the neighbours are: 1 is as far as two random faces")
        self._distance = Amount(self.tr("Distance of neighbours"), tip, 0.05, 1, 0.3)
        self._more = self._button("search", self.tr("More like this"), self.tr("A grid of faces around this one"))
        self._more.clicked.connect(lambda: verbs.more_like_this(self._distance.value, GenerateChoice().count))
        self._repair = self._button(
            "reset", self.tr("Repair"), self.tr("Pull it towards the mean, in as few layers as possible")
        )
        self._repair.clicked.connect(lambda: verbs.repair())
        self._save = self._button("save", self.tr("Save…"), self.tr("Save the picture of this face"))
        self._save.clicked.connect(self._ask_where)
        self._send = self._button(
            "open", self.tr("Open in the editor"), self.tr("It becomes a photo whose attributes can be changed at once")
        )
        self._send.clicked.connect(lambda: verbs.send())
        buttons = QGridLayout()
        buttons.addWidget(self._more, 0, 0)
        buttons.addWidget(self._distance, 0, 1)
        buttons.addWidget(self._repair, 1, 0)
        buttons.addWidget(self._save, 1, 1)
        buttons.addWidget(self._send, 2, 0, 1, 2)
        layout = QVBoxLayout(self)
        layout.setSpacing(5)
        layout.addWidget(self._picture)
        layout.addWidget(self._name)
        layout.addLayout(buttons)

    def _button(self, image: str, text: str, tooltip: str) -> QPushButton:
        button = QPushButton(text, autoDefault=False)
        set_icon(button, image)
        button.setToolTip(tooltip)
        return button

    def show_view(self, view: GenerateView) -> None:
        result = view.result
        self._picture.show_picture(result.picture if result else None)
        words = result.name if result else ""
        if result and view.judged and result.realism is not None:
            words = self.tr("{name}, realism {score}").format(name=result.name, score=f"{result.realism:.2f}")
        self._name.setText(words)
        ready = result is not None and result.picture is not None
        for button in (self._more, self._save, self._send):
            button.setEnabled(ready)
        self._repair.setEnabled(ready and not view.running)  # a grid that fills has no place for it yet

    def _ask_where(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(self, self.tr("Save picture"), "", "PNG (*.png);;JPEG (*.jpg)")
        if name:
            path = Path(name)
            asked = bool(path.suffix)  # the dialog has asked about just this name
            self._verbs.save(path if asked else path.with_suffix(".png"), overwrite=asked)
