"""A sentence read as moves of sliders: "twenty years older, a slight smile, without glasses"."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ganeditor.edits.attributes import AGE, attribute
from ganeditor.edits.words.english import ENGLISH
from ganeditor.edits.words.german import GERMAN
from ganeditor.edits.words.sentence import EARLIER, LATER, MINUS, OLD, TO, YEARS, Item, clauses
from ganeditor.edits.words.vocabulary import EYES, GAZE_X, GAZE_Y, Vocabulary

VOCABULARIES = (ENGLISH, GERMAN)
"""One for each language that is understood; a further one is a further table."""

USUAL = {AGE: 15.0, GAZE_X: 0.6, GAZE_Y: 0.6} | {name: 1.0 for name in EYES if name not in (GAZE_X, GAZE_Y)}
"""Amounts where no word says how much."""

USUAL_DEVIATIONS = 1.5
"""The same for all other attributes."""

Presets = Mapping[str, Mapping[str, float]]
"""Amounts by attribute, by the preset's name."""


@dataclass(frozen=True)
class Move:
    """One slider moved."""

    name: str  # of an attribute, an own direction, or EYES
    amount: float  # how far; with until, where it ends
    said: str  # the words that ask for it
    until: bool = False  # whether amount is an age to be reached


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
    by name. presets: sets of amounts, whose names stand between commas.
    """
    own = {label: name for name, label in (labels or {}).items()} | {name: name for name in labels or {}}
    readings = [_read(sentence, vocabulary, offered, own, presets or {}) for vocabulary in VOCABULARIES]
    return min(readings, key=lambda reading: (len(reading.unknown) - len(reading.moves), -len(reading.moves)))


def _read(
    sentence: str, vocabulary: Vocabulary, offered: Collection[str], own: Mapping[str, str], presets: Presets
) -> Reading:
    sets = {name.lower(): amounts for name, amounts in presets.items()}
    moves: list[Move] = []
    unknown: list[str] = []
    before: _Clause | None = None
    for part in sentence.split(","):
        if amounts := sets.get(part.strip(" .!").lower()):
            moves += [Move(name, amount, part.strip()) for name, amount in amounts.items() if name in offered]
            continue
        for items in clauses(part, vocabulary, own):
            before = _Clause(items, vocabulary, offered, frozenset(own.values()), before)
            moves += before.moves
            unknown += before.unknown
    last = {move.name: move for move in moves}
    return Reading(tuple(last.values()), tuple(dict.fromkeys(unknown)))


class _Clause:
    """One wish, or several that share words."""

    def __init__(
        self,
        items: Sequence[Item],
        vocabulary: Vocabulary,
        offered: Collection[str],
        own: frozenset[str],
        before: "_Clause | None",
    ) -> None:
        self._items, self._offered = items, offered
        self._bare = vocabulary.bare | own
        self._used: set[int] = set()
        self.moves: list[Move] = []
        self.things = [(place, item) for place, item in enumerate(items) if item.things]
        self.denied = False  # whether what a list goes on with is not wanted either
        self._read_age()
        ends = [(place, item) for place, item in enumerate(items) if item.ends and place not in self._used]
        if not self.things and before and not any(self._bare.intersection(dict(item.ends)) for _place, item in ends):
            self.things = [(-1, item) for _place, item in before.things]  # "a mouth that is wider, and more open"
        for place, item in ends:
            self._read_end(place, item)
        for place, item in self.things:
            if place >= 0 and place not in self._used:
                self._read_thing(place, item, bool(before and before.denied))
        self.unknown = [item.text for place, item in enumerate(items) if not self._clear(place, item)]

    def _clear(self, place: int, item: Item) -> bool:
        """Whether an item was used, or says nothing beside what was."""
        helps = bool(item.roles) or item.strength is not None or (bool(item.things) and bool(self.moves))
        return place in self._used or (helps and not item.ends)

    def _read_age(self) -> None:
        """A number of years, or a word for an age."""
        if AGE not in self._offered:
            return
        for place, item in enumerate(self._items):
            if item.number is not None and self._of_age():
                self._read_years(place, item.number, item.signed)
                return
        for place, item in enumerate(self._items):
            if item.age is not None:
                sign, factor = self._sign(place), self._strength(place)
                further = 0.0 if factor <= 1 else 8.0 if item.age > 60 else -6.0 if 18 < item.age < 30 else 0.0
                wanted = (item.age + further, True) if sign > 0 else (USUAL[AGE] * (-1 if item.age > 40 else 1), False)
                self._used.add(place)
                self.moves.append(Move(AGE, wanted[0], self._said({place}), wanted[1]))

    def _of_age(self) -> bool:
        """Whether the number in this clause is one of years."""
        things = {name for _place, item in self.things for name in item.things}
        years = any(YEARS in item.roles or AGE in dict(item.ends) for item in self._items)
        return years or AGE in things or (not things and any(TO in item.roles for item in self._items))

    def _read_years(self, place: int, years: float, signed: bool) -> None:
        """An age to be reached, or years to go: older, younger, in twenty years, twenty years ago."""
        direction = next((sign for item in self._items for name, sign in item.ends if name == AGE), 0)
        around = {role for item in self._items[max(0, place - 2) : place + 3] for role in item.roles}
        named = any(AGE in item.things for item in self._items[max(0, place - 2) : place])
        if not direction and not signed and not around & {TO, OLD} and not named:
            direction = 1 if LATER in around else -1 if EARLIER in around else 0
        said = {
            index
            for index, item in enumerate(self._items)
            if index == place or item.age or AGE in item.things or AGE in dict(item.ends) or item.roles & {YEARS, OLD}
        }
        self._used |= said | {index for index, item in enumerate(self._items) if item.roles}
        until = not direction and not signed
        amount = years if until else limited(AGE, years * (direction or 1))
        self.moves.append(Move(AGE, amount, self._said(said), until))

    def _read_end(self, place: int, item: Item) -> None:
        """An end, of the control whose thing is nearest."""
        ends = {name: sign for name, sign in item.ends if name in self._offered}
        names, fitting = list(ends), False
        for _where, thing in sorted(self.things, key=lambda other: abs(other[0] - place)):
            if shared := [name for name in names if name in thing.things]:
                names, fitting = shared, True
        if not fitting and len(names) > 1:
            names = [name for name in names if name in self._bare] or [name for name in names if name == "yaw"]
        if names:
            self._used |= {place, *(where for where, thing in self.things if where >= 0 and names[0] in thing.things)}
            self._move(names[0], ends[names[0]], place)

    def _read_thing(self, place: int, item: Item, denied: bool) -> None:
        """A thing without an end: it is to be there, or not."""
        signs = any(MINUS in other.roles or other.number is not None for other in self._items)
        names = [name for name in item.things if name in self._offered and (name in self._bare or signs)]
        if names and names[0] not in EYES:
            listed = denied and len(self._items) <= 2 and self._sign(place) > 0
            self._used.add(place)
            self._move(names[0], -1 if listed else 1, place)
            self.denied = self.denied or listed

    def _move(self, name: str, sign: int, place: int) -> None:
        sign *= self._sign(place)
        self.denied = self.denied or self._sign(place) < 0
        amount = USUAL.get(name, USUAL_DEVIATIONS) * self._strength(place)
        for index, item in enumerate(self._items):
            if item.number is not None and index not in self._used:
                self._used.add(index)
                amount = item.number / 100 * limit_of(name) if item.percent else item.number
                break
        used = {place, *(where for where, thing in self.things if where >= 0 and name in thing.things)}
        self.moves.append(Move(name, limited(name, sign * amount), self._said(used)))

    def _sign(self, place: int) -> int:
        """-1 behind a word that denies, or before one that ends the clause ("die Brille weg")."""
        for item in reversed(self._items[:place]):
            if MINUS in item.roles:
                return -1
            if item.ends or item.age is not None:
                break
        rest = self._items[place + 1 :]
        alone = not any(item.ends or item.things for item in rest)
        return -1 if alone and any(MINUS in item.roles for item in rest) else 1

    def _strength(self, place: int) -> float:
        """The word for how much that is nearest: before place, or behind it where nothing else follows."""
        for item in reversed(self._items[:place]):
            if item.strength is not None:
                return item.strength
            if (item.ends and not item.things) or item.age is not None:
                return 1.0
        rest = self._items[place + 1 :]
        found = [item.strength for item in rest if item.strength is not None]
        return found[0] if found and not any(item.ends for item in rest) else 1.0

    def _said(self, used: set[int]) -> str:
        """What asks for a move: its words, what stands between them, and what helps before and behind."""
        first, last = min(used), max(used)

        def helps(place: int) -> bool:
            item = self._items[place]
            return not (item.things or item.ends or item.age) or (place in self._used and item.number is not None)

        while first > 0 and helps(first - 1):
            first -= 1
        while (
            last + 1 < len(self._items)
            and helps(last + 1)
            and not any(item.things or item.ends or item.age for item in self._items[last + 1 :])
        ):
            last += 1
        return " ".join(item.text for item in self._items[first : last + 1])


def limit_of(name: str) -> float:
    """How far a control goes to either side."""
    return 1.0 if name in EYES else attribute(name).limit


def limited(name: str, amount: float) -> float:
    """The amount, within the control's limit."""
    return max(-limit_of(name), min(limit_of(name), round(amount, 3)))
