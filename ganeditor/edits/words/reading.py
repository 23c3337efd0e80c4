"""A sentence read as moves of sliders: "twenty years older, a slight smile, without glasses"."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ganeditor.edits.words.clause import Clause, Move
from ganeditor.edits.words.english import ENGLISH
from ganeditor.edits.words.french import FRENCH
from ganeditor.edits.words.german import GERMAN
from ganeditor.edits.words.sentence import Item, clauses, words_of
from ganeditor.edits.words.vocabulary import Phrase, Vocabulary

VOCABULARIES = (ENGLISH, GERMAN, FRENCH)
"""One for each language that is understood; a further one is a further file, and its row here."""

Presets = Mapping[str, Mapping[str, float]]
"""Amounts by attribute, by the preset's name."""


@dataclass(frozen=True)
class Reading:
    """What was understood of a sentence, and what was not."""

    moves: tuple[Move, ...]
    unknown: tuple[str, ...]


def read(
    sentence: str,
    offered: Collection[str],
    labels: Mapping[str, str] | None = None,
    presets: Presets | None = None,
) -> Reading:
    """The sentence, in the language that understands most of it; what is moved twice is moved as was said last.

    offered: names of what can be moved, attributes, own directions and EYES. labels: what own directions are called,
    by name. presets: sets of amounts, each of whose names is a wish of its own, between commas or an "and".
    """
    own = {label: name for name, label in (labels or {}).items()} | {name: name for name in labels or {}}
    sets = {_phrase(name): amounts for name, amounts in (presets or {}).items()}
    readings = [_read(sentence, vocabulary, offered, own, sets) for vocabulary in VOCABULARIES]
    return min(readings, key=lambda reading: (len(reading.unknown) - len(reading.moves), -len(reading.moves)))


def _read(
    sentence: str,
    vocabulary: Vocabulary,
    offered: Collection[str],
    own: Mapping[str, str],
    sets: Mapping[Phrase, Mapping[str, float]],
) -> Reading:
    moves: list[Move] = []
    unknown: list[str] = []
    before: Clause | None = None
    for part in re.split(r",(?!\d)", sentence):
        wishes = [[Item(part.strip())]] if _phrase(part) in sets else clauses(part, vocabulary, own)
        for place, items in enumerate(wishes):
            said = " ".join(item.text for item in items)
            if amounts := sets.get(_phrase(said)):
                moves += [Move(name, amount, said) for name, amount in amounts.items() if name in offered]
                continue
            following = wishes[place + 1] if place + 1 < len(wishes) else ()
            before = Clause(items, vocabulary, offered, frozenset(own.values()), before, following)
            moves += before.moves
            unknown += before.unknown
    last = {move.name: move for move in moves}
    return Reading(tuple(last.values()), tuple(dict.fromkeys(unknown)))


def _phrase(text: str) -> Phrase:
    return tuple(word.lower() for word in words_of(text))
