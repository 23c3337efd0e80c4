"""Documents, attributes and animation amounts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganeditor.errors import EditError
from ganeditor.project.attributes import ATTRIBUTES, GROUPS, attribute, checked_amount, checked_keep
from ganeditor.project.document import (
    AttributeEdit,
    Document,
    KeepEdit,
    LayersEdit,
    ModeEdit,
    Photo,
    PresetEdit,
    ResetEdit,
)

EMPTY = Document(Photo("p.jpg", "0", 10, 10))
NAMES = [row.name for row in ATTRIBUTES]


def test_an_edit_makes_a_new_document():
    older = EMPTY.with_edit(AttributeEdit("a", "age", 30.0))
    assert EMPTY.faces == () and EMPTY.neutral
    assert dict(older.edits_of("a").amounts) == {"age": 30.0} and not older.neutral
    both = older.with_edit(AttributeEdit("b", "smile", 1.0)).with_edit(AttributeEdit("a", "age", 5.0))
    assert [edits.face for edits in both.faces] == ["a", "b"]
    assert both.edits_of("a").amounts["age"] == 5.0


def test_zero_takes_a_control_back():
    there = EMPTY.with_edit(AttributeEdit("a", "age", 30.0)).with_edit(AttributeEdit("a", "age", 0.0))
    assert there.neutral and there.edits_of("a").neutral


def test_other_edits():
    document = EMPTY
    for edit in (
        AttributeEdit("a", "yaw", 1.0),
        LayersEdit("a", "yaw", (0, 4)),
        KeepEdit("a", ("age",)),
        ModeEdit("a", "generated"),
    ):
        document = document.with_edit(edit)
    edits = document.edits_of("a")
    assert dict(edits.layers) == {"yaw": (0, 4)} and edits.keep == ("age",) and edits.mode == "generated"
    assert dict(document.with_edit(LayersEdit("a", "yaw", None)).edits_of("a").layers) == {}
    preset = document.with_edit(PresetEdit("a", {"age": 10.0, "smile": 0.0}))
    assert dict(preset.edits_of("a").amounts) == {"age": 10.0}


def test_reset():
    document = EMPTY.with_edit(AttributeEdit("a", "age", 1.0)).with_edit(AttributeEdit("b", "age", 1.0))
    assert [edits.face for edits in document.with_edit(ResetEdit("a")).faces] == ["b"]
    assert document.with_edit(ResetEdit(None)) == EMPTY


def test_documents_compare_by_value():
    assert EMPTY.with_edit(AttributeEdit("a", "age", 1.0)) == EMPTY.with_edit(AttributeEdit("a", "age", 1.0))


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
