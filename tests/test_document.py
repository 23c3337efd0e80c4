"""Documents, attributes and animation amounts."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganeditor.edits.attributes import ATTRIBUTES, GROUPS, attribute, checked_amount, checked_keep
from ganeditor.edits.latent import LatentEdit
from ganeditor.errors import EditError
from ganeditor.project.document import Document, Photo, Reset, Set

EMPTY = Document(Photo("p.jpg", "0", 10, 10))
NAMES = [row.name for row in ATTRIBUTES]


def with_amount(document, face, name, amount):
    return document.with_edit(Set(face, document.get(face, LatentEdit).with_amount(name, amount)))


def test_an_edit_makes_a_new_document():
    older = with_amount(EMPTY, "a", "age", 30.0)
    assert EMPTY.faces == () and EMPTY.neutral
    assert dict(older.get("a", LatentEdit).amounts) == {"age": 30.0} and not older.neutral
    both = with_amount(with_amount(older, "b", "smile", 1.0), "a", "age", 5.0)
    assert [edits.face for edits in both.faces] == ["a", "b"]
    assert both.get("a", LatentEdit).amounts["age"] == 5.0


def test_zero_takes_a_control_back():
    there = with_amount(with_amount(EMPTY, "a", "age", 30.0), "a", "age", 0.0)
    assert there.neutral and there.neutral_at("a")
    assert there == EMPTY


def test_other_edits():
    edit = LatentEdit().with_amount("yaw", 1.0).with_layers("yaw", (0, 4))
    document = EMPTY.with_edit(Set("a", replace(edit, keep=("age",), mode="generated")))
    edit = document.get("a", LatentEdit)
    assert dict(edit.layers) == {"yaw": (0, 4)} and edit.keep == ("age",) and edit.mode == "generated"
    assert dict(edit.with_layers("yaw", None).layers) == {}
    preset = document.with_edit(Set("a", replace(edit, amounts={"age": 10.0, "smile": 0.0})))
    assert dict(preset.get("a", LatentEdit).amounts) == {"age": 10.0}


def test_choices_stay_while_nothing_is_changed():
    """What is ticked to be kept is remembered, though the photo shows nothing of it."""
    kept = EMPTY.with_edit(Set("a", LatentEdit(keep=("age",))))
    assert kept.neutral and kept.get("a", LatentEdit).keep == ("age",)
    assert with_amount(with_amount(kept, "a", "smile", 1), "a", "smile", 0) == kept


def test_reset():
    document = with_amount(with_amount(EMPTY, "a", "age", 1.0), "b", "age", 1.0)
    assert [edits.face for edits in document.with_edit(Reset("a")).faces] == ["b"]
    assert document.with_edit(Reset(None)) == EMPTY


def test_documents_compare_by_value():
    assert with_amount(EMPTY, "a", "age", 1.0) == with_amount(EMPTY, "a", "age", 1.0)


@pytest.mark.parametrize("text", ["", "age", "age=", "=3", "age=x", "age=nan", "age=1,age=2", "gender=1,male=2"])
def test_typed_edits_are_checked(text):
    with pytest.raises(EditError, match=r"is not NAME=CHANGE|is set twice"):
        LatentEdit.parse(text)


def test_an_edit_can_be_typed():
    assert LatentEdit.parse("age=+30, gender=-1.5") == LatentEdit({"age": 30.0, "male": -1.5})


def test_the_table_is_consistent():
    names = [name for row in ATTRIBUTES for name in (row.name, row.alias) if name]
    assert len(names) == len(set(names))
    assert {row.group for row in ATTRIBUTES} == set(GROUPS)
    assert attribute("gender") is attribute("male")
    assert attribute("my_direction").label == "My direction"


@given(st.sampled_from(NAMES), st.floats(allow_nan=True, allow_infinity=True))
def test_amounts_are_checked(name, amount):
    limit = attribute(name).limit
    if math.isfinite(amount) and abs(amount) <= limit:
        assert checked_amount(name, amount, NAMES) == (name, amount)
    else:
        with pytest.raises(EditError, match=f"{name}=.* is out of range; give -"):
            checked_amount(name, amount, NAMES)


def test_names_are_checked():
    with pytest.raises(EditError, match="no attribute 'wings'; this model has age, smile"):
        checked_amount("wings", 1, ["age", "smile"])
    with pytest.raises(EditError, match="no attribute 'wings' to keep"):
        checked_keep("wings", ["age"])
    assert checked_keep("gender", ["male"]) == "male"
