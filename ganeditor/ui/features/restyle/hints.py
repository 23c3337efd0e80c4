"""HintsBox: what colour hair, skin, clothes and background have, for a network that makes colour."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QColorDialog, QFormLayout, QGroupBox, QHBoxLayout, QPushButton, QToolButton

from ganeditor.edits.restyle import PARTS, RestyleEdit
from ganeditor.ui.i18n import QT_TRANSLATE_NOOP, translated

SWATCH = 16  # pixels

NAMES = (
    QT_TRANSLATE_NOOP("Hints", "Hair"),
    QT_TRANSLATE_NOOP("Hints", "Skin"),
    QT_TRANSLATE_NOOP("Hints", "Clothes"),
    QT_TRANSLATE_NOOP("Hints", "Background"),
)
"""Of PARTS, in their order."""

USUAL = "#808080"  # what a person starts from in the dialog


class HintsBox(QGroupBox):
    """A part without a hint gets the colour that the network gives it."""

    wanted = Signal(object, str)  # RestyleEdit, and what to call its step

    def __init__(self) -> None:
        super().__init__()
        self.setTitle(self.tr("Colours"))
        self._edit = RestyleEdit()
        self.names = dict(zip(PARTS, (translated(name, "Hints") for name in NAMES), strict=True))
        self.colours: dict[str, QPushButton] = {}
        self.removes: dict[str, QToolButton] = {}
        form = QFormLayout(self)
        for part, name in self.names.items():
            colour = self.colours[part] = QPushButton(autoDefault=False)
            colour.setIconSize(QSize(SWATCH, SWATCH))
            colour.setToolTip(self.tr("The colour that it has; the network spreads it over what is light and dark"))
            colour.clicked.connect(partial(self._ask, part))
            remove = self.removes[part] = QToolButton()
            remove.setText("×")
            remove.setAccessibleName(self.tr("{part}: leave the colour to the network").format(part=name))
            remove.setToolTip(self.tr("Leave the colour to the network"))
            remove.clicked.connect(lambda _on, part=part: self._hint(part, ""))
            row = QHBoxLayout()
            row.addWidget(colour, 1)
            row.addWidget(remove)
            form.addRow(name, row)

    def show_edit(self, edit: RestyleEdit) -> None:
        self._edit, known = edit, dict(edit.hints)
        for part, button in self.colours.items():
            colour, swatch = known.get(part, ""), QPixmap(SWATCH, SWATCH)
            swatch.fill(QColor(colour) if colour else Qt.GlobalColor.transparent)
            button.setIcon(QIcon(swatch))
            button.setText(colour or self.tr("by the network"))
            button.setAccessibleName(f"{self.names[part]}: {button.text()}")
            self.removes[part].setEnabled(bool(colour))

    def _ask(self, part: str) -> None:
        start = QColor(dict(self._edit.hints).get(part, USUAL))
        dialog = QColorDialog(start, self)
        dialog.setWindowTitle(self.names[part])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self._hint(part, colour.name()))
        dialog.open()

    def _hint(self, part: str, colour: str) -> None:
        label = f"{self.names[part]}: {colour or self.tr('by the network')}"
        self.wanted.emit(self._edit.with_hint(part, colour), label)
