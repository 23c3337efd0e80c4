"""Settings: kept, checked when read, and shown in a dialog made from the table."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialogButtonBox, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from ganeditor.ui.i18n import LANGUAGES
from ganeditor.ui.settings import SETTINGS, Settings, SettingsDialog
from ganeditor.ui.theme import THEMES


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def test_values_are_kept(path: Path) -> None:
    settings = Settings(path)
    heard: list[str] = []
    settings.changed.connect(heard.append)
    for key, value in (("theme", "dark"), ("until_converged", True), ("inversion_steps", 250), ("theme", "dark")):
        settings.set_value(key, value)
    assert heard == ["theme", "until_converged", "inversion_steps"]
    settings.ini.sync()
    again = Settings(path)
    assert [again.value(key) for key in heard] == ["dark", True, 250]


@pytest.mark.parametrize(
    ("key", "stored"),
    [
        ("theme", "pink"),
        ("inversion_steps", "19"),
        ("inversion_steps", "many"),
        ("inversion_steps", "1" * 5000),
        ("inversion_steps", "²"),
        ("tuning", "perhaps"),
        ("jpeg_quality", "-5"),
        ("device", "a, b"),
    ],
)
def test_bad_stored_values_become_the_default(path: Path, key: str, stored: str) -> None:
    path.write_text(f"[settings]\n{key}={stored}\n", "utf-8")
    assert Settings(path).value(key) == next(row.default for row in SETTINGS if row.key == key)


def test_a_damaged_file_gives_the_defaults(path: Path) -> None:
    path.write_bytes(bytes(range(256)))
    settings = Settings(path)
    assert {row.key: settings.value(row.key) for row in SETTINGS} == {row.key: row.default for row in SETTINGS}


@pytest.mark.parametrize(("key", "value"), [("theme", "pink"), ("inversion_steps", 501), ("tuning", 1), ("device", 1)])
def test_bad_values_are_not_stored(path: Path, key: str, value: Any) -> None:
    with pytest.raises(ValueError, match=key):
        Settings(path).set_value(key, value)


def test_every_default_is_a_value(path: Path) -> None:
    settings = Settings(path)
    for row in SETTINGS:
        settings.set_value(row.key, row.default)
        assert settings.value(row.key) == row.default
        assert type(settings.value(row.key)) is type(row.default)


def test_choices_are_those_of_their_modules() -> None:
    choices = {row.key: tuple(value for value, _ in row.choices) for row in SETTINGS}
    assert choices["theme"] == THEMES
    assert choices["language"] == LANGUAGES


def dialog_for(qtbot: QtBot, settings: Settings, **given: Any) -> SettingsDialog:
    dialog = SettingsDialog(settings, **given)
    qtbot.addWidget(dialog)
    return dialog


def control(dialog: SettingsDialog, kind: type[Any], key: str) -> Any:
    found = dialog.findChild(kind, key)
    assert found is not None
    return found


def test_the_dialog_has_a_control_for_every_row(qtbot: QtBot, path: Path) -> None:
    dialog = dialog_for(qtbot, Settings(path))
    for row in SETTINGS:
        widget = control(dialog, QWidget, row.key)
        assert widget.accessibleName()
        assert widget.toolTip()


def test_only_ok_stores(qtbot: QtBot, path: Path) -> None:
    settings = Settings(path)
    for end, expected in (("reject", 100), ("accept", 321)):
        dialog = dialog_for(qtbot, settings, models=("face-256", "mine"))
        control(dialog, QSpinBox, "inversion_steps").setValue(321)
        control(dialog, QComboBox, "model").setCurrentText("mine")
        control(dialog, QCheckBox, "ask_overwrite").setChecked(False)
        getattr(dialog, end)()
        assert settings.value("inversion_steps") == expected
    assert (settings.value("model"), settings.value("ask_overwrite")) == ("mine", False)


def test_a_model_that_is_gone_stays_chosen(qtbot: QtBot, path: Path) -> None:
    settings = Settings(path)
    settings.set_value("model", "gone")
    dialog_for(qtbot, settings, models=("face-256",)).accept()
    assert settings.value("model") == "gone"


def test_defaults_can_be_restored(qtbot: QtBot, path: Path) -> None:
    settings = Settings(path)
    settings.set_value("theme", "dark")
    dialog = dialog_for(qtbot, settings)
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    box.button(QDialogButtonBox.StandardButton.RestoreDefaults).click()
    assert settings.value("theme") == "dark"
    dialog.accept()
    assert settings.value("theme") == "system"


def test_the_cache_can_be_cleared(qtbot: QtBot, path: Path) -> None:
    cleared: list[bool] = []
    dialog = dialog_for(qtbot, Settings(path), clear_cache=lambda: cleared.append(True), cache_bytes=12_345_678)
    (button,) = (each for each in dialog.findChildren(QPushButton) if each.text() == "Clear cache")
    button.click()
    assert cleared == [True]
