"""Translations: every text of the window has a finished German one with the same placeholders."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from ganeditor import paths
from ganeditor.edits.attributes import ATTRIBUTES, GROUPS
from ganeditor.edits.table import OPERATIONS
from ganeditor.edits.words.reading import VOCABULARIES
from ganeditor.project.presets import SHIPPED
from ganeditor.ui.i18n import PROJECT_TEXTS, install_translator, translated

SOURCES = sorted((Path(__file__).parent.parent / "ganeditor" / "ui").rglob("*.py"))
GERMAN = paths.resources() / "i18n" / "ganeditor_de.ts"
PLACEHOLDER = re.compile(r"\{\w*\}|%n|\n")
SHOWN = ("QLabel", "QPushButton", "QCheckBox", "QGroupBox", "QAction", "setText", "setToolTip", "setWindowTitle")
SHOWN += (
    "setAccessibleName",
    "setAccessibleDescription",
    "setPlaceholderText",
    "addItem",
    "setStatusTip",
    "showMessage",
)


def tool(name: str, *arguments: str | Path) -> None:
    """Run one of PySide6's commands, as i18n.py describes."""
    command = [Path(sys.executable).with_name(f"pyside6-{name}"), *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, ElementTree.Element]]:
    """Context, source and translation of every text in the sources, after an update of the translations."""
    copy = tmp_path_factory.mktemp("i18n") / GERMAN.name
    shutil.copy(GERMAN, copy)
    options = ("-no-obsolete", "-disable-heuristic", "sametext", "-disable-heuristic", "similartext")
    tool("lupdate", *SOURCES, *options, "-locations", "none", "-ts", copy)
    rows = []
    for context in ElementTree.parse(copy).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            rows.append((context.findtext("name", ""), message.findtext("source", ""), translation))
    return rows


def test_every_text_has_a_german_one(messages: list[tuple[str, str, ElementTree.Element]]) -> None:
    assert len(messages) > 300
    missing = [
        (context, source)
        for context, source, translation in messages
        if translation.get("type") or not all("".join(form.itertext()).strip() for form in forms(translation))
    ]
    assert missing == []


def test_placeholders_and_access_keys_are_the_same(messages: list[tuple[str, str, ElementTree.Element]]) -> None:
    for _, source, translation in messages:
        for form in [] if translation.get("type") else forms(translation):
            text = form.text or ""
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(source)), source
            assert text.count("&") == source.count("&"), source
            assert (text[:1] == " ", text[-1:] == ":") == (source[:1] == " ", source[-1:] == ":"), source


def forms(translation: ElementTree.Element) -> list[ElementTree.Element]:
    """Singular and plural, or the only form."""
    return translation.findall("numerusform") or [translation]


def test_the_compiled_file_is_of_these_texts(tmp_path: Path) -> None:
    compiled = tmp_path / "de.qm"
    tool("lrelease", GERMAN, "-qm", compiled)
    assert compiled.read_bytes() == GERMAN.with_suffix(".qm").read_bytes()


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file, with the last part of the name of what is called."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield (node.func.id if isinstance(node.func, ast.Name) else node.func.attr), node


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_text_escapes_translation(path: Path) -> None:
    for name, call in calls(path):
        if name == "tr":
            assert isinstance(call.args[0], ast.Constant), f"line {call.lineno}: lupdate can't read this text"
        elif name in SHOWN and call.args:
            parts = getattr(call.args[0], "values", call.args[:1])  # of an f-string, or the text itself
            words = "".join(part.value for part in parts if isinstance(getattr(part, "value", None), str))
            words = re.sub("<[^>]*>", "", words)
            assert not re.search("[A-Za-z]{3}", words), f"line {call.lineno}: '{words}' isn't translated"


def test_texts_of_the_project_are_marked() -> None:
    shown = [*GROUPS]
    for row in ATTRIBUTES:
        shown += [row.label, row.low_end, row.high_end]
    shown += [row.unit for row in ATTRIBUTES if row.unit.isascii()]
    presets, operations = [preset.name for preset in SHIPPED], [row.label for row in OPERATIONS]
    languages = [vocabulary.name for vocabulary in VOCABULARIES]
    assert (*dict.fromkeys(shown), *operations, *languages, *presets) == PROJECT_TEXTS


def test_languages_change(qapp: QApplication) -> None:
    try:
        for _ in range(2):
            install_translator(qapp, "de")
            assert (translated("Age"), translated("Friendly smile", "Presets")) == ("Alter", "Freundliches Lächeln")
            assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
            assert QCoreApplication.translate("Settings", "As the system") == "Wie das System"
            assert QLocale().toString(4.5) == "4,5"
            install_translator(qapp, "en")
            assert (translated("Age"), QLocale().toString(4.5)) == ("Age", "4.5")
            assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    finally:
        install_translator(qapp, "en")


def test_what_is_not_known_stays_as_it_is(qapp: QApplication) -> None:
    install_translator(qapp, "de")
    assert translated("Hat size") == "Hat size"
    install_translator(qapp, "en")
