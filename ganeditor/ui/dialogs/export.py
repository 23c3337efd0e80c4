"""How and where a picture is exported: format, quality, size, metadata, with the file's size beforehand."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ganeditor.project.export import EXPORTERS
from ganeditor.ui.i18n import readable_size
from ganeditor.ui.widgets.icons import icon

LOSSY = (".jpg", ".webp", ".avif")
SUFFIXES = {exporter.name: suffix for suffix, exporter in reversed(EXPORTERS.items())}
"""Name of a format -> the suffix that is written for it, the first of its row in EXPORTERS."""
_FULL, _PERCENT, _SIDE = range(3)
_WAIT = 250  # milliseconds without a change before the file's size is asked for


@dataclass(frozen=True)
class ExportSource:
    """What there is to export."""

    width: int
    height: int
    suffix: str  # of the file it came from
    metadata: bool = True  # whether that file has any


@dataclass(frozen=True)
class ExportChoice:
    """How to export it."""

    path: Path
    quality: int | None  # 1..100; None is like the source, or lossless
    size: tuple[int, int]  # width and height in pixels
    strip: bool  # leave out the source's metadata
    overwrite: bool  # the file exists and may be replaced


class ExportDialog(QDialog):
    """choice() is what was chosen, once the dialog is accepted."""

    def __init__(
        self,
        source: ExportSource,
        suggested: Path,
        estimate: Callable[[ExportChoice], None],
        ask_overwrite: bool = True,
        jpeg_quality: int = 95,
        parent: QWidget | None = None,
    ) -> None:
        """estimate is told a choice and calls show_estimate when it knows how many bytes that takes."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export picture"))
        self.setMinimumWidth(540)
        self._source, self._ask_overwrite, self._estimate = source, ask_overwrite, estimate
        self._agreed: Path | None = None  # the file that may be replaced
        self._path = QLineEdit(str(suggested))
        self._format = QComboBox()
        self._quality = _number(1, 100, jpeg_quality)
        self._like_source = QCheckBox(self.tr("As in the original file"))
        self._scale = QComboBox()
        self._percent = _number(1, 100, 100, " %")
        self._side = _number(1, max(source.width, source.height), max(source.width, source.height), self.tr(" pixels"))
        self._amounts = QStackedWidget()
        self._strip = QCheckBox(self.tr("Leave out the original's metadata (camera, date, place)"))
        self._strip.setEnabled(source.metadata)
        self._pixels, self._bytes, self._problem = QLabel(), QLabel(), QLabel()
        self._timer = QTimer(self, singleShot=True, interval=_WAIT)
        self._timer.timeout.connect(lambda: self._estimate(self.choice()))
        self._lay_out()
        self._connect()
        self._path_changed()

    def choice(self) -> ExportChoice:
        path = Path(self._path.text().strip())
        lossy = _usual(path.suffix) in LOSSY
        quality = self._quality.value() if lossy and not self._keeps_quality() else None
        return ExportChoice(path, quality, self._size(), self._strip.isChecked(), path == self._agreed)

    def show_estimate(self, choice: ExportChoice, size: int | None) -> None:
        """Show how many bytes choice takes, None if that can't be said; dropped when something else is chosen now."""
        if choice == self.choice():
            self._bytes.setText(self.tr("unknown") if size is None else readable_size(size))

    def accept(self) -> None:
        path = self.choice().path
        if path.exists() and path != self._agreed:
            if self._ask_overwrite and not self._may_replace(path):
                return
            self._agreed = path
        super().accept()

    def done(self, result: int) -> None:
        self._timer.stop()
        super().done(result)

    def _lay_out(self) -> None:
        self._format.addItems(list(SUFFIXES))
        self._scale.addItems([self.tr("Full size"), self.tr("Percent"), self.tr("Longest side")])
        self._like_source.setChecked(_usual(self._source.suffix) in LOSSY)
        for page in (QWidget(), self._percent, self._side):
            self._amounts.addWidget(page)
        for control, name in (
            (self._path, self.tr("File to write")),
            (self._percent, self.tr("Percent of the full size")),
            (self._side, self.tr("Pixels of the longest side")),
        ):
            control.setAccessibleName(name)
        browse = QPushButton(icon("open"), self.tr("&Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self._problem.setProperty("role", "warning")
        self._problem.setWordWrap(True)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        for row in (
            (self.tr("F&ile:"), self._path, browse),
            (self.tr("&Format:"), self._format, None),
            (self.tr("&Quality:"), self._quality, self._like_source, None),
            (self.tr("&Size:"), self._scale, self._amounts, self._pixels, None),
            (self.tr("Metadata:"), self._strip, None),
            (self.tr("Size of the file:"), self._bytes, None),
        ):
            _add_row(form, *row)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._export = buttons.addButton(self.tr("&Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._export.setIcon(icon("export"))
        self._export.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(self._problem)
        layout.addStretch()
        layout.addWidget(buttons)

    def _connect(self) -> None:
        self._path.textChanged.connect(self._path_changed)
        self._format.activated.connect(self._format_chosen)
        self._scale.currentIndexChanged.connect(self._amounts.setCurrentIndex)
        for signal in (
            self._scale.currentIndexChanged,
            self._percent.valueChanged,
            self._side.valueChanged,
            self._quality.valueChanged,
            self._like_source.toggled,
            self._strip.toggled,
        ):
            signal.connect(self._refresh)

    def _size(self) -> tuple[int, int]:
        width, height = self._source.width, self._source.height
        factor = {
            _FULL: 1.0,
            _PERCENT: self._percent.value() / 100,
            _SIDE: self._side.value() / max(width, height),
        }[self._scale.currentIndex()]
        return max(1, round(width * factor)), max(1, round(height * factor))

    def _path_changed(self) -> None:
        suffix = Path(self._path.text().strip()).suffix
        if _usual(suffix):
            self._format.setCurrentText(EXPORTERS[suffix.lower()].name)
        self._refresh()

    def _format_chosen(self) -> None:
        path = Path(self._path.text().strip())
        if path.name and _usual(path.suffix) != SUFFIXES[self._format.currentText()]:
            known = _usual(path.suffix) is not None
            name = (path.stem if known else path.name) + SUFFIXES[self._format.currentText()]
            self._path.setText(str(path.with_name(name)))

    def _refresh(self) -> None:
        """Show what follows from the choice."""
        path = self.choice().path
        lossy = _usual(path.suffix) in LOSSY
        same_format = _usual(path.suffix) == _usual(self._source.suffix)
        self._like_source.setVisible(lossy and same_format)
        self._quality.setEnabled(lossy and not self._keeps_quality())
        self._amounts.setVisible(self._scale.currentIndex() != _FULL)
        self._pixels.setText(self.tr("{0} × {1} pixels").format(*self._size()))
        problem = ""
        if not path.name or not path.parent.is_dir():
            problem = self.tr("There is no such folder; choose another one.")
        elif _usual(path.suffix) is None:
            problem = self.tr("End the name with one of {0}.").format(", ".join(EXPORTERS))
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._export.setEnabled(not problem)
        self._bytes.setText("" if problem else "…")
        if problem:
            self._timer.stop()
        else:
            self._timer.start()

    def _keeps_quality(self) -> bool:
        return not self._like_source.isHidden() and self._like_source.isChecked()

    def _browse(self) -> None:
        filters = ";;".join(f"{name} (*{suffix})" for name, suffix in SUFFIXES.items())
        chosen_filter = f"{self._format.currentText()} (*{SUFFIXES[self._format.currentText()]})"
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export picture"), self._path.text(), filters, chosen_filter
        )
        if name:
            self._agreed = Path(name)  # the file dialog has asked
            self._path.setText(name)

    def _may_replace(self, path: Path) -> bool:
        question = self.tr("{0} already exists. Replace it?").format(path.name)
        return QMessageBox.question(self, self.tr("Replace file"), question) == QMessageBox.StandardButton.Yes


def _usual(suffix: str) -> str | None:
    """The usual suffix of the same format: .JPEG -> .jpg; None if it can't be written."""
    exporter = EXPORTERS.get(suffix.lower())
    return SUFFIXES[exporter.name] if exporter else None


def _number(low: int, high: int, value: int, unit: str = "") -> QSpinBox:
    number = QSpinBox()
    number.setRange(low, high)
    number.setValue(value)
    number.setSuffix(unit)
    return number


def _add_row(form: QFormLayout, text: str, first: QWidget, *others: QWidget | None) -> None:
    """A label, whose access key goes to the first control, and controls side by side; None is empty space."""
    row = QHBoxLayout()
    row.setSpacing(10)
    for control in (first, *others):
        if control is None:
            row.addStretch()
        else:
            row.addWidget(control)
    label = QLabel(text)
    label.setBuddy(first)
    form.addRow(label, row)
