"""Settings: a table of rows, the file they are kept in, and the dialog that is made from the table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ganeditor import paths
from ganeditor.ui.i18n import QT_TRANSLATE_NOOP, readable_size

Value = bool | int | str


@dataclass(frozen=True)
class Setting:
    """One thing that can be set; texts are English and translated in the context "Settings"."""

    key: str
    section: str  # the tab
    label: str
    tooltip: str
    default: Value  # its type says which control is used: bool a tick, int a number, str a choice
    choices: tuple[tuple[str, str], ...] = ()  # value and text; none are given by whoever opens the dialog
    low: int = 0
    high: int = 0
    unit: str = ""
    lowest: str = ""  # shown in place of the number low


def _text(text: str) -> str:
    return QCoreApplication.translate("Settings", text)


_COMPUTING = QT_TRANSLATE_NOOP("Settings", "Computing")
_FACES = QT_TRANSLATE_NOOP("Settings", "Faces")
_LOOK = QT_TRANSLATE_NOOP("Settings", "Appearance")
_FILES = QT_TRANSLATE_NOOP("Settings", "Files")

SETTINGS = (
    Setting(
        "device",
        _COMPUTING,
        QT_TRANSLATE_NOOP("Settings", "Device"),
        QT_TRANSLATE_NOOP("Settings", "What computes the faces. Used from the next start."),
        "auto",
        (
            ("auto", QT_TRANSLATE_NOOP("Settings", "Automatic")),
            ("cpu", QT_TRANSLATE_NOOP("Settings", "Processor (CPU)")),
            ("cuda", QT_TRANSLATE_NOOP("Settings", "NVIDIA graphics card (CUDA)")),
            ("mps", QT_TRANSLATE_NOOP("Settings", "Apple graphics (MPS)")),
        ),
    ),
    Setting(
        "threads",
        _COMPUTING,
        QT_TRANSLATE_NOOP("Settings", "Processor threads"),
        QT_TRANSLATE_NOOP("Settings", "Fewer leave the computer freer for other work. Used from the next start."),
        0,
        low=0,
        high=64,
        lowest=QT_TRANSLATE_NOOP("Settings", "Automatic"),
    ),
    Setting(
        "cache_megabytes",
        _COMPUTING,
        QT_TRANSLATE_NOOP("Settings", "Cache size"),
        QT_TRANSLATE_NOOP("Settings", "Reconstructed faces are kept, so that opening a photo again is quick."),
        200,
        low=0,
        high=20_000,
        unit=QT_TRANSLATE_NOOP("Settings", "MB"),
    ),
    Setting(
        "model",
        _FACES,
        QT_TRANSLATE_NOOP("Settings", "Model pack"),
        QT_TRANSLATE_NOOP("Settings", "The generator that draws the faces. Used from the next start."),
        paths.DEFAULT_MODEL,
    ),
    Setting(
        "detector",
        _FACES,
        QT_TRANSLATE_NOOP("Settings", "Face detector"),
        QT_TRANSLATE_NOOP("Settings", "What finds the faces in a photo. Used from the next start."),
        "centerface",
    ),
    Setting(
        "inversion_steps",
        _FACES,
        QT_TRANSLATE_NOOP("Settings", "Refinement steps"),
        QT_TRANSLATE_NOOP("Settings", "More steps make the reconstruction more like the photo and take longer."),
        100,
        low=20,
        high=500,
    ),
    Setting(
        "until_converged",
        _FACES,
        QT_TRANSLATE_NOOP("Settings", "Refine until it stops improving"),
        QT_TRANSLATE_NOOP("Settings", "Ignores the number of steps; at most 500 are made."),
        False,
    ),
    Setting(
        "tuning",
        _FACES,
        QT_TRANSLATE_NOOP("Settings", "Fine-tune the generator to each face"),
        QT_TRANSLATE_NOOP("Settings", "Keeps more of the person (pivotal tuning) and takes about twice as long."),
        False,
    ),
    Setting(
        "theme",
        _LOOK,
        QT_TRANSLATE_NOOP("Settings", "Theme"),
        QT_TRANSLATE_NOOP("Settings", "Colours of the window."),
        "system",
        (
            ("system", QT_TRANSLATE_NOOP("Settings", "As the system")),
            ("dark", QT_TRANSLATE_NOOP("Settings", "Dark")),
            ("light", QT_TRANSLATE_NOOP("Settings", "Light")),
        ),
    ),
    Setting(
        "language",
        _LOOK,
        QT_TRANSLATE_NOOP("Settings", "Language"),
        QT_TRANSLATE_NOOP("Settings", "Language of the window. Used from the next start."),
        "system",
        (
            ("system", QT_TRANSLATE_NOOP("Settings", "As the system")),
            ("en", "English"),
            ("de", "Deutsch"),
        ),
    ),
    Setting(
        "autosave_seconds",
        _FILES,
        QT_TRANSLATE_NOOP("Settings", "Save a snapshot every"),
        QT_TRANSLATE_NOOP("Settings", "Unsaved work is kept aside and offered again if the program doesn't end well."),
        30,
        low=5,
        high=600,
        unit=QT_TRANSLATE_NOOP("Settings", "seconds"),
    ),
    Setting(
        "ask_overwrite",
        _FILES,
        QT_TRANSLATE_NOOP("Settings", "Ask before replacing a file"),
        QT_TRANSLATE_NOOP("Settings", "Otherwise an exported picture replaces a file of the same name."),
        True,
    ),
    Setting(
        "jpeg_quality",
        _FILES,
        QT_TRANSLATE_NOOP("Settings", "JPEG quality"),
        QT_TRANSLATE_NOOP("Settings", "The quality that the export dialog starts with, from 1 to 100."),
        95,
        low=1,
        high=100,
    ),
)


class Settings(QObject):
    """The values, kept in an ini file; changed is emitted with the key."""

    changed = Signal(str)

    def __init__(self, path: Path | None = None, rows: tuple[Setting, ...] = SETTINGS) -> None:
        """path is the user's own settings.ini unless given."""
        super().__init__()
        self.rows = rows
        self._by_key = {row.key: row for row in rows}
        path = path or paths.settings() / "settings.ini"
        self.ini = QSettings(str(path), QSettings.Format.IniFormat)
        """The file itself, for window layout and recent files."""

    def value(self, key: str) -> Any:
        """The value, of its default's type; the default where nothing fit to use is stored."""
        row = self._by_key[key]
        stored = self.ini.value(f"settings/{key}")
        value = _parsed(row, stored) if isinstance(stored, str) else None
        return row.default if value is None else value

    def set_value(self, key: str, value: Value) -> None:
        """Store a value; ValueError if it can't be one of key's."""
        row = self._by_key[key]
        text = str(value).lower() if isinstance(value, bool) else str(value)
        if type(value) is not type(row.default) or _parsed(row, text) is None:
            raise ValueError(f"Settings: {value!r} is no value of {key}")
        if value != self.value(key):
            self.ini.setValue(f"settings/{key}", text)
            self.changed.emit(key)


def _parsed(row: Setting, text: str) -> Value | None:
    """The value that text stands for, or None."""
    if isinstance(row.default, bool):
        return {"true": True, "false": False}.get(text)
    if isinstance(row.default, int):
        return int(text) if text.isdecimal() and len(text) < 10 and row.low <= int(text) <= row.high else None
    return text if not row.choices or text in dict(row.choices) else None


class SettingsDialog(QDialog):
    """All of SETTINGS, on a tab for each section; OK stores what was changed."""

    def __init__(
        self,
        settings: Settings,
        models: tuple[str, ...] = (),
        detectors: tuple[str, ...] = (),
        clear_cache: Callable[[], None] | None = None,
        cache_bytes: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self._settings = settings
        self._offered = {"model": models, "detector": detectors}
        self._controls: dict[str, QWidget] = {}
        self._forms: dict[str, QFormLayout] = {}  # section -> layout
        self._cache_label = QLabel()
        self._cache_label.setProperty("role", "muted")
        tabs = QTabWidget()
        tabs.setAccessibleName(self.tr("Sections"))
        for section in dict.fromkeys(row.section for row in self._settings.rows):
            tabs.addTab(self._page(section), _text(section))
        if clear_cache is not None:
            self._add_cache_row(clear_cache)
        self.set_cache_bytes(cache_bytes)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel | standard.RestoreDefaults)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        buttons.button(standard.RestoreDefaults).clicked.connect(self._restore_defaults)
        layout = QVBoxLayout(self)
        layout.addWidget(tabs)
        layout.addWidget(buttons)
        self._show({row.key: settings.value(row.key) for row in self._settings.rows})

    def accept(self) -> None:
        for key, control in self._controls.items():
            self._settings.set_value(key, _value_of(control))
        super().accept()

    def set_cache_bytes(self, size: int | None) -> None:
        """Show how much the cache holds, once it is known."""
        self._cache_label.setText("" if size is None else self.tr("In use: {0}").format(readable_size(size)))

    def _page(self, section: str) -> QWidget:
        page = QWidget()
        form = self._forms[section] = QFormLayout(page)
        form.setContentsMargins(16, 16, 16, 16)
        form.setVerticalSpacing(10)
        for row in self._settings.rows:
            if row.section != section:
                continue
            control = self._controls[row.key] = _control(row, self._offered)
            control.setObjectName(row.key)
            control.setToolTip(_text(row.tooltip))
            control.setAccessibleName(_text(row.label))
            control.setAccessibleDescription(_text(row.tooltip))
            if isinstance(control, QCheckBox):
                form.addRow(control)
            else:
                form.addRow(_text(row.label) + ":", control)
                form.labelForField(control).setToolTip(_text(row.tooltip))
        return page

    def _add_cache_row(self, clear_cache: Callable[[], None]) -> None:
        clear = QPushButton(self.tr("Clear cache"))
        clear.setToolTip(self.tr("Forget all kept reconstructions; open photos keep theirs."))
        clear.clicked.connect(clear_cache)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(clear)
        row.addWidget(self._cache_label)
        row.addStretch()
        self._forms[_COMPUTING].addRow("", row)

    def _restore_defaults(self) -> None:
        self._show({row.key: row.default for row in self._settings.rows})

    def _show(self, values: Mapping[str, Value]) -> None:
        for key, control in self._controls.items():
            _set_value_of(control, values[key])


def _control(row: Setting, offered: Mapping[str, tuple[str, ...]]) -> QWidget:
    """The control for one row; offered is key -> choices, for rows that have none of their own."""
    if isinstance(row.default, bool):
        return QCheckBox(_text(row.label))
    if isinstance(row.default, int):
        number = QSpinBox()
        number.setRange(row.low, row.high)
        number.setSpecialValueText(_text(row.lowest) if row.lowest else "")
        number.setSuffix(" " + _text(row.unit) if row.unit else "")
        return number
    choice = QComboBox()
    for value, text in row.choices:
        choice.addItem(_text(text), value)
    for value in offered.get(row.key, ()):
        choice.addItem(value, value)
    return choice


def _value_of(control: QWidget) -> Value:
    if isinstance(control, QCheckBox):
        return control.isChecked()
    if isinstance(control, QSpinBox):
        return control.value()
    assert isinstance(control, QComboBox)
    return str(control.currentData())


def _set_value_of(control: QWidget, value: Value) -> None:
    if isinstance(control, QCheckBox):
        control.setChecked(bool(value))
    elif isinstance(control, QSpinBox):
        control.setValue(int(value))
    elif isinstance(control, QComboBox):
        if control.findData(value) < 0:  # a model or detector that isn't there now stays chosen
            control.addItem(str(value), value)
        control.setCurrentIndex(control.findData(value))
