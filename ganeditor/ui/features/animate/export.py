"""AnimationExportDialog: where and how an animation is saved, with the size it will have."""

from collections.abc import Callable
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
    QVBoxLayout,
    QWidget,
)

from ganeditor.project.animation.files import ANIMATION_EXPORTERS, AnimationOptions, real_seconds, rounded
from ganeditor.project.animation.tracks import Timing, playing_order
from ganeditor.ui.features.animate.views import ExportTarget

Estimate = Callable[[AnimationOptions, str, Callable[[int | None], None]], None]
"""Called with options and a suffix, and with whom to tell the size in bytes."""

WAIT = 300  # milliseconds after a change until the size is estimated
SUFFIXES = {row.label: suffix for suffix, row in reversed(ANIMATION_EXPORTERS.items())}
LABELS = list(dict.fromkeys(row.label for row in ANIMATION_EXPORTERS.values()))


class AnimationExportDialog(QDialog):
    """target() is what was chosen, once it is accepted."""

    def __init__(
        self,
        suggested: Path,
        frames: int,
        size_wh: tuple[int, int],
        timing: Timing,
        estimate: Estimate,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export animation"))
        self.setMinimumWidth(460)
        self._frames, self._size, self._timing, self._estimate = frames, size_wh, timing, estimate
        self._agreed: Path | None = None  # to be replaced
        self._path = QLineEdit(str(suggested))
        self._path.setAccessibleName(self.tr("File or folder"))
        self._format = QComboBox()
        self._format.setAccessibleName(self.tr("Format"))
        self._format.addItems(LABELS)
        self._dither = QCheckBox(self.tr("Dither"))
        self._dither.setChecked(True)
        self._dither.setToolTip(self.tr("Small dots in place of colours that a GIF has not; off gives smaller files"))
        self._quality = QSpinBox(minimum=1, maximum=100, value=AnimationOptions().quality)
        self._quality.setAccessibleName(self.tr("Quality"))
        self._quality.setToolTip(self.tr("100 is best and largest"))
        self._length, self._bytes, self._problem = QLabel(), QLabel(), QLabel()
        self._problem.setProperty("role", "error")
        self._problem.setWordWrap(True)
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self._ask_size)
        self._build()
        self._path.textChanged.connect(self._refresh)
        self._format.activated.connect(self._format_chosen)
        self._dither.toggled.connect(self._refresh)
        self._quality.valueChanged.connect(self._refresh)
        self._refresh()

    def _build(self) -> None:
        browse = QPushButton(self.tr("Browse…"), autoDefault=False)
        browse.clicked.connect(self._browse)
        place = QHBoxLayout()
        place.addWidget(self._path, 1)
        place.addWidget(browse)
        self._form = QFormLayout()
        self._form.addRow(self.tr("Format"), self._format)
        self._form.addRow(self.tr("Save as"), place)
        self._form.addRow("", self._dither)
        self._form.addRow(self.tr("Quality"), self._quality)
        self._form.addRow(self.tr("Length"), self._length)
        self._form.addRow(self.tr("Size"), self._bytes)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._export = buttons.addButton(self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self._form)
        layout.addWidget(self._problem)
        layout.addStretch()
        layout.addWidget(buttons)

    def target(self) -> ExportTarget:
        path = self._chosen_path()
        return ExportTarget(path, self._options(), overwrite=path == self._agreed)

    def accept(self) -> None:
        path = self._chosen_path()
        if path.exists() and path != self._agreed:
            question = self.tr("{name} already exists. Replace it?").format(name=path.name)
            answer = QMessageBox.question(self, self.tr("Replace file"), question)
            if answer != QMessageBox.StandardButton.Yes:
                return
            self._agreed = path
        super().accept()

    def done(self, result: int) -> None:
        self._timer.stop()
        super().done(result)

    def _chosen_path(self) -> Path:
        return Path(self._path.text().strip()).expanduser()

    def _options(self) -> AnimationOptions:
        return AnimationOptions(self._timing, self._dither.isChecked(), self._quality.value())

    def _refresh(self) -> None:
        """Show what follows from the choice."""
        path = self._chosen_path()
        suffix = path.suffix.lower()
        problem = ""
        if not path.name or not path.parent.is_dir():
            problem = self.tr("There is no such folder; choose another one.")
        elif suffix not in ANIMATION_EXPORTERS:
            known = ", ".join(name for name in ANIMATION_EXPORTERS if name)
            problem = self.tr("End the name with one of {suffixes}, or with none for numbered pictures.").format(
                suffixes=known
            )
        elif not suffix and path.is_dir() and any(path.iterdir()):
            problem = self.tr("This folder is not empty; choose a new or empty one for numbered pictures.")
        else:
            self._format.setCurrentText(ANIMATION_EXPORTERS[suffix].label)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._export.setEnabled(not problem)
        self._form.setRowVisible(self._dither, suffix == ".gif")
        self._form.setRowVisible(self._quality, suffix in (".webp", ".mp4"))
        count = len(playing_order(self._frames, self._timing.ping_pong))
        wished = self._timing.seconds_per_frame
        real = real_seconds(wished, suffix)
        length = self.tr("{count} frames of {width} × {height} pixels, {seconds} s").format(
            count=count, width=self._size[0], height=self._size[1], seconds=f"{count * real:.1f}"
        )
        if rounded(wished, suffix):
            told = self.tr("A frame is shown for {real} ms and not for {wished} ms, which {suffix} can't say.")
            length += "\n" + told.format(real=round(1000 * real), wished=round(1000 * wished), suffix=suffix)
        self._length.setText(length)
        self._bytes.setText("" if problem else "…")
        if problem:
            self._timer.stop()
        else:
            self._timer.start()

    def _ask_size(self) -> None:
        suffix, options = self._chosen_path().suffix.lower(), self._options()

        def show(size: int | None) -> None:
            if (suffix, options) == (self._chosen_path().suffix.lower(), self._options()) and self.isVisible():
                self._bytes.setText(self.tr("can't be estimated") if size is None else "≈ " + _readable(size))

        self._estimate(options, suffix, show)

    def _format_chosen(self) -> None:
        path = self._chosen_path()
        known = path.suffix.lower() in ANIMATION_EXPORTERS
        name = (path.stem if known else path.name) + SUFFIXES[self._format.currentText()]
        self._path.setText(str(path.with_name(name)))

    def _browse(self) -> None:
        filters = ";;".join(f"{label} (*{suffix})" if suffix else label for label, suffix in SUFFIXES.items())
        name, _kind = QFileDialog.getSaveFileName(self, self.windowTitle(), self._path.text(), filters)
        if name:
            self._agreed = Path(name)  # the file dialog has asked
            self._path.setText(name)


def _readable(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
