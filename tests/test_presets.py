"""Presets: shipped ones fit the attributes, own ones are saved, checked and deleted."""

import json
from pathlib import Path
from typing import Any

import pytest

from ganeditor.edits.attributes import ATTRIBUTES, checked_amount
from ganeditor.errors import UserError
from ganeditor.project.presets import SHIPPED, Preset, delete_preset, load_presets, save_preset

NAMES = [row.name for row in ATTRIBUTES]


def test_shipped_presets_fit_the_attributes(tmp_path: Path) -> None:
    assert load_presets(tmp_path / "none.json") == SHIPPED
    for preset in SHIPPED:
        for name, amount in preset.amounts.items():
            assert checked_amount(name, amount, NAMES) == (name, amount)


def test_own_presets_are_saved_replaced_and_deleted(tmp_path: Path) -> None:
    path = tmp_path / "settings" / "presets.json"
    save_preset(path, " Größer ", {"age": 5})
    save_preset(path, "a", {"smile": 1.5})
    save_preset(path, "Größer", {"age": 7.0})
    assert load_presets(path)[len(SHIPPED) :] == (Preset("a", {"smile": 1.5}), Preset("Größer", {"age": 7.0}))
    delete_preset(path, "a")
    assert load_presets(path)[len(SHIPPED) :] == (Preset("Größer", {"age": 7.0}),)
    with pytest.raises(UserError, match="no preset 'a'"):
        delete_preset(path, "a")


@pytest.mark.parametrize(
    ("name", "amounts", "sentence"),
    [
        ("", {"age": 1.0}, "1 to 60 characters, not 0"),
        ("x" * 61, {"age": 1.0}, "1 to 60 characters, not 61"),
        (SHIPPED[0].name, {"age": 1.0}, "comes with the program"),
        ("empty", {}, "at least one changed attribute"),
    ],
)
def test_bad_presets_are_not_saved(tmp_path: Path, name: str, amounts: dict[str, float], sentence: str) -> None:
    path = tmp_path / "presets.json"
    with pytest.raises(UserError, match=sentence):
        save_preset(path, name, amounts)
    assert not path.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"format": 2, "presets": []}, "format: expected a whole number from 1 to 1, found 2"),
        ({"format": 1}, "presets: expected a list"),
        ({"format": 1, "presets": [{"name": "a", "amounts": {"age": 100}}]}, r"presets\[0\].amounts.age: .* found 100"),
        ({"format": 1, "presets": [{"name": 1, "amounts": {}}]}, r"presets\[0\].name: expected text"),
        ([], "expected an object"),
    ],
)
def test_a_bad_file_is_refused_and_kept(tmp_path: Path, values: Any, sentence: str) -> None:
    path = tmp_path / "presets.json"
    path.write_text(json.dumps(values))
    with pytest.raises(UserError, match=sentence):
        load_presets(path)
    with pytest.raises(UserError, match=sentence):
        save_preset(path, "new", {"age": 1.0})
    assert json.loads(path.read_text()) == values
