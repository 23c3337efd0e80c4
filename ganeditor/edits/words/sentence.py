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

_WORDS = re.compile(r"[+\-−]?\d+(?:[.,]\d+)?(?:\s?%)?|[^\W\d_]+(?:['’\-][^\W\d_]+)*|[,;.!?]|:(?!\s*\d)")  # "age: 60"
_NUMBER = re.compile(r"([+\-−]?)(\d+(?:[.,]\d+)?)\s?(%?)")

MINUS, TO, OLD, LATER, EARLIER, BREAK, FILLER, ARTICLE, PERCENT = range(9)
"""Roles of words that name neither a thing nor an end."""


@dataclass(frozen=True)
class Item:
    """A phrase and all that it may mean."""

    text: str  # as it was said
    things: tuple[str, ...] = ()  # names of controls
    ends: tuple[End, ...] = ()
    age: float | None = None  # years
    strength: float | None = None  # factor
    unit: float | None = None  # of age, in years
    number: float | None = None
    signed: bool = False  # whether the number has a sign
    percent: bool = False
    roles: frozenset[int] = field(default_factory=frozenset)

    @property
    def known(self) -> bool:
        values = (self.age, self.strength, self.unit, self.number)
        return bool(self.things or self.ends or self.roles) or any(value is not None for value in values)


@lru_cache(maxsize=8)
def roles_of(vocabulary: Vocabulary) -> Mapping[Phrase, frozenset[int]]:
    """What a phrase does between things and ends."""
    found: dict[Phrase, frozenset[int]] = {}
    for role, text in enumerate(
        (
            vocabulary.minus,
            vocabulary.to,
            vocabulary.old,
            vocabulary.later,
            vocabulary.earlier,
            vocabulary.breaks,
            vocabulary.fillers,
            vocabulary.articles,
            vocabulary.percent,
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
    factors = (vocabulary.ages, vocabulary.strengths, vocabulary.units)
    known |= {word for table in factors for text in table for word in text.split()}
    return tuple(sorted(word for word in known if len(word) > 3))


def words_of(text: str) -> list[str]:
    """Words, numbers and what stands between clauses, as they were written."""
    return [word.replace("’", "'") for word in _WORDS.findall(text)]


def clauses(sentence: str, vocabulary: Vocabulary, own: Mapping[str, str]) -> list[list[Item]]:
    """The sentence's wishes; own are further names of controls, by what they are called."""
    names = {tuple(label.lower().replace("_", " ").split()): name for label, name in own.items()}
    words = words_of(sentence)
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
    """The longest phrase that begins at place, its first word perhaps in another form, and its length in words."""
    longest = max(LONGEST, *(len(name) for name in names), 0)
    for length in range(min(longest, len(words) - place), 0, -1):
        said = words[place : place + length]
        first, *rest = (word.lower() for word in said)
        for form in (first, *(stem for stem in vocabulary.stems(first) if len(stem) > 2)):
            item = _meaning((form, *rest), vocabulary, names, " ".join(said))
            if item.known:
                return item, length
    word = words[place]
    return _meaning((_meant(word.lower(), vocabulary, names),), vocabulary, names, word), 1


def _meant(word: str, vocabulary: Vocabulary, names: Mapping[Phrase, str]) -> str:
    """The word that was mistyped: at most one letter wrong in four to seven, two in longer ones."""
    if len(word) < 4:
        return word
    known = (*single_words(vocabulary), *(name[0] for name in names if len(name) == 1 and len(name[0]) > 3))
    near = extractOne(word, known, scorer=OSA.distance, score_cutoff=1 if len(word) < 8 else 2)
    return near[0] if near and near[0][0] == word[0] else word


def _meaning(phrase: Phrase, vocabulary: Vocabulary, names: Mapping[Phrase, str], said: str) -> Item:
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
        said,
        things,
        vocabulary.ends.get(phrase, ()),
        vocabulary.ages.get(text),
        vocabulary.strengths.get(text),
        vocabulary.units.get(text),
        vocabulary.number("-".join(phrase)) if len(phrase) < 3 else None,
        roles=roles_of(vocabulary).get(phrase, frozenset()),
    )
