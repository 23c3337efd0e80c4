"""A sentence cut into clauses of items: phrases that a vocabulary knows, and words that it does not."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from ganeditor.edits.words.vocabulary import End, Phrase, Vocabulary, phrases

LONGEST = 4
"""Words of a phrase."""

_WORDS = re.compile(r"[+\-−]?\d+(?:[.,]\d+)?%?|[^\W\d_]+(?:['’\-][^\W\d_]+)*|[,;.!?:]")
_NUMBER = re.compile(r"([+\-−]?)(\d+(?:[.,]\d+)?)(%?)")

MINUS, YEARS, TO, OLD, LATER, EARLIER, BREAK, FILLER = range(8)
"""Roles of words that name neither a thing nor an end."""


@dataclass(frozen=True)
class Item:
    """A phrase and all that it may mean."""

    text: str  # as it was said
    things: tuple[str, ...] = ()  # names of controls
    ends: tuple[End, ...] = ()
    age: float | None = None  # years
    strength: float | None = None  # factor
    number: float | None = None
    signed: bool = False  # whether the number has a sign
    percent: bool = False
    roles: frozenset[int] = field(default_factory=frozenset)

    @property
    def known(self) -> bool:
        return bool(self.things or self.ends or self.roles) or (self.age, self.strength, self.number) != (None,) * 3


@lru_cache(maxsize=8)
def roles_of(vocabulary: Vocabulary) -> Mapping[Phrase, frozenset[int]]:
    """What a phrase does between things and ends."""
    found: dict[Phrase, frozenset[int]] = {}
    for role, text in enumerate(
        (
            vocabulary.minus,
            vocabulary.years,
            vocabulary.to,
            vocabulary.old,
            vocabulary.later,
            vocabulary.earlier,
            vocabulary.breaks,
            vocabulary.fillers,
        )
    ):
        for phrase in phrases(text):
            found[phrase] = found.get(phrase, frozenset()) | {role}
    return found


@lru_cache(maxsize=8)
def single_words(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Words for which a mistyped one may stand."""
    tables: Iterable[Iterable[Phrase]] = (vocabulary.things, vocabulary.ends, roles_of(vocabulary))
    known = {word for table in tables for phrase in table for word in phrase}
    known |= {word for table in (vocabulary.ages, vocabulary.strengths) for text in table for word in text.split()}
    return tuple(sorted(word for word in known if len(word) > 3))


def clauses(sentence: str, vocabulary: Vocabulary, own: Mapping[str, str]) -> list[list[Item]]:
    """The sentence's wishes; own are further names of controls, by what they are called."""
    names = {tuple(label.lower().replace("_", " ").split()): name for label, name in own.items()}
    words = [word.replace("’", "'") for word in _WORDS.findall(sentence.lower())]
    found: list[list[Item]] = [[]]
    place = 0
    while place < len(words):
        if words[place] in ",;.!?:":
            found.append([])
            place += 1
            continue
        item, length = _longest(words, place, vocabulary, names)
        place += length
        if BREAK in item.roles and not (item.number or item.things or item.ends):
            found.append([])
        else:
            found[-1].append(item)
    return [clause for clause in found if clause]


def _longest(words: list[str], place: int, vocabulary: Vocabulary, names: Mapping[Phrase, str]) -> tuple[Item, int]:
    """The longest phrase that begins at place, and its length in words."""
    for length in range(min(LONGEST, len(words) - place), 0, -1):
        phrase = tuple(words[place : place + length])
        item = _meaning(phrase, vocabulary, names)
        if item.known:
            return item, length
    word = words[place]
    for other in (*vocabulary.stems(word), _meant(word, vocabulary)):
        item = _meaning((other,), vocabulary, names, word)
        if len(other) > 2 and item.known:
            return item, 1
    return Item(word), 1


def _meant(word: str, vocabulary: Vocabulary) -> str:
    """The word that was mistyped: at most one letter wrong in four to seven, two in longer ones."""
    if len(word) < 4:
        return ""
    near = extractOne(word, single_words(vocabulary), scorer=OSA.distance, score_cutoff=1 if len(word) < 8 else 2)
    return near[0] if near and near[0][0] == word[0] else ""


def _meaning(phrase: Phrase, vocabulary: Vocabulary, names: Mapping[Phrase, str], said: str = "") -> Item:
    text = " ".join(phrase)
    number = _NUMBER.fullmatch(text)
    if number:
        sign, digits, percent = number.groups()
        value = float(digits.replace(",", ".")) * (-1 if sign in ("-", "−") and sign else 1)
        return Item(text, number=value, signed=bool(sign), percent=bool(percent))
    things = vocabulary.things.get(phrase, ())
    if phrase in names:
        things = (names[phrase], *things)
    return Item(
        said or text,
        things,
        vocabulary.ends.get(phrase, ()),
        vocabulary.ages.get(text),
        vocabulary.strengths.get(text),
        vocabulary.number(text) if len(phrase) == 1 else None,
        roles=roles_of(vocabulary).get(phrase, frozenset()),
    )
