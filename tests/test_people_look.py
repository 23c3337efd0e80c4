"""Faces ordered by look: planted persons and looks, of which the larger part of w is the person."""

from pathlib import Path

import numpy as np
import pytest

from ganeditor.batch.people.look import alike
from ganeditor.project.people.values import SIZE, Group, Known

PERSONS = {name: np.eye(16, dtype=np.float32)[place] * 4 for place, name in enumerate("abcdefg")}
LOOKS = {name: np.eye(16, dtype=np.float32)[8 + place] * 2 for place, name in enumerate("123")}


def w_of(name: str) -> np.ndarray:
    """ "a1" is person a with the look 1."""
    return PERSONS[name[0]] + LOOKS[name[1]]


def who(name: str) -> np.ndarray:
    row = np.zeros(SIZE, np.float32)
    row[ord(name[0]) - ord("a")] = 1
    return row


def album(*groups: str) -> tuple[list[Group], dict[int, np.ndarray]]:
    """Groups "a1 a2", "b1" and w of their faces."""
    made, ws = [], {}
    for names in groups:
        faces = []
        for name in names.split():
            faces.append(Known(len(ws), name, Path(f"{name}.jpg"), 1, (0, 0, 1, 1), who(name)))
            ws[len(ws)] = w_of(name)
        made.append(Group(tuple(faces)))
    return made, ws


def test_others_with_the_same_look_come_before_the_person_with_another() -> None:
    groups, ws = album("a1 a2 a3", "b1 b2 b3", "c1 c2 c3", "d2", "e3")
    by_w = sorted((float(np.linalg.norm(ws[face.id] - w_of("a1"))), face.key) for g in groups for face in g.faces)
    assert {key for _far, key in by_w[:3]} == {"a1", "a2", "a3"}, "w alone would find the person"
    keys = [face.key for face in alike(w_of("a1"), who("a"), groups, ws)]
    assert keys[0] == "a1" and set(keys[:3]) == {"a1", "b1", "c1"}


def test_a_stranger_is_not_taken_for_anybody_and_strangers_order_by_look_too() -> None:
    groups, ws = album("a1 a2 a3", "b1 b2 b3", "c2", "d1", "e3")
    keys = [face.key for face in alike(w_of("f1"), who("f"), groups, ws)]
    assert set(keys[:3]) == {"a1", "b1", "d1"} and len(keys) == 9


@pytest.mark.parametrize("groups", [(), ("a1",), ("a1 a1",), ("a1", "b1")])
def test_few_faces_are_enough(groups: tuple[str, ...]) -> None:
    made, ws = album(*groups)
    assert len(alike(w_of("a1"), who("a"), made, ws)) == len(ws)


def test_faces_that_another_encoder_has_seen_are_left_out() -> None:
    groups, ws = album("a1 a2", "b1")
    del ws[0], ws[2]
    assert [face.key for face in alike(w_of("a1"), who("a"), groups, ws)] == ["a2"]
