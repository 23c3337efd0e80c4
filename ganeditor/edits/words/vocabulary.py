"""Vocabulary: the words of one language for what ATTRIBUTES and eyes can do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

LIDS, LEFT_LID, RIGHT_LID, GAZE_X, GAZE_Y = EYES = ("lids", "lids_left", "lids_right", "gaze_x", "gaze_y")
"""What EyesEdit moves; lids are both."""

Phrase = tuple[str, ...]
End = tuple[str, int]
"""A control's name and the direction in which it goes: 1 or -1."""


@dataclass(frozen=True)
class Row:
    """What a control is called, and what its two ends are."""

    name: str  # of ATTRIBUTES or EYES
    things: str  # words for what it moves, with commas between
    high: str = ""  # words for more of it
    low: str = ""
    bare: bool = False  # whether a thing by itself is a wish ("a smile"), and an end needs no thing ("older")


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """One language; phrases are in small letters, with commas between, each of one to four words."""

    name: str
    rows: tuple[Row, ...]
    ages: Mapping[str, float]  # phrases for an age, in years
    strengths: Mapping[str, float]  # phrases that make an amount smaller or larger, by which factor
    units: Mapping[str, float]  # phrases for units of age, in years
    minus: str  # "without"
    to: str  # before an age that is to be reached
    old: str  # behind a number of years that is an age
    later: str  # around a number of years that pass
    earlier: str
    breaks: str  # between two wishes
    fillers: str  # what says nothing
    articles: str  # before a unit: one of it
    percent: str  # behind a number: of the control's limit
    number: Callable[[str], float | None]  # of a word, or of two with a hyphen between
    stems: Callable[[str], tuple[str, ...]]  # other forms in which a word may be in the table

    @cached_property
    def things(self) -> Mapping[Phrase, tuple[str, ...]]:
        """Names of the controls that a thing may be moved by, the likeliest first."""
        found: dict[Phrase, tuple[str, ...]] = {}
        for row in self.rows:
            for phrase in phrases(row.things):
                found[phrase] = (*found.get(phrase, ()), row.name)
        return found

    @cached_property
    def ends(self) -> Mapping[Phrase, tuple[End, ...]]:
        """Ends of controls that a phrase may mean, the likeliest first."""
        found: dict[Phrase, tuple[End, ...]] = {}
        for row in self.rows:
            for text, sign in ((row.high, 1), (row.low, -1)):
                for phrase in phrases(text):
                    found[phrase] = (*found.get(phrase, ()), (row.name, sign))
        return found

    @cached_property
    def bare(self) -> frozenset[str]:
        """Names of the controls that need no thing, or no end."""
        return frozenset(row.name for row in self.rows if row.bare)


def phrases(text: str) -> tuple[Phrase, ...]:
    """The phrases in a text with commas between."""
    return tuple(tuple(part.split()) for part in text.split(",") if part.strip())
