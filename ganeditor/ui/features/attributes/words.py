"""The line above the sliders in which a person says what they want; its moves are shown before they are done."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from ganeditor.edits.attributes import attribute
from ganeditor.edits.words.reading import Move, Presets, read
from ganeditor.edits.words.vocabulary import EYES, GAZE_X, GAZE_Y, LEFT_LID, LIDS, RIGHT_LID
from ganeditor.ui.i18n import translated
from ganeditor.ui.widgets.said import SaidLabel


class WordsLine(QWidget):
    """Read while it is typed; Return does what is left of the moves."""

    asked = Signal(object)  # tuple of Move

    def __init__(self, presets: Callable[[], Presets]) -> None:
        super().__init__()
        self._presets = presets
        self._offered: Sequence[str] = ()
        self._labels: Mapping[str, str] = {}
        self._moves: list[Move] = []
        self.line = QLineEdit(placeholderText=self.tr("Say it: ten years older, a slight smile"))
        self.line.setClearButtonEnabled(True)
        self.line.setAccessibleName(self.tr("What is wanted, in words"))
        self.line.setToolTip(self.tr("In English or German; left and right are as you see them"))
        self.line.textChanged.connect(self._read)
        self.line.returnPressed.connect(self._ask)
        self._go = QPushButton(self.tr("Do it"))
        self._go.clicked.connect(self._ask)
        self._unknown = SaidLabel()
        self._chips = QVBoxLayout()
        self._chips.setSpacing(1)
        top = QHBoxLayout()
        top.addWidget(self.line, 1)
        top.addWidget(self._go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addLayout(self._chips)
        layout.addWidget(self._unknown)
        self._read()

    def offer(self, names: Sequence[str], labels: Mapping[str, str]) -> None:
        """What can be moved: attributes and own directions, with the labels of these."""
        self._offered, self._labels = (*names, *EYES), labels
        self._read()

    def _read(self) -> None:
        reading = read(self.line.text(), self._offered, self._labels, self._presets())
        self._moves = list(reading.moves)
        self._show_moves()
        words = ", ".join(reading.unknown)
        self._unknown.say(self.tr("Not understood: {words}").format(words=words) if words else "", False)

    def _show_moves(self) -> None:
        while item := self._chips.takeAt(0):
            if old := item.widget():
                old.deleteLater()
        for move in self._moves:
            chip = QToolButton(autoRaise=True)
            chip.setText(f"{move.said}:  {self._told(move)}   ×")
            chip.setToolTip(self.tr("Leave this out"))
            chip.clicked.connect(lambda _checked=False, move=move: self._leave_out(move))
            self._chips.addWidget(chip)
        self._go.setEnabled(bool(self._moves))

    def _told(self, move: Move) -> str:
        """A move as its slider has it."""
        names = {
            LIDS: self.tr("Eyelids"),
            LEFT_LID: self.tr("Left eyelid"),
            RIGHT_LID: self.tr("Right eyelid"),
            GAZE_X: self.tr("Gaze"),
            GAZE_Y: self.tr("Gaze up and down"),
        }
        name = names.get(move.name) or translated(attribute(move.name, self._labels).label)
        return f"{name} → {move.amount:g}" if move.until else f"{name} {move.amount:+g}"

    def _leave_out(self, move: Move) -> None:
        self._moves.remove(move)
        self._show_moves()

    def _ask(self) -> None:
        if self._moves:
            self.asked.emit(tuple(self._moves))
            self.line.clear()
