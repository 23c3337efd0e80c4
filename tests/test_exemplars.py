"""Whose eyes are taken, on planted faces: the person's own, open, alike in pose, sharp, in the same light."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ganeditor.batch.exemplars import (
    LEFT,
    RIGHT,
    Choice,
    Reason,
    Refusal,
    Seen,
    choose,
    closed_below,
    closed_eyes,
    people,
)

THRESHOLD = 0.15


def person(number: int, away: float = 0.0) -> np.ndarray:
    """The descriptor of a person; away: distance to that of the same person's other pictures."""
    descriptor = np.zeros(128)
    descriptor[number] = 1.0
    descriptor[100] = away
    return descriptor


BASE = Seen(Path("a.jpg"), 1, person(0), (0.3, 0.3), (0.0, 0.0), 100.0, 10.0, (120.0, 120.0))
CLOSED = replace(BASE, photo=Path("group.jpg"), open=(0.05, 0.05))


def at(name: str, **other: object) -> Seen:
    return replace(BASE, photo=Path(name), **other)


def chosen(*others: Seen, face: Seen = CLOSED) -> str:
    choice = choose(face, others, THRESHOLD)
    assert isinstance(choice, Choice), choice
    return choice.seen.photo.name


def refused(*others: Seen, face: Seen = CLOSED) -> Refusal:
    refusal = choose(face, others, THRESHOLD)
    assert isinstance(refusal, Refusal), refusal
    return refusal


@pytest.mark.parametrize(
    "worse",
    [
        {"descriptor": person(0, 0.5)},
        {"turn": (20.0, 0.0)},
        {"turn": (0.0, -20.0)},
        {"sharpness": 1.0},
        {"light": (200.0, 60.0)},
        {"light": (10.0, 10.0)},
        {"open": (0.18, 0.18)},
        {"open": (0.3, 0.05)},
    ],
    ids=str,
)
def test_each_virtue_counts(worse: dict[str, object]) -> None:
    assert chosen(at("worse", **worse), at("good")) == "good"
    assert chosen(at("good"), at("worse", **worse)) == "good"


def test_nobody_elses_eyes_are_taken_however_good() -> None:
    other = at("other", descriptor=person(1), sharpness=100.0)
    assert chosen(other, at("own", sharpness=2.0)) == "own"
    refusal = refused(other)
    assert refusal.reason is Reason.NOBODY
    assert refusal.nearest == pytest.approx(2**0.5)
    assert refused() == Refusal(Reason.NOBODY)


def test_relatives_get_their_own_eyes() -> None:
    sister = replace(CLOSED, descriptor=person(0, 0.3))
    own, hers = at("own", sharpness=1.0), at("hers", descriptor=person(0, 0.28), sharpness=50.0)
    belonging = people([CLOSED, sister], [own, hers])
    assert (chosen(*belonging[CLOSED]), chosen(*belonging[sister], face=sister)) == ("own", "hers")


def test_why_nothing_is_taken() -> None:
    assert refused(at("x"), face=BASE).reason is Reason.OPEN
    assert refused(at("x", open=(0.3, 0.06))).reason is Reason.ALL_CLOSED
    no_better = refused(at("x", open=(0.095, 0.095)), face=replace(CLOSED, open=(0.089, 0.089)))
    assert no_better.reason is Reason.ALL_CLOSED
    assert refused(at("x", eye_distance=12.0)).reason is Reason.ALL_SMALL
    assert refused(at("x", turn=(50.0, 0.0))).reason is Reason.ALL_TURNED


def test_one_closed_eye_needs_one_open_eye() -> None:
    wink = replace(CLOSED, open=(0.05, 0.3))
    choice = choose(wink, [at("x", open=(0.3, 0.05))], THRESHOLD)
    assert isinstance(choice, Choice)
    assert choice.eyes == (LEFT,)
    assert refused(at("x", open=(0.05, 0.3)), face=wink).reason is Reason.ALL_CLOSED


def test_narrow_eyes_are_closed_only_when_they_are_less_open_than_usual() -> None:
    narrow = replace(CLOSED, open=(0.12, 0.13))
    assert closed_eyes(narrow, [], THRESHOLD) == (LEFT, RIGHT)  # nobody knows better
    by_nature = [at("x", open=(0.13, 0.14)), at("y", open=(0.14, 0.15))]
    assert closed_eyes(narrow, by_nature, THRESHOLD) == ()
    assert closed_eyes(CLOSED, by_nature, THRESHOLD) == (LEFT, RIGHT)
    somebody_else = [replace(one, descriptor=person(1)) for one in by_nature]
    assert closed_eyes(narrow, somebody_else, THRESHOLD) == (LEFT, RIGHT)


def test_the_limit_follows_the_person() -> None:
    assert closed_below(0.15, []) == 0.15
    assert closed_below(0.15, [0.4, 0.4]) == 0.15  # wide eyes don't make others' half-open ones closed
    assert closed_below(0.15, [0.16, 0.16]) == pytest.approx(0.12)
    assert closed_below(0.15, [0.02, 0.03]) == pytest.approx(0.09)  # blinking in all photos is no narrowness
