"""WordsLine: a person says what they want of a face; the moves of sliders are shown before anything is done."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from ganeditor.edits.attributes import attribute
from ganeditor.edits.words.clause import Move
from ganeditor.edits.words.reading import VOCABULARIES, Presets, read
from ganeditor.edits.words.vocabulary import GAZE_X, GAZE_Y, LEFT_LID, LIDS, RIGHT_LID
from ganeditor.project.presets import Preset
from ganeditor.ui.i18n import translated
from ganeditor.ui.widgets.said import SaidLabel


def amounts_by_name(presets: Iterable[Preset]) -> Presets:
    """What presets ask for, by what they are called; those that are shipped also in the window's language."""
    rows = tuple(presets)
    named = {preset.name: preset.amounts for preset in rows}
    return named | {translated(preset.name, "Presets"): preset.amounts for preset in rows if preset.shipped}


class WordsLine(QWidget):
    """Read while it is typed; what is left of the moves is what is wanted."""

    asked = Signal()  # by Return, or the button
    wondered = Signal(object)  # tuple of words that are not known: found() is to tell which direction they may mean

    def __init__(self, presets: Callable[[], Presets], example: str, button: QPushButton | None = None) -> None:
        """presets: sets of amounts by name. button: asks for what is wanted, where nothing else does."""
        super().__init__()
        self._presets = presets
        self._offered: Sequence[str] = ()
        self._labels: Mapping[str, str] = {}
        self._moves: list[Move] = []
        self._lost = False
        self._guessing = False
        self._meant: dict[str, Move | None] = {}  # by word that no table has
        self._unknown: tuple[str, ...] = ()
        self.line = QLineEdit(placeholderText=self.tr("Say it: {example}").format(example=example))
        self.line.setClearButtonEnabled(True)
        for clear in self.line.findChildren(QToolButton):
            clear.setAccessibleName(self.tr("Clear"))
        self.line.setAccessibleName(self.tr("What is wanted, in words"))
        languages = ", ".join(translated(vocabulary.name, "Languages") for vocabulary in VOCABULARIES)
        self.line.setToolTip(self.tr("{languages}; left and right are as you see them").format(languages=languages))
        self.line.textChanged.connect(self._read)
        self.line.returnPressed.connect(self._ask)
        self._said = SaidLabel()
        self._wonder = QPushButton(self.tr("Among my directions?"))
        self._wonder.setToolTip(self.tr("Your CLIP looks for the direction whose pictures change as the words say"))
        self._wonder.clicked.connect(self._ask_what_is_meant)
        self._chips = QVBoxLayout()
        self._chips.setSpacing(1)
        top = QHBoxLayout()
        top.addWidget(self.line, 1)
        self._go = button
        if button:
            button.clicked.connect(self._ask)
            top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addLayout(self._chips)
        below = QHBoxLayout()
        below.addWidget(self._said, 1)
        below.addWidget(self._wonder)
        layout.addLayout(below)
        self._read()

    @property
    def moves(self) -> tuple[Move, ...]:
        """What is wanted."""
        return tuple(self._moves)

    @property
    def lost(self) -> bool:
        """Whether there are words, of which none is understood."""
        return self._lost

    def offer(self, names: Sequence[str], labels: Mapping[str, str], guessing: bool = False) -> None:
        """What can be moved: attributes, own directions and EYES, with the labels of own directions.

        guessing: whether it can be found out which of these an unknown word may mean.
        """
        if (self._offered, self._labels, self._guessing) != (names, labels, guessing):
            self._offered, self._labels, self._guessing, self._meant = names, labels, guessing, {}
            self._read()

    def found(self, meant: Mapping[str, Move | None]) -> None:
        """What words that are not known may mean; None where no direction is like it."""
        self._meant |= meant
        self._read()

    def _read(self) -> None:
        reading = read(self.line.text(), self._offered, self._labels, self._presets())
        guesses = [move for word in reading.unknown if (move := self._meant.get(word))]
        self._moves = [*reading.moves, *guesses]
        self._unknown = tuple(word for word in reading.unknown if not self._meant.get(word))
        self._lost = bool(self._unknown) and not self._moves
        self._show_moves()
        words = ", ".join(self._unknown)
        self._said.say(self.tr("Not understood: {words}").format(words=words) if words else "", False)
        self._wonder.setVisible(self._guessing and any(word not in self._meant for word in self._unknown))
        self._wonder.setEnabled(True)

    def _ask_what_is_meant(self) -> None:
        self._wonder.setEnabled(False)  # until found() tells
        self.wondered.emit(self._unknown)

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
        if self._go:
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
        amount = QLocale().toString(abs(move.amount), "g", 4)
        return f"{name} → {amount}" if move.until else f"{name} {'−' if move.amount < 0 else '+'}{amount}"

    def _leave_out(self, move: Move) -> None:
        self._moves.remove(move)
        self._show_moves()

    def _ask(self) -> None:
        if self._moves:
            self.asked.emit()
